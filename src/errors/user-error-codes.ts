import { admin, caller, type ErrorRow, nobody, operator, upstream } from './error-row.js';

/**
 * Codes of expected failures: in `userErrors` of mutations, and in top-level errors of queries. To add one, add a row.
 * A text is also the description of its code in the schema, and the message if there is no better one.
 * `datasources/sign-de/error-table.ts` maps the upstream's codes to these.
 */
export const userErrorCodes = {
  INVALID_INPUT: caller(
    'A field of the input is wrong; `field` says which and `message` what would be right. Nothing was written.',
  ),
  SUSPICIOUS_RECEIPT: caller(
    'The data to sign looks wrong, and this gateway is configured to refuse that. Nothing was written.',
  ),
  FORBIDDEN: operator('The gateway key does not allow this: `viewer` shows what it allows. Nothing was sent.'),
  GATEWAY_CREDENTIALS_REFUSED: operator(
    "The upstream does not accept the gateway's own API key, or the session opened with it. The caller's credential is fine.",
  ),
  LIVE_WRITES_FORBIDDEN: operator(
    'This is a LIVE credential, but this gateway writes to TEST only: send a TEST credential, or use a gateway that writes to LIVE. Nothing was written.',
  ),
  ADMIN_PIN_REQUIRED: caller(
    "Callers that use the gateway's own API key, or the same token as the gateway, must give `adminPin` in the input of this mutation. Nothing was sent.",
  ),
  OWN_TOKEN_REQUIRED: caller(
    'This mutation needs an access token of the caller that is not also the token of this gateway. A login with the API key of the gateway returns its token; a login with a refresh token opens a new one. Nothing was sent.',
  ),
  BACKEND_SESSION: caller(
    'This access token was opened at the Backend, which cannot sign or administrate. Authenticate at the Middleware. Nothing was sent.',
  ),
  BASE_URL_NOT_ALLOWED: caller('The base URL is not one of those this gateway is configured for. Nothing was sent.'),
  CREDENTIALS_REFUSED: caller(
    'The API key, its secret or the refresh token that was given to `authenticate` is wrong or has expired.',
  ),
  ACCESS_DENIED: caller(
    "The TSS belongs to another organization than the credential in use: the caller's token, or the gateway's API key if the caller sent a gateway key.",
  ),
  TSS_NOT_FOUND: caller('There is no TSS with this UUID.'),
  CLIENT_NOT_FOUND: caller('There is no such client on this TSS.'),
  TRANSACTION_NOT_FOUND: caller('There is no such transaction on this TSS.'),
  TSS_CONFLICT: caller('The UUID belongs to a TSS that has already left the state CREATED; choose a new UUID.'),
  TSS_LIMIT_REACHED: caller(
    'No more TSS can be created now: TEST allows five active ones, or the quota of the day is used up.',
  ),
  TSS_NOT_INITIALIZED: admin('The TSS must be in state INITIALIZED for this.'),
  TSS_DISABLED: nobody('The TSS is disabled permanently. It can still be read and exported.'),
  TSS_UNUSABLE: nobody('The TSS is defective, deleted, evicted or its certificate has expired; it has to be replaced.'),
  ILLEGAL_TSS_STATE_CHANGE: caller(
    'The TSS cannot change from its current state to the requested one; see `Tss.nextStates`.',
  ),
  WRONG_ADMIN_PIN: admin('The admin PIN is wrong. After five wrong tries it is blocked.'),
  TOO_MANY_WRONG_PINS: admin(
    'The last admin PINs were wrong. This gateway forwards no more, because five wrong PINs block the PIN; set a new one with `changeAdminPin` and the PUK. Nothing was sent.',
  ),
  WRONG_ADMIN_PUK: admin('The admin PUK is wrong.'),
  ADMIN_PIN_BLOCKED: admin(
    'The admin PIN was never set or is blocked after five wrong tries; set a new one with `changeAdminPin` and the PUK.',
  ),
  ADMIN_PUK_REQUIRED: admin(
    'The admin PIN was never set or is blocked, and setting it needs `adminPuk`: the one that was shown while the TSS was CREATED.',
  ),
  OPEN_TRANSACTIONS: caller(
    'There are open transactions, which cannot be finished after the TSS is disabled. Finish or cancel them first. Nothing was changed.',
  ),
  ADMIN_REQUIRED: admin(
    'This needs the admin: give `adminPin`, or, with an access token of your own, log in with `authenticateAdmin` first.',
  ),
  CLIENT_CONFLICT: caller('The client UUID is already in use, maybe on another TSS; choose a new one.'),
  CLIENT_DEREGISTERED: admin('The client is deregistered and may not sign.'),
  CLIENT_LIMIT_REACHED: admin('The TSS has its maximum of registered clients (199).'),
  ILLEGAL_CLIENT_SERIAL_NUMBER: caller('The serial number is malformed or already taken on this TSS.'),
  TRANSACTION_LIMIT_REACHED: caller(
    'The TSS has 2,000 open transactions; finish some, or cancel them with `cancelOpenTransactions`.',
  ),
  REVISION_CONFLICT: caller(
    'The revision is not the next one, or it was written with other content or by another client; `conflict` shows the state of the transaction.',
  ),
  PROCESS_TYPE_MISSING: caller('The transaction needs process data here.'),
  PROCESS_TYPE_CHANGED: caller('The process type of a transaction cannot change once it is set.'),
  TRANSACTION_CONFLICT: caller('The transaction is being written by somebody else right now, or its UUID is in use.', {
    again: 'LATER',
  }),
  TRANSACTION_CONTENT_DIFFERS: caller(
    'A transaction with this UUID has already ended with other content or by another client; a new sale needs a new UUID.',
    { again: 'NEVER' },
  ),
  TRANSACTION_MOVE_FORBIDDEN: caller(
    'The transaction does not allow this in its state; `conflict` says what it allows.',
  ),
  VAT_DEFINITION_NOT_FOUND: caller('There is no VAT definition with this key.'),
  CASH_REGISTER_NOT_FOUND: caller('There is no cash register with this UUID; create it with `upsertCashRegister`.'),
  CASH_REGISTER_CONFLICT: caller('A cash register with this UUID and of another kind exists. Its kind cannot change.'),
  SLAVE_CASH_REGISTER: caller('Only a MASTER register closes the day: insert the closing for the master of this one.'),
  PURCHASER_AGENCY_NOT_FOUND: caller('There is no purchaser agency with this UUID.'),
  CLOSING_NOT_FOUND: caller('There is no cash point closing with this UUID.'),
  CLOSING_CONFLICT: caller(
    'A closing with this UUID and other content exists, or the register already has a closing with this number.',
  ),
  CLOSING_NOT_DELETABLE: caller('Only closings that are PENDING, WORKING or COMPLETED can be deleted.'),
  NOTHING_TO_EXPORT: caller('No COMPLETED closing lies in the range of the export.'),
  EXPORT_NOT_FOUND: caller('There is no such export.'),
  EXPORT_CONFLICT: caller(
    'An export with this UUID already exists, maybe of other logs; the answer shows that export.',
  ),
  EXPORT_NOT_CANCELLABLE: caller('Only exports that are PENDING or WORKING can be cancelled.'),
  EXPORT_FILTERS_CONFLICT: caller('The upstream does not accept these export filters together.'),
  EXPORT_IN_PROGRESS: caller('An export of the same logs is under way on this TSS; wait for that one.', {
    again: 'LATER',
  }),
  EXPORT_FORBIDDEN: nobody('The upstream refuses this export and does not say why.'),
  TOO_MANY_EXPORTS: caller('Ten exports are under way on this TSS; wait for one to end or cancel one.', {
    again: 'LATER',
  }),
  TSS_NOT_EXPORTABLE: caller('Exports need a TSS that is INITIALIZED or DISABLED.'),
  REFUSED_BY_UPSTREAM: caller(
    'The upstream refused the request. `message` contains its reason, if it gave one; `upstreamCode` is its code.',
  ),
  WRONG_HOST: operator('The configured address of the Middleware is that of a Backend, which cannot sign.'),
  RATE_LIMITED: caller('Too many requests; try again after `retryAfter` seconds.', { again: 'LATER' }),
  UPSTREAM_UNAVAILABLE: upstream(
    'The upstream could not be reached, did not answer in time or answered with a fault; try again. If `outcome` is `UNKNOWN`, `message` says why it is not known.',
    { signed: 'PERHAPS', again: 'LATER' },
  ),
} satisfies Readonly<Record<string, ErrorRow>>;

/** Code of an expected failure. */
export type UserErrorCode = keyof typeof userErrorCodes;
