import { Big } from 'big.js';
import { type ReceiptInput, ReceiptType } from './receipt.js';
import type { Warning } from './warning.js';

/** A payment as it is to be signed, and where it stands in the input. */
export interface SignedPayment {
  readonly paymentType: string;
  readonly amount: string;
  readonly currencyCode: string;
  readonly field: readonly string[];
}

/** What is odd in a receipt whose amounts have been checked. */
export function receiptWarnings(receipt: ReceiptInput, field: readonly string[]): readonly Warning[] {
  const rates = Map.groupBy(receipt.amountsPerVatRate, ({ vatRate }) => vatRate);
  const cutSums = [...rates].flatMap(([vatRate, rows]) =>
    cutWarnings(sum(rows.map(({ amount }) => amount)), 2, [...field, 'amountsPerVatRate'], `The sum of ${vatRate}`),
  );
  const payments = receipt.amountsPerPaymentType.map(({ paymentType, amount, currencyCode }, index) => ({
    paymentType,
    amount,
    currencyCode,
    field: [...field, 'amountsPerPaymentType', String(index), 'amount'],
  }));
  const annulation: Warning = {
    code: 'ANNULATION_WITH_TSS',
    message: 'With a TSS a reversal is a RECEIPT with all signs turned.',
    field: [...field, 'type'],
  };
  return [
    ...(receipt.type === ReceiptType.ANNULATION ? [annulation] : []),
    ...cutSums,
    ...payments.flatMap(({ amount, field: place }) => cutWarnings(new Big(amount), 2, place, `The payment ${amount}`)),
    ...paymentWarnings(
      receipt.amountsPerVatRate.map(({ amount }) => amount),
      payments,
      [...field, 'amountsPerPaymentType'],
    ),
  ];
}

/** What is odd in the payments of a sale: payments of nothing, several of one kind, a sum that differs. */
export function paymentWarnings(
  sales: readonly string[],
  payments: readonly SignedPayment[],
  field: readonly string[],
): readonly Warning[] {
  const zeros = payments
    .filter(({ amount }) => new Big(amount).eq(0))
    .map((payment): Warning => {
      return {
        code: 'ZERO_PAYMENT',
        message: `A payment of ${payment.amount} should be left out.`,
        field: payment.field,
      };
    });
  const kinds = Map.groupBy(
    payments,
    ({ paymentType, currencyCode }) => `${paymentType} ${currencyCode.toUpperCase()}`,
  );
  const repeated = [...kinds].flatMap(([kind, rows]): Warning[] => {
    if (rows.length < 2) return [];
    return [{ code: 'PAYMENTS_NOT_ADDED_UP', message: `${rows.length} payments ${kind} should be one sum.`, field }];
  });
  const inEuro = payments.every(({ currencyCode }) => currencyCode.toUpperCase() === 'EUR');
  const sold = sum(sales);
  const paid = sum(payments.map(({ amount }) => amount));
  const different: Warning = {
    code: 'PAYMENTS_DIFFER_FROM_VAT_AMOUNTS',
    message: `The VAT amounts add up to ${sold.toFixed()} EUR, the payments to ${paid.toFixed()} EUR.`,
    field,
  };
  return [...zeros, ...repeated, ...(inEuro && !sold.eq(paid) ? [different] : [])];
}

/** That a number has decimals which what is signed has no room for (`tse-formats.md §3`). */
export function cutWarnings(value: Big, places: number, field: readonly string[], name: string): readonly Warning[] {
  const kept = value.round(places, Big.roundDown);
  if (kept.eq(value)) return [];
  return [
    { code: 'DECIMALS_CUT', message: `${name} (${value.toFixed()}) is signed as ${kept.toFixed(places)}.`, field },
  ];
}

/** The exact sum of amounts. */
export function sum(amounts: readonly string[]): Big {
  return amounts.reduce((total, amount) => total.plus(amount), new Big(0));
}
