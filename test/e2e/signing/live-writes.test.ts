import { randomUUID } from 'node:crypto';
import { buildSchema } from '../../../src/resolvers/build-schema.js';
import { clientRow, page, transactionRow, tssRow } from '../../datasources/rows.js';
import { type Received, type Reply, refuse, StubUpstream } from '../../datasources/stub-upstream.js';
import { ask } from '../support/ask.js';
import { startTestGateway, type TestGateway } from '../support/start.js';

const mutations = Object.values(buildSchema().getMutationType()!.getFields()).filter(
  ({ name }) => name !== 'authenticate',
);
/** What a token says of itself, which anybody can make up. */
const claimsTest = `e30.${Buffer.from(JSON.stringify({ env: 'TEST', organization_id: randomUUID() })).toString('base64url')}.x`;

let environment: 'TEST' | 'LIVE';
let isDown: boolean;
let stub: StubUpstream;
let gateway: TestGateway;

function answer({ method, path, query }: Received): Reply {
  const _env = environment;
  if (path === '/auth') {
    return { json: { access_token: 'own', access_token_claims: { env: _env, organization_id: randomUUID() } } };
  }
  if (isDown) return refuse(500);
  const [, , tss = '', kind, id = ''] = path.split('/');
  if (path.startsWith('/vat_definitions')) return { json: { data: [], count: 0, _env } };
  if (path === '/tss') return { json: { ...page('TSS', [], query).json, _env } };
  if (kind === 'client') return { json: { ...clientRow(tss, id), _env } };
  if (kind === 'tx' && id === '') {
    const row = transactionRow(tss, 'client', randomUUID(), 1, { _env, state: 'ACTIVE' });
    return { json: { ...page('TRANSACTION', [row], query).json, _env } };
  }
  if (kind === 'tx') return { json: transactionRow(tss, 'client', id, 1, { _env, state: 'ACTIVE' }) };
  return { json: { ...tssRow(tss, { _env }), ...(method !== 'GET' && { admin_puk: '1234567890', time_uninit: 1 }) } };
}

const writes = () => stub.received.filter(({ method, path }) => method !== 'GET' && path !== '/auth');

beforeAll(async () => {
  stub = await StubUpstream.start(answer);
  gateway = await startTestGateway({
    ALLOW_LIVE_WRITES: 'off',
    FISKALY_API_KEY: 'key',
    FISKALY_API_SECRET: 'secret',
    FISKALY_MIDDLEWARE_URL: stub.settings.middlewareUrl,
    FISKALY_BACKEND_URL: stub.settings.backendUrl,
    FISKALY_DSFINVK_URL: stub.settings.dsfinvkUrl,
  });
});
afterAll(() => gateway.close());
beforeEach(() => {
  isDown = false;
  environment = 'LIVE';
  stub.takeCount();
});

describe.each(mutations.map((field) => [field.name, field] as const))('%s writes nothing to LIVE', (name, field) => {
  const { query, variables } = ask('mutation', field);
  test.each([
    [
      'with a LIVE token, whatever that says of itself',
      () => ({ authorization: `Bearer ${claimsTest}-${randomUUID()}` }),
    ],
    ["with the gateway's own LIVE key", () => ({})],
  ])('%s', async (_title, headersOf) => {
    const { data, errors } = await gateway.post(query, variables, headersOf());
    expect(writes()).toEqual([]);
    const codes = data?.[name]?.userErrors.map(({ code }: { code: string }) => code);
    // Without a token of their own callers cannot open admin mode by hand, which is found before.
    if (codes?.[0] !== 'OWN_TOKEN_REQUIRED') expect({ codes, errors }).toEqual({ codes: ['LIVE_WRITES_FORBIDDEN'] });
  });
});

const metadata = { tssUuid: randomUUID(), metadata: [{ key: 'a', value: 'b' }] };
const WRITE = `mutation ($input: UpdateTssMetadataInput!) { updateTssMetadata(input: $input) { userErrors { code } } }`;

test('the environment of a token is asked for once, not before each write', async () => {
  environment = 'TEST';
  const headers = { authorization: `Bearer ${randomUUID()}` };
  for (let count = 0; count < 3; count += 1) {
    const { data } = await gateway.post(WRITE, { input: metadata }, headers);
    expect(data?.updateTssMetadata.userErrors ?? 'answered with no metadata').toBeDefined();
  }
  expect(stub.received.filter(({ path }) => path === '/tss')).toHaveLength(1);
  expect(writes().length).toBeGreaterThanOrEqual(3);
});

test('nothing is written when the upstream does not say of which environment a token is', async () => {
  isDown = true;
  const { errors } = await gateway.post(WRITE, { input: metadata }, { authorization: `Bearer ${randomUUID()}` });
  expect(errors).toMatchObject([{ extensions: { code: 'UPSTREAM_ERROR', upstream: { operation: 'listTss' } } }]);
  expect(writes()).toEqual([]);
});

test('LIVE may be read all the same, and viewer says that it is not written to', async () => {
  const { data } = await gateway.post(
    '{ viewer { environment liveWritesAllowed } tssList { nodes { uuid } } }',
    {},
    {
      authorization: 'Bearer reader',
    },
  );
  expect(data).toEqual({ viewer: { environment: 'LIVE', liveWritesAllowed: false }, tssList: { nodes: [] } });
});
