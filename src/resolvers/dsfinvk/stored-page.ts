import { badArgument, checkPageSize, type PageArguments, PageInfo } from '../../schema/common/connection.js';

/** Content of a cursor: the position of a row in a list that never changes. */
const CURSOR = /^stored:(\d{1,9})$/;

/**
 * Makes a page of a list that an answer contains as a whole and that never changes.
 * @throws GraphQLError `BAD_USER_INPUT` for a cursor of another list
 */
export function pageOfStored<Json, Row>(
  all: readonly Json[],
  { first, after }: PageArguments,
  toRow: (json: Json) => Row,
): { readonly nodes: readonly Row[]; readonly pageInfo: PageInfo } {
  checkPageSize(first);
  const start = after === null || after === undefined ? 0 : positionIn(after) + 1;
  const rows = all.slice(start, start + first);
  const pageInfo = new PageInfo({
    rows,
    hasPreviousPage: start > 0,
    hasNextPage: () => start + rows.length < all.length,
    cursorOf: (index) => Buffer.from(`stored:${start + index}`).toString('base64url'),
  });
  return { nodes: rows.map(toRow), pageInfo };
}

function positionIn(cursor: string): number {
  const position = CURSOR.exec(Buffer.from(cursor, 'base64url').toString('latin1'))?.[1];
  if (position !== undefined) return Number(position);
  throw badArgument('after', 'is no cursor of this list');
}
