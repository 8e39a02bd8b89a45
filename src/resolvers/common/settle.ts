import { UpstreamError } from '../../upstream/call/upstream-error.js';
import { type UserErrorCode, userErrorCodes } from '../../errors/user-error-codes.js';
import type { Problem, UserError } from '../../schema/common/user-error.js';

/** A payload with its `userErrors`. */
export type Settled<Payload> = Payload & { readonly userErrors: readonly UserError[] };

/**
 * Runs a mutation: refusals of the upstream that the caller can act on become `userErrors`.
 * @param refusals what was found before any call; if there is anything, nothing is called
 * @param act makes the calls and the payload
 * @param nothing the payload when nothing was done
 * @param fields what this input calls the fields at fault, where it is not as in other inputs
 * @throws every failure that is not the caller's, for the top-level `errors`
 */
export async function settle<Payload extends object>(
  refusals: readonly UserError[],
  act: () => Promise<Payload>,
  nothing: Payload,
  fields: Fields = {},
): Promise<Settled<Payload>> {
  if (refusals.length > 0) return { ...nothing, userErrors: refusals };
  try {
    // Not spread: a payload may have getters that read only when asked.
    return Object.defineProperty(await act(), 'userErrors', { value: [], enumerable: true }) as Settled<Payload>;
  } catch (error) {
    return { ...nothing, userErrors: [toUserError(error, fields)] };
  }
}

/** Most problems of one input that are told of: an input may hold as many mistakes as a body has room for. */
const MAXIMUM_PROBLEMS = 50;

/** Problems of the input as user errors. */
export function invalid(...problems: readonly (readonly Problem[])[]): readonly UserError[] {
  const told = problems.flat().slice(0, MAXIMUM_PROBLEMS);
  return told.map(({ field, message }) => ({ code: 'INVALID_INPUT', field, message, retryable: false }));
}

/** Fields of an input that refusals of the upstream are about. */
export type Fields = Partial<Readonly<Record<UserErrorCode, readonly string[]>>>;

/** Those that have the same name in every input. */
const FIELDS: Fields = {
  TSS_NOT_FOUND: ['tssUuid'],
  TSS_CONFLICT: ['tssUuid'],
  CLIENT_NOT_FOUND: ['clientUuid'],
  CLIENT_CONFLICT: ['clientUuid'],
  ILLEGAL_CLIENT_SERIAL_NUMBER: ['serialNumber'],
  TRANSACTION_NOT_FOUND: ['transactionUuid'],
  EXPORT_NOT_FOUND: ['exportUuid'],
  EXPORT_CONFLICT: ['exportUuid'],
  EXPORT_FILTERS_CONFLICT: ['selection'],
  ADMIN_REQUIRED: ['adminPin'],
  WRONG_ADMIN_PIN: ['adminPin'],
  ADMIN_PUK_REQUIRED: ['adminPuk'],
  WRONG_ADMIN_PUK: ['adminPuk'],
};

/**
 * A refusal of the upstream as a user error.
 * @throws the error itself when it is not one that the caller can act on
 */
export function toUserError(error: unknown, fields: Fields = {}): UserError {
  if (!(error instanceof UpstreamError) || !isUserErrorCode(error.code)) throw error;
  return describe(error, error.code, error.retryable, fields[error.code]);
}

/** An upstream failure under a given code of ours. */
export function describe(
  error: UpstreamError,
  code: UserErrorCode,
  retryable = error.retryable,
  field = FIELDS[code],
): UserError {
  return {
    code,
    message: error.message,
    retryable,
    ...(field && { field }),
    ...(error.retryAfter !== undefined && { retryAfter: error.retryAfter }),
    ...(error.upstream.code !== undefined && { upstreamCode: error.upstream.code }),
  };
}

/** The same error where no field of the input is at fault. */
export function withoutField({ code, message, retryable, retryAfter, upstreamCode }: UserError): UserError {
  return {
    code,
    message,
    retryable,
    ...(retryAfter !== undefined && { retryAfter }),
    ...(upstreamCode !== undefined && { upstreamCode }),
  };
}

/** Whether an error's code is one that payloads carry. */
export function isUserErrorCode(code: string): code is UserErrorCode {
  return Object.hasOwn(userErrorCodes, code);
}

/** A user error of ours, found before any call. */
export function refusal(code: UserErrorCode, field?: readonly string[]): UserError {
  return { code, message: userErrorCodes[code].what, retryable: false, ...(field && { field }) };
}
