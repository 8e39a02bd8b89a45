import { createHash } from 'node:crypto';

/** What a list is sorted by, of one row; null where the row has nothing there. */
export type SortKey = number | string | null;

/**
 * In which direction a list is sorted, and where it has the rows that have no key: the upstream does not say
 * (`sign-de-v2.md §10`).
 */
export interface KeyOrder {
  readonly isDescending: boolean;
  readonly hasNullsFirst: boolean;
}

/** The sort key of a row of the upstream, whose `order_by` names are those of the rows' members. */
export function sortKeyOf(row: object, orderBy: string): SortKey {
  const value: unknown = Reflect.get(row, orderBy);
  return typeof value === 'number' || typeof value === 'string' ? value : null;
}

/** Members that lists are sorted by and that are text; all others are numbers. */
const TEXTS: ReadonlySet<string> = new Set(['description', 'serial_number', 'state']);

/** Whether something can be a sort key of a list that is sorted by this member; any row may be without one. */
export function isSortKeyOf(orderBy: string, key: unknown): key is SortKey {
  if (key === null) return true;
  return TEXTS.has(orderBy) ? typeof key === 'string' : Number.isFinite(key);
}

/**
 * Negative where one key comes before the other in a list, positive where it comes after it. Text is compared by its
 * code units.
 */
export function compareKeys(one: SortKey, other: SortKey, { isDescending, hasNullsFirst }: KeyOrder): number {
  if (one === other) return 0;
  if (one === null) return hasNullsFirst ? -1 : 1;
  if (other === null) return hasNullsFirst ? 1 : -1;
  return one < other === isDescending ? 1 : -1;
}

/** Length of a {@link rowName}. */
export const NAME_LENGTH = 11;

/**
 * A short name for a row, by which it is known again: ids of transactions are unique on their TSS only. Two rows of one
 * key with one name do not happen.
 */
export function rowName(row: { readonly _id: string; readonly tss_id?: string }): string {
  return createHash('sha256')
    .update(`${row.tss_id ?? ''} ${row._id}`)
    .digest('base64url')
    .slice(0, NAME_LENGTH);
}
