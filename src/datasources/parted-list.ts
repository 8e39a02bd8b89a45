import { ByTss } from './by-tss.js';
import { toError } from './find-on-pages.js';
import { PAGE_SIZE } from './page-size.js';
import { UpstreamError } from './upstream-error.js';

/** A list of the upstream. */
export interface List<Row> {
  readonly data: readonly Row[];
  readonly count: number;
}

/** Part of a list. */
export interface Window {
  readonly limit?: number;
  readonly offset?: number;
}

/** Ids of a parent. */
export type ParentKey = readonly [tssId: string, clientId?: string];

/** How lists of several parents are read, and the one that holds the rows of all of them. */
export interface Parting<Parent, Row, Answer extends List<Row>> {
  /** The lists that are wanted, one of each parent. */
  readonly parents: readonly Parent[];
  /** The part of its list that is wanted of each. */
  readonly window: Window;
  /** Names a parent: its TSS, and in that the client where it is one. */
  readonly keyOf: (parent: Parent) => ParentKey;
  /** Names the parent of a row. */
  readonly ownerOf: (row: Row) => ParentKey;
  /** The list of one parent by itself. */
  readonly readOwn: (parent: Parent) => Promise<Answer>;
  /** A page of the list that holds the rows of all parents, in the same order. */
  readonly readPage: (window: Required<Window>) => Promise<Answer>;
}

/** Lists that each page of a shared one must stand for. */
const LISTS_PER_PAGE = 3;

/**
 * Whether the lists of several parents are better read from one that holds them all: where that is at most a third of the calls. Then it is a call for every hundred rows
 * where parents are evenly busy, and at most a third more where one of them crowds out the others.
 * @param rows how many are wanted of all lists together
 */
export function isWorthSharing(rows: number, lists: number): boolean {
  return Math.ceil(rows / PAGE_SIZE) * LISTS_PER_PAGE <= lists;
}

/** Rows that are wanted of lists from the beginning of each to the end of a window. */
export function rowsWanted({ limit = PAGE_SIZE, offset = 0 }: Window, lists: number): number {
  return (offset + limit) * lists;
}

/**
 * Reads the same window of the lists of several parents, by reading pages of a list that holds them all, side by side, and parting them: as many as the windows
 * make together, or one where that would be too many. A parent for whom these fall short is read by itself.
 * @returns in the order of the parents; one that fails does not fail its neighbours
 */
export async function readParted<Parent, Row, Answer extends List<Row>>(
  parting: Parting<Parent, Row, Answer>,
): Promise<(Answer | Error)[]> {
  const { parents, window, keyOf, ownerOf, readOwn } = parting;
  const { answers, trouble } = parents.length < 2 ? NOTHING : await readShared(parting);
  const rows = new ByTss<Row[]>();
  for (const row of answers.flatMap(({ data }) => data)) {
    const [tssId, clientId = ''] = ownerOf(row);
    const own = rows.get(tssId, clientId);
    if (own) own.push(row);
    else rows.set(tssId, clientId, [row]);
  }
  const isWhole = answers.some(({ data }) => data.length < PAGE_SIZE);
  const offset = window.offset ?? 0;
  const end = rowsWanted(window, 1);
  return Promise.all(
    parents.map(async (parent): Promise<Answer | Error> => {
      const [tssId, clientId = ''] = keyOf(parent);
      const own = rows.get(tssId, clientId) ?? [];
      const [first] = answers;
      if (first && (isWhole || own.length >= end)) return { ...first, data: own.slice(offset, end), count: own.length };
      return trouble ?? readOwn(parent).catch(toError);
    }),
  );
}

/** What was read of a shared list. */
interface SharedPages<Answer> {
  /** Its first pages, up to one that failed: rows may be missing there. */
  readonly answers: readonly Answer[];
  /**
   * Why the upstream is not to be asked for each list instead. A refusal is no reason: the upstream refuses such lists sooner than those of one parent
   * (`sign-de-v2.md §2`).
   */
  readonly trouble: Error | undefined;
}

const NOTHING = { answers: [], trouble: undefined } as const;

async function readShared<Parent, Row, Answer extends List<Row>>({
  parents,
  window,
  readPage,
}: Parting<Parent, Row, Answer>): Promise<SharedPages<Answer>> {
  const wanted = rowsWanted(window, parents.length);
  const pages = isWorthSharing(wanted, parents.length) ? Math.ceil(wanted / PAGE_SIZE) : 1;
  const read = await Promise.all(
    Array.from({ length: pages }, (_, page) => readPage({ limit: PAGE_SIZE, offset: page * PAGE_SIZE }).catch(toError)),
  );
  const answers: Answer[] = [];
  for (const answer of read) {
    if (answer instanceof Error) return { answers, trouble: isRefusal(answer) ? undefined : answer };
    answers.push(answer);
  }
  return { answers, trouble: undefined };
}

function isRefusal(error: Error): boolean {
  return error instanceof UpstreamError && (error.code === 'RATE_LIMITED' || (error.upstream.status ?? 500) < 500);
}
