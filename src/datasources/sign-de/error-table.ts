import { final, meaningOf, passing, type UpstreamCode, type UpstreamCodes } from '../../upstream/call/upstream-code.js';
import type { Schemas } from '../../contract/sign-de.js';

const CLIENT_NOT_FOUND = final('CLIENT_NOT_FOUND', 'This TSS has no client with this UUID.');
const TRANSACTION_NOT_FOUND = final('TRANSACTION_NOT_FOUND', 'This TSS has no such transaction.');
const UNUSABLE = 'it no longer signs and must be replaced. You can still read.';

/**
 * Every documented error code of the upstream (`sign-de-v2.md §3`). A test compares this table with the catalogue of
 * the contract.
 */
export const errorTable: UpstreamCodes = {
  E_FAILED_SCHEMA_VALIDATION: {
    ...final('REFUSED_BY_UPSTREAM', 'The upstream finds the request malformed.'),
    explains: true,
  },
  E_PARSER: { ...final('REFUSED_BY_UPSTREAM', 'The upstream cannot read the request.'), explains: true },
  E_UNAUTHORIZED: final(
    'UNAUTHENTICATED',
    'The access token is not accepted or has expired; log in again with `authenticate`.',
  ),
  E_ACCESS_DENIED: final(
    'ACCESS_DENIED',
    "The TSS belongs to another organization than the credential: your token, or this gateway's API key if you send no token.",
  ),

  E_TSS_NOT_FOUND: final('TSS_NOT_FOUND', 'There is no TSS with this UUID.'),
  E_TSS_CONFLICT: final('TSS_CONFLICT', 'A TSS with this UUID exists and is no longer CREATED. Choose a new UUID.'),
  E_TSS_LIMIT_REACHED: final('TSS_LIMIT_REACHED', 'TEST allows five active TSS at a time. Disable one first.'),
  E_TSS_LIMIT_PER_DAY_REACHED: final('TSS_LIMIT_REACHED', 'The daily quota of new TSS (500) is used up.'),
  E_TSS_NOT_INITIALIZED: final(
    'TSS_NOT_INITIALIZED',
    'The TSS must be INITIALIZED for this; see `Tss.state` and `Tss.nextStates`.',
  ),
  E_TSS_DISABLED: final('TSS_DISABLED', 'The TSS is DISABLED permanently. You can still read and export.'),
  E_TSS_DEFECTIVE: final('TSS_UNUSABLE', `The TSS is DEFECTIVE: ${UNUSABLE}`),
  E_TSS_DELETED: final('TSS_UNUSABLE', `The TSS was wiped from the TEST environment: ${UNUSABLE}`),
  E_TSS_EVICTED: final('TSS_UNUSABLE', `The TSS was evicted because it was never used: ${UNUSABLE}`),
  E_CERTIFICATE_EXPIRED: final('TSS_UNUSABLE', `The certificate of the TSS has expired: ${UNUSABLE}`),
  E_ILLEGAL_TSS_STATE_CHANGE: final(
    'ILLEGAL_TSS_STATE_CHANGE',
    'The current state of the TSS does not allow this change. See `Tss.nextStates`.',
  ),

  E_ADMIN_LOGIN_FAILED: final('WRONG_ADMIN_PIN', 'The admin PIN is wrong. After five wrong tries it is blocked.'),
  E_ADMIN_PIN_BLOCKED: final(
    'ADMIN_PIN_BLOCKED',
    'The admin PIN was never set or is blocked. Set a new PIN with `changeAdminPin` and the PUK.',
  ),
  E_CHANGE_ADMIN_PIN_FAILED: final(
    'WRONG_ADMIN_PUK',
    'The PIN was not changed: the PUK is wrong, or the TSS is not personalized yet.',
  ),

  E_CLIENT_NOT_FOUND: CLIENT_NOT_FOUND,
  E_CLIENT_CONFLICT: final(
    'CLIENT_CONFLICT',
    'The client UUID is already used, maybe on another TSS or with another serial number. Choose a new one.',
  ),
  E_CLIENT_DEREGISTERED: final(
    'CLIENT_DEREGISTERED',
    'The client is DEREGISTERED and cannot sign. Register it with `registerClient`.',
  ),
  E_CLIENT_LIMIT_REACHED: final(
    'CLIENT_LIMIT_REACHED',
    'The TSS has the maximum number of registered clients. Deregister one or use another TSS.',
  ),
  E_ILLEGAL_CLIENT_SERIAL: {
    ...final('ILLEGAL_CLIENT_SERIAL_NUMBER', 'The serial number is malformed, or already used on this TSS.'),
    explains: true,
  },

  E_TX_NOT_FOUND: TRANSACTION_NOT_FOUND,
  E_TX_REVISION_NOT_FOUND: final('REVISION_NOT_FOUND', 'The transaction has no such revision.'),
  E_LATEST_TX_REVISION_NOT_FOUND: passing('The upstream cannot find the newest revision of a transaction in the list.'),
  E_LOG_NOT_FOUND: final('LOG_NOT_FOUND', 'No signed log is stored for the transaction.'),
  // The upstream's message does not contain the reason. `refused-revision.ts` finds it by reading the transaction.
  E_TX_UPSERT: {
    ...final(
      'REVISION_CONFLICT',
      'The revision is not the next one, was written with other content, or the transaction has ended.',
    ),
    explains: true,
  },
  E_TX_LIMIT_REACHED: final(
    'TRANSACTION_LIMIT_REACHED',
    'The TSS has 2,000 open transactions. Finish some, or cancel them with `cancelOpenTransactions`.',
  ),
  E_TX_ILLEGAL_TYPE_CHANGE: final(
    'PROCESS_TYPE_CHANGED',
    'The process type of a transaction cannot change once it is set.',
  ),
  E_TX_NO_TYPE_DEFINED: final('PROCESS_TYPE_MISSING', 'Process data (receipt, order, other or raw) is needed here.'),
  E_PENDING_TX_CONFLICT: {
    ...final(
      'TRANSACTION_CONFLICT',
      'Another request is writing to the transaction right now, or its UUID is already used.',
    ),
    retryable: true,
  },

  E_DUPLICATE_EXPORT: final('EXPORT_CONFLICT', 'This export was already triggered. Read it instead.'),
  E_CANCEL_EXPORT: final('EXPORT_NOT_CANCELLABLE', 'Only exports that are PENDING or WORKING can be cancelled.'),
  E_PARAMETER_MISMATCH: final('EXPORT_FILTERS_CONFLICT', 'These filters of an export cannot be combined.'),
  E_EXPORT_NOT_FOUND: final('EXPORT_NOT_FOUND', 'This TSS has no export with this UUID.'),
  E_EXPORT_NOT_COMPLETED: { ...final('EXPORT_NOT_COMPLETED', 'The export is not COMPLETED yet.'), retryable: true },
  E_TSS_ILLEGAL_STATE_TO_PERFORM_EXPORT: final(
    'TSS_NOT_EXPORTABLE',
    'Exports need a TSS that is INITIALIZED or DISABLED.',
  ),
  E_EXPORT_DUPLICATE_RATE_LIMITED: {
    ...final('EXPORT_IN_PROGRESS', 'An export with equal filters is running on this TSS.'),
    retryable: true,
  },
  E_TOO_MANY_EXPORTS: {
    ...final('TOO_MANY_EXPORTS', 'Ten exports are running on this TSS. Wait until one has ended.'),
    retryable: true,
  },
  E_EXPORT_IN_PROGRESS: {
    ...final('EXPORT_IN_PROGRESS', 'A running export blocks this.'),
    retryable: true,
  },
  E_EXPORT_FORBIDDEN: final('EXPORT_FORBIDDEN', 'The upstream refuses this export.'),
  E_EXPORT_TEMPORARILY_UNAVAILABLE: passing('The upstream accepts no exports right now.'),

  E_USE_MIDDLEWARE: {
    code: 'WRONG_HOST',
    retryable: false,
    message:
      'The URL that this gateway uses for the Middleware belongs to a Backend. The operator of the gateway must correct it.',
  },
  E_AVAILABLE_ON_TEST_ONLY: final('TEST_ONLY', 'This works with TEST keys only.'),
  E_CSPL_NOT_FOUND: passing('The upstream cannot find its signing component.'),
  E_MIDDLEWARE_PENDING_REQUEST: passing('The upstream is still working on an earlier request.'),
  E_TSS_LOCKED: passing('The signing hardware is in maintenance.'),
  E_BOOTSTRAP_FILE_NOT_AVAILABLE: passing('The upstream creates no TSS right now.'),
  E_SMAERS_GATEWAY_CAPACITIES_DEPLETED: passing('The upstream has no capacity for a new TSS right now.'),
  SMAERS_GATEWAY_ERROR_PRECONDITION_UNEXPORTED_LOGS: passing('The signing component had a passing fault.'),
  ERROR_IDENTIFY_ERS: passing('The signing component had a passing fault.'),
};

