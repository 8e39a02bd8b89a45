import type { Schemas } from '../../../received.js';
import { UpstreamError } from '../../../upstream/call/upstream-error.js';

/**
 * Whether a write is signed. `UNKNOWN` means that it may be: an answer was lost, or it may have been sent before, and
 * reading back did not settle it. Only sending the same again can tell.
 */
export type SigningResult =
  | {
      readonly outcome: 'SIGNED';
      readonly transaction: Schemas['TxResponse'];
      /** Whether the upstream answered the write itself, or the signed revision was read afterwards. */
      readonly origin: 'write' | 'read';
    }
  | UnsignedResult;

/** A write that is not signed, or not known to be. */
export interface UnsignedResult {
  readonly outcome: 'NOT_SIGNED' | 'UNKNOWN';
  readonly error: UpstreamError;
  /** The transaction as it stands at the upstream, where that was read. */
  readonly transaction?: Schemas['TxResponse'];
  /** The revision that was sent, where one was. */
  readonly revision?: number;
  /**
   * Whether the upstream said after the write where the transaction stands; without a `transaction`, that there is
   * none.
   */
  readonly wasRead?: boolean;
}

/** What the upstream says when asked: the transaction, that there is none (undefined), or why it does not say. */
export type Reading = Schemas['TxResponse'] | UpstreamError | undefined;

/**
 * Failures of the credential, of the caller or the gateway's own, which say nothing on the transaction: they end the
 * whole operation.
 */
export const CREDENTIAL_FAILURES: ReadonlySet<string> = new Set([
  'UNAUTHENTICATED',
  'GATEWAY_CREDENTIALS_REFUSED',
  'BACKEND_SESSION',
]);

/** Answers to a read that say that nothing is there. */
const ABSENT: ReadonlySet<string> = new Set(['TRANSACTION_NOT_FOUND', 'REVISION_NOT_FOUND', 'TSS_NOT_FOUND']);

/** Failures that come before anything is sent, when they have no status. */
const NEVER_SENT: ReadonlySet<string> = new Set([
  'UPSTREAM_UNREACHABLE',
  'RATE_LIMITED',
  'LIVE_WRITES_FORBIDDEN',
  'FORBIDDEN',
]);

/** A signed revision. */
export function signed(transaction: Schemas['TxResponse'], origin: 'write' | 'read'): SigningResult {
  return { outcome: 'SIGNED', transaction, origin };
}

/** A write that was refused before it was sent. */
export function refused(error: UpstreamError, transaction?: Schemas['TxResponse']): UnsignedResult {
  return { outcome: 'NOT_SIGNED', error, ...(transaction && { transaction, wasRead: true }) };
}

/** What a read says. @throws what is no failure of the upstream */
export async function reading(load: Promise<Schemas['TxResponse']>): Promise<Reading> {
  try {
    return await load;
  } catch (error) {
    if (!(error instanceof UpstreamError)) throw error;
    return saysAbsent(error) ? undefined : error;
  }
}

/** Whether the upstream itself says that nothing is there. */
function saysAbsent({ code, upstream }: UpstreamError): boolean {
  return upstream.status !== undefined && ABSENT.has(code);
}

/**
 * A write that was not sent, because where its transaction stands could not be read. An end may have been signed by an
 * earlier request, so without an answer of the upstream it is `UNKNOWN`; an update without a revision is a new one each
 * time. Either is when it may have been sent before.
 * @throws the error itself when no till can act on it
 */
export function failedRead(error: unknown, state: Schemas['TxState'], isFirst: boolean): UnsignedResult {
  if (!(error instanceof UpstreamError) || CREDENTIAL_FAILURES.has(error.code)) throw error;
  if (saysAbsent(error)) return { outcome: 'NOT_SIGNED', error, wasRead: true };
  // Any other refusal may come from something in between, and says nothing on what was signed before.
  const { status, code } = error.upstream;
  const isSettled = status === undefined ? NEVER_SENT.has(error.code) : code === 'E_ACCESS_DENIED';
  if (isFirst && (state === 'ACTIVE' || isSettled)) return { outcome: 'NOT_SIGNED', error };
  return { outcome: 'UNKNOWN', error: unread(undefined, error) };
}

/**
 * Why it is not known whether something is signed: what became of the write, why it may have been signed all the same,
 * and why the transaction could not be read.
 * @param write what became of this sending; undefined when nothing was sent, for want of the reading
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

/** Codes that say by themselves that an answer is missing. */
const LOST: ReadonlySet<string> = new Set([
  'UPSTREAM_TIMEOUT',
  'UPSTREAM_ANSWER_LOST',
  'UPSTREAM_ANSWER_INVALID',
  'UPSTREAM_ERROR',
  'DEADLINE_EXCEEDED',
]);
