import { UpstreamError } from '../../upstream/call/upstream-error.js';
import { type UserErrorCode, userErrorCodes } from '../../errors/user-error-codes.js';
import type { Problem, UserError } from '../../schema/common/user-error.js';

/** Maximum number of problems that are reported per input. A large body could have any number of mistakes. */
const MAXIMUM_PROBLEMS = 50;

/** Turns problems of the input into user errors. */
export function invalid(...problems: readonly (readonly Problem[])[]): readonly UserError[] {
  const shown = problems.flat().slice(0, MAXIMUM_PROBLEMS);
  return shown.map(({ field, message }) => ({ code: 'INVALID_INPUT', field, message, retryable: false }));
}

/** The input fields that upstream errors concern. */
export type Fields = Partial<Readonly<Record<UserErrorCode, readonly string[]>>>;

/** Input fields that have the same name in most inputs. */
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
 * Turns an upstream error into a user error.
 * @throws the error itself if the caller cannot act on it
 */
export function toUserError(error: unknown, fields: Fields = {}): UserError {
  if (!(error instanceof UpstreamError) || !isUserErrorCode(error.code)) throw error;
  return userErrorWithCode(error, error.code, error.retryable, fields[error.code]);
}

/** Creates a user error with the given code for an upstream failure. */
export function userErrorWithCode(
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

/** Returns the same user error without `field`. */
export function withoutField({ code, message, retryable, retryAfter, upstreamCode }: UserError): UserError {
  return {
    code,
    message,
    retryable,
    ...(retryAfter !== undefined && { retryAfter }),
    ...(upstreamCode !== undefined && { upstreamCode }),
  };
}

/** Whether payloads may carry this code. */
export function isUserErrorCode(code: string): code is UserErrorCode {
  return Object.hasOwn(userErrorCodes, code);
}

/** Creates a user error that was found before any upstream call. */
export function userErrorOf(code: UserErrorCode, field?: readonly string[]): UserError {
  return { code, message: userErrorCodes[code].what, retryable: false, ...(field && { field }) };
}
