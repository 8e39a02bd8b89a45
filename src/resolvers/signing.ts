import { isObject, type Schemas } from '../received.js';
import type { SigningResult } from '../datasources/signing-result.js';
import type { UpstreamError } from '../datasources/upstream-error.js';
import { holdsMetadata, type MetadataEntryInput, metadataProblems, toMetadataMap } from '../schema/metadata.js';
import { signedNote, unsignedNote } from '../schema/receipt-note.js';
import { type SigningPayload, TransactionConflict, type TransactionInput } from '../schema/signing.js';
import { Transaction } from '../schema/transaction.js';
import type { Problem, UserError } from '../schema/user-error.js';
import type { Warning } from '../schema/warning.js';
import type { Context } from './context.js';
import { describe, invalid, isUserErrorCode } from './settle.js';

/** What all payloads of signing have. */
export type Payload = Pick<SigningPayload, keyof SigningPayload>;

/** What was found in an input before any call. */
export interface Findings {
  readonly problems: readonly Problem[];
  /** Looked for only where there is no problem. */
  readonly warnings: () => readonly Warning[];
}

/** The body of a write, without what is to be signed. */
export function toBody(input: TransactionInput, state: Schemas['TxState']): Schemas['TxRequest'] {
  return {
    state,
    client_id: input.clientUuid,
    ...(input.metadata && { metadata: toMetadataMap(input.metadata) }),
  };
}

/** Signs, unless something speaks against it, and reports the outcome. */
export async function sign(
  context: Context,
  { metadata }: TransactionInput,
  findings: Findings,
  act: () => Promise<SigningResult>,
): Promise<Payload> {
  const problems = invalid(findings.problems, metadataProblems(metadata));
  const warnings = problems.length === 0 ? findings.warnings() : [];
  const refusals = context.refuseSuspiciousReceipts ? [...problems, ...warnings.map(toRefusal)] : problems;
  if (refusals.length > 0) {
    const receiptNote = unsignedNote('NOT_SIGNED', false);
    const nothing = { outcome: 'NOT_SIGNED', transaction: null, revision: null, conflict: null } as const;
    return { ...nothing, receiptNote, warnings, userErrors: refusals };
  }
  const result = await act();
  return { ...toPayload(result), warnings: [...warnings, ...metadataWarnings(result, metadata)] };
}

/** The outcome of a write as its payload. */
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

/** Refusals because of where the transaction stands. */
const CONFLICTS: ReadonlySet<string> = new Set([
  'REVISION_CONFLICT',
  'PROCESS_TYPE_MISSING',
  'PROCESS_TYPE_CHANGED',
  'TRANSACTION_CONFLICT',
  'TRANSACTION_CONTENT_DIFFERS',
  'TRANSACTION_MOVE_FORBIDDEN',
]);

/** A till needs the outcome whatever failed, so here even the upstream's own failures are data. What is UNKNOWN is settled by sending it again. */
export function toSigningError(error: UpstreamError, retryable = error.retryable): UserError {
  const code = isUserErrorCode(error.code) ? error.code : 'UPSTREAM_UNAVAILABLE';
  return describe(error, code, retryable);
}

function toRefusal({ message, field }: Warning): UserError {
  return { code: 'SUSPICIOUS_RECEIPT', message, field, retryable: false };
}

/** Metadata is stored by the write that signs; what was signed before keeps what it has. */
function metadataWarnings(
  result: SigningResult,
  asked: readonly MetadataEntryInput[] | null | undefined,
): readonly Warning[] {
  if (!asked || result.outcome !== 'SIGNED' || result.origin === 'write') return [];
  const { metadata = {} } = result.transaction;
  // What cannot be read tells nothing.
  if (!isObject(metadata) || holdsMetadata(metadata, asked)) return [];
  const message =
    'This was signed by an earlier request, and its metadata stays as it is; `updateTransactionMetadata` changes it.';
  return [{ code: 'METADATA_NOT_STORED', message, field: ['metadata'] }];
}
