import type { Window } from './list.js';
import type { List, Parents } from './list.js';
import type { Movement } from './shared-list.js';

/** A window of a list, and the order of the list. */
export type ListQuery = Window & { readonly order_by?: string };

/** The upstream of a collection. */
export interface Source {
  /** Registers a listener that is called before each write is sent and after it has ended. */
  onWrite(forget: () => void): void;
}

/**
 * Describes one kind of rows: how they are read, named, picked from lists and shared among lists. There is one value
 * per process, so that operations create no functions of their own.
 */
export interface Noun<From extends Source, Row extends { readonly _id: string }, Query extends ListQuery> {
  /** Reads one row by one of its names. @param parent id of its parent; empty if rows have no parent */
  readonly readOne: (from: From, parent: string, name: string) => Promise<Row>;
  /** Reads a page of one list. */
  readonly readList: (from: From, parents: Parents, query: Query) => Promise<List<Row>>;
  /**
   * Whether a page of the list of all rows takes only one call. If not, rows that are also in other lists are never
   * looked for in it.
   */
  readonly hasListOfAll: (from: From) => boolean;
  /** Id of the parent within which the names of a row are unique; empty if rows have no parent. */
  readonly parentOf: (row: Row) => string;
  /** All names by which a row can be loaded. Default: its `_id`. */
  readonly namesOf?: (row: Row) => readonly string[];
  /** How several rows are picked from a list. Default: each row is read by itself. */
  readonly picking?: Picking<Query>;
  /** How several lists are read from one list that contains their rows. Default: each list is read by itself. */
  readonly sharing?: Sharing<From, Row, Query>;
}

/** How rows are picked from lists by their `_id`. */
export interface Picking<Query> {
  /** The query for a page to pick from, in an order in which rows keep their positions. */
  readonly toQuery: (page: Required<Window>) => Query;
  /** Whether rows of several parents may be picked from the list of all rows. */
  readonly isFromAll: boolean;
}

/** How one list is read in the place of several lists, because it contains all their rows. */
export interface Sharing<From, Row, Query> {
  /** Number of parents of the lists that may be read from another list. */
  readonly depth: number;
  /** How the list may change while it is read. */
  readonly movementOf: (query: Query, parents: Parents) => Movement;
  /** Parents of the list that a row belongs to; undefined if the row does not say. */
  readonly ownerOf: (row: Row) => Parents | undefined;
  /** A text that is unique for each row, also among rows of different parents. */
  readonly nameOf: (row: Row) => string;
  /** Reads a page of the list that contains the others. Default: `readList` of the noun. */
  readonly readList?: (from: From, parents: Parents, query: Query) => Promise<List<Row>>;
}
