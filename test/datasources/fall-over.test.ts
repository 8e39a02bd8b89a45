import { jest } from '@jest/globals';
import type { UpstreamCall } from '../../src/upstream/call/upstream.js';
import { clientRow, page, transactionRow, tssRow } from './rows.js';
import { failure, hang, open, operationOf, ownToken, refuse, reset, StubUpstream } from './stub-upstream.js';

/** Upstream that has one TSS with one client and one transaction. */
const start = () =>
  StubUpstream.start(({ path, query }) => {
    if (path === '/tss') return page('TSS', [tssRow('tss')], query);
    if (path.includes('/client')) return { json: clientRow('tss', 'client') };
    if (path.includes('/tx')) return { json: transactionRow('tss', 'client', 'tx', 1) };
    return { json: tssRow('tss') };
  });
const write = { state: 'ACTIVE', client_id: 'client' } as const;
const hosts = (calls: readonly UpstreamCall[]) => calls.map(({ host, status }) => `${host} ${status ?? '-'}`);

const stopTime = (now = Date.now()) => jest.spyOn(Date, 'now').mockReturnValue(now);
afterEach(() => {
  jest.restoreAllMocks();
});

test('reads stay at the Backend while it answers, whatever it answers', async () => {
  const stub = await StubUpstream.start(() => refuse(503, undefined, '', { 'retry-after': '0' }));
  const { tss, calls } = operationOf(open(stub.settings));
  await failure(tss.load('tss'));
  expect(hosts(calls)).toEqual(['BACKEND 503', 'BACKEND 503', 'BACKEND 503']);
});

test('a read whose answer the Backend lost is asked for at the Middleware', async () => {
  const stub = await StubUpstream.start(({ host }) => (host === 'BACKEND' ? reset : { json: tssRow('tss') }));
  const { tss, calls } = operationOf(open(stub.settings));
  await tss.load('tss');
  expect(hosts(calls)).toEqual(['BACKEND -', 'MIDDLEWARE 200']);
});

describe('a Backend that stays away', () => {
  /**
   * Lets the breaker of a stopped Backend shut: ten failures in a row. Time stands still, so that it does not open
   * again meanwhile.
   */
  async function shutBackend(stub: StubUpstream) {
    stopTime();
    await stub.stop('BACKEND');
    const upstreams = open(stub.settings);
    for (let read = 0; read < 10; read += 1) await operationOf(upstreams).tss.load('tss');
    return upstreams;
  }

  test('is left alone after ten failures: reads go straight to the Middleware', async () => {
    const stub = await start();
    const upstreams = await shutBackend(stub);
    const { tss, calls } = operationOf(upstreams);
    await tss.load('tss');
    expect(hosts(calls)).toEqual(['MIDDLEWARE 200']);
  });

  test('is tried again by one call after a while, and used by all when it answers', async () => {
    const stub = await start();
    const upstreams = await shutBackend(stub);
    const now = Date.now();
    const clock = stopTime(now + 10_000);
    const tries = Array.from({ length: 5 }, () => operationOf(upstreams));
    // Different ones, since equal reads in flight are one call.
    await Promise.all(tries.map(({ tss }, index) => tss.load(`tss ${index}`)));
    expect(tries.map(({ calls }) => hosts(calls).join()).sort()).toEqual([
      'BACKEND -,MIDDLEWARE 200',
      ...Array<string>(4).fill('MIDDLEWARE 200'),
    ]);
    await stub.open('BACKEND');
    clock.mockReturnValue(now + 20_000);
    for (let read = 0; read < 3; read += 1) {
      const { tss, calls } = operationOf(upstreams);
      await tss.load('tss');
      expect(hosts(calls)).toEqual(['BACKEND 200']);
    }
  });
});

