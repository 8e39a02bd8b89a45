import fc from 'fast-check';
import {
  fromReceiptInput,
  PaymentType,
  type ReceiptInput,
  receiptProblems,
  ReceiptType,
  toReceipt,
  VatRate,
} from '../../src/schema/receipt.js';
import { receiptWarnings } from '../../src/schema/warning.js';

const cents = fc.integer({ min: -10_000_000, max: 10_000_000 });
const toAmount = (value: number) => (value / 100).toFixed(2);
const vatRate = fc.constantFrom(...Object.values(VatRate));
const paymentType = fc.constantFrom(...Object.values(PaymentType));

test('a receipt comes back from the upstream as it was sent', () => {
  const input = fc.record({
    type: fc.constantFrom(...Object.values(ReceiptType)),
    amountsPerVatRate: fc.array(fc.record({ vatRate, amount: cents.map(toAmount) })),
    amountsPerPaymentType: fc.array(
      fc.record({ paymentType, amount: cents.map(toAmount), currencyCode: fc.constantFrom('EUR', 'CHF', 'USD') }),
    ),
  });
  fc.assert(
    fc.property(input, (receipt) => {
      expect(receiptProblems(receipt, [])).toEqual([]);
      expect(toReceipt(fromReceiptInput(receipt))).toEqual(receipt);
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

test('the deprecated numbers that other clients sent are shown by their names', () => {
  const rates = (['19', '7', '10.7', '5.5', '0'] as const).map((vat_rate) => ({ vat_rate, amount: '1.00' }));
  expect(
    toReceipt({ receipt_type: 'RECEIPT', amounts_per_vat_rate: rates }).amountsPerVatRate.map((row) => row.vatRate),
  ).toEqual(['NORMAL', 'REDUCED_1', 'SPECIAL_RATE_1', 'SPECIAL_RATE_2', 'NULL']);
});
