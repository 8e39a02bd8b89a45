import { type Caller, tssOf } from '../../../upstream/access/caller.js';
import type { Ids, Visibility } from '../../../upstream/api.js';
import { UpstreamError } from '../../../upstream/call/upstream-error.js';
import { countLastTies, joinPage } from '../../../upstream/lists/join-page.js';
import { PAGE_SIZE, type Window } from '../../../upstream/lists/list.js';
import { rowName } from '../row-name.js';

/** Maximum number of pages of the upstream's list that are read to fill one page for a restricted caller. */
const MAXIMUM_PAGES = 20;

/** Maximum number of rows by which two consecutive pages overlap. */
const LARGEST_OVERLAP = PAGE_SIZE / 2;
/** The overlap if too many rows have the same sort key. */
const SMALL_OVERLAP = 5;

/** A list of the upstream. Its rows are not checked yet. */
interface List {
  readonly data: readonly unknown[];
}

/**
 * The TSS that a caller may access. Threat: a caller with a gateway key for one shop's TSS names another shop's TSS in
 * an argument, global id or link. Every upstream call is checked here, so that no field can bypass the check.
 */
export class VisibleTss implements Visibility {
  readonly #ids: ReadonlySet<string> | undefined;

  constructor(caller: Caller) {
    this.#ids = tssOf(caller);
  }

  /** Whether the caller may access a TSS. */
  has(tssId: string): boolean {
    return this.#ids?.has(tssId.toLowerCase()) ?? true;
  }

  /**
   * Checks that the caller may access the TSS of a call.
   * @throws UpstreamError `FORBIDDEN` if not, whether or not the TSS exists
   */
  check({ tss_id: tssId }: Ids): void {
    if (tssId === undefined || this.has(String(tssId))) return;
    throw new UpstreamError({
      code: 'FORBIDDEN',
      message:
        'This gateway key does not give access to this TSS. `viewer` lists the TSS of the key. Nothing was sent.',
    });
  }

  /**
   * Whether the caller may see everything behind a path. True for a path with a TSS, after {@link check}. A path
   * without a TSS is a list of all TSS.
   */
  showsAllOf(path: Ids): boolean {
    return 'tss_id' in path;
  }

  /**
   * Reads a list of all TSS, and returns only rows that the caller may see. Positions in the upstream's list are not
   * positions in the caller's list, so the upstream's pages are read from the first one until the window is full. Each
   * page overlaps the one before, so that no row is missed or returned twice when the list changes.
   * @param read reads one page of the upstream's list
   * @param orderBy the member by which the list is sorted. If missing, pages are appended without a check
   * @throws UpstreamError `LIST_TOO_LONG` if the window is too deep; `FORBIDDEN` if the answer is not a list
   */
  async list<Answer>(
    window: Window,
    read: (page: Required<Window>) => Promise<Answer>,
    orderBy?: string,
  ): Promise<Answer> {
    const { limit = PAGE_SIZE, offset = 0 } = window;
    let rows: readonly Row[] = [];
    for (let page = 0; page < MAXIMUM_PAGES; page += 1) {
      const overlap = orderBy === undefined ? 0 : overlapAfter(rows, orderBy);
      const answer = await read({ limit: PAGE_SIZE, offset: rows.length - overlap });
      if (!isList(answer))
        throw new UpstreamError({ code: 'FORBIDDEN', message: 'This gateway key does not give access to this.' });
      const data = answer.data.filter(isRow);
      const isFirst = rows.length === 0 || orderBy === undefined;
      const joined: readonly Row[] | undefined = isFirst
        ? [...rows, ...data]
        : joinPage(rows, data, overlap, rowName, orderBy);
      // If the pages do not fit together, the list has changed too much: start again.
      rows = joined ?? [];
      const visible = rows.filter((row) => this.#isVisible(row));
      const isWhole = joined !== undefined && answer.data.length < PAGE_SIZE;
      if (visible.length >= offset + limit || isWhole) {
        const shown = visible.slice(offset, offset + limit);
        return { ...answer, data: shown, count: shown.length };
      }
    }
    throw new UpstreamError({
      code: 'LIST_TOO_LONG',
      message: `The first ${PAGE_SIZE * MAXIMUM_PAGES} rows of all TSS contain too few rows of your TSS. Request one TSS at a time.`,
    });
  }

  /** Whether the caller may see a row. A caller with a restricted key cannot see a row without a TSS. */
  #isVisible(row: Row): boolean {
    const id = row._type === 'TSS' ? row._id : (row.tss_id ?? '');
    return this.#ids?.has(id) ?? true;
  }
}

/** A row of a list of all TSS. */
interface Row {
  readonly _id: string;
  readonly _type?: unknown;
  readonly tss_id?: string;
}

/**
 * Returns the overlap for the next page: all rows with the last sort key and one more row, if these are not too many.
 */
function overlapAfter(rows: readonly Row[], orderBy: string): number {
  const overlap = Math.min(countLastTies(rows, orderBy) + 1, rows.length);
  return overlap <= LARGEST_OVERLAP ? overlap : Math.min(SMALL_OVERLAP, rows.length);
}

function isRow(row: unknown): row is Row {
  return typeof row === 'object' && row !== null;
}

function isList(answer: unknown): answer is List {
  return typeof answer === 'object' && answer !== null && 'data' in answer && Array.isArray(answer.data);
}
