import { type FieldNode, type GraphQLResolveInfo, Kind, type SelectionSetNode } from 'graphql';
import { PAGE_SIZE, type PageRead, type Window } from '../../upstream/lists/list.js';
import { EVERYTHING, select, type Selected, type Selection } from '../../upstream/lists/selection.js';
import { type ListRow, type Place, SortedList } from '../../upstream/lists/sorted-list.js';
import { lacksPlaces, reasonOf, withStandIns } from '../../upstream/lists/unidentified-row.js';
import {
  checkPageSize,
  type Connection,
  type PageArguments,
  type PageOfRows,
  toConnection,
} from '../../schema/common/connection.js';
import { OrderDirection } from '../../schema/common/order-direction.js';
import type { Context } from './context.js';
import { decodeCursor, encodeCursor, listName } from './cursor.js';

/** The order of a list. */
export interface ListOrder<Field extends string> {
  readonly field: Field;
  readonly direction: OrderDirection;
}

/** The query parameters of all upstream lists. The order is always sent, because the upstream documents no default. */
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
  /** Identifies the list: noun, parents and filter. A cursor is valid only for the same list. */
  readonly name: readonly unknown[];
  /** The field of the default order, which is ascending. The value of a row in this field never changes. */
  readonly defaultField: Field;
  /** The field whose values are unique. */
  readonly uniqueField?: Field | undefined;
  /** The fields that contain strings. All other fields are sorted as numbers. */
  readonly textFields: readonly Field[];
  /** Returns a text that is unique to a row. */
  readonly nameOf: (row: Json) => string;
  /** Whether rows are never removed. If so, the values of a unique field have no gaps. */
  readonly keepsRows: boolean;
  /** Reads a part of the list from the upstream. If `isAnew` is true, the read makes a new call that is not shared. */
  readonly read: (query: ListQuery<Field>, isAnew: boolean) => Promise<{ readonly data: readonly (Json | Error)[] }>;
  readonly toRow: (json: Json) => Row;
  /** The rows to return. Default: all rows. */
  readonly selection?: Selection<Json>;
  /**
   * Reads the first selected rows from one list that contains the rows of several parents, if that saves calls. Returns
   * undefined otherwise.
   */
  readonly readWithOthers?:
    | ((
        order: ListOrder<Field>,
        wanted: number,
      ) => Promise<{ readonly rows: readonly Json[]; readonly isWhole: boolean } | undefined>)
    | undefined;
  /** Number of rows before the first selected row, if it is known without a read. */
  readonly begin?: number | undefined;
  /** Returns an upper bound of the length of the list, if one is known. */
  readonly length?: () => Promise<number | undefined>;
}

/**
 * Reads one page of an upstream list as a connection.
 * @param info `info` of the connection field. It shows whether `hasNextPage` is selected: only then one more row is
 *   read
 */
export async function readPage<Json extends ListRow, Row extends object, Field extends string>(
  { datasources }: Context,
  { first, after, orderBy }: ListArguments<Field>,
  listing: Listing<Json, Row, Field>,
  info: GraphQLResolveInfo,
): Promise<Connection<Row>> {
  checkPageSize(first);
  const order = orderBy ?? { field: listing.defaultField, direction: OrderDirection.ASC };
  const reader = new ListReader(datasources, listing, order);
  const asksMore = asksWhatFollows(info);
  const wanted = asksMore ? first + 1 : first;
  if (typeof after !== 'string' && reader.isWhole && wanted <= PAGE_SIZE) {
    // The most frequent case: the first rows, without selection.
    const rows = await reader.read({ offset: 0, limit: wanted });
    let found: ReturnType<typeof reader.list.takeFirst> | undefined;
    const placeAfter = (index: number) =>
      reader.list.placeAfter(index, (found ??= reader.list.takeFirst(rows)), undefined);
    return toConnection(
      {
        rows: rows.slice(0, first).map(rowOrReason),
        cursorOf: (index) => encodeCursor(reader.name, placeAfter(index)),
        hasPreviousPage: false,
        hasNextPage: () =>
          rows.length > first || (!asksMore && rows.length === wanted && reader.follow(placeAfter(first - 1))),
      },
      listing.toRow,
    );
  }
  const from =
    typeof after === 'string' ? decodeCursor(reader.name, after, listing.textFields.includes(order.field)) : undefined;
  // Await only if necessary: another page in the same operation looks for the read that starts below.
  const together = from || !listing.readWithOthers ? undefined : await firstOfMany(listing, order, wanted);
  const { found, kept, isEnd } = together ?? (await reader.selectAfter(from, wanted));
  const shown = kept.slice(0, first);
  const placeAfter = (index: number) => reader.list.placeAfter(shown[index] ?? -1, found, from);
  const firstRank = found[shown[0] ?? 0]?.rank ?? 1;
  return toConnection(
    {
      rows: shown.flatMap((index) => found[index]?.row ?? []).map(rowOrReason),
      cursorOf: (index) => encodeCursor(reader.name, placeAfter(index)),
      hasPreviousPage: from !== undefined && (shown.length === 0 || firstRank > 1),
      hasNextPage: () => kept.length > first || (!isEnd && !asksMore && reader.follow(placeAfter(shown.length - 1))),
    },
    listing.toRow,
  );
}

