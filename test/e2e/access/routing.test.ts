import { randomUUID } from 'node:crypto';
import { demo } from '../../../src/sandbox/index.js';
import { startTestGateway, type TestGateway } from '../support/start.js';

let gateway: TestGateway;
beforeAll(async () => {
  gateway = await startTestGateway();
  await gateway.client.Viewer(); // opens the gateway's own session, so that no test below counts the login
});
afterAll(() => gateway.close());

const receipt = {
  amountsPerVatRate: [{ vatRate: 'NORMAL', amount: '1.00' }],
  amountsPerPaymentType: [{ paymentType: 'CASH', amount: '1.00' }],
};
const route = async (query: string, variables: object = {}) => {
  const { extensions, text } = await gateway.post(query, variables);
  expect(text).not.toContain('"errors"');
  return extensions!.upstream.operations.map(({ operation, host }) => `${operation} ${host}`);
};

test('signing goes to the Middleware and makes two calls', async () => {
  const input = { tssUuid: demo.tssId, clientUuid: demo.clientId, transactionUuid: randomUUID(), receipt };
  expect(
    await route('mutation ($input: SignReceiptInput!) { signReceipt(input: $input) { outcome } }', { input }),
  ).toEqual(['upsertTransaction MIDDLEWARE', 'upsertTransaction MIDDLEWARE']);
});

test('an admin mutation logs in, acts and logs out at the Middleware', async () => {
  const input = {
    tssUuid: demo.tssId,
    clientUuid: randomUUID(),
    serialNumber: `R ${randomUUID()}`,
    adminPin: demo.adminPin,
  };
  expect(
    await route('mutation ($input: CreateClientInput!) { createClient(input: $input) { client { uuid } } }', { input }),
  ).toEqual(['authenticateAdmin MIDDLEWARE', 'createClient MIDDLEWARE', 'logoutAdmin MIDDLEWARE']);
});
