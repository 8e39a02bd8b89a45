import fc from 'fast-check';
import type { Schemas } from '../../src/contract/sign-de.js';
import { memberOf } from '../../src/received/sign-de.js';
import { Secret } from '../../src/secret.js';
import { clientRow, page, transactionRow, tssRow } from './rows.js';
import { failure, open, operationOf, refuse, type Reply, StubUpstream } from './stub-upstream.js';

/** What the upstream holds. */
interface Content {
  readonly tss?: readonly string[];
  /** Ids of clients by TSS. */
  readonly clients?: Readonly<Record<string, readonly string[]>>;
  /** In the order of their numbers. */
  readonly transactions?: readonly Schemas['TxResponse'][];
}

/** An upstream that answers lists and single reads of its content, unless a test has another reply for a path. */
async function start({ tss = [], clients = {}, transactions = [] }: Content, other: Record<string, Reply> = {}) {
  const stub = await StubUpstream.start(({ method, path, query }) => {
    const otherReply = other[path + (query.get('offset') === '100' ? '@100' : '')];
    if (otherReply) return otherReply;
    const [, , tssId = '', kind, id = '', inner] = path.split('/');
    if (path === '/tss')
      return page(
        'TSS',
        tss.map((each) => tssRow(each)),
        query,
      );
    if (path === '/client') {
      const rows = Object.entries(clients).flatMap(([owner, ids]) => ids.map((each) => clientRow(owner, each)));
      return page('CLIENT', rows, query);
    }
    if (path === '/tx') return page('TRANSACTION', transactions, query);
    if (kind === undefined) return tss.includes(tssId) ? { json: tssRow(tssId) } : refuse(404, 'E_TSS_NOT_FOUND');
    if (kind === 'metadata') return { json: { key: 'value' } };
    if (kind === 'client') {
      const ofTss = clients[tssId] ?? [];
      if (id === '')
        return page(
          'CLIENT',
          ofTss.map((each) => clientRow(tssId, each)),
          query,
        );
      if (!ofTss.includes(id)) return refuse(404, 'E_CLIENT_NOT_FOUND');
      if (inner === 'tx')
        return page(
          'TRANSACTION',
          transactions.filter((each) => each.client_id === id),
          query,
        );
      return { json: clientRow(tssId, id) };
    }
    if (method === 'PUT') return { json: transactionRow(tssId, 'client', id, 1, { revision: 3, latest_revision: 3 }) };
    if (id === '')
      return page(
        'TRANSACTION',
        transactions.filter((each) => each.tss_id === tssId),
        query,
      );
    const found = transactions.find((each) => each._id === id || String(each.number) === id);
    return found ? { json: found } : refuse(404, 'E_TX_NOT_FOUND');
  });
  const upstreams = open(stub.settings);
  return { stub, operation: (milliseconds = 20_000) => operationOf(upstreams, { milliseconds }) };
}

const ids = (count: number, prefix: string) => Array.from({ length: count }, (_, index) => `${prefix}${index}`);
/** Transactions of the given clients, one after another, numbered from 1. */
const transactionsOf = (clientIds: readonly string[]) =>
  clientIds.map((clientId, index) => transactionRow('tss', clientId, `tx${index + 1}`, index + 1));
const codes = (settled: readonly PromiseSettledResult<{ readonly _id: string }>[]) =>
  settled.map((one) => (one.status === 'fulfilled' ? one.value._id : (one.reason as { code: string }).code));

