import { randomUUID } from 'node:crypto';
import { makeGatewayKey } from '../../../src/config/gateway-keys.js';
import type { Gateway } from '../../../src/gateway.js';
import { clientRow, page, transactionRow, tssRow } from '../../datasources/rows.js';
import { hang, type Received, type Reply, reset } from '../../datasources/stub-upstream.js';
import { type Answer, post } from '../support/start.js';
import { startStubbedGateway } from '../support/stub-gateway.js';

const uuid = (kind: number, number: number) => `${kind}0000000-0000-4000-8000-${String(number).padStart(12, '0')}`;
const TSS = [uuid(1, 0), uuid(1, 1), uuid(1, 2), uuid(1, 3)] as const;
const [A, B] = TSS;
/** Three tills of each TSS, two sales of each till. */
const clients = TSS.flatMap((tssId, tss) => [0, 1, 2].map((till) => clientRow(tssId, uuid(2, tss * 10 + till))));
const transactions = clients.flatMap(({ tss_id, _id }, client) =>
  [0, 1].map((sale) => {
    const number = (client % 3) * 2 + sale + 1;
    return transactionRow(tss_id, _id, uuid(3, client * 10 + sale), number, { metadata: { sale: String(number) } });
  }),
);
/** A transaction that was signed, whatever became of the answer. */
const STARTED = transactionRow(A, clients[0]!._id, uuid(3, 999), 9, {
  state: 'ACTIVE',
  revision: 1,
  latest_revision: 1,
});
const ofTss = <Row extends { readonly tss_id: string }>(rows: readonly Row[], tssId: string) =>
  rows.filter(({ tss_id }) => tss_id === tssId);

/** What an upstream does not answer for a caller, by its token. */
const silent = new Map<string, (received: Received) => boolean>();

function answer(received: Received): Reply {
  const { path, query, token = '', method } = received;
  if (silent.get(token)?.(received)) return hang;
  if (path === '/auth') return { json: { access_token: 'lent', access_token_expires_in: 3_600 } };
  const [, kind, tssId = '', inner, id, more] = path.split('/');
  if (method !== 'GET') return reset;
  if (kind === 'client') return page('CLIENT', clients, query);
  if (kind === 'tx') return page('TRANSACTION', transactions, query);
  if (tssId === '')
    return page(
      'TSS',
      few.has(token) ? [tssRow(A), tssRow(B)] : TSS.map((each) => tssRow(each, { metadata: { shop: 'x' } })),
      query,
    );
  if (inner === undefined) return { json: tssRow(tssId) };
  if (inner === 'client' && id === undefined) return page('CLIENT', ofTss(clients, tssId), query);
  if (inner === 'client' && more === undefined) return { json: clients.find(({ _id }) => _id === id) };
  if (inner === 'client')
    return page(
      'TRANSACTION',
      transactions.filter(({ client_id }) => client_id === id),
      query,
    );
  if (id === undefined) return page('TRANSACTION', ofTss(transactions, tssId), query);
  return { json: id === STARTED._id ? STARTED : transactions.find(({ _id }) => _id === id) };
}

const DEADLINE = 6_000;
/** Tokens for which there are but the first two TSS, so that no list over all TSS is worth reading. */
const few = new Set<string>();
let gateway: Gateway;
let lent: string;
beforeAll(async () => {
  const { key, entry } = makeGatewayKey('reader', 'READ', [A, B]);
  lent = key;
  ({ gateway } = await startStubbedGateway(answer, {
    QUERY_TIMEOUT_SECONDS: String(DEADLINE / 1_000),
    MUTATION_TIMEOUT_SECONDS: String(DEADLINE / 1_000),
    GATEWAY_KEYS: entry,
  }));
  await ask(SHOPS, () => false); // what is new to the process takes its time
});
afterAll(() => gateway.close());

/** Asks with a credential of its own, for which some of the upstream is silent. */
async function ask(query: string, isSilent: (received: Received) => boolean, hasFew = false): Promise<Answer> {
  const token = randomUUID();
  silent.set(token, isSilent);
  if (hasFew) few.add(token);
  return post(`${gateway.url}/graphql`, query, {}, { authorization: `Bearer ${token}` });
}

const SALES = 'transactions(first: 5) { nodes { number metadata { key value } } }';
const SHOPS = `{ tssList { nodes { uuid metadata { key } clients(first: 5) { nodes { uuid ${SALES} } } } } }`;
const at =
  (...paths: readonly string[]) =>
  ({ path }: Received) =>
    paths.includes(path);
const salesOf = (client: string) => (path: string) => path.endsWith(`/client/${client}/tx`);

/** What is wrong with an answer to `SHOPS`, by the paths at which it is null. */
function places({ data }: Answer): string[] {
  const found: string[] = [];
  const look = (value: unknown, path: string) => {
    if (value === null) found.push(path);
    else if (typeof value === 'object') for (const [key, each] of Object.entries(value)) look(each, `${path}.${key}`);
  };
  look(data, '');
  return found;
}

