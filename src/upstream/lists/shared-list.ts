import { mayFailAlone, toError } from './find-on-pages.js';
import { joinPage } from './join-page.js';
import { type List, PAGE_SIZE, type Parents, type Window } from './list.js';
import { sortKeyOf } from './sort-key.js';
import { UpstreamError } from '../call/upstream-error.js';

/**
 * How a list may change while its pages are read. Pages are not a snapshot.
 *
 * - `grows`: new rows are appended at the end.
 * - `is inserted into`: new rows may appear anywhere.
 * - `is numbered`: new rows may appear anywhere, but the sort keys of the rows of each outermost parent are 1, 2, 3 and
 *   so on. So rows without a gap are the first rows of their parent, whichever pages they were on.
 * - `changes`: rows disappear or move. Only the rows of one page belong together.
 */
export type Movement = 'grows' | 'is inserted into' | 'is numbered' | 'changes';

/** A list that contains the rows of several parents. */
export interface SharedList<Row extends object> {
  /** How the list may change while it is read. */
  readonly movement: Movement;
  /**
   * The member that the list is sorted by. Rows with the same value may change their order between pages. Undefined if
   * the list has no order.
   */
  readonly orderBy?: string | undefined;
  /** Parents of a row; undefined if the row does not say. */
  readonly ownerOf: (row: Row) => Parents | undefined;
  /** A text that is unique for each row of the list. */
  readonly nameOf: (row: Row) => string;
  /** Reads a page of the list. */
  readonly readPage: (window: Required<Window>) => Promise<List<Row>>;
}

/** Rows that were read from a shared list. */
export interface SharedRows<Row> {
  /** The first page, for the members of the answer besides its rows. */
  readonly first: List<Row> | undefined;
  /** The rows from the first on, each once, as far as they certainly belong together. */
  readonly rows: readonly Row[];
  /** Whether these are all rows of the list. */
  readonly isWhole: boolean;
  /**
   * Error that forbids to read the lists of the single parents instead. Refusals and timeouts do not forbid it: the
   * upstream refuses shared lists sooner than lists of one parent (`sign-de-v2.md §2`).
   */
  readonly trouble: Error | undefined;
}

/** A page of a shared list pays if it replaces at least this number of calls for the lists of single parents. */
const LISTS_PER_PAGE = 3;
/**
 * Number of rows that two consecutive pages have in common if new rows may appear between them. Then up to three new
 * rows between the two reads are noticed.
 */
const OVERLAP = 5;
/** Maximum number of pages to read in parallel before any page has shown how busy the parents are. */
const FIRST_PAGES = 4;
/** After n pages, at most this multiple of n may be read because of what they showed. */
const GROWTH = 5;

/**
 * How many pages of a shared list contain all wanted rows if all parents are equally busy. For a list that `changes`,
 * at most one page.
 * @param rows number of wanted rows of all lists together
 * @returns 0 if the pages are more than a third of the calls for the lists of the parents
 */
export function pagesToShare(rows: number, lists: number, movement: Movement): number {
  const more = Math.ceil(Math.max(0, rows - PAGE_SIZE) / strideOf(movement));
  const pages = movement === 'changes' ? 1 : 1 + more;
  return pages * LISTS_PER_PAGE <= lists ? pages : 0;
}

/**
 * How many more pages of a shared list to read for single rows that the previous pages did not have. It expects as many
 * of these rows per page as on the previous pages.
 * @param missing number of rows that are still missing
 * @param foundPerPage how many wanted rows each of the last pages had
 * @param lists number of parents of the missing rows
 * @returns 0 if the pages are more than half of the calls for the lists of the parents
 */
export function pagesToReadOn(missing: number, foundPerPage: number, lists: number): number {
  const pages = Math.max(1, Math.round(missing / foundPerPage));
  return missing > 0 && pages * 2 <= lists ? pages : 0;
}

/**
 * Up to which page it pays to read a shared list. A page pays if it completes three lists, which then need no call of
 * their own. The pages that were read show how busy each parent is. Few rows show little, so the estimate is the
 * average of the parent's own rate and the mean of all parents.
 * @param counts number of rows of each list on these pages
 * @param end number of rows that complete a list
 * @returns at most a third of the number of lists
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
 * Reads a list from its beginning: the first pages in parallel, then more as long as the rows show that they pay.
 * @param pages number of pages that contain all wanted rows if all parents are equally busy
 * @param lastPage up to which page to read, given the rows of the pages that were read
 */
