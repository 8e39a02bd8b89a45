import type { Schemas } from '../../contract/sign-de.js';

/** A sale of the demo café, amounts in cents. */
interface Sale {
  readonly vat: readonly (readonly [Schemas['VatRate'], number])[];
  readonly paid: readonly (readonly [Schemas['AmountPerPaymentType']['payment_type'], number, string?])[];
  readonly metadata?: Schemas['MetadataRequest'];
}

// prettier-ignore
const SALES: readonly Sale[] = [
  { vat: [['NORMAL', 380]], paid: [['CASH', 380]], metadata: { table: '3', item: 'Cappuccino' } },
  { vat: [['NORMAL', 640], ['REDUCED_1', 1180]], paid: [['NON_CASH', 1820]], metadata: { table: '7', waiter: 'Mia' } },
  { vat: [['REDUCED_1', 450]], paid: [['CASH', 450]], metadata: { item: 'Apple cake', takeaway: 'yes' } },
  { vat: [['NORMAL', 1290], ['REDUCED_1', 2460]], paid: [['CASH', 2000], ['NON_CASH', 1750]], metadata: { table: '12', waiter: 'Jonas', split: 'cash and card' } },
  { vat: [['SPECIAL_RATE_1', 690]], paid: [['CASH', 690]], metadata: { item: 'Honey from the neighbour', producer: 'Hof Lindner' } },
  { vat: [['NORMAL', 320], ['REDUCED_1', 390]], paid: [['NON_CASH', 710]], metadata: { waiter: 'Mia' } },
  { vat: [['NULL', 2500]], paid: [['NON_CASH', 2500]], metadata: { item: 'Gift voucher', voucher: 'GV-2041' } },
  { vat: [['REDUCED_1', 1560], ['SPECIAL_RATE_2', 480]], paid: [['CASH', 2040]], metadata: { table: '5', waiter: 'Jonas' } },
  { vat: [['NORMAL', 990]], paid: [['NON_CASH', 990]] },
  { vat: [['NORMAL', 760], ['REDUCED_1', 1340], ['NULL', 200]], paid: [['NON_CASH', 2300]], metadata: { table: '9', tip: 'on the card' } },
  { vat: [['NORMAL', 290]], paid: [['CASH', 290]] },
  { vat: [['NORMAL', 450], ['REDUCED_1', 850]], paid: [['CASH', 1300]], metadata: { table: '1' } },
];

// prettier-ignore
const SALE_IN_FRANCS: Sale =
  { vat: [['NORMAL', 540], ['REDUCED_1', 720]], paid: [['CASH', 1180, 'CHF']], metadata: { table: '2', note: 'Paid in Swiss francs' } };

/** How many receipts the demo data has. */
export const DEMO_RECEIPTS = 36;

/** The demo receipt at an index from 0. Receipts repeat the sales above in growing quantities; one is in francs. */
export function demoReceipt(index: number): Pick<Schemas['TxRequest'], 'schema' | 'metadata'> {
  if (index === DEMO_RECEIPTS - 3) return toRequest(SALE_IN_FRANCS, 1);
  return toRequest(SALES[index % SALES.length] ?? SALE_IN_FRANCS, 1 + Math.floor(index / SALES.length));
}

function toRequest({ vat, paid, metadata }: Sale, portions: number): ReturnType<typeof demoReceipt> {
  const receipt: Schemas['StandardV1Receipt'] = {
    receipt_type: 'RECEIPT',
    amounts_per_vat_rate: vat.map(([vat_rate, cents]) => ({ vat_rate, amount: euros(portions * cents) })),
    amounts_per_payment_type: paid.map(([payment_type, cents, currency_code = 'EUR']) => ({
      payment_type,
      amount: euros(portions * cents),
      currency_code,
    })),
  };
  return { schema: { standard_v1: { receipt } }, ...(metadata && { metadata }) };
}

function euros(cents: number): string {
  return (cents / 100).toFixed(2);
}
