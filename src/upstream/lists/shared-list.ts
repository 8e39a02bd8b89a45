import { mayFailAlone, toError } from './find-on-pages.js';
import { joinPage } from './join-page.js';
import { type List, PAGE_SIZE, type Parents, type Window } from './page-size.js';
import { sortKeyOf } from './sort-key.js';
import { UpstreamError } from '../call/upstream-error.js';

/**
 * What may happen to a list while its pages are read, which are no snapshot:
 *
 * - `grows`: new rows come at its end.
 * - `is inserted into`: new rows come anywhere.
 * - `is numbered`: new rows come anywhere, but the sort keys of the rows of each outermost parent are 1, 2, 3 and so
 *   on. So rows without a gap are the first of their parent, whatever pages they were on.
 * - `changes`: rows leave it or change their places. Only rows of one page belong together.
 */
export type Movement = 'grows' | 'is inserted into' | 'is numbered' | 'changes';

/** A list that holds the rows of several parents. */
export interface SharedList<Row extends object> {
  /** What may happen to it while it is read. */
  readonly movement: Movement;
  /** The member that it is sorted by; rows with the same value may change places between pages. None if left out. */
  readonly orderBy?: string | undefined;
  /** Parents of a row; undefined if the row does not say. */
  readonly ownerOf: (row: Row) => Parents | undefined;
  /** A text that tells a row from all others of the list. */
  readonly nameOf: (row: Row) => string;
  /** Reads a page of it. */
  readonly readPage: (window: Required<Window>) => Promise<List<Row>>;
}

/** What was read of a shared list. */
export interface SharedRows<Row> {
  /** Its first page, for all that an answer has besides its rows. */
  readonly first: List<Row> | undefined;
  /** Its rows, each once, from the first to the end of what is known to belong together. */
  readonly rows: readonly Row[];
  /** Whether that is all of the list. */
  readonly isWhole: boolean;
  /**
   * Why the upstream is not to be asked for the list of each parent instead. A refusal is no reason: the upstream
   * refuses shared lists sooner than those of one parent (`sign-de-v2.md §2`). Nor is a list that hangs.
   */
  readonly trouble: Error | undefined;
}

/** Lists of parents that each page of a shared list must replace. */
const LISTS_PER_PAGE = 3;
/**
 * Rows that each page has in common with the one before if rows may come in between. Up to three new rows between two
 * pages are noticed where the pages meet.
 */
const OVERLAP = 5;
/** Pages that are read at once, before any has shown how busy the parents are. */
const FIRST_PAGES = 4;
/** How many times as many pages as have been read may be read on what they showed. */
const GROWTH = 5;

/**
 * How many pages of a shared list hold what is wanted if all parents are equally busy. Of a list that changes, one page
 * is read at most.
 * @param rows how many are wanted of all lists together
 * @returns 0 if the pages are more than a third of the calls that the lists of the parents would take
 */
export function pagesToShare(rows: number, lists: number, movement: Movement): number {
  const more = Math.ceil(Math.max(0, rows - PAGE_SIZE) / strideOf(movement));
  const pages = movement === 'changes' ? 1 : 1 + more;
  return pages * LISTS_PER_PAGE <= lists ? pages : 0;
}

/**
 * How many more pages of a shared list to read for single rows that the pages so far did not have. The next pages are
 * expected to have as many of them.
 * @param missing rows that are still wanted
 * @param foundPerPage how many of the wanted rows each of the last pages had
 * @param lists how many parents the missing rows have
 * @returns 0 if the pages are more than half of the calls that the lists of the parents would take
 */
export function pagesToReadOn(missing: number, foundPerPage: number, lists: number): number {
  const pages = Math.max(1, Math.round(missing / foundPerPage));
  return missing > 0 && pages * 2 <= lists ? pages : 0;
}

/**
 * Up to which page it pays to read a shared list. A page pays if it completes three lists, which then need no call of
 * their own. How busy a parent is shows in the pages that were read; few rows show little, so half of the estimate is
 * the mean of all parents.
 * @param counts how many rows each list has on these pages
 * @param end how many rows complete a list
 * @returns at most a third as many pages as there are lists
 */
export function pagesThatPay(counts: readonly number[], end: number, pagesRead: number): number {
  const useful = counts.map((count) => Math.min(count, end) / pagesRead);
  const mean = useful.reduce((sum, each) => sum + each, 0) / counts.length;
  const completions = useful
    .map((rate) => pagesRead + (end - rate * pagesRead) / ((rate + mean) / 2))
    .sort((one, other) => one - other);
  let best = pagesRead;
  let most = completions.filter((pages) => pages <= pagesRead).length - pagesRead * LISTS_PER_PAGE;
  for (const [index, completion] of completions.entries()) {
    const pages = Math.ceil(completion);
    const gain = index + 1 - pages * LISTS_PER_PAGE;
    if (gain > most && pages * LISTS_PER_PAGE <= counts.length) [best, most] = [pages, gain];
  }
  return best;
}

