import { randomUUID } from 'node:crypto';
import { demo } from '../../../src/sandbox/index.js';
import { startTestGateway, type TestGateway } from '../support/start.js';

let gateway: TestGateway;
beforeAll(async () => {
  gateway = await startTestGateway();
});
afterAll(() => gateway.close());

const receipt = {
  amountsPerVatRate: [{ vatRate: 'NORMAL' as const, amount: '21.42' }],
  amountsPerPaymentType: [{ paymentType: 'NON_CASH' as const, amount: '21.42' }],
};
const at = { tssUuid: demo.tssId, clientUuid: demo.clientId };
const counterOf = async () => Number((await gateway.client.Tss({ uuid: demo.tssId })).tss!.signatureCounter);

test('the same signReceipt sent 20 times at once signs one transaction', async () => {
  const before = await counterOf();
  const input = { ...at, transactionUuid: randomUUID(), receipt };

  const answers = await Promise.all(Array.from({ length: 20 }, () => gateway.client.SignReceipt({ input })));

  expect(answers.map(({ signReceipt }) => signReceipt.outcome)).toEqual(Array(20).fill('SIGNED'));
  expect(new Set(answers.map(({ signReceipt }) => signReceipt.transaction!.signature!.value)).size).toBe(1);
  expect(await counterOf()).toBe(before + 2);
});

test('signReceipt finishes what an earlier try left open', async () => {
  const input = { ...at, transactionUuid: randomUUID() };
  await gateway.client.StartTransaction({ input });
  const before = await counterOf();

  const { signReceipt } = await gateway.client.SignReceipt({ input: { ...input, receipt } });

  expect(signReceipt).toMatchObject({ outcome: 'SIGNED', transaction: { state: 'FINISHED', revision: 2 } });
  expect(await counterOf()).toBe(before + 1);
});

test('signReceipt of a UUID that has ended with another receipt is refused and shows what is there', async () => {
  const input = { ...at, transactionUuid: randomUUID(), receipt };
  await gateway.client.SignReceipt({ input });
  const other = { ...receipt, amountsPerVatRate: [{ vatRate: 'REDUCED_1' as const, amount: '21.42' }] };

  const { signReceipt } = await gateway.client.SignReceipt({ input: { ...input, receipt: other } });

  expect(signReceipt).toMatchObject({
    outcome: 'NOT_SIGNED',
    userErrors: [{ code: 'TRANSACTION_CONTENT_DIFFERS' }],
    transaction: { receipt: { amountsPerVatRate: [{ vatRate: 'NORMAL' }] } },
  });
});

test('a sale that was signed is SIGNED also when it is sent again after its client was deregistered', async () => {
  const admin = { tssUuid: demo.tssId, adminPin: demo.adminPin, clientUuid: randomUUID() };
  await gateway.client.CreateClient({ input: { ...admin, serialNumber: `LATE ${randomUUID()}` } });
  const input = { tssUuid: demo.tssId, clientUuid: admin.clientUuid, transactionUuid: randomUUID(), receipt };
  const first = await gateway.client.SignReceipt({ input });
  await gateway.client.DeregisterClient({ input: admin });

  const again = await gateway.client.SignReceipt({ input });

  expect(again.signReceipt).toMatchObject({ outcome: 'SIGNED', userErrors: [] });
  expect(again.signReceipt.transaction).toEqual(first.signReceipt.transaction);
});

test('a start may be sent again when the transaction has gone on and ended: it is signed as it was', async () => {
  const input = { ...at, transactionUuid: randomUUID() };
  const first = await gateway.client.StartTransaction({ input });
  await gateway.client.FinishTransaction({ input: { ...input, processData: { receipt } } });

  const again = await gateway.client.StartTransaction({ input });

  expect(again.startTransaction).toMatchObject({ outcome: 'SIGNED', transaction: { revision: 1, latestRevision: 2 } });
  expect(again.startTransaction.transaction!.signature!.value).toBe(
    first.startTransaction.transaction!.signature!.value,
  );
});

test('finishTransaction without a revision may be sent again and is signed once', async () => {
  const input = { ...at, transactionUuid: randomUUID() };
  await gateway.client.StartTransaction({ input });
  const before = await counterOf();
  const finish = () => gateway.client.FinishTransaction({ input: { ...input, processData: { receipt } } });

  const first = await finish();
  const second = await finish();

  expect([first, second].map(({ finishTransaction }) => finishTransaction.outcome)).toEqual(['SIGNED', 'SIGNED']);
  expect(await counterOf()).toBe(before + 1);
});

