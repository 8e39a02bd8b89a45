import type { SQLInputValue } from 'node:sqlite';
import type { Schemas } from '../../contract/sign-de.js';
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

/** The rows of a list, their order, and their form in an answer. */
export interface ListSource<Row, Answer> {
  /** `SELECT … FROM …` of one whole row. */
  readonly select: string;
  readonly where: readonly (Condition | undefined)[];
  /** Columns to sort by. The last one must be unique, so that pages do not overlap. */
  readonly orderBy: readonly string[];
  /** Turns a row into its form in an answer. */
  readonly answerOf: (row: Row) => Answer;
}

/** One page of a list, in the contract's form. */
export interface Page<Answer> {
  readonly data: Answer[];
  /** Number of rows on the page. The upstream never tells the length of the list (`sign-de-v2.md §10`). */
  readonly count: number;
}

/** Reads one page of a list. The defaults are 100 rows, from the first, ascending. */
export function readPage<Row, Answer>(store: Store, source: ListSource<Row, Answer>, query: ListQuery): Page<Answer> {
  const { sql, values } = allOf(source.where);
  const direction = query.order === 'desc' ? 'DESC' : 'ASC';
  const orderBy = source.orderBy.map((column) => `${column} ${direction}`).join(', ');
  const rows = store.all<Row>(
    `${source.select} WHERE ${sql} ORDER BY ${orderBy} LIMIT ? OFFSET ?`,
    ...values,
    query.limit ?? 100,
    Math.min(query.offset ?? 0, Number.MAX_SAFE_INTEGER),
  );
  return { data: rows.map(source.answerOf), count: rows.length };
}

/** The number of all rows of a list. */
export function countRows(
  store: Store,
  { select, where }: Pick<ListSource<never, unknown>, 'select' | 'where'>,
): number {
  const { sql, values } = allOf(where);
  return store.one<{ count: number }>(`SELECT count(*) AS count FROM (${select} WHERE ${sql})`, ...values)?.count ?? 0;
}

function allOf(where: readonly (Condition | undefined)[]): Condition {
  const conditions = where.filter((condition) => condition !== undefined);
  return {
    sql: conditions.map(({ sql }) => sql).join(' AND '),
    values: conditions.flatMap(({ values }) => values),
  };
}

/** Selects the rows whose `column` is one of `values`; all rows if `values` is absent or empty. */
export function oneOf(column: string, values: readonly string[] | undefined): Condition | undefined {
  if (!values?.length) return undefined;
  const wanted = [...new Set(values)];
  // One placeholder for each value: SQLite then knows the number of values and chooses the best index.
  return { sql: `${column} IN (${wanted.map(() => '?').join(', ')})`, values: wanted };
}

/** Selects the rows whose `column` is `value`; all rows if `value` is absent. */
export function equals(column: string, value: SQLInputValue | undefined): Condition | undefined {
  return value === undefined ? undefined : { sql: `${column} = ?`, values: [value] };
}

/** Selects the rows of `table` that do not belong to a DELETED TSS (`show_deleted=false`). */
export function hidesDeleted(table: 'client' | 'tx' | 'export'): Condition {
  return { sql: `${table}.tss NOT IN (SELECT key FROM tss WHERE state = 'DELETED')`, values: [] };
}
