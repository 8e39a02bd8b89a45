import { GraphQLError } from 'graphql';
import { ArgsType, type ClassType, Field, Int, ObjectType } from 'type-graphql';

/** Maximum page size of the upstream, and therefore of the gateway (`sign-de-v2.md §10`). */
export const MAXIMUM_PAGE_SIZE = 100;
/** Default page size. */
export const DEFAULT_PAGE_SIZE = 20;

/** Arguments of every list: forward paging. */
@ArgsType()
export class PageArguments {
  // The order of arguments is reversed when the schema is built, so `first` comes first.
  @Field(() => String, {
    nullable: true,
    description:
      '`pageInfo.endCursor` of the previous page, from the same list with the same order and filter; leave it out for the first page. It names a row by its sort key, so pages neither repeat nor skip rows when other rows are added or removed, even if that row is deleted.',
  })
  readonly after?: string | null;

  @Field(() => Int, {
    defaultValue: DEFAULT_PAGE_SIZE,
    description: 'Number of rows wanted, from 1 to 100.',
  })
  readonly first: number = DEFAULT_PAGE_SIZE;
}

/**
 * Refuses a page size that the upstream does not support.
 * @throws GraphQLError `BAD_USER_INPUT` that names the argument, the limit and the given value
 */
export function checkPageSize(first: number): void {
  if (first >= 1 && first <= MAXIMUM_PAGE_SIZE) return;
  throw badArgument('first', `must be from 1 to ${MAXIMUM_PAGE_SIZE}, but is ${first}`);
}

/**
 * Makes the error `BAD_USER_INPUT` of an argument.
 * @param problem the mistake and the expected value, e.g. `must be positive`
 */
export function badArgument(argumentName: string, problem: string): GraphQLError {
  return new GraphQLError(`Argument "${argumentName}" ${problem}.`, {
    extensions: { code: 'BAD_USER_INPUT', argumentName },
  });
}

/** A page of the upstream's rows. */
export interface PageOfRows<Json> {
  readonly rows: readonly (Json | Error)[];
  /** Makes the cursor of the row with this index. A function, because callers that read `nodes` need no cursors. */
  readonly cursorOf: (index: number) => string;
  readonly hasPreviousPage: boolean;
  readonly hasNextPage: () => boolean | Promise<boolean>;
}

/** Where a page ends and whether rows follow it. */
@ObjectType({ description: 'Where a page begins and ends, and whether there are rows after it (Relay).' })
export class PageInfo {
  readonly #page: PageOfRows<unknown>;

  constructor(page: PageOfRows<unknown>) {
    this.#page = page;
  }

  @Field(() => Boolean, {
    description: 'Whether rows follow this page. For a page of exactly 100 rows, this costs one more upstream call.',
  })
  hasNextPage(): boolean | Promise<boolean> {
    return this.#page.hasNextPage();
  }

  @Field(() => Boolean, { description: 'Whether rows come before this page.' })
  get hasPreviousPage(): boolean {
    return this.#page.hasPreviousPage;
  }

  @Field(() => String, { nullable: true, description: 'Cursor of the first row; null when the page is empty.' })
  get startCursor(): string | null {
    return this.#page.rows.length === 0 ? null : this.#page.cursorOf(0);
  }

  @Field(() => String, { nullable: true, description: 'Cursor of the last row: pass it as `after` for the next page.' })
  get endCursor(): string | null {
    const { rows, cursorOf } = this.#page;
    return rows.length === 0 ? null : cursorOf(rows.length - 1);
  }
}

/** One page of a list, as the connection types below describe it. If a row cannot be read, an error takes its place. */
export interface Connection<Row extends object> {
  readonly edges: readonly { readonly node: Row | Error; readonly cursor: string }[];
  readonly nodes: readonly (Row | Error)[];
  readonly pageInfo: PageInfo;
}

/** When a row of a list is null; end of a description. */
const UNTOLD_ROW = 'null, with an error, if the answer of the upstream lacks its identity or state';

/** Makes the `…Connection` and `…Edge` classes of a row type. */
export function connectionOf<Row extends object>(name: string, rows: string, rowClass: () => ClassType<Row>) {
  @ObjectType(`${name}Edge`, { description: `One of the ${rows} in a page.` })
  class Edge {
    @Field(rowClass, { nullable: true, description: `The row itself; ${UNTOLD_ROW}.` })
    readonly node!: Row | Error;

    @Field(() => String, {
      description:
        'Place of the row in its list, by its sort key: pass it as `after` to get the rows after it. Opaque.',
    })
    readonly cursor!: string;
  }

  @ObjectType(`${name}Connection`, { description: `A page of ${rows}.` })
  class ConnectionClass {
    @Field(() => [Edge], { description: 'The rows of the page, each with its cursor.' })
    readonly edges!: readonly Edge[];

    @Field(() => [rowClass()], {
      nullable: 'items',
      description: `The rows of the page, without cursors; ${UNTOLD_ROW}.`,
    })
    readonly nodes!: readonly (Row | Error)[];

    @Field(() => PageInfo, { description: 'Where the page ends and whether rows follow.' })
    readonly pageInfo!: PageInfo;
  }
  return ConnectionClass;
}

/** A page as a connection. */
class Page<Json, Row extends object> implements Connection<Row> {
  readonly nodes: readonly (Row | Error)[];
  readonly pageInfo: PageInfo;
  readonly #cursorOf: (index: number) => string;

  constructor(page: PageOfRows<Json>, toRow: (json: Json) => Row) {
    this.nodes = page.rows.map((json) => (json instanceof Error ? json : toRow(json)));
    this.pageInfo = new PageInfo(page);
    this.#cursorOf = page.cursorOf;
  }

  get edges(): Connection<Row>['edges'] {
    return this.nodes.map((node, index) => ({ node, cursor: this.#cursorOf(index) }));
  }
}

/** Makes a connection of a page of rows. */
export function toConnection<Json, Row extends object>(
  page: PageOfRows<Json>,
  toRow: (json: Json) => Row,
): Connection<Row> {
  return new Page(page, toRow);
}
