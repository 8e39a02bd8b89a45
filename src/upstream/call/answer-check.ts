import { isObject } from '../../json-value.js';
import { UpstreamError } from './upstream-error.js';

/** Whether a member that identifies something is there. */
export type Check = (value: unknown) => boolean;
/** What identifies an object of an upstream, by its members. */
export type Identity = readonly (readonly [member: string, check: Check])[];
/** What the answer of an operation is: bytes, one object, or a list of objects in its member `data`. */
export type AnswerKind = 'bytes' | { readonly one: Identity } | { readonly listOf: Identity };

/** A text that is not empty. */
export const text: Check = (value) => typeof value === 'string' && value !== '';
/** A whole number from 0 on that a double holds. */
export const wholeNumber: Check = (value) => Number.isSafeInteger(value) && Number(value) >= 0;

/**
 * A 200 answer as far as it can be relied on: it is an object, a list or bytes where the contract promises that, and
 * what identifies an object is there. Whatever else is missing or of another type fails the fields that show it: an
 * upstream that has a bad day must not stop tills.
 * @param operation named in the error of a row
 * @returns undefined for an answer that tells nothing; in a list, an error in the place of each row that does not
 */
export function readAnswer(wanted: AnswerKind, operation: string, answer: unknown): object | undefined {
  if (wanted === 'bytes') return answer instanceof Uint8Array && answer.length > 0 ? answer : undefined;
  if (!isObject(answer)) return undefined;
  if ('one' in wanted) return lackOf(answer, wanted.one) === undefined ? answer : undefined;
  const { data } = answer;
  if (!Array.isArray(data)) return undefined;
  const rows: readonly unknown[] = data;
  if (rows.every((row) => lackOf(row, wanted.listOf) === undefined)) return answer;
  const toldOf = rows.map((row) => {
    const lack = lackOf(row, wanted.listOf);
    return lack === undefined ? row : untoldRow(operation, lack);
  });
  return { ...answer, data: toldOf };
}

/** What an object lacks of its identity; undefined where that is whole. */
function lackOf(json: unknown, identity: Identity): string | undefined {
  if (!isObject(json)) return 'object';
  for (const [member, check] of identity) if (!check(json[member])) return member;
  return undefined;
}

function untoldRow(operation: string, lack: string): UpstreamError {
  const problem = lack === 'object' ? 'that is no object' : `whose \`${lack}\` is missing or not what it should be`;
  return new UpstreamError({
    code: 'UPSTREAM_ANSWER_INVALID',
    message: `The upstream lists a row ${problem}, so it cannot be told which one it is; the other rows are not concerned.`,
    upstream: { operation },
  });
}