test('a revision that is not the next one is refused and shows where the transaction stands', async () => {
  const input = { ...at, transactionUuid: randomUUID() };
  await gateway.client.StartTransaction({ input });

  const { finishTransaction } = await gateway.client.FinishTransaction({
    input: { ...input, revision: 7, processData: { receipt } },
  });

  expect(finishTransaction).toMatchObject({
    outcome: 'NOT_SIGNED',
    userErrors: [{ code: 'REVISION_CONFLICT', upstreamCode: 'E_TX_UPSERT' }],
    transaction: { latestRevision: 1, state: 'ACTIVE' },
  });
});

test('an end with less content than the signed one is another content, whatever the revision', async () => {
  const input = { ...at, transactionUuid: randomUUID() };
  await gateway.client.StartTransaction({ input });
  const finish = (other: Record<string, unknown>, revision?: number) =>
    gateway.client.FinishTransaction({ input: { ...input, processData: { other }, ...(revision && { revision }) } });
  await finish({ a: 1, b: 2 });

  for (const again of [await finish({ a: 1 }), await finish({}, 2), await finish({ a: 1, b: 2 }, 7)]) {
    expect(again.finishTransaction).toMatchObject({ outcome: 'NOT_SIGNED', transaction: { other: { a: 1, b: 2 } } });
  }
  expect((await finish({ a: 1, b: 2 }, 2)).finishTransaction.outcome).toBe('SIGNED');
  expect((await finish({ a: 1, b: 2 })).finishTransaction.outcome).toBe('SIGNED');
});

test('what is odd but can be legal is signed with a warning', async () => {
  const odd = {
    amountsPerVatRate: [{ vatRate: 'NORMAL' as const, amount: '10.00' }],
    amountsPerPaymentType: [
      { paymentType: 'CASH' as const, amount: '9.00' },
      { paymentType: 'NON_CASH' as const, amount: '0.00' },
    ],
  };
  const { signReceipt } = await gateway.client.SignReceipt({
    input: { ...at, transactionUuid: randomUUID(), receipt: odd },
  });
  expect(signReceipt.outcome).toBe('SIGNED');
  expect(signReceipt.warnings).toMatchObject([
    { code: 'ZERO_PAYMENT', field: ['receipt', 'amountsPerPaymentType', '1', 'amount'] },
    { code: 'PAYMENTS_DIFFER_FROM_VAT_AMOUNTS' },
  ]);
});

test('REFUSE_SUSPICIOUS_RECEIPTS=on turns the warning into a refusal, before any call', async () => {
  const strict = await startTestGateway({ REFUSE_SUSPICIOUS_RECEIPTS: 'on' });
  try {
    const { data, extensions } = await strict.post(
      `mutation ($input: SignReceiptInput!) { signReceipt(input: $input) { outcome warnings { code } userErrors { code field } } }`,
      {
        input: {
          ...at,
          transactionUuid: randomUUID(),
          receipt: { amountsPerVatRate: [{ vatRate: 'NORMAL', amount: '1.00' }] },
        },
      },
    );
    expect(data!.signReceipt).toMatchObject({ outcome: 'NOT_SIGNED', userErrors: [{ code: 'SUSPICIOUS_RECEIPT' }] });
    expect(extensions!.upstream.calls).toBe(0);
  } finally {
    await strict.close();
  }
});

test('REFUSE_SUSPICIOUS_RECEIPTS=on signs an invoice that is unpaid by its nature, and refuses one that is paid', async () => {
  const strict = await startTestGateway({ REFUSE_SUSPICIOUS_RECEIPTS: 'on' });
  try {
    const invoice = {
      type: 'INVOICE' as const,
      amountsPerVatRate: [{ vatRate: 'NORMAL' as const, amount: '1.00' }],
      amountsPerPaymentType: [{ paymentType: 'CASH' as const, amount: '1.00' }],
    };
    const sign = (receipt: Omit<typeof invoice, 'amountsPerPaymentType'>) =>
      strict.client.SignReceipt({ input: { ...at, transactionUuid: randomUUID(), receipt } });
    const { signReceipt } = await sign({ type: invoice.type, amountsPerVatRate: invoice.amountsPerVatRate });
    expect(signReceipt).toMatchObject({ outcome: 'SIGNED', warnings: [], userErrors: [] });
    expect(await sign(invoice)).toMatchObject({
      signReceipt: { outcome: 'NOT_SIGNED', warnings: [{ code: 'PAYMENTS_NOT_EXPECTED' }] },
    });
  } finally {
    await strict.close();
  }
});
