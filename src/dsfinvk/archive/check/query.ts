import type { RuleCode } from '../rules/rules.js';

/**
 * A query that finds what breaks a rule. Its columns `file`, `row` and `column` are the place; all others are values
 * for the text of the rule.
 */
export interface Query {
  readonly code: RuleCode;
  readonly sql: string;
}

/** Only transactions of this kind count into the statement (dsfinvk-v1.md §8). `t` is the transaction. */
export const BELEG = `t.BON_TYP = 'Beleg'`;

/**
 * VAT rates by key (dsfinvk-v1.md §5), in units of 0.00001. The current keys had other rates in 2020 and before 2025.
 */
const RATES = `(1, 1900000), (1, 1600000), (2, 700000), (2, 500000), (3, 1070000), (3, 950000), (3, 900000),
  (3, 840000), (3, 780000), (4, 550000), (5, 0), (6, 0), (7, 0), (8, 0), (11, 1900000), (12, 700000), (13, 1070000),
  (14, 550000), (21, 1600000), (22, 500000), (23, 950000), (33, 900000), (43, 840000)`;

/** Rules about rows of one table. */
export const TABLE_QUERIES: readonly Query[] = [
  {
    code: 'CLOSING_DOUBLE',
    sql: `SELECT 'cashpointclosing.csv' file, row, 'Z_NR' "column", Z_NR number FROM (SELECT row, Z_NR,
      ROW_NUMBER() OVER (PARTITION BY Z_KASSE_ID, Z_NR ORDER BY row) n FROM closing) WHERE n > 1`,
  },
  {
    code: 'CLOSING_GAP',
    sql: `SELECT 'cashpointclosing.csv' file, row, 'Z_NR' "column", Z_NR number, before FROM (SELECT row, Z_NR,
      LAG(Z_NR) OVER (PARTITION BY Z_KASSE_ID ORDER BY Z_NR) before FROM closing) WHERE Z_NR > before + 1`,
  },
  {
    code: 'CLOSING_ORDER',
    sql: `SELECT 'cashpointclosing.csv' file, row, 'Z_ERSTELLUNG' "column", Z_NR number FROM (SELECT row, Z_NR,
      Z_ERSTELLUNG, LAG(Z_ERSTELLUNG) OVER (PARTITION BY Z_KASSE_ID ORDER BY Z_NR) before FROM closing)
      WHERE Z_ERSTELLUNG < before`,
  },
  ...['location', 'cashregister', 'vat'].map((table): Query => ({
    code: 'MASTER_DATA_MISSING',
    sql: `SELECT 'cashpointclosing.csv' file, row, '${table}.csv' "table" FROM closing c
      WHERE NOT EXISTS (SELECT 1 FROM t_${table} m WHERE m.k = c.k)`,
  })),
  {
    code: 'VAT_RATE',
    sql: `SELECT 'vat.csv' file, row, 'UST_SATZ' "column", UST_SCHLUESSEL key, UST_SATZ rate FROM t_vat
      WHERE UST_SCHLUESSEL IN (SELECT column1 FROM (VALUES ${RATES}))
        AND (UST_SCHLUESSEL, UST_SATZ) NOT IN (VALUES ${RATES})`,
  },
  {
    code: 'TRANSACTION_DOUBLE',
    sql: `SELECT 'transactions.csv' file, row, 'BON_ID' "column", BON_ID id FROM (SELECT t.row, t.BON_ID,
      ROW_NUMBER() OVER (PARTITION BY c.Z_KASSE_ID, t.BON_ID ORDER BY t.row) n
      FROM t_transactions t JOIN closing c USING (k)) WHERE n > 1`,
  },
  {
    code: 'LINE_DOUBLE',
    sql: `SELECT 'lines.csv' file, row, 'POS_ZEILE' "column", BON_ID id, POS_ZEILE line FROM (SELECT row, BON_ID,
      POS_ZEILE, ROW_NUMBER() OVER (PARTITION BY k, BON_ID, POS_ZEILE ORDER BY row) n FROM t_lines) WHERE n > 1`,
  },
  {
    code: 'NAME_MISSING',
    sql: `SELECT 'transactions.csv' file, row, 'BON_NAME' "column" FROM t_transactions
      WHERE BON_TYP = 'AVSonstige' AND BON_NAME = ''`,
  },
  {
    code: 'AV_BELEGSTORNO',
    sql: `SELECT 'transactions.csv' file, row, 'BON_TYP' "column" FROM t_transactions WHERE BON_TYP = 'AVBelegstorno'`,
  },
  {
    code: 'TIMES_REVERSED',
    sql: `SELECT 'transactions.csv' file, row, 'BON_ENDE' "column" FROM t_transactions WHERE BON_ENDE < BON_START`,
  },
  {
    code: 'DISCOUNT_POSITIVE',
    sql: `SELECT i.*, 'itemamounts.csv' file, i.row, 'PF_BRUTTO' "column", PF_BRUTTO amount FROM t_itemamounts i
      JOIN t_lines_vat l ON l.k = i.k AND l.BON_ID = i.BON_ID AND l.POS_ZEILE = i.POS_ZEILE AND l.POS_BRUTTO > 0
      WHERE TYP = 'discount' AND PF_BRUTTO > 0`,
  },
];
