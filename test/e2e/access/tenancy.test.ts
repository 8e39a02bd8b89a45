import { randomUUID } from 'node:crypto';
import { makeGatewayKey } from '../../../src/config/gateway-keys.js';
import { buildSchema } from '../../../src/resolvers/build-schema.js';
import { encodeGlobalId } from '../../../src/schema/common/node.js';
import { Secret } from '../../../src/secret.js';
import { demo } from '../../../src/sandbox/index.js';
import { clientRow, page, transactionRow, tssRow } from '../../datasources/rows.js';
import { StubUpstream } from '../../datasources/stub-upstream.js';
import { runSandbox } from '../../sandbox/support/running-sandbox.js';
import { sized } from '../../support/run-size.js';
import { ask } from '../support/ask.js';
import { startTestGateway, type TestGateway } from '../support/start.js';
import { overWebSocket } from '../support/subscribe.js';

/** Somebody with a TSS of its own: an organization with its token, or a gateway key that is for this TSS only. */
interface Tenant {
  readonly index: number;
  readonly headers: Record<string, string>;
  readonly tssUuid: string;
  readonly clientUuid: string;
}

const PIN = 'tenant-pin';
/** The same for all tenants. */
const SALES = Array.from({ length: sized(8, 25) }, () => randomUUID());
const organizations = ['one', 'two'].map((name) => ({
  key: `key-${name}`,
  secret: new Secret(`secret-${name}`),
  organizationId: randomUUID(),
  environment: 'TEST' as const,
}));
const keys = [1, 2].map(() => {
  const tssUuid = randomUUID();
  return { tssUuid, ...makeGatewayKey(`shop-${tssUuid.slice(0, 8)}`, 'ADMIN', [tssUuid]) };
});
const office = makeGatewayKey('office', 'ADMIN', []);
const officeHeaders = { authorization: `Gateway-Key ${office.key}` };

let gateway: TestGateway;
let tenants: readonly Tenant[];
const [ofKeys, ofTokens] = [() => tenants.slice(0, 2), () => tenants.slice(2)];

const PROVISION = `mutation ($input: ProvisionTssInput!) { provisionTss(input: $input) { userErrors { code message } } }`;
async function provision(index: number, headers: Record<string, string>, tssUuid: string): Promise<Tenant> {
  const clientUuid = randomUUID();
  const clients = [{ uuid: clientUuid, serialNumber: `TENANT ${index}` }];
  const { data } = await gateway.post(PROVISION, { input: { tssUuid, adminPin: PIN, clients } }, headers);
  expect(data!.provisionTss.userErrors).toEqual([]);
  return { index, headers, tssUuid, clientUuid };
}

beforeAll(async () => {
  const sandbox = await runSandbox({ demo: true, apiKeys: organizations, limits: { liveTestTss: Infinity } });
  gateway = await startTestGateway({
    FISKALY_API_KEY: demo.apiKey,
    FISKALY_API_SECRET: demo.apiSecret,
    FISKALY_MIDDLEWARE_URL: sandbox.middlewareUrl,
    FISKALY_BACKEND_URL: sandbox.backendUrl,
    GATEWAY_KEYS: [...keys, office].map(({ entry }) => entry).join(' '),
  });
  const made: Tenant[] = [];
  for (const { key, tssUuid } of keys) {
    made.push(await provision(made.length + 1, { authorization: `Gateway-Key ${key}` }, tssUuid));
  }
  for (const { key, secret } of organizations) {
    const input = { apiKey: { key, secret: secret.reveal() } };
    const { authenticate } = await gateway.client.Authenticate({ input });
    const headers = { authorization: `Bearer ${authenticate.session!.accessToken}` };
    made.push(await provision(made.length + 1, headers, randomUUID()));
  }
  tenants = made;
});
afterAll(() => gateway.close());

