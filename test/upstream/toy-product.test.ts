import { jest } from '@jest/globals';
import { digitsOf, numberOfDigits } from '../../src/json-text.js';
import type { Caller } from '../../src/upstream/access/caller.js';
import { readBack } from '../../src/upstream/call/read-back.js';
import type { UpstreamCall } from '../../src/upstream/call/upstream.js';
import { findOnPages } from '../../src/upstream/lists/find-on-pages.js';
import { Loader } from '../../src/upstream/lists/loader.js';
import { nextPage } from '../../src/upstream/lists/next-page.js';
import { Poller } from '../../src/upstream/watching/poller.js';
import { StateWatch } from '../../src/upstream/watching/state-watch.js';
import { failure, refuse, type Reply, reset, StubUpstream } from '../datasources/stub-upstream.js';
import { type Entry, openToy } from './toy-product.js';

/** An answer of which the text is given, so that its numbers are as they are written here. */
const raw =
  (text: string): Reply =>
  (response) => {
    response.writeHead(200, { 'content-type': 'application/json' }).end(text);
  };
const entry = (name: string, amount = '1.00') => `{"name": "${name}", "ledger": "cash", "amount": ${amount}}`;
const at = (name: string) => ({ ledger: 'cash', entry: name });
const hosts = (calls: readonly UpstreamCall[]) => calls.map(({ host, status }) => `${host} ${status ?? '-'}`);

afterEach(() => {
  jest.restoreAllMocks();
});

test('its reads fall over to its second host, and a write that may not be repeated is in doubt', async () => {
  const stub = await StubUpstream.start(({ host }) => (host === 'BACKEND' ? reset : raw(entry('a'))));
  const toy = openToy(stub);
  const operation = toy.operation();
  await operation.call('findEntry', { path: at('a') });
  expect(hosts(operation.scope.calls)).toEqual(['NORTH -', 'SOUTH 200']);
  const error = await failure(toy.operation().call('strikeEntry', { path: at('a') }));
  expect(error).toMatchObject({ code: 'UPSTREAM_ANSWER_LOST', ambiguous: true, upstream: { host: 'NORTH' } });
});

test('a host of it that failed ten times in a row is left alone', async () => {
  const stub = await StubUpstream.start(() => raw(entry('a')));
  const now = Date.now();
  jest.spyOn(Date, 'now').mockReturnValue(now); // so that it is not tried again meanwhile
  await stub.stop('BACKEND');
  const toy = openToy(stub);
  for (let read = 0; read < 10; read += 1) await toy.operation().call('findEntry', { path: at('a') });
  const operation = toy.operation();
  await operation.call('findEntry', { path: at('a') });
  expect(hosts(operation.scope.calls)).toEqual(['SOUTH 200']);
});

test('its own error table tells what its codes mean, and what a request holds is not repeated', async () => {
  const replies = [
    refuse(400, 'CLOSED', 'closed by the auditor'),
    refuse(400, 'CLOSED', 'not with a note like hush'),
    refuse(500, 'BEING_PRINTED'),
  ];
  const stub = await StubUpstream.start(() => replies.shift() ?? raw(entry('a')));
  const { operation } = openToy(stub);
  const put = () =>
    operation().call('putEntry', { path: at('a'), body: { amount: numberOfDigits('1'), note: 'hush' } });
  expect(await failure(put())).toMatchObject({
    code: 'REFUSED_BY_UPSTREAM',
    message: 'The ledger is closed. The upstream says: closed by the auditor',
    upstream: { code: 'CLOSED', status: 400 },
  });
  expect((await failure(put())).message).toBe('The ledger is closed.');
  await put(); // the third failure passes, so it is made once more
  expect(stub.takeCount()).toBe(4);
});

test('its amounts keep all their digits, sent and received, where a double would alter them', async () => {
  const digits = ['12345678901234567.10', '0.10', '19.99', '-0.00', '1E+2'];
  const stub = await StubUpstream.start(({ text }) => raw(text.replace('{', '{"name": "a", "ledger": "cash", ')));
  const { operation } = openToy(stub);
  for (const amount of digits) {
    const written = await operation().call('putEntry', { path: at('a'), body: { amount: numberOfDigits(amount) } });
    expect(digitsOf(written.amount)).toBe(amount);
  }
  expect(stub.received.map(({ text }) => text)).toEqual(digits.map((amount) => `{"amount":${amount}}`));
});

test.each(['', ' 1', '01', '1.', '.5', '+1', '1e', 'NaN', '"1"', '1,0'])('%j is not sent as a number', (digits) => {
  expect(() => numberOfDigits(digits)).toThrow(RangeError);
});

