import { unwrapResolverError } from '@apollo/server/errors';
import type { GraphQLError, GraphQLFormattedError } from 'graphql';
import { UpstreamError } from '../datasources/upstream-error.js';
import { cashierMessages } from '../errors/cashier-messages.js';
import type { ErrorCode } from '../errors/error-codes.js';

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
]);

/** Mistakes of the request that graphql-js finds only while executing, and gives no code. */
const REFUSED_IN_EXECUTION = /^Argument "\w+" of (non-null|required) type/;

/**
 * Turns whatever went wrong into what the caller sees: code, whether to try again, and where at the upstream. Nothing that was not
 * meant for callers gets out: an unexpected error becomes `INTERNAL_SERVER_ERROR`; {@link unexpectedIn} finds it for the log.
 * Never throws.
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
    const argumentName = formatted.extensions?.argumentName;
    const extensions = { ...ofCode(code), ...(typeof argumentName === 'string' && { argumentName }) };
    return { message: withoutValues(formatted.message), ...place, extensions };
  }
  return {
    message: 'Something went wrong inside the gateway. The request id finds it in the log.',
    ...place,
    extensions: ofCode('INTERNAL_SERVER_ERROR'),
  };
}

/** As {@link formatError}, for errors that Apollo has not seen: of plans and of subscriptions, each with the id that finds it in the log. */
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
 * Takes values out of graphql-js's messages on wrong variables and literals, since they may hold secrets. It prints whole input objects:
 * `Variable "$input" got invalid value { adminPin: "…" } at "input.x"; Expected …`. What is kept is where the mistake is and what would be right.
 */
function withoutValues(whole: string): string {
  const message = whole.replace(/(cannot represent [^:]*value): .*$/s, '$1.');
  const [, variable] = /^Variable "\$(\w+)" got invalid value /.exec(message) ?? [];
  if (variable !== undefined) {
    const [, path = variable] = /.* at "([\w.[\]]+)"; /s.exec(message) ?? [];
    return withoutValues(
      `Variable "$${variable}" is wrong at "${path}": ${message.slice(message.lastIndexOf('; ') + 2)}`,
    );
  }
  return message
    .replace(/^(Expected value of type "[^"]+"), found .*$/s, '$1.')
    .replace(/^(Syntax Error: .*(?:found|Unexpected) \w+) ".*"/s, '$1');
}
