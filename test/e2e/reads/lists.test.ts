import { randomInt } from 'node:crypto';
import fc from 'fast-check';
import type { Gateway } from '../../../src/gateway.js';
import { ListModel, type Manners, type ModelRow } from '../../datasources/list-model.js';
import type { Reply, StubUpstream } from '../../datasources/stub-upstream.js';
import { sized } from '../../support/run-size.js';
import { post } from '../support/start.js';
import { startStubbedGateway } from '../support/stub-gateway.js';

const uuid = (kind: number, number: number) => `${kind}0000000-0000-4000-8000-${String(number).padStart(12, '0')}`;
const [SHOP, TILL, OTHER_TILL] = [uuid(1, 1), uuid(2, 1), uuid(2, 2)];

let model = new ListModel();
/** What the upstream sends in the place of a row, which it sorts all the same. */
let breakRow: (row: ModelRow) => unknown = (row) => row;
let gateway: Gateway;
let stub: StubUpstream;
beforeAll(async () => {
  ({ gateway, stub } = await startStubbedGateway((received) => broken(model.answer(received)), {
    MAXIMUM_QUERY_COST: '100000',
    MAXIMUM_UPSTREAM_CALLS: '1000',
  }));
});
afterAll(() => gateway.close());
afterEach(() => {
  breakRow = (row) => row;
});

/** An answer of the upstream with its rows broken. */
function broken(reply: Reply): Reply {
  const rows = rowsIn(reply);
  if (!rows || typeof reply === 'function') return reply;
  return { ...reply, json: Object.assign({}, reply.json, { data: rows.map((row) => breakRow(row)) }) };
}

/** The rows of an answer; undefined if it is no list. */
function rowsIn(reply: Reply): readonly ModelRow[] | undefined {
  if (typeof reply === 'function') return undefined;
  return (reply.json as { readonly data?: readonly ModelRow[] }).data;
}

/** Each time with another token, as the upstream limits lists of a TSS for each. */
let callers = 0;
async function ask(query: string, variables: object = {}) {
  stub.takeCount();
  const authorization = `Bearer token-${(callers += 1)}`;
  const answer = await post(`${gateway.url}/graphql`, query, variables, { authorization });
  return { ...answer, calls: stub.takeCount() };
}

/** Lists of the graph, by where they are. */
const PLACES = {
  transactions: (page: string) => `{ list: transactions${page} }`,
  'tss.transactions': (page: string) => `{ parent: tss(uuid: "${SHOP}") { list: transactions${page} } }`,
  'client.transactions': (page: string) =>
    `{ parent: client(tssUuid: "${SHOP}", uuid: "${TILL}") { list: transactions${page} } }`,
  clients: (page: string) => `{ list: clients${page} }`,
  'tss.clients': (page: string) => `{ parent: tss(uuid: "${SHOP}") { list: clients${page} } }`,
  tssList: (page: string) => `{ list: tssList${page} }`,
  exports: (page: string) => `{ list: exports${page} }`,
} as const;
type ListName = keyof typeof PLACES;

interface Page {
  readonly ids: readonly string[];
  readonly end: string | null;
  readonly hasNextPage: boolean;
  readonly hasPreviousPage: boolean;
  /** Calls that it took, the parent's own aside. */
  readonly calls: number;
}

async function readPage(list: ListName, first: number, after: string | null, more = '', asksMore = true) {
  const cursor = after === null ? '' : `, after: "${after}"`;
  const info = `pageInfo { ${asksMore ? 'hasNextPage' : ''} hasPreviousPage endCursor }`;
  const page = `(first: ${first}${cursor}${more}) { nodes { uuid } ${info} }`;
  const { data, errors, calls } = await ask(PLACES[list](page));
  expect(errors).toBeUndefined();
  const { nodes, pageInfo } = (data!.parent ?? data!).list;
  const result: Page = {
    ids: nodes.map((node: { uuid: string }) => node.uuid),
    end: pageInfo.endCursor ?? after,
    hasNextPage: pageInfo.hasNextPage,
    hasPreviousPage: pageInfo.hasPreviousPage,
    calls: calls - (data!.parent ? 1 : 0),
  };
  return result;
}

