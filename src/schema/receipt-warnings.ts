import { Big } from 'big.js';
import { type ReceiptInput, ReceiptType } from './receipt.js';
import type { Warning } from './warning.js';

/** A payment as it is to be signed, and where it stands in the input. */
export interface SignedPayment {
  /** `CASH` or `NON_CASH`. */
  readonly paymentType: string;
  readonly amount: string;
  readonly currencyCode: string;
  readonly field: readonly string[];
}

/** Where the parts of a receipt stand in the input. */
interface ReceiptPlaces {
  readonly type: readonly string[];
  readonly payments: readonly string[];
}

/** What the payments of a receipt should be: there, with the sum of the VAT amounts; not there; or either. */
type PaymentRule = 'EXPECTED' | 'NONE' | 'EITHER';

/** Whether a receipt of a kind is paid by its nature (DSFinV-K, BON_TYP; `docs/decisions/0045`). */
const PAYMENT_RULES: Readonly<Record<ReceiptType, PaymentRule>> = {
  [ReceiptType.RECEIPT]: 'EXPECTED',
  [ReceiptType.ANNULATION]: 'EXPECTED',
  [ReceiptType.ORDER]: 'NONE',
  [ReceiptType.INVOICE]: 'NONE',
  [ReceiptType.TRANSFER]: 'NONE',
  [ReceiptType.BENEFIT_IN_KIND]: 'NONE',
  [ReceiptType.ABORT]: 'NONE',
  [ReceiptType.CANCELLATION]: 'NONE',
  [ReceiptType.TRAINING]: 'EITHER',
  [ReceiptType.OTHER]: 'EITHER',
  [ReceiptType.UNKNOWN]: 'EITHER', // inputs of it are refused
};

/** What is odd in a receipt whose amounts have been checked. */
export function receiptWarnings(receipt: ReceiptInput, field: readonly string[]): readonly Warning[] {
  const rates = [...Map.groupBy(receipt.amountsPerVatRate, ({ vatRate }) => vatRate)].map(
    ([vatRate, rows]) => [vatRate, sum(rows.map(({ amount }) => amount))] as const,
  );
  const payments = receipt.amountsPerPaymentType.map(({ paymentType, amount, currencyCode }, index) => ({
    paymentType,
    amount,
    currencyCode,
    field: [...field, 'amountsPerPaymentType', String(index), 'amount'],
  }));
  return [
    ...rates.flatMap(([vatRate, total]) =>
      cutWarnings(total, 2, [...field, 'amountsPerVatRate'], `The sum of ${vatRate}`),
    ),
    ...payments.flatMap(({ amount, field: place }) => cutWarnings(new Big(amount), 2, place, `The payment ${amount}`)),
    ...signedReceiptWarnings(
      receipt.type,
      rates.map(([, total]) => total.toFixed()),
      payments,
      { type: [...field, 'type'], payments: [...field, 'amountsPerPaymentType'] },
    ),
  ];
}

/**
 * What is odd in a receipt by its kind, from typed and from ready-made data alike.
 * @param sales one sum for each VAT rate; they and the payments count as they are signed, with two decimals
 */
export function signedReceiptWarnings(
  type: ReceiptType,
  sales: readonly string[],
  payments: readonly SignedPayment[],
  places: ReceiptPlaces,
): readonly Warning[] {
  const annulation: Warning = {
    code: 'ANNULATION_WITH_TSS',
    message: 'With a TSS a reversal is a RECEIPT with all signs turned.',
    field: places.type,
  };
  const unexpected: Warning = {
    code: 'PAYMENTS_NOT_EXPECTED',
    message: 'A receipt of this kind is not paid; what is paid is a RECEIPT.',
    field: places.payments,
  };
  const rule = PAYMENT_RULES[type];
  return [
    ...(type === ReceiptType.ANNULATION ? [annulation] : []),
    ...(rule === 'NONE' && payments.length > 0 ? [unexpected] : []),
    ...paymentFormWarnings(payments, places.payments),
    ...orderWarnings(payments, places.payments),
    ...(rule === 'EXPECTED' ? paymentSumWarnings(sales, payments, places.payments) : []),
  ];
}