export async function readSharedList<Row extends object>(
  list: SharedList<Row>,
  pages: number,
  lastPage: (rows: readonly Row[], pagesRead: number) => number,
): Promise<SharedRows<Row>> {
  const stride = strideOf(list.movement);
  const read: (List<Row> | Error)[] = [];
  for (let upTo = Math.min(pages, FIRST_PAGES); ;) {
    const offsets = Array.from({ length: upTo - read.length }, (_, index) => (read.length + index) * stride);
    const asked = offsets.map((offset) => list.readPage({ limit: PAGE_SIZE, offset }).catch(toError));
    read.push(...(await Promise.all(asked)));
    const { isEnd, ...shared } = list.movement === 'is numbered' ? joinByNumber(list, read) : joinByPlace(list, read);
    if (isEnd || pages <= FIRST_PAGES) return shared;
    upTo = Math.min(lastPage(shared.rows, read.length), read.length * GROWTH);
    if (upTo <= read.length) return shared;
  }
}

/** Joined pages; `isEnd` if no later page can be joined to them. */
interface Joined<Row> extends SharedRows<Row> {
  readonly isEnd: boolean;
}

/** Joins pages by their positions in the list, up to the first page that does not follow the rows before it. */
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
    // A row without a known owner may belong to any parent. So the rows after it are read from the lists of the
    // parents.
    const stop = page.data.findIndex((row) => row instanceof Error || ownerOf(row) === undefined);
    const upTo = stop === -1 ? page.data : page.data.slice(0, stop);
    const readable = upTo.filter((row): row is Row => !(row instanceof Error));
    const together = first ? joinPage(rows, readable, overlap, nameOf, orderBy) : readable;
    if (!together) return joined();
    first ??= page;
    rows = together;
    if (stop !== -1) return joined();
    if (readable.length < PAGE_SIZE) return joined({ isWhole: true });
  }
  return joined({ isEnd: false });
}

/**
 * Joins pages by the numbers of their rows. For each outermost parent, the rows up to the first missing number count.
 */
function joinByNumber<Row extends object>(list: SharedList<Row>, read: readonly (List<Row> | Error)[]): Joined<Row> {
  const { ownerOf, orderBy = '' } = list;
  const failed = read.filter((page) => page instanceof Error);
  const pages = read.filter((page): page is List<Row> => !(page instanceof Error));
  const rowsByParent = new Map<string, Map<number, Row>>();
  for (const row of pages.flatMap(({ data }) => data)) {
    const [parent] = row instanceof Error ? [] : (ownerOf(row) ?? []);
    if (row instanceof Error || parent === undefined) continue; // so its number is missing
    const ofParent = rowsByParent.get(parent) ?? new Map<number, Row>();
    rowsByParent.set(parent, ofParent.set(Number(sortKeyOf(row, orderBy)), row));
  }
  const rows = [...rowsByParent.values()].flatMap(rowsBeforeGap);
  const isEnd = failed.length > 0 || pages.some(({ data }) => data.length < PAGE_SIZE);
  const isWhole = isEnd && failed.length === 0 && rows.length === pages.flatMap(({ data }) => data).length;
  return { first: pages[0], rows, isWhole, isEnd, trouble: failed.map(troubleOf).find((error) => error) };
}

/** The rows with the numbers 1, 2, 3 and so on, up to the first missing number. */
function rowsBeforeGap<Row>(rows: ReadonlyMap<number, Row>): readonly Row[] {
  const first: Row[] = [];
  for (let row = rows.get(1); row !== undefined; row = rows.get(first.length + 1)) first.push(row);
  return first;
}

/** Number of rows from the beginning of a page to the beginning of the next page. */
function strideOf(movement: Movement): number {
  return movement === 'is inserted into' ? PAGE_SIZE - OVERLAP : PAGE_SIZE;
}

function troubleOf(error: Error): Error | undefined {
  const isRefusal =
    error instanceof UpstreamError && (error.code === 'RATE_LIMITED' || (error.upstream.status ?? 500) < 500);
  return isRefusal || mayFailAlone(error) ? undefined : error;
}
