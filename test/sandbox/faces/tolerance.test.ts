import { randomUUID } from 'node:crypto';
import type { Schemas } from '../../../src/contract/sign-de.js';
import { ContractClient } from '../support/contract-client.js';
import { runSandbox } from '../support/running-sandbox.js';
import { PIN, receipt, sell, setUpClient, setUpTss } from '../support/set-up.js';

let client: ContractClient;
let tss_id: string;
let client_id: string;
beforeAll(async () => {
  const { middlewareUrl } = await runSandbox({ limits: { liveTestTss: 50 } });
  client = await ContractClient.login(middlewareUrl);
  ({ tss_id } = await setUpTss(client));
  client_id = await setUpClient(client, tss_id);
});

/** Sends one revision of a transaction, whatever its schema. */
async function write(id: string | number, revision: number, state: Schemas['TxState'], schema?: unknown) {
  const path = { tss_id, tx_id_or_number: id };
  const { status, json } = await client.send('upsertTransaction', {
    path,
    query: { tx_revision: revision },
    body: { state, client_id, ...(schema !== undefined && { schema }) },
  });
  return { status, transaction: json as Schemas['TxResponse'] };
}

const text = ({ schema }: Schemas['TxResponse']): string =>
  Buffer.from(schema?.raw?.process_data ?? '', 'base64').toString();

// In the order of integration-guide.md §12. What belongs to all requests alike stands in requests.test.ts and
// sessions.test.ts:
// unknown query parameters, forms of lists, bodies on GET, lists for objects, an empty bearer token, metadata.
describe('What real clients send is taken:', () => {
  test('the number of a transaction in place of its id, to read, to write and to follow its log', async () => {
    const { transaction } = await write(randomUUID(), 1, 'ACTIVE');
    const finished = await write(transaction.number, 2, 'FINISHED', receipt());
    expect(finished).toMatchObject({ status: 200, transaction: { _id: transaction._id, revision: 2 } });
    const path = { tss_id, tx_id_or_number: transaction.number };
    expect(await client.ok('retrieveTransaction', { path })).toMatchObject({ _id: transaction._id });
    expect((await client.send('retrieveTransactionLog', { path })).status).toBe(200);
  });

  test.each(['states[]=FINISHED', 'states=FINISHED&states=CANCELLED', 'states[0]=FINISHED', 'states=FINISHED&shop=1'])(
    'the query %s, which finds what it should',
    async (query) => {
      await sell(client, tss_id, client_id);
      const { status, json } = await client.raw('GET', `/tss/${tss_id}/tx?${query}`);
      const { data } = json as Schemas['TxListResponse'];
      expect([status, new Set(data.map(({ state }) => state))]).toEqual([200, new Set(['FINISHED'])]);
    },
  );

  test('a schema on the start', async () => {
    const { status, transaction } = await write(randomUUID(), 1, 'ACTIVE', receipt());
    expect([status, text(transaction)]).toEqual([200, 'Beleg^2.55_0.00_0.00_0.00_0.00^2.55:Bar']);
  });

  test('raw data without a byte', async () => {
    const raw = { process_type: 'Kassenbeleg-V1', process_data: '' };
    const { status, transaction } = await write(randomUUID(), 1, 'ACTIVE', { raw });
    expect([status, transaction.schema]).toEqual([200, { raw }]);
  });

  test('a receipt without amounts while it is ACTIVE', async () => {
    const lists = { amounts_per_vat_rate: [], amounts_per_payment_type: [] };
    const schema = { standard_v1: { receipt: { receipt_type: 'RECEIPT', ...lists } } };
    const id = randomUUID();
    expect(text((await write(id, 1, 'ACTIVE', schema)).transaction)).toBe('Beleg^0.00_0.00_0.00_0.00_0.00^');
    expect(await write(id, 2, 'ACTIVE', schema)).toMatchObject({ status: 200 });
  });

  test('VAT rates by their numbers, and amounts of up to five decimals', async () => {
    const rates = ['19', '7', '10.7', '5.5', '0'];
    const amounts_per_vat_rate = rates.map((vat_rate, index) => ({ vat_rate, amount: `${index + 1}.98765` }));
    const amounts_per_payment_type = [{ payment_type: 'NON_CASH', amount: '19.93825' }];
    const schema = {
      standard_v1: { receipt: { receipt_type: 'RECEIPT', amounts_per_vat_rate, amounts_per_payment_type } },
    };
    const id = randomUUID();
    await write(id, 1, 'ACTIVE');
    const { status, transaction } = await write(id, 2, 'FINISHED', schema);
    expect([status, text(transaction)]).toEqual([200, 'Beleg^1.98_2.98_3.98_4.98_5.98^19.93:Unbar']);
  });

  test.each(['a1B2c3D4e5F6g', '123456', '1234567', '12345678', '123456789', '1234567890'])(
    'the PIN %s',
    async (admin_pin) => {
      const { tss_id: other, admin_puk } = await setUpTss(client, 'CREATED');
      const path = { tss_id: other };
      await client.ok('updateTss', { path, body: { state: 'UNINITIALIZED' } });
      await client.ok('changeAdminPin', { path, body: { admin_puk, new_admin_pin: admin_pin } });
      await client.ok('authenticateAdmin', { path, body: { admin_pin } });
    },
  );

  test('a logout of the admin who never logged in, and one more', async () => {
    const path = { tss_id: (await setUpTss(client, 'CREATED')).tss_id };
    for (let time = 0; time < 2; time += 1) await client.ok('logoutAdmin', { path });
    await client.ok('logoutAdmin', { path: { tss_id } });
    await client.ok('logoutAdmin', { path: { tss_id } });
    await client.ok('authenticateAdmin', { path: { tss_id }, body: { admin_pin: PIN } });
  });

  test('ids of version 5', async () => {
    const id = '2ed6657d-e927-568b-95e1-2665a8aea6a2';
    expect(await sell(client, tss_id, client_id, id)).toMatchObject({ _id: id, state: 'FINISHED' });
  });

  test('a repeated write, whose counter comes as a string where that of the first was a number', async () => {
    const id = randomUUID();
    const first = (await write(id, 1, 'ACTIVE')).transaction;
    const again = (await write(id, 1, 'ACTIVE')).transaction;
    expect(typeof first.signature.counter).toBe('number');
    const { signature } = first;
    expect(again).toEqual({ ...first, signature: { ...signature, counter: String(signature.counter) } });
  });
});
