import { randomUUID } from 'node:crypto';
import type { CancelTransactionInput, FinishTransactionInput, UpdateTransactionInput } from '../../../sdk/index.js';
import { demo } from '../../../src/sandbox/index.js';
import { startTestGateway, type TestGateway } from '../support/start.js';

let gateway: TestGateway;
let otherClient: string;
beforeAll(async () => {
  gateway = await startTestGateway();
  otherClient = randomUUID();
  await gateway.client.CreateClient({
    input: { tssUuid: demo.tssId, clientUuid: otherClient, serialNumber: 'SECOND TILL', adminPin: demo.adminPin },
  });
});
afterAll(() => gateway.close());

const at = () => ({ tssUuid: demo.tssId, clientUuid: demo.clientId, transactionUuid: randomUUID() });
const receiptOf = (amount: string) => ({
  amountsPerVatRate: [{ vatRate: 'NORMAL' as const, amount }],
  amountsPerPaymentType: [{ paymentType: 'CASH' as const, amount }],
});
const receipt = receiptOf('1.00');
const FIELDS =
  'outcome revision transaction { revision latestRevision state } conflict { currentRevision currentState nextMoves } receiptNote { print { german english } advice { german english } } userErrors { code message retryable }';

/** Writes and says how many calls that took, by operation. */
async function write(
  move: 'update' | 'finish' | 'cancel',
  input: UpdateTransactionInput | FinishTransactionInput | CancelTransactionInput,
) {
  const name = `${move}Transaction`;
  const type = `${name[0]!.toUpperCase()}${name.slice(1)}Input`;
  const query = `mutation ($input: ${type}!) { ${name}(input: $input) { ${FIELDS} } }`;
  const { data, errors, extensions } = await gateway.post(query, { input });
  expect(errors).toBeUndefined();
  return { ...data![name], calls: extensions!.upstream.operations.map(({ operation }) => operation) };
}

const ended = { currentRevision: 2, nextMoves: [] };
test.each([
  ['update', 'finish', 'TRANSACTION_MOVE_FORBIDDEN', { ...ended, currentState: 'FINISHED' }],
  ['cancel', 'finish', 'TRANSACTION_MOVE_FORBIDDEN', { ...ended, currentState: 'FINISHED' }],
  ['finish', 'finish', 'TRANSACTION_CONTENT_DIFFERS', { ...ended, currentState: 'FINISHED' }],
  ['update', 'cancel', 'TRANSACTION_MOVE_FORBIDDEN', { ...ended, currentState: 'CANCELLED' }],
  ['finish', 'cancel', 'TRANSACTION_MOVE_FORBIDDEN', { ...ended, currentState: 'CANCELLED' }],
] as const)('%s after %s is refused before it is sent, and says what is allowed', async (move, end, code, conflict) => {
  const input = at();
  await gateway.client.StartTransaction({ input });
  expect(await write(end, { ...input, processData: { receipt } })).toMatchObject({ outcome: 'SIGNED', conflict: null });

  const answer = await write(move, {
    ...input,
    ...(move !== 'cancel' && { processData: { receipt: receiptOf('9.00') } }),
  });

  expect(answer).toMatchObject({ outcome: 'NOT_SIGNED', revision: null, conflict, userErrors: [{ code }] });
  expect(answer.calls).toEqual(['retrieveTransaction']);
});

test.each([
  ['update', { taximeter: { other: 'x' } }, []],
  ['cancel', null, ['retrieveTransaction']],
  ['cancel', { raw: { processType: 'Fahrer-V1', processData: '' } }, ['retrieveTransaction']],
] as const)(
  '%s of a taximeter transaction is refused before it is sent: it is only finished',
  async (move, processData, calls) => {
    const input = at();
    await gateway.client.StartTransaction({ input: { ...input, processData: { taximeter: { other: '' } } } });
    const answer = await write(move, { ...input, ...(processData && { processData }) });
    expect(answer).toMatchObject({ outcome: 'NOT_SIGNED', userErrors: [{ code: 'TRANSACTION_MOVE_FORBIDDEN' }] });
    expect(answer.userErrors[0].message).toContain('FINISH');
    expect(answer.calls).toEqual(calls);
    if (calls.length > 0) expect(answer.conflict).toMatchObject({ currentState: 'ACTIVE', nextMoves: ['FINISH'] });
  },
);

test('a cancelled transaction about each kind of data gets an end of its own kind, and the same again is the same', async () => {
  for (const processData of [
    null,
    { receipt },
    { order: { lines: [{ quantity: '1', text: 'Tee', pricePerUnit: '2.00' }] } },
    { other: { a: -0 } },
    { raw: { processType: 'Kassenbeleg-V1', processData: '' } },
  ]) {
    const input = at();
    await gateway.client.StartTransaction({ input: { ...input, ...(processData && { processData }) } });
    const first = await write('cancel', input);
    expect(first).toMatchObject({ outcome: 'SIGNED', revision: 2, transaction: { state: 'CANCELLED' } });
    expect(await write('cancel', input)).toMatchObject({ outcome: 'SIGNED', revision: 2 });
    expect(await write('cancel', { ...input, revision: 2 })).toMatchObject({ outcome: 'SIGNED', revision: 2 });
  }
});

