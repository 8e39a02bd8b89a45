import type { Schemas } from '../../../received/sign-de.js';
import type { UnsignedResult } from './signing-result.js';
import { forbids } from './transaction-moves.js';
import type { UpstreamError } from '../../../upstream/call/upstream-error.js';

/** Error codes that do not say the reason. The state of the transaction shows the reason. */
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
 * Explains an upstream error. The transaction, which was read after the error, shows the reason: somebody else has
 * written to it, it has ended, it does not exist, or no reason is visible. The upstream's own code is kept in the
 * error.
 */
export function explained(result: UnsignedResult, revision: number, body: Schemas['TxRequest']): UnsignedResult {
  const { error, wasRead, outcome, transaction } = result;
  if (!wasRead || !VAGUE.has(error.upstream.code)) return result;
  if (outcome === 'UNKNOWN') return { ...result, error: stillUnderWay(error, revision) };
  const explained = transaction ? tellOf(transaction, revision, body, error) : tellOfNothing(revision, error);
  return { ...result, error: explained };
}

function tellOfNothing(revision: number, error: UpstreamError): UpstreamError {
  if (revision > 1) {
    const message = 'This TSS has no such transaction. Start it first.';
    return error.withCode({ code: 'TRANSACTION_NOT_FOUND', message });
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
    if (end) return error.withCode({ code: end.code, message: end.message });
  }
  const stands = `the transaction is ${state}, and its newest revision is ${latest}`;
  const message =
    latest >= revision
      ? `Revision ${revision} already exists with other content or from another client: ${stands}.`
      : `Revision ${revision} is not the next revision: ${stands}.`;
  return error.withCode({ code: 'REVISION_CONFLICT', message });
}

function refusedForNoReason(error: UpstreamError, what: string): UpstreamError {
  return error.withCode({
    code: 'REFUSED_BY_UPSTREAM',
    message: `The upstream rejected ${what} twice, although it is the next revision and nobody else has written to the transaction.`,
  });
}

function stillUnderWay(error: UpstreamError, revision: number): UpstreamError {
  return error.withCode({
    code: 'UPSTREAM_ANSWER_LOST',
    message: `The answer to revision ${revision} was lost, and the transaction does not contain this revision. The upstream may still be working on it.`,
    retryable: true,
  });
}

function isNext({ state, latest_revision: latest }: Schemas['TxResponse'], revision: number): boolean {
  return state === 'ACTIVE' && latest + 1 === revision;
}