describe('TSS', () => {
  test('one is read by itself', async () => {
    const { stub, operation } = await start({ tss: ['a', 'b'] });
    expect(await operation().tss.load('a')).toMatchObject({ _id: 'a' });
    expect(stub.lines).toEqual(['GET /tss/a BACKEND']);
  });

  test('the same one asked for ten times at once and again later is read once', async () => {
    const { stub, operation } = await start({ tss: ['a'] });
    const { tss } = operation();
    await Promise.all(Array.from({ length: 10 }, () => tss.load('a')));
    await tss.load('a');
    expect(stub.takeCount()).toBe(1);
  });

  test('several are picked from one list, in the order that was asked', async () => {
    const { stub, operation } = await start({ tss: ids(10, 't') });
    const { tss } = operation();
    const rows = await Promise.all(['t7', 't2', 't9'].map((id) => tss.load(id)));
    expect(rows.map(({ _id }) => _id)).toEqual(['t7', 't2', 't9']);
    expect(stub.lines).toEqual(['GET /tss BACKEND']);
  });

  test('one that is missing fails alone', async () => {
    const { stub, operation } = await start({ tss: ids(5, 't') });
    const { tss } = operation();
    const rows = await Promise.allSettled(['t1', 'gone', 't3'].map((id) => tss.load(id)));
    expect(codes(rows)).toEqual(['t1', 'TSS_NOT_FOUND', 't3']);
    expect(stub.lines).toEqual(['GET /tss BACKEND', 'GET /tss/gone BACKEND']);
  });

  test('those on the second page cost a second page, and the last one missing is read by itself', async () => {
    const { stub, operation } = await start({ tss: ids(150, 't') });
    const { tss } = operation();
    await Promise.all(['t5', 't120', 't140'].map((id) => tss.load(id)));
    expect(stub.takeCount()).toBe(2);
    const again = operation().tss;
    await Promise.all(['t5', 't120'].map((id) => again.load(id)));
    expect(stub.lines).toEqual(['GET /tss BACKEND', 'GET /tss/t120 BACKEND']);
  });

  test('a page that fails fails its rows, and those found before it answer', async () => {
    const { operation } = await start(
      { tss: ids(150, 't') },
      { '/tss@100': refuse(400, 'E_FAILED_SCHEMA_VALIDATION') },
    );
    const { tss } = operation();
    const rows = await Promise.allSettled(['t5', 't120', 't140'].map((id) => tss.load(id)));
    expect(codes(rows)).toEqual(['t5', 'REFUSED_BY_UPSTREAM', 'REFUSED_BY_UPSTREAM']);
  });

  test('those of a list that was read cost nothing more', async () => {
    const { stub, operation } = await start({ tss: ids(10, 't') });
    const { tss } = operation();
    await tss.list({ limit: 5 });
    await Promise.all([tss.load('t1'), tss.load('t4')]);
    expect(stub.takeCount()).toBe(1);
  });

  test('equal lists are one call, different ones are their own, and one that fails leaves the others', async () => {
    const { stub, operation } = await start({ tss: ids(120, 't') }, { '/tss@100': refuse(403, 'E_ACCESS_DENIED') });
    const { tss } = operation();
    const lists = await Promise.allSettled([tss.list({ limit: 5 }), tss.list({ limit: 5 }), tss.list({ offset: 100 })]);
    expect(lists.map(({ status }) => status)).toEqual(['fulfilled', 'fulfilled', 'rejected']);
    expect(stub.takeCount()).toBe(2);
  });

  test('states of a filter go as states[0], states[1]', async () => {
    const { stub, operation } = await start({});
    await operation().tss.list({ states: ['CREATED', 'DISABLED'], order: 'desc' });
    expect(Object.fromEntries(stub.received[0]!.query)).toEqual({
      'states[0]': 'CREATED',
      'states[1]': 'DISABLED',
      order: 'desc',
    });
  });
});

test('ids are sent as one piece of the path, whatever is in them', async () => {
  const { stub, operation } = await start({});
  await failure(operation().clients.load('../../admin', 'a/b?c#d'));
  expect(stub.received[0]!.path).toBe('/tss/..%2F..%2Fadmin/client/a%2Fb%3Fc%23d');
});

