import { unwrapResolverError } from '@apollo/server/errors';
import type { GraphQLError, GraphQLFormattedError } from 'graphql';
import { UpstreamError } from '../../upstream/call/upstream-error.js';
import { cashierMessages } from '../../errors/cashier-messages.js';
import type { ErrorCode } from '../../errors/error-codes.js';
import { shorten } from './shorten.js';
import { withoutValue } from './variables.js';

/**
 * Codes of errors whose messages are meant for the caller: of the request itself, by Apollo or by us, and of fields
 * that show what the upstream left out.
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

/** Mistakes of the request that graphql-js finds only while executing, and gives no code. */
const REFUSED_IN_EXECUTION = /^Argument "\w+" of (?:non-null|required) type/;

/**
 * Turns whatever went wrong into what the caller sees: code, whether to try again, and where at the upstream. Nothing
 * that was not meant for callers gets out: an unexpected error becomes `INTERNAL_SERVER_ERROR`; {@link unexpectedIn}
 * finds it for the log. Never throws.
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
    message: 'Something went wrong inside the gateway. The request id finds it in the log.',
    ...place,
    extensions: ofCode('INTERNAL_SERVER_ERROR'),
  };
}

/**
 * As {@link formatError}, for errors that Apollo has not seen: of plans and of subscriptions, each with the id that
 * finds it in the log.
 */
export function formatErrors(errors: readonly GraphQLError[], requestId: string): readonly GraphQLFormattedError[] {
  return errors.map((error) => {
    const formatted = formatError(error.toJSON(), error.originalError ?? error);
    return { ...formatted, extensions: { ...formatted.extensions, requestId } };
  });
}

/** What belongs into the log of an error that nobody expected; undefined for one that callers are told about. */
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

/** What follows from a code: also what to show to a cashier, where selling can meet it. */
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
 * Takes values out of graphql-js's messages on wrong literals, since they may hold secrets: it prints whole input
 * objects. What is kept is what would be right. Mistakes in variables are told by {@link coerceVariables}, which prints
 * no value.
 *
 * Threat: a message is as long as what the caller has sent, and comes before any credential is looked at. So it is cut
 * before it is searched.
 */
function withoutValues(whole: string): string {
  return withoutValue(shorten(whole))
    .replace(/^(Variable "\$\w+") got invalid value .*$/s, '$1 is wrong.')
    .replace(/^(Expected value of type "[^"]+"), found .*$/s, '$1.')
    .replace(/^(Syntax Error: .*(?:found|Unexpected) \w+) ".*"/s, '$1');
}
