import fc from 'fast-check';
import {
  Receipt,
  fromReceiptInput,
  PaymentType,
  type ReceiptInput,
  receiptProblems,
  ReceiptType,
  VatRate,
} from '../../../../src/schema/sign-de/process-data/receipt.js';
import { receiptWarnings } from '../../../../src/schema/sign-de/process-data/receipt-warnings.js';

const cents = fc.integer({ min: -10_000_000, max: 10_000_000 });
const toAmount = (value: number) => (value / 100).toFixed(2);
const isKnown = (value: string) => value !== 'UNKNOWN';
const vatRate = fc.constantFrom(...Object.values(VatRate).filter(isKnown));
const paymentType = fc.constantFrom(...Object.values(PaymentType).filter(isKnown));

test('a receipt comes back from the upstream as it was sent', () => {
  const input = fc.record({
    type: fc.constantFrom(...Object.values(ReceiptType).filter(isKnown)),
    amountsPerVatRate: fc.array(fc.record({ vatRate, amount: cents.map(toAmount) })),
    amountsPerPaymentType: fc.array(
      fc.record({ paymentType, amount: cents.map(toAmount), currencyCode: fc.constantFrom('EUR', 'CHF', 'USD') }),
    ),
  });
  fc.assert(
    fc.property(input, (receipt) => {
      expect(receiptProblems(receipt, [])).toEqual([]);
      expect(shown(new Receipt(fromReceiptInput(receipt)))).toEqual(receipt);
    }),
  );
});

test('payments in EUR that add up raise no warning, and any other sum raises one', () => {
  fc.assert(
    fc.property(
      fc.array(
        cents.filter((value) => value !== 0),
        { minLength: 1 },
      ),
      cents,
      (sales, difference) => {
        const total = sales.reduce((sum, value) => sum + value, 0);
        fc.pre(total + difference !== 0);
        const receipt: ReceiptInput = {
          type: ReceiptType.RECEIPT,
          amountsPerVatRate: sales.map((value) => ({ vatRate: VatRate.NORMAL, amount: toAmount(value) })),
          amountsPerPaymentType: [
            { paymentType: PaymentType.CASH, amount: toAmount(total + difference), currencyCode: 'EUR' },
          ],
        };
        expect(receiptWarnings(receipt, []).map(({ code }) => code)).toEqual(
          difference === 0 ? [] : ['PAYMENTS_DIFFER_FROM_VAT_AMOUNTS'],
        );
      },
    ),
  );
});

/** What a receipt shows, read field by field. */
function shown({ type, amountsPerVatRate, amountsPerPaymentType }: Receipt): ReceiptInput {
  const whole = <Row>(rows: readonly (Row | Error)[]) => rows.filter((row): row is Row => !(row instanceof Error));
  return {
    type,
    amountsPerVatRate: whole(amountsPerVatRate).map(({ vatRate, amount }) => ({ vatRate, amount })),
    amountsPerPaymentType: whole(amountsPerPaymentType).map(({ paymentType, amount, currencyCode }) => ({
      paymentType,
      amount,
      currencyCode,
    })),
  };
}

test('the deprecated numbers that other clients sent are shown by their names', () => {
  const rates = (['19', '7', '10.7', '5.5', '0'] as const).map((vat_rate) => ({ vat_rate, amount: '1.00' }));
  expect(
    shown(new Receipt({ receipt_type: 'RECEIPT', amounts_per_vat_rate: rates })).amountsPerVatRate.map(
      ({ vatRate }) => vatRate,
    ),
  ).toEqual(['NORMAL', 'REDUCED_1', 'SPECIAL_RATE_1', 'SPECIAL_RATE_2', 'NULL']);
});

test('values that a newer upstream sends are UNKNOWN and fail nothing, and cannot be sent', () => {
  const newer = {
    receipt_type: 'SUBSCRIPTION',
    amounts_per_vat_rate: [{ vat_rate: 'REDUCED_2', amount: '1.00' }],
    amounts_per_payment_type: [{ payment_type: 'BARTER', amount: '1.00' }],
  };
  const receipt = shown(new Receipt(newer));
  expect(receipt).toMatchObject({
    type: 'UNKNOWN',
    amountsPerVatRate: [{ vatRate: 'UNKNOWN', amount: '1.00' }],
    amountsPerPaymentType: [{ paymentType: 'UNKNOWN', amount: '1.00', currencyCode: 'EUR' }],
  });
  const input = {
    type: receipt.type,
    amountsPerVatRate: [...receipt.amountsPerVatRate],
    amountsPerPaymentType: [...receipt.amountsPerPaymentType],
  };
  expect(receiptProblems(input, ['receipt']).map(({ field }) => field.join('.'))).toEqual([
    'receipt.type',
    'receipt.amountsPerVatRate.0.vatRate',
    'receipt.amountsPerPaymentType.0.paymentType',
  ]);
});
