import { randomUUID } from 'node:crypto';
import { Big } from 'big.js';
import fc from 'fast-check';
import type { Schemas } from '../../../../src/contract/sign-de.js';
import { isSameProcessData } from '../../../../src/datasources/sign-de/signing/same-content.js';
import { demo, type Sandbox } from '../../../../src/sandbox/index.js';
import { storedSchema } from '../../../../src/sandbox/sign-de/transaction/transaction-content.js';
import { Secret } from '../../../../src/secret.js';
import { processDataOf } from '../../../../src/tse/process-data/process-data.js';
import { runSandbox } from '../../../sandbox/support/running-sandbox.js';
import { open, operationOf } from '../../stub-upstream.js';

type Receipt = Schemas['StandardV1Receipt'];
const schemaOf = (receipt: Receipt): Schemas['TxSchemaRequest'] => ({ standard_v1: { receipt } });
const storedOf = (schema: Schemas['TxSchemaRequest']) => storedSchema(schema, processDataOf(schema));
const signedOf = (schema: Schemas['TxSchemaRequest']) => {
  const { processType, processData } = processDataOf(schema);
  return `${processType} ${Buffer.from(processData).toString('hex')}`;
};

const cents = fc.integer({ min: -100_000, max: 100_000 });
const rate = fc.constantFrom<Schemas['VatRate']>('NORMAL', 'REDUCED_1', 'SPECIAL_RATE_1', 'SPECIAL_RATE_2', 'NULL');
const receipt = fc.record({
  receipt_type: fc.constantFrom<Schemas['ReceiptType']>('RECEIPT', 'ABORT', 'TRAINING', 'INVOICE'),
  amounts_per_vat_rate: fc.array(fc.record({ vat_rate: rate, amount: cents.map(toAmount) }), { maxLength: 4 }),
  amounts_per_payment_type: fc.array(
    fc.record({
      payment_type: fc.constantFrom<'CASH' | 'NON_CASH'>('CASH', 'NON_CASH'),
      amount: cents.map(toAmount),
      currency_code: fc.constantFrom('EUR', 'CHF'),
    }),
    { maxLength: 3 },
  ),
});

function toAmount(value: number): string {
  return new Big(value).div(100).toFixed(2);
}

/** Another spelling of a decimal: zeros before and after it. */
function respell(amount: string, before: number, after: number): string {
  const sign = amount.startsWith('-') ? '-' : '';
  return sign + '0'.repeat(before) + amount.slice(sign.length) + '0'.repeat(after);
}

/**
 * The same receipt in another spelling: other zeros, a rate split in two, rows of nothing, rows in another order, other
 * names of one kind or rate.
 */
const respelled = fc
  .tuple(receipt, fc.integer({ min: 0, max: 2 }), fc.integer({ min: 0, max: 3 }), cents, rate, fc.boolean())
  .map(([one, before, after, part, nothing, turned]): readonly [Receipt, Receipt] => {
    const spell = (amount: string) => respell(amount, before, after);
    const split = one.amounts_per_vat_rate.flatMap(({ vat_rate, amount }, index) =>
      index === 0
        ? [toAmount(part), new Big(amount).minus(toAmount(part)).toFixed(2)].map((each) => ({ vat_rate, amount: each }))
        : [{ vat_rate, amount }],
    );
    const rows = [...split, { vat_rate: nothing, amount: '0.00' }].map(({ vat_rate, amount }) => ({
      vat_rate: vat_rate === 'NORMAL' && turned ? ('19' as const) : vat_rate,
      amount: spell(amount),
    }));
    const other: Receipt = {
      receipt_type: one.receipt_type === 'ABORT' && turned ? 'CANCELLATION' : one.receipt_type,
      amounts_per_vat_rate: turned ? rows.toReversed() : rows,
      amounts_per_payment_type: one.amounts_per_payment_type.map((payment) => ({
        ...payment,
        amount: spell(payment.amount),
      })),
    };
    return [one, other];
  });

test('a receipt in another spelling of the same signed data is the same', () => {
  fc.assert(
    fc.property(respelled, ([one, other]) => {
      expect(signedOf(schemaOf(other))).toBe(signedOf(schemaOf(one)));
      expect(isSameProcessData(schemaOf(other), storedOf(schemaOf(one)))).toBe(true);
      // From an upstream that does not show what it signed.
      expect(isSameProcessData(schemaOf(other), { standard_v1: { receipt: one } })).toBe(true);
      // As ready-made data, the same bytes are the same sale.
      const { raw } = storedOf(schemaOf(one));
      expect(isSameProcessData({ raw: raw! }, storedOf(schemaOf(one)))).toBe(true);
    }),
  );
});

test('two receipts are the same if and only if the same bytes are signed', () => {
  fc.assert(
    fc.property(receipt, receipt, (one, other) => {
      const isSame = signedOf(schemaOf(one)) === signedOf(schemaOf(other));
      expect(isSameProcessData(schemaOf(one), storedOf(schemaOf(other)))).toBe(isSame);
    }),
  );
  fc.assert(
    fc.property(receipt, fc.nat(), fc.integer({ min: 1, max: 99 }), (one, at, more) => {
      const rows = one.amounts_per_payment_type;
      fc.pre(rows.length > 0);
      const changed = rows.map((row, index) =>
        index === at % rows.length ? { ...row, amount: new Big(row.amount).plus(toAmount(more)).toFixed(2) } : row,
      );
      const other = { ...one, amounts_per_payment_type: changed };
      expect(isSameProcessData(schemaOf(other), storedOf(schemaOf(one)))).toBe(false);
    }),
  );
});

