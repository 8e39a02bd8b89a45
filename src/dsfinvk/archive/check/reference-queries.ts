import type { Query } from './query.js';

/** Tables whose rows belong to a transaction, and those whose rows belong to a line of one. */
const OF_TRANSACTION = [
  'datapayment',
  'lines',
  'itemamounts',
  'subitems',
  'transactions_tse',
  'transactions_vat',
  'lines_vat',
  'allocation_groups',
  'references',
];
const OF_LINE = ['itemamounts', 'subitems', 'lines_vat', 'references'];

/** Columns that name a row of another table of the same closing. */
const NAMES = [
  ['VAT_KEY_UNKNOWN', 'businesscases', 'UST_SCHLUESSEL', 'vat', 'UST_SCHLUESSEL', 'key'],
  ['VAT_KEY_UNKNOWN', 'itemamounts', 'UST_SCHLUESSEL', 'vat', 'UST_SCHLUESSEL', 'key'],
  ['VAT_KEY_UNKNOWN', 'subitems', 'ZI_UST_SCHLUESSEL', 'vat', 'UST_SCHLUESSEL', 'key'],
  ['VAT_KEY_UNKNOWN', 'transactions_vat', 'UST_SCHLUESSEL', 'vat', 'UST_SCHLUESSEL', 'key'],
  ['VAT_KEY_UNKNOWN', 'lines_vat', 'UST_SCHLUESSEL', 'vat', 'UST_SCHLUESSEL', 'key'],
  ['AGENCY_UNKNOWN', 'businesscases', 'AGENTUR_ID', 'pa', 'AGENTUR_ID', 'id'],
  ['AGENCY_UNKNOWN', 'lines', 'AGENTUR_ID', 'pa', 'AGENTUR_ID', 'id'],
  ['TSE_UNKNOWN', 'transactions_tse', 'TSE_ID', 'tse', 'TSE_ID', 'id'],
] as const;

/** Rules about rows that name other rows. */
export const REFERENCE_QUERIES: readonly Query[] = [
  ...OF_TRANSACTION.map((table): Query => ({
    code: 'TRANSACTION_UNKNOWN',
    sql: `SELECT '${table}.csv' file, r.row, 'BON_ID' "column", r.BON_ID id FROM t_${table} r WHERE r.k IS NOT NULL
      AND NOT EXISTS (SELECT 1 FROM t_transactions t WHERE t.k = r.k AND t.BON_ID = r.BON_ID)`,
  })),
  ...OF_LINE.map((table): Query => ({
    code: 'LINE_UNKNOWN',
    sql: `SELECT '${table}.csv' file, r.row, 'POS_ZEILE' "column", r.BON_ID id, r.POS_ZEILE line FROM t_${table} r
      WHERE r.k IS NOT NULL ${table === 'references' ? `AND r.POS_ZEILE <> ''` : ''}
        AND NOT EXISTS (SELECT 1 FROM t_lines l WHERE l.k = r.k AND l.BON_ID = r.BON_ID AND l.POS_ZEILE = r.POS_ZEILE)
        AND EXISTS (SELECT 1 FROM t_transactions t WHERE t.k = r.k AND t.BON_ID = r.BON_ID)`,
  })),
  ...NAMES.map(([code, table, column, target, targetColumn, value]): Query => ({
    code,
    // AGENTUR_ID 0 means the own company.
    sql: `SELECT '${table}.csv' file, row, '${column}' "column", ${column} ${value} FROM t_${table} r
      WHERE k IS NOT NULL AND ${column} <> 0 AND (k, ${column}) NOT IN (SELECT k, ${targetColumn} FROM t_${target}
        WHERE k IS NOT NULL AND ${targetColumn} IS NOT NULL)`,
  })),
  ...(
    [
      ['transactions', 'TERMINAL_ID'],
      ['lines', 'POS_TERMINAL_ID'],
    ] as const
  ).map(([table, column]): Query => ({
    code: 'TERMINAL_UNKNOWN',
    sql: `SELECT '${table}.csv' file, r.row, '${column}' "column", r.${column} id FROM t_${table} r
      JOIN closing c USING (k) WHERE r.${column} <> '' AND LOWER(r.${column}) <> LOWER(c.Z_KASSE_ID)
        AND NOT EXISTS (SELECT 1 FROM t_slaves s WHERE s.k = r.k AND LOWER(s.TERMINAL_ID) = LOWER(r.${column}))`,
  })),
  ...(['Z_START_ID', 'Z_ENDE_ID'] as const).map((column): Query => ({
    code: 'START_OR_END_UNKNOWN',
    sql: `SELECT 'cashpointclosing.csv' file, c.row, '${column}' "column", c.${column} id FROM t_cashpointclosing c
      WHERE (c.${column} <> '' OR EXISTS (SELECT 1 FROM t_transactions t WHERE t.k = c.k))
        AND NOT EXISTS (SELECT 1 FROM t_transactions t WHERE t.k = c.k AND t.BON_ID = c.${column})`,
  })),
  {
    code: 'REFERENCE_INCOMPLETE',
    sql: `SELECT 'references.csv' file, row, 'REF_BON_ID' "column" FROM t_references WHERE REF_BON_ID = ''
      OR (REF_TYP = 'Transaktion' AND (REF_Z_KASSE_ID = '' OR REF_Z_NR IS NULL))`,
  },
  {
    // The target may be in a closing that is not in the archive: see `notChecked`.
    code: 'REFERENCE_UNKNOWN',
    sql: `SELECT 'references.csv' file, r.row, 'REF_BON_ID' "column", r.REF_BON_ID id, r.REF_Z_NR number
      FROM t_references r JOIN closing c ON LOWER(c.Z_KASSE_ID) = LOWER(r.REF_Z_KASSE_ID) AND c.Z_NR = r.REF_Z_NR
      WHERE r.REF_TYP = 'Transaktion' AND r.REF_BON_ID <> ''
        AND NOT EXISTS (SELECT 1 FROM t_transactions t WHERE t.k = c.k AND t.BON_ID = r.REF_BON_ID)`,
  },
  {
    code: 'SIGNATURE_MISSING',
    sql: `SELECT 'transactions.csv' file, t.row, 'BON_ID' "column", t.BON_ID id FROM t_transactions t
      WHERE NOT EXISTS (SELECT 1 FROM t_transactions_tse s WHERE s.k = t.k AND s.BON_ID = t.BON_ID
        AND (s.TSE_TA_SIG <> '' OR s.TSE_TA_FEHLER <> ''))`,
  },
  {
    code: 'TSE_OUTAGE',
    sql: `SELECT 'transactions_tse.csv' file, row, 'TSE_TA_FEHLER' "column", BON_ID id, TSE_TA_FEHLER problem
      FROM t_transactions_tse WHERE TSE_TA_SIG = '' AND TSE_TA_FEHLER <> ''`,
  },
  {
    code: 'SIGNATURE_DOUBLE',
    sql: `SELECT 'transactions_tse.csv' file, row, 'TSE_TA_SIGZ' "column", counter FROM (SELECT s.row,
      s.TSE_TA_SIGZ counter, ROW_NUMBER() OVER (PARTITION BY e.TSE_SERIAL, s.TSE_TA_SIGZ ORDER BY s.row) n
      FROM t_transactions_tse s JOIN t_tse e ON e.k = s.k AND e.TSE_ID = s.TSE_ID WHERE s.TSE_TA_SIGZ IS NOT NULL)
      WHERE n > 1`,
  },
];