const CASES: readonly [
  title: string,
  query: string,
  isSilent: (received: Received) => boolean,
  nulls: string[],
  hasFew?: boolean,
][] = [
  ['the clients of one TSS of two', SHOPS, at(`/tss/${A}/client`), ['.tssList.nodes.0.clients'], true],
  ['the list of all clients, while those of each TSS answer', SHOPS, at('/client'), []],
  [
    'the list of all clients and that of one TSS',
    SHOPS,
    at('/client', `/tss/${A}/client`),
    ['.tssList.nodes.0.clients'],
  ],
  ['the list of all transactions, while those of the clients answer', SHOPS, at('/tx'), []],
  [
    'the transactions of one client, and all lists that hold them',
    SHOPS,
    ({ path }) => path === '/tx' || path === `/tss/${A}/tx` || salesOf(clients[1]!._id)(path),
    ['.tssList.nodes.0.clients.nodes.1.transactions'],
    true,
  ],
  [
    'a list at each of three levels',
    `{ a: tss(uuid: "${A}") { clients { nodes { uuid } } } ${SHOPS.slice(1)}`,
    ({ path }) =>
      path === `/tss/${A}` ||
      path === '/client' ||
      path === `/tss/${A}/client` ||
      path === '/tx' ||
      salesOf(clients[4]!._id)(path),
    ['.a', '.tssList.nodes.0.clients', '.tssList.nodes.1.clients.nodes.1.transactions'],
  ],
  [
    'the list of one TSS, under another name than what answers',
    `{ a: tss(uuid: "${A}") { clients(first: 5) { nodes { uuid ${SALES} } } } b: tss(uuid: "${B}") { clients(first: 5) { nodes { uuid ${SALES} } } } }`,
    at(`/tss/${A}/client`),
    ['.a.clients'],
  ],
  [
    'the list of all TSS, while each of them answers',
    `{ a: tss(uuid: "${A}") { state } b: tss(uuid: "${B}") { state } }`,
    at('/tss'),
    [],
  ],
  [
    'the clients of one TSS, of which single ones answer',
    `{ a: client(tssUuid: "${A}", uuid: "${clients[0]!._id}") { serialNumber } b: client(tssUuid: "${A}", uuid: "${clients[1]!._id}") { serialNumber } c: client(tssUuid: "${B}", uuid: "${clients[3]!._id}") { serialNumber } }`,
    at(`/tss/${A}/client`),
    [],
  ],
  [
    'one of two single clients, and the list of them',
    `{ a: client(tssUuid: "${A}", uuid: "${clients[0]!._id}") { serialNumber } b: client(tssUuid: "${A}", uuid: "${clients[1]!._id}") { serialNumber } }`,
    at(`/tss/${A}/client`, `/tss/${A}/client/${clients[0]!._id}`),
    ['.a'],
  ],
  ['all that the Backend has, while the Middleware answers', SHOPS, ({ host }) => host === 'BACKEND', []],
  ['everything', SHOPS, () => true, ['.tssList']],
];

// They are told apart by their tokens, so all of them may wait at the same time.
let asked: Promise<Answer>[];
let pageOfKey: Promise<Answer>;
let unanswered: Promise<Answer>;
beforeAll(() => {
  asked = CASES.map(([, query, isSilent, , hasFew]) => ask(query, isSilent, hasFew));
  silent.set('lent', at('/client'));
  pageOfKey = post(
    `${gateway.url}/graphql`,
    `{ clients { nodes { uuid } } tssList { nodes { uuid clients(first: 5) { nodes { uuid ${SALES} } } } } }`,
    {},
    { authorization: `Gateway-Key ${lent}` },
  );
  const { tss_id: tssUuid, client_id: clientUuid, _id: transactionUuid } = STARTED;
  const token = randomUUID();
  silent.set(token, ({ method }) => method === 'PUT');
  unanswered = post(
    `${gateway.url}/graphql`,
    'mutation ($input: StartTransactionInput!) { startTransaction(input: $input) { outcome userErrors { code } } }',
    { input: { tssUuid, clientUuid, transactionUuid } },
    { authorization: `Bearer ${token}` },
  );
});

describe('an upstream that does not answer', () => {
  test.each(CASES.map(([title, , , nulls], index) => [title, nulls, index] as const))(
    '%s costs just that, with UPSTREAM_TIMEOUT, before the deadline of all',
    async (_title, nulls, index) => {
      const answered = await asked[index]!;
      const { errors = [] } = answered;
      expect(places(answered).sort()).toEqual(nulls);
      expect(errors.map(({ path = [] }) => `.${path.join('.')}`).sort()).toEqual(nulls);
      // At the deadline it would be DEADLINE_EXCEEDED, whatever the machine is busy with.
      for (const { extensions } of errors)
        expect(extensions).toMatchObject({ code: 'UPSTREAM_TIMEOUT', retryable: true });
    },
  );
});

test('a page of a list that is put together for a gateway key hangs without the time of what else is asked', async () => {
  const { data, errors } = await pageOfKey;
  expect(data!.clients).toBeNull();
  expect(errors).toMatchObject([{ path: ['clients'], extensions: { code: 'UPSTREAM_TIMEOUT' } }]);
  expect(data!.tssList.nodes.map(({ clients: { nodes } }: any) => nodes.length)).toEqual([3, 3]);
});

test('a write that is not answered leaves time to read back that it was signed', async () => {
  const { data } = await unanswered;
  expect(data).toEqual({ startTransaction: { outcome: 'SIGNED', userErrors: [] } });
});

test('a login of the gateway itself that hangs ends in UPSTREAM_TIMEOUT before the deadline', async () => {
  const { gateway: before } = await startStubbedGateway(() => hang, { QUERY_TIMEOUT_SECONDS: '2' });
  const { data, errors } = await post(`${before.url}/graphql`, '{ tssList { nodes { uuid } } __typename }', {}, {});
  expect(data).toEqual({ tssList: null, __typename: 'Query' });
  expect(errors).toMatchObject([{ path: ['tssList'], extensions: { code: 'UPSTREAM_TIMEOUT' } }]);
  await before.close();
});

test('a gateway is ready while the Backend hangs and the Middleware answers', async () => {
  const { gateway: before } = await startStubbedGateway((received) =>
    received.host === 'BACKEND' ? hang : answer(received),
  );
  expect(await (await fetch(`${before.url}/readyz`)).json()).toEqual({ status: 'ready' });
  await before.close();
});