/** All of a list, page by page, with something happening between them. */
async function readAll(
  list: ListName,
  first: number | (() => number),
  more = '',
  between: () => void = () => undefined,
  from: string | null = null,
) {
  const ids: string[] = [];
  const calls: number[] = [];
  for (let after = from; ;) {
    const page: Page = await readPage(list, typeof first === 'number' ? first : first(), after, more);
    ids.push(...page.ids);
    calls.push(page.calls);
    if (!page.hasNextPage) return { ids, calls };
    after = page.end;
    between();
  }
}

/** A shop that has sold, a sale a second. */
function shop(sales: number, manners: Manners = {}, changes: (index: number) => object = () => ({})) {
  model = new ListModel(manners);
  model.addTss(SHOP);
  model.addClient(SHOP, TILL);
  for (let index = 0; index < sales; index += 1) {
    model.addTransaction(SHOP, TILL, uuid(3, index), index + 1, {
      time_start: 1_700_000_000 + index,
      ...changes(index),
    });
  }
}

const NEWEST = ', orderBy: { field: NUMBER, direction: DESC }';

test('sales between the pages of the newest first come neither twice, nor is one left out', async () => {
  shop(50);
  const sell = () => {
    for (let sale = 0; sale < 2; sale += 1) {
      const number = model.transactions.length + 1;
      model.addTransaction(SHOP, TILL, uuid(3, number), number, { time_start: 1_800_000_000 });
    }
  };
  const { ids } = await readAll('tss.transactions', 10, NEWEST, sell);
  expect(ids).toEqual(Array.from({ length: 50 }, (_, index) => uuid(3, 49 - index)));
});

test('open transactions that are closed page by page are all seen', async () => {
  shop(12, {}, () => ({ state: 'ACTIVE' }));
  const ids: string[] = [];
  for (let after: string | null = null; ;) {
    const page: Page = await readPage('tss.transactions', 5, after, ', filter: { states: [ACTIVE] }');
    ids.push(...page.ids);
    for (const row of model.transactions) if (page.ids.includes(row._id)) row.state = 'FINISHED';
    if (!page.hasNextPage) break;
    after = page.end;
  }
  expect(ids).toEqual(Array.from({ length: 12 }, (_, index) => uuid(3, index)));
});

const TIED: readonly (readonly [list: ListName, order: string])[] = [
  ['transactions', ''],
  ['tss.transactions', ', orderBy: { field: STARTED_AT, direction: DESC }'],
  ['client.transactions', ', orderBy: { field: STARTED_AT }'],
];
// Small pages take most of the time, but go the same way in all lists.
const ofSmallPages = sized([TIED[randomInt(TIED.length)]!], TIED);
test.each([
  ...ofSmallPages.map((tied) => [10, ...tied] as const),
  ...[50, 99, 100].flatMap((first) => TIED.map((tied) => [first, ...tied] as const)),
])(
  '350 rows of one second, in another order with each answer, are each given once in pages of %d: %s%s',
  async (first, list, order) => {
    shop(370, { shufflesTies: true }, (index) => ({
      time_start: 1_700_000_000 + (index < 10 ? index : index < 360 ? 10 : index),
    }));
    const { ids } = await readAll(list, first, order);
    expect([...ids].sort()).toEqual(Array.from({ length: 370 }, (_, index) => uuid(3, index)));
  },
);

test.each(['39', '1000', '1000000000', '9007199254740993', '99999999999999999999'])(
  'a short list has nothing from the number %s on, and says so in two calls, or ten where its length is told wrong or not at all',
  async (from) => {
    for (const counter of [undefined, '0', '38', '5000', 'many']) {
      shop(38);
      model.tss = model.tss.map((row) => ({ ...row, transaction_counter: counter }));
      const { ids, calls } = await readPage('tss.transactions', 3, null, `, filter: { number: { from: "${from}" } }`);
      expect(ids).toEqual([]);
      const isTold = counter === '0' || counter === '38' || from === '39';
      expect(calls).toBeLessThanOrEqual(isTold ? 2 : 10);
    }
  },
);

test.each([7, 20, 50, 97])('a page of %d costs one call, as long as nothing has changed', async (first) => {
  shop(120);
  for (const list of ['transactions', 'tss.transactions', 'client.transactions'] as const) {
    const { ids, calls } = await readAll(list, first, '');
    expect(ids).toHaveLength(120);
    expect(calls).toEqual(calls.map(() => 1));
  }
});

test('pages of a hundred of a TSS cost one call', async () => {
  shop(250);
  let after: string | null = null;
  for (let pages = 0; pages < 3; pages += 1) {
    const page: Page = await readPage('tss.transactions', 100, after, '', false);
    expect(page).toMatchObject({ calls: 1, hasPreviousPage: pages > 0 });
    after = page.end;
  }
});