describe('clients', () => {
  test('one of a TSS is read by itself, several of a TSS are picked from its list', async () => {
    const { stub, operation } = await start({ clients: { a: ids(5, 'x'), b: ids(5, 'y') } });
    const { clients } = operation();
    const wanted = [
      ['a', 'x1'],
      ['b', 'y1'],
      ['a', 'x3'],
      ['a', 'x1'],
    ] as const;
    const rows = await Promise.all(wanted.map(([tssId, id]) => clients.load(tssId, id)));
    expect(rows.map(({ tss_id, _id }) => [tss_id, _id])).toEqual(wanted);
    expect(stub.lines.sort()).toEqual(['GET /tss/a/client BACKEND', 'GET /tss/b/client/y1 BACKEND']);
  });

  test('those of many TSS are picked from the list of all, which is read on as long as that saves calls', async () => {
    const many = Object.fromEntries(ids(12, 't').map((tssId) => [tssId, ids(12, `${tssId}-`)]));
    const { stub, operation } = await start({ clients: many });
    const { clients } = operation();
    const wanted = ids(12, 't').map((tssId) => [tssId, `${tssId}-3`] as const);
    const rows = await Promise.all(wanted.map(([tssId, id]) => clients.load(tssId, id)));
    expect(rows.map(({ tss_id, _id }) => [tss_id, _id])).toEqual(wanted);
    // The first hundred are those of t0 to t7, and four of t8. The first page had nine of the twelve, so another pays.
    expect(stub.lines).toEqual(['GET /client BACKEND', 'GET /client BACKEND']);
  });

  test('the lists of many TSS are parted from the list of all, of which as many pages are read as they make', async () => {
    const many = Object.fromEntries(ids(10, 't').map((tssId) => [tssId, ids(20, `${tssId}-`)]));
    const { stub, operation } = await start({ clients: many });
    const { clients } = operation();
    const lists = await Promise.all(ids(10, 't').map((tssId) => clients.list(tssId, { limit: 20 })));
    expect(lists.map(({ data }) => data.map((row) => memberOf(row, '_id')))).toEqual(Object.values(many));
    expect(stub.lines).toEqual(['GET /client BACKEND', 'GET /client BACKEND']);
  });

  test('199 of a TSS are two pages', async () => {
    const { stub, operation } = await start({ clients: { a: ids(199, 'x') } });
    const { clients } = operation();
    const rows = await Promise.all(ids(199, 'x').map((id) => clients.load('a', id)));
    expect(rows.map(({ _id }) => _id)).toEqual(ids(199, 'x'));
    expect(stub.takeCount()).toBe(2);
  });

  test('those of a TSS that cannot be read fail without failing others', async () => {
    const { operation } = await start(
      { clients: { a: ['x0', 'x1'], b: ['y0', 'y1'] } },
      { '/tss/a/client': refuse(403, 'E_ACCESS_DENIED') },
    );
    const { clients } = operation();
    const rows = await Promise.allSettled([
      ...['x0', 'x1'].map((id) => clients.load('a', id)),
      ...['y0', 'gone'].map((id) => clients.load('b', id)),
    ]);
    expect(codes(rows)).toEqual(['ACCESS_DENIED', 'ACCESS_DENIED', 'y0', 'CLIENT_NOT_FOUND']);
  });

  test('those of a list, of a TSS or of all, cost nothing more', async () => {
    const { stub, operation } = await start({ clients: { a: ids(3, 'x'), b: ids(3, 'y') } });
    const { clients } = operation();
    await clients.list(undefined, {});
    await Promise.all([clients.load('a', 'x0'), clients.load('b', 'y2')]);
    expect(stub.lines).toEqual(['GET /client BACKEND']);
  });
});

