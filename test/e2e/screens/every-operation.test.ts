import { randomUUID } from 'node:crypto';
import { operationCoverage } from '../../../docs/reference/operation-coverage.js';
import type { OperationId } from '../../../src/contract/sign-de.js';
import { endpoints } from '../../../src/datasources/sign-de/endpoints.js';
import { demo } from '../../../src/sandbox/index.js';
import { runSandbox } from '../../sandbox/support/running-sandbox.js';
import { startTestGateway, type TestGateway } from '../support/start.js';

let gateway: TestGateway;
let token: string;
/** Downloads that arrived at the upstream. */
const downloads: string[] = [];

const newTss = randomUUID();
const tss = `tssUuid: "${demo.tssId}"`;
const ids = { client: randomUUID(), sale: randomUUID(), export: randomUUID() };
const variables: Record<string, unknown> = { serial: `E ${randomUUID()}`, metadata: [{ key: 'a', value: 'b' }] };
const METADATA = 'metadata { key value }';

/**
 * How each operation is made to be called, in an order in which all can be. What is read of the file of an export goes
 * by its link.
 */
const calls: Readonly<Record<Exclude<OperationId, 'retrieveExportFile'>, string>> = {
  authenticateApi: `mutation { authenticate(input: { apiKey: { key: "${demo.apiKey}", secret: "${demo.apiSecret}" } }) { session { accessToken } userErrors { message } } }`,

  createTss: `mutation { createTss(input: { tssUuid: "${newTss}" }) { adminPuk userErrors { message } } }`,
  updateTss: `mutation { personalizeTss(input: { tssUuid: "${newTss}" }) { userErrors { message } } }`,
  changeAdminPin: `mutation ($puk: AdminPuk!) { changeAdminPin(input: { tssUuid: "${newTss}", adminPuk: $puk, newAdminPin: "a-pin-for-now" }) { userErrors { message } } }`,
  authenticateAdmin: `mutation { authenticateAdmin(input: { tssUuid: "${newTss}", adminPin: "a-pin-for-now" }) { userErrors { message } } }`,
  logoutAdmin: `mutation { logoutAdmin(input: { tssUuid: "${newTss}" }) { userErrors { message } } }`,
  retrieveTss: `{ tss(uuid: "${demo.tssId}") { uuid } }`,
  listTss: '{ tssList { nodes { uuid } } }',

  createClient: `mutation ($serial: String!) { createClient(input: { ${tss}, clientUuid: "${ids.client}", serialNumber: $serial, adminPin: "${demo.adminPin}" }) { userErrors { message } } }`,
  updateClient: `mutation { deregisterClient(input: { ${tss}, clientUuid: "${ids.client}", adminPin: "${demo.adminPin}" }) { userErrors { message } } }`,
  retrieveClient: `{ client(${tss}, uuid: "${ids.client}") { uuid } }`,
  listClients: `{ tss(uuid: "${demo.tssId}") { clients { nodes { uuid } } } }`,
  listAllClients: '{ clients { nodes { uuid } } }',

  upsertTransaction: `mutation { startTransaction(input: { ${tss}, clientUuid: "${demo.clientId}", transactionUuid: "${ids.sale}" }) { outcome userErrors { message } } }`,
  retrieveTransaction: `{ transaction(${tss}, uuid: "${ids.sale}") { number } }`,
  retrieveTransactionLog: `{ transaction(${tss}, uuid: "${ids.sale}") { signedLog { bytes } } }`,
  listTransactions: `{ tss(uuid: "${demo.tssId}") { transactions { nodes { uuid } } } }`,
  listAllTransactions: '{ transactions { nodes { uuid } } }',
  listClientTransactions: `{ client(${tss}, uuid: "${demo.clientId}") { transactions { nodes { uuid } } } }`,

  triggerExport: `mutation { triggerExport(input: { ${tss}, exportUuid: "${ids.export}" }) { userErrors { message } } }`,
  retrieveExport: `{ awaitExport(${tss}, uuid: "${ids.export}") { state download { url } } }`,
  listExports: `{ tss(uuid: "${demo.tssId}") { exports { nodes { uuid } } } }`,
  listAllExports: '{ exports { nodes { uuid } } }',
  cancelExport: `mutation { cancelExport(input: { ${tss}, exportUuid: "${ids.export}" }) { userErrors { code } } }`,

  updateTssMetadata: `mutation ($metadata: [MetadataEntryInput!]!) { updateTssMetadata(input: { ${tss}, metadata: $metadata }) { ${METADATA} } }`,
  updateClientMetadata: `mutation ($metadata: [MetadataEntryInput!]!) { updateClientMetadata(input: { ${tss}, clientUuid: "${ids.client}", metadata: $metadata }) { ${METADATA} } }`,
  updateTransactionMetadata: `mutation ($metadata: [MetadataEntryInput!]!) { updateTransactionMetadata(input: { ${tss}, transactionUuid: "${ids.sale}", metadata: $metadata }) { ${METADATA} } }`,
  updateExportMetadata: `mutation ($metadata: [MetadataEntryInput!]!) { updateExportMetadata(input: { ${tss}, exportUuid: "${ids.export}", metadata: $metadata }) { ${METADATA} } }`,
  // What was just written tells nothing of its metadata where the upstream leaves it out; that takes a call of its own.
  retrieveTssMetadata: `mutation ($metadata: [MetadataEntryInput!]!) { createTss(input: { tssUuid: "${randomUUID()}", metadata: $metadata }) { tss { ${METADATA} } userErrors { message } } }`,
  retrieveClientMetadata: `mutation { registerClient(input: { ${tss}, clientUuid: "${ids.client}", adminPin: "${demo.adminPin}" }) { client { ${METADATA} } userErrors { message } } }`,
  retrieveTransactionMetadata: `mutation { updateTransaction(input: { ${tss}, clientUuid: "${demo.clientId}", transactionUuid: "${ids.sale}", processData: { receipt: { amountsPerVatRate: [] } } }) { transaction { ${METADATA} } userErrors { message } } }`,
  retrieveExportMetadata: `mutation { triggerExport(input: { ${tss}, exportUuid: "${randomUUID()}" }) { export { ${METADATA} } userErrors { message } } }`,
};

