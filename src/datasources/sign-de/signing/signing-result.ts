import type { Schemas } from '../../../received/sign-de.js';
import { UpstreamError } from '../../../upstream/call/upstream-error.js';

/**
 * The outcome of a write. `UNKNOWN` means that the write may be signed: its answer was lost, or it may have been sent
 * before, and a read did not show whether it is signed. The caller resolves this by sending the same request again.
 */
export type SigningResult =
  | {
      readonly outcome: 'SIGNED';
      readonly transaction: Schemas['TxResponse'];
      /** Whether the signed revision comes from the answer to the write, or from a later read. */
      readonly origin: 'write' | 'read';
    }
  | UnsignedResult;

/** The result of a write that is not signed, or that may be signed. */
export interface UnsignedResult {
  readonly outcome: 'NOT_SIGNED' | 'UNKNOWN';
  readonly error: UpstreamError;
  /** The transaction as last read. */
  readonly transaction?: Schemas['TxResponse'];
  /** The revision that was sent, if any. */
  readonly revision?: number;
  /**
   * Whether the transaction was read after the write. If so, and `transaction` is missing, the transaction does not
   * exist.
   */
  readonly wasRead?: boolean;
}

/** The result of a read: the transaction, undefined if it does not exist, or the error of the read. */
export type Reading = Schemas['TxResponse'] | UpstreamError | undefined;

/** Codes of failures of the credential. They say nothing about the transaction, and they fail the whole operation. */
export const CREDENTIAL_FAILURES: ReadonlySet<string> = new Set([
  'UNAUTHENTICATED',
  'GATEWAY_CREDENTIALS_REFUSED',
  'BACKEND_SESSION',
]);

/** Codes of read errors that mean that the transaction or revision does not exist. */
const ABSENT: ReadonlySet<string> = new Set(['TRANSACTION_NOT_FOUND', 'REVISION_NOT_FOUND', 'TSS_NOT_FOUND']);

/** Codes of errors that have no HTTP status and occur before anything is sent. */
const NEVER_SENT: ReadonlySet<string> = new Set([
  'UPSTREAM_UNREACHABLE',
  'RATE_LIMITED',
  'LIVE_WRITES_FORBIDDEN',
  'FORBIDDEN',
]);

/** Creates the result for a signed revision. */
export function signed(transaction: Schemas['TxResponse'], origin: 'write' | 'read'): SigningResult {
  return { outcome: 'SIGNED', transaction, origin };
}

/** Creates the result for a write that fails before it is sent. */
export function refused(error: UpstreamError, transaction?: Schemas['TxResponse']): UnsignedResult {
  return { outcome: 'NOT_SIGNED', error, ...(transaction && { transaction, wasRead: true }) };
}

/** Turns a read into its result. @throws errors that are not an UpstreamError */
export async function reading(load: Promise<Schemas['TxResponse']>): Promise<Reading> {
  try {
    return await load;
  } catch (error) {
    if (!(error instanceof UpstreamError)) throw error;
    return saysAbsent(error) ? undefined : error;
  }
}

/** Whether the upstream itself says that the transaction or revision does not exist. */
function saysAbsent({ code, upstream }: UpstreamError): boolean {
  return upstream.status !== undefined && ABSENT.has(code);
}

/**
 * Creates the result of a write that was not sent because its transaction could not be read. If the upstream says that
 * the transaction does not exist, the outcome is `NOT_SIGNED`. Otherwise it is `UNKNOWN` for a repeat, and `NOT_SIGNED`
 * for a first update. A first finish or cancellation is `NOT_SIGNED` if the read was never sent or access was denied,
 * otherwise `UNKNOWN`, because an earlier request may have ended the transaction.
 * @throws the error itself if a till cannot act on it
 */
export function failedRead(error: unknown, state: Schemas['TxState'], isFirst: boolean): UnsignedResult {
  if (!(error instanceof UpstreamError) || CREDENTIAL_FAILURES.has(error.code)) throw error;
  if (saysAbsent(error)) return { outcome: 'NOT_SIGNED', error, wasRead: true };
  // Other errors may come from a proxy. They say nothing about earlier signatures.
  const { status, code } = error.upstream;
  const isSettled = status === undefined ? NEVER_SENT.has(error.code) : code === 'E_ACCESS_DENIED';
  if (isFirst && (state === 'ACTIVE' || isSettled)) return { outcome: 'NOT_SIGNED', error };
  return { outcome: 'UNKNOWN', error: unread(undefined, error) };
}

/**
 * Creates the error of an `UNKNOWN` outcome. It has the error of the write, the reason why the write may be signed
 * nonetheless, and the reason why the transaction could not be read.
 * @param write the error of this request; undefined if nothing was sent, because the read failed
 */
export function unread(write: UpstreamError | undefined, read: UpstreamError): UpstreamError {
  const could = `the transaction could not be read: ${read.message}`;
  if (write?.ambiguous) {
    const { code, message } = write;
    return write.withCode({
      code: LOST.has(code) ? code : 'UPSTREAM_UNAVAILABLE',
      message: `${message} The upstream may have signed it, and ${could}`,
      retryable: true,
    });
  }
  const before = 'This request may have been sent before and signed then';
  return read.withCode({
    code: 'UPSTREAM_UNAVAILABLE',
    message: `${before}, and ${could}${write ? ` This time: ${write.message}` : ''}`,
    retryable: true,
  });
}

/** Codes that already say that an answer is missing. */
const LOST: ReadonlySet<string> = new Set([
  'UPSTREAM_TIMEOUT',
  'UPSTREAM_ANSWER_LOST',
  'UPSTREAM_ANSWER_INVALID',
  'UPSTREAM_ERROR',
  'DEADLINE_EXCEEDED',
]);
