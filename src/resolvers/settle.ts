import { UpstreamError } from '../datasources/upstream-error.js';
import { type UserErrorCode, userErrorCodes } from '../errors/user-error-codes.js';
import type { Problem, UserError } from '../schema/user-error.js';

/** A payload with its `userErrors`. */
export type Settled<Payload> = Payload & { readonly userErrors: readonly UserError[] };

/**
 * Runs a mutation: refusals of the upstream that the caller can act on become `userErrors`.
 * @param refusals what was found before any call; if there is anything, nothing is called
 * @param act makes the calls and the payload
 * @param nothing the payload when nothing was done
 * @throws every failure that is not the caller's, for the top-level `errors`
 */
export async function settle<Payload extends object>(
  refusals: readonly UserError[],
  act: () => Promise<Payload>,
  nothing: Payload,
): Promise<Settled<Payload>> {
  if (refusals.length > 0) return { ...nothing, userErrors: refusals };
  try {
    // Not spread: a payload may have getters that read only when asked.
    return Object.defineProperty(await act(), 'userErrors', { value: [], enumerable: true }) as Settled<Payload>;
  } catch (error) {
    return { ...nothing, userErrors: [toUserError(error)] };
  }
}

/** Problems of the input as user errors. */
export function invalid(...problems: readonly (readonly Problem[])[]): readonly UserError[] {
  return problems.flat().map(({ field, message }) => ({ code: 'INVALID_INPUT', field, message, retryable: false }));
}

/**
 * A refusal of the upstream as a user error.
 * @throws the error itself when it is not one that the caller can act on
 */
export function toUserError(error: unknown): UserError {
  if (!(error instanceof UpstreamError) || !isUserErrorCode(error.code)) throw error;
  return describe(error, error.code);
}

/** An upstream failure under a given code of ours. */
export function describe(
  error: UpstreamError,
  code: UserErrorCode,
  retryable = error.retryable,
  field?: readonly string[],
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

/** Whether an error's code is one that payloads carry. */
export function isUserErrorCode(code: string): code is UserErrorCode {
  return Object.hasOwn(userErrorCodes, code);
}

/** A user error of ours, found before any call. */
export function refusal(code: UserErrorCode, field?: readonly string[]): UserError {
  return { code, message: userErrorCodes[code].what, retryable: false, ...(field && { field }) };
}
