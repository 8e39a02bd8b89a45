import { once } from 'node:events';
import type { ServerResponse } from 'node:http';
import {
  ownToken,
  failure,
  hang,
  open,
  operationOf,
  type Received,
  refuse,
  type Reply,
  reset,
  StubUpstream,
} from '../stub-upstream.js';
import { exportRow, page } from '../rows.js';

const [tss, id] = ['11111111-0000-4000-8000-000000000001', '22222222-0000-4000-8000-000000000001'];

/** An upstream with one export, whose writes do what a test says: first, second … */
async function start(state: 'none' | 'PENDING' | 'WORKING' | 'COMPLETED' | 'CANCELLED', ...replies: Reply[]) {
  const upstream = { state };
  const stub = await StubUpstream.start(({ method }: Received): Reply => {
    if (method !== 'GET') return replies.shift() ?? refuse(500);
    if (upstream.state === 'none') return refuse(404, 'E_EXPORT_NOT_FOUND');
    return { json: exportRow(tss, id, { state: upstream.state }) };
  });
  const { exports } = operationOf(open(stub.settings));
  const writes = () => stub.received.filter(({ method }) => method !== 'GET').length;
  const reads = () => stub.received.filter(({ method }) => method === 'GET').length;
  return { stub, exports, writes, reads };
}

describe('A trigger whose answer is lost', () => {
  test('is sent again, and the refusal of the second as a duplicate counts as success', async () => {
    const { exports, writes, reads } = await start('PENDING', reset, refuse(400, 'E_DUPLICATE_EXPORT'));
    expect(await exports.trigger(tss, id, {})).toMatchObject({ _id: id, state: 'PENDING' });
    expect([writes(), reads()]).toEqual([2, 1]);
  });

  test('again and again is read back', async () => {
    const { exports, writes, reads } = await start('WORKING', reset, reset, reset);
    expect(await exports.trigger(tss, id, {})).toMatchObject({ state: 'WORKING' });
    expect([writes(), reads()]).toEqual([3, 1]);
  });

  test('and that reading back does not find is not known to be triggered', async () => {
    const { exports, writes, reads } = await start('none', reset, reset, reset);
    expect(await failure(exports.trigger(tss, id, {}))).toMatchObject({
      code: 'UPSTREAM_ANSWER_LOST',
      ambiguous: true,
    });
    expect([writes(), reads()]).toEqual([3, 1]);
  });
});

test('A trigger of an export that was there before is a conflict, since it may be of other logs', async () => {
  const { exports, writes, reads } = await start('COMPLETED', refuse(400, 'E_DUPLICATE_EXPORT'));
  expect(await failure(exports.trigger(tss, id, {}))).toMatchObject({ code: 'EXPORT_CONFLICT', ambiguous: false });
  expect([writes(), reads()]).toEqual([1, 0]);
});

describe('A cancellation', () => {
  test('whose answer is lost is sent again, and its refusal counts as success once the export is CANCELLED', async () => {
    const { exports, writes, reads } = await start('CANCELLED', reset, refuse(400, 'E_CANCEL_EXPORT'));
    expect(await exports.cancel(tss, id)).toMatchObject({ state: 'CANCELLED' });
    expect([writes(), reads()]).toEqual([2, 1]);
  });

  test('may be sent again by the caller', async () => {
    const { exports } = await start('CANCELLED', refuse(400, 'E_CANCEL_EXPORT'));
    expect(await exports.cancel(tss, id)).toMatchObject({ state: 'CANCELLED' });
  });

  test('of an export that is over is refused', async () => {
    const { exports } = await start('COMPLETED', refuse(400, 'E_CANCEL_EXPORT'));
    expect(await failure(exports.cancel(tss, id))).toMatchObject({ code: 'EXPORT_NOT_CANCELLABLE' });
  });
});

