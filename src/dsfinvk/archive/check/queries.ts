import { BELEG, TABLE_QUERIES, type Query } from './query.js';
import { REFERENCE_QUERIES } from './reference-queries.js';

/** One cent and the smallest unit of an amount, in units of 0.00001. */
const [CENT, UNIT] = [1000, 1];

/** Tables with gross, net, tax; tolerance of their sum, and how many rounded amounts are in one row. */
const AMOUNT_TABLES = [
  // The API cuts each amount of a receipt to two decimals (dsfinvk-v1.md §8).
  ['transactions_vat', 'BON_BRUTTO', 'BON_NETTO', 'BON_UST', CENT, 'UST_SCHLUESSEL', 'lines_vat'],
  ['lines_vat', 'POS_BRUTTO', 'POS_NETTO', 'POS_UST', UNIT, 'UST_SCHLUESSEL', undefined],
  ['businesscases', 'Z_UMS_BRUTTO', 'Z_UMS_NETTO', 'Z_UST', UNIT, 'UST_SCHLUESSEL', 'all'],
  ['itemamounts', 'PF_BRUTTO', 'PF_NETTO', 'PF_UST', UNIT, 'UST_SCHLUESSEL', undefined],
] as const;

/** Amounts in one row: those of one receipt, of a whole closing, or one. */
function parts(of: 'lines_vat' | 'all' | undefined): string {
  if (of === undefined) return '1';
  const ofReceipt = of === 'all' ? '' : 'AND l.BON_ID = a.BON_ID';
  return `(SELECT COUNT(*) FROM t_lines_vat l WHERE l.k = a.k ${ofReceipt} AND l.UST_SCHLUESSEL = a.UST_SCHLUESSEL)`;
}

const ROW_QUERIES: readonly Query[] = AMOUNT_TABLES.flatMap(([table, gross, net, tax, tolerance, key, of]) => [
  {
    code: 'ROW_SUM',
    sql: `SELECT '${table}.csv' file, row, '${gross}' "column", ${gross} gross, ${net} net, ${tax} tax FROM t_${table}
      WHERE ABS(${gross} - ${net} - ${tax}) > ${tolerance}`,
  },
  {
    // Net and gross may each be rounded to a cent: 0.022 for each amount (dsfinvk-archive.md §4).
    code: 'ROW_RATE',
    sql: `SELECT * FROM (SELECT '${table}.csv' file, a.row, '${net}' "column", ${gross} gross, ${net} net, ${tax} tax,
        v.UST_SATZ rate, ABS(${gross} - ${net} * (1.0 + v.UST_SATZ / 10000000.0)) difference, a.k, a.*
      FROM t_${table} a JOIN (SELECT k, UST_SCHLUESSEL, MAX(UST_SATZ) UST_SATZ FROM t_vat GROUP BY k, UST_SCHLUESSEL) v
        ON v.k = a.k AND v.UST_SCHLUESSEL = a.${key}) a
      WHERE difference > 2200 AND difference > 2200 * (1 + ${parts(of)})
        AND ABS(gross - net - tax) <= ${tolerance}`,
  },
]);

