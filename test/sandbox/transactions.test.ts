import { randomUUID } from 'node:crypto';
import type { Schemas } from '../../src/contract/sign-de.js';
import { parseQrPayload, verifyQrPayload } from '../../src/tse/receipt/qr-code.js';
import { verifyTransaction } from '../../src/tse/receipt/verify-transaction.js';
import { ContractClient, type Parts } from './support/contract-client.js';
import { runSandbox, TestClock } from './support/running-sandbox.js';
import { receipt, sell, setUpClient, setUpTss } from './support/set-up.js';

const clock = new TestClock();
const order = {
  standard_v1: { order: { line_items: [{ quantity: '2', text: 'Ice "R"; cold', price_per_unit: '3.99' }] } },
};
let client: ContractClient;
let tss_id: string;
let client_id: string;
let otherClient: string;

beforeAll(async () => {
  const sandbox = await runSandbox({ clock: clock.now, limits: { activeTransactions: 100_000 } });
  client = await ContractClient.login(sandbox.middlewareUrl);
  tss_id = (await setUpTss(client)).tss_id;
  client_id = await setUpClient(client, tss_id, 'till 1');
  otherClient = await setUpClient(client, tss_id, 'till 2');
});

type Body = Partial<NonNullable<Parts<'upsertTransaction'>['body']>>;

function request(tx: string | number, tx_revision: number | undefined, body: Body): Parts<'upsertTransaction'> {
  return {
    path: { tss_id, tx_id_or_number: tx },
    ...(tx_revision !== undefined && { query: { tx_revision } }),
    body: { state: 'ACTIVE', client_id, ...body },
  };
}

const write = (tx: string | number, revision: number | undefined, body: Body = {}) =>
  client.ok('upsertTransaction', request(tx, revision, body));
const refusal = (tx: string | number, revision: number | undefined, body: Body = {}) =>
  client.refusal('upsertTransaction', request(tx, revision, body));
const read = (tx: string | number, tx_revision?: number) =>
  client.ok('retrieveTransaction', {
    path: { tss_id, tx_id_or_number: tx },
    ...(tx_revision && { query: { tx_revision } }),
  });
const counter = async () => Number((await client.ok('retrieveTss', { path: { tss_id } })).signature_counter);

async function start(body: Body = {}): Promise<string> {
  const id = randomUUID();
  await write(id, 1, body);
  return id;
}

const conflict = [400, 'E_TX_UPSERT'];

describe('A repeat of a revision', () => {
  test('with the same body answers what was signed, with the counter as text, and signs nothing', async () => {
    const id = randomUUID();
    const started = await write(id, 1, { metadata: { a: '1', b: '2' } });
    const finish = { state: 'FINISHED', schema: receipt() } as const;
    clock.time += 5;
    expect(await write(id, 1, { metadata: { b: '2', a: '1' } })).toEqual({
      ...started,
      signature: { ...started.signature, counter: String(started.signature.counter) },
    });
    const finished = await write(id, 2, finish);
    const signed = await counter();
    clock.time += 5;
    const again = await write(id, 2, finish);
    expect(again).toEqual({
      ...finished,
      signature: { ...finished.signature, counter: String(finished.signature.counter) },
    });
    expect(await counter()).toBe(signed);
  });

  test('sent twenty times at once signs once', async () => {
    const id = await start();
    const before = await counter();
    const answers = await Promise.all(
      Array.from({ length: 20 }, () => write(id, 2, { state: 'FINISHED', schema: receipt() })),
    );
    expect(new Set(answers.map(({ signature }) => signature.value)).size).toBe(1);
    expect(await counter()).toBe(before + 1);
  });

  test('with another body is refused', async () => {
    const id = await start({ metadata: { a: '1' } });
    expect(await refusal(id, 1)).toEqual(conflict);
    expect(await refusal(id, 1, { client_id: otherClient, metadata: { a: '1' } })).toEqual(conflict);
    await write(id, 2, { schema: receipt('1.00') });
    expect(await refusal(id, 2, { schema: receipt('2.00') })).toEqual(conflict);
    expect(await write(id, 1, { metadata: { a: '1' } })).toMatchObject({ revision: 1, latest_revision: 2 });
  });

  test('that started the transaction is refused once it has ended, for want of a type', async () => {
    const { _id } = await sell(client, tss_id, client_id);
    expect(await refusal(_id, 1)).toEqual([409, 'E_TX_NO_TYPE_DEFINED']);
    expect(await refusal(_id, 1, { schema: receipt() })).toEqual(conflict);
  });

  test('still works when its client has been deregistered since', async () => {
    const leaving = await setUpClient(client, tss_id);
    const id = await start({ client_id: leaving });
    const path = { tss_id, client_id: leaving };
    await client.ok('updateClient', { path, body: { state: 'DEREGISTERED' } });
    await write(id, 1, { client_id: leaving });
    const finish = { state: 'FINISHED', schema: receipt() } as const;
    expect(await refusal(id, 2, { ...finish, client_id: leaving })).toEqual([400, 'E_CLIENT_DEREGISTERED']);
    await write(id, 2, finish);
  });
});

