import { type FieldNode, type GraphQLResolveInfo, Kind, type SelectionSetNode } from 'graphql';
import { type Connection, type PageArguments, toConnection, upstreamLimit, windowOf } from '../schema/connection.js';
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
 * @param info of the field that is resolved: where nobody asks whether rows follow, no row is read to see it
 */
export async function readPage<Json, Row extends object, Field extends string>(
  page: ListArguments<Field>,
  list: (query: ListQuery<Field>) => Promise<{ readonly data: readonly (Json | Error)[] }>,
  toRow: (json: Json) => Row,
  info: GraphQLResolveInfo,
): Promise<Connection<Row>> {
  const window = windowOf(page);
  const { orderBy } = page;
  const sorting = orderBy ? { order_by: orderBy.field, order: orderBy.direction } : {};
  const read = (limit: number, offset: number) => list({ limit, offset, ...sorting });
  const limit = asksWhatFollows(info) ? upstreamLimit(window) : window.size;
  const { data } = await read(limit, window.offset);
  return toConnection(window, data, limit, toRow, async (position) => (await read(1, position)).data.length > 0);
}

/** What was found out about fields of documents. */
const asking = new WeakMap<FieldNode, boolean>();

/** Whether `hasNextPage` is selected of a connection, under whatever condition. */
function asksWhatFollows({ fieldNodes, fragments }: GraphQLResolveInfo): boolean {
  const asksIn = ({ selections }: SelectionSetNode): boolean =>
    selections.some((selection) => {
      if (selection.kind === Kind.FRAGMENT_SPREAD) {
        const fragment = fragments[selection.name.value];
        return fragment !== undefined && asksIn(fragment.selectionSet);
      }
      if (selection.kind === Kind.INLINE_FRAGMENT) return asksIn(selection.selectionSet);
      const { name, selectionSet } = selection;
      return name.value === 'hasNextPage' || (name.value === 'pageInfo' && !!selectionSet && asksIn(selectionSet));
    });
  return fieldNodes.some((node) => {
    const known = asking.get(node) ?? (node.selectionSet !== undefined && asksIn(node.selectionSet));
    asking.set(node, known);
    return known;
  });
}
