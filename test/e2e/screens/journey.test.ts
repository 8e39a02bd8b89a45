import { randomUUID } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { getOperationAST, OperationTypeNode, parse } from 'graphql';
import { verifyQrPayload } from '../../../src/tse/receipt/qr-code.js';
import { type Answer, startTestGateway, type TestGateway } from '../support/start.js';
import { overEvents } from '../support/subscribe.js';

let gateway: TestGateway;
beforeAll(async () => {
  gateway = await startTestGateway();
});
afterAll(() => gateway.close());

const PIN = 'journey-pin-1';

test('a till is set up, signs everything it may sign, and reads it all back, through GraphQL only', async () => {
  const { client } = gateway;
  const tssUuid = randomUUID();

  // Every counter the TSS has given away, and to what: to logs of the system (what the counter rose by) or to a
  // revision.
  const counters: number[] = [];
  const note = (counter: string) => counters.push(Number(counter));
  const noteSystemLogs = async () => {
    const now = Number((await client.Tss({ uuid: tssUuid })).tss!.signatureCounter ?? 0);
    const before = Math.max(0, ...counters);
    const added = now - before;
    for (let counter = before + 1; counter <= now; counter += 1) counters.push(counter);
    return added;
  };

  const { createTss } = await client.CreateTss({ input: { tssUuid, metadata: [{ key: 'shop', value: 'Journey' }] } });
  expect(createTss.userErrors).toEqual([]);
  expect(createTss.tss).toMatchObject({
    uuid: tssUuid,
    state: 'CREATED',
    nextStates: ['UNINITIALIZED'],
    environment: 'TEST',
  });
  const adminPuk = createTss.adminPuk!;
  expect(adminPuk).toMatch(/^.{10,}$/);
  expect((await client.Tss({ uuid: tssUuid })).tss).not.toHaveProperty('adminPuk');

  const { personalizeTss } = await client.PersonalizeTss({ input: { tssUuid } });
  expect(personalizeTss.tss).toMatchObject({ state: 'UNINITIALIZED', nextStates: ['INITIALIZED', 'DISABLED'] });

  expect(await noteSystemLogs()).toBeGreaterThan(0);

  const tooLate = await client.CreateTss({ input: { tssUuid } });
  expect(tooLate.createTss).toMatchObject({ tss: null, adminPuk: null, userErrors: [{ code: 'TSS_CONFLICT' }] });

  const { changeAdminPin } = await client.ChangeAdminPin({ input: { tssUuid, adminPuk, newAdminPin: PIN } });
  expect(changeAdminPin).toMatchObject({ userErrors: [], tss: { uuid: tssUuid } });
  expect(await noteSystemLogs()).toBe(1); // unblockUser

  const { initializeTss } = await client.InitializeTss({
    input: { tssUuid, adminPin: PIN, description: 'Journey TSS' },
  });
  expect(initializeTss).toMatchObject({ userErrors: [], tss: { state: 'INITIALIZED', description: 'Journey TSS' } });
  expect(await noteSystemLogs()).toBe(3); // authenticateUser, initialize, logOut

  const clients = [randomUUID(), randomUUID()] as const;
  for (const [index, clientUuid] of clients.entries()) {
    const { createClient } = await client.CreateClient({
      input: { tssUuid, clientUuid, serialNumber: `TILL ${index + 1}`, adminPin: PIN },
    });
    expect(createClient).toMatchObject({ userErrors: [], client: { uuid: clientUuid, state: 'REGISTERED' } });
    expect(await noteSystemLogs()).toBe(3); // authenticateUser, registerClient, logOut
  }

  const at = { tssUuid, clientUuid: clients[0] };

  const receipts = [
    ...(['NORMAL', 'REDUCED_1', 'SPECIAL_RATE_1', 'SPECIAL_RATE_2', 'NULL'] as const).map((vatRate) => ({
      amountsPerVatRate: [{ vatRate, amount: '10.00' }],
      amountsPerPaymentType: [{ paymentType: 'CASH' as const, amount: '10.00' }],
    })),
    {
      amountsPerVatRate: [
        { vatRate: 'NORMAL' as const, amount: '75.33' },
        { vatRate: 'REDUCED_1' as const, amount: '7.99' },
      ],
      amountsPerPaymentType: [
        { paymentType: 'CASH' as const, amount: '10.00' },
        { paymentType: 'CASH' as const, amount: '5.00', currencyCode: 'CHF' },
        { paymentType: 'NON_CASH' as const, amount: '68.32' },
      ],
    },
  ];
  const expectedData = [
    'Beleg^10.00_0.00_0.00_0.00_0.00^10.00:Bar',
    'Beleg^0.00_10.00_0.00_0.00_0.00^10.00:Bar',
    'Beleg^0.00_0.00_10.00_0.00_0.00^10.00:Bar',
    'Beleg^0.00_0.00_0.00_10.00_0.00^10.00:Bar',
    'Beleg^0.00_0.00_0.00_0.00_10.00^10.00:Bar',
    'Beleg^75.33_7.99_0.00_0.00_0.00^10.00:Bar_5.00:Bar:CHF_68.32:Unbar',
  ];
  for (const [index, receipt] of receipts.entries()) {
    const { signReceipt } = await client.SignReceipt({ input: { ...at, transactionUuid: randomUUID(), receipt } });
    expect(signReceipt).toMatchObject({ outcome: 'SIGNED', userErrors: [], warnings: [] });
    expect(signReceipt.transaction!.raw!.text).toBe(expectedData[index]);
    expect(signReceipt.transaction!.number).toBe(String(index + 1));
    expect(verifyQrPayload(signReceipt.transaction!.qrCode!.data)).toMatchObject({ valid: true });
    note(String(Number(signReceipt.transaction!.signature!.counter) - 1)); // its start
    note(signReceipt.transaction!.signature!.counter!);
  }

  const order = { ...at, clientUuid: clients[1], transactionUuid: randomUUID() };
  const orderStart = await client.StartTransaction({ input: order });
  expect(orderStart.startTransaction).toMatchObject({
    outcome: 'SIGNED',
    transaction: { revision: 1, state: 'ACTIVE', qrCode: null },
  });
  const firstRound = { order: { lines: [{ quantity: '2', text: 'Eisbecher "Himbeere"', pricePerUnit: '3.99' }] } };
  note(orderStart.startTransaction.transaction!.signature!.counter!);
  const orderUpdate = await client.UpdateTransaction({ input: { ...order, revision: 2, processData: firstRound } });
  expect(orderUpdate.updateTransaction).toMatchObject({ outcome: 'SIGNED', transaction: { revision: 2 } });
  const finalRound = {
    order: { lines: [...firstRound.order.lines, { quantity: '1', text: 'Eiskaffee', pricePerUnit: '2.99' }] },
  };
  note(orderUpdate.updateTransaction.transaction!.signature!.counter!);
  const orderFinish = await client.FinishTransaction({ input: { ...order, processData: finalRound } });
  expect(orderFinish.finishTransaction).toMatchObject({
    outcome: 'SIGNED',
    transaction: { revision: 3, state: 'FINISHED' },
  });
  expect(orderFinish.finishTransaction.transaction!.raw!.text).toBe(
    '2;"Eisbecher ""Himbeere""";3.99\r1;"Eiskaffee";2.99',
  );
  expect(verifyQrPayload(orderFinish.finishTransaction.transaction!.qrCode!.data)).toMatchObject({ valid: true });

  note(orderFinish.finishTransaction.transaction!.signature!.counter!);

  const raw = { ...at, transactionUuid: randomUUID() };
  note((await client.StartTransaction({ input: raw })).startTransaction.transaction!.signature!.counter!);
  const rawData = {
    raw: { processType: 'SonstigerVorgang', processData: Buffer.from('Kassenladung geöffnet').toString('base64') },
  };
  const rawFinish = await client.FinishTransaction({ input: { ...raw, processData: rawData } });
  expect(rawFinish.finishTransaction).toMatchObject({
    outcome: 'SIGNED',
    transaction: { raw: { text: 'Kassenladung geöffnet' } },
  });
  expect(verifyQrPayload(rawFinish.finishTransaction.transaction!.qrCode!.data)).toMatchObject({ valid: true });

  note(rawFinish.finishTransaction.transaction!.signature!.counter!);

  const open = { ...at, transactionUuid: randomUUID() };
  note((await client.StartTransaction({ input: open })).startTransaction.transaction!.signature!.counter!);

  const cancelled = { ...at, transactionUuid: randomUUID() };
  note((await client.StartTransaction({ input: cancelled })).startTransaction.transaction!.signature!.counter!);
  const { cancelTransaction } = await client.CancelTransaction({ input: cancelled });
  expect(cancelTransaction).toMatchObject({
    outcome: 'SIGNED',
    transaction: { state: 'CANCELLED', receipt: { type: 'CANCELLATION' } },
  });

  note(cancelTransaction.transaction!.signature!.counter!);

  const { data, errors } = await gateway.post(NESTED, { uuid: tssUuid });
  expect(errors).toBeUndefined();
  const tss = data!.tss;
  expect(tss.metadata).toEqual([{ key: 'shop', value: 'Journey' }]);
  expect(tss.clients.nodes.map(({ serialNumber }: { serialNumber: string }) => serialNumber)).toEqual([
    'TILL 1',
    'TILL 2',
  ]);
  const rows = tss.clients.nodes.flatMap(({ transactions }: any) => transactions.nodes);
  expect(rows.map(({ number }: any) => Number(number)).sort((a: number, b: number) => a - b)).toEqual([
    1, 2, 3, 4, 5, 6, 7, 8, 9, 10,
  ]);
  expect(rows.filter(({ state }: any) => state === 'ACTIVE')).toHaveLength(1);
  for (const row of rows) {
    expect(row.verification).toEqual({ valid: true, status: 'VALID' });
    if (row.state === 'FINISHED') expect(verifyQrPayload(row.qrCode.data)).toMatchObject({ valid: true });
  }

  const highest = Number(tss.signatureCounter);
  expect(counters).toEqual(Array.from({ length: highest }, (_, index) => index + 1));

  const { disableTss } = await client.DisableTss({ input: { tssUuid, confirmTssUuid: tssUuid, adminPin: PIN } });
  expect(disableTss).toMatchObject({ userErrors: [], tss: { state: 'DISABLED', nextStates: [] } });
  const afterwards = await client.SignReceipt({
    input: { ...at, transactionUuid: randomUUID(), receipt: receipts[0]! },
  });
  expect(afterwards.signReceipt).toMatchObject({ outcome: 'NOT_SIGNED', userErrors: [{ code: 'TSS_DISABLED' }] });
  expect((await client.Tss({ uuid: tssUuid })).tss).toMatchObject({ state: 'DISABLED' });
});

