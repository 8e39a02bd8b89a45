import { DatabaseSync, type StatementSync } from 'node:sqlite';
import { columnsOf, type Column, type TableFile } from '../tables.js';

/** The columns that rules about several rows need. Only these are kept; all columns are checked when they are read. */
const KEPT: Readonly<Record<TableFile, readonly string[] | 'all'>> = {
  'cashpointclosing.csv': ['Z_START_ID', 'Z_ENDE_ID', 'Z_SE_ZAHLUNGEN', 'Z_SE_BARZAHLUNGEN'],
  'location.csv': [],
  'cashregister.csv': ['KASSE_SERIENNR', 'KASSE_BASISWAEH_CODE'],
  'slaves.csv': ['TERMINAL_ID', 'TERMINAL_SERIENNR'],
  'pa.csv': ['AGENTUR_ID'],
  'tse.csv': 'all',
  'vat.csv': ['UST_SCHLUESSEL', 'UST_SATZ'],
  'businesscases.csv': 'all',
  'payment.csv': 'all',
  'cash_per_currency.csv': 'all',
  'transactions.csv': ['BON_ID', 'BON_TYP', 'BON_NAME', 'TERMINAL_ID', 'BON_START', 'BON_ENDE', 'UMS_BRUTTO'],
  'datapayment.csv': 'all',
  'lines.csv': ['BON_ID', 'POS_ZEILE', 'POS_TERMINAL_ID', 'GV_TYP', 'GV_NAME', 'AGENTUR_ID'],
  'itemamounts.csv': 'all',
  'subitems.csv': [
    'BON_ID',
    'POS_ZEILE',
    'ZI_UST_SCHLUESSEL',
    'ZI_BASISPREIS_BRUTTO',
    'ZI_BASISPREIS_NETTO',
    'ZI_BASISPREIS_UST',
  ],
  'transactions_tse.csv': 'all',
  'transactions_vat.csv': 'all',
  'lines_vat.csv': 'all',
  'allocation_groups.csv': ['BON_ID'],
  'references.csv': 'all',
};

/** Value of a column in the database: text, whole numbers, amounts in units of 0.00001, times in milliseconds. */
export type Stored = string | number | null;

/** Name of the table for a file, e.g. `t_lines`: `references` is a word of SQL. */
export function tableOf(file: string): string {
  return `t_${file.replace('.csv', '')}`;
}

/** The names and types of the columns of a file that are kept, without those of the key. */
export function keptColumns(file: TableFile): readonly (readonly [name: string, column: Column])[] {
  const kept = KEPT[file];
  return columnsOf(file).filter(
    ([name]) => !['Z_KASSE_ID', 'Z_ERSTELLUNG', 'Z_NR'].includes(name) && (kept === 'all' || kept.includes(name)),
  );
}

/**
 * The rows of an archive in a temporary SQLite database. Rows may come in any order, and a million receipts have ten
 * million rows: SQLite sorts and joins them on disk, with 64 MB of cache, and each rule is one query.
 * @param path of a file that does not exist yet
 */
export function openDatabase(path: string, files: readonly TableFile[]): DatabaseSync {
  const database = new DatabaseSync(path);
  database.exec(`PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA cache_size = -65536;
    PRAGMA temp_store = FILE;
    CREATE TABLE closing (k INTEGER PRIMARY KEY, row INTEGER, Z_KASSE_ID TEXT, Z_ERSTELLUNG INTEGER, Z_NR INTEGER)`);
  for (const file of files) {
    // node:sqlite binds each number as REAL. A column of this type stores whole numbers as what they are.
    const columns = keptColumns(file).map(
      ([name, { kind }]) => `, ${name} ${kind === 'number' || kind === 'time' ? 'INTEGER' : 'TEXT'}`,
    );
    database.exec(`CREATE TABLE ${tableOf(file)} (row INTEGER PRIMARY KEY, k INTEGER${columns.join('')})`);
  }
  return database;
}

/** A statement that inserts a row: its number, its closing, then {@link keptColumns}. */
export function insertInto(database: DatabaseSync, file: TableFile): StatementSync {
  const marks = ['?', '?', ...keptColumns(file).map(() => '?')];
  return database.prepare(`INSERT INTO ${tableOf(file)} VALUES (${marks.join(', ')})`);
}

/** Adds the indexes that the rules need. Faster after all rows are there. */
export function addIndexes(database: DatabaseSync): void {
  database.exec(`
    CREATE INDEX i_transactions ON t_transactions (k, BON_ID);
    CREATE INDEX i_datapayment ON t_datapayment (k, BON_ID);
    CREATE INDEX i_lines ON t_lines (k, BON_ID, POS_ZEILE);
    CREATE INDEX i_lines_vat ON t_lines_vat (k, BON_ID, UST_SCHLUESSEL);
    CREATE INDEX i_transactions_vat ON t_transactions_vat (k, BON_ID, UST_SCHLUESSEL);
    CREATE INDEX i_transactions_tse ON t_transactions_tse (k, BON_ID);
    ANALYZE;`);
}
