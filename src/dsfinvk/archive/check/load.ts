import type { DatabaseSync } from 'node:sqlite';
import { readCsv } from '../read/csv-rows.js';
import type { DescribedTable } from '../read/index-description.js';
import type { Findings } from '../rules/findings.js';
import { columnsOf, type TableFile } from '../tables.js';
import { insertInto, keptColumns, type Stored } from './database.js';
import { FieldCheck } from './field-check.js';

const KEY = ['Z_KASSE_ID', 'Z_ERSTELLUNG', 'Z_NR'];
/** The table that has all keys. It is read first. */
const CLOSINGS: TableFile = 'cashpointclosing.csv';

/** A file to read. */
export interface LoadedFile {
  readonly file: TableFile;
  readonly path: string;
  /** What `index.xml` says about it, if it does. */
  readonly table: DescribedTable | undefined;
}

/** Reads tables into the database and checks each field. */
export class Loader {
  /** Number of each closing by its key. */
  readonly #closings = new Map<string, number>();
  /** Data rows of all files. */
  rows = 0;

  constructor(
    readonly database: DatabaseSync,
    readonly findings: Findings,
  ) {}

  /** Reads one file. Call it with the closings first. @returns the number of data rows */
  async load({ file, path, table }: LoadedFile): Promise<number> {
    const standard = new Map(columnsOf(file));
    const kept = keptColumns(file).map(([name]) => name);
    const insert = insertInto(this.database, file);
    const check = new FieldCheck(file, table, this.findings);
    const from = table?.from ?? 2;
    let names: readonly string[] = from < 2 ? (table?.columns.map(({ name }) => name) ?? []) : [];
    let [row, count] = [0, 0];
    this.database.exec('BEGIN');
    const layout = { delimiter: table?.delimiter ?? ';', quote: table?.quote ?? '"' };
    for await (const fields of readCsv(file, path, layout, this.findings)) {
      row += 1;
      if (row === from - 1) {
        names = fields;
        this.#checkHeader(file, names, table);
      }
      if (row < from) continue;
      count += 1;
      if (fields.length !== names.length) {
        const values = { found: fields.length, expected: names.length };
        this.findings.add('FIELD_COUNT', { file, row, values });
        if (fields.length < names.length) continue;
      }
      const values = new Map<string, Stored>();
      const key: string[] = [];
      for (const [index, name] of names.entries()) {
        const column = standard.get(name);
        if (!column) continue;
        const value = check.read(column, name, fields[index] ?? '', row);
        values.set(name, value);
        if (KEY.includes(name)) key.push(fields[index] ?? '');
      }
      if (file === CLOSINGS) this.#addClosing(key.join('\n'), row, values);
      const closing = this.#closings.get(key.join('\n'));
      if (closing === undefined) {
        // No rule about several rows can be applied to it, so one finding is enough.
        this.findings.add('CLOSING_UNKNOWN', { file, row, column: 'Z_NR' });
        continue;
      }
      insert.run(row, closing, ...kept.map((name) => values.get(name) ?? null));
    }
    this.database.exec('COMMIT');
    this.rows += count;
    return count;
  }

  #addClosing(key: string, row: number, values: ReadonlyMap<string, Stored>): void {
    if (!this.#closings.has(key)) this.#closings.set(key, row);
    this.database
      .prepare('INSERT INTO closing VALUES (?, ?, ?, ?, ?)')
      .run(row, row, ...KEY.map((name) => values.get(name) ?? null));
  }

  #checkHeader(file: TableFile, names: readonly string[], table: DescribedTable | undefined): void {
    const known = columnsOf(file).map(([name]) => name);
    for (const column of known) {
      // The standard has two certificate columns; up to five are allowed (dsfinvk-archive.md §1).
      if (!names.includes(column) && !/^TSE_ZERTIFIKAT_(?:III|IV|V)$/.test(column)) {
        this.findings.add('COLUMN_MISSING', { file, row: 1, column });
      }
    }
    for (const column of names) {
      if (!known.includes(column) && !/^TSE_ZERTIFIKAT_[IVX]+$/.test(column)) {
        this.findings.add('COLUMN_UNKNOWN', { file, row: 1, column });
      }
    }
    const described = table?.columns.map(({ name }) => name);
    if (described && described.join('\n') !== names.join('\n')) this.findings.add('HEADER', { file, row: 1 });
  }
}
