import { type FieldNode, type GraphQLResolveInfo, Kind, type SelectionSetNode } from 'graphql';
import { PAGE_SIZE, type Window } from '../datasources/page-size.js';
import { select, type Selected, type Selection } from '../datasources/selection.js';
import { type ListRow, type Place, SortedList } from '../datasources/sorted-list.js';
import { reasonOf, withStandIns } from '../datasources/unidentified-row.js';
import { checkPageSize, type Connection, type PageArguments, toConnection } from '../schema/connection.js';
import { OrderDirection } from '../schema/order-direction.js';
import type { Context } from './context.js';
import { decodeCursor, encodeCursor, listName } from './cursor.js';

/** An order that can be asked for. */
export interface ListOrder<Field extends string> {
  readonly field: Field;
  readonly direction: OrderDirection;
}

/** The list query that all lists of the upstream share. The order is always asked for, as the upstream states no default. */
export interface ListQuery<Field extends string> {
  readonly limit: number;
  readonly offset: number;
  readonly order_by: Field;
  readonly order: OrderDirection;
}

/** Arguments of a list that can be sorted. */
type ListArguments<Field extends string> = PageArguments & { readonly orderBy?: ListOrder<Field> | null };

/** A list of the upstream. */
export interface Listing<Json extends ListRow, Row extends object, Field extends string> {
  /** Of what, of whom and by which filter it is; a cursor is good for nothing else. */
  readonly name: readonly unknown[];
  /** What it is sorted by, ascending, when nobody says. */
  readonly defaultField: Field;
  /** The field that tells all its rows apart. */
  readonly uniqueField?: Field;
  /** Whether that field counts its rows without a gap. */
  readonly isGapless?: boolean;
  /** Asks the upstream for a part of it: with those that others ask for, or by itself and anew. */
  readonly read: (query: ListQuery<Field>, isAnew: boolean) => Promise<{ readonly data: readonly (Json | Error)[] }>;
  readonly toRow: (json: Json) => Row;
  /** Which rows of it are wanted; all when left out. */
  readonly selection?: Selection<Json>;
  /** Reads the first rows that are wanted from a list that holds those of others who ask for the same, if that is worth it. */
  readonly readWithOthers?: (
    order: ListOrder<Field>,
    wanted: number,
  ) => Promise<{ readonly rows: readonly Json[]; readonly isWhole: boolean } | undefined>;
  /** How many rows come before the first one that is wanted, as far as that is known before anything is read. */
  readonly begin?: number | undefined;
  /** How many rows it has at most, if that can be told. */
  readonly length?: () => Promise<number | undefined>;
}

/**
 * One page of an upstream list as a connection.
 * @param info of the field that is resolved: where nobody asks whether rows follow, no row is read to see it
 */
