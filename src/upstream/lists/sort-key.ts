import { createHash } from 'node:crypto';

/** The value of a row by which the list is sorted; null if the row has none. */
export type SortKey = number | string | null;

/**
 * The direction of a list, and whether rows without a key come first: the upstream does not document that
 * (`sign-de-v2.md §10`).
 */
export interface KeyOrder {
  readonly isDescending: boolean;
  readonly hasNullsFirst: boolean;
}

/** The sort key of a row. The `order_by` names of the upstream are the names of the rows' members. */
export function sortKeyOf(row: object, orderBy: string): SortKey {
  const value: unknown = Reflect.get(row, orderBy);
  return typeof value === 'number' || typeof value === 'string' ? value : null;
}

/**
 * Whether a value can be a sort key of a list sorted by text (`isText`) or by number. Every row may be without a key.
 */
export function isSortKey(key: unknown, isText: boolean): key is SortKey {
  if (key === null) return true;
  return isText ? typeof key === 'string' : Number.isFinite(key);
}

/**
 * Compares two keys: negative if `one` comes before `other` in the list, positive if it comes after it. Text is
 * compared by its code units.
 */
export function compareKeys(one: SortKey, other: SortKey, { isDescending, hasNullsFirst }: KeyOrder): number {
  if (one === other) return 0;
  if (one === null) return hasNullsFirst ? -1 : 1;
  if (other === null) return hasNullsFirst ? 1 : -1;
  return one < other === isDescending ? 1 : -1;
}

/** Length of a {@link shortName}. */
export const NAME_LENGTH = 11;

/**
 * A short name for a row: a hash of its long name. A collision among rows with the same sort key is practically
 * impossible.
 */
export function shortName(name: string): string {
  return createHash('sha256').update(name).digest('base64url').slice(0, NAME_LENGTH);
}