test('a cursor of another list, order or filter, an old one and any other text are refused, each with what would be right', async () => {
  shop(30);
  model.addClient(SHOP, OTHER_TILL);
  const { end } = await readPage('tss.transactions', 5, null);
  const old = Buffer.from('row:4').toString('base64url');
  const forged = [
    [],
    ['x'],
    ['x', 1, '', 1, 0],
    ['x', {}, 'aaaaaaaaaaa', 1, 0],
    ['x', 1, 'aaaaaaaaaaa', -1, 0],
    null,
    7,
  ];
  const refused = async (query: string) => {
    const { errors, calls } = await ask(query);
    expect(errors).toMatchObject([{ extensions: { code: 'BAD_USER_INPUT', argumentName: 'after' } }]);
    return { message: errors![0]!.message, calls };
  };
  for (const cursor of [
    old,
    'x',
    '',
    ...forged.map((members) => Buffer.from(JSON.stringify(members)).toString('base64url')),
  ]) {
    const { message } = await refused(PLACES['tss.transactions'](`(after: "${cursor}") { nodes { uuid } }`));
    expect(message).toContain('must be an unchanged cursor of this list');
  }
  for (const query of [
    PLACES.transactions(`(after: "${end}") { nodes { uuid } }`),
    PLACES['client.transactions'](`(after: "${end}") { nodes { uuid } }`),
    PLACES['tss.transactions'](`(after: "${end}"${NEWEST}) { nodes { uuid } }`),
    PLACES['tss.transactions'](`(after: "${end}", filter: { states: [ACTIVE] }) { nodes { uuid } }`),
    PLACES['tss.clients'](`(after: "${end}") { nodes { uuid } }`),
  ]) {
    expect((await refused(query)).message).toContain('is a cursor of another list');
  }
  const same = await readPage('tss.transactions', 5, end, ', orderBy: { field: NUMBER }');
  expect(same.ids[0]).toBe(uuid(3, 5));
});

test('lists have the order that the schema states, and all lists are asked for it', async () => {
  shop(3);
  const orders = async (query: string) => {
    stub.takeCount();
    await post(`${gateway.url}/graphql`, query, {}, { authorization: `Bearer token-${(callers += 1)}` });
    return stub.received.map(
      ({ path, query: asked }) => `${path.split('/').at(-1)} ${asked.get('order_by')} ${asked.get('order')}`,
    );
  };
  expect(await orders('{ tssList { nodes { uuid } } }')).toEqual(['tss time_creation asc']);
  expect(await orders('{ clients { nodes { uuid } } }')).toEqual(['client time_creation asc']);
  expect(await orders('{ exports { nodes { uuid } } }')).toEqual(['export time_request asc']);
  expect(await orders('{ transactions { nodes { uuid } } }')).toEqual(['tx time_start asc']);
  expect((await orders(PLACES['tss.transactions'](' { nodes { uuid } }'))).at(-1)).toBe('tx number asc');
  expect((await orders(PLACES['client.transactions'](' { nodes { uuid } }'))).at(-1)).toBe('tx number asc');
});

