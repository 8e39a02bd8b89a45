import type { SQLInputValue } from 'node:sqlite';
import type { Schemas } from '../../contract/read-contract.js';
import type { Store } from '../store/store.js';

/** Parameters of every list (`sign-de-v2.md §10`). */
export interface ListQuery {
  readonly order?: Schemas['Order'];
  readonly limit?: number;
  readonly offset?: number;
}

/** A condition on the rows of a list, with the values of its placeholders. */
export interface Condition {
  readonly sql: string;
  readonly values: readonly SQLInputValue[];
}

/** The rows of a list, their order, and what callers see of them. */
export interface ListSource<Row, Answer> {
  /** `SELECT … FROM …` of one whole row. */
  readonly select: string;
  readonly where: readonly (Condition | undefined)[];
  /** Columns to sort by. The last one must be unique, so that pages do not overlap. */
  readonly orderBy: readonly string[];
  /** What callers see of a row. */
  readonly answerOf: (row: Row) => Answer;
}

/** One page of a list, in the contract's form. */
export interface Page<Answer> {
  readonly data: Answer[];
  /** Length of the page. The length of the list is not told (`sign-de-v2.md §10`). */
  readonly count: number;
}

/** Reads one page of a list: 100 rows from the first, ascending, unless the query says otherwise. */
export function readPage<Row, Answer>(store: Store, source: ListSource<Row, Answer>, query: ListQuery): Page<Answer> {
  const conditions = source.where.filter((condition) => condition !== undefined);
  const where = conditions.map(({ sql }) => sql).join(' AND ');
  const direction = query.order === 'desc' ? 'DESC' : 'ASC';
  const orderBy = source.orderBy.map((column) => `${column} ${direction}`).join(', ');
  const rows = store.all<Row>(
    `${source.select} WHERE ${where} ORDER BY ${orderBy} LIMIT ? OFFSET ?`,
    ...conditions.flatMap((condition) => condition.values),
    query.limit ?? 100,
    Math.min(query.offset ?? 0, Number.MAX_SAFE_INTEGER),
  );
  return { data: rows.map(source.answerOf), count: rows.length };
}

/** The rows whose `column` is one of `values`; all rows when `values` is left out or empty. */
export function oneOf(column: string, values: readonly string[] | undefined): Condition | undefined {
  if (!values?.length) return undefined;
  const wanted = [...new Set(values)];
  // One placeholder for each value, because SQLite then knows their number and takes the best index.
  return { sql: `${column} IN (${wanted.map(() => '?').join(', ')})`, values: wanted };
}

/** The rows whose `column` is `value`; all rows when it is left out. */
export function equals(column: string, value: SQLInputValue | undefined): Condition | undefined {
  return value === undefined ? undefined : { sql: `${column} = ?`, values: [value] };
}

/** The rows of `table` that do not belong to a DELETED TSS (`show_deleted=false`). */
export function hidesDeleted(table: 'client' | 'tx' | 'export'): Condition {
  return { sql: `${table}.tss NOT IN (SELECT key FROM tss WHERE state = 'DELETED')`, values: [] };
}
