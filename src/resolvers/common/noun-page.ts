import type { GraphQLResolveInfo } from 'graphql';
import { EVERYTHING, type Selection } from '../../upstream/lists/selection.js';
import type { ListRow } from '../../upstream/lists/sorted-list.js';
import { badArgument, type Connection, type PageArguments } from '../../schema/common/connection.js';
import { secondsIn, type TimeRange } from '../../schema/common/range.js';
import type { Context } from './context.js';
import { type Listing, type ListOrder, type ListQuery, readPage } from './page.js';

/** The properties that all lists of a noun have in common. Rows are never removed from a list without a filter. */
export interface NounList<
  Json extends ListRow,
  Row extends object,
  Field extends string,
  Filter,
  Wanted extends object,
> extends Pick<Listing<Json, Row, Field>, 'defaultField' | 'textFields' | 'nameOf' | 'toRow'> {
  /** The name is part of all cursors of these lists, so it must never change. */
  readonly name: string;
  /** Returns the part of a filter that the upstream can apply. */
  readonly toQuery: (filter: Filter) => Wanted;
  /** A time range. The gateway searches for it in lists that are sorted by `defaultField`. */
  readonly time?: {
    /** The field of the filter. */
    readonly member: keyof Filter & string;
    /** The value of `orderBy` for `defaultField`. */
    readonly orderBy: string;
    readonly rangeOf: (filter: Filter) => TimeRange | null | undefined;
    readonly valueOf: (json: Json) => unknown;
  };
}

/** The arguments of a list of a noun. */
type Arguments<Field extends string, Filter> = PageArguments & {
  readonly orderBy?: ListOrder<Field> | null;
  readonly filter?: Filter | null;
};

/**
 * Reads one page of a list of a noun.
 * @param parents ids of the parents of the list
 * @param read reads a part of the list; see `Listing.read`
 * @throws GraphQLError `BAD_USER_INPUT`; UpstreamError of the reads
 */
export function readNounPage<
  Json extends ListRow,
  Row extends object,
  Field extends string,
  Filter,
  Wanted extends object,
>(
  context: Context,
  noun: NounList<Json, Row, Field, Filter, Wanted>,
  parents: readonly (string | undefined)[],
  page: Arguments<Field, Filter>,
  read: (query: ListQuery<Field> & Partial<Wanted>, isAnew: boolean) => ReturnType<Listing<Json, Row, Field>['read']>,
  info: GraphQLResolveInfo,
): Promise<Connection<Row>> {
  const wanted: Partial<Wanted> = page.filter ? noun.toQuery(page.filter) : {};
  const { name, defaultField, textFields, nameOf, toRow } = noun;
  return readPage(
    context,
    page,
    {
      name: [name, ...parents, wanted],
      defaultField,
      textFields,
      nameOf,
      toRow,
      keepsRows: Object.keys(wanted).length === 0,
      read: (query, isAnew) => read({ ...query, ...wanted }, isAnew),
      selection: selectionOf(noun, page),
    },
    info,
  );
}

/** Selects the rows of a time range. @throws GraphQLError `BAD_USER_INPUT` if the list is sorted by another field */
function selectionOf<Json extends ListRow, Field extends string, Filter>(
  { time, defaultField }: Pick<NounList<Json, object, Field, Filter, object>, 'time' | 'defaultField'>,
  { filter, orderBy }: Arguments<Field, Filter>,
): Selection<Json> {
  const bounds = time && filter ? secondsIn(time.rangeOf(filter), time.member) : undefined;
  if (!time || !bounds) return EVERYTHING;
  if ((orderBy?.field ?? defaultField) === defaultField) return { spans: [{ ...bounds, valueOf: time.valueOf }] };
  throw badArgument('filter', `has \`${time.member}\`, which needs \`orderBy: { field: ${time.orderBy} }\``);
}
