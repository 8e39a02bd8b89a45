import { ByParent } from './by-parent.js';
import { mayFailAlone, toError } from './find-on-pages.js';
import { PAGE_SIZE, type Window } from './page-size.js';
import { joinPage } from './join-page.js';
import { UpstreamError } from '../call/upstream-error.js';

/** A list of the upstream, with an error in the place of each row that does not say which one it is. */
export interface List<Row> {
  readonly data: readonly (Row | Error)[];
  /** Length of the page, not of the list (`sign-de-v2.md §10`); nothing here relies on it. */
  readonly count?: unknown;
}

/** Ids of the parents of a list, the outermost first, two at most; none for the list of all. */
export type Parents = readonly string[];

/**
 * What may happen to a list while its pages are read, which are no snapshot: new rows come at its end, or anywhere; or
 * rows leave it or change their places, and then only what is on one page belongs together.
 */
export type Movement = 'grows' | 'is inserted into' | 'changes';

/** How lists of several parents are read, and the one that holds the rows of all of them. */
export interface Parting<Row extends object> {
  /** The lists that are wanted, by their parents. */
  readonly lists: readonly Parents[];
  /** The part of its list that is wanted of each. */
  readonly window: Window;
  /**
   * The member that the lists are sorted by; rows that have the same there may come in another order with each page.
   * None when left out.
   */
  readonly orderBy?: string | undefined;
  /** How many pages of the shared list are read, by {@link pagesToShare}. */
  readonly pages: number;
  /** What may happen to the shared list meanwhile. */
  readonly movement: Movement;
  /** Parents of the list that a row is of; undefined where the row does not say whose it is. */
  readonly ownerOf: (row: Row) => Parents | undefined;
  /** A text that tells a row from all others of the shared list. */
  readonly nameOf: (row: Row) => string;
  /** A list by itself. */
  readonly readOwn: (parents: Parents) => Promise<List<Row>>;
  /** A page of the list that holds the rows of all, in the same order. */
  readonly readPage: (window: Required<Window>) => Promise<List<Row>>;
}

/**
 * Reads lists of which those of a group may be read together.
 * @param read begins to read those of a group, and gives them in its order
 * @returns in the order of the keys, each settling by itself
 */
export function readGrouped<Key, Answer>(
  keys: readonly Key[],
  groupOf: (key: Key) => string,
  read: (group: readonly [Key, ...Key[]]) => readonly Promise<Answer>[],
): Promise<Answer>[] {
  const answers = new Map<Key, Promise<Answer>>();
  for (const [first, ...others] of Map.groupBy(keys, groupOf).values()) {
    if (!first) continue;
    const group = [first, ...others] as const;
    read(group).forEach((answer, index) => answers.set(group[index] ?? first, answer));
  }
  return keys.map((key) => answers.get(key) ?? Promise.reject(new Error('The list was not read.')));
}

/** Lists that each page of a shared one must stand for. */
const LISTS_PER_PAGE = 3;
/**
 * Rows that each page has in common with the one before, where rows may come in between: as long as three do at most,
 * it is seen where the pages meet.
 */
const OVERLAP = 5;

/**
 * How many pages of a list that holds the rows of several parents are to be read in the place of their own lists: as
 * many as make up what is wanted (of a list that changes, one), where that is at most a third of the calls, else none.
 * Then it is a call for about every hundred rows where parents are evenly busy, and at most a third more where one of
 * them crowds out the others.
 * @param rows how many are wanted of all lists together
 */
export function pagesToShare(rows: number, lists: number, movement: Movement): number {
  const more = Math.ceil(Math.max(0, rows - PAGE_SIZE) / strideOf(movement));
  const pages = movement === 'changes' ? 1 : 1 + more;
  return pages * LISTS_PER_PAGE <= lists ? pages : 0;
}

/** Rows that are wanted of lists from the beginning of each to the end of a window. */
export function rowsWanted({ limit = PAGE_SIZE, offset = 0 }: Window, lists: number): number {
  return (offset + limit) * lists;
}

