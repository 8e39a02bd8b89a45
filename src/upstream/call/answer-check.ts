import { isObject } from '../../json-value.js';
import { UpstreamError } from './upstream-error.js';

/** Whether a member that identifies an object has a valid value. */
export type Check = (value: unknown) => boolean;
/** The members that identify an object of an upstream. */
export type Identity = readonly (readonly [member: string, check: Check])[];
/**
 * The kind of an operation's answer: bytes, one object, or a list of objects in the member `data`. Objects whose id is
 * in another member than `_id` get an `_id` with its text: `idIn` names that member.
 */
export type AnswerKind =
  'bytes' | { readonly one: Identity; readonly idIn?: string } | { readonly listOf: Identity; readonly idIn?: string };

/** A text that is not empty. */
export const text: Check = (value) => typeof value === 'string' && value !== '';
/** An integer from 0 to `Number.MAX_SAFE_INTEGER`. */
export const wholeNumber: Check = (value) => Number.isSafeInteger(value) && Number(value) >= 0;

/** For the error in the place of a row: the row as the upstream sent it. */
const rowsOfErrors = new WeakMap<Error, object>();

/** The row whose place an error of {@link readAnswer} has taken; undefined if that was not an object. */
export function rowBehind(error: Error): object | undefined {
  return rowsOfErrors.get(error);
}

/**
 * Checks a 200 answer. It must be an object, a list or bytes, as the contract promises, and each object must have the
 * members that identify it. If another member is missing or has the wrong type, only the fields that show it fail: one
 * bad value of the upstream must not stop tills.
 * @param operation named in the error of a row
 * @returns undefined if the answer fails the check; in a list, an error in the place of each row that fails it
 */
export function readAnswer(wanted: AnswerKind, operation: string, answer: unknown): object | undefined {
  if (wanted === 'bytes') return answer instanceof Uint8Array && answer.length > 0 ? answer : undefined;
  if (!isObject(answer)) return undefined;
  if ('one' in wanted) return lackOf(answer, wanted.one) === undefined ? withId(answer, wanted.idIn) : undefined;
  const { data } = answer;
  if (!Array.isArray(data)) return undefined;
  const rows: readonly unknown[] = data;
  for (const row of rows) if (isObject(row)) withId(row, wanted.idIn);
  if (rows.every((row) => lackOf(row, wanted.listOf) === undefined)) return answer;
  const toldOf = rows.map((row) => {
    const lack = lackOf(row, wanted.listOf);
    return lack === undefined ? row : untoldRow(operation, lack, row);
  });
  return { ...answer, data: toldOf };
}

/** Adds the `_id` of an object whose id is in another member. The object was just parsed, so nobody else has it. */
function withId(json: object, idIn: string | undefined): object {
  const id = idIn === undefined ? undefined : (json as Readonly<Record<string, unknown>>)[idIn]; // any JSON object
  if ((typeof id !== 'string' && typeof id !== 'number') || '_id' in json) return json;
  return Object.assign(json, { _id: String(id).toLowerCase() });
}

/** The first identifying member that is missing or invalid; undefined if all are valid. */
function lackOf(json: unknown, identity: Identity): string | undefined {
  if (!isObject(json)) return 'object';
  for (const [member, check] of identity) if (!check(json[member])) return member;
  return undefined;
}

function untoldRow(operation: string, lack: string, row: unknown): UpstreamError {
  const problem = lack === 'object' ? 'that is not an object' : `whose \`${lack}\` is missing or invalid`;
  const error = new UpstreamError({
    code: 'UPSTREAM_ANSWER_INVALID',
    message: `The upstream returned a row ${problem}, so the row cannot be identified. The other rows are not affected.`,
    upstream: { operation },
  });
  if (isObject(row)) rowsOfErrors.set(error, row);
  return error;
}