describe('A revision is refused', () => {
  test('when it is not the next', async () => {
    const id = await start();
    for (const revision of [3, 999]) expect(await refusal(id, revision, { schema: receipt() })).toEqual(conflict);
    expect(await refusal(randomUUID(), 2, { schema: receipt() })).toEqual(conflict);
    expect(await read(id)).toMatchObject({ latest_revision: 1 });
  });

  test.each(['FINISHED', 'CANCELLED'] as const)('after the end, and the message names %s', async (state) => {
    const id = await start();
    await write(id, 2, { state, schema: receipt() });
    for (const next of ['ACTIVE', 'FINISHED', 'CANCELLED'] as const) {
      const { status, json } = await client.send(
        'upsertTransaction',
        request(id, 3, { state: next, schema: receipt() }),
      );
      expect([status, json]).toEqual([
        400,
        expect.objectContaining({ code: 'E_TX_UPSERT', message: expect.stringContaining(state) }),
      ]);
    }
  });

  test('when it starts a transaction in its end, or by a number that no transaction has', async () => {
    expect(await refusal(randomUUID(), 1, { state: 'FINISHED', schema: receipt() })).toEqual(conflict);
    expect(await refusal(999_999, 1)).toEqual(conflict);
  });

  test('when a type is missing after the start, also where an earlier revision had one', async () => {
    const missing = [409, 'E_TX_NO_TYPE_DEFINED'];
    const id = await start({ schema: receipt() });
    for (const state of ['ACTIVE', 'FINISHED', 'CANCELLED'] as const)
      expect(await refusal(id, 2, { state })).toEqual(missing);
    const schema = { raw: { process_type: '', process_data: '' } };
    expect(await refusal(id, 2, { state: 'FINISHED', schema })).toEqual(missing);
  });

  test('when its type differs from that of an earlier one', async () => {
    const id = await start({ schema: order });
    const change = [409, 'E_TX_ILLEGAL_TYPE_CHANGE'];
    expect(await refusal(id, 2, { state: 'FINISHED', schema: receipt() })).toEqual(change);
    expect(await refusal(id, 2, { schema: { raw: { process_type: 'Kassenbeleg-V1', process_data: '' } } })).toEqual(
      change,
    );
    await write(id, 2, { schema: { raw: { process_type: 'Bestellung-V1', process_data: '' } } });
  });

  test('and nothing of it is left behind', async () => {
    const before = await client.ok('retrieveTss', { path: { tss_id } });
    await refusal(randomUUID(), 1, { client_id: randomUUID() });
    await refusal(randomUUID(), 7);
    const full = Object.fromEntries(Array.from({ length: 40 }, (_, index) => [`k${index}`, 'v']));
    const id = await start({ metadata: full });
    expect(await refusal(id, 2, { schema: receipt(), metadata: { more: 'v' } })).toEqual([
      400,
      'E_FAILED_SCHEMA_VALIDATION',
    ]);
    const after = await client.ok('retrieveTss', { path: { tss_id } });
    expect(Number(after.signature_counter)).toBe(Number(before.signature_counter) + 1);
    expect(Number(after.transaction_counter)).toBe(Number(before.transaction_counter) + 1);
  });
});