export async function readPage<Json extends ListRow, Row extends object, Field extends string>(
  { datasources }: Context,
  { first, after, orderBy }: ListArguments<Field>,
  listing: Listing<Json, Row, Field>,
  info: GraphQLResolveInfo,
): Promise<Connection<Row>> {
  checkPageSize(first);
  const { field, direction } = orderBy ?? { field: listing.defaultField, direction: OrderDirection.ASC };
  const isDescending = direction === OrderDirection.DESC;
  const selection = listing.selection ?? { spans: [] };
  const spans = selection.spans.map(({ lowest, highest }) => [lowest, highest]);
  // Most who list take rows only, and no cursors.
  const name = once(() => listName([...listing.name, field, direction, spans]));
  const beside = once(() => readsOf<Json>(datasources, name()));
  const isUnique = field === listing.uniqueField;
  let isAnew = false;
  const read = (window: Required<Window>) => {
    const rows = listing
      .read({ ...window, order_by: field, order: direction }, isAnew)
      .then(({ data }) => withStandIns(data, window.offset, { orderBy: field, isUnique, isDescending }));
    isAnew = true;
    if (window.limit === PAGE_SIZE) beside().push({ ...window, rows });
    return rows;
  };
  const list = once(
    () =>
      new SortedList<Json>({
        orderBy: field,
        isDescending,
        isUnique,
        isGapless: isUnique && (listing.isGapless ?? false),
        read,
        readBeside: ({ offset, limit }) => {
          const found = beside().find((one) => one.offset <= offset && offset + limit <= one.offset + one.limit);
          return found?.rows.then((rows) => rows.slice(offset - found.offset, offset - found.offset + limit));
        },
      }),
  );
  const from = typeof after === 'string' ? decodeCursor(name(), after) : undefined;
  const begins = once(() => listName([name(), spans.map((span) => span[isDescending ? 1 : 0])]));
  const selectAfter = (place: Place | undefined, wanted: number) =>
    select(list(), place, wanted, selection, isDescending, {
      begin: () => datasources.places.recall(datasources.caller, begins()) ?? listing.begin,
      length: listing.length ?? (() => Promise.resolve(undefined)),
      note: (begin) => {
        datasources.places.note(datasources.caller, begins(), begin);
      },
    });
  const follow = async (place: Place) => (await selectAfter(place, 1)).kept.length > 0;
  const asksMore = asksWhatFollows(info);
  const wanted = asksMore ? first + 1 : first;
  const isWhole = spans.length === 0 && !selection.keeps;
  if (!from && isWhole && wanted <= PAGE_SIZE) {
    // What most ask for: the first rows, as they come.
    const rows = await read({ offset: 0, limit: wanted });
    const found = once(() => list().takeFirst(rows));
    const placeAfter = (index: number) => list().placeAfter(index, found(), undefined);
    return toConnection(
      {
        rows: rows.slice(0, first).map((row) => reasonOf(row) ?? row),
        cursorOf: (index) => encodeCursor(name(), placeAfter(index)),
        hasPreviousPage: false,
        hasNextPage: () => rows.length > first || (!asksMore && rows.length === wanted && follow(placeAfter(first - 1))),
      },
      listing.toRow,
    );
  }
  // Not awaited where there is nothing to wait for: a page that follows in the same operation looks for this one's read.
  const together = from || !listing.readWithOthers ? undefined : await firstOfMany(listing, field, direction, wanted);
  const { found, kept, isEnd } = together ?? (await selectAfter(from, wanted));
  const shown = kept.slice(0, first);
  const placeAfter = (index: number) => list().placeAfter(shown[index] ?? -1, found, from);
  const firstRank = found[shown[0] ?? 0]?.rank ?? 1;
  return toConnection(
    {
      rows: shown.flatMap((index) => found[index]?.row ?? []).map((row) => reasonOf(row) ?? row),
      cursorOf: (index) => encodeCursor(name(), placeAfter(index)),
      hasPreviousPage: from !== undefined && (shown.length === 0 || firstRank > 1),
      hasNextPage: () => kept.length > first || (!isEnd && !asksMore && follow(placeAfter(shown.length - 1))),
    },
    listing.toRow,
  );
}

/** The first rows of a list that was read together with others. */
async function firstOfMany<Json extends ListRow, Field extends string>(
  { readWithOthers }: Pick<Listing<Json, object, Field>, 'readWithOthers'>,
  field: Field,
  direction: OrderDirection,
  wanted: number,
): Promise<Selected<Json> | undefined> {
  const part = await readWithOthers?.({ field, direction }, wanted);
  if (!part) return undefined;
  const found = part.rows.map((row, index) => ({ row, rank: index + 1 }));
  return { found, kept: [...found.keys()], isEnd: part.isWhole };
}

/** Work that is done when its result is first asked for. */
function once<Result extends object | string>(work: () => Result): () => Result {
  let result: Result | undefined;
  return () => (result ??= work());
}

/** A part of a list that is read, or was. */
interface Read<Json> extends Required<Window> {
  readonly rows: Promise<readonly Json[]>;
}

/** What an operation reads of lists, by their names. */
const reads = new WeakMap<object, Map<string, Read<unknown>[]>>();

/** What an operation has read of a list so far. */
function readsOf<Json>(operation: object, name: string): Read<Json>[] {
  const ofOperation = reads.get(operation) ?? new Map<string, Read<unknown>[]>();
  reads.set(operation, ofOperation);
  const ofList = ofOperation.get(name) ?? [];
  ofOperation.set(name, ofList);
  // Under one name there are but rows of one list.
  return ofList as Read<Json>[];
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