beforeAll(async () => {
  const sandbox = await runSandbox({
    demo: true,
    configureFace: (face) => {
      face.addHook('onRequest', (request, _reply, done) => {
        if (request.url.endsWith('/file')) downloads.push(request.url);
        done();
      });
      face.addHook('onSend', (request, _reply, payload, done) => {
        const isObject = typeof payload === 'string' && !request.url.endsWith('/metadata');
        done(null, isObject ? withoutMetadata(payload) : payload);
      });
    },
  });
  gateway = await startTestGateway({
    FISKALY_API_KEY: demo.apiKey,
    FISKALY_API_SECRET: demo.apiSecret,
    FISKALY_MIDDLEWARE_URL: sandbox.middlewareUrl,
    FISKALY_BACKEND_URL: sandbox.backendUrl,
  });
});
afterAll(() => gateway.close());

function withoutMetadata(payload: string): string {
  return JSON.stringify(JSON.parse(payload), (key, value: unknown) => (key === 'metadata' ? undefined : value));
}

test.each(Object.entries(calls))('%s is called through the graph, at its first host', async (operation, document) => {
  const headers = token ? { authorization: `Bearer ${token}` } : {};
  const used = Object.fromEntries(Object.entries(variables).filter(([name]) => document.includes(`$${name}:`)));
  const { data, errors, extensions } = await gateway.post(document, used, headers);
  expect(errors).toBeUndefined();
  const [answer] = Object.values(data!);
  // The export is COMPLETED by then, so that the upstream refuses the call; but it was made.
  expect(answer.userErrors ?? []).toEqual(operation === 'cancelExport' ? [{ code: 'EXPORT_NOT_CANCELLABLE' }] : []);
  if (operation === 'authenticateApi') token = answer.session.accessToken;
  if (operation === 'createTss') variables.puk = answer.adminPuk;
  if (operation === 'retrieveExport') variables.link = answer.download.url;
  if (operation.endsWith('Metadata')) {
    const { metadata } = answer.tss ?? answer.client ?? answer.transaction ?? answer.export ?? answer;
    expect(metadata).toEqual(
      operation === 'retrieveExportMetadata' ? [] : expect.arrayContaining(variables.metadata as unknown[]),
    );
  }
  const [host] = endpoints[operation as OperationId].hosts;
  expect(extensions!.upstream.operations).toContainEqual(expect.objectContaining({ operation, host }));
});

test('retrieveExportFile is called by the link of an export', async () => {
  const response = await fetch(gateway.url + String(variables.link));
  expect(response.status).toBe(200);
  await response.arrayBuffer();
  expect(downloads).toEqual([expect.stringContaining(`/tss/${demo.tssId}/export/${ids.export}/file`)]);
});

test('all 33 operations are called here', () => {
  expect([...Object.keys(calls), 'retrieveExportFile'].toSorted()).toEqual(Object.keys(operationCoverage).toSorted());
});
