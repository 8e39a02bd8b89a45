import type { Schemas } from '../received.js';
import { UpstreamError } from './upstream-error.js';

/**
 * Whether a write is signed. `UNKNOWN` means that an answer was lost and reading back did not settle it: the upstream may
 * still be at work on it, so only sending the same again can tell.
 */
export type SigningResult =
  | {
      readonly outcome: 'SIGNED';
      readonly transaction: Schemas['TxResponse'];
      /** Whether the upstream answered the write itself, or the signed revision was read afterwards. */
      readonly origin: 'write' | 'read';
    }
  | {
      readonly outcome: 'NOT_SIGNED' | 'UNKNOWN';
      readonly error: UpstreamError;
      /** The transaction as it stands at the upstream, where that was read. */
      readonly transaction?: Schemas['TxResponse'];
      /** The revision that was sent, where one was. */
      readonly revision?: number;
    };

/** Failures of the credential, of the caller or the gateway's own, which say nothing on the transaction: they end the whole operation. */
export const CREDENTIAL_FAILURES: ReadonlySet<string> = new Set([
  'UNAUTHENTICATED',
  'CREDENTIALS_REFUSED',
  'BACKEND_SESSION',
]);

/** Answers to a read that say that nothing is there. */
export const ABSENT: ReadonlySet<string> = new Set(['TRANSACTION_NOT_FOUND', 'REVISION_NOT_FOUND', 'TSS_NOT_FOUND']);

/** Failures that come before anything is sent, when they have no status. */
const NEVER_SENT: ReadonlySet<string> = new Set([
  'UPSTREAM_UNREACHABLE',
  'RATE_LIMITED',
  'LIVE_WRITES_FORBIDDEN',
  'TSS_NOT_FOUND',
]);

/** A signed revision. */
export function signed(transaction: Schemas['TxResponse'], origin: 'write' | 'read'): SigningResult {
  return { outcome: 'SIGNED', transaction, origin };
}

/** A write that was refused before it was sent. */
export function refused(error: UpstreamError, transaction?: Schemas['TxResponse']): SigningResult {
  return { outcome: 'NOT_SIGNED', error, ...(transaction && { transaction }) };
}

/**
 * A write after which there is nothing to be read back: it was not signed, or may have been; `ambiguous` tells.
 * @throws the error itself when no till can act on it
 */
export function failedWrite(error: unknown): SigningResult {
  if (!(error instanceof UpstreamError) || (!error.ambiguous && CREDENTIAL_FAILURES.has(error.code))) throw error;
  return { outcome: error.ambiguous ? 'UNKNOWN' : 'NOT_SIGNED', error };
}

/**
 * A write that was not sent, because where its transaction stands could not be read. An end may have been signed by an earlier request, so without an
 * answer of the upstream it is `UNKNOWN`; an update without a revision is a new one each time.
 * @throws the error itself when no till can act on it
 */
export function failedRead(error: unknown, state: Schemas['TxState']): SigningResult {
  if (!(error instanceof UpstreamError) || CREDENTIAL_FAILURES.has(error.code)) throw error;
  const { status } = error.upstream;
  // Any other refusal may come from something in between, and says nothing on what was signed before.
  const isSettled =
    status === undefined
      ? NEVER_SENT.has(error.code)
      : ABSENT.has(error.code) || error.upstream.code === 'E_ACCESS_DENIED';
  return { outcome: state === 'ACTIVE' || isSettled ? 'NOT_SIGNED' : 'UNKNOWN', error };
}
