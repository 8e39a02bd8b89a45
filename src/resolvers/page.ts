import { type Connection, type PageArguments, toConnection, upstreamLimit } from '../schema/connection.js';
import type { OrderDirection } from '../schema/order-direction.js';

/** The list query that all lists of the upstream share. */
export interface ListQuery<Field extends string> {
  readonly limit: number;
  readonly offset: number;
  readonly order_by?: Field;
  readonly order?: OrderDirection;
}

/** Arguments of a list that can be sorted. */
type ListArguments<Field> = PageArguments & {
  readonly orderBy?: { readonly field: Field; readonly direction: OrderDirection } | null;
};

/**
 * One page of an upstream list as a connection.
 * @param list asks the upstream for a window of the list
 */
export async function readPage<Json, Row extends object, Field extends string>(
  page: ListArguments<Field>,
  list: (query: ListQuery<Field>) => Promise<{ readonly data: readonly Json[] }>,
  toRow: (json: Json) => Row,
): Promise<Connection<Row>> {
  const window = page.window();
  const { orderBy } = page;
  const sorting = orderBy ? { order_by: orderBy.field, order: orderBy.direction } : {};
  const read = (limit: number, offset: number) => list({ limit, offset, ...sorting });
  const { data } = await read(upstreamLimit(window), window.offset);
  return toConnection(window, data, toRow, async (position) => (await read(1, position)).data.length > 0);
}
