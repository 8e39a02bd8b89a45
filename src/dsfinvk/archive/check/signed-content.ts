import type { DatabaseSync } from 'node:sqlite';
import { readReceiptProcessData } from '../../../tse/process-data/process-data.js';
import { readNumber } from '../read/numbers.js';
import type { Findings } from '../rules/findings.js';

/** Slot of the process data for each VAT key (dsfinvk-v1.md §9). Own keys have none. */
const SLOTS: ReadonlyMap<string, number> = new Map(
  [
    [1, 11, 21],
    [2, 12, 22],
    [3, 13, 23, 33, 43],
    [4, 14],
    [5, 6, 7, 8],
  ].flatMap((keys, slot) => keys.map((key) => [String(key), slot])),
);

const PARTS = `SELECT t.BON_TYP kind,
  (SELECT GROUP_CONCAT(UST_SCHLUESSEL || ':' || BON_BRUTTO, ' ') FROM t_transactions_vat v
    WHERE v.k = t.k AND v.BON_ID = t.BON_ID) vat,
  (SELECT GROUP_CONCAT(ZAHLART_TYP || ':' || COALESCE(ZAHLWAEH_BETRAG, BASISWAEH_BETRAG) || ':' || ZAHLWAEH_CODE, ' ')
    FROM t_datapayment p WHERE p.k = t.k AND p.BON_ID = t.BON_ID) payments
  FROM t_transactions t WHERE t.k = ? AND t.BON_ID = ?`;

/** The part of a signed row that is compared. */
interface SignedRow {
  readonly row: number;
  readonly k: number;
  readonly BON_ID: string;
  readonly TSE_VORGANGSDATEN: string;
}

/**
 * Compares what was signed with the rows of its transaction: kind, amounts per VAT rate, cash and other payments per
 * currency (`tse-formats.md §3.1`).
 */
export function signedContent(database: DatabaseSync, findings: Findings): { check(row: SignedRow): void } {
  const statement = database.prepare(PARTS);
  return {
    check({ row, k, BON_ID: id, TSE_VORGANGSDATEN: data }) {
      const signed = readReceiptProcessData(data);
      const found = statement.get(k, id);
      if (!signed || !found) return;
      const place = { file: 'transactions_tse.csv', row, column: 'TSE_VORGANGSDATEN' };
      const [kind = ''] = data.split('^');
      if (kind !== found.kind) {
        findings.add('SIGNED_KIND', { ...place, values: { id, found: textOf(found.kind), expected: kind } });
      }
      const slots = sumsOfSlots(textOf(found.vat));
      for (const [slot, amount] of signed.amounts.entries()) {
        const [expected, sum] = [unitsOf(amount), slots?.[slot]];
        if (sum !== undefined && sum !== expected) {
          findings.add('SIGNED_AMOUNTS', { ...place, values: { id, slot: slot + 1, found: sum, expected } });
        }
      }
      const paid = sumsOfPayments(textOf(found.payments));
      const signedPayments = new Map<string, number>();
      for (const { paymentType, amount, currencyCode } of signed.payments) {
        add(signedPayments, `${paymentType === 'CASH' ? 'Bar' : 'Unbar'} ${currencyCode}`, unitsOf(amount));
      }
      for (const type of new Set([...paid.keys(), ...signedPayments.keys()])) {
        const [sum, expected] = [paid.get(type) ?? 0, signedPayments.get(type) ?? 0];
        if (sum !== expected) findings.add('SIGNED_PAYMENTS', { ...place, values: { id, type, found: sum, expected } });
      }
    },
  };
}

/** @returns undefined if a key has no slot, or there are no VAT rows */
function sumsOfSlots(rows: string): readonly number[] | undefined {
  if (rows === '') return undefined;
  const sums = [0, 0, 0, 0, 0];
  for (const row of rows.split(' ')) {
    const [key = '', amount = ''] = row.split(':');
    const slot = SLOTS.get(key);
    if (slot === undefined) return undefined;
    sums[slot] = (sums[slot] ?? 0) + Number(amount);
  }
  return sums;
}

function sumsOfPayments(rows: string): Map<string, number> {
  const sums = new Map<string, number>();
  for (const row of rows === '' ? [] : rows.split(' ')) {
    const [type = '', amount = '', currency = ''] = row.split(':');
    if (type !== 'Keine') add(sums, `${type === 'Bar' ? 'Bar' : 'Unbar'} ${currency || 'EUR'}`, Number(amount));
  }
  return sums;
}

function add(sums: Map<string, number>, key: string, amount: number): void {
  sums.set(key, (sums.get(key) ?? 0) + amount);
}

/** Signed amounts have two decimals and a point. */
function unitsOf(amount: string): number {
  return readNumber(amount, '.', ',')?.units ?? NaN;
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}
