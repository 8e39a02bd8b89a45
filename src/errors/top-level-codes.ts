import { caller, type ErrorRow, operator, upstream } from './error-row.js';

/**
 * Codes of top-level errors that are in no `userErrors`, and of errors of routes without GraphQL. To add one, add a
 * row.
 */
export const topLevelCodes = {
  UNAUTHENTICATED: caller(
    'There is no credential, or it is malformed, unknown or expired: log in again with `authenticate`, or send a gateway key if the gateway has some.',
  ),
  GRAPHQL_PARSE_FAILED: caller('The document is not GraphQL.'),
  GRAPHQL_VALIDATION_FAILED: caller('The document does not fit the schema, or is larger or deeper than allowed.'),
  BAD_USER_INPUT: caller('A variable or argument is wrong; `argumentName` or `message` says which.'),
  BAD_REQUEST: caller('The HTTP request is wrong: its method, headers, content type or size.'),
  OPERATION_RESOLUTION_FAILURE: caller('The document has no such operation, or several and none is named.'),
  PERSISTED_QUERY_NOT_SUPPORTED: caller('Persisted queries are off; send the document.'),
  COST_LIMIT_EXCEEDED: caller(
    'The operation costs more than allowed (`MAXIMUM_QUERY_COST`; see docs/reference/costs.md); ask for smaller pages with `first`, or for fewer fields at once.',
  ),
  OVERLOADED: caller(
    'The gateway is at its limit, and nothing was done (HTTP 503). Signing and cheap reads are never refused for this reason. Try again after `retryAfter` seconds, or ask for less at once.',
    { again: 'LATER' },
  ),
  CALL_LIMIT_EXCEEDED: caller(
    'The operation has reached the limit of upstream calls (`MAXIMUM_UPSTREAM_CALLS`). Fields beyond the limit are null. Ask for less at once.',
  ),
  LIST_TOO_LONG: caller(
    'Too many rows would have to be read: to find the TSS of a gateway key among all TSS, to find a `processType`, or because very many rows have the same sort key. The message says what would be right.',
  ),

  REVISION_NOT_FOUND: caller('The transaction has no such revision.'),
  LOG_NOT_FOUND: caller('No signed log is stored for the transaction.'),
  TEST_ONLY: caller('This works only with a TEST credential.'),
  EXPORT_NOT_COMPLETED: caller(
    'The export has no archive yet; `awaitExport` waits for it. An export that failed or was cancelled never gets one; do not try again.',
    { again: 'LATER' },
  ),
  LINK_UNKNOWN: caller('The gateway does not know this download link; request a new one.'),
  LINK_EXPIRED: caller('The download link has expired; request a new one.'),
  RANGE_NOT_SATISFIABLE: caller('The range begins after the end of the archive.'),
  ARCHIVE_TOO_LARGE: caller('The archive is larger than this gateway accepts (`MAXIMUM_ARCHIVE_MEGABYTES`).'),

  TOO_MANY_SUBSCRIPTIONS: caller('This gateway has reached its limit of subscriptions; end some or try again later.', {
    again: 'LATER',
  }),
  SUBSCRIBER_TOO_SLOW: caller('The client read events too slowly; subscribe again and read what has changed.', {
    again: 'LATER',
  }),

  UPSTREAM_UNREACHABLE: upstream('The upstream cannot be reached; nothing was sent.', { again: 'LATER' }),
  UPSTREAM_TIMEOUT: upstream('The upstream did not answer in time.', { signed: 'PERHAPS', again: 'LATER' }),
  UPSTREAM_ANSWER_LOST: upstream('The connection broke before the answer was complete.', {
    signed: 'PERHAPS',
    again: 'LATER',
  }),
  UPSTREAM_ANSWER_INVALID: upstream(
    'The answer of the upstream does not match its contract, or is too large. On a field or row: only this value is missing or has a wrong type; everything else is right.',
    { signed: 'PERHAPS' },
  ),
  UPSTREAM_ERROR: upstream('The upstream has a fault or is under maintenance.', { signed: 'PERHAPS', again: 'LATER' }),
  DEADLINE_EXCEEDED: caller(
    'The operation took too long: the upstream was slow, or the operation asks for too much at once.',
    { signed: 'PERHAPS', again: 'LATER' },
  ),
  SHUTTING_DOWN: operator('The gateway is shutting down; nothing was done. Send it again in a moment.', {
    again: 'LATER',
  }),
  INTERNAL_SERVER_ERROR: operator('A fault of the gateway. Search its log for the request id.', { signed: 'PERHAPS' }),
} satisfies Readonly<Record<string, ErrorRow>>;