/**
 * Reads the same window of several lists, by reading pages of a list that holds them all, side by side, and parting
 * them. A list for which these fall short is read by itself.
 * @returns in the order of the lists, each settling by itself
 */
export function readParted<Row extends object>(parting: Parting<Row>): Promise<List<Row>>[] {
  const { lists, window, ownerOf, readOwn } = parting;
  const shared = readShared(parting).then(({ rows, ...others }) => ({ ...others, byParent: part(rows, ownerOf) }));
  const offset = window.offset ?? 0;
  const end = rowsWanted(window, 1);
  return lists.map(async (parents) => {
    const { first, byParent, isWhole, trouble } = await shared;
    const [outer = '', inner = ''] = parents;
    const own = byParent.get(outer, inner) ?? [];
    if (first && (isWhole || own.length >= end)) {
      const data = own.slice(offset, end);
      return { ...first, data, count: data.length };
    }
    if (trouble) throw trouble;
    return readOwn(parents);
  });
}

/** Rows by the parents of their lists. */
function part<Row>(rows: readonly Row[], ownerOf: (row: Row) => Parents | undefined): ByParent<Row[]> {
  const byParent = new ByParent<Row[]>();
  for (const row of rows) {
    const [outer = '', inner = ''] = ownerOf(row) ?? [];
    const own = byParent.get(outer, inner);
    if (own) own.push(row);
    else byParent.set(outer, inner, [row]);
  }
  return byParent;
}

/** What was read of a shared list. */
interface Shared<Row> {
  /** Its first page, for all that an answer has beside its rows. */
  readonly first: List<Row> | undefined;
  /** Its rows, each once, from the first to the end of what is known to belong together. */
  readonly rows: readonly Row[];
  /** Whether that is all of the list. */
  readonly isWhole: boolean;
  /**
   * Why the upstream is not to be asked for each list instead. A refusal is no reason: the upstream refuses such lists
   * sooner than those of one parent (`sign-de-v2.md §2`). Nor is a list that hangs: it says nothing of the others.
   */
  readonly trouble: Error | undefined;
}

async function readShared<Row extends object>({
  pages,
  movement,
  ownerOf,
  nameOf,
  orderBy,
  readPage,
}: Parting<Row>): Promise<Shared<Row>> {
  const offsets = Array.from({ length: pages }, (_, page) => page * strideOf(movement));
  const read = await Promise.all(offsets.map((offset) => readPage({ limit: PAGE_SIZE, offset }).catch(toError)));
  let rows: readonly Row[] = [];
  let first: List<Row> | undefined;
  const isNobodys = (row: Row | Error) => row instanceof Error || ownerOf(row) === undefined;
  for (const answer of read) {
    if (answer instanceof Error)
      return { first, rows, isWhole: false, trouble: isRefusal(answer) || mayFailAlone(answer) ? undefined : answer };
    // A row that does not say whose it is may be anybody's, so what follows it is left to the lists of each.
    const stop = answer.data.findIndex(isNobodys);
    const told = stop === -1 ? answer.data : answer.data.slice(0, stop);
    const data = told.filter((row): row is Row => !(row instanceof Error));
    const overlap = PAGE_SIZE - strideOf(movement);
    const joined: readonly Row[] | undefined = first ? joinPage(rows, data, overlap, nameOf, orderBy) : data;
    if (!joined) break;
    first ??= answer;
    rows = joined;
    if (stop !== -1) break;
    if (data.length < PAGE_SIZE) return { first, rows, isWhole: true, trouble: undefined };
  }
  return { first, rows, isWhole: false, trouble: undefined };
}

/** Rows from the beginning of a page to that of the next. */
function strideOf(movement: Movement): number {
  return movement === 'grows' ? PAGE_SIZE : PAGE_SIZE - OVERLAP;
}

function isRefusal(error: Error): boolean {
  return error instanceof UpstreamError && (error.code === 'RATE_LIMITED' || (error.upstream.status ?? 500) < 500);
}
