import type { ListRow } from './sorted-list.js';

/** For each stand-in row, why the real row has no identity. */
const reasons = new WeakMap<object, Error>();

/** How the list of a row is sorted. */
interface Order {
  readonly orderBy: string;
  readonly isUnique: boolean;
  readonly isDescending: boolean;
}

/**
 * Replaces each row without a valid identity by a stand-in. A sorted list is joined by ids and sort keys, and such a
 * row must keep its position. So the stand-in has the members of its neighbour and a name of its own; {@link reasonOf}
 * recognizes it.
 * @param offset number of rows in the list before this part
 */
export function withStandIns<Row extends ListRow>(
  rows: readonly (Row | Error)[],
  offset: number,
  order: Order,
): readonly Row[] {
  if (rows.every((row): row is Row => !(row instanceof Error))) return rows;
  return rows.map((row, index) => (row instanceof Error ? standIn(row, rows, index, offset, order) : row));
}

/** Why a row is shown as null; undefined for a row with a valid identity. */
export function reasonOf(row: object): Error | undefined {
  return reasons.get(row);
}

function standIn<Row extends ListRow>(
  reason: Error,
  rows: readonly (Row | Error)[],
  index: number,
  offset: number,
  { orderBy, isUnique, isDescending }: Order,
): Row {
  const isIdentified = (row: Row | Error): row is Row => !(row instanceof Error);
  const before = rows.slice(0, index).findLast(isIdentified);
  const neighbour = before ?? rows.slice(index).find(isIdentified);
  const key: unknown = neighbour && Reflect.get(neighbour, orderBy);
  // If all keys are different, the stand-in gets a key between the keys of its neighbours.
  const step = (before === undefined) === isDescending ? 0.5 : -0.5;
  const ownKey = isUnique && typeof key === 'number' ? { [orderBy]: key + step } : {};
  // Only the position of a stand-in is used. The field that shows it fails with the reason.
  const made = { ...neighbour, ...ownKey, _id: `unidentified ${offset + index}` } as Row;
  reasons.set(made, reason);
  return made;
}

/** Checks that all rows have a valid identity. @throws the reason of the first row that has none */
export function identified<Row>(rows: readonly (Row | Error)[]): readonly Row[] {
  return rows.map((row) => {
    if (row instanceof Error) throw row;
    return row;
  });
}
