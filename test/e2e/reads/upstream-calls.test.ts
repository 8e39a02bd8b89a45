import type { Gateway } from '../../../src/gateway.js';
import { clientRow, exportRow, page, transactionRow, tssRow } from '../../datasources/rows.js';
import { hang, type Received, refuse, type Reply, type StubUpstream } from '../../datasources/stub-upstream.js';
import { post } from '../support/start.js';
import { startStubbedGateway } from '../support/stub-gateway.js';

const uuid = (kind: number, number: number) => `${kind}0000000-0000-4000-8000-${String(number).padStart(12, '0')}`;

/**
 * Ten shops of twenty tills; the eleventh has as many tills as one may have, the twelfth one busy till with 250 sales,
 * the other of its tills is DEREGISTERED.
 */
const tssIds = Array.from({ length: 12 }, (_, index) => uuid(1, index));
const BUSY = tssIds[11]!;
const clients = tssIds.flatMap((tssId, tss) =>
  Array.from({ length: tss === 10 ? 199 : tss === 11 ? 2 : 20 }, (_, index) => ({
    ...clientRow(tssId, uuid(2, tss * 1_000 + index)),
    state: tss === 11 && index === 1 ? ('DEREGISTERED' as const) : ('REGISTERED' as const),
    metadata: { till: String(index) },
  })),
);
const ofTss = (tssId: string) => clients.filter(({ tss_id }) => tss_id === tssId);
/** Fifty sales of each of the first ten shops, till after till, then those of the busy one. */
const transactions = [
  ...Array.from({ length: 50 }, (_, index) =>
    tssIds.slice(0, 10).map((tssId, tss) => {
      const { _id } = ofTss(tssId)[index % 20]!;
      return transactionRow(tssId, _id, uuid(3, tss * 1_000 + index), index + 1, { metadata: { sale: 'yes' } });
    }),
  ).flat(),
  ...Array.from({ length: 250 }, (_, index) =>
    transactionRow(BUSY, ofTss(BUSY)[0]!._id, uuid(3, 11_000 + index), index + 1),
  ),
];
const exports = [exportRow(tssIds[0]!, uuid(4, 0), { state: 'COMPLETED' })];

function answer({ path, query }: Received): Reply {
  const [, kind, tssId = '', inner, id, more] = path.split('/');
  const sales = query.get('order') === 'desc' ? transactions.toReversed() : transactions;
  if (kind === 'client') return page('CLIENT', clients, query);
  if (kind === 'tx') return page('TRANSACTION', sales, query);
  if (kind === 'export') return page('EXPORT', exports, query);
  if (tssId === '')
    return page(
      'TSS',
      tssIds.map((each) => tssRow(each, { metadata: { shop: 'x' } })),
      query,
    );
  const one = (rows: readonly { readonly _id: string }[], code: string): Reply => {
    const found = rows.find(({ _id }) => _id === id);
    return found ? { json: found } : refuse(404, code);
  };
  if (inner === undefined) return tssIds.includes(tssId) ? { json: tssRow(tssId) } : refuse(404, 'E_TSS_NOT_FOUND');
  if (inner === 'client' && id === undefined) return page('CLIENT', ofTss(tssId), query);
  if (inner === 'client' && more === 'tx') {
    return page(
      'TRANSACTION',
      sales.filter(({ client_id }) => client_id === id),
      query,
    );
  }
  if (inner === 'client') return one(ofTss(tssId), 'E_CLIENT_NOT_FOUND');
  if (inner === 'export') return id === undefined ? page('EXPORT', exports, query) : one(exports, 'E_EXPORT_NOT_FOUND');
  const own = transactions.filter(({ tss_id }) => tss_id === tssId);
  if (id === undefined)
    return page(
      'TRANSACTION',
      sales.filter(({ tss_id }) => tss_id === tssId),
      query,
    );
  if (more === 'log')
    return (response) => void response.writeHead(200, { 'content-type': 'application/octet-stream' }).end('x');
  const revision = query.get('tx_revision');
  const found = own.find(({ _id, number }) => _id === id || String(number) === id);
  return found
    ? { json: revision === '1' ? { ...found, revision: 1, state: 'ACTIVE' } : found }
    : refuse(404, 'E_TX_NOT_FOUND');
}

let gateway: Gateway;
let stub: StubUpstream;
/** What a test has the upstream do instead. */
let other: (received: Received) => Reply | undefined = () => undefined;
beforeAll(async () => {
  ({ gateway, stub } = await startStubbedGateway((received) => other(received) ?? answer(received), {
    MAXIMUM_QUERY_COST: '100000',
    QUERY_TIMEOUT_SECONDS: '6',
  }));
});
afterAll(() => gateway.close());
afterEach(() => {
  other = () => undefined;
});

