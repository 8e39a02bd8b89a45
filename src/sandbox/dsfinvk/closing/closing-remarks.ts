import { Big } from 'big.js';
import type { Schemas } from '../../../contract/dsfinvk.js';
import type { ClosingBody } from './closing.js';

/** A remark on a closing. It never blocks (`dsfinvk-v1.md §8`). */
export interface Remark {
  readonly code: 'W_MISSING_FIELD' | 'W_SUM_MISMATCH' | 'W_TRANSACTION_ID';
  readonly severity: 'INFO' | 'WARNING';
  readonly message: string;
}

type Transaction = Schemas['ClosingTransaction'];

/**
 * The remarks on a closing: what is missing, which sums do not agree (`dsfinvk-v1.md §8`, How totals fit together),
 * and ids that are no good. `W_MISSING_FIELD` is published, the other codes are ours (decision 60).
 */
export function remarksOn(body: ClosingBody): readonly Remark[] {
  return [...missingFields(body), ...sumsOf(body), ...idsOf(body)];
}

function warn(code: Remark['code'], message: string): Remark {
  return { code, severity: 'WARNING', message };
}

function missingFields({ cash_statement: statement }: ClosingBody): readonly Remark[] {
  const missing = (place: string): Remark => warn('W_MISSING_FIELD', `${place} is missing or empty.`);
  if (!statement) return [missing('cash_statement')];
  return [
    ...(statement.business_cases?.length ? [] : [missing('cash_statement.business_cases')]),
    ...(statement.payment ? [] : [missing('cash_statement.payment')]),
  ];
}

function* sumsOf({ cash_statement: statement, transactions = [] }: ClosingBody): Generator<Remark> {
  const receipts = transactions.flatMap((transaction, index) =>
    transaction.head.type === 'Beleg' ? [{ transaction, place: `transactions[${index}].data` }] : [],
  );
  for (const { transaction, place } of receipts) yield* sumsOfReceipt(transaction, place);
  if (!statement) return;

  const sold = new Sums();
  const paid = new Sums();
  for (const { data } of receipts.map(({ transaction }) => transaction)) {
    for (const { business_case: sale } of data.lines ?? []) {
      for (const row of sale.amounts_per_vat_id) sold.add(saleKey(sale, row), gross(row));
    }
    for (const payment of data.payment_types ?? []) paid.add(paymentKey(payment), new Big(payment.amount));
  }
  const stated = new Sums();
  for (const [index, sale] of (statement.business_cases ?? []).entries()) {
    for (const row of sale.amounts_per_vat_id) stated.add(saleKey(sale, row), gross(row));
    yield* sumsOfRows(sale.amounts_per_vat_id, `cash_statement.business_cases[${index}]`);
  }
  yield* stated.differencesTo(sold, 'cash_statement.business_cases', 'the lines of all receipts');
  const { payment } = statement;
  if (!payment) return;
  const statedPayments = new Sums();
  for (const type of payment.payment_types) statedPayments.add(paymentKey(type), new Big(type.amount));
  yield* statedPayments.differencesTo(paid, 'cash_statement.payment.payment_types', 'the payments of all receipts');
  const place = 'cash_statement.payment';
  const cash = payment.payment_types.filter(({ type }) => type === 'Bar');
  const full = new Big(payment.full_amount);
  yield* compare(full, sum(payment.payment_types), `${place}.full_amount`, 'payment_types');
  yield* compare(new Big(payment.cash_amount), sum(cash), `${place}.cash_amount`, 'payment_types of type Bar');
  if (statement.business_cases) yield* compare(full, stated.total(), `${place}.full_amount`, 'business_cases');
}

function* sumsOfReceipt({ data }: Transaction, place: string): Generator<Remark> {
  const full = new Big(data.full_amount_incl_vat);
  const lines = (data.lines ?? []).flatMap((line) => line.business_case.amounts_per_vat_id);
  const member = `${place}.full_amount_incl_vat`;
  yield* sumsOfRows(data.amounts_per_vat_id ?? [], place);
  if (data.amounts_per_vat_id) yield* compare(full, total(data.amounts_per_vat_id.map(gross)), member, 'VAT rows');
  if (data.lines) yield* compare(full, total(lines.map(gross)), member, 'lines');
  if (data.payment_types) yield* compare(full, sum(data.payment_types), member, 'payments');
}

