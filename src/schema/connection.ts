import { GraphQLError } from 'graphql';
import { ArgsType, type ClassType, Field, Int, ObjectType } from 'type-graphql';

/** Largest page the upstream gives, and therefore ours (`sign-de-v2.md §10`). */
export const MAXIMUM_PAGE_SIZE = 100;
/** Page size when the caller asks for none. */
export const DEFAULT_PAGE_SIZE = 20;

/** The part of a list that a page asks the upstream for. */
export interface PageWindow {
  /** Rows wanted, 1 to 100. */
  readonly size: number;
  /** Rows before the page. */
  readonly offset: number;
}

/** Arguments of every list: forward paging. */
@ArgsType()
export class PageArguments {
  // Arguments are turned round when the schema is built, so `first` comes out first.
  @Field(() => String, {
    nullable: true,
    description: '`pageInfo.endCursor` of the page before; leave it out for the first page.',
  })
  readonly after?: string | null;

  @Field(() => Int, {
    defaultValue: DEFAULT_PAGE_SIZE,
    description: 'Number of rows wanted, from 1 to 100.',
  })
  readonly first: number = DEFAULT_PAGE_SIZE;
}

/**
 * The window of the upstream's list that a page stands for.
 * @throws GraphQLError `BAD_USER_INPUT` naming the argument, the limit and the value given.
 */
export function windowOf({ first, after }: PageArguments): PageWindow {
  if (first < 1 || first > MAXIMUM_PAGE_SIZE) {
    throw badArgument('first', `must be from 1 to ${MAXIMUM_PAGE_SIZE}, but is ${first}`);
  }
  return { size: first, offset: typeof after === 'string' ? decodeCursor(after) + 1 : 0 };
}

/** Position of a row in its list, as text that clients pass on unread. */
export function encodeCursor(position: number): string {
  return Buffer.from(`row:${position}`).toString('base64url');
}

/**
 * Position that a cursor stands for.
 * @throws GraphQLError `BAD_USER_INPUT` when it is no cursor of ours.
 */
export function decodeCursor(cursor: string): number {
  const [, position] = /^row:(\d{1,15})$/.exec(Buffer.from(cursor, 'base64url').toString('latin1')) ?? [];
  if (position === undefined) throw badArgument('after', 'must be a cursor that this list returned, unchanged');
  return Number(position);
}

function badArgument(argumentName: string, problem: string): GraphQLError {
  return new GraphQLError(`Argument "${argumentName}" ${problem}.`, {
    extensions: { code: 'BAD_USER_INPUT', argumentName },
  });
}

/** Where a page ends and whether rows follow it. */
@ObjectType({ description: 'Where a page begins and ends, and whether there are rows after it (Relay).' })
export class PageInfo {
  readonly #offset: number;
  readonly #rows: number;
  readonly #hasNextPage: () => boolean | Promise<boolean>;

  /** @param offset rows before the page @param rows rows in it */
  constructor(offset: number, rows: number, hasNextPage: () => boolean | Promise<boolean>) {
    this.#offset = offset;
    this.#rows = rows;
    this.#hasNextPage = hasNextPage;
  }

  @Field(() => Boolean, {
    description:
      'Whether rows follow this page. For a page of exactly 100 rows finding out costs one more upstream call.',
  })
  hasNextPage(): boolean | Promise<boolean> {
    return this.#hasNextPage();
  }

  @Field(() => Boolean, { description: 'Whether rows come before this page.' })
  get hasPreviousPage(): boolean {
    return this.#offset > 0;
  }

  @Field(() => String, { nullable: true, description: 'Cursor of the first row; null when the page is empty.' })
  get startCursor(): string | null {
    return this.#rows === 0 ? null : encodeCursor(this.#offset);
  }

  @Field(() => String, { nullable: true, description: 'Cursor of the last row: give it as `after` for the next page.' })
  get endCursor(): string | null {
    return this.#rows === 0 ? null : encodeCursor(this.#offset + this.#rows - 1);
  }
}

/**
 * One page of a list, as the connection types below describe it. An error stands in the place of a row that cannot be
 * told.
 */
export interface Connection<Row extends object> {
  readonly edges: readonly { readonly node: Row | Error; readonly cursor: string }[];
  readonly nodes: readonly (Row | Error)[];
  readonly pageInfo: PageInfo;
}

/** When a row of a list is null. */
const UNTOLD_ROW = 'null, with an error, where the upstream does not say which row it is or in which state';

/** Makes the `…Connection` and `…Edge` classes of a row type. */
export function connectionOf<Row extends object>(name: string, rows: string, rowClass: () => ClassType<Row>) {
  @ObjectType(`${name}Edge`, { description: `One of the ${rows} in a page.` })
  class Edge {
    @Field(rowClass, { nullable: true, description: `The row itself; ${UNTOLD_ROW}.` })
    readonly node!: Row | Error;

    @Field(() => String, { description: 'Position of the row in the list; opaque.' })
    readonly cursor!: string;
  }

  @ObjectType(`${name}Connection`, { description: `A page of ${rows}.` })
  class ConnectionClass {
    @Field(() => [Edge], { description: 'The rows of the page, each with its cursor.' })
    readonly edges!: readonly Edge[];

    @Field(() => [rowClass()], {
      nullable: 'items',
      description: `The rows of the page, for those who need no cursors; ${UNTOLD_ROW}.`,
    })
    readonly nodes!: readonly (Row | Error)[];

    @Field(() => PageInfo, { description: 'Where the page ends and whether rows follow.' })
    readonly pageInfo!: PageInfo;
  }
  return ConnectionClass;
}

/** A page cut out of the rows that the upstream sent. Cursors are made when they are asked for: those who take `nodes` need none. */
class Page<Row extends object> implements Connection<Row> {
  readonly nodes: readonly (Row | Error)[];
  readonly pageInfo: PageInfo;
  readonly #offset: number;

  constructor(nodes: readonly (Row | Error)[], offset: number, hasNextPage: () => boolean | Promise<boolean>) {
    this.nodes = nodes;
    this.#offset = offset;
    this.pageInfo = new PageInfo(offset, nodes.length, hasNextPage);
  }

  get edges(): Connection<Row>['edges'] {
    return this.nodes.map((node, index) => ({ node, cursor: encodeCursor(this.#offset + index) }));
  }
}

/**
 * Cuts a page out of the rows that the upstream sent for a window.
 * @param rows rows from `window.offset` on, of as many as were asked for
 * @param asked how many were asked for: as many as the page has, or one more to see whether rows follow
 * @param moreRows asks whether a row stands at the given position; only called where that one more row was not asked for
 */
export function toConnection<Json, Row extends object>(
  window: PageWindow,
  rows: readonly (Json | Error)[],
  asked: number,
  toRow: (json: Json) => Row,
  moreRows: (position: number) => Promise<boolean>,
): Connection<Row> {
  const nodes = rows.slice(0, window.size).map((json) => (json instanceof Error ? json : toRow(json)));
  return new Page(nodes, window.offset, () => {
    if (rows.length > window.size) return true;
    return rows.length < asked ? false : moreRows(window.offset + nodes.length);
  });
}

/** Rows to ask the upstream for to see whether rows follow a page: one more than it has, but never over the upstream's maximum. */
export function upstreamLimit(window: PageWindow): number {
  return Math.min(window.size + 1, MAXIMUM_PAGE_SIZE);
}