/**
 * Operations for which status 401 with a code does not mean a wrong access token (`sign-de-v2.md §5`,
 * `integration-guide.md §11`).
 */
const UNAUTHORIZED: UpstreamCodes = {
  authenticateApi: final(
    'CREDENTIALS_REFUSED',
    'The API key, its secret or the refresh token is wrong or has expired.',
  ),
  // The contract defines no other code for a disabled TSS, so the message covers that case too.
  authenticateAdmin: final(
    'WRONG_ADMIN_PIN',
    'The admin PIN is wrong (after five wrong tries it is blocked), or the TSS is DISABLED; see `Tss.state`.',
  ),
  changeAdminPin: final('WRONG_ADMIN_PUK', 'The admin PUK is wrong.'),
  updateTss: final(
    'ADMIN_REQUIRED',
    'This needs the admin: give `adminPin`, or, with an access token of your own, log in with `authenticateAdmin` first.',
  ),
  createClient: final(
    'ADMIN_REQUIRED',
    'This needs the admin: give `adminPin`, or, with an access token of your own, log in with `authenticateAdmin` first.',
  ),
  updateClient: final(
    'ADMIN_REQUIRED',
    'This needs the admin: give `adminPin`, or, with an access token of your own, log in with `authenticateAdmin` first.',
  ),
};

/** Returns the meaning of an error answer. An unknown upstream code is passed on in the error. */
export function errorRow(operation: string, status: number, upstreamCode: string | undefined): UpstreamCode {
  if (status === 401 && (upstreamCode !== undefined || operation === 'authenticateApi')) {
    const other = UNAUTHORIZED[operation];
    if (other) return other;
  }
  const isKnown = upstreamCode !== undefined && Object.hasOwn(errorTable, upstreamCode);
  if (status === 413 && !isKnown)
    return final('REFUSED_BY_UPSTREAM', 'The request is too large. The upstream accepts at most 1 MB.');
  return meaningOf(errorTable, status, upstreamCode);
}

/**
 * Returns the part of a request body that no message may contain. For a write to a transaction, this is the metadata,
 * and the process data if it is not a receipt. Messages may contain members of receipts, the state and the client.
 */
export function confidentialPart(body: unknown): unknown {
  if (typeof body !== 'object' || body === null || !('client_id' in body)) return body;
  const { metadata, schema } = body as Partial<Schemas['TxRequest']>; // only bodies of writes to transactions have this member
  const isReceipt = schema && 'standard_v1' in schema && 'receipt' in schema.standard_v1;
  return { metadata, ...(!isReceipt && { schema }) };
}
