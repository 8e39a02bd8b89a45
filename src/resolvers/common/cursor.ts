import { createHash } from 'node:crypto';
import type { GraphQLError } from 'graphql';
import type { Place } from '../../upstream/lists/sorted-list.js';
import { LARGEST_OFFSET } from '../../upstream/lists/list.js';
import { isSortKey, NAME_LENGTH, type SortKey } from '../../upstream/lists/sort-key.js';
import { UpstreamError } from '../../upstream/call/upstream-error.js';
import { badArgument } from '../../schema/common/connection.js';

/** Maximum number of rows with the same sort key that a cursor can name. Each row makes the cursor longer. */
const MAXIMUM_GIVEN = 1_000;
/** Maximum length of a sort key, in characters. The longest texts of the upstream are far shorter. */
const MAXIMUM_KEY_LENGTH = 1_000;

/** A cursor is a JSON array, because member names would make it longer. */
type Members = readonly [list: string, key: SortKey, given: string, rank: number, hasNullsFirst: 0 | 1];

/** Returns a short hash of the identity of a list: noun, parents, filter and order. */
export function listName(parts: readonly unknown[]): string {
  return createHash('sha256').update(JSON.stringify(parts)).digest('base64url').slice(0, 8);
}

/**
 * Encodes a place in a list as an opaque text. A place is the row after which a page begins.
 * @throws UpstreamError `LIST_TOO_LONG` if too many rows have the same sort key
 */
export function encodeCursor(list: string, { key, given, rank, hasNullsFirst }: Place): string {
  if (given.length > MAXIMUM_GIVEN) {
    throw new UpstreamError({
      code: 'LIST_TOO_LONG',
      message: `More than ${MAXIMUM_GIVEN} rows have the same sort key. Use a filter, or sort the list by another field.`,
    });
  }
  const members: Members = [list, key, given.join(''), rank, hasNullsFirst ? 1 : 0];
  return Buffer.from(JSON.stringify(members)).toString('base64url');
}

/**
 * Decodes a cursor.
 * @param isText whether the list is sorted by a text, not a number
 * @throws GraphQLError `BAD_USER_INPUT` if the cursor is malformed, or belongs to another list, filter or order
 */
export function decodeCursor(list: string, cursor: string, isText: boolean): Place {
  const members = parse(cursor);
  if (!isMembers(members)) throw notReturned();
  const [ofList, key, given, rank, hasNullsFirst] = members;
  if (ofList !== list) {
    throw badArgument(
      'after',
      'is a cursor of another list. Use it with the same parent, `orderBy` and `filter` as before',
    );
  }
  if (!isSortKey(key, isText)) throw notReturned();
  const names = Array.from({ length: given.length / NAME_LENGTH }, (_, index) =>
    given.slice(index * NAME_LENGTH, (index + 1) * NAME_LENGTH),
  );
  return { key, given: names, rank, hasNullsFirst: hasNullsFirst === 1 };
}

function notReturned(): GraphQLError {
  return badArgument('after', 'must be an unchanged cursor of this list. Request the first page again');
}

function parse(cursor: string): unknown {
  try {
    return JSON.parse(Buffer.from(cursor, 'base64url').toString());
  } catch {
    return undefined;
  }
}

function isMembers(members: unknown): members is Members {
  if (!Array.isArray(members) || members.length !== 5) return false;
  const [list, key, given, rank, hasNullsFirst] = members as readonly unknown[];
  return (
    typeof list === 'string' &&
    (key === null || Number.isFinite(key) || (typeof key === 'string' && key.length <= MAXIMUM_KEY_LENGTH)) &&
    typeof given === 'string' &&
    given.length > 0 &&
    given.length % NAME_LENGTH === 0 &&
    given.length <= MAXIMUM_GIVEN * NAME_LENGTH &&
    Number.isSafeInteger(rank) &&
    Number(rank) >= 1 &&
    Number(rank) <= LARGEST_OFFSET &&
    (hasNullsFirst === 0 || hasNullsFirst === 1)
  );
}
