import { PAGE_SIZE } from './page-size.js';

/** Pages that are read to find rows, before the rest is read one by one. */
const MAXIMUM_PAGES = 3;

/**
 * Finds several rows with as few calls as the upstream allows, which has lists but no multi-get: a single row is read by itself, several are picked
 * from the list, and what the list does not hold is read one by one.
 * @returns for each id its row, or the error of its own read or of the page that it was looked for on; neither fails its neighbours
 */
export async function findOnPages<Row>(
  ids: readonly string[],
  idOf: (row: Row) => string,
  readPage: (page: { limit: number; offset: number }) => Promise<readonly (Row | Error)[]>,
  readOne: (id: string) => Promise<Row>,
): Promise<(Row | Error)[]> {
  const found = new Map<string, Row | Error>();
  const missing = new Set(ids);
  // As many pages as the rows must fill are asked for side by side; what is not on them may be on the next ones.
  let isWhole = false;
  for (let page = 0; missing.size > 1 && page < MAXIMUM_PAGES && !isWhole;) {
    const wanted = Math.min(Math.max(1, Math.ceil(missing.size / PAGE_SIZE)), MAXIMUM_PAGES - page);
    const offsets = Array.from({ length: wanted }, (_, index) => (page + index) * PAGE_SIZE);
    const pages = await Promise.all(offsets.map((offset) => readPage({ limit: PAGE_SIZE, offset }).catch(toError)));
    for (const rows of pages) {
      if (rows instanceof Error) continue;
      for (const row of rows) if (!(row instanceof Error) && missing.delete(idOf(row))) found.set(idOf(row), row);
      isWhole ||= rows.length < PAGE_SIZE;
    }
    // An upstream that has trouble with one list is not asked for every row instead.
    const trouble = pages.find((rows) => rows instanceof Error);
    if (trouble instanceof Error) return ids.map((id) => found.get(id) ?? trouble);
    page += wanted;
  }
  await Promise.all(
    [...missing].map(async (id) => {
      found.set(id, await readOne(id).catch(toError));
    }),
  );
  return ids.map((id) => found.get(id) ?? new Error('The row was not read.'));
}

/** What was thrown, as the `Error` that a loader puts into its row's place. */
export function toError(thrown: unknown): Error {
  return thrown instanceof Error ? thrown : new Error(String(thrown));
}
