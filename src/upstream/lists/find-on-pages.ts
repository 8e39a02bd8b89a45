import { PAGE_SIZE } from './page-size.js';
import { UpstreamError } from '../call/upstream-error.js';

/** Pages that are read to find rows, before the rest is read one by one. */
const MAXIMUM_PAGES = 3;

/**
 * Finds several rows with as few calls as the upstream allows, which has lists but no multi-get: a single row is read
 * by itself, several are picked from the list, and what the list does not hold is read one by one.
 * @returns for each id its row, as soon as it is found. It fails with the error of its own read, or of the page that it
 *   was looked for on; neither fails its neighbours
 */
export function findOnPages<Row>(
  ids: readonly string[],
  idOf: (row: Row) => string,
  readPage: (page: { limit: number; offset: number }) => Promise<readonly (Row | Error)[]>,
  readOne: (id: string) => Promise<Row>,
): Promise<Row>[] {
  const missing = new Map(ids.map((id) => [id, Promise.withResolvers<Row>()]));
  const found = ids.map((id) => missing.get(id)?.promise ?? Promise.reject(new Error('The row was not read.')));
  const takePage = async (offset: number) => {
    const rows = await readPage({ limit: PAGE_SIZE, offset });
    for (const row of rows) {
      if (row instanceof Error) continue;
      missing.get(idOf(row))?.resolve(row);
      missing.delete(idOf(row));
    }
    return rows;
  };
  void search(missing, takePage, readOne);
  return found;
}

/** Looks for all that is missing, and never fails itself. */
async function search<Row>(
  missing: Map<string, PromiseWithResolvers<Row>>,
  takePage: (offset: number) => Promise<readonly unknown[]>,
  readOne: (id: string) => Promise<Row>,
): Promise<void> {
  // As many pages as the rows must fill are asked for side by side; what is not on them may be on the next ones.
  let isWhole = false;
  for (let page = 0; missing.size > 1 && page < MAXIMUM_PAGES && !isWhole;) {
    const wanted = Math.min(Math.max(1, Math.ceil(missing.size / PAGE_SIZE)), MAXIMUM_PAGES - page);
    const offsets = Array.from({ length: wanted }, (_, index) => (page + index) * PAGE_SIZE);
    const pages = await Promise.all(offsets.map((offset) => takePage(offset).catch(toError)));
    const trouble = pages.find((rows) => rows instanceof Error);
    if (trouble instanceof Error && !mayFailAlone(trouble)) {
      // An upstream that has trouble with one list is not asked for every row instead.
      for (const { reject } of missing.values()) reject(trouble);
      return;
    }
    isWhole = trouble !== undefined || pages.some((rows) => !(rows instanceof Error) && rows.length < PAGE_SIZE);
    page += wanted;
  }
  for (const [id, { resolve, reject }] of missing) readOne(id).then(resolve, reject);
}

/** Whether what a list fails with says nothing of its rows: it hangs, and they may be there to be had one by one. */
export function mayFailAlone(error: Error): boolean {
  return error instanceof UpstreamError && error.code === 'UPSTREAM_TIMEOUT';
}

/** What was thrown, as an `Error`. */
export function toError(thrown: unknown): Error {
  return thrown instanceof Error ? thrown : new Error(String(thrown));
}
