import { setTimeout as sleep } from 'node:timers/promises';
import { jest } from '@jest/globals';
import type { Signal } from '../../../src/coordination/cancellation.js';
import { SharedReads } from '../../../src/upstream/call/shared-reads.js';
import { UpstreamError } from '../../../src/upstream/call/upstream-error.js';
import { Secret } from '../../../src/secret.js';
import { open, operationOf, refuse, StubUpstream } from '../../datasources/stub-upstream.js';

/** Reads of one key, whose calls end when the test says so. */
function start(maximumAge?: number) {
  const reads = new SharedReads(maximumAge);
  const calls: {
    readonly resolve: (value: string) => void;
    readonly reject: (error: Error) => void;
    readonly signal: Signal;
  }[] = [];
  const read = (signal: AbortSignal = new AbortController().signal, giveUpAt?: number) =>
    reads.read(
      { key: 'key', place: {}, sizeOf: (result: string) => result.length },
      signal,
      (own) => {
        const { promise, resolve, reject } = Promise.withResolvers<string>();
        calls.push({ resolve, reject, signal: own });
        return promise;
      },
      giveUpAt,
    );
  return { reads, calls, read };
}

afterEach(() => {
  jest.restoreAllMocks();
});

const rateLimited = (status?: number) =>
  new UpstreamError({
    code: 'RATE_LIMITED',
    message: 'Too many.',
    retryable: true,
    ...(status !== undefined && { upstream: { status } }),
  });

test('a read that everybody has left is joined by nobody', async () => {
  const { calls, read } = start();
  const leaving = new AbortController();
  const left = read(leaving.signal);
  leaving.abort();
  expect(calls[0]!.signal.aborted).toBe(true);
  const late = read();
  expect(calls).toHaveLength(2);
  calls[0]!.resolve('what was too late');
  calls[1]!.resolve('fresh');
  expect(await late).toBe('fresh');
  expect(await left).toBe('what was too late');
  const next = read();
  calls[2]!.resolve('next');
  expect(await next).toBe('next');
});

describe('where a result may be given again', () => {
  test('it is until it is so old, counted from when it began to be read', async () => {
    const { calls, read } = start(1_000);
    const first = read();
    await sleep(600);
    calls[0]!.resolve('first');
    expect(await first).toBe('first');
    expect(await read()).toBe('first');
    await sleep(450);
    const second = read();
    calls[1]!.resolve('second');
    expect(await second).toBe('second');
  });

  test('a newer one is not followed by an older one, whose reading took longer', async () => {
    const { reads, calls, read } = start(60_000);
    const never = new AbortController().signal;
    void reads.read(
      { key: 'another, so that there is always one', place: {} },
      never,
      () => new Promise(() => undefined),
    );
    const slow = read();
    await sleep(1_050); // nobody joins it any more
    const fast = read();
    calls[1]!.resolve('newer');
    expect(await fast).toBe('newer');
    calls[0]!.resolve('older');
    expect(await slow).toBe('older');
    expect(await read()).toBe('newer');
  });

  test('few are kept, and of long ones fewer', async () => {
    const { reads } = start(60_000);
    const never = new AbortController().signal;
    let calls = 0;
    const readOne = (key: string, size: number) =>
      reads.read({ key, place: {}, sizeOf: () => size }, never, () => Promise.resolve((calls += 1)));
    for (let index = 0; index < 10_001; index += 1) await readOne(String(index), 1);
    expect([await readOne('1', 1), await readOne('0', 1)]).toEqual([2, 10_002]);
    await readOne('long', 9 * 1_048_576);
    await readOne('as long', 9 * 1_048_576);
    expect([await readOne('as long', 9 * 1_048_576), await readOne('long', 9 * 1_048_576)]).toEqual([10_004, 10_005]);
  });
});

test('one that leaves takes the read from nobody else', async () => {
  const { calls, read } = start();
  const leaving = new AbortController();
  const [left, stayed] = [read(leaving.signal), read()];
  leaving.abort();
  await expect(left).rejects.toMatchObject({ code: 'DEADLINE_EXCEEDED' });
  expect(calls[0]!.signal.aborted).toBe(false);
  calls[0]!.resolve('value');
  expect(await stayed).toBe('value');
  expect(calls).toHaveLength(1);
});