test('content written into the query itself is the same content when it is sent again', async () => {
  const { tssUuid, clientUuid, transactionUuid } = at();
  const query = `mutation { signOther(input: { tssUuid: "${tssUuid}", clientUuid: "${clientUuid}", transactionUuid: "${transactionUuid}", other: { a: { b: -0 } } }) { outcome userErrors { code } } }`;
  for (let time = 1; time <= 2; time += 1) {
    const { data } = await gateway.post(query);
    expect(data!.signOther).toEqual({ outcome: 'SIGNED', userErrors: [] });
  }
});

test('a device that gives a revision which another one has written is told where the transaction stands', async () => {
  const input = at();
  await gateway.client.StartTransaction({ input });
  await write('update', { ...input, clientUuid: otherClient, revision: 2, processData: { receipt } });
  const own = { ...input, revision: 2, processData: { receipt } };

  const answer = await write('update', own);

  expect(answer).toMatchObject({
    outcome: 'NOT_SIGNED',
    revision: 2,
    conflict: { currentRevision: 2, currentState: 'ACTIVE', nextMoves: ['UPDATE', 'FINISH', 'CANCEL'] },
    userErrors: [{ code: 'REVISION_CONFLICT', retryable: false }],
  });
  expect(await write('update', { ...own, revision: 3 })).toMatchObject({ outcome: 'SIGNED', revision: 3 });
  expect(await write('update', { ...own, revision: 3 })).toMatchObject({ outcome: 'SIGNED', revision: 3 });
});

test('two devices that update without a revision at once are both signed', async () => {
  const input = at();
  await gateway.client.StartTransaction({ input });
  const answers = await Promise.all([
    write('update', { ...input, processData: { receipt: receiptOf('1.00') } }),
    write('update', { ...input, clientUuid: otherClient, processData: { receipt: receiptOf('2.00') } }),
  ]);
  expect(answers.map(({ outcome }) => outcome)).toEqual(['SIGNED', 'SIGNED']);
  expect(answers.map(({ revision }) => revision).sort()).toEqual([2, 3]);
});

test('a start with the UUID of another start, or by another client, is refused and shows that one', async () => {
  const input = at();
  await gateway.client.StartTransaction({ input });
  for (const changes of [{ processData: { receipt } }, { clientUuid: otherClient }]) {
    const { startTransaction } = await gateway.client.StartTransaction({ input: { ...input, ...changes } });
    expect(startTransaction).toMatchObject({
      outcome: 'NOT_SIGNED',
      conflict: { currentRevision: 1, currentState: 'ACTIVE' },
      userErrors: [{ code: 'REVISION_CONFLICT' }],
    });
  }
});

test('a sale may be finished by another client than the one that started it, but is not signed for both', async () => {
  const input = at();
  await gateway.client.StartTransaction({ input });
  const sale = { ...input, receipt };
  expect((await gateway.client.SignReceipt({ input: { ...sale, clientUuid: otherClient } })).signReceipt).toMatchObject(
    {
      outcome: 'SIGNED',
      transaction: { clientUuid: otherClient, revision: 2 },
    },
  );
  expect((await gateway.client.SignReceipt({ input: sale })).signReceipt).toMatchObject({
    outcome: 'NOT_SIGNED',
    userErrors: [{ code: 'TRANSACTION_CONTENT_DIFFERS', message: expect.stringContaining('by another client') }],
  });
});

test('each outcome says what the receipt must show, in German and English', async () => {
  const input = at();
  const start = await gateway.client.StartTransaction({ input });
  expect(start.startTransaction.receiptNote).toMatchObject({
    print: null,
    advice: { german: expect.stringContaining('noch offen') },
  });
  const finish = await write('finish', { ...input, processData: { receipt } });
  expect(finish.receiptNote).toMatchObject({ print: null });
  expect(finish.receiptNote.advice.german).toContain('QR-Code');
  const refused = await write('finish', { ...input, processData: { receipt: receiptOf('2.00') } });
  expect(refused.receiptNote.print).toEqual({ german: 'TSE-Signierung fehlgeschlagen', english: 'TSS signing failed' });
});

describe('metadata', () => {
  const stored = async (uuid: string) =>
    (await gateway.client.Transaction({ tssUuid: demo.tssId, uuid })).transaction!.metadata;
  const table = [{ key: 'table', value: '7' }];

  test('is stored by the write that signs, and the same again says nothing', async () => {
    const input = { ...at(), receipt, metadata: table };
    for (let time = 1; time <= 2; time += 1) {
      const { signReceipt } = await gateway.client.SignReceipt({ input });
      expect(signReceipt).toMatchObject({ outcome: 'SIGNED', warnings: [] });
    }
    expect(await stored(input.transactionUuid)).toEqual(table);
  });

  test('that differs when what is signed is sent again is not stored, and a warning says so', async () => {
    const input = { ...at(), receipt, metadata: table };
    await gateway.client.SignReceipt({ input });
    const { signReceipt } = await gateway.client.SignReceipt({
      input: { ...input, metadata: [{ key: 'table', value: '8' }] },
    });
    expect(signReceipt).toMatchObject({
      outcome: 'SIGNED',
      warnings: [{ code: 'METADATA_NOT_STORED', field: ['metadata'] }],
    });
    expect(await stored(input.transactionUuid)).toEqual(table);
  });
});