describe('reads of two operations at once', () => {
  /** Reads `a` twice at once, with a write in between where there is one, and counts the reads that arrived. */
  async function readsWith(
    write?: (operation: ReturnType<ReturnType<typeof openToy>['operation']>) => Promise<unknown>,
  ) {
    const arrived = Promise.withResolvers<undefined>();
    const held = Promise.withResolvers<undefined>();
    const stub = await StubUpstream.start(async ({ method }) => {
      if (method !== 'GET') return raw(entry('b'));
      arrived.resolve(undefined);
      await held.promise;
      return raw(entry('a'));
    });
    const { operation } = openToy(stub);
    const first = operation().call('findEntry', { path: at('a') });
    await arrived.promise;
    await write?.(operation());
    const second = operation().call('findEntry', { path: at('a') });
    held.resolve(undefined);
    await Promise.all([first, second]);
    return stub.received.filter(({ method }) => method === 'GET').length;
  }
  const amount = numberOfDigits('1');

  test('are one call', async () => {
    expect(await readsWith()).toBe(1);
  });

  test('are two when something was written to the same ledger in between', async () => {
    const write = { path: at('b'), body: { amount } };
    expect(await readsWith((operation) => operation.call('putEntry', write))).toBe(2);
  });

  test('are one when another ledger was written to', async () => {
    const write = { path: { ledger: 'bank', entry: 'b' }, body: { amount } };
    expect(await readsWith((operation) => operation.call('putEntry', write))).toBe(1);
  });

  test('are two when something was written that is in no ledger', async () => {
    expect(await readsWith((operation) => operation.call('closeYear', { path: { year: '2025' }, body: {} }))).toBe(2);
  });
});

test('its budgets are kept: what there is no time to wait for is not sent, and half is kept from spare calls', async () => {
  const stub = await StubUpstream.start(() => raw('{"data": []}'));
  const { operation } = openToy(stub);
  const call = (offset: number) => ({ path: { ledger: 'cash' }, query: { offset } });
  for (let made = 0; made < 3; made += 1) await operation().callFromSpare('listEntries', call(made));
  expect(await failure(operation().callFromSpare('listEntries', call(3)))).toMatchObject({ code: 'RATE_LIMITED' });
  for (let made = 4; made < 7; made += 1) await operation().call('listEntries', call(made));
  expect(await failure(operation().call('listEntries', call(7)))).toMatchObject({ code: 'RATE_LIMITED' });
  expect(stub.takeCount()).toBe(6);
});

test('a write to it that was lost is read back, by the digits of its amount', async () => {
  const stub = await StubUpstream.start(({ method }) => (method === 'PUT' ? reset : raw(entry('a', '5.50'))));
  const operation = openToy(stub).operation();
  const put = (digits: string) =>
    readBack(
      () => operation.call('putEntry', { path: at('a'), body: { amount: numberOfDigits(digits) } }),
      () => operation.call('findEntry', { path: at('a') }),
      ({ amount }) => digitsOf(amount) === digits,
    );
  expect((await put('5.50')).name).toBe('a');
  expect(await failure(put('5.51'))).toMatchObject({ code: 'UPSTREAM_ANSWER_LOST', ambiguous: true });
});

describe('its lists', () => {
  /** A ledger of so many entries. A page has the member `_next` while there is more. */
  const startLedger = (length: number) =>
    StubUpstream.start(({ path, query }) => {
      const one = path.split('/')[4];
      if (one !== undefined) return raw(entry(one));
      const [limit, offset] = [Number(query.get('limit') ?? 100), Number(query.get('offset') ?? 0)];
      const names = Array.from({ length }, (_, index) => `n${index}`).slice(offset, offset + limit);
      const next = offset + limit < length ? ', "_next": "http://elsewhere.invalid/"' : '';
      return raw(`{"data": [${names.map((name) => entry(name)).join(', ')}]${next}}`);
    });

  test('are read from page to page as long as there is a next one, without a call for the end', async () => {
    const stub = await startLedger(200);
    const { upstream, operation } = openToy(stub);
    const rows: unknown[] = [];
    let window: { limit: number; offset: number } | undefined = { limit: 100, offset: 0 };
    while (window) {
      const page: { readonly data: readonly unknown[] } = await operation().call('listEntries', {
        path: { ledger: 'cash' },
        query: window,
      });
      rows.push(...page.data);
      window = nextPage(upstream.api.paging, window, page);
    }
    expect([rows.length, stub.takeCount()]).toEqual([200, 2]);
  });

  test('stand for many reads of single entries', async () => {
    const stub = await startLedger(30);
    const operation = openToy(stub).operation();
    const loader = new Loader<string, Entry>(
      (names) =>
        findOnPages(
          names,
          ({ name }: Entry) => name,
          async (query) => (await operation.call('listEntries', { path: { ledger: 'cash' }, query })).data,
          (name) => operation.call('findEntry', { path: at(name) }),
        ),
      {},
    );
    const loaded = await Promise.all(['n1', 'n2', 'n29', 'hidden'].map((name) => loader.load(name)));
    expect(loaded.map(({ name }) => name)).toEqual(['n1', 'n2', 'n29', 'hidden']);
    expect(stub.lines).toEqual(['GET /ledger/cash/entry BACKEND', 'GET /ledger/cash/entry/hidden BACKEND']);
  });

  test('have an error in the place of a row that does not say which one it is', async () => {
    const stub = await StubUpstream.start(() => raw(`{"data": [${entry('a')}, {"ledger": "cash"}]}`));
    const { data } = await openToy(stub)
      .operation()
      .call('listEntries', { path: { ledger: 'cash' } });
    expect(data).toMatchObject([{ name: 'a' }, { code: 'UPSTREAM_ANSWER_INVALID' }]);
  });
});