test('those with more patience than whoever began it make one more call together, not one each', async () => {
  const { calls, read } = start();
  const [first, ...others] = Array.from({ length: 20 }, () => read());
  const refused = expect(first).rejects.toMatchObject({ code: 'RATE_LIMITED' });
  calls[0]!.reject(rateLimited());
  await sleep(1);
  expect(calls).toHaveLength(2);
  calls[1]!.resolve('value');
  expect(await Promise.all(others)).toEqual(Array(19).fill('value'));
  await refused;
});

describe('of those who have different times to wait for an answer', () => {
  const tooLate = new UpstreamError({ code: 'UPSTREAM_TIMEOUT', message: 'Late.', retryable: true });
  const inSeconds = (seconds: number) => performance.now() + seconds * 1_000;

  test('who has more than whoever began makes another call when that was too late', async () => {
    const { calls, read } = start();
    const first = read(undefined, inSeconds(10));
    const others = [read(undefined, inSeconds(30)), read(undefined, inSeconds(40))];
    const refused = expect(first).rejects.toBe(tooLate);
    calls[0]!.reject(tooLate);
    await sleep(1);
    expect(calls).toHaveLength(2);
    calls[1]!.resolve('value');
    expect(await Promise.all(others)).toEqual(['value', 'value']);
    await refused;
  });

  test('who has no more than whoever began does not', async () => {
    const { calls, read } = start();
    const all = Promise.allSettled([read(undefined, inSeconds(10)), read(undefined, inSeconds(10.5))]);
    calls[0]!.reject(tooLate);
    expect((await all).map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    expect(calls).toHaveLength(1);
  });

  test('who has less leaves in time, and takes the read from nobody', async () => {
    const { calls, read } = start();
    const first = read(undefined, inSeconds(30));
    await expect(read(undefined, inSeconds(0.05))).rejects.toMatchObject({ code: 'UPSTREAM_TIMEOUT' });
    expect(calls[0]!.signal.aborted).toBe(false);
    calls[0]!.resolve('value');
    expect(await first).toBe('value');
  });

  test('the last one that leaves ends the call', async () => {
    const { calls, read } = start();
    const leaving = new AbortController();
    const first = read(leaving.signal, inSeconds(30));
    const second = read(undefined, inSeconds(0.05));
    const gone = expect(first).rejects.toMatchObject({ code: 'DEADLINE_EXCEEDED' });
    leaving.abort();
    await expect(second).rejects.toMatchObject({ code: 'UPSTREAM_TIMEOUT' });
    expect(calls[0]!.signal.aborted).toBe(true);
    await gone;
  });
});

test('a gateway that is full is full for everybody: none of those who wait begins again', async () => {
  const { calls, read } = start();
  const all = Promise.allSettled([read(), read(), read()]);
  calls[0]!.reject(
    new UpstreamError({
      code: 'RATE_LIMITED',
      message: 'Full.',
      upstream: { host: 'BACKEND', operation: 'retrieveTss' },
    }),
  );
  expect((await all).map(({ status }) => status)).toEqual(Array(3).fill('rejected'));
  expect(calls).toHaveLength(1);
});

test('a limit that the upstream itself tells of is everybody’s: none of a hundred equal reads is made again for it', async () => {
  const stub = await StubUpstream.start(() => refuse(429, undefined, 'Too many.', { 'retry-after': '60' }));
  const upstreams = open(stub.settings);
  const all = await Promise.allSettled(
    Array.from({ length: 100 }, () => operationOf(upstreams).transactions.load('tss', 'tx')),
  );
  expect(all.map((one) => one.status === 'rejected' && (one.reason as UpstreamError).code)).toEqual(
    Array(100).fill('RATE_LIMITED'),
  );
  expect(stub.takeCount()).toBe(1);
});

test('a login keeps nobody from sharing what is read', async () => {
  let serve: () => void = () => undefined;
  const stub = await StubUpstream.start(async ({ path }) => {
    if (path === '/auth') return { json: { access_token: 'token' } };
    await new Promise<void>((resolve) => (serve = resolve));
    return { json: { data: [], count: 0, _type: 'TSS_LIST', _env: 'TEST', _version: '2' } };
  });
  jest.spyOn(performance, 'now').mockReturnValue(performance.now()); // a read may be joined for a second only
  const upstreams = open(stub.settings);
  const first = operationOf(upstreams).tss.list({});
  while (stub.received.length === 0) await sleep(1);
  await operationOf(upstreams).session.authenticate({ apiKey: 'key', apiSecret: new Secret('secret') }, undefined);
  const second = operationOf(upstreams).tss.list({});
  await sleep(5);
  serve();
  await Promise.all([first, second]);
  expect(stub.lines.filter((line) => line.startsWith('GET'))).toHaveLength(1);
});