/** Each with a token of its own, so that no limit of calls a minute meets another. */
let callers = 0;
async function ask(query: string) {
  stub.takeCount();
  const answered = await post(`${gateway.url}/graphql`, query, {}, { authorization: `Bearer token-${(callers += 1)}` });
  return { ...answered, calls: stub.takeCount() };
}

const tss = (index: number, fields: string) => `tss(uuid: "${tssIds[index]}") { ${fields} }`;
const client = (index: number, number: number, fields: string) =>
  `client(tssUuid: "${tssIds[index]}", uuid: "${ofTss(tssIds[index]!)[number]!._id}") { ${fields} }`;
const sale = (index: number, number: number, fields: string) =>
  `transaction(tssUuid: "${tssIds[index]}", number: "${number}") { ${fields} }`;
/** Cursors stand in the queries as `END(list, rows)`: that of so many rows of a list, which is asked for before. */
const END = /END\((\w+), (\d+)\)/g;
const LISTS: Readonly<Record<string, (page: string) => string>> = {
  clients: (page) => `{ parent: ${tss(10, `list: clients${page}`)} }`,
  all: (page) => `{ list: transactions${page} }`,
  busy: (page) => `{ parent: ${tss(11, `list: transactions${page}`)} }`,
};
async function endOf(list: string, rows: number): Promise<string> {
  let after: string | null = null;
  for (let left = rows; left > 0; left -= 100) {
    const { data } = await ask(
      LISTS[list]!(
        `(first: ${Math.min(left, 100)}${after === null ? '' : `, after: "${after}"`}) { pageInfo { endCursor } }`,
      ),
    );
    after = (data!.parent ?? data!).list.pageInfo.endCursor;
  }
  return after!;
}
async function withCursors(query: string): Promise<string> {
  const cursors = new Map<string, string>();
  for (const [text, list, rows] of query.matchAll(END)) cursors.set(text, await endOf(list!, Number(rows)));
  return query.replaceAll(END, (text) => cursors.get(text)!);
}
const after = (list: string, count: number) => `transactions(first: 100, after: "END(${list}, ${count})")`;

test.each<[string, number, string]>([
  ['nothing of the upstream', 0, '{ __typename }'],
  ['one TSS', 1, `{ ${tss(0, 'uuid')} }`],
  ['one TSS under two names', 1, `{ a: ${tss(0, 'uuid')} b: ${tss(0, 'state')} }`],
  ['one TSS in a fragment and beside it', 1, `{ ${tss(0, 'uuid')} ...Q } fragment Q on Query { ${tss(0, 'state')} }`],
  ['three TSS', 1, `{ a: ${tss(0, 'uuid')} b: ${tss(1, 'uuid')} c: ${tss(2, 'uuid')} }`],
  ['a list and one of it', 2, `{ tssList { nodes { uuid } } ${tss(0, 'uuid')} }`],
  ['metadata of a list', 1, '{ tssList { nodes { metadata { key } } } }'],
  ['one client with its TSS', 2, `{ ${client(0, 0, 'uuid tss { uuid }')} }`],
  ['two clients of one TSS', 1, `{ a: ${client(0, 0, 'uuid')} b: ${client(0, 1, 'uuid')} }`],
  ['clients of three TSS', 1, `{ a: ${client(0, 0, 'uuid')} b: ${client(1, 0, 'uuid')} c: ${client(2, 0, 'uuid')} }`],
  ['a client that is deregistered', 1, `{ ${client(11, 1, 'state')} }`],
  ['clients of a TSS, back to it', 2, `{ ${tss(0, 'clients { nodes { tss { uuid } metadata { key } } }')} }`],
  ['whether clients follow', 2, `{ ${tss(0, 'clients(first: 5) { pageInfo { hasNextPage } }')} }`],
  ['whether clients follow a full page', 3, `{ ${tss(10, 'clients(first: 100) { pageInfo { hasNextPage } }')} }`],
  [
    '199 clients on two pages',
    3,
    `{ ${tss(10, `a: clients(first: 100) { nodes { uuid } } b: clients(first: 100, after: "END(clients, 100)") { nodes { uuid } }`)} }`,
  ],
  ['one transaction by number', 1, `{ ${sale(0, 1, 'uuid')} }`],
  ['one transaction with client and TSS', 3, `{ ${sale(0, 1, 'client { uuid } tss { uuid }')} }`],
  ['one transaction by number, twice', 1, `{ a: ${sale(0, 1, 'uuid')} b: ${sale(0, 1, 'state')} }`],
  ['a past revision beside the newest', 2, `{ ${sale(0, 1, 'uuid revisionAt(number: 1) { state }')} }`],
  ['all revisions', 2, `{ ${sale(0, 1, 'revisions { state }')} }`],
  ['a signed log', 2, `{ ${sale(0, 1, 'signedLog { bytes }')} }`],
  [
    'a hundred transactions with client and TSS',
    // The first page of all clients holds those of five shops, which shows that the second one pays.
    4,
    '{ transactions(first: 100) { nodes { client { uuid } tss { uuid } metadata { key } } } }',
  ],
  [
    'two hundred with client and TSS',
    5,
    `{ a: transactions(first: 100) { nodes { client { uuid } tss { uuid } } } b: ${after('all', 100)} { nodes { client { uuid } tss { uuid } } } }`,
  ],
  [
    '250 transactions on three pages',
    4,
    `{ ${tss(11, `a: transactions(first: 100) { nodes { uuid } } b: ${after('busy', 100)} { nodes { uuid } } c: ${after('busy', 200)} { nodes { uuid } }`)} }`,
  ],
  ['no open transactions, which is not known', 2, `{ ${tss(0, 'openTransactions { nodes { uuid } }')} }`],
  [
    'transactions of all clients of a TSS',
    3,
    `{ ${tss(0, 'clients(first: 20) { nodes { transactions(first: 5) { nodes { uuid } } } }')} }`,
  ],
  [
    'ten shops, their tills, two sales of each',
    // Of four hundred rows four pages: numbers tell that they follow each other.
    7,
    '{ tssList(first: 10) { nodes { metadata { key } clients(first: 20) { nodes { metadata { key } transactions(first: 2, orderBy: { field: NUMBER }) { nodes { number metadata { key } } } } } } } }',
  ],
  [
    'exports of a TSS, and one of them',
    3,
    `{ ${tss(0, 'exports { nodes { state } }')} export(tssUuid: "${tssIds[0]}", uuid: "${uuid(4, 0)}") { state } }`,
  ],
])('%s: %d calls', async (_shape, expected, query) => {
  const { errors, calls } = await ask(await withCursors(query));
  expect(errors).toBeUndefined();
  expect(calls).toBe(expected);
});