test('it is watched: each state that differs is news, by its digits', async () => {
  const amounts = ['1.0', '1.0', '1.00'];
  const stub = await StubUpstream.start(() => raw(entry('a', amounts.length > 1 ? amounts.shift() : amounts[0])));
  const { operation } = openToy(stub);
  const read = () => operation().call('findEntry', { path: at('a') });
  const watch = new StateWatch({ pace: { soonest: 1, shortest: 1, longest: 2 }, read });
  const poller = new Poller(
    watch,
    () => undefined,
    () => Promise.resolve(),
  );
  const news = poller.subscribe();
  const seen = [await news.next(), await news.next()].map(({ value }) => digitsOf(value?.amount));
  expect(seen).toEqual(['1.0', '1.00']);
  poller.end();
});

test('who asks is told of its writes, with their answers', async () => {
  const stub = await StubUpstream.start(() => raw(entry('a')));
  const operation = openToy(stub).operation();
  const told: string[] = [];
  operation.afterWrite((written) => {
    if (written.operation === 'putEntry') told.push(`${written.path.entry} ${written.answer?.ledger}`);
  });
  await operation.call('putEntry', { path: at('a'), body: { amount: numberOfDigits('1') } });
  expect(told).toEqual(['a cash']);
});

describe('with the credential of the gateway', () => {
  const own: Caller = { kind: 'gateway-key' };
  const keyed: Caller = { kind: 'gateway-key', grant: { name: 'key', role: 'ADMIN' } };

  test('the gateway logs in, and once more when its token is refused', async () => {
    let logins = 0;
    const stub = await StubUpstream.start(({ path, token }) => {
      if (path === '/enter') return raw(`{"token": "token ${(logins += 1)}"}`);
      return token === 'token 1' ? refuse(401) : raw(entry('a'));
    });
    const { operation } = openToy(stub);
    await operation(own).call('findEntry', { path: at('a') });
    await operation(own).call('findEntry', { path: at('b') });
    expect(stub.received.map(({ path, token }) => token ?? path)).toEqual([
      '/enter',
      'token 1',
      '/enter',
      'token 2',
      'token 2',
    ]);
  });

  test('a caller sees what the product says that it may', async () => {
    const stub = await StubUpstream.start(({ path }) => raw(path === '/enter' ? '{"token": "t"}' : entry('a')));
    const operation = openToy(stub).operation(keyed);
    expect(operation.seesOnlyPart).toBe(true);
    await operation.call('findEntry', { path: at('a') });
    stub.takeCount();
    const hidden = operation.call('findEntry', { path: { ledger: 'secret', entry: 'a' } });
    expect(await failure(hidden)).toMatchObject({ code: 'FORBIDDEN' });
    expect(stub.takeCount()).toBe(0);
  });

  test.each([
    ['"TEST"', undefined],
    ['"LIVE"', 'LIVE_WRITES_FORBIDDEN'],
    ['7', 'UPSTREAM_ANSWER_INVALID'],
  ])('of the environment %s, a write with guarded LIVE ends with %s', async (mode, code) => {
    const stub = await StubUpstream.start(({ path, method }) =>
      raw(path === '/enter' ? '{"token": "t"}' : method === 'PUT' ? entry('a') : `{"mode": ${mode}}`),
    );
    const write = openToy(stub, { liveGuard: true })
      .operation(own)
      .call('putEntry', { path: at('a'), body: { amount: numberOfDigits('1') } });
    if (code === undefined) await write;
    else expect(await failure(write)).toMatchObject({ code });
    expect(stub.received.filter(({ method }) => method === 'PUT')).toHaveLength(code === undefined ? 1 : 0);
  });
});

test('one operation reads no more of it than is allowed, but what it has written', async () => {
  const stub = await StubUpstream.start(() => raw(entry('a')));
  const operation = openToy(stub, { maximumReads: 1 }).operation();
  await operation.call('findEntry', { path: at('a') });
  expect(await failure(operation.call('findEntry', { path: at('b') }))).toMatchObject({ code: 'CALL_LIMIT_EXCEEDED' });
  await operation.call('putEntry', { path: at('b'), body: { amount: numberOfDigits('1') } });
  await operation.call('findEntry', { path: at('b') });
});
