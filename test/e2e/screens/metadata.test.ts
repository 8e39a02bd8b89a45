import { readConfig } from '../../../src/config/config.js';
import { type Gateway, startGateway } from '../../../src/gateway.js';
import { clientRow, exportRow, transactionRow, tssRow } from '../../datasources/rows.js';
import { type Received, type Reply, StubUpstream } from '../../datasources/stub-upstream.js';
import { post } from '../support/start.js';

const [tss, client, id] = [1, 2, 3].map((digit) => `${String(digit).repeat(8)}-0000-4000-8000-000000000001`) as [
  string,
  string,
  string,
];

let gateway: Gateway;
let stub: StubUpstream;

beforeAll(async () => {
  stub = await StubUpstream.start(({ path, method, body }: Received): Reply => {
    if (path.endsWith('/metadata'))
      return { json: method === 'GET' ? { stored: 'before' } : { stored: 'before', ...body } };
    // Writes that leave metadata out, as real ones do.
    if (path.includes('/client/')) return { json: clientRow(tss, client) };
    if (path.includes('/tx/')) {
      const state = { state: 'ACTIVE', revision: 1, latest_revision: 1 } as const;
      return { json: transactionRow(tss, client, id, 1, state) };
    }
    if (path.includes('/export/')) return { json: exportRow(tss, id) };
    const counts = { signature_counter: '25', number_registered_clients: 0, number_active_transactions: 0 };
    return { json: tssRow(tss, { state: 'UNINITIALIZED', time_uninit: 1_700_000_001, ...counts }) };
  });
  const { middlewareUrl, backendUrl } = stub.settings;
  gateway = await startGateway(
    readConfig({
      PORT: '0',
      FISKALY_MIDDLEWARE_URL: middlewareUrl,
      FISKALY_BACKEND_URL: backendUrl,
      GRAPHIQL: 'off',
      LOG_LEVEL: 'silent',
    }),
  );
});
afterAll(() => gateway.close());

async function run(field: string, input: object, selection: string) {
  const type = field.charAt(0).toUpperCase() + field.slice(1);
  const { data, errors, extensions } = await post(
    `${gateway.url}/graphql`,
    `mutation ($input: ${type}Input!) { ${field}(input: $input) { ${selection} } }`,
    { input },
    { authorization: 'Bearer token' },
  );
  expect(errors).toBeUndefined();
  const calls = extensions!.upstream.operations.map(({ operation, host }) => `${operation} ${host}`);
  return { payload: data![field], calls };
}

const metadata = [{ key: 'stored', value: 'before' }];

test.each([
  ['personalizeTss', 'tss', { tssUuid: tss }, 'updateTss MIDDLEWARE', 'retrieveTssMetadata BACKEND'],
  [
    'registerClient',
    'client',
    { tssUuid: tss, clientUuid: client },
    'updateClient MIDDLEWARE',
    'retrieveClientMetadata BACKEND',
  ],
  [
    'startTransaction',
    'transaction',
    { tssUuid: tss, clientUuid: client, transactionUuid: id },
    'upsertTransaction MIDDLEWARE',
    'retrieveTransactionMetadata BACKEND',
  ],
  [
    'triggerExport',
    'export',
    { tssUuid: tss, exportUuid: id },
    'triggerExport BACKEND',
    'retrieveExportMetadata BACKEND',
  ],
])(
  '%s, whose answer may leave metadata out, reads it only when it is asked for',
  async (field, noun, input, write, read) => {
    const asked = await run(field, input, `${noun} { metadata { key value } } userErrors { code }`);
    expect(asked.payload).toEqual({ [noun]: { metadata }, userErrors: [] });
    // A move of a TSS looks first where it stands.
    const look = field === 'personalizeTss' ? ['retrieveTss BACKEND'] : [];
    expect(asked.calls).toEqual([...look, write, read]);
    expect((await run(field, input, `${noun} { uuid }`)).calls).toEqual([...look, write]);
  },
);

test.each([
  ['updateTssMetadata', { tssUuid: tss }, `/tss/${tss}`],
  ['updateClientMetadata', { tssUuid: tss, clientUuid: client }, `/tss/${tss}/client/${client}`],
  ['updateTransactionMetadata', { tssUuid: tss, transactionUuid: id }, `/tss/${tss}/tx/${id}`],
  ['updateExportMetadata', { tssUuid: tss, exportUuid: id }, `/tss/${tss}/export/${id}`],
])('%s sends the pairs as they are, and answers all of them with one call', async (field, input, path) => {
  stub.received.length = 0;
  const pairs = [
    { key: 'new', value: 'pair' },
    { key: 'gone', value: null },
  ];
  const { payload, calls } = await run(field, { ...input, metadata: pairs }, 'metadata { key value }');
  expect(calls).toEqual([`${field} BACKEND`]);
  expect(stub.received).toMatchObject([{ method: 'PATCH', path: `${path}/metadata`, body: { new: 'pair', gone: '' } }]);
  expect(payload.metadata).toContainEqual({ key: 'new', value: 'pair' });
});