test('a row that is missing costs a call more, and fails alone', async () => {
  const gone = `client(tssUuid: "${tssIds[0]}", uuid: "${uuid(2, 999_999)}") { uuid }`;
  const { data, errors, calls } = await ask(`{ a: ${client(0, 0, 'uuid')} b: ${client(0, 1, 'uuid')} c: ${gone} }`);
  expect(calls).toBe(2);
  expect([data!.a, data!.b].every(Boolean)).toBe(true);
  expect(errors).toMatchObject([{ path: ['c'], extensions: { code: 'CLIENT_NOT_FOUND' } }]);
});

test('a page that fails takes its rows with it, and leaves the others', async () => {
  other = ({ path, query }) =>
    path === '/client' && query.get('offset') === '100' ? refuse(400, 'E_FAILED_SCHEMA_VALIDATION') : undefined;
  const { data, errors, calls } = await ask(
    '{ tssList(first: 10) { nodes { clients(first: 20) { nodes { uuid } } } } }',
  );
  // The first page holds the tills of five shops; those of the others are read by themselves.
  expect(errors).toBeUndefined();
  expect(data!.tssList.nodes.every((each: any) => each.clients.nodes.length === 20)).toBe(true);
  expect(calls).toBe(1 + 2 + 5);
});

test('a list that hangs leaves what was read', async () => {
  other = ({ path }) => (path.endsWith('/tx') ? hang : undefined);
  const { data, errors } = await ask(
    `{ ${tss(0, 'uuid clients(first: 1) { nodes { uuid } } transactions { nodes { uuid } }')} }`,
  );
  expect(data!.tss).toMatchObject({ uuid: tssIds[0], clients: { nodes: [{}] }, transactions: null });
  expect(errors).toMatchObject([{ path: ['tss', 'transactions'], extensions: { code: 'UPSTREAM_TIMEOUT' } }]);
});

test('what two organizations ask at once is asked for each of them', async () => {
  const query = '{ tssList { nodes { uuid clients(first: 3) { nodes { uuid } } } } }';
  stub.takeCount();
  const both = await Promise.all(
    ['one', 'two'].map((token) => post(`${gateway.url}/graphql`, query, {}, { authorization: `Bearer ${token}` })),
  );
  expect(both.map(({ errors }) => errors)).toEqual([undefined, undefined]);
  const tokens = stub.received.map(({ token }) => token);
  expect(tokens.filter((token) => token === 'one')).toHaveLength(tokens.length / 2);
});