const SUM_QUERIES: readonly Query[] = [
  {
    code: 'RECEIPT_VAT_SUM',
    sql: `SELECT 'transactions.csv' file, row, 'UMS_BRUTTO' "column", BON_ID id, found, expected FROM (
      SELECT t.row, t.BON_ID, t.UMS_BRUTTO found,
        (SELECT SUM(BON_BRUTTO) FROM t_transactions_vat v WHERE v.k = t.k AND v.BON_ID = t.BON_ID) expected
      FROM t_transactions t WHERE ${BELEG}) WHERE COALESCE(expected, 0) <> found`,
  },
  {
    code: 'RECEIPT_PAYMENTS',
    sql: `SELECT 'transactions.csv' file, row, 'UMS_BRUTTO' "column", BON_ID id, found, expected FROM (
      SELECT t.row, t.BON_ID, t.UMS_BRUTTO found,
        (SELECT SUM(BASISWAEH_BETRAG) FROM t_datapayment v WHERE v.k = t.k AND v.BON_ID = t.BON_ID) expected
      FROM t_transactions t WHERE ${BELEG}) WHERE COALESCE(expected, 0) <> found`,
  },
  {
    code: 'RECEIPT_LINES',
    // One pass over both tables: a full join of them takes quadratic time.
    sql: `SELECT 'transactions_vat.csv' file, s.row, 'BON_BRUTTO' "column", s.BON_ID id, s.key, s.found, s.expected
      FROM (SELECT k, BON_ID, key, MIN(row) row, SUM(found) found, SUM(expected) expected FROM (
          SELECT k, BON_ID, UST_SCHLUESSEL key, row, BON_BRUTTO found, 0 expected FROM t_transactions_vat
          UNION ALL SELECT k, BON_ID, UST_SCHLUESSEL, NULL, 0, POS_BRUTTO FROM t_lines_vat)
        GROUP BY k, BON_ID, key HAVING ABS(SUM(found) - SUM(expected)) >= ${CENT}) s
      JOIN t_transactions t ON t.k = s.k AND t.BON_ID = s.BON_ID AND ${BELEG}`,
  },
  {
    code: 'STATEMENT_BUSINESS_CASES',
    sql: `WITH a AS (SELECT k, GV_TYP, GV_NAME, COALESCE(AGENTUR_ID, 0) agency, UST_SCHLUESSEL, MIN(row) row,
          SUM(Z_UMS_BRUTTO) total FROM t_businesscases GROUP BY 1, 2, 3, 4, 5),
        b AS (SELECT l.k, l.GV_TYP, l.GV_NAME, COALESCE(l.AGENTUR_ID, 0) agency, v.UST_SCHLUESSEL,
          SUM(v.POS_BRUTTO) total FROM t_lines_vat v
          JOIN t_lines l ON l.k = v.k AND l.BON_ID = v.BON_ID AND l.POS_ZEILE = v.POS_ZEILE
          JOIN t_transactions t ON t.k = v.k AND t.BON_ID = v.BON_ID AND ${BELEG} GROUP BY 1, 2, 3, 4, 5)
      SELECT 'businesscases.csv' file, a.row, 'Z_UMS_BRUTTO' "column", COALESCE(a.GV_TYP, b.GV_TYP) type,
        COALESCE(a.UST_SCHLUESSEL, b.UST_SCHLUESSEL) key, COALESCE(a.total, 0) found, COALESCE(b.total, 0) expected
      FROM a FULL JOIN b USING (k, GV_TYP, GV_NAME, agency, UST_SCHLUESSEL)
      WHERE ABS(COALESCE(a.total, 0) - COALESCE(b.total, 0)) >= ${CENT}`,
  },
  {
    code: 'STATEMENT_PAYMENTS',
    sql: `WITH a AS (SELECT k, ZAHLART_TYP, ZAHLART_NAME, MIN(row) row, SUM(Z_ZAHLART_BETRAG) total FROM t_payment
          GROUP BY 1, 2, 3),
        b AS (SELECT p.k, p.ZAHLART_TYP, p.ZAHLART_NAME, SUM(p.BASISWAEH_BETRAG) total FROM t_datapayment p
          JOIN t_transactions t ON t.k = p.k AND t.BON_ID = p.BON_ID AND ${BELEG} GROUP BY 1, 2, 3)
      SELECT 'payment.csv' file, a.row, 'Z_ZAHLART_BETRAG' "column", COALESCE(a.ZAHLART_TYP, b.ZAHLART_TYP) type,
        COALESCE(a.total, 0) found, COALESCE(b.total, 0) expected
      FROM a FULL JOIN b USING (k, ZAHLART_TYP, ZAHLART_NAME) WHERE COALESCE(a.total, 0) <> COALESCE(b.total, 0)`,
  },
  ...(
    [
      ['STATEMENT_TOTAL', 'Z_SE_ZAHLUNGEN', ''],
      ['STATEMENT_CASH', 'Z_SE_BARZAHLUNGEN', `AND p.ZAHLART_TYP = 'Bar'`],
    ] as const
  ).map(([code, column, condition]) => ({
    code,
    sql: `SELECT 'cashpointclosing.csv' file, row, '${column}' "column", found, COALESCE(expected, 0) expected FROM (
      SELECT c.row, c.${column} found, (SELECT SUM(p.BASISWAEH_BETRAG) FROM t_datapayment p
        JOIN t_transactions t ON t.k = p.k AND t.BON_ID = p.BON_ID AND ${BELEG} WHERE p.k = c.k ${condition}) expected
      FROM t_cashpointclosing c) WHERE found <> COALESCE(expected, 0)`,
  })),
  {
    code: 'CASH_PER_CURRENCY',
    sql: `WITH a AS (SELECT k, ZAHLART_WAEH currency, MIN(row) row, SUM(ZAHLART_BETRAG_WAEH) total
          FROM t_cash_per_currency GROUP BY 1, 2),
        b AS (SELECT p.k, COALESCE(NULLIF(p.ZAHLWAEH_CODE, ''), r.KASSE_BASISWAEH_CODE) currency,
          SUM(CASE WHEN p.ZAHLWAEH_CODE IN ('', r.KASSE_BASISWAEH_CODE) THEN p.BASISWAEH_BETRAG
            ELSE COALESCE(p.ZAHLWAEH_BETRAG, p.BASISWAEH_BETRAG) END) total FROM t_datapayment p
          JOIN t_transactions t ON t.k = p.k AND t.BON_ID = p.BON_ID AND ${BELEG}
          JOIN t_cashregister r ON r.k = p.k WHERE p.ZAHLART_TYP = 'Bar' GROUP BY 1, 2)
      SELECT 'cash_per_currency.csv' file, a.row, 'ZAHLART_BETRAG_WAEH' "column", currency,
        COALESCE(a.total, 0) found, COALESCE(b.total, 0) expected
      FROM a FULL JOIN b USING (k, currency) WHERE COALESCE(a.total, 0) <> COALESCE(b.total, 0)`,
  },
];

/** The rules about several rows, each with the query that finds what breaks it. */
export const QUERIES: readonly Query[] = [...TABLE_QUERIES, ...REFERENCE_QUERIES, ...ROW_QUERIES, ...SUM_QUERIES];
