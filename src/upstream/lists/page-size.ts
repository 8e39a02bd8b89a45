/** Rows of the largest page the upstream gives (`sign-de-v2.md §10`). */
export const PAGE_SIZE = 100;
/** Largest offset that is asked for: no list has as many rows. */
export const LARGEST_OFFSET = 2 ** 31 - 1;

/** Which part of a list is wanted, in rows; all that a page holds, from the first, where it does not say. */
export interface Window {
  readonly limit?: number;
  readonly offset?: number;
}

/** A page of a list that an operation has read, or reads. */
export interface PageRead extends Required<Window> {
  readonly rows: Promise<readonly unknown[]>;
}

/** A list of the upstream, with an error in the place of each row that does not say which one it is. */
export interface List<Row> {
  readonly data: readonly (Row | Error)[];
  /** Length of the page, not of the list (`sign-de-v2.md §10`); nothing here relies on it. */
  readonly count?: unknown;
}

/** Ids of the parents of a list, the outermost first, two at most; none for the list of all. */
export type Parents = readonly string[];
