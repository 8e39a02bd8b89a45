import { type Caller, tssOf } from './caller.js';
import { UpstreamError } from './upstream-error.js';
import { PAGE_SIZE, type Window } from './page-size.js';

/** Pages of the upstream's list that are read to fill one page of what a caller may see. */
const MAXIMUM_PAGES = 20;

/** A list of the upstream, of whatever rows. */
interface List {
  readonly data: readonly unknown[];
}

/**
 * The TSS that a caller may see and use. Threat: a gateway key that is good for one shop's TSS, and callers who name another's in whatever argument, global
 * id or link. Everything the gateway asks of the upstream passes here, so that no field can forget to ask.
 */
export class VisibleTss {
  readonly #ids: ReadonlySet<string> | undefined;

  constructor(caller: Caller) {
    this.#ids = tssOf(caller);
  }

  /** UUIDs of the only TSS there are; undefined for all. */
  get only(): ReadonlySet<string> | undefined {
    return this.#ids;
  }

  /** Lets calls about a TSS that the caller may use pass. @throws UpstreamError `FORBIDDEN` without saying whether there is such a TSS */
  check(path: object): void {
    if (!this.#ids || !('tss_id' in path) || this.#ids.has(String(path.tss_id).toLowerCase())) return;
    throw new UpstreamError({
      code: 'FORBIDDEN',
      message: 'This gateway key is not for this TSS; `viewer` lists those that it is for. Nothing was sent.',
    });
  }

  /**
   * A list over all TSS, with nothing in it that the caller may not see: the upstream's pages are read from the first until the window is full, since
   * positions in its list are not those in the caller's.
   * @param read one page of the upstream's list
   * @throws UpstreamError `LIST_TOO_LONG` when the window lies too deep; `FORBIDDEN` for an answer of which it cannot be told whose it is
   */
  async list<Answer>(window: Window, read: (page: Required<Window>) => Promise<Answer>): Promise<Answer> {
    const { limit = PAGE_SIZE, offset = 0 } = window;
    const visible: unknown[] = [];
    for (let page = 0; page < MAXIMUM_PAGES; page += 1) {
      const answer = await read({ limit: PAGE_SIZE, offset: page * PAGE_SIZE });
      if (!isList(answer)) throw new UpstreamError({ code: 'FORBIDDEN', message: 'This is not for this gateway key.' });
      visible.push(...answer.data.filter((row) => this.#isVisible(row)));
      if (visible.length >= offset + limit || answer.data.length < PAGE_SIZE) {
        const data = visible.slice(offset, offset + limit);
        return { ...answer, data, count: data.length };
      }
    }
    throw new UpstreamError({
      code: 'LIST_TOO_LONG',
      message: `Among the first ${PAGE_SIZE * MAXIMUM_PAGES} rows of all TSS there are too few of yours; ask for one TSS at a time.`,
    });
  }

  /** A row that does not say to which TSS it belongs is nobody's. */
  #isVisible(row: unknown): boolean {
    if (typeof row !== 'object' || row === null) return false;
    const id = '_type' in row && row._type === 'TSS' && '_id' in row ? row._id : 'tss_id' in row ? row.tss_id : '';
    return this.#ids?.has(String(id)) ?? true;
  }
}

function isList(answer: unknown): answer is List {
  return typeof answer === 'object' && answer !== null && 'data' in answer && Array.isArray(answer.data);
}