const SIGN = `mutation ($input: SignReceiptInput!) {
  signReceipt(input: $input) { outcome transaction { ...T } userErrors { code message } query { viewer { tssUuids organizationUuid } } }
} fragment T on Transaction { id uuid tssUuid clientUuid clientSerialNumber raw { text } tss { uuid } client { uuid } verification { valid } }`;
const READ = `query ($tssUuid: UUID!, $uuid: UUID!, $id: ID!) {
  transaction(tssUuid: $tssUuid, uuid: $uuid) { ...T }
  node(id: $id) { ... on Transaction { ...T } }
  tssList { nodes { uuid } }
  clients { nodes { uuid tssUuid transactions(first: 5) { nodes { tssUuid } } } }
  transactions(first: 5) { nodes { ...T } }
} fragment T on Transaction { id uuid tssUuid clientUuid clientSerialNumber raw { text } tss { uuid } client { uuid } verification { valid } }`;

const amountOf = (tenant: Tenant, sale: number) => `${tenant.index}.${String(sale).padStart(2, '0')}`;
const expected = (tenant: Tenant, sale: number) => {
  const amount = amountOf(tenant, sale);
  return {
    id: encodeGlobalId({ type: 'Transaction', tssId: tenant.tssUuid, transactionId: SALES[sale]! }),
    uuid: SALES[sale],
    tssUuid: tenant.tssUuid,
    clientUuid: tenant.clientUuid,
    clientSerialNumber: `TENANT ${tenant.index}`,
    raw: { text: `Beleg^${amount}_0.00_0.00_0.00_0.00^${amount}:Bar` },
    tss: { uuid: tenant.tssUuid },
    client: { uuid: tenant.clientUuid },
    verification: { valid: true },
  };
};

async function sellAndRead(tenant: Tenant, sale: number): Promise<void> {
  const amount = amountOf(tenant, sale);
  const { tssUuid, clientUuid, headers } = tenant;
  const input = {
    tssUuid,
    clientUuid,
    transactionUuid: SALES[sale],
    receipt: {
      amountsPerVatRate: [{ vatRate: 'NORMAL', amount }],
      amountsPerPaymentType: [{ paymentType: 'CASH', amount }],
    },
  };
  const signed = (await gateway.post(SIGN, { input }, headers)).data!.signReceipt;
  expect(signed).toMatchObject({ outcome: 'SIGNED', transaction: expected(tenant, sale), userErrors: [] });
  const { data, errors } = await gateway.post(READ, { tssUuid, uuid: SALES[sale], id: signed.transaction.id }, headers);
  expect(errors).toBeUndefined();
  expect(data!.transaction).toEqual(expected(tenant, sale));
  expect(data!.node).toEqual(expected(tenant, sale));
  expect(data!.tssList.nodes).toEqual([{ uuid: tssUuid }]);
  expect(data!.clients.nodes).toMatchObject([{ uuid: clientUuid, tssUuid }]);
  for (const row of [...data!.transactions.nodes, ...data!.clients.nodes[0].transactions.nodes]) {
    expect(row.tssUuid).toBe(tssUuid);
  }
  for (const row of data!.transactions.nodes.filter(({ raw }: { raw: unknown }) => raw)) {
    expect(row).toEqual(expected(tenant, SALES.indexOf(row.uuid)));
  }
}

test('four tenants who sell with the same UUIDs at once get their own answers and none of another, every one of them', async () => {
  const work = SALES.flatMap((_, sale) => tenants.map((tenant) => () => sellAndRead(tenant, sale)));
  // 50 callers at a time, tenants in turn.
  const callers = Array.from({ length: 50 }, async () => {
    for (let next = work.shift(); next; next = work.shift()) await next();
  });
  await Promise.all(callers);
}, 180_000);

test('an organization is refused what is of another, in whatever way it asks', async () => {
  const [one, other] = ofTokens() as [Tenant, Tenant];
  const id = encodeGlobalId({ type: 'Tss', tssId: other.tssUuid });
  const query = `query ($tss: UUID!, $id: ID!) { tss(uuid: $tss) { uuid } node(id: $id) { id } transaction(tssUuid: $tss, number: "1") { uuid } }`;
  const { data, errors } = await gateway.post(query, { tss: other.tssUuid, id }, one.headers);
  expect(data).toEqual({ tss: null, node: null, transaction: null });
  expect(errors!.map(({ extensions }) => extensions.code)).toEqual(Array(3).fill('ACCESS_DENIED'));
});

const schema = buildSchema();
/** Whether one of its arguments can name a TSS. */
const namesTss = ({ args }: { readonly args: readonly { readonly type: unknown }[] }) =>
  args.some(({ type }) => /^(UUID|ID)!$/.test(String(type)));
