/** Rows of the largest page the upstream gives. */
const PAGE_SIZE = 100;
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
  readPage: (page: { limit: number; offset: number }) => Promise<readonly Row[]>,
  readOne: (id: string) => Promise<Row>,
): Promise<(Row | Error)[]> {
  const found = new Map<string, Row | Error>();
  const missing = new Set(ids);
  for (let page = 0; missing.size > 1 && page < MAXIMUM_PAGES; page += 1) {
    const rows = await readPage({ limit: PAGE_SIZE, offset: page * PAGE_SIZE }).catch(toError);
    // An upstream that has trouble with one list is not asked for every row instead.
    if (rows instanceof Error) return ids.map((id) => found.get(id) ?? rows);
    for (const row of rows) {
      if (missing.delete(idOf(row))) found.set(idOf(row), row);
    }
    if (rows.length < PAGE_SIZE) break;
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
