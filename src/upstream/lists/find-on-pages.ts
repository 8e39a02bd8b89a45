import { PAGE_SIZE } from './list.js';
import { UpstreamError } from '../call/upstream-error.js';

/** Maximum number of pages to read before the missing rows are read one by one. */
const MAXIMUM_PAGES = 3;

/**
 * Finds several rows with few calls. The upstream has lists but no multi-get: a single row is read by itself; several
 * are picked from pages of the list; rows that are not on these pages are read one by one.
 * @returns for each id a promise of its row, resolved as soon as it is found. A promise rejects with the error of the
 *   row's own read, or of the page on which it was expected. Neither affects the other rows
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

/** Looks for all missing rows. It never rejects. */
async function search<Row>(
  missing: Map<string, PromiseWithResolvers<Row>>,
  takePage: (offset: number) => Promise<readonly unknown[]>,
  readOne: (id: string) => Promise<Row>,
): Promise<void> {
  // Read as many pages in parallel as the rows need at least. Rows that are not on them may be on the next pages.
  let isWhole = false;
  for (let page = 0; missing.size > 1 && page < MAXIMUM_PAGES && !isWhole;) {
    const wanted = Math.min(Math.max(1, Math.ceil(missing.size / PAGE_SIZE)), MAXIMUM_PAGES - page);
    const offsets = Array.from({ length: wanted }, (_, index) => (page + index) * PAGE_SIZE);
    const pages = await Promise.all(offsets.map((offset) => takePage(offset).catch(toError)));
    const trouble = pages.find((rows) => rows instanceof Error);
    if (trouble instanceof Error && !mayFailAlone(trouble)) {
      // If the upstream has a problem with the list, do not send it one request per row instead.
      for (const { reject } of missing.values()) reject(trouble);
      return;
    }
    isWhole = trouble !== undefined || pages.some((rows) => !(rows instanceof Error) && rows.length < PAGE_SIZE);
    page += wanted;
  }
  for (const [id, { resolve, reject }] of missing) readOne(id).then(resolve, reject);
}

/**
 * Whether the error of a list says nothing about its rows: the list timed out, but the rows may be readable one by one.
 */
export function mayFailAlone(error: Error): boolean {
  return error instanceof UpstreamError && error.code === 'UPSTREAM_TIMEOUT';
}

/** Converts what was thrown to an `Error`. */
export function toError(thrown: unknown): Error {
  return thrown instanceof Error ? thrown : new Error(String(thrown));
}
