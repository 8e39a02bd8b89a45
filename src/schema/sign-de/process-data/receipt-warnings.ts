import { Big } from 'big.js';
import { exactSum } from '../../../tse/exact-sum.js';
import { type ReceiptInput, ReceiptType } from './receipt.js';
import type { Warning } from '../../common/warning.js';

/** A payment to sign, and its place in the input. */
export interface SignedPayment {
  /** `CASH` or `NON_CASH`. */
  readonly paymentType: string;
  readonly amount: string;
  readonly currencyCode: string;
  readonly field: readonly string[];
}

/** Places of the parts of a receipt in the input. */
interface ReceiptPlaces {
  readonly type: readonly string[];
  readonly payments: readonly string[];
}

/** Whether a receipt has payments. `EXPECTED`: yes, with the sum of the VAT amounts. `NONE`: no. `EITHER`: maybe. */
type PaymentRule = 'EXPECTED' | 'NONE' | 'EITHER';

/** Whether each kind of receipt has payments (DSFinV-K, BON_TYP; docs/reference/formats.md). */
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
  [ReceiptType.UNKNOWN]: 'EITHER', // inputs with it are refused
};

/** Finds oddities in a receipt whose amounts have been checked. */
export function receiptWarnings(receipt: ReceiptInput, field: readonly string[]): readonly Warning[] {
  const rates = [...Map.groupBy(receipt.amountsPerVatRate, ({ vatRate }) => vatRate)].map(
    ([vatRate, rows]) => [vatRate, exactSum(rows.map(({ amount }) => amount))] as const,
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
 * Finds oddities in a receipt, typed or ready-made. Sums and payments are compared as signed, with two decimals.
 * @param sales one sum for each VAT rate
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

/** Finds oddities in the payments of a trip: payments of 0.00, several of one kind, a different sum. */
export function tripPaymentWarnings(
  sales: readonly string[],
  payments: readonly SignedPayment[],
  field: readonly string[],
): readonly Warning[] {
  return [...paymentFormWarnings(payments, field), ...paymentSumWarnings(sales, payments, field)];
}

/** Warns of payments of 0.00, and of several of one type and currency. */
function paymentFormWarnings(payments: readonly SignedPayment[], field: readonly string[]): readonly Warning[] {
  const zeros = payments
    .filter(({ amount }) => SIGNED_AS_ZERO.test(amount))
    .map((payment): Warning => {
      return {
        code: 'ZERO_PAYMENT',
        message: `A payment of ${shown(payment.amount)} should be left out.`,
        field: payment.field,
      };
    });
  const repeated = [...Map.groupBy(payments, kindOf)].flatMap(([kind, rows]): Warning[] => {
    if (rows.length < 2) return [];
    return [{ code: 'PAYMENTS_NOT_ADDED_UP', message: `${rows.length} payments ${kind} should be one sum.`, field }];
  });
  return [...zeros, ...repeated];
}

/** Whether a number is 0.00 when cut to two decimals. */
const SIGNED_AS_ZERO = /^-?0+(?:\.0(?:0\d*)?)?$/;

/** Warns when payments are not in the order of DSFinV-K annex I: cash first, then EUR first, then by currency code. */
function orderWarnings(payments: readonly SignedPayment[], field: readonly string[]): readonly Warning[] {
  const ranks = payments.map(rankOf);
  if (ranks.every((rank, index) => index === 0 || (ranks[index - 1] ?? '') <= rank)) return [];
  const kinds = [...new Map(payments.map((payment, index) => [ranks[index] ?? '', kindOf(payment)]))];
  const right = kinds.sort(([one], [other]) => compare(one, other)).map(([, kind]) => kind);
  const order = right.slice(0, KINDS_SHOWN).join(', ') + (right.length > KINDS_SHOWN ? ', …' : '');
  return [{ code: 'PAYMENTS_OUT_OF_ORDER', message: `The order of the payments should be: ${order}.`, field }];
}

/** Maximum number of kinds of payments in a message. */
const KINDS_SHOWN = 20;

/** Warns if payments in EUR do not add up to the VAT amounts. For other currencies the exchange rate is unknown. */
function paymentSumWarnings(
  sales: readonly string[],
  payments: readonly SignedPayment[],
  field: readonly string[],
): readonly Warning[] {
  if (payments.some((payment) => currencyOf(payment) !== 'EUR')) return [];
  const sold = exactSum(sales.map(asSigned));
  const paid = exactSum(payments.map(({ amount }) => asSigned(amount)));
  if (sold.eq(paid)) return [];
  const [soldText, paidText] = [shown(sold.toFixed(2)), shown(paid.toFixed(2))];
  const message = `The VAT amounts add up to ${soldText} EUR, the payments to ${paidText} EUR.`;
  return [{ code: 'PAYMENTS_DIFFER_FROM_VAT_AMOUNTS', message, field }];
}

function currencyOf({ currencyCode }: SignedPayment): string {
  return currencyCode.toUpperCase();
}

function kindOf(payment: SignedPayment): string {
  return `${payment.paymentType} ${currencyOf(payment)}`;
}

/** A text that sorts in the order of the annex. */
function rankOf(payment: SignedPayment): string {
  const currency = currencyOf(payment);
  return `${payment.paymentType === 'CASH' ? 0 : 1} ${currency === 'EUR' ? '' : currency}`;
}

/** Compares by code units, not by the rules of a language. */
function compare(one: string, other: string): number {
  return one < other ? -1 : one > other ? 1 : 0;
}

/** Warns if a number has more decimals than are signed (`tse-formats.md §3`). */
export function cutWarnings(value: Big, places: number, field: readonly string[], name: string): readonly Warning[] {
  const kept = value.round(places, Big.roundDown);
  if (kept.eq(value)) return [];
  return [
    { code: 'DECIMALS_CUT', message: `${name} (${value.toFixed()}) is signed as ${kept.toFixed(places)}.`, field },
  ];
}

/** An amount with the two decimals that are signed. More are cut, not rounded. */
function asSigned(amount: string): string {
  const point = amount.indexOf('.');
  return point < 0 ? amount : amount.slice(0, point + 3);
}

/** An amount for a message. In ready-made data it can be longer than in any receipt. */
function shown(amount: string): string {
  return amount.length > LONGEST_SHOWN ? `${amount.slice(0, LONGEST_SHOWN)}…` : amount;
}

/** Maximum length of an amount in a message. Amounts of typed data are shorter. */
const LONGEST_SHOWN = 50;
