import { type Caller, tssOf } from '../../../upstream/access/caller.js';
import type { Ids, Visibility } from '../../../upstream/api.js';
import { UpstreamError } from '../../../upstream/call/upstream-error.js';
import { countLastTies, joinPage } from '../../../upstream/lists/join-page.js';
import { PAGE_SIZE, type Window } from '../../../upstream/lists/page-size.js';
import { rowName } from '../row-name.js';

/** Pages of the upstream's list read to fill one page for a restricted caller. */
const MAXIMUM_PAGES = 20;

/** Most rows by which two consecutive pages overlap. */
const LARGEST_OVERLAP = PAGE_SIZE / 2;
/** The overlap if more rows than that have the same sort key. */
const SMALL_OVERLAP = 5;

/** A list of the upstream, with any rows. */
interface List {
  readonly data: readonly unknown[];
}

/**
 * The TSS that a caller may access. Threat: a caller with a gateway key for one shop's TSS names another shop's TSS in
 * an argument, global id or link. Every upstream call is checked here, so that no field can omit the check.
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
   * Allows calls about a TSS that the caller may access.
   * @throws UpstreamError `FORBIDDEN`, whether or not the TSS exists
   */
  check({ tss_id: tssId }: Ids): void {
    if (tssId === undefined || this.has(String(tssId))) return;
    throw new UpstreamError({
      code: 'FORBIDDEN',
      message: 'This gateway key is not for this TSS; `viewer` lists those that it is for. Nothing was sent.',
    });
  }

  /** A path with a TSS is about that TSS; a path without one is a list of all TSS. */
  showsAllOf(path: Ids): boolean {
    return 'tss_id' in path;
  }

  /**
   * A list of all TSS, reduced to rows that the caller may see. Positions in the upstream's list are not positions in
   * the caller's list, so the upstream's pages are read from the first one until the window is full. Each page overlaps
   * the one before, so that no row is missed or returned twice when the list changes.
   * @param read reads one page of the upstream's list
   * @param orderBy the member that it is sorted by; without it, pages are simply appended
   * @throws UpstreamError `LIST_TOO_LONG` when the window is too deep; `FORBIDDEN` for an answer whose TSS is unknown
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
      if (!isList(answer)) throw new UpstreamError({ code: 'FORBIDDEN', message: 'This is not for this gateway key.' });
      const data = answer.data.filter(isRow);
      const isFirst = rows.length === 0 || orderBy === undefined;
      const joined: readonly Row[] | undefined = isFirst
        ? [...rows, ...data]
        : joinPage(rows, data, overlap, rowName, orderBy);
      // The list has changed so much that the pages no longer fit together: start again.
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
      message: `Among the first ${PAGE_SIZE * MAXIMUM_PAGES} rows of all TSS there are too few of yours; ask for one TSS at a time.`,
    });
  }

  /** A row without a TSS is visible to nobody with a restricted key. */
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

/** The overlap for the next page: all rows with the last sort key plus one, if these are few enough. */
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