describe('transactions', () => {
  const content = {
    tss: ['tss'],
    clients: { tss: ['c1', 'c2', 'c3'] },
    transactions: transactionsOf(['c1', 'c2', 'c1', 'c3']),
  };

  test('one is read once under its id and its number', async () => {
    const { stub, operation } = await start(content);
    const { transactions } = operation();
    expect(await transactions.load('tss', '2')).toMatchObject({ _id: 'tx2' });
    expect(await transactions.load('tss', 'tx2')).toMatchObject({ number: 2 });
    expect(stub.lines).toEqual(['GET /tss/tss/tx/2 BACKEND']);
  });

  test('those of a list cost nothing more, under id and number', async () => {
    const { stub, operation } = await start(content);
    const { transactions } = operation();
    await transactions.list({ tssId: 'tss' }, {});
    await Promise.all([transactions.load('tss', 'tx1'), transactions.load('tss', '3')]);
    expect(stub.takeCount()).toBe(1);
  });

  test('a past revision is read by itself and is not taken for the newest', async () => {
    const { stub, operation } = await start(content);
    const { transactions } = operation();
    await transactions.loadRevision('tss', 'tx1', 1);
    await transactions.load('tss', 'tx1');
    expect(stub.received.map(({ query }) => query.get('tx_revision'))).toEqual(['1', null]);
  });

  test('are read anew under both names when somebody else may have written', async () => {
    const rows = transactionsOf(['c1']);
    const { operation } = await start({ transactions: rows });
    const { transactions } = operation();
    await transactions.load('tss', 'tx1');
    rows[0] = transactionRow('tss', 'c1', 'tx1', 1, { revision: 9, latest_revision: 9 });
    expect(await transactions.reload('tss', 'tx1')).toMatchObject({ revision: 9 });
    expect(await transactions.load('tss', '1')).toMatchObject({ revision: 9 });
  });

  test('of one client are its own list', async () => {
    const { stub, operation } = await start(content);
    const { data } = await operation().transactions.list({ tssId: 'tss', clientId: 'c1' }, { limit: 5 });
    expect(data.map((row) => memberOf(row, '_id'))).toEqual(['tx1', 'tx3']);
    expect(stub.lines).toEqual(['GET /tss/tss/client/c1/tx BACKEND']);
  });

  test('of several clients are parted from one list of the TSS', async () => {
    const { stub, operation } = await start(content);
    const { transactions } = operation();
    const lists = await Promise.all(
      ['c1', 'c2', 'c3'].map((clientId) => transactions.list({ tssId: 'tss', clientId }, { limit: 1, order: 'desc' })),
    );
    expect(lists.map(({ data }) => data.map((row) => memberOf(row, 'client_id')))).toEqual([['c1'], ['c2'], ['c3']]);
    expect(stub.lines).toEqual(['GET /tss/tss/tx BACKEND']);
    expect(Object.fromEntries(stub.received[0]!.query)).toEqual({ limit: '100', offset: '0', order: 'desc' });
  });

  test('of several clients are read by themselves where a row does not say whose it is', async () => {
    const rows = transactionsOf(['c1', 'c2', 'c3', 'c1', 'c2', 'c3']).map((row, index) =>
      index === 3 ? Object.assign({}, row, { client_id: undefined }) : row,
    );
    const { stub, operation } = await start({ ...content, transactions: rows });
    const { transactions } = operation();
    const read = async (limit: number) => {
      stub.takeCount();
      await Promise.all(['c1', 'c2', 'c3'].map((clientId) => transactions.list({ tssId: 'tss', clientId }, { limit })));
      return stub.lines;
    };
    // What stands before it is certain.
    expect(await read(1)).toEqual(['GET /tss/tss/tx BACKEND']);
    expect((await read(2)).toSorted()).toEqual([
      'GET /tss/tss/client/c1/tx BACKEND',
      'GET /tss/tss/client/c2/tx BACKEND',
      'GET /tss/tss/client/c3/tx BACKEND',
      'GET /tss/tss/tx BACKEND',
    ]);
  });

  test('of a quiet client, of whom the page of the TSS may not hold all, are read by themselves', async () => {
    const busy = transactionsOf(['c3', 'c3', 'c3', ...Array<string>(150).fill('c1'), 'c2']);
    const { stub, operation } = await start({ ...content, transactions: busy });
    const { transactions } = operation();
    const lists = await Promise.all(
      ['c1', 'c2', 'c3'].map((clientId) => transactions.list({ tssId: 'tss', clientId }, { limit: 3 })),
    );
    expect(lists.map(({ data }) => data.map((row) => memberOf(row, 'number')))).toEqual([[4, 5, 6], [154], [1, 2, 3]]);
    expect(stub.lines).toEqual(['GET /tss/tss/tx BACKEND', 'GET /tss/tss/client/c2/tx BACKEND']);
  });

  test.each([
    ['two clients', 2, { limit: 3 }],
    ['what lies beyond a page', 6, { limit: 3, offset: 100 }],
    ['more rows than a third as many pages hold', 6, { limit: 40 }],
  ])('of %s are their own lists, since a shared one would cost more', async (_case, count, wanted) => {
    const clientIds = ids(count, 'c');
    const { stub, operation } = await start({ clients: { tss: clientIds }, transactions: transactionsOf(clientIds) });
    const { transactions } = operation();
    await Promise.all(clientIds.map((clientId) => transactions.list({ tssId: 'tss', clientId }, wanted)));
    expect(stub.lines.sort()).toEqual(clientIds.map((clientId) => `GET /tss/tss/client/${clientId}/tx BACKEND`));
  });

  test('parted from the list of a TSS leave half of what the upstream allows of it to those who ask for just that', async () => {
    const { stub, operation } = await start(content);
    const lists = () => {
      const { transactions } = operation();
      return Promise.all(
        ['c1', 'c2', 'c3'].map((clientId) => transactions.list({ tssId: 'tss', clientId }, { limit: 3 })),
      );
    };
    for (let screen = 0; screen < 12; screen += 1) {
      const rows = await lists();
      expect(rows.map(({ data }) => data.length)).toEqual([2, 1, 1]);
    }
    expect(stub.lines.filter((line) => line === 'GET /tss/tss/tx BACKEND')).toHaveLength(10);
    for (let list = 0; list < 10; list += 1) await operation().transactions.list({ tssId: 'tss' }, { limit: 1 + list });
    expect(stub.lines.filter((line) => line === 'GET /tss/tss/tx BACKEND')).toHaveLength(20);
  });

  test('of clients of many TSS are parted from pages of the list of all, read side by side', async () => {
    const many = Object.fromEntries(ids(3, 't').map((tssId) => [tssId, ids(10, `${tssId}-`)]));
    const pairs = Object.entries(many).flatMap(([tssId, own]) => own.map((id) => [tssId, id] as const));
    // Each till in its turn, ten rounds long.
    const rows = Array.from({ length: 300 }, (_, index) => {
      const [tssId, clientId] = pairs[index % pairs.length]!;
      const number = 10 * Math.floor(index / 30) + (index % 10) + 1; // each TSS has numbers of its own
      return transactionRow(tssId, clientId, `tx${index}`, number);
    });
    const { stub, operation } = await start({ clients: many, transactions: rows });
    const { transactions } = operation();
    const lists = await Promise.all(
      pairs.map(([tssId, clientId]) => transactions.list({ tssId, clientId }, { limit: 10, order_by: 'number' })),
    );
    expect(lists.map(({ data }) => data.length)).toEqual(Array(30).fill(10));
    expect(lists.every(({ data }, index) => data.every((row) => memberOf(row, 'client_id') === pairs[index]![1]))).toBe(
      true,
    );
    expect(stub.lines).toEqual(Array(3).fill('GET /tx BACKEND'));
  });

  test('asked for with different pages are not parted from one list', async () => {
    const { stub, operation } = await start(content);
    const { transactions } = operation();
    await Promise.all([
      transactions.list({ tssId: 'tss', clientId: 'c1' }, { limit: 1 }),
      transactions.list({ tssId: 'tss', clientId: 'c2' }, { limit: 2 }),
    ]);
    expect(stub.lines.sort()).toEqual(['GET /tss/tss/client/c1/tx BACKEND', 'GET /tss/tss/client/c2/tx BACKEND']);
  });

  test('are read client by client when the rate-limited list of the TSS is refused', async () => {
    const { stub, operation } = await start(content, {
      '/tss/tss/tx': refuse(429, undefined, '', { 'retry-after': '60' }),
    });
    const { transactions } = operation();
    const lists = await Promise.all(
      ['c1', 'c2', 'c3'].map((clientId) => transactions.list({ tssId: 'tss', clientId }, { limit: 3 })),
    );
    expect(lists.map(({ data }) => data.length)).toEqual([2, 1, 1]);
    expect(stub.takeCount()).toBe(4);
  });

  test('are read client by client at once while somebody else waits for the list of the TSS', async () => {
    const { stub, operation } = await start(content);
    for (let list = 0; list < 20; list += 1) await operation().transactions.list({ tssId: 'tss' }, { limit: 1 + list });
    stub.takeCount();
    const patient = operation(500).transactions.list({ tssId: 'tss' }, { limit: 100, offset: 0 });
    const refused = expect(patient).rejects.toMatchObject({ code: 'DEADLINE_EXCEEDED' });
    const { transactions } = operation();
    const lists = await Promise.all(
      ['c1', 'c2', 'c3'].map((clientId) => transactions.list({ tssId: 'tss', clientId }, { limit: 3 })),
    );
    expect(lists.map(({ data }) => data.length)).toEqual([2, 1, 1]);
    expect(stub.takeCount()).toBe(3);
    await refused;
  });

  test.each([
    ['a few sales come in between two pages', 3, 4],
    [
      'sales come in faster than pages have rows in common, so that those who fall short are read by themselves',
      6,
      4 + 30,
    ],
  ])(
    'parted from pages are each shown once and none is left out while the shop sells: %s',
    async (_case, sales, calls) => {
      const tills = ids(30, 'till').map((clientId, index) => [`t${index % 3}`, clientId] as const);
      let number = 0;
      const sell = () => {
        const [tssId, clientId] = tills[number % tills.length]!;
        rows.unshift(transactionRow(tssId, clientId, `tx${number}`, (number += 1)));
      };
      const rows: Schemas['TxResponse'][] = [];
      while (rows.length < 600) sell();
      let served = Promise.resolve();
      // Pages are served in the order that shifts them most: the last one first, sales between each and the next.
      const turns = new Map<number, () => void>();
      const stub = await StubUpstream.start(async ({ path, query }) => {
        if (path !== '/tx')
          return page(
            'TRANSACTION',
            rows.filter(({ client_id }) => path.includes(`/${client_id}/`)),
            query,
          );
        const turn = new Promise<void>((resolve) => turns.set(Number(query.get('offset')), resolve));
        if (turns.size === 4)
          served = (async () => {
            for (const [, serve] of [...turns].sort(([one], [other]) => other - one)) {
              serve();
              await new Promise((next) => setTimeout(next, 5));
              for (let sale = 0; sale < sales; sale += 1) sell();
            }
          })();
        await turn;
        return page('TRANSACTION', rows, query);
      });
      const { transactions } = operationOf(open(stub.settings));
      const query = { limit: 10, order_by: 'number', order: 'desc' } as const;
      const lists = await Promise.all(tills.map(([tssId, clientId]) => transactions.list({ tssId, clientId }, query)));
      await served;
      for (const { data } of lists) {
        const numbers = data.map((row) => Number(memberOf(row, 'number')));
        // Each till sells in its turn, so its numbers are thirty apart.
        expect(numbers).toEqual(ids(10, '').map((_, index) => numbers[0]! - 30 * index));
      }
      expect(stub.takeCount()).toBe(calls);
    },
  );

  test('are not asked for client by client of an upstream in trouble', async () => {
    const { stub, operation } = await start(content, {
      '/tss/tss/tx': refuse(503, undefined, '', { 'retry-after': '60' }),
    });
    const { transactions } = operation();
    const lists = ['c1', 'c2', 'c3'].map((clientId) => transactions.list({ tssId: 'tss', clientId }, { limit: 3 }));
    for (const list of lists) expect(await failure(list)).toMatchObject({ code: 'UPSTREAM_ERROR', retryAfter: 60 });
    expect(stub.takeCount()).toBe(1);
  });

  test('parted from one list are just what each client’s own list says, for at most a third more calls', async () => {
    const clientIds = ['c1', 'c2', 'c3', 'c4'];
    const query = fc.record({ limit: fc.integer({ min: 1, max: 100 }), offset: fc.integer({ min: 0, max: 60 }) });
    const owners = fc.oneof(
      fc.array(fc.constantFrom(...clientIds), { maxLength: 250 }),
      // One till busier than all others together.
      fc.array(fc.constantFrom('c1', 'c1', 'c1', 'c1', 'c1', 'c1', 'c1', ...clientIds), {
        minLength: 90,
        maxLength: 130,
      }),
    );
    await fc.assert(
      fc.asyncProperty(owners, fc.shuffledSubarray(clientIds, { minLength: 1 }), query, async (rows, asked, wanted) => {
        const { stub, operation } = await start({ clients: { tss: clientIds }, transactions: transactionsOf(rows) });
        const { transactions } = operation();
        const together = await Promise.all(
          asked.map((clientId) => transactions.list({ tssId: 'tss', clientId }, wanted)),
        );
        expect(stub.takeCount()).toBeLessThanOrEqual(asked.length + Math.floor(asked.length / 3));
        for (const [index, clientId] of asked.entries()) {
          const alone = await operation().transactions.list({ tssId: 'tss', clientId }, wanted);
          expect(together[index]!.data).toEqual(alone.data);
        }
        await stub.stop('BACKEND');
        await stub.stop('MIDDLEWARE');
      }),
      { numRuns: 60 },
    );
  });
});

