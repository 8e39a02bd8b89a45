import { CLOSING_TABLES } from './closing-tables.js';
import type { Column } from './column.js';
import { RECEIPT_TABLES } from './receipt-tables.js';

export type { Column } from './column.js';

/**
 * The 20 tables of a DSFinV-K archive by file name, in the order of `index.xml`, with their 219 columns and the three
 * further certificate columns of tse.csv (dsfinvk-v1.md §10, dsfinvk-archive.md §1). Writer and checker share this
 * description and nothing else.
 */
export const TABLES = { ...CLOSING_TABLES, ...RECEIPT_TABLES } as const;

/** Name of a CSV file of an archive, e.g. `lines.csv`. */
export type TableFile = keyof typeof TABLES;

/** Name of a column of a table. */
export type ColumnName<File extends TableFile> = keyof (typeof TABLES)[File]['columns'] & string;

/** The files of {@link TABLES} in their order. */
// The cast is safe: Object.keys returns only keys of the table.
export const TABLE_FILES = Object.keys(TABLES) as readonly TableFile[];

/** The columns of a table in their order. */
export function columnsOf(file: TableFile): readonly (readonly [name: string, column: Column])[] {
  return Object.entries<Column>(TABLES[file].columns);
}