describe('random comings, leavings and pages', () => {
  /** What happens between two pages: so many rows come, with such keys, and such rows leave. */
  const happening = fc.record({
    comes: fc.array(fc.nat(60), { maxLength: 4 }),
    leaves: fc.array(fc.nat(10_000), { maxLength: 4 }),
  });
  const size = fc.oneof(fc.integer({ min: 1, max: 12 }), fc.constantFrom(48, 99, 100));
  const cases: readonly (readonly [ListName, string, keyof ListModel, string])[] = [
    ['transactions', 'STARTED_AT', 'transactions', 'time_start'],
    ['transactions', 'NUMBER', 'transactions', 'number'],
    ['tss.transactions', 'STARTED_AT', 'transactions', 'time_start'],
    ['tss.transactions', 'ENDED_AT', 'transactions', 'time_end'],
    ['client.transactions', 'STARTED_AT', 'transactions', 'time_start'],
    ['tss.clients', 'CREATED_AT', 'clients', 'time_creation'],
    ['clients', 'SERIAL_NUMBER', 'clients', 'serial_number'],
    ['tssList', 'INITIALIZED_AT', 'tss', 'time_init'],
    ['exports', 'EXPIRES_AT', 'exports', 'time_expiration'],
  ];

  test.each(cases)(
    '%s by %s: no row comes twice, none is left out that was there all the time, and they are in order',
    async (list, field, rowsName, member) => {
      await fc.assert(
        fc.asyncProperty(
          fc.array(fc.nat(60), { maxLength: 260 }),
          fc.array(fc.tuple(size, happening), { minLength: 1, maxLength: 30 }),
          fc.boolean(),
          fc.record({ shufflesTies: fc.boolean(), hasNullsFirst: fc.boolean() }),
          async (keys, steps, isDescending, manners) => {
            model = new ListModel(manners);
            model.addTss(SHOP);
            if (rowsName === 'transactions') model.addClient(SHOP, TILL);
            let made = 0;
            const isNullable = ['time_end', 'time_init', 'time_expiration'].includes(member);
            const add = (key: number) => {
              made += 1;
              const value = member === 'serial_number' ? `till ${String.fromCharCode(65 + key)}` : key;
              const changes = { [member]: isNullable && key > 40 ? undefined : value };
              if (rowsName === 'transactions') model.addTransaction(SHOP, TILL, uuid(3, made), made, changes);
              if (rowsName === 'clients') model.addClient(SHOP, uuid(2, 100 + made), changes);
              if (rowsName === 'tss') model.addTss(uuid(1, 100 + made), changes);
              if (rowsName === 'exports') model.addExport(SHOP, uuid(4, made), changes);
            };
            keys.forEach(add);
            const rows = () => model[rowsName as 'transactions'];
            const keyOf = new Map<string, unknown>();
            const note = () => {
              for (const row of rows()) keyOf.set(row._id, row[member] ?? null);
            };
            note();
            let stayed = new Set(rows().map(({ _id }) => _id));
            const seen: string[] = [];
            const order = `, orderBy: { field: ${field}, direction: ${isDescending ? 'DESC' : 'ASC'} }`;
            for (let after: string | null = null, step = 0; ; step += 1) {
              const [first, { comes, leaves }] = steps[step % steps.length]!;
              const page: Page = await readPage(list, first, after, order);
              seen.push(...page.ids);
              if (!page.hasNextPage) break;
              after = page.end;
              if (step > 60) continue;
              comes.forEach(add);
              note();
              for (const one of leaves) {
                const row = rows()[one % rows().length];
                if (row && (rowsName !== 'tss' || row._id !== SHOP)) rows().splice(rows().indexOf(row), 1);
              }
              const there = new Set(rows().map(({ _id }) => _id));
              stayed = new Set([...stayed].filter((id) => there.has(id)));
            }
            expect(new Set(seen).size).toBe(seen.length);
            expect([...stayed].filter((id) => !seen.includes(id))).toEqual([]);
            const shown = seen.map((id) => keyOf.get(id));
            const isOrdered = shown.every((key, index) => {
              const next = shown[index + 1];
              if (next === undefined || next === key) return true;
              if (key === null || next === null) return (key === null) === (manners.hasNullsFirst !== isDescending);
              return (key as number) < (next as number) !== isDescending;
            });
            expect(isOrdered).toBe(true);
          },
        ),
        { numRuns: sized(8, 20) },
      );
    },
    120_000,
  );
});

