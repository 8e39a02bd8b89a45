import { sortKeyOf } from './sort-key.js';

/**
 * Rows of a list from its first on, and the page that follows them, each row once. Pages are no snapshot, and the
 * upstream gives rows of the same sort key in any order.
 * @param overlap how many rows the page has in common with those before it if the list has not moved; where it has
 *   none, the list must be one that only grows at its end
 * @param nameOf a text that tells a row from all others of the list
 * @param orderBy the member that the list is sorted by; without it the names tell whether the pages meet
 * @returns undefined if the page may not have all that follows, or the rows are not sorted by `orderBy`
 */
export function joinPage<Row extends object>(
  rows: readonly Row[],
  page: readonly Row[],
  overlap: number,
  nameOf: (row: Row) => string,
  orderBy: string | undefined,
): readonly Row[] | undefined {
  const last = rows.at(-1);
  const [first] = page;
  if (!last || !first) return overlap === 0 ? rows : undefined;
  const lastName = nameOf(last);
  const isTie = (row: Row) =>
    orderBy === undefined ? nameOf(row) === lastName : sortKeyOf(row, orderBy) === sortKeyOf(last, orderBy);
  const ties = page.findIndex(isTie);
  if (ties < 0) return overlap === 0 ? [...rows, ...page] : undefined;
  const start = rows.findIndex(isTie);
  if (!rows.slice(start).every(isTie)) return undefined; // the upstream does not sort as it was asked to
  const before = rows.slice(0, start);
  // A page that begins before rows of the last key has all of these.
  if (ties > 0) return [...before, ...page.slice(ties)];
  // They may have begun before it. Then the list must not have moved, and there must be as many of them as places.
  const end = page.findIndex((row) => !isTie(row));
  const group = [...rows.slice(before.length), ...(end < 0 ? page : page.slice(0, end))];
  const tied = new Map(group.map((row) => [nameOf(row), row]));
  const same = page[overlap - 1];
  const isStill = overlap === 0 || (same !== undefined && nameOf(same) === lastName);
  if (!isStill || tied.size !== group.length - overlap) return undefined;
  return [...before, ...tied.values(), ...(end < 0 ? [] : page.slice(end))];
}

/** How many of the last rows have the same sort key. */
export function countLastTies(rows: readonly object[], orderBy: string): number {
  const last = rows.at(-1);
  if (!last) return 0;
  const key = sortKeyOf(last, orderBy);
  return rows.length - 1 - rows.findLastIndex((row) => sortKeyOf(row, orderBy) !== key);
}