const order = (quantity: string, price: string, text = 'Tee'): Schemas['TxSchemaRequest'] => ({
  standard_v1: { order: { line_items: [{ quantity, text, price_per_unit: price }] } },
});

test.each<[string, Schemas['TxSchemaRequest'], Schemas['TxSchemaRequest'], boolean]>([
  ['an order with other zeros', order('1.00', '02.500'), order('1', '2.50'), true],
  ['an order with decimals that are cut off', order('1.2345', '2.509'), order('1.234', '2.50'), true],
  ['an order of another quantity', order('1.235', '2.50'), order('1.234', '2.50'), false],
  ['an order of another text', order('1', '2.50', 'Tee '), order('1', '2.50'), false],
  [
    'raw data that is an order',
    { raw: { process_type: 'Bestellung-V1', process_data: Buffer.from('1;"Tee";2.50').toString('base64') } },
    order('1.0', '2.500'),
    true,
  ],
  [
    'raw data of another type',
    { raw: { process_type: 'Bestellung-V2', process_data: Buffer.from('1;"Tee";2.50').toString('base64') } },
    order('1', '2.50'),
    false,
  ],
  [
    'another case with its members in another order, which JSON does not know',
    { standard_v1: { other: { b: 1, a: { d: 2, c: 3 } } } },
    { standard_v1: { other: { a: { c: 3, d: 2 }, b: 1 } } },
    true,
  ],
  [
    'another case with a member more',
    { standard_v1: { other: { a: 1, b: 2 } } },
    { standard_v1: { other: { a: 1 } } },
    false,
  ],
])('%s', (_title, asked, stored, isSame) => {
  expect(isSameProcessData(asked, storedOf(stored))).toBe(isSame);
});

test('what an upstream makes of the same content in its own way is the same content all the same', () => {
  const schema = schemaOf({
    receipt_type: 'RECEIPT',
    amounts_per_vat_rate: [{ vat_rate: 'NORMAL', amount: '1.00' }],
    amounts_per_payment_type: [{ payment_type: 'CASH', amount: '1.00' } as never],
  });
  const raw = { process_type: 'Kassenbeleg-V1', process_data: Buffer.from('Beleg^...').toString('base64') };
  expect(isSameProcessData(schema, { ...storedOf(schema), raw })).toBe(true);
});

describe('at the sandbox', () => {
  let sandbox: Sandbox;
  beforeAll(async () => {
    sandbox = await runSandbox({ demo: true });
  });
  const operation = () =>
    operationOf(open({ ...sandbox, apiKey: { key: demo.apiKey, secret: new Secret(demo.apiSecret) } }), {
      caller: { kind: 'gateway-key' },
    });
  const sale = (amounts: readonly string[], paid: string) => ({
    state: 'FINISHED' as const,
    client_id: demo.clientId,
    schema: schemaOf({
      receipt_type: 'RECEIPT',
      amounts_per_vat_rate: amounts.map((amount) => ({ vat_rate: 'NORMAL', amount })),
      amounts_per_payment_type: [{ payment_type: 'CASH', amount: paid, currency_code: 'EUR' }],
    }),
  });

  test.each([
    ['decimals more', ['10.000'], '10.00'],
    ['zeros before it', ['010.00'], '0010.000'],
    ['a rate in two rows', ['4.00', '6.00'], '10.00'],
    ['a row of nothing more', ['10.00', '0.00'], '10.00'],
  ])(
    'a sale that is sent again with %s is SIGNED, and signed once, in whichever way',
    async (_title, amounts, paid) => {
      const id = randomUUID();
      const first = await operation().signing.startAndFinish(demo.tssId, id, sale(['10.00'], '10.00'));
      const again = [
        await operation().signing.startAndFinish(demo.tssId, id, sale(amounts, paid)),
        await operation().signing.write(demo.tssId, id, undefined, sale(amounts, paid)),
        await operation().signing.write(demo.tssId, id, 2, sale(amounts, paid)),
      ];
      for (const result of again) {
        expect(result).toMatchObject({ outcome: 'SIGNED', transaction: { latest_revision: 2 } });
        expect(result.transaction!.signature).toEqual(first.transaction!.signature);
      }
    },
  );

  test('by another client it is another sale, and with another sum too', async () => {
    const id = randomUUID();
    await operation().signing.startAndFinish(demo.tssId, id, sale(['10.00'], '10.00'));
    for (const other of [
      sale(['10.01'], '10.00'),
      sale(['10.00'], '10.01'),
      { ...sale(['10.00'], '10.00'), client_id: randomUUID() },
    ]) {
      expect(await operation().signing.write(demo.tssId, id, undefined, other)).toMatchObject({
        outcome: 'NOT_SIGNED',
        error: { code: 'TRANSACTION_CONTENT_DIFFERS' },
      });
    }
  });
});
