import { type FileHandle, open } from 'node:fs/promises';
import path from 'node:path';
import { stringify } from 'csv-stringify/sync';
import type { KEY } from '../column.js';
import { columnsOf, TABLE_FILES, type Column, type TableFile } from '../tables.js';
import { Digits, fieldOf, ArchiveValueError, type Value } from './field.js';
import type { Row, RowSink } from './row-sink.js';

/** Values of the first columns of all rows of a closing. */
export type Key = Readonly<Record<keyof typeof KEY, Value>>;

/** A value that was shortened, or in which characters were replaced, because its column cannot hold it. */
export interface ChangedValue {
  readonly file: TableFile;
  /** Row of the file; the header is row 1. */
  readonly row: number;
  readonly column: string;
}

/** Maximum number of {@link ChangedValue}s that are listed. */
const MAXIMUM_CHANGES = 1000;

/** What was signed must not be cut: `index.xml` declares the length that is needed. */
const UNCUT: ReadonlySet<string> = new Set(['TSE_VORGANGSDATEN', 'TSE_TA_SIG']);

/** Text between quotes, numbers without (dsfinvk-v1.md §10). */
const FORMAT = {
  delimiter: ';',
  record_delimiter: '\r\n',
  quoted_string: true,
  quoted_empty: false,
  cast: { object: (value: object) => (value instanceof Digits ? value.text : '') },
} as const;

/** The CSV files of an archive, written to a folder closing by closing. Close them in any case. */
export class TableFiles implements RowSink {
  readonly #folder: string;
  readonly #tables = new Map<TableFile, OpenTable>();
  readonly changes: ChangedValue[] = [];
  /** Number of rows that wait to be written. */
  waiting = 0;
  #key: Key = { Z_KASSE_ID: '', Z_ERSTELLUNG: '', Z_NR: 0 };

  private constructor(folder: string) {
    this.#folder = folder;
  }

  /** Creates the files, each with its header. @param folder must exist and be empty */
  static async create(folder: string): Promise<TableFiles> {
    const files = new TableFiles(folder);
    for (const file of TABLE_FILES) {
      const table = new OpenTable(file, await open(files.pathOf(file), 'wx'));
      files.#tables.set(file, table);
      await table.handle.appendFile(stringify([columnsOf(file).map(([name]) => name)], FORMAT));
    }
    return files;
  }

  pathOf(file: TableFile): string {
    return path.join(this.#folder, file);
  }

  /** Maximum length of a column for `index.xml`: that of the standard, or of the longest value that must not be cut. */
  lengthOf(file: TableFile, column: string, standard: number): number {
    return Math.max(standard, this.#tables.get(file)?.longest.get(column) ?? 0);
  }

  /** Starts a closing. All rows up to the next one get this key. */
  startClosing(key: Key): void {
    this.#key = key;
  }

  /** @throws ArchiveValueError if a value is of another kind than its column; the message names both */
  add<File extends TableFile>(file: File, row: Row<File>): void {
    const table = this.#tables.get(file);
    if (!table) throw new Error(`${file} is not open.`);
    table.rows += 1;
    this.waiting += 1;
    // A row may only have columns of its table, so it can be read by the names of the table.
    const values: Readonly<Record<string, Value>> = { ...row, ...this.#key };
    table.waiting.push(table.columns.map(([name, column]) => this.#field(table, name, column, values[name])));
  }

  /** Writes all rows that wait. */
  async flush(): Promise<void> {
    for (const { waiting, handle } of this.#tables.values()) {
      if (waiting.length > 0) await handle.appendFile(stringify(waiting, FORMAT));
      waiting.length = 0;
    }
    this.waiting = 0;
  }

  async close(): Promise<void> {
    for (const { handle } of this.#tables.values()) await handle.close();
  }

  #field(table: OpenTable, name: string, column: Column, value: Value): string | Digits {
    const isUncut = UNCUT.has(name);
    try {
      const { content, isChanged } = fieldOf(column, value, isUncut);
      if (isUncut && typeof content === 'string') table.note(name, content);
      if (isChanged && this.changes.length < MAXIMUM_CHANGES) {
        this.changes.push({ file: table.file, row: table.rows, column: name });
      }
      return content;
    } catch (error) {
      if (!(error instanceof ArchiveValueError)) throw error;
      throw new ArchiveValueError(`${table.file}, ${name}: ${error.message}`);
    }
  }
}

class OpenTable {
  /** Rows so far, with the header. */
  rows = 1;
  /** Characters of the longest value, by column that is not cut. */
  readonly longest = new Map<string, number>();
  readonly waiting: (string | Digits)[][] = [];
  readonly columns: readonly (readonly [name: string, column: Column])[];

  constructor(
    readonly file: TableFile,
    readonly handle: FileHandle,
  ) {
    this.columns = columnsOf(file);
  }

  note(column: string, content: string): void {
    if (content.length > (this.longest.get(column) ?? 0)) this.longest.set(column, Array.from(content).length);
  }
}
