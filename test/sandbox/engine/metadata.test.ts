import { demo } from '../../../src/sandbox/index.js';
import { ContractClient } from '../support/contract-client.js';
import { runSandbox } from '../support/running-sandbox.js';

let client: ContractClient;

beforeAll(async () => {
  const sandbox = await runSandbox({ demo: true });
  client = (await ContractClient.login(sandbox.middlewareUrl)).at(sandbox.backendUrl);
});

const path = { tss_id: demo.tssId, client_id: demo.clientId, tx_id_or_number: demo.transactionIds.receipt };

describe.each([
  ['retrieveTss', 'retrieveTssMetadata', 'updateTssMetadata'],
  ['retrieveClient', 'retrieveClientMetadata', 'updateClientMetadata'],
  ['retrieveTransaction', 'retrieveTransactionMetadata', 'updateTransactionMetadata'],
] as const)('Metadata of %s', (retrieve, read, update) => {
  const clear = async () => {
    const stored = await client.ok(read, { path });
    await client.ok(update, { path, body: Object.fromEntries(Object.keys(stored).map((key) => [key, ''])) });
  };
  beforeEach(clear);

  test('is merged and answered whole, at the Backend, and shows on the resource', async () => {
    expect(await client.ok(update, { path, body: { a: '1', b: '2' } })).toEqual({ a: '1', b: '2' });
    expect(await client.ok(update, { path, body: { b: '', c: '3' } })).toEqual({ a: '1', c: '3' });
    expect(await client.ok(read, { path })).toEqual({ a: '1', c: '3' });
    expect(await client.ok(retrieve, { path })).toMatchObject({ metadata: { a: '1', c: '3' } });
    expect(await client.ok(update, { path })).toEqual({ a: '1', c: '3' });
  });

  test('has at most 40 pairs after merging; what does not fit changes nothing', async () => {
    const pairs = (prefix: string, length: number) =>
      Object.fromEntries(Array.from({ length }, (_, index) => [`${prefix}${index}`, 'v']));
    await client.ok(update, { path, body: pairs('a', 40) });
    expect(await client.refusal(update, { path, body: { b: 'v' } })).toEqual([400, 'E_FAILED_SCHEMA_VALIDATION']);
    expect(await client.ok(read, { path })).toEqual(pairs('a', 40));
    await client.ok(update, { path, body: { a0: '', b: 'v' } });
    expect(Object.keys(await client.ok(read, { path }))).toHaveLength(40);
  });

  test('holds keys of 40 and values of 500 characters of any script', async () => {
    const body = { ['ß'.repeat(40)]: '🧾'.repeat(250) };
    expect(await client.ok(update, { path, body })).toEqual(body);
  });
});

test('Metadata of a transaction is reached by its number as well', async () => {
  const { number } = await client.ok('retrieveTransaction', { path });
  const byNumber = { ...path, tx_id_or_number: number };
  expect(await client.ok('updateTransactionMetadata', { path: byNumber, body: { n: '1' } })).toMatchObject({ n: '1' });
  expect(await client.ok('retrieveTransactionMetadata', { path: byNumber })).toMatchObject({ n: '1' });
});