test('Without tx_revision the next one is written, unless the body is that of the latest', async () => {
  const id = randomUUID();
  expect(await write(id, undefined)).toMatchObject({ revision: 1 });
  expect(await write(id, undefined)).toMatchObject({ revision: 1, latest_revision: 1 });
  expect(await write(id, undefined, { schema: receipt() })).toMatchObject({ revision: 2 });
  const finish = { state: 'FINISHED', schema: receipt() } as const;
  expect(await write(id, undefined, finish)).toMatchObject({ revision: 3, state: 'FINISHED' });
  expect(await write(id, undefined, finish)).toMatchObject({ revision: 3, latest_revision: 3 });
  expect(await refusal(id, undefined, { state: 'CANCELLED', schema: receipt() })).toEqual(conflict);
});

test('A transaction is written and read by its number as by its id', async () => {
  const id = randomUUID();
  const { number } = await write(id, 1);
  const finished = await write(number, 2, { state: 'FINISHED', schema: receipt() });
  expect(finished._id).toBe(id);
  expect(await read(number)).toEqual(finished);
  expect(await read(id, 1)).toMatchObject({ number, revision: 1, latest_revision: 2, state: 'ACTIVE' });
});

test('One id may be used on two TSS', async () => {
  const other = (await setUpTss(client)).tss_id;
  const theirs = await setUpClient(client, other);
  const { _id } = await sell(client, tss_id, client_id);
  expect(await sell(client, other, theirs, _id)).toMatchObject({ _id, number: 1 });
});

test('Metadata is merged over the revisions, and each revision shows all of it', async () => {
  const id = await start({ metadata: { a: '1', b: '1' } });
  await write(id, 2, { state: 'FINISHED', schema: receipt(), metadata: { b: '2', a: '' } });
  for (const revision of [1, 2]) expect(await read(id, revision)).toMatchObject({ metadata: { b: '2' } });
});

test('Another client of the TSS may continue a transaction, and each revision keeps its own', async () => {
  const id = await start();
  await write(id, 2, { state: 'FINISHED', client_id: otherClient, schema: receipt() });
  expect(await read(id, 1)).toMatchObject({ client_id, client_serial_number: 'till 1' });
  expect(await read(id)).toMatchObject({ client_id: otherClient, client_serial_number: 'till 2' });
});

describe('What is signed', () => {
  test('without a schema is the process type of one space, shown as an empty object', async () => {
    const id = await start();
    const started = await read(id);
    expect(started.schema).toEqual({});
    expect(verifyTransaction(started)).toEqual({ valid: true, curve: 'P-256' });
    const { bytes } = await client.send('retrieveTransactionLog', { path: { tss_id, tx_id_or_number: id } });
    expect(bytes.includes(Buffer.from('82008301208501', 'hex'))).toBe(true);
  });

  test.each<[string, Schemas['TxSchemaRequest'], string, string]>([
    ['a receipt', receipt('19.00'), 'Kassenbeleg-V1', 'Beleg^19.00_0.00_0.00_0.00_0.00^19.00:Bar'],
    ['an order', order, 'Bestellung-V1', '2;"Ice ""R""; cold";3.99'],
    ['anything else', { standard_v1: { other: { drawer: 'opened' } } }, 'SonstigerVorgang', '{"drawer":"opened"}'],
    [
      'raw data',
      { raw: { process_type: 'Own-V1', process_data: Buffer.from('ä;b').toString('base64') } },
      'Own-V1',
      'ä;b',
    ],
    [
      'numeric VAT names and a foreign currency',
      {
        standard_v1: {
          receipt: {
            receipt_type: 'RECEIPT',
            amounts_per_vat_rate: [
              { vat_rate: '7', amount: '1.00' },
              { vat_rate: '0', amount: '2.00' },
            ],
            amounts_per_payment_type: [{ payment_type: 'NON_CASH', amount: '3.10', currency_code: 'CHF' }],
          },
        },
      },
      'Kassenbeleg-V1',
      'Beleg^0.00_1.00_0.00_0.00_2.00^3.10:Unbar:CHF',
    ],
  ])('for %s is echoed as raw, and the QR code verifies', async (_what, schema, process_type, data) => {
    const finished = await write(await start(), 2, { state: 'FINISHED', schema });
    expect(finished.schema).toEqual({
      ...schema,
      raw: { process_type, process_data: Buffer.from(data).toString('base64') },
    });
    expect(verifyTransaction(finished)).toEqual({ valid: true, curve: 'P-256' });
    expect(verifyQrPayload(finished.qr_code_data!)).toEqual({ valid: true, curve: 'P-256' });
    expect(parseQrPayload(finished.qr_code_data!)).toMatchObject({
      clientSerialNumber: 'till 1',
      processType: process_type,
      processData: data,
      transactionNumber: String(finished.number),
      signatureCounter: String(finished.signature.counter),
      startTime: new Date(finished.time_start * 1000).toISOString(),
      logTime: new Date(finished.time_end! * 1000).toISOString(),
    });
  });

  test('of a payment without a currency is in euros', async () => {
    const schema = {
      standard_v1: {
        receipt: {
          receipt_type: 'RECEIPT',
          amounts_per_vat_rate: [{ vat_rate: 'NORMAL', amount: '1.00' }],
          amounts_per_payment_type: [{ payment_type: 'CASH', amount: '1.00' }],
        },
      },
    } as const;
    const finished = await write(await start(), 2, { state: 'FINISHED', schema });
    expect(finished.schema).toMatchObject({
      standard_v1: {
        receipt: { amounts_per_payment_type: [{ payment_type: 'CASH', amount: '1.00', currency_code: 'EUR' }] },
      },
    });
  });

  test('for a cancellation is a finish, with an end but no QR code', async () => {
    const cancelled = await write(await start(), 2, { state: 'CANCELLED', schema: receipt('0.00') });
    expect(cancelled).toMatchObject({ state: 'CANCELLED', log: { operation: 'Finish' }, time_end: clock.time });
    expect(cancelled).not.toHaveProperty('qr_code_data');
    expect(verifyTransaction(cancelled)).toEqual({ valid: true, curve: 'P-256' });
  });
});