describe.each([false, true])('where the upstream gives rows that have not ended first: %s', (hasNullsFirst) => {
  const order = ', orderBy: { field: ENDED_AT }';
  const ended = (index: number, at?: number) => {
    model.addTransaction(SHOP, TILL, uuid(3, index), index, { time_end: at });
  };
  beforeEach(() => {
    model = new ListModel({ hasNullsFirst });
    model.addTss(SHOP);
    model.addClient(SHOP, TILL);
  });

  test('a page that had only such rows goes on, although all of them have left', async () => {
    ended(1);
    ended(2);
    const page = await readPage('tss.transactions', 1, null, order);
    expect(page).toMatchObject({ ids: [uuid(3, 1)], hasNextPage: true });
    model.transactions = [];
    for (let index = 10; index < 260; index += 1) ended(index, index);
    const { ids } = await readAll('tss.transactions', 50, order, undefined, page.end);
    expect(ids).toEqual(Array.from({ length: 250 }, (_, index) => uuid(3, 10 + index)));
  });

  test('a page that had only such rows goes on with those that stay, however many rows have ended meanwhile', async () => {
    for (let index = 1; index <= 20; index += 1) ended(index);
    const page = await readPage('tss.transactions', 10, null, order);
    for (let index = 101; index < 400; index += 1) ended(index, index);
    const { ids } = await readAll('tss.transactions', 50, order, undefined, page.end);
    const ofLater = ids.filter((id) => id > uuid(3, 100));
    expect(ids.filter((id) => id < uuid(3, 100))).toEqual(
      Array.from({ length: 10 }, (_, index) => uuid(3, 11 + index)),
    );
    expect(ofLater).toHaveLength(hasNullsFirst ? 299 : 0);
  });

  test('a page that had no such row goes on with those that stay, however many such rows have come meanwhile', async () => {
    for (let index = 1; index <= 20; index += 1) ended(index, index);
    const page = await readPage('tss.transactions', 10, null, order);
    for (let index = 101; index < 400; index += 1) ended(index);
    model.transactions = model.transactions.filter(({ _id }) => _id > uuid(3, 10));
    const { ids } = await readAll('tss.transactions', 50, order, undefined, page.end);
    expect(ids.filter((id) => id < uuid(3, 100))).toEqual(
      Array.from({ length: 10 }, (_, index) => uuid(3, 11 + index)),
    );
    expect(ids.filter((id) => id > uuid(3, 100))).toHaveLength(hasNullsFirst ? 0 : 299);
  });
});

test('text that the upstream sorts in another way than by its code units is paged through without a gap or a repeat', async () => {
  model = new ListModel({ compareText: (one, other) => one.localeCompare(other, 'en') });
  model.addTss(SHOP);
  const names = ['a', 'B', 'c', 'D', 'e', 'F', 'g', 'H', 'i', 'J'];
  names.forEach((name, index) => {
    model.addClient(SHOP, uuid(2, 100 + index), { serial_number: name });
  });
  let come = 0;
  const { ids } = await readAll('clients', 3, ', orderBy: { field: SERIAL_NUMBER }', () => {
    for (let index = 0; index < 10; index += 1) {
      come += 1;
      model.addClient(SHOP, uuid(2, 200 + come), { serial_number: `A${come}` });
    }
  });
  expect(ids.filter((id) => id < uuid(2, 200))).toEqual(names.map((_, index) => uuid(2, 100 + index)));
});

test('the first of each client are the same rows from the list of all as from their own, however the upstream orders ties', async () => {
  model = new ListModel({ shufflesTies: true });
  for (let shopIndex = 0; shopIndex < 4; shopIndex += 1) {
    model.addTss(uuid(1, shopIndex));
    for (let till = 0; till < 10; till += 1) model.addClient(uuid(1, shopIndex), uuid(2, shopIndex * 10 + till));
    // Every other TSS has begun at a later number and an earlier time.
    for (let sale = 0; sale < 100; sale += 1) {
      const changes = { time_start: 1_700_000_000 + (sale % 2 ? sale : -sale) };
      const [client, number] = [uuid(2, shopIndex * 10 + (sale % 10)), sale + 1 + (shopIndex % 2) * 20];
      model.addTransaction(uuid(1, shopIndex), client, uuid(3, shopIndex * 1_000 + sale), number, changes);
    }
  }
  for (const order of ['', ', orderBy: { field: NUMBER, direction: DESC }']) {
    const list = `transactions(first: 3${order}) { nodes { uuid } }`;
    const together = await ask(`{ clients(first: 40) { nodes { uuid tssUuid ${list} } } }`);
    expect(together.errors).toBeUndefined();
    expect(together.data!.clients.nodes).toHaveLength(40);
    for (const { uuid: id, tssUuid, transactions } of together.data!.clients.nodes) {
      if (sized(randomInt(3) > 0, false)) continue; // in each run others are asked for alone
      const alone = await ask(`{ client(tssUuid: "${tssUuid}", uuid: "${id}") { ${list} } }`);
      expect({ id, tssUuid, transactions }).toEqual({ id, tssUuid, ...alone.data!.client });
    }
  }
});