describe('an operation that asks too often', () => {
  test('has the rest of its reads refused, and what it has read before', async () => {
    const stub = await StubUpstream.start(({ path }) => ({ json: transactionRow('tss', 'c1', path, 1) }));
    const upstreams = open({ ...stub.settings, maximumUpstreamCalls: 5 });
    const { transactions } = operationOf(upstreams);
    const rows = await Promise.allSettled(ids(8, 'tx').map((id) => transactions.load('tss', id)));
    expect(codes(rows).slice(5)).toEqual(Array(3).fill('CALL_LIMIT_EXCEEDED'));
    expect(stub.takeCount()).toBe(5);
    await operationOf(upstreams).transactions.load('tss', 'tx9');
    expect(stub.takeCount()).toBe(1);
  });

  test('counts each page of the upstream from which the list of a gateway key’s few TSS is put together', async () => {
    const all = ids(1_000, 't').map((id) => tssRow(id));
    const stub = await StubUpstream.start(({ path, query }) =>
      path === '/auth' ? { json: { access_token: 'token' } } : page('TSS', all, query),
    );
    const apiKey = { key: 'key', secret: new Secret('secret') };
    const upstreams = open({ ...stub.settings, apiKey, maximumUpstreamCalls: 5 });
    const grant = { name: 'shop', role: 'READ', tssIds: new Set(['t999']) } as const;
    const { tss } = operationOf(upstreams, { caller: { kind: 'gateway-key', grant } });
    expect(await failure(tss.list({ limit: 1 }))).toMatchObject({ code: 'CALL_LIMIT_EXCEEDED' });
    expect(stub.lines.filter((line) => line.startsWith('GET'))).toHaveLength(5);
  });

  test('is let through once it has begun to write: what it reads then says what became of that', async () => {
    const stub = await StubUpstream.start(({ path }) => ({ json: transactionRow('tss', 'c1', path, 1) }));
    const { transactions } = operationOf(open({ ...stub.settings, maximumUpstreamCalls: 2 }));
    await transactions.upsert('tss', 'tx', 1, { state: 'ACTIVE', client_id: 'c1' });
    await Promise.all(ids(5, 'tx').map((id) => transactions.load('tss', id)));
    expect(stub.takeCount()).toBe(6);
  });
});