describe('The limit of 12 reads a minute and export', () => {
  test('is kept by the gateway across operations: the thirteenth is refused without a call', async () => {
    const { stub } = await start('WORKING');
    const upstreams = open(stub.settings);
    const read = (token: string, exportId: string) => {
      const timeLeft = () => 1_000;
      const { exports } = upstreams.forOperation(ownToken(token), AbortSignal.timeout(20_000), timeLeft);
      return exports.load(tss, exportId);
    };
    for (let count = 0; count < 12; count += 1) await read('a', id);
    const error = await failure(read('a', id));
    expect(error).toMatchObject({ code: 'RATE_LIMITED', retryable: true });
    expect(error.retryAfter).toBeGreaterThan(50);
    expect(error.retryAfter).toBeLessThanOrEqual(61);
    expect(stub.received).toHaveLength(12);
    await read('b', id);
    await read('a', tss);
    expect(stub.received).toHaveLength(14);
  });

  test('is counted for the state and the file together', async () => {
    const { stub } = await start('WORKING');
    const upstreams = open(stub.settings);
    const operation = () => upstreams.forOperation(ownToken(), AbortSignal.timeout(20_000), () => 1_000);
    for (let count = 0; count < 11; count += 1) await operation().exports.load(tss, id);
    (await operation().exports.openFile(tss, id)).content.destroy();
    expect((await failure(operation().exports.openFile(tss, id))).code).toBe('RATE_LIMITED');
    expect(stub.received).toHaveLength(12);
  });

  test('is closed as long as the upstream says, when that refuses first', async () => {
    const stub = await StubUpstream.start(() => refuse(429, undefined, 'slow down', { 'retry-after': '40' }));
    const upstreams = open(stub.settings);
    const read = () =>
      upstreams.forOperation(ownToken(), AbortSignal.timeout(20_000), () => 9_000).exports.load(tss, id);
    expect(await failure(read())).toMatchObject({ code: 'RATE_LIMITED', retryAfter: 40 });
    const again = await failure(read());
    expect(again.code).toBe('RATE_LIMITED');
    expect(again.retryAfter).toBeGreaterThan(30); // a few seconds may have passed
    expect(again.retryAfter).toBeLessThanOrEqual(40);
    expect(stub.received).toHaveLength(1);
  });
});

test('The limit of 20 lists of transactions a minute and TSS is kept, and lists of single clients go on', async () => {
  const stub = await StubUpstream.start(({ query }) => page('TRANSACTION', [], query));
  const upstreams = open(stub.settings);
  const operation = () => upstreams.forOperation(ownToken(), AbortSignal.timeout(20_000), () => 1_000);
  for (let count = 0; count < 20; count += 1) await operation().transactions.list({ tssId: tss }, {});
  expect((await failure(operation().transactions.list({ tssId: tss }, {}))).code).toBe('RATE_LIMITED');
  expect(stub.takeCount()).toBe(20);
  const { transactions } = operation();
  await Promise.all([id, tss].map((clientId) => transactions.list({ tssId: tss, clientId }, {})));
  expect(stub.lines.every((line) => line.includes('/client/'))).toBe(true);
  expect(stub.takeCount()).toBe(2);
});

describe('Waiting for an export', () => {
  test('ends when the export does', async () => {
    const states = ['PENDING', 'WORKING', 'COMPLETED'] as const;
    let looks = 0;
    const stub = await StubUpstream.start(() => ({
      json: exportRow(tss, id, { state: states[looks++]!, time_request: Math.floor(Date.now() / 1_000) }),
    }));
    const { exports } = operationOf(open(stub.settings));
    expect(await exports.awaitEnd(tss, id, 10_000)).toMatchObject({ state: 'COMPLETED' });
    expect(looks).toBe(3);
  });

  test('ends with its time, and gives the export as it was last seen', async () => {
    const { exports, reads } = await start('WORKING');
    const begin = performance.now();
    expect(await exports.awaitEnd(tss, id, 700)).toMatchObject({ state: 'WORKING' });
    expect(performance.now() - begin).toBeGreaterThan(650);
    expect(performance.now() - begin).toBeLessThan(6_000); // the next look would be after seven seconds
    expect(reads()).toBe(1);
  });

  test('ends before the operation does', async () => {
    const { stub } = await start('WORKING');
    const end = performance.now() + 2_500;
    const { exports } = open(stub.settings).forOperation(
      ownToken(),
      AbortSignal.timeout(2_500),
      () => end - performance.now(),
    );
    // With the operation it would end as DEADLINE_EXCEEDED.
    expect(await exports.awaitEnd(tss, id, 600_000)).toMatchObject({ state: 'WORKING' });
  });

  test('ends with its caller', async () => {
    const { stub } = await start('WORKING');
    const { exports } = open(stub.settings).forOperation(ownToken(), AbortSignal.timeout(300));
    expect((await failure(exports.awaitEnd(tss, id, 10_000))).code).toBe('DEADLINE_EXCEEDED');
  });

  test('outlives a refusal that passes', async () => {
    const time_request = Math.floor(Date.now() / 1_000);
    const replies: Reply[] = [
      { json: exportRow(tss, id, { state: 'WORKING', time_request }) },
      refuse(429, undefined, 'slow down', { 'retry-after': '6' }),
    ];
    const stub = await StubUpstream.start(
      () => replies.shift() ?? { json: exportRow(tss, id, { state: 'COMPLETED' }) },
    );
    const { exports } = operationOf(open(stub.settings));
    const begin = performance.now();
    expect(await exports.awaitEnd(tss, id, 15_000)).toMatchObject({ state: 'COMPLETED' });
    expect(performance.now() - begin).toBeGreaterThan(6_900);
    expect(stub.received).toHaveLength(3);
  });
});