const NESTED = /* GraphQL */ `
  query Nested($uuid: UUID!) {
    tss(uuid: $uuid) {
      signatureCounter
      metadata {
        key
        value
      }
      clients(orderBy: { field: SERIAL_NUMBER }) {
        nodes {
          serialNumber
          transactions(first: 50) {
            nodes {
              uuid
              number
              state
              latestRevision
              client {
                uuid
              }
              tss {
                uuid
              }
              metadata {
                key
                value
              }
              qrCode {
                data
              }
              verification {
                valid
                status
              }
            }
          }
        }
      }
    }
  }
`;

const folder = new URL('../../../explorer/examples/', import.meta.url);
const examples = readdirSync(folder).filter((file) => file.endsWith('.graphql'));

test('GraphiQL opens with at least six examples', () => {
  expect(examples.length).toBeGreaterThanOrEqual(6);
});

/** The answer to an example; of a subscription its first event. */
async function run(query: string, values: Record<string, unknown>): Promise<Pick<Answer, 'data' | 'errors'>> {
  if (getOperationAST(parse(query))?.operation !== OperationTypeNode.SUBSCRIPTION) return gateway.post(query, values);
  const subscription = overEvents(gateway.url)(query, values);
  const { data, errors } = await subscription.result(0);
  subscription.stop();
  expect(errors).toBeUndefined();
  return { data };
}

test.each(examples)('the example %s runs against the demo data as it stands, more than once', async (file) => {
  const query = readFileSync(new URL(file, folder), 'utf8');
  const variables = new URL(file.replace('.graphql', '.variables.json'), folder);
  const values = existsSync(variables) ? (JSON.parse(readFileSync(variables, 'utf8')) as Record<string, unknown>) : {};
  for (let time = 1; time <= 2; time += 1) {
    const { data, errors } = await run(query, values);
    expect(errors).toBeUndefined();
    for (const root of Object.values(data!)) {
      expect(root).not.toBeNull();
      if (root.userErrors) expect(root.userErrors).toEqual([]);
      if (root.outcome) expect(root.outcome).toBe('SIGNED');
    }
  }
});