describe('a write', () => {
  test('makes everything read before be read anew', async () => {
    const { stub, operation } = await start({
      tss: ['tss'],
      clients: { tss: ['c'] },
      transactions: transactionsOf(['c']),
    });
    const { tss, clients, transactions, metadata } = operation();
    const readAll = () =>
      Promise.all([
        tss.load('tss'),
        tss.list({}),
        clients.load('tss', 'c'),
        clients.list('tss', {}),
        transactions.load('tss', 'tx1'),
        transactions.list({ tssId: 'tss' }, {}),
      ]);
    await readAll();
    await readAll();
    expect(stub.takeCount()).toBe(6);
    await metadata.update('tss', { tss_id: 'tss' }, { key: 'value' });
    await readAll();
    expect(stub.takeCount()).toBe(7);
  });

  test('of a transaction is read anew afterwards, since its own answer may leave metadata out', async () => {
    const { stub, operation } = await start({ transactions: transactionsOf(['c']) });
    const { transactions } = operation();
    await transactions.load('tss', 'tx1');
    await transactions.upsert('tss', 'tx1', 3, { state: 'FINISHED', client_id: 'c' });
    await transactions.load('tss', 'tx1');
    expect(stub.takeCount()).toBe(3);
  });

  test('that failed makes things be read anew too: it may have been done', async () => {
    const { stub, operation } = await start({ tss: ['tss'] }, { '/tss/tss/metadata': refuse(500) });
    const { tss, metadata } = operation();
    await tss.load('tss');
    await failure(metadata.update('tss', { tss_id: 'tss' }, { key: 'value' }));
    stub.takeCount();
    await tss.load('tss');
    expect(stub.takeCount()).toBe(1);
  });
});
