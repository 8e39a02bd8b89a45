import type { Window } from './page-size.js';
import type { List, Parents } from './page-size.js';
import type { Movement } from './shared-list.js';

/** A part of a list, in some order. */
export type ListQuery = Window & { readonly order_by?: string };

/** The upstream as a collection reads from it. */
export interface Source {
  /** Asks to be told of writes, before they are sent and after they ended. */
  onWrite(forget: () => void): void;
}

/**
 * What tells the rows of one kind from those of others: how they are read, named, picked from lists and shared among
 * lists. One value for the whole process, so that an operation makes no functions of its own.
 */
export interface Noun<From extends Source, Row extends { readonly _id: string }, Query extends ListQuery> {
  /** Reads one row by a name of it. @param parent id of its parent, empty where rows have none */
  readonly readOne: (from: From, parent: string, name: string) => Promise<Row>;
  /** Reads a page of one list. */
  readonly readList: (from: From, parents: Parents, query: Query) => Promise<List<Row>>;
  /**
   * Whether each page of the list of all is one call; if not, nothing is looked for in it that is elsewhere as well.
   */
  readonly hasListOfAll: (from: From) => boolean;
  /** Id of the parent below which the names of a row are unique, empty where rows have none. */
  readonly parentOf: (row: Row) => string;
  /** Names that a row is asked for by; its `_id` alone when left out. */
  readonly namesOf?: (row: Row) => readonly string[];
  /** How rows are picked from lists when several are asked for; left out, they are read one by one. */
  readonly picking?: Picking<Query>;
  /** How a list that holds the rows of several lists is read in their place; left out, each is read by itself. */
  readonly sharing?: Sharing<From, Row, Query>;
}

/** How rows are picked from lists by their `_id`. */
export interface Picking<Query> {
  /** A page of a list to pick from, in an order in which rows keep their places. */
  readonly toQuery: (page: Required<Window>) => Query;
  /** Whether rows of several parents are picked from the list of all. */
  readonly isFromAll: boolean;
}

/** How a list is read in the place of several lists whose rows it holds. */
export interface Sharing<From, Row, Query> {
  /** Which lists are parted from another: those with so many parents. */
  readonly depth: number;
  /** What may happen to a list while it is read. */
  readonly movementOf: (query: Query, parents: Parents) => Movement;
  /** Parents of the list that a row is of; undefined where the row does not say. */
  readonly ownerOf: (row: Row) => Parents | undefined;
  /** A text that tells a row from all others, whatever their parents. */
  readonly nameOf: (row: Row) => string;
  /** Reads a page of the list that holds the others; as that of the noun when left out. */
  readonly readList?: (from: From, parents: Parents, query: Query) => Promise<List<Row>>;
}