describe('a gateway key for one TSS', () => {
  const queries = Object.values(schema.getQueryType()!.getFields()).filter(namesTss);
  const mutations = Object.values(schema.getMutationType()!.getFields()).filter(({ name }) => name !== 'authenticate');

  test.each(queries.map((field) => [field.name, field] as const))(
    'is refused %s of another one without any call, and its neighbours are answered',
    async (name, field) => {
      const [one, other] = ofKeys() as [Tenant, Tenant];
      const { query, variables } = ask('query', field, other.tssUuid);
      // Which needs one of two arguments, neither of which is required.
      const complete = name === 'transaction' ? query.replace('tssUuid: $tssUuid', '$&, number: "1"') : query;
      const { data, errors, extensions } = await gateway.post(
        complete.replace('{', '{ viewer { tssUuids } '),
        variables,
        one.headers,
      );
      expect(data).toEqual({ viewer: { tssUuids: [one.tssUuid] }, [name]: null });
      expect(errors).toMatchObject([{ path: [name], extensions: { code: 'FORBIDDEN', retryable: false } }]);
      expect(extensions!.upstream.calls).toBe(0);
    },
  );

  test('is refused every kind of object of another one by global id, and each alone', async () => {
    const [one, other] = ofKeys() as [Tenant, Tenant];
    const at = { tssId: other.tssUuid };
    const foreign = [
      encodeGlobalId({ type: 'Tss', ...at }),
      encodeGlobalId({ type: 'Client', ...at, clientId: other.clientUuid }),
      encodeGlobalId({ type: 'Transaction', ...at, transactionId: SALES[0]! }),
      encodeGlobalId({ type: 'Transaction', ...at, transactionId: SALES[0]!, revision: 1 }),
      encodeGlobalId({ type: 'Export', ...at, exportId: randomUUID() }),
    ];
    const own = encodeGlobalId({ type: 'Tss', tssId: one.tssUuid });
    const query = `query ($ids: [ID!]!) { nodes(ids: $ids) { id } }`;
    const { data, errors } = await gateway.post(query, { ids: [own, ...foreign] }, one.headers);
    expect(data!.nodes).toEqual([{ id: own }, ...foreign.map(() => null)]);
    expect(errors!.map(({ extensions }) => extensions.code)).toEqual(foreign.map(() => 'FORBIDDEN'));
  });

  test.each(mutations.map((field) => [field.name, field] as const))(
    'is refused %s on another one without any call',
    async (name, field) => {
      const [one, other] = ofKeys() as [Tenant, Tenant];
      const { query, variables } = ask('mutation', field, other.tssUuid);
      const { data, errors = [], extensions } = await gateway.post(query, variables, one.headers);
      const codes = data?.[name]?.userErrors.map(({ code }: { code: string }) => code);
      // Callers of the gateway's key cannot open admin mode by hand, on whichever TSS.
      if (codes?.[0] !== 'OWN_TOKEN_REQUIRED') expect({ codes, errors }).toEqual({ codes: ['FORBIDDEN'], errors: [] });
      expect(extensions!.upstream.calls).toBe(0);
    },
  );

  test('sees in lists over all TSS its own rows only, page by page as if there were no others', async () => {
    const all = async (name: string, fields: string, first: number, headers: Record<string, string>) => {
      const rows: { readonly tssUuid?: string; readonly uuid: string }[] = [];
      for (let after: string | null = null; ;) {
        const query = `query ($first: Int!, $after: String) { ${name}(first: $first, after: $after) { nodes { ${fields} } pageInfo { hasNextPage endCursor } } }`;
        const { data, errors } = await gateway.post(query, { first, after }, headers);
        expect(errors).toBeUndefined();
        rows.push(...data![name].nodes);
        if (!data![name].pageInfo.hasNextPage) return rows;
        after = data![name].pageInfo.endCursor;
      }
    };
    for (const { headers, tssUuid } of ofKeys()) {
      for (const [name, fields] of [
        ['tssList', 'uuid'],
        ['clients', 'uuid tssUuid'],
        ['transactions', 'uuid tssUuid number'],
      ] as const) {
        const visible = await all(name, fields, 100, officeHeaders);
        const own = visible.filter((row) => (row.tssUuid ?? row.uuid) === tssUuid);
        expect(own.length).toBeGreaterThan(0);
        expect(own.length).toBeLessThan(visible.length);
        for (const first of [1, 7, 100]) expect(await all(name, fields, first, headers)).toEqual(own);
      }
    }
  });

  test('is refused subscriptions to another one', async () => {
    const [one, other] = ofKeys() as [Tenant, Tenant];
    for (const field of Object.values(schema.getSubscriptionType()!.getFields())) {
      const response = await fetch(`${gateway.url}/graphql/stream`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', accept: 'text/event-stream', ...one.headers },
        body: JSON.stringify(ask('subscription', field, other.tssUuid)),
      });
      const text = await response.text(); // it ends by itself
      expect(text).toContain('"code":"FORBIDDEN"');
      expect(text).not.toContain('"data":{');
    }
  });

  test('is given subscriptions to its own one', async () => {
    const [one] = ofKeys() as [Tenant, Tenant];
    const query = `subscription { tssChanged(tssUuid: "${one.tssUuid}") { uuid } }`;
    const subscription = overWebSocket(gateway.url)(query, {}, one.headers.authorization);
    expect(await subscription.result(0)).toEqual({ data: { tssChanged: { uuid: one.tssUuid } } });
    subscription.stop();
  });

  test('with the same credential at the upstream as another key, is not let into its admin step', async () => {
    const [one, other] = ofKeys() as [Tenant, Tenant];
    const create = (tenant: Tenant, tssUuid: string) =>
      gateway.post(
        `mutation ($input: CreateClientInput!) { createClient(input: $input) { client { uuid } userErrors { code } } }`,
        { input: { tssUuid, clientUuid: randomUUID(), serialNumber: `S ${randomUUID()}`, adminPin: PIN } },
        tenant.headers,
      );
    const [own, foreign] = await Promise.all([create(other, other.tssUuid), create(one, other.tssUuid)]);
    expect(own.data!.createClient.userErrors).toEqual([]);
    expect(foreign.data!.createClient).toEqual({ client: null, userErrors: [{ code: 'FORBIDDEN' }] });
  });
});

