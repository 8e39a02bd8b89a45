import fc from 'fast-check';
import type { Gateway } from '../../../src/gateway.js';
import { clientRow, transactionRow, tssRow } from '../../datasources/rows.js';
import { type Received, refuse, type Reply, type StubUpstream } from '../../datasources/stub-upstream.js';
import { sized } from '../../support/run-size.js';
import { post } from '../support/start.js';
import { startStubbedGateway } from '../support/stub-gateway.js';

// A TSS with 100,000 transactions of three clients, and another with as many: what each list holds is worked out, as it
// would take too long to sort it.
const [TSS, OTHER] = ['10000000-0000-4000-8000-000000000001', '10000000-0000-4000-8000-000000000002'];
const CLIENTS = [1, 2, 3].map((index) => `20000000-0000-4000-8000-00000000000${index}`);
const TOTAL = 100_000;
const DAY = 86_400;
/** Midnight of the first day. */
const START = 1_700_006_400;

/**
 * When a transaction was started: every fifth day is a market with ten times the sales of others, all of them in two
 * hours.
 */
let startOf = (number: number): number => START + Math.floor(number / 200) * DAY + (number % 200) * 36;
const row = (tssId: string, number: number) =>
  transactionRow(
    tssId,
    CLIENTS[number % 3]!,
    `${tssId === TSS ? 3 : 4}0000000-0000-4000-8000-${String(number).padStart(12, '0')}`,
    number,
    {
      time_start: startOf(number),
      schema: { raw: { process_type: number % 50 === 0 ? 'Bestellung-V1' : 'Kassenbeleg-V1', process_data: '' } },
    },
  );

function answer({ path, query }: Received): Reply {
  const [, kind, tssId = '', inner, id = ''] = path.split('/');
  const limit = Number(query.get('limit') ?? 100);
  const offset = Number(query.get('offset') ?? 0);
  const list = (type: string, total: number, at: (index: number) => unknown): Reply => {
    const indexes = Array.from({ length: Math.max(Math.min(limit, total - offset), 0) }, (_, index) => offset + index);
    const isDescending = query.get('order') === 'desc';
    const data = indexes.map((index) => at(isDescending ? total - 1 - index : index));
    return { json: { _type: `${type}_LIST`, _env: 'TEST', _version: '2', count: data.length, data } };
  };
  const tss = [TSS, OTHER].map((each) => tssRow(each, { transaction_counter: String(TOTAL) }));
  if (kind === 'auth') return { json: { access_token: 'token' } };
  if (kind === 'tx') {
    return list('TRANSACTION', 2 * TOTAL, (index) => row(index % 2 ? OTHER : TSS, Math.floor(index / 2) + 1));
  }
  if (kind === 'client') return list('CLIENT', 3, (index) => clientRow(TSS, CLIENTS[index]!));
  if (tssId === '') return list('TSS', 2, (index) => tss[index]);
  if (inner === undefined) return { json: tss.find(({ _id }) => _id === tssId) };
  if (inner === 'client' && id !== '') {
    if (!path.endsWith('/tx')) return { json: clientRow(tssId, id) };
    const own = CLIENTS.indexOf(id);
    const first = own === 0 ? 3 : own;
    return list('TRANSACTION', Math.floor((TOTAL - first) / 3) + 1, (index) => row(tssId, first + 3 * index));
  }
  if (inner === 'client') return list('CLIENT', 3, (index) => clientRow(tssId, CLIENTS[index]!));
  if (inner === 'tx') return list('TRANSACTION', TOTAL, (index) => row(tssId, index + 1));
  return refuse(404, 'E_TSS_NOT_FOUND');
}

let gateway: Gateway;
let stub: StubUpstream;
beforeAll(async () => {
  ({ gateway, stub } = await startStubbedGateway((received) => answer(received)));
});
afterAll(() => gateway.close());

let callers = 0;
async function ask(query: string, token = `token-${(callers += 1)}`) {
  stub.takeCount();
  const { data, errors } = await post(`${gateway.url}/graphql`, query, {}, { authorization: `Bearer ${token}` });
  return { data, errors, calls: stub.takeCount() };
}

