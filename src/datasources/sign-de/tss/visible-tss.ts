import { type Caller, tssOf } from '../../../upstream/access/caller.js';
import type { Ids, Visibility } from '../../../upstream/api.js';
import { UpstreamError } from '../../../upstream/call/upstream-error.js';
import { countLastTies, joinPage } from '../../../upstream/lists/join-page.js';
import { PAGE_SIZE, type Window } from '../../../upstream/lists/page-size.js';
import { rowName } from '../row-name.js';

/** Pages of the upstream's list that are read to fill one page of what a caller may see. */
const MAXIMUM_PAGES = 20;

/** Most rows that a page has in common with the one before. */
const LARGEST_OVERLAP = PAGE_SIZE / 2;
/** How many it has where more than that have the same sort key. */
const SMALL_OVERLAP = 5;

/** A list of the upstream, of whatever rows. */
interface List {
  readonly data: readonly unknown[];
}

/**
 * The TSS that a caller may see and use. Threat: a gateway key that is good for one shop's TSS, and callers who name
 * another's in whatever argument, global id or link. Everything the gateway asks of the upstream passes here, so that
 * no field can forget to ask.
 */
export class VisibleTss implements Visibility {
  readonly #ids: ReadonlySet<string> | undefined;

  constructor(caller: Caller) {
    this.#ids = tssOf(caller);
  }

  /** Whether the caller may know of a TSS. */
  has(tssId: string): boolean {
    return this.#ids?.has(tssId.toLowerCase()) ?? true;
  }

  /**
   * Lets calls about a TSS that the caller may use pass.
   * @throws UpstreamError `FORBIDDEN` without saying whether there is such a TSS
   */
  check({ tss_id: tssId }: Ids): void {
    if (tssId === undefined || this.has(String(tssId))) return;
    throw new UpstreamError({
      code: 'FORBIDDEN',
      message: 'This gateway key is not for this TSS; `viewer` lists those that it is for. Nothing was sent.',
    });
  }

  /** What names a TSS is about that one; what names none is a list over all TSS. */
  showsAllOf(path: Ids): boolean {
    return 'tss_id' in path;
  }

  /**
   * A list over all TSS, with nothing in it that the caller may not see: the upstream's pages are read from the first
   * until the window is full, since positions in its list are not those in the caller's. Each page begins with rows
   * that the one before ended with, so that none is missed or comes twice while the list moves.
   * @param read one page of the upstream's list
   * @param orderBy the member that it is sorted by; without it pages are taken as they come
   * @throws UpstreamError `LIST_TOO_LONG` when the window lies too deep; `FORBIDDEN` for an answer of which it cannot
   *   be told whose it is
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
      // The list has moved away from what was read of it.
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

  /** A row that does not say to which TSS it belongs is nobody's. */
  #isVisible(row: Row): boolean {
    const id = row._type === 'TSS' ? row._id : (row.tss_id ?? '');
    return this.#ids?.has(id) ?? true;
  }
}

/** A row of a list over all TSS. */
interface Row {
  readonly _id: string;
  readonly _type?: unknown;
  readonly tss_id?: string;
}

/**
 * Rows that a page has in common with those before it: all of their last sort key and one more, if these are not more
 * than fit.
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