/** What is odd in the payments of a trip: payments of nothing, several of one kind, a sum that differs. */
export function tripPaymentWarnings(
  sales: readonly string[],
  payments: readonly SignedPayment[],
  field: readonly string[],
): readonly Warning[] {
  return [...paymentFormWarnings(payments, field), ...paymentSumWarnings(sales, payments, field)];
}

/** Payments of nothing, and several of one type and currency. */
function paymentFormWarnings(payments: readonly SignedPayment[], field: readonly string[]): readonly Warning[] {
  const zeros = payments
    .filter(({ amount }) => asSigned(amount).eq(0))
    .map((payment): Warning => {
      return {
        code: 'ZERO_PAYMENT',
        message: `A payment of ${payment.amount} should be left out.`,
        field: payment.field,
      };
    });
  const repeated = [...Map.groupBy(payments, kindOf)].flatMap(([kind, rows]): Warning[] => {
    if (rows.length < 2) return [];
    return [{ code: 'PAYMENTS_NOT_ADDED_UP', message: `${rows.length} payments ${kind} should be one sum.`, field }];
  });
  return [...zeros, ...repeated];
}

/** That payments are not in the order of DSFinV-K annex I: cash first, then EUR first, then by currency code. */
function orderWarnings(payments: readonly SignedPayment[], field: readonly string[]): readonly Warning[] {
  const given = payments.map(kindOf);
  const right = [...payments].sort((one, other) => compare(rankOf(one), rankOf(other))).map(kindOf);
  if (given.every((kind, index) => kind === right[index])) return [];
  const order = [...new Set(right)].join(', ');
  return [{ code: 'PAYMENTS_OUT_OF_ORDER', message: `The order of the payments should be: ${order}.`, field }];
}

/** That payments in EUR do not have the sum of the VAT amounts. Of other currencies no rate is known. */
function paymentSumWarnings(
  sales: readonly string[],
  payments: readonly SignedPayment[],
  field: readonly string[],
): readonly Warning[] {
  if (payments.some((payment) => currencyOf(payment) !== 'EUR')) return [];
  const sold = sum(sales.map(asSigned));
  const paid = sum(payments.map(({ amount }) => asSigned(amount)));
  if (sold.eq(paid)) return [];
  const message = `The VAT amounts add up to ${sold.toFixed(2)} EUR, the payments to ${paid.toFixed(2)} EUR.`;
  return [{ code: 'PAYMENTS_DIFFER_FROM_VAT_AMOUNTS', message, field }];
}

function currencyOf({ currencyCode }: SignedPayment): string {
  return currencyCode.toUpperCase();
}

function kindOf(payment: SignedPayment): string {
  return `${payment.paymentType} ${currencyOf(payment)}`;
}

/** A text that sorts as the annex does. */
function rankOf(payment: SignedPayment): string {
  const currency = currencyOf(payment);
  return `${payment.paymentType === 'CASH' ? 0 : 1} ${currency === 'EUR' ? '' : currency}`;
}

/** By code units, not by the rules of a language. */
function compare(one: string, other: string): number {
  return one < other ? -1 : one > other ? 1 : 0;
}

/** That a number has decimals which what is signed has no room for (`tse-formats.md §3`). */
export function cutWarnings(value: Big, places: number, field: readonly string[], name: string): readonly Warning[] {
  const kept = value.round(places, Big.roundDown);
  if (kept.eq(value)) return [];
  return [
    { code: 'DECIMALS_CUT', message: `${name} (${value.toFixed()}) is signed as ${kept.toFixed(places)}.`, field },
  ];
}

/** An amount with the two decimals that are signed; more are cut, not rounded. */
function asSigned(amount: string): Big {
  return new Big(amount).round(2, Big.roundDown);
}

/** The exact sum of amounts. */
export function sum(amounts: readonly (string | Big)[]): Big {
  return amounts.reduce<Big>((total, amount) => total.plus(amount), new Big(0));
}
