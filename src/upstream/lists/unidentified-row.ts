import { rowBehind } from '../call/answer-check.js';
import { isSortKey, type SortKey, sortKeyOf } from './sort-key.js';
import type { ListRow } from './sorted-list.js';

/** For each stand-in row, why the real row has no identity. */
const reasons = new WeakMap<object, Error>();

/** How the list of a row is sorted. */
export interface Order {
  readonly orderBy: string;
  /** Whether the list is sorted by a text, not a number. */
  readonly isText: boolean;
  readonly isUnique: boolean;
  readonly isDescending: boolean;
}

/**
 * Replaces each row without a valid identity by a stand-in. A sorted list is joined by names and sort keys, and such a
 * row must keep its position. So the stand-in has what the row says of itself: its sort key, its id, and the members by
 * which lists are filtered. These are the same in every answer. Only where the row does not say its place does the
 * stand-in get the key of a neighbour, and only where it has no id a name made from its position: which neighbours an
 * answer has, and which position, depends on where the read began. {@link reasonOf} recognizes a stand-in.
 * @param offset number of rows in the list before this part
 */
export function withStandIns<Row extends ListRow>(
  rows: readonly (Row | Error)[],
  offset: number,
  order: Order,
): readonly Row[] {
  if (rows.every((row): row is Row => !(row instanceof Error))) return rows;
  return rows.map((row, index) => (row instanceof Error ? toStandIn(row, rows, index, offset, order) : row));
}

/** Why a row is shown as null; undefined for a row with a valid identity. */
export function reasonOf(row: object): Error | undefined {
  return reasons.get(row);
}

/** Whether no row says its own place in the list, and none has a neighbour that does. */
export function lacksPlaces(rows: readonly (object | Error)[], order: Order): boolean {
  return rows.length > 0 && rows.every((row) => row instanceof Error && ownKey(row, order) === undefined);
}

function toStandIn<Row extends ListRow>(
  reason: Error,
  rows: readonly (Row | Error)[],
  index: number,
  offset: number,
  order: Order,
): Row {
  const row: Readonly<Record<string, unknown>> = { ...rowBehind(reason) };
  const { _id: id } = row;
  const made = placed(row, ownKey(reason, order), rows, index, order);
  // Only the position and the filtered members of a stand-in are used. The field that shows it fails with the reason.
  const name = typeof id === 'string' && id !== '' ? id : `unidentified ${offset + index}`;
  const standIn = { ...made, _id: name } as unknown as Row;
  reasons.set(standIn, reason);
  return standIn;
}

/** The sort key of a row, as far as it says it itself; undefined if it does not. */
function ownKey(row: object, { orderBy, isText, isUnique }: Order): SortKey | undefined {
  if (!(row instanceof Error)) return sortKeyOf(row, orderBy);
  const said = rowBehind(row);
  if (!said) return undefined;
  const value: unknown = Reflect.get(said, orderBy) ?? null;
  // Unique keys are whole numbers, and no row is without one. In other orders, rows without a key have their own place.
  if (isUnique) return Number.isSafeInteger(value) ? Number(value) : undefined;
  return isSortKey(value, isText) ? value : undefined;
}

/**
 * Gives a row its place in the list: its own, or else one beside its neighbour. A list may also be searched by another
 * number than its sort key. So where the row has no such number, it gets that of the neighbour too.
 * @param own the sort key of the row, if it says it
 */
function placed(
  row: Readonly<Record<string, unknown>>,
  own: SortKey | undefined,
  rows: readonly (object | Error)[],
  index: number,
  order: Order,
): object {
  const { orderBy, isUnique, isDescending } = order;
  const isPlaced = (other: object) => ownKey(other, order) !== undefined;
  const before = rows.slice(0, index).findLast(isPlaced);
  const neighbour = before ?? rows.slice(index).find(isPlaced);
  if (!neighbour) return { ...row, [orderBy]: own ?? null };
  const said = neighbour instanceof Error ? (rowBehind(neighbour) ?? {}) : neighbour;
  const lacking = Object.entries(said).filter(
    ([member, value]) => typeof value === 'number' && !Number.isFinite(row[member]),
  );
  const key = ownKey(neighbour, order) ?? null;
  // If all keys are different, the row gets a key between the keys of its neighbours.
  const step = (before === undefined) === isDescending ? 0.5 : -0.5;
  const between = isUnique && typeof key === 'number' ? key + step : key;
  return { ...row, ...Object.fromEntries(lacking), [orderBy]: own === undefined ? between : own };
}

/** Checks that all rows have a valid identity. @throws the reason of the first row that has none */
export function identified<Row>(rows: readonly (Row | Error)[]): readonly Row[] {
  return rows.map((row) => {
    if (row instanceof Error) throw row;
    return row;
  });
}