describe('rows that cannot be identified', () => {
  /** Ways to break a row. It says which row it is, and its place; not its place; not which row it is; nothing. */
  const ways: Readonly<Record<string, (row: ModelRow, member: string) => unknown>> = {
    'without a revision': (row) => ({ ...row, latest_revision: undefined }),
    'with another type of key': (row, member) => ({ ...row, latest_revision: 0, [member]: {} }),
    'without an id': (row) => ({ ...row, _id: undefined }),
    'that are no objects': () => null,
  };
  const orders = { NUMBER: 'number', STARTED_AT: 'time_start', ENDED_AT: 'time_end', STATE: 'state' } as const;
  const cases = Object.keys(ways).flatMap((way) =>
    (Object.keys(orders) as (keyof typeof orders)[]).map((field) => [way, field] as const),
  );

  /** A page as a list of numbers, null for each row that is shown as null. */
  async function numbers(list: ListName, page: string, authorization: string) {
    const asked = PLACES[list](`(${page}) { nodes { number } pageInfo { hasNextPage endCursor } }`);
    const { data, errors = [] } = await post(`${gateway.url}/graphql`, asked, {}, { authorization });
    const { nodes, pageInfo } = (data!.parent ?? data!).list;
    const shown: (number | null)[] = nodes.map((node: { number: string } | null) => node && Number(node.number));
    expect(errors).toHaveLength(shown.filter((number) => number === null).length);
    return { shown, pageInfo };
  }

  test.each(cases)(
    '%s, by %s, come once each and at their places, whatever the size of the pages',
    async (way, field) => {
      const member = orders[field];
      await fc.assert(
        fc.asyncProperty(
          fc.array(fc.boolean(), { minLength: 1, maxLength: 200, size: 'max' }),
          fc.oneof(fc.integer({ min: 7, max: 20 }), fc.constantFrom(48, 99, 100)),
          fc.boolean(),
          fc.constantFrom<ListName>('tss.transactions', 'client.transactions', 'transactions'),
          async (breaks, first, isDescending, list) => {
            // Three rows have the same time, so that rows of the same key are broken too; some have not ended.
            shop(breaks.length, {}, (index) => ({
              number: 3 * index + 1,
              time_start: 1_700_000_000 + Math.floor(index / 3),
              time_end: index % 4 === 0 ? undefined : 1_700_000_000 + Math.floor(index / 3),
            }));
            const isBroken = ({ number }: ModelRow) => breaks[(number - 1) / 3]!;
            breakRow = (row) => (row.number !== undefined && isBroken(row) ? ways[way]!(row, member) : row);
            const order = isDescending ? 'desc' : 'asc';
            const sorted = [0, 100].flatMap((offset) => {
              const query = new URLSearchParams({ order_by: member, order, limit: '100', offset: String(offset) });
              return rowsIn(model.answer({ ...stub.received[0]!, path: '/tx', query }))!;
            });
            const expected = sorted.map((row) => (isBroken(row) ? null : row.number));
            const seen: (number | null)[] = [];
            for (let after = ''; ;) {
              const orderBy = `orderBy: { field: ${field}, direction: ${order.toUpperCase()} }`;
              const { shown, pageInfo } = await numbers(
                list,
                `first: ${first}${after}, ${orderBy}`,
                `Bearer t-${(callers += 1)}`,
              );
              seen.push(...shown);
              if (!pageInfo.hasNextPage) break;
              after = `, after: "${pageInfo.endCursor}"`;
            }
            expect(seen).toEqual(expected);
          },
        ),
        { numRuns: sized(8, 15), endOnFailure: true },
      );
    },
  );

  // The first read of a span looks for its beginning; the next starts where that was found, and has fewer neighbours.
  test.each(['ASC', 'DESC'])(
    'are in a span or not by their own numbers, whatever is already known of it: %s',
    async (direction) => {
      shop(9);
      breakRow = (row) => (row.number <= 4 || row.number >= 8 ? ways['without a revision']!(row, 'number') : row);
      for (const list of ['tss.transactions', 'client.transactions'] as const) {
        const token = `Bearer t-${(callers += 1)}`;
        const span = async (from: number, to: number, first = 1) => {
          const page = `first: ${first}, filter: { number: { from: "${from}", to: "${to}" } }`;
          return (await numbers(list, `${page}, orderBy: { field: NUMBER, direction: ${direction} }`, token)).shown;
        };
        for (let time = 1; time <= 2; time += 1) {
          expect(await span(3, 3)).toEqual([null]);
          expect(await span(8, 8)).toEqual([null]);
          expect(await span(10, 12)).toEqual([]);
          expect(await span(5, 6, 9)).toEqual(direction === 'ASC' ? [5, 6] : [6, 5]);
          expect(await span(2, 5, 9)).toEqual(direction === 'ASC' ? [null, null, null, 5] : [5, null, null, null]);
        }
      }
    },
  );
});
