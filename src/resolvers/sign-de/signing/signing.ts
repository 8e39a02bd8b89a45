import { isObject, type Schemas } from '../../../received/sign-de.js';
import type { SigningResult } from '../../../datasources/sign-de/signing/signing-result.js';
import { UpstreamError } from '../../../upstream/call/upstream-error.js';
import {
  holdsMetadata,
  type MetadataEntryInput,
  metadataProblems,
  toMetadataMap,
} from '../../../schema/common/metadata.js';
import { fromProcessDataInput, type ProcessDataInput } from '../../../schema/sign-de/process-data/process-data.js';
import { signedNote, unsignedNote } from '../../../schema/sign-de/signing/receipt-note.js';
import {
  type SigningPayload,
  TransactionConflict,
  type TransactionInput,
} from '../../../schema/sign-de/signing/signing.js';
import { Transaction } from '../../../schema/sign-de/transaction/transaction.js';
import type { Problem, UserError } from '../../../schema/common/user-error.js';
import type { Warning } from '../../../schema/common/warning.js';
import type { Context } from '../../common/context.js';
import { invalid, isUserErrorCode, userErrorWithCode } from '../../common/to-user-error.js';

/** The fields of all signing payloads. */
export type Payload = Pick<SigningPayload, keyof SigningPayload>;

/** The results of checking an input, before any upstream call. */
export interface Findings {
  readonly problems: readonly Problem[];
  /** Called only if there are no problems. */
  readonly warnings: () => readonly Warning[];
}

/** The revision to write. */
export interface RequestedRevision {
  readonly state: Schemas['TxState'];
  readonly processData: ProcessDataInput | null | undefined;
  /** Number of the revision, if the caller gives it. */
  readonly revision?: number | undefined;
}

/**
 * Signs and reports the outcome. If the input has problems, nothing is sent: a first request is `NOT_SIGNED` without
 * any upstream call; for a repeat, the gateway reads whether the earlier request was signed.
 */
export async function sign(
  context: Context,
  input: TransactionInput,
  findings: Findings,
  requested: RequestedRevision,
  act: (body: Schemas['TxRequest']) => Promise<SigningResult>,
): Promise<Payload> {
  const { metadata } = input;
  const problems = invalid(findings.problems, metadataProblems(metadata));
  const body = problems.length === 0 ? toBody(input, requested, metadata) : undefined;
  // The sale without metadata: an earlier signature is found even if the metadata of this request is invalid.
  const sale = findings.problems.length === 0 ? toBody(input, requested, null) : undefined;
  const warnings = body ? findings.warnings() : [];
  const refusals = context.refuseSuspiciousReceipts ? [...problems, ...warnings.map(toRefusal)] : problems;
  const result =
    body && refusals.length === 0 ? await act(body) : await withhold(context, input, requested, sale, refusals);
  const allWarnings = [...warnings, ...metadataWarnings(result, metadata)];
  if (result.outcome === 'SIGNED' || refusals.length === 0) return { ...toPayload(result), warnings: allWarnings };
  const ofReading = result.outcome === 'UNKNOWN' ? [toSigningError(result.error, true)] : [];
  return {
    ...toPayload(result),
    receiptNote: unsignedNote(result.outcome, false),
    warnings: allWarnings,
    userErrors: [...refusals, ...ofReading],
  };
}

function toBody(
  { clientUuid }: TransactionInput,
  { state, processData }: RequestedRevision,
  metadata: TransactionInput['metadata'],
): Schemas['TxRequest'] {
  return {
    state,
    client_id: clientUuid,
    ...(metadata && { metadata: toMetadataMap(metadata) }),
    ...(processData && { schema: fromProcessDataInput(processData) }),
  };
}

/**
 * Returns the result of a request that is not sent: `SIGNED` if an earlier request was signed, otherwise `NOT_SIGNED`
 * or `UNKNOWN`.
 */
function withhold(
  { datasources }: Context,
  { tssUuid, transactionUuid, repeat }: TransactionInput,
  { state, revision }: RequestedRevision,
  sale: Schemas['TxRequest'] | undefined,
  [refusal]: readonly UserError[],
): Promise<SigningResult> {
  const { code = 'INVALID_INPUT', message = '' } = refusal ?? {};
  const wanted = { state, revision, body: sale };
  return datasources.signing.withhold(
    tssUuid,
    transactionUuid,
    wanted,
    repeat === true,
    new UpstreamError({ code, message }),
  );
}

/** Creates the payload for the result of a write. */
export function toPayload(result: SigningResult): Payload {
  if (result.outcome === 'SIGNED') {
    const { transaction, origin } = result;
    return {
      outcome: 'SIGNED',
      transaction: new Transaction(transaction, origin),
      revision: transaction.revision,
      conflict: null,
      receiptNote: signedNote(transaction.state),
      warnings: [],
      userErrors: [],
    };
  }
  const { outcome, error, transaction, revision = null } = result;
  const isConflict = outcome === 'NOT_SIGNED' && transaction !== undefined && CONFLICTS.has(error.code);
  return {
    outcome,
    transaction: transaction ? new Transaction(transaction) : null,
    revision,
    conflict: isConflict ? new TransactionConflict(transaction) : null,
    receiptNote: unsignedNote(outcome, error.retryable || error.code.startsWith('TSS_')),
    warnings: [],
    userErrors: [toSigningError(error, outcome === 'UNKNOWN' || error.retryable)],
  };
}

/** Errors caused by the state of the transaction. */
const CONFLICTS: ReadonlySet<string> = new Set([
  'REVISION_CONFLICT',
  'PROCESS_TYPE_MISSING',
  'PROCESS_TYPE_CHANGED',
  'TRANSACTION_CONFLICT',
  'TRANSACTION_CONTENT_DIFFERS',
  'TRANSACTION_MOVE_FORBIDDEN',
]);

/**
 * Turns an upstream error into a user error. A till needs the outcome even if the upstream failed, so here all failures
 * are user errors. To resolve an `UNKNOWN` outcome, the till sends the request again.
 */
export function toSigningError(error: UpstreamError, retryable = error.retryable): UserError {
  const code = isUserErrorCode(error.code) ? error.code : 'UPSTREAM_UNAVAILABLE';
  return userErrorWithCode(error, code, retryable);
}

function toRefusal({ message, field }: Warning): UserError {
  return { code: 'SUSPICIOUS_RECEIPT', message, field, retryable: false };
}

/**
 * Warns if the metadata of this request was not stored: the write that signs stores metadata, and an earlier request
 * may have signed.
 */
function metadataWarnings(
  result: SigningResult,
  requested: readonly MetadataEntryInput[] | null | undefined,
): readonly Warning[] {
  if (!requested || result.outcome !== 'SIGNED' || result.origin === 'write') return [];
  const { metadata = {} } = result.transaction;
  // Unreadable metadata cannot be compared.
  if (!isObject(metadata) || holdsMetadata(metadata, requested)) return [];
  const message =
    'An earlier request signed this transaction, and its metadata was not changed. Change it with `updateTransactionMetadata`.';
  return [{ code: 'METADATA_NOT_STORED', message, field: ['metadata'] }];
}
