import type { GraphQLResolveInfo } from 'graphql';
import { EVERYTHING, type Selection } from '../../upstream/lists/selection.js';
import type { ListRow } from '../../upstream/lists/sorted-list.js';
import { badArgument, type Connection, type PageArguments } from '../../schema/common/connection.js';
import { secondsIn, type TimeRange } from '../../schema/common/range.js';
import type { Context } from './context.js';
import { type Listing, type ListOrder, type ListQuery, readPage } from './page.js';

/** What all lists of a noun have in common, whose rows stay in them as long as no filter is given. */
export interface NounList<
  Json extends ListRow,
  Row extends object,
  Field extends string,
  Filter,
  Wanted extends object,
> extends Pick<Listing<Json, Row, Field>, 'defaultField' | 'textFields' | 'nameOf' | 'toRow'> {
  /** Names the lists in cursors, so it must stay as it is. */
  readonly name: string;
  /** The part of a filter that the upstream itself can be asked for. */
  readonly toQuery: (filter: Filter) => Wanted;
  /** A span of time that is looked for in lists by `defaultField`. */
  readonly time?: {
    /** Member of the filter. */
    readonly member: keyof Filter & string;
    /** What `defaultField` is called in the schema. */
    readonly orderBy: string;
    readonly rangeOf: (filter: Filter) => TimeRange | null | undefined;
    readonly valueOf: (json: Json) => unknown;
  };
}

/** Arguments of such a list. */
type Arguments<Field extends string, Filter> = PageArguments & {
  readonly orderBy?: ListOrder<Field> | null;
  readonly filter?: Filter | null;
};

/**
 * One page of a list of a noun.
 * @param parents ids of the parents of the list
 * @param read asks the upstream for a part of it: with those that others ask for, or by itself and anew
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

/** The rows of a span of time. @throws GraphQLError `BAD_USER_INPUT` where the list is sorted by something else */
function selectionOf<Json extends ListRow, Field extends string, Filter>(
  { time, defaultField }: Pick<NounList<Json, object, Field, Filter, object>, 'time' | 'defaultField'>,
  { filter, orderBy }: Arguments<Field, Filter>,
): Selection<Json> {
  const bounds = time && filter ? secondsIn(time.rangeOf(filter), time.member) : undefined;
  if (!time || !bounds) return EVERYTHING;
  if ((orderBy?.field ?? defaultField) === defaultField) return { spans: [{ ...bounds, valueOf: time.valueOf }] };
  throw badArgument('filter', `has \`${time.member}\`, which needs \`orderBy: { field: ${time.orderBy} }\``);
}
