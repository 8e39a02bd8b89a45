import type { Schemas } from '../../../src/contract/sign-de.js';
import { demo } from '../../../src/sandbox/index.js';
import { verifyQrPayload } from '../../../src/tse/receipt/qr-code.js';
import { verifyTransaction } from '../../../src/tse/receipt/verify-transaction.js';
import { ContractClient } from '../support/contract-client.js';
import { runSandbox, temporaryFolder } from '../support/running-sandbox.js';

const dataFolder = temporaryFolder();
let client: ContractClient;
let transactions: readonly Schemas['TxResponse'][];

beforeAll(async () => {
  const before = process.cpuUsage();
  const sandbox = await runSandbox({ dataFolder, demo: true });
  const { user, system } = process.cpuUsage(before); // of which whatever else the machine does takes none
  expect((user + system) / 1_000_000).toBeLessThan(5); // well under a second
  client = await ContractClient.login(sandbox.middlewareUrl);
  transactions = (await client.ok('listTransactions', { path: { tss_id: demo.tssId } })).data;
});

test('The demo TSS is ready to use: initialised, with PIN, tills and metadata under their published ids', async () => {
  const path = { tss_id: demo.tssId };
  expect(await client.ok('retrieveTss', { path })).toMatchObject({
    state: 'INITIALIZED',
    description: 'Cafe Sandbox, Berlin',
    metadata: { shop: 'Café Sandbox' },
    number_registered_clients: 3,
    number_active_transactions: 1,
  });
  await client.ok('authenticateAdmin', { path, body: { admin_pin: demo.adminPin } });
  await client.ok('changeAdminPin', { path, body: { admin_puk: demo.adminPuk, new_admin_pin: demo.adminPin } });
  for (const client_id of Object.values(demo.clientIds)) {
    const till = await client.ok('retrieveClient', { path: { ...path, client_id } });
    expect(till.metadata).toHaveProperty('name');
    expect(till.state).toBe(client_id === demo.clientIds.festival ? 'DEREGISTERED' : 'REGISTERED');
  }
});

test('The demo has three dozen receipts of the last two days over all VAT rates and payments, and all of them verify', () => {
  const finished = transactions.filter(({ qr_code_data }) => qr_code_data !== undefined);
  expect(finished).toHaveLength(37);
  for (const transaction of transactions)
    expect(verifyTransaction(transaction)).toEqual({ valid: true, curve: 'P-256' });
  for (const { qr_code_data = '' } of finished)
    expect(verifyQrPayload(qr_code_data)).toEqual({ valid: true, curve: 'P-256' });
  const now = Date.now() / 1000;
  for (const { time_start } of transactions) {
    expect(time_start).toBeGreaterThan(now - 51 * 3600);
    expect(time_start).toBeLessThan(now);
  }
  const content = JSON.stringify(transactions.map(({ schema }) => schema));
  for (const word of ['NORMAL', 'REDUCED_1', 'SPECIAL_RATE_1', 'SPECIAL_RATE_2', 'NULL', 'CASH', 'NON_CASH', 'CHF']) {
    expect(content).toContain(`"${word}"`);
  }
});

test('The demo transactions with published ids are what their names say', async () => {
  const read = (id: string) => client.ok('retrieveTransaction', { path: { tss_id: demo.tssId, tx_id_or_number: id } });
  const { receipt, order, cancelled, open } = demo.transactionIds;
  expect(await read(receipt)).toMatchObject({
    state: 'FINISHED',
    schema: { standard_v1: { receipt: expect.anything() } },
  });
  expect(await read(order)).toMatchObject({ state: 'FINISHED', schema: { standard_v1: { order: expect.anything() } } });
  expect(await read(cancelled)).toMatchObject({ state: 'CANCELLED' });
  expect(await read(open)).toMatchObject({ state: 'ACTIVE', schema: {} });
  expect(transactions.filter(({ state }) => state === 'FINISHED').at(-1)?._id).toBe(receipt);
});

test('A sandbox without demo data knows the demo key and nothing else', async () => {
  const empty = await runSandbox();
  expect((await (await ContractClient.login(empty.middlewareUrl)).ok('listTss', {})).count).toBe(0);
});
