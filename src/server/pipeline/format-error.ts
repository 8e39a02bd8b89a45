import { unwrapResolverError } from '@apollo/server/errors';
import type { GraphQLError, GraphQLFormattedError } from 'graphql';
import { UpstreamError } from '../../upstream/call/upstream-error.js';
import { cashierMessages } from '../../errors/cashier-messages.js';
import type { ErrorCode } from '../../errors/error-codes.js';
import { shorten } from './shorten.js';
import { withoutValue } from './variables.js';

/**
 * Codes of errors whose messages may be shown to the caller: mistakes in the request, found by Apollo or by us, and
 * fields that the upstream's answer did not contain.
 */
const REQUEST_ERRORS: ReadonlySet<unknown> = new Set<ErrorCode>([
  'GRAPHQL_PARSE_FAILED',
  'GRAPHQL_VALIDATION_FAILED',
  'BAD_REQUEST',
  'BAD_USER_INPUT',
  'OPERATION_RESOLUTION_FAILURE',
  'PERSISTED_QUERY_NOT_SUPPORTED',
  'UNAUTHENTICATED',
  'COST_LIMIT_EXCEEDED',
  'UPSTREAM_ANSWER_INVALID',
  'OVERLOADED',
]);

/** Messages for mistakes in the request that graphql-js finds only during execution. It gives these errors no code. */
const REFUSED_IN_EXECUTION = /^Argument "\w+" of (?:non-null|required) type/;

/**
 * Formats an error for the caller, with a code, whether to retry, and the upstream call that failed. Only errors meant
 * for callers keep their message: an unexpected error becomes `INTERNAL_SERVER_ERROR`, and {@link unexpectedIn} returns
 * it for the log. Never throws.
 */
export function formatError(formatted: GraphQLFormattedError, error: unknown): GraphQLFormattedError {
  const { locations, path } = formatted;
  const place = { ...(locations && { locations }), ...(path && { path }) };
  const original = unwrapResolverError(error);
  if (original instanceof UpstreamError) {
    return { message: original.message, ...place, extensions: upstreamExtensions(original) };
  }
  const code = codeOf(formatted);
  if (isRequestError(code)) {
    const { argumentName, retryAfter } = formatted.extensions ?? {};
    const extensions = {
      ...ofCode(code, retryAfter !== undefined),
      ...(typeof argumentName === 'string' && { argumentName }),
      ...(typeof retryAfter === 'number' && { retryAfter }),
    };
    return { message: withoutValues(formatted.message), ...place, extensions };
  }
  return {
    message: 'Something went wrong inside the gateway. The log has the details under the request id.',
    ...place,
    extensions: ofCode('INTERNAL_SERVER_ERROR'),
  };
}

/**
 * Like {@link formatError}, but for errors that do not pass through Apollo (plans, subscriptions). Adds the request id,
 * so that operators can find the error in the log.
 */
export function formatErrors(errors: readonly GraphQLError[], requestId: string): readonly GraphQLFormattedError[] {
  return errors.map((error) => {
    const formatted = formatError(error.toJSON(), error.originalError ?? error);
    return { ...formatted, extensions: { ...formatted.extensions, requestId } };
  });
}

/**
 * Returns the original error for the log, if it was unexpected. Returns undefined for an error whose message the caller
 * sees.
 */
export function unexpectedIn(error: GraphQLError): unknown {
  const original = error.originalError ?? error;
  return original instanceof UpstreamError || isRequestError(codeOf(error)) ? undefined : original;
}

function isRequestError(code: unknown): code is ErrorCode {
  return REQUEST_ERRORS.has(code);
}

function codeOf({ message, extensions }: Pick<GraphQLFormattedError, 'message' | 'extensions'>): unknown {
  return REFUSED_IN_EXECUTION.test(message) ? 'BAD_USER_INPUT' : extensions?.code;
}

/** Returns the extensions for a code, including a message for the cashier if the error can occur at a till. */
function ofCode(code: ErrorCode, retryable = false): Record<string, unknown> {
  const cashierMessage = cashierMessages[code];
  return { code, retryable, ...(cashierMessage && { cashierMessage }) };
}

function upstreamExtensions({ code, retryable, retryAfter, upstream }: UpstreamError): Record<string, unknown> {
  const { operation, host, status, code: upstreamCode, requestId } = upstream;
  return {
    ...ofCode(code, retryable),
    ...(retryAfter !== undefined && { retryAfter }),
    ...(operation !== undefined && { upstream: { operation, host, status, code: upstreamCode, requestId } }),
  };
}

/**
 * Removes values from graphql-js's messages about wrong literals, because values may be secrets: graphql-js prints
 * whole input objects. The expected type stays. Errors in variables come from {@link coerceVariables}, which prints no
 * values.
 *
 * Threat: a message can be as long as the request, and it is formatted before the caller is authenticated. So the
 * message is shortened before the regular expressions run.
 */
function withoutValues(whole: string): string {
  return withoutValue(shorten(whole))
    .replace(/^(Variable "\$\w+") got invalid value .*$/s, '$1 is wrong.')
    .replace(/^(Expected value of type "[^"]+"), found .*$/s, '$1.')
    .replace(/^(Syntax Error: .*(?:found|Unexpected) \w+) ".*"/s, '$1');
}
