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

/** Whether something can be a sort key of a list by a text, or else by a number; any row may be without one. */
export function isSortKey(key: unknown, isText: boolean): key is SortKey {
  if (key === null) return true;
  return isText ? typeof key === 'string' : Number.isFinite(key);
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

/** Length of a {@link shortName}. */
export const NAME_LENGTH = 11;

/** A short name for what has a long one. Two rows of one sort key with one short name do not happen. */
export function shortName(name: string): string {
  return createHash('sha256').update(name).digest('base64url').slice(0, NAME_LENGTH);
}