const iso = (seconds: number) => new Date(seconds * 1_000).toISOString();
const day = (index: number) =>
  `startedAt: { from: "${iso(START + index * DAY)}", before: "${iso(START + (index + 1) * DAY)}" }`;
const NODES = '{ nodes { number startedAt } pageInfo { hasNextPage hasPreviousPage endCursor } }';
const ofTss = (filter: string, more = '') =>
  `{ tss(uuid: "${TSS}") { transactions(first: 20, filter: { ${filter} }${more}) ${NODES} } }`;
const numbers = ({ data }: { data: any }): number[] =>
  (data.tss ?? data.client ?? data).transactions.nodes.map(({ number }: { number: string }) => Number(number));
const upTo = (first: number, step = 1) => Array.from({ length: 20 }, (_, index) => first + step * index);

/**
 * Some of the cases of a test, others in each run, so that all tests together reach every kind; all in the long run.
 */
function some<T>(count: number, cases: readonly T[]): readonly T[] {
  const length = sized(Math.min(count, cases.length), cases.length);
  return fc.sample(fc.shuffledSubarray([...cases], { minLength: length, maxLength: length }), 1)[0]!;
}

/** The first number that was started at a time or later. */
function firstAt(seconds: number): number {
  let [low, high] = [1, TOTAL + 1];
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    if (startOf(middle) < seconds) low = middle + 1;
    else high = middle;
  }
  return low;
}

const NEWEST = ', orderBy: { field: NUMBER, direction: DESC }';

describe.each([
  ['that sells alike each day', undefined],
  [
    'of which nearly all was sold on one day',
    (number: number) => START + (number < 400 ? number * 432 : 2 * DAY + Math.floor(number / 100)),
  ],
  ['of a slow beginning', (number: number) => START + Math.floor(Math.sqrt(number) * 1_000)],
])('of a TSS with 100,000 transactions %s', (_title, start) => {
  beforeAll(() => {
    if (start) startOf = start;
  });

  test.each([0, 1, 2, 3, 250, 400])(
    'those of day %d cost at most 12 calls before the rows, and are those',
    async (index) => {
      const first = firstAt(START + index * DAY);
      const all = Array.from({ length: firstAt(START + (index + 1) * DAY) - first }, (_, each) => first + each);
      for (const order of some(1, ['', ', orderBy: { field: STARTED_AT }', NEWEST])) {
        const query = ofTss(day(index), order);
        const answered = await ask(query);
        expect({ query, errors: answered.errors }).toEqual({ query, errors: undefined });
        const rows = order === NEWEST ? all.toReversed() : all;
        expect({ query, numbers: numbers(answered) }).toEqual({ query, numbers: rows.slice(0, 20) });
        expect(answered.data!.tss.transactions.pageInfo.hasNextPage).toBe(all.length > 20);
        expect(answered.calls).toBeLessThanOrEqual(12 + 1);
      }
    },
  );
});