const QUERIES = sized(60, 600);
test(`two tokens that see other data under the very same ids never get one another’s, in ${QUERIES} interleaved queries`, async () => {
  const [tssUuid, uuid] = [randomUUID(), randomUUID()];
  const stub = await StubUpstream.start(async ({ path, query, token = '' }) => {
    await new Promise((resolve) => setTimeout(resolve, Math.random() * 20));
    const tss = tssRow(tssUuid, { description: token });
    const client = { ...clientRow(tssUuid, uuid), serial_number: token };
    const transaction = transactionRow(tssUuid, uuid, uuid, 1, { client_serial_number: token });
    if (path === '/tss') return page('TSS', [tss], query);
    if (path.endsWith('/client')) return page('CLIENT', [client], query);
    if (path.endsWith('/tx')) return page('TRANSACTION', [transaction], query);
    return { json: path.includes('/tx/') ? transaction : path.includes('/client/') ? client : tss };
  });
  const other = await startTestGateway({
    FISKALY_MIDDLEWARE_URL: stub.settings.middlewareUrl,
    FISKALY_BACKEND_URL: stub.settings.backendUrl,
  });
  const query = `query ($tss: UUID!, $uuid: UUID!) {
    tss(uuid: $tss) { description clients { nodes { serialNumber } } }
    client(tssUuid: $tss, uuid: $uuid) { serialNumber tss { description } }
    transaction(tssUuid: $tss, uuid: $uuid) { clientSerialNumber client { serialNumber } }
    transactions { nodes { clientSerialNumber tss { description } } }
  }`;
  const tokens = Array.from({ length: QUERIES }, (_, index) => `token-${index % 2}`);
  const answers = await Promise.all(
    tokens.map((token) => other.post(query, { tss: tssUuid, uuid }, { authorization: `Bearer ${token}` })),
  );
  await other.close();
  for (const [index, { text }] of answers.entries()) {
    expect(text.match(/token-\d/g)).toEqual(Array(8).fill(tokens[index]));
  }
}, 120_000);
