import { sortKeyOf } from './sort-key.js';

/**
 * Joins the first rows of a list with the page that follows them, so that each row is there once. Pages are not a
 * snapshot, and the upstream returns rows with the same sort key in any order.
 * @param overlap how many rows the page has in common with the rows before it, if the list has not changed. 0 is only
 *   correct for a list to which rows are only appended
 * @param nameOf a text that is unique for each row of the list
 * @param orderBy the member that the list is sorted by; without it, the names show whether the pages overlap
 * @returns undefined if rows may be missing between the two, or the rows are not sorted by `orderBy`
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
  if (!rows.slice(start).every(isTie)) return undefined; // the upstream does not sort as requested
  const before = rows.slice(0, start);
  // The page begins with a row of another key, so it has all rows of the last key.
  if (ties > 0) return [...before, ...page.slice(ties)];
  // The rows of the last key may begin before the page. Then the list must not have changed, and the number of
  // different rows must match the number of their positions.
  const end = page.findIndex((row) => !isTie(row));
  const group = [...rows.slice(before.length), ...(end < 0 ? page : page.slice(0, end))];
  const tied = new Map(group.map((row) => [nameOf(row), row]));
  const same = page[overlap - 1];
  const isStill = overlap === 0 || (same !== undefined && nameOf(same) === lastName);
  if (!isStill || tied.size !== group.length - overlap) return undefined;
  return [...before, ...tied.values(), ...(end < 0 ? [] : page.slice(end))];
}

/** How many rows at the end of the list have the same sort key. */
export function countLastTies(rows: readonly object[], orderBy: string): number {
  const last = rows.at(-1);
  if (!last) return 0;
  const key = sortKeyOf(last, orderBy);
  return rows.length - 1 - rows.findLastIndex((row) => sortKeyOf(row, orderBy) !== key);
}