/** Returns a page of a list that is known to be empty. @throws GraphQLError `BAD_USER_INPUT` */
export function emptyPage<Row extends object>({ first }: PageArguments): Connection<Row> {
  checkPageSize(first);
  return toConnection(NO_ROWS, neverCalled);
}

const NO_ROWS: PageOfRows<never> = {
  rows: [],
  cursorOf: neverCalled,
  hasPreviousPage: false,
  hasNextPage: () => false,
};

function neverCalled(): never {
  throw new Error('There are no rows.');
}

function rowOrReason<Json extends ListRow>(row: Json): Json | Error {
  return reasonOf(row) ?? row;
}

/**
 * Reads a list of the upstream in one order. Names and sort functions are created lazily, because most callers read no
 * cursors.
 */
class ListReader<Json extends ListRow, Field extends string> {
  readonly #datasources: Context['datasources'];
  readonly #listing: Omit<Listing<Json, object, Field>, 'toRow'>;
  readonly #order: ListOrder<Field>;
  readonly #selection: Selection<Json>;
  #isAnew = false;
  #name: string | undefined;
  #beginName: string | undefined;
  #list: SortedList<Json> | undefined;

  constructor(
    datasources: Context['datasources'],
    listing: Omit<Listing<Json, object, Field>, 'toRow'>,
    order: ListOrder<Field>,
  ) {
    this.#datasources = datasources;
    this.#listing = listing;
    this.#order = order;
    this.#selection = listing.selection ?? EVERYTHING;
  }

  /** Whether all rows are selected. */
  get isWhole(): boolean {
    return this.#selection.spans.length === 0 && !this.#selection.keeps;
  }

  /** Identifies the list. A cursor is valid only for the same list. */
  get name(): string {
    return (this.#name ??= this.#toName());
  }

  #toName(): string {
    const { field, direction } = this.#order;
    const spans = this.#selection.spans.map(({ lowest, highest }) => [lowest, highest]);
    return listName([...this.#listing.name, field, direction, spans]);
  }

  /** The list, searchable by its sort key. */
  get list(): SortedList<Json> {
    return (this.#list ??= this.#sort());
  }

  #sort(): SortedList<Json> {
    return new SortedList<Json>({
      orderBy: this.#order.field,
      isDescending: this.#isDescending,
      length: this.#listing.length,
      isUnique: this.#isUnique,
      nameOf: this.#listing.nameOf,
      isGapless: this.#isUnique && this.#listing.keepsRows,
      read: (window) => this.read(window),
      ...(this.#keepsPlaces && { readBeside: (window) => this.#readBeside(window) }),
    });
  }

  /** Whether rows keep their positions. */
  get #keepsPlaces(): boolean {
    return this.#listing.keepsRows && this.#order.field === this.#listing.defaultField;
  }

  get #isDescending(): boolean {
    return this.#order.direction === OrderDirection.DESC;
  }

  get #isUnique(): boolean {
    return this.#order.field === this.#listing.uniqueField;
  }