describe('of shops that sell alike each day', () => {
  beforeAll(() => {
    startOf = (number) => START + Math.floor(number / 200) * DAY + (number % 200) * 36;
  });

  test('the receipts of today are had ten times a minute, each time but the first for a call beside that of the TSS, or two when the limit is near', async () => {
    const today = `startedAt: { from: "${iso(START + 499 * DAY)}" }`;
    for (let time = 0; time < 10; time += 1) {
      const answered = await ask(ofTss(today), 'cashier');
      expect(answered.errors).toBeUndefined();
      expect(numbers(answered)).toEqual(upTo(499 * 200));
      expect(answered.calls).toBeLessThanOrEqual(time === 0 ? 13 : 3);
    }
  });

  test('all pages of a day are its rows, and a call each', async () => {
    const seen: number[] = [];
    let [after, calls] = ['', 0];
    do {
      const answered = await ask(ofTss(day(77), after));
      seen.push(...numbers(answered));
      const { hasNextPage, endCursor } = answered.data!.tss.transactions.pageInfo;
      after = hasNextPage ? `, after: "${endCursor}"` : '';
      calls += answered.calls;
    } while (after !== '');
    expect(seen).toEqual(Array.from({ length: 200 }, (_, index) => 77 * 200 + index));
    expect(calls).toBeLessThanOrEqual(13 + 9 * 2);
  });

  test('numbers of a TSS cost one call', async () => {
    const answered = await ask(ofTss('number: { from: 70001, to: 70005 }'));
    expect(numbers(answered)).toEqual([70_001, 70_002, 70_003, 70_004, 70_005]);
    expect(answered.calls).toBe(2);
    const newest = await ask(ofTss('number: { to: 70005 }', ', orderBy: { field: NUMBER, direction: DESC }'));
    expect(numbers(newest)).toEqual(upTo(70_005, -1));
    expect(newest.calls).toBeLessThanOrEqual(13);
  });

  const LAST = { tss: TOTAL, client: TOTAL - 1, all: TOTAL };
  test.each<[filter: string, ascending: 'first' | 'none', descending: 'last' | 'none']>([
    ['number: { from: 100001 }', 'none', 'none'],
    ['number: { from: 100500 }', 'none', 'none'],
    ['number: { from: 1000000000 }', 'none', 'none'],
    ['number: { from: "9007199254740990" }', 'none', 'none'],
    ['number: { from: "9007199254740992" }', 'none', 'none'],
    ['number: { from: "9007199254740993" }', 'none', 'none'],
    ['number: { from: "18446744073709551615" }', 'none', 'none'],
    ['number: { from: "99999999999999999998", to: "99999999999999999999" }', 'none', 'none'],
    ['number: { to: 0 }', 'none', 'none'],
    ['number: { from: 1 }, startedAt: { from: "9999-12-31T23:59:59Z" }', 'none', 'none'],
    ['number: { from: 100001 }, startedAt: { from: "1970-01-01T00:00:00Z" }', 'none', 'none'],
    ['number: { from: 0, to: 1000000000 }', 'first', 'last'],
    ['number: { to: "99999999999999999999" }', 'first', 'last'],
    ['startedAt: { from: "1970-01-01T00:00:00Z" }', 'first', 'last'],
    ['startedAt: { from: "9999-12-31T23:59:59Z" }', 'none', 'none'],
    ['startedAt: { before: "9999-12-31T23:59:59Z" }', 'first', 'last'],
    ['startedAt: { before: "1970-01-01T00:00:01Z" }', 'none', 'none'],
  ])('{ %s }, however far away, costs no more in any list and order', async (filter, ascending, descending) => {
    const own = filter.startsWith('number') ? 'NUMBER' : 'STARTED_AT';
    const places = [
      ['tss', ['NUMBER', 'STARTED_AT']],
      ['client', ['NUMBER', 'STARTED_AT']],
      ['all', filter.includes(', startedAt') ? [] : [own]],
    ] as const;
    const lists = places.flatMap(([place, fields]) =>
      fields.flatMap((field) => (['ASC', 'DESC'] as const).map((direction) => ({ place, field, direction }))),
    );
    for (const { place, field, direction } of some(2, lists)) {
      const order = `orderBy: { field: ${field}, direction: ${direction} }`;
      const list = `transactions(first: 20, filter: { ${filter} }, ${order}) ${NODES}`;
      const query = {
        tss: `{ tss(uuid: "${TSS}") { ${list} } }`,
        client: `{ client(tssUuid: "${TSS}", uuid: "${CLIENTS[1]}") { ${list} } }`,
        all: `{ ${list} }`,
      }[place];
      const answered = await ask(query);
      expect({ query, errors: answered.errors }).toEqual({ query, errors: undefined });
      const end = direction === 'ASC' ? ascending : descending;
      const [first, step] = end === 'first' ? [1, 1] : [LAST[place], -1];
      const inAll = (number: number) => [number, number];
      const rows = {
        tss: () => upTo(first, step),
        client: () => upTo(end === 'first' ? 1 : TOTAL, 3 * step),
        all: () => upTo(first, step).flatMap(inAll).slice(0, 20),
      };
      const expected = end === 'none' ? [] : rows[place]();
      expect({ query, numbers: numbers(answered) }).toEqual({ query, numbers: expected });
      // The parents, at most twelve to find it, and the rows.
      expect(answered.calls).toBeLessThanOrEqual({ tss: 1, client: 2, all: 0 }[place] + 12 + 1);
      const isPlace = place === 'tss' && field === 'NUMBER' && direction === 'ASC' && !filter.includes('startedAt');
      if (isPlace) expect(answered.calls).toBeLessThanOrEqual(1 + 2);
    }
  });

  describe.each<[list: string, order: string, rows: readonly number[]]>([
    [`tss(uuid: "${TSS}")`, 'NUMBER, direction: ASC', upTo(21)],
    [`tss(uuid: "${TSS}")`, 'STARTED_AT, direction: ASC', upTo(21)],
    [`client(tssUuid: "${TSS}", uuid: "${CLIENTS[1]}")`, 'NUMBER, direction: ASC', upTo(61, 3)],
    [`tss(uuid: "${TSS}")`, 'NUMBER, direction: DESC', upTo(TOTAL - 20, -1)],
  ])('a cursor of %s by %s that somebody has altered', (parent, order, rows) => {
    const page = async (more: string) => {
      const list = `transactions(first: 20, orderBy: { field: ${order} }${more}) ${NODES}`;
      const { data, ...others } = await ask(`{ tss: ${parent} { ${list} } }`);
      return { data, ...others };
    };
    let cursor: string;
    beforeAll(async () => {
      cursor = (await page('')).data!.tss.transactions.pageInfo.endCursor;
    });
    const alter = async (change: (members: any[]) => void) => {
      const members = JSON.parse(Buffer.from(cursor, 'base64url').toString());
      change(members);
      return page(`, after: "${Buffer.from(JSON.stringify(members)).toString('base64url')}"`);
    };

    test.each(some(3, [1, 1_000, 50_000, 150_000, 1_000_000_000, 2 ** 31 - 1]))(
      'is found wherever its rank sends the reader, as with %d',
      async (rank) => {
        const answered = await alter((members) => (members[3] = rank));
        expect(answered.errors).toBeUndefined();
        expect(numbers(answered)).toEqual(rows);
        // Less than the upstream allows in a minute of the list of a TSS.
        expect(answered.calls).toBeLessThanOrEqual(2 + 20);
      },
    );

    test('stands at an end of the list with a key beyond it', async () => {
      const answered = await alter((members) => {
        members[1] = Number.MAX_SAFE_INTEGER;
        members[3] = 2 ** 31 - 1;
      });
      expect(answered.errors).toBeUndefined();
      expect(numbers(answered)).toEqual(order.endsWith('ASC') ? [] : upTo(TOTAL, -1));
      expect(answered.calls).toBeLessThanOrEqual(2 + 20);
    });

    test.each<[string, (members: any[]) => void]>([
      ['a text for a key', (members) => (members[1] = 'x')],
      ['digits for a key', (members) => (members[1] = '20')],
      ['a rank that no list has', (members) => (members[3] = Number.MAX_SAFE_INTEGER)],
    ])('is refused with %s, without a read of the list', async (_title, change) => {
      const answered = await alter(change);
      expect(answered.errors).toMatchObject([{ extensions: { code: 'BAD_USER_INPUT', argumentName: 'after' } }]);
      expect(answered.calls).toBeLessThanOrEqual(2);
    });
  });

  test('the list of a client, whose length nobody tells, costs no more', async () => {
    const list = `transactions(first: 20, filter: { ${day(300)} }) ${NODES}`;
    const answered = await ask(`{ client(tssUuid: "${TSS}", uuid: "${CLIENTS[0]}") { ${list} } }`);
    expect(numbers(answered)).toEqual(upTo(60_000, 3));
    // The client and the TSS, which tells how many there are at most.
    expect(answered.calls).toBeLessThanOrEqual(12 + 2);
    const byFilter = await ask(ofTss(`${day(300)}, clientUuid: "${CLIENTS[0]}"`));
    expect(numbers(byFilter)).toEqual(upTo(60_000, 3));
  });

  test.each([
    ['', (start: number) => Array.from({ length: 5 }, (_, index) => start + 3 * index)],
    [
      ', orderBy: { field: NUMBER, direction: DESC }',
      (start: number) => Array.from({ length: 5 }, (_, index) => start + 3 * (66 - index)),
    ],
  ])('the lists of several clients are looked for once in that of their TSS%s', async (order, expected) => {
    const list = `transactions(first: 5, filter: { ${day(300)} }${order}) { nodes { number } pageInfo { endCursor } }`;
    const { data, errors, calls } = await ask(`{ tss(uuid: "${TSS}") { clients { nodes { uuid ${list} } } } }`);
    expect(errors).toBeUndefined();
    for (const { uuid, transactions } of data!.tss.clients.nodes) {
      const first = 60_000 + CLIENTS.indexOf(uuid);
      const last = first + 3 * 66 < 60_200 ? 0 : -3;
      expect(transactions.nodes.map((node: any) => Number(node.number))).toEqual(
        expected(first).map((number) => (order === '' ? number : number + last)),
      );
      const after = `after: "${transactions.pageInfo.endCursor}"`;
      const next = await ask(
        `{ client(tssUuid: "${TSS}", uuid: "${uuid}") { transactions(first: 5, ${after}, filter: { ${day(300)} }${order}) ${NODES} } }`,
      );
      const step = order === '' ? 3 : -3;
      expect(numbers(next)[0]).toBe(Number(transactions.nodes[4].number) + step);
    }
    expect(calls).toBeLessThanOrEqual(2 + 13);
  });

  test('the list of all TSS costs one call for its TSS more', async () => {
    const answered = await ask(`{ transactions(first: 20, filter: { ${day(300)} }) ${NODES} }`);
    expect(numbers(answered).slice(0, 4)).toEqual([60_000, 60_000, 60_001, 60_001]);
    expect(answered.calls).toBeLessThanOrEqual(13);
    const ofClient = await ask(
      `{ transactions(first: 20, filter: { ${day(300)}, clientUuid: "${CLIENTS[1]}" }) ${NODES} }`,
    );
    expect(numbers(ofClient)).toEqual(upTo(60_001, 3));
  });

  test('a process type is looked for among the rows of the time, and no further than 1,800 of them', async () => {
    const orders = await ask(ofTss(`${day(77)}, processType: "Bestellung-V1"`));
    expect(numbers(orders)).toEqual([15_400, 15_450, 15_500, 15_550]);
    expect(orders.data!.tss.transactions.pageInfo.hasNextPage).toBe(false);
    const tooMany = await ask(ofTss('processType: "SonstigerVorgang"'), 'patient');
    expect(tooMany.errors).toMatchObject([{ extensions: { code: 'LIST_TOO_LONG' } }]);
    expect(tooMany.calls).toBeLessThanOrEqual(22);
  });

  test.each([
    ['transactions', 'number: { from: 5 }', '', 'NUMBER'],
    ['transactions', day(1), ', orderBy: { field: NUMBER }', 'STARTED_AT'],
    ['transactions', day(1), ', orderBy: { field: ENDED_AT }', 'STARTED_AT'],
    [
      'transactions',
      'startedAt: { from: "2024-01-02T00:00:00Z", before: "2024-01-01T00:00:00Z" }',
      '',
      'must lie before',
    ],
    ['clients', 'createdAt: { from: "2024-01-02T00:00:00Z" }', ', orderBy: { field: SERIAL_NUMBER }', 'CREATED_AT'],
    ['exports', 'requestedAt: { from: "2024-01-02T00:00:00Z" }', ', orderBy: { field: STATE }', 'REQUESTED_AT'],
  ])('%s with { %s }%s are refused, and it is said what would be right', async (list, filter, order, right) => {
    const { errors, calls } = await ask(`{ ${list}(filter: { ${filter} }${order}) { nodes { uuid } } }`);
    expect(errors).toMatchObject([{ extensions: { code: 'BAD_USER_INPUT', argumentName: 'filter' } }]);
    expect(errors![0]!.message).toContain(right);
    expect(calls).toBe(0);
  });

  test('a journal that is looked at forty times a minute meets no limit', async () => {
    const list = 'transactions(first: 20, orderBy: { field: NUMBER, direction: DESC }) { nodes { number } }';
    for (let time = 0; time < 40; time += 1) {
      const answered = await ask(`{ tss(uuid: "${TSS}") { ${list} } }`, 'journal');
      expect(answered.errors).toBeUndefined();
      expect(numbers(answered)).toEqual(upTo(TOTAL, -1));
      expect(answered.calls).toBeLessThanOrEqual(3);
    }
  });
});
