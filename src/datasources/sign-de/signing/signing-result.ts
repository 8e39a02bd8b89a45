import type { Schemas } from '../../../received.js';
import { UpstreamError } from '../../../upstream/call/upstream-error.js';

/**
 * Whether a write is signed. `UNKNOWN` means that it may be: its answer was lost, or it may have been sent before, and
 * reading back did not show it. Only sending the same request again resolves it.
 */
export type SigningResult =
  | {
      readonly outcome: 'SIGNED';
      readonly transaction: Schemas['TxResponse'];
      /** Whether the signed revision comes from the answer to the write, or from a later read. */
      readonly origin: 'write' | 'read';
    }
  | UnsignedResult;

/** A write that is not signed, or not known to be. */
export interface UnsignedResult {
  readonly outcome: 'NOT_SIGNED' | 'UNKNOWN';
  readonly error: UpstreamError;
  /** The transaction as last read. */
  readonly transaction?: Schemas['TxResponse'];
  /** The revision that was sent, if any. */
  readonly revision?: number;
  /** Whether the transaction was read after the write; without a `transaction`, there is none. */
  readonly wasRead?: boolean;
}

/** The result of a read: the transaction, undefined if there is none, or the error of the read. */
export type Reading = Schemas['TxResponse'] | UpstreamError | undefined;

/**
 * Failures of the caller's or the gateway's credential, which say nothing about the transaction. They fail the whole
 * operation.
 */
export const CREDENTIAL_FAILURES: ReadonlySet<string> = new Set([
  'UNAUTHENTICATED',
  'GATEWAY_CREDENTIALS_REFUSED',
  'BACKEND_SESSION',
]);

/** Errors of a read that mean that the transaction or revision does not exist. */
const ABSENT: ReadonlySet<string> = new Set(['TRANSACTION_NOT_FOUND', 'REVISION_NOT_FOUND', 'TSS_NOT_FOUND']);

/** Errors without an HTTP status that occur before anything is sent. */
const NEVER_SENT: ReadonlySet<string> = new Set([
  'UPSTREAM_UNREACHABLE',
  'RATE_LIMITED',
  'LIVE_WRITES_FORBIDDEN',
  'FORBIDDEN',
]);

/** The result for a signed revision. */
export function signed(transaction: Schemas['TxResponse'], origin: 'write' | 'read'): SigningResult {
  return { outcome: 'SIGNED', transaction, origin };
}

/** The result for a write that fails before it is sent. */
export function refused(error: UpstreamError, transaction?: Schemas['TxResponse']): UnsignedResult {
  return { outcome: 'NOT_SIGNED', error, ...(transaction && { transaction, wasRead: true }) };
}

/** The result of a read. @throws errors that are not an UpstreamError */
export async function reading(load: Promise<Schemas['TxResponse']>): Promise<Reading> {
  try {
    return await load;
  } catch (error) {
    if (!(error instanceof UpstreamError)) throw error;
    return saysAbsent(error) ? undefined : error;
  }
}

/** Whether the upstream itself says that it does not exist. */
function saysAbsent({ code, upstream }: UpstreamError): boolean {
  return upstream.status !== undefined && ABSENT.has(code);
}

/**
 * The result of a write that was not sent because its transaction could not be read. An earlier request may have signed
 * an end, so without an answer of the upstream it is `UNKNOWN`. An update without a revision is a new one each time.
 * Both are `UNKNOWN` if they may have been sent before.
 * @throws the error itself if a till cannot act on it
 */
export function failedRead(error: unknown, state: Schemas['TxState'], isFirst: boolean): UnsignedResult {
  if (!(error instanceof UpstreamError) || CREDENTIAL_FAILURES.has(error.code)) throw error;
  if (saysAbsent(error)) return { outcome: 'NOT_SIGNED', error, wasRead: true };
  // Other errors may come from a proxy, and say nothing about earlier signatures.
  const { status, code } = error.upstream;
  const isSettled = status === undefined ? NEVER_SENT.has(error.code) : code === 'E_ACCESS_DENIED';
  if (isFirst && (state === 'ACTIVE' || isSettled)) return { outcome: 'NOT_SIGNED', error };
  return { outcome: 'UNKNOWN', error: unread(undefined, error) };
}

/**
 * The error of an `UNKNOWN` outcome: the error of the write, why it may be signed nonetheless, and why the transaction
 * could not be read.
 * @param write the error of this request; undefined if nothing was sent, because the read failed
 */
export function unread(write: UpstreamError | undefined, read: UpstreamError): UpstreamError {
  const could = `where the transaction stands could not be read: ${read.message}`;
  if (write?.ambiguous) {
    const { code, message } = write;
    return write.retold({
      code: LOST.has(code) ? code : 'UPSTREAM_UNAVAILABLE',
      message: `${message} It may have been worked on, and ${could}`,
      retryable: true,
    });
  }
  const before = 'This may have been sent before and signed then';
  return read.retold({
    code: 'UPSTREAM_UNAVAILABLE',
    message: `${before}, and ${could}${write ? ` This time: ${write.message}` : ''}`,
    retryable: true,
  });
}

/** Codes that by themselves say that an answer is missing. */
const LOST: ReadonlySet<string> = new Set([
  'UPSTREAM_TIMEOUT',
  'UPSTREAM_ANSWER_LOST',
  'UPSTREAM_ANSWER_INVALID',
  'UPSTREAM_ERROR',
  'DEADLINE_EXCEEDED',
]);
