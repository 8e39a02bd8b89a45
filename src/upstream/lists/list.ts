/** Maximum number of rows in a page of the upstream (`sign-de-v2.md §10`). */
export const PAGE_SIZE = 100;
/** Maximum offset of a request: no list has more rows. */
export const LARGEST_OFFSET = 2 ** 31 - 1;

/** The part of a list that is wanted, in rows. Default: a full page from the first row. */
export interface Window {
  readonly limit?: number;
  readonly offset?: number;
}

/** A page of a list that an operation has read or is reading. */
export interface PageRead extends Required<Window> {
  readonly rows: Promise<readonly unknown[]>;
}

/** A list of the upstream, with an error in the place of each row that has no valid identity. */
export interface List<Row> {
  readonly data: readonly (Row | Error)[];
  /** Length of the page, not of the list (`sign-de-v2.md §10`). The gateway does not rely on it. */
  readonly count?: unknown;
}

/** Ids of the parents of a list, outermost first, at most two; empty for the list of all rows. */
export type Parents = readonly string[];