test('nobody waits for the one call that tries a host again', async () => {
  let isHanging = false;
  const stub = await StubUpstream.start(({ host }) => {
    if (host === 'MIDDLEWARE') return { json: tssRow('tss') };
    return isHanging ? () => undefined : reset;
  });
  const upstreams = open(stub.settings);
  for (let read = 0; read < 10; read += 1) await operationOf(upstreams).tss.load('tss');
  isHanging = true;
  stopTime(Date.now() + 10_000);
  const probing = new AbortController();
  const probe = failure(upstreams.forOperation(ownToken(), probing.signal).tss.load('tss'));
  const others = Array.from({ length: 5 }, () => operationOf(upstreams, { milliseconds: 4_000 })); // less than a try may take
  await Promise.all(others.map(({ tss }, index) => tss.load(`tss ${index}`)));
  expect(others.map(({ calls }) => hosts(calls))).toEqual(Array(5).fill(['MIDDLEWARE 200']));
  probing.abort();
  expect(await probe).toMatchObject({ code: 'DEADLINE_EXCEEDED' });
});

test('a Middleware that stays away is left alone too: writes fail at once, unambiguously, and say nothing was sent', async () => {
  stopTime();
  const stub = await start();
  await stub.stop('MIDDLEWARE');
  const upstreams = open(stub.settings);
  for (let tries = 0; tries < 10;) {
    const { transactions, calls } = operationOf(upstreams);
    await failure(transactions.upsert('tss', 'tx', 1, write));
    tries += calls.length;
  }
  const { transactions, calls } = operationOf(upstreams);
  expect(await failure(transactions.upsert('tss', 'tx', 1, write))).toMatchObject({
    code: 'UPSTREAM_UNREACHABLE',
    retryable: true,
    ambiguous: false,
    message: expect.stringContaining('nothing was sent'),
  });
  expect(calls).toEqual([]);
});

test('refusals do not count against a host', async () => {
  const stub = await StubUpstream.start(() => refuse(404, 'E_TSS_NOT_FOUND'));
  const upstreams = open(stub.settings);
  for (let read = 0; read < 15; read += 1) {
    const { tss, calls } = operationOf(upstreams);
    await failure(tss.load('tss'));
    expect(hosts(calls)).toEqual(['BACKEND 404']);
  }
});

test('operations that nobody waits for any more do not count against a host', async () => {
  const stub = await StubUpstream.start(({ path }) =>
    path === '/tss/slow' ? () => undefined : { json: tssRow('tss') },
  );
  const upstreams = open(stub.settings);
  await Promise.all(
    Array.from({ length: 15 }, () => failure(operationOf(upstreams, { milliseconds: 100 }).tss.load('slow'))),
  );
  const { tss, calls } = operationOf(upstreams);
  await tss.load('tss');
  expect(hosts(calls)).toEqual(['BACKEND 200']);
});

test('more requests than one host may have in flight wait their turn, and those beyond are told when to come again', async () => {
  let release: () => void;
  const released = new Promise<void>((resolve) => (release = resolve));
  const stub = await StubUpstream.start(async () => {
    await released;
    return { json: transactionRow('tss', 'client', 'tx', 1) };
  });
  const upstreams = open(stub.settings);
  const upsert = (index: number, milliseconds: number) =>
    operationOf(upstreams, { milliseconds }).transactions.upsert('tss', `tx${index}`, 1, write);
  const waiting = Array.from({ length: 512 }, (_, index) => upsert(index, 100_000));
  const beyond = await Promise.all([600, 601, 602].map((index) => failure(upsert(index, 300))));
  for (const error of beyond) expect(error).toMatchObject({ code: 'RATE_LIMITED', retryAfter: 1, ambiguous: false });
  release!();
  await Promise.all(waiting);
  expect(stub.received).toHaveLength(512);
});

test('reads that hang at a host hold up no write there, however many they are', async () => {
  const stub = await StubUpstream.start(({ method }) =>
    method === 'GET' ? hang : { json: transactionRow('tss', 'client', 'tx', 1) },
  );
  await stub.stop('BACKEND');
  const upstreams = open(stub.settings);
  const gone = new AbortController();
  const reads = Array.from({ length: 600 }, (_, index) =>
    failure(upstreams.forOperation(ownToken(), gone.signal).tss.load(`tss ${index}`)),
  );
  while (stub.received.length < 64) await new Promise((resolve) => setTimeout(resolve, 5)); // all connections for reads
  const { transactions, calls } = operationOf(upstreams);
  await transactions.upsert('tss', 'tx', 1, write);
  expect(hosts(calls)).toEqual(['MIDDLEWARE 200']);
  gone.abort();
  await Promise.all(reads);
});