function* sumsOfRows(rows: readonly Schemas['StatementVatAmount'][], place: string): Generator<Remark> {
  for (const [index, row] of rows.entries()) {
    const parts = new Big(row.excl_vat).plus(row.vat);
    yield* compare(new Big(row.incl_vat), parts, `${place}.amounts_per_vat_id[${index}].incl_vat`, 'excl_vat and vat');
  }
}

/** Less than this is rounding: receipt rows are cut to cents, lines have up to five decimals. */
const CENT = new Big('0.01');

function* compare(stated: Big, found: Big, place: string, parts: string): Generator<Remark> {
  if (stated.minus(found).abs().lt(CENT)) return;
  yield warn('W_SUM_MISMATCH', `${place} is ${stated.toFixed()}, but the sum of its ${parts} is ${found.toFixed()}.`);
}

function gross(row: Schemas['VatAmount'] | Schemas['StatementVatAmount']): Big {
  return 'incl_vat' in row ? new Big(row.incl_vat) : new Big(row.excl_vat).plus(row.vat);
}

function total(amounts: readonly Big[]): Big {
  return amounts.reduce((left, right) => left.plus(right), new Big(0));
}

function sum(payments: readonly Schemas['PaymentAmount'][]): Big {
  return total(payments.map(({ amount }) => new Big(amount)));
}

function saleKey(
  { type, name = '', purchaser_agency_id: agency = '' }: Schemas['LineBusinessCase'],
  { vat_definition_export_id: key }: { readonly vat_definition_export_id: number },
): string {
  return [type, name, agency.toLowerCase(), `VAT key ${key}`].filter((part) => part !== '').join(', ');
}

function paymentKey({ type, name = '', currency_code: currency }: Schemas['PaymentAmount']): string {
  return [type === 'GuthabenKarte' ? 'Guthabenkarte' : type, name, currency].filter((part) => part !== '').join(', ');
}

/** Amounts by what they are for. */
class Sums {
  readonly #sums = new Map<string, Big>();

  add(key: string, amount: Big): void {
    this.#sums.set(key, (this.#sums.get(key) ?? new Big(0)).plus(amount));
  }

  total(): Big {
    return total([...this.#sums.values()]);
  }

  *differencesTo(found: Sums, place: string, parts: string): Generator<Remark> {
    for (const key of new Set([...this.#sums.keys(), ...found.#sums.keys()])) {
      const [stated, sum] = [this.#sums.get(key) ?? new Big(0), found.#sums.get(key) ?? new Big(0)];
      if (stated.minus(sum).abs().lt(CENT)) continue;
      const message = `${place}: ${key} is ${stated.toFixed()}, but ${parts} give ${sum.toFixed()}.`;
      yield warn('W_SUM_MISMATCH', message);
    }
  }
}

function* idsOf({ head, transactions = [] }: ClosingBody): Generator<Remark> {
  const ids = new Set<string>();
  for (const [index, { head: receipt }] of transactions.entries()) {
    const { transaction_export_id: id, tx_id: txId } = receipt;
    const place = `transactions[${index}].head.transaction_export_id`;
    if (ids.has(id)) yield warn('W_TRANSACTION_ID', `${place}: ${id} is used twice.`);
    if (txId !== undefined && id.toLowerCase().includes(txId.toLowerCase())) {
      yield warn('W_TRANSACTION_ID', `${place} contains the tx_id; it should be the till's own number.`);
    }
    ids.add(id);
  }
  const ends = {
    first_transaction_export_id: [head.first_transaction_export_id, transactions[0]],
    last_transaction_export_id: [head.last_transaction_export_id, transactions.at(-1)],
  } as const;
  for (const [member, [stated, transaction]] of Object.entries(ends)) {
    const found = transaction?.head.transaction_export_id ?? null;
    if (stated !== found)
      yield warn('W_TRANSACTION_ID', `head.${member} is ${stated ?? 'null'}, not ${found ?? 'null'}.`);
  }
}