/**
 * Reads a list from its beginning: the first pages side by side, and more as long as what was read shows that they pay.
 * @param pages how many hold what is wanted if all parents are equally busy
 * @param pagesThatPay up to which page to read on, by the rows of the pages that were read
 */
export async function readSharedList<Row extends object>(
  list: SharedList<Row>,
  pages: number,
  pagesThatPay: (rows: readonly Row[], pagesRead: number) => number,
): Promise<SharedRows<Row>> {
  const stride = strideOf(list.movement);
  const read: (List<Row> | Error)[] = [];
  for (let upTo = Math.min(pages, FIRST_PAGES); ;) {
    const offsets = Array.from({ length: upTo - read.length }, (_, index) => (read.length + index) * stride);
    const asked = offsets.map((offset) => list.readPage({ limit: PAGE_SIZE, offset }).catch(toError));
    read.push(...(await Promise.all(asked)));
    const { isEnd, ...shared } = list.movement === 'is numbered' ? joinByNumber(list, read) : joinByPlace(list, read);
    if (isEnd || pages <= FIRST_PAGES) return shared;
    upTo = Math.min(pagesThatPay(shared.rows, read.length), read.length * GROWTH);
    if (upTo <= read.length) return shared;
  }
}

/** Pages that were read; `isEnd` if no page after them can belong to them. */
interface Joined<Row> extends SharedRows<Row> {
  readonly isEnd: boolean;
}

/** Joins pages by their places in the list. A page that does not follow those before it is left out. */
function joinByPlace<Row extends object>(list: SharedList<Row>, read: readonly (List<Row> | Error)[]): Joined<Row> {
  const { movement, ownerOf, nameOf, orderBy } = list;
  const overlap = PAGE_SIZE - strideOf(movement);
  let first: List<Row> | undefined;
  let rows: readonly Row[] = [];
  const joined = (end: Partial<Joined<Row>> = {}) => {
    return { first, rows, isWhole: false, isEnd: true, trouble: undefined, ...end };
  };
  for (const page of read) {
    if (page instanceof Error) return joined({ trouble: troubleOf(page) });
    // A row that does not say whose it is may be anybody's, so what follows it is left to the lists of each.
    const stop = page.data.findIndex((row) => row instanceof Error || ownerOf(row) === undefined);
    const upTo = stop === -1 ? page.data : page.data.slice(0, stop);
    const told = upTo.filter((row): row is Row => !(row instanceof Error));
    const together = first ? joinPage(rows, told, overlap, nameOf, orderBy) : told;
    if (!together) return joined();
    first ??= page;
    rows = together;
    if (stop !== -1) return joined();
    if (told.length < PAGE_SIZE) return joined({ isWhole: true });
  }
  return joined({ isEnd: false });
}

/** Joins pages by the numbers of their rows, up to the first number of each outermost parent that is missing. */
function joinByNumber<Row extends object>(list: SharedList<Row>, read: readonly (List<Row> | Error)[]): Joined<Row> {
  const { ownerOf, orderBy = '' } = list;
  const failed = read.filter((page) => page instanceof Error);
  const pages = read.filter((page): page is List<Row> => !(page instanceof Error));
  const rowsByParent = new Map<string, Map<number, Row>>();
  for (const row of pages.flatMap(({ data }) => data)) {
    const [parent] = row instanceof Error ? [] : (ownerOf(row) ?? []);
    if (row instanceof Error || parent === undefined) continue; // its number is missing then
    const ofParent = rowsByParent.get(parent) ?? new Map<number, Row>();
    rowsByParent.set(parent, ofParent.set(Number(sortKeyOf(row, orderBy)), row));
  }
  const rows = [...rowsByParent.values()].flatMap(rowsBeforeGap);
  const isEnd = failed.length > 0 || pages.some(({ data }) => data.length < PAGE_SIZE);
  const isWhole = isEnd && failed.length === 0 && rows.length === pages.flatMap(({ data }) => data).length;
  return { first: pages[0], rows, isWhole, isEnd, trouble: failed.map(troubleOf).find((error) => error) };
}

/** The rows with the numbers 1, 2, 3 and so on, up to the first that is missing. */
function rowsBeforeGap<Row>(rows: ReadonlyMap<number, Row>): readonly Row[] {
  const first: Row[] = [];
  for (let row = rows.get(1); row !== undefined; row = rows.get(first.length + 1)) first.push(row);
  return first;
}

/** Rows from the beginning of a page to that of the next. */
function strideOf(movement: Movement): number {
  return movement === 'is inserted into' ? PAGE_SIZE - OVERLAP : PAGE_SIZE;
}

function troubleOf(error: Error): Error | undefined {
  const isRefusal =
    error instanceof UpstreamError && (error.code === 'RATE_LIMITED' || (error.upstream.status ?? 500) < 500);
  return isRefusal || mayFailAlone(error) ? undefined : error;
}
