import type { ColumnName, TableFile } from '../tables.js';
import type { Value } from './field.js';

/** A row of a table, without the columns of its key. Columns that are left out stay empty. */
export type Row<File extends TableFile> = Readonly<Partial<Record<ColumnName<File>, Value>>>;

/** Takes the rows of one closing. */
export interface RowSink {
  add<File extends TableFile>(file: File, row: Row<File>): void;
}