  /** Reads rows at an offset. */
  read(window: Required<Window>): Promise<readonly Json[]> {
    const { field, direction } = this.#order;
    const isText = this.#listing.textFields.includes(field);
    const order = { orderBy: field, isText, isUnique: this.#isUnique, isDescending: this.#isDescending };
    const { offset, limit } = window;
    const isAnew = this.#isAnew;
    const readPart = async (part: Required<Window>) =>
      (await this.#listing.read({ ...part, order_by: field, order: direction }, isAnew)).data;
    const readRows = async (): Promise<readonly Json[]> => {
      const data = await readPart(window);
      const [first] = data;
      if (first === undefined || !lacksPlaces([first], order)) return withStandIns(data, offset, order);
      // The first row does not say its place. It must get the same one in every answer: after the row before it, or, at
      // the beginning of the list, before the row after it.
      const begin = Math.max(offset - PAGE_SIZE, 0);
      const before = offset > 0 ? await readPart({ offset: begin, limit: offset - begin }) : [];
      const isTooShort = offset === 0 && limit < PAGE_SIZE && data.length === limit && lacksPlaces(data, order);
      const wider = isTooShort ? await readPart({ offset, limit: PAGE_SIZE }) : data;
      return withStandIns([...before, ...wider], offset - before.length, order)
        .slice(before.length)
        .slice(0, limit);
    };
    const rows = readRows();
    this.#isAnew = true;
    if (window.limit === PAGE_SIZE) this.#readsOfList().push({ ...window, rows });
    return rows;
  }

  /** Reads selected rows after a place in the list. */
  selectAfter(place: Place | undefined, wanted: number): Promise<Selected<Json>> {
    const { places, caller } = this.#datasources;
    return select(this.list, place, wanted, this.#selection, this.#isDescending, {
      begin: () => places.recall(caller, this.#nameOfBegin) ?? this.#listing.begin,
      note: (begin) => {
        places.note(caller, this.#nameOfBegin, begin);
      },
    });
  }

  /** Whether a selected row follows a place. */
  async follow(place: Place): Promise<boolean> {
    return (await this.selectAfter(place, 1)).kept.length > 0;
  }

  get #nameOfBegin(): string {
    const begins = this.#selection.spans.map(({ lowest, highest }) => (this.#isDescending ? highest : lowest));
    return (this.#beginName ??= listName([this.name, begins]));
  }

  /** Pages of the same list that the same operation has read. */
  #readsOfList(): Read<Json>[] {
    const { readsOfLists } = this.#datasources;
    const known = readsOfLists.get(this.name) ?? [];
    readsOfLists.set(this.name, known);
    // All reads under one name belong to one list, so they have one type.
    return known as Read<Json>[];
  }

  #readBeside({ offset, limit }: Required<Window>): Promise<readonly Json[]> | undefined {
    const found = this.#readsOfList().find((one) => one.offset <= offset && offset + limit <= one.offset + one.limit);
    return found?.rows.then((rows) => rows.slice(offset - found.offset, offset - found.offset + limit));
  }
}

/** Returns the first rows of a list that was read together with other lists. */
async function firstOfMany<Json extends ListRow, Field extends string>(
  { readWithOthers }: Pick<Listing<Json, object, Field>, 'readWithOthers'>,
  order: ListOrder<Field>,
  wanted: number,
): Promise<Selected<Json> | undefined> {
  const part = await readWithOthers?.(order, wanted);
  if (!part) return undefined;
  const found = part.rows.map((row, index) => ({ row, rank: index + 1 }));
  return { found, kept: [...found.keys()], isEnd: part.isWhole };
}

/** A part of a list whose read has started. */
interface Read<Json> extends PageRead {
  readonly rows: Promise<readonly Json[]>;
}

/** Cache of {@link asksWhatFollows}, per field of a document. */
const asking = new WeakMap<FieldNode, boolean>();

/** Whether the document selects `hasNextPage`, ignoring `@skip` and `@include`. */
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