describe('The file of an export', () => {
  const sending = (response: ServerResponse): void => {
    response.writeHead(200, { 'content-type': 'application/x-tar', 'content-length': 1_000_000 });
    response.write(Buffer.alloc(1_000));
  };

  test('comes from the Middleware when the Backend does not answer', async () => {
    const stub = await StubUpstream.start(({ host }) =>
      host === 'BACKEND'
        ? reset
        : (response) => {
            response.writeHead(200, { 'content-type': 'application/x-tar' });
            response.end('tar');
          },
    );
    const { content, size } = await operationOf(open(stub.settings)).exports.openFile(tss, id);
    expect(size).toBeUndefined();
    expect(String((await content.toArray())[0])).toBe('tar');
    expect(stub.lines.map((line) => line.split(' ')[2])).toEqual(['BACKEND', 'MIDDLEWARE']);
  });

  test('that breaks off half-way breaks off for the reader', async () => {
    let open_: ServerResponse | undefined;
    const stub = await StubUpstream.start(() => (response) => {
      open_ = response;
      sending(response);
    });
    const { content, size } = await operationOf(open(stub.settings)).exports.openFile(tss, id);
    expect(size).toBe(1_000_000);
    content.once('data', () => {
      reset(open_!);
    });
    await expect(content.toArray()).rejects.toThrow();
    expect(stub.received).toHaveLength(1);
  });

  test('goes on when the time of its first byte is over, and ends with its caller', async () => {
    let closed: Promise<unknown> | undefined;
    const stub = await StubUpstream.start(() => (response) => {
      closed = once(response, 'close');
      sending(response);
    });
    const gone = new AbortController();
    const { exports } = open(stub.settings).forOperation(ownToken(), gone.signal);
    const { content } = await exports.openFile(tss, id);
    content.on('error', () => undefined).resume();
    gone.abort();
    await closed;
    expect(content.destroyed).toBe(true);
  });

  test('that is not there is refused in words', async () => {
    const stub = await StubUpstream.start(() => refuse(404, 'E_EXPORT_NOT_COMPLETED', 'wait', { 'retry-after': '60' }));
    const { exports } = operationOf(open(stub.settings));
    expect(await failure(exports.openFile(tss, id))).toMatchObject({ code: 'EXPORT_NOT_COMPLETED', retryAfter: 60 });
  });

  test('of which nothing comes is given up with the deadline', async () => {
    const stub = await StubUpstream.start(() => hang);
    const { exports } = operationOf(open(stub.settings), { milliseconds: 200 });
    expect((await failure(exports.openFile(tss, id))).code).toBe('DEADLINE_EXCEEDED');
  });
});

test('An export of which a list of all does not say the TSS is invalid, and its neighbours are not', async () => {
  const row = { ...exportRow(tss, id), tss_id: undefined };
  const stub = await StubUpstream.start(({ query }) => page('EXPORT', [row, exportRow(tss, id)], query));
  const { exports } = operationOf(open(stub.settings));
  expect((await exports.list(undefined, {})).data).toMatchObject([
    { code: 'UPSTREAM_ANSWER_INVALID' },
    { tss_id: tss },
  ]);
  expect((await exports.list(tss, {})).data).toMatchObject([{ tss_id: tss }, { tss_id: tss }]);
});

test('A signed log that is empty is an invalid answer', async () => {
  const stub = await StubUpstream.start(() => (response) => {
    response.writeHead(200, { 'content-type': 'application/octet-stream' });
    response.end();
  });
  const { transactions } = operationOf(open(stub.settings));
  expect((await failure(transactions.log(tss, id, 1))).code).toBe('UPSTREAM_ANSWER_INVALID');
});
