import type { Schemas } from '../../../received.js';
import type { UnsignedResult } from './signing-result.js';
import { forbids } from './transaction-moves.js';
import type { UpstreamError } from '../../../upstream/call/upstream-error.js';

/** Error codes without a reason; the state of the transaction shows it. */
const VAGUE: ReadonlySet<string | undefined> = new Set(['E_TX_UPSERT', 'E_TX_NO_TYPE_DEFINED']);

/**
 * Whether the upstream rejected the next revision although nobody else has written it. A retry of such a request may
 * succeed.
 */
export function isGroundless({ error, wasRead, transaction }: UnsignedResult, revision: number): boolean {
  if (error.upstream.code !== 'E_TX_UPSERT' || !wasRead) return false;
  return transaction ? isNext(transaction, revision) : revision === 1;
}

/**
 * Explains an upstream error by the transaction as read afterwards: another client has written, it has ended, it does
 * not exist, or no reason is visible. The upstream's own error stays attached.
 */
export function explained(result: UnsignedResult, revision: number, body: Schemas['TxRequest']): UnsignedResult {
  const { error, wasRead, outcome, transaction } = result;
  if (!wasRead || !VAGUE.has(error.upstream.code)) return result;
  if (outcome === 'UNKNOWN') return { ...result, error: stillUnderWay(error, revision) };
  const told = transaction ? tellOf(transaction, revision, body, error) : tellOfNothing(revision, error);
  return { ...result, error: told };
}

function tellOfNothing(revision: number, error: UpstreamError): UpstreamError {
  if (revision > 1) {
    const message = 'There is no such transaction on this TSS, so nothing can be written to it; start it first.';
    return error.retold({ code: 'TRANSACTION_NOT_FOUND', message });
  }
  return error.upstream.code === 'E_TX_UPSERT' ? refusedForNoReason(error, 'the start of a transaction') : error;
}

function tellOf(
  current: Schemas['TxResponse'],
  revision: number,
  body: Schemas['TxRequest'],
  error: UpstreamError,
): UpstreamError {
  const { latest_revision: latest, state } = current;
  if (isNext(current, revision)) {
    return error.upstream.code === 'E_TX_UPSERT' ? refusedForNoReason(error, `revision ${revision}`) : error;
  }
  const hasEndedThere = latest === revision && state === body.state;
  if (state !== 'ACTIVE' && (latest < revision || hasEndedThere)) {
    const end = forbids(current, body);
    if (end) return error.retold({ code: end.code, message: end.message });
  }
  const stands = `the transaction is ${state} at revision ${latest}`;
  const message =
    latest >= revision
      ? `Revision ${revision} was written with other content or by another client; ${stands}.`
      : `Revision ${revision} is not the next one; ${stands}.`;
  return error.retold({ code: 'REVISION_CONFLICT', message });
}

function refusedForNoReason(error: UpstreamError, what: string): UpstreamError {
  return error.retold({
    code: 'REFUSED_BY_UPSTREAM',
    message: `The upstream refused ${what} twice, although it is what comes next and nobody else has written.`,
  });
}

function stillUnderWay(error: UpstreamError, revision: number): UpstreamError {
  return error.retold({
    code: 'UPSTREAM_ANSWER_LOST',
    message: `The answer to revision ${revision} was lost, and the transaction does not show it; the upstream may still be at work on it.`,
    retryable: true,
  });
}

function isNext({ state, latest_revision: latest }: Schemas['TxResponse'], revision: number): boolean {
  return state === 'ACTIVE' && latest + 1 === revision;
}