test('Times beyond 2038 are signed, stored and read like any other', async () => {
  const later = new TestClock(2_300_000_000);
  const sandbox = await runSandbox({ clock: later.now });
  const till = await ContractClient.login(sandbox.middlewareUrl);
  const tss = await setUpTss(till);
  const sold = await sell(till, tss.tss_id, await setUpClient(till, tss.tss_id));
  expect(sold).toMatchObject({ time_start: later.time, time_end: later.time });
  expect(verifyQrPayload(sold.qr_code_data!)).toEqual({ valid: true, curve: 'P-256' });
  expect((await till.ok('listTransactions', { path: tss, query: { order_by: 'time_end' } })).data).toEqual([sold]);
});

test('A clock with fractions counts whole seconds, and one that goes back moves no log time back', async () => {
  const odd = new TestClock(1_790_000_000.75);
  const sandbox = await runSandbox({ clock: odd.now });
  const till = await ContractClient.login(sandbox.middlewareUrl);
  const tss = await setUpTss(till);
  const id = await setUpClient(till, tss.tss_id);
  const first = await sell(till, tss.tss_id, id);
  expect(first.time_end).toBe(1_790_000_000);
  odd.time -= 500;
  expect(await sell(till, tss.tss_id, id)).toMatchObject({ time_start: 1_790_000_000, time_end: 1_790_000_000 });
});

test('Transactions written side by side on two TSS have numbers and counters without gaps', async () => {
  const tsses = await Promise.all([setUpTss(client), setUpTss(client)]);
  const sold = await Promise.all(
    tsses.map(async (tss) => {
      const id = await setUpClient(client, tss.tss_id);
      return Promise.all(Array.from({ length: 60 }, () => sell(client, tss.tss_id, id)));
    }),
  );
  for (const transactions of sold) {
    expect(transactions.map(({ number }) => number).sort((a, b) => a - b)).toEqual(
      Array.from({ length: 60 }, (_, index) => index + 1),
    );
    const starts = await Promise.all(
      transactions.map(({ tss_id: tss, _id }) =>
        client.ok('retrieveTransaction', { path: { tss_id: tss, tx_id_or_number: _id }, query: { tx_revision: 1 } }),
      ),
    );
    const counters = [...transactions, ...starts]
      .map(({ signature }) => Number(signature.counter))
      .sort((a, b) => a - b);
    expect(counters).toEqual(Array.from({ length: 120 }, (_, index) => counters[0]! + index));
  }
});
