import type { ListRow } from './sorted-list.js';

/** Why a row that stands in a list has no identity of its own. */
const reasons = new WeakMap<object, Error>();

/** How the list is sorted that a row stands in. */
interface Order {
  readonly orderBy: string;
  readonly isUnique: boolean;
  readonly isDescending: boolean;
}

/**
 * The rows of a part of a list, with a stand-in for each row that does not say which one it is. A sorted list is put
 * together by ids and sort keys, and such a row has to keep its place in it. So it takes the members of its neighbour,
 * under a name of its own; {@link reasonOf} tells it from others.
 * @param offset rows of the list before this part
 */
export function withStandIns<Row extends ListRow>(
  rows: readonly (Row | Error)[],
  offset: number,
  order: Order,
): readonly Row[] {
  if (rows.every((row): row is Row => !(row instanceof Error))) return rows;
  return rows.map((row, index) => (row instanceof Error ? standIn(row, rows, index, offset, order) : row));
}

/** Why a row is null where it is shown; undefined for all that say which one they are. */
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
  // Where no two rows have the same key, it lies between those of its neighbours.
  const step = (before === undefined) === isDescending ? 0.5 : -0.5;
  const ownKey = isUnique && typeof key === 'number' ? { [orderBy]: key + step } : {};
  // Only its place is looked at: what it shows is the reason.
  const made = { ...neighbour, ...ownKey, _id: `unidentified ${offset + index}` } as Row;
  reasons.set(made, reason);
  return made;
}

/** Rows that all say which ones they are. @throws the reason of one that does not */
export function identified<Row>(rows: readonly (Row | Error)[]): readonly Row[] {
  return rows.map((row) => {
    if (row instanceof Error) throw row;
    return row;
  });
}
