import type { Schemas } from '../../../received/sign-de.js';
import { explained, isGroundless } from './refused-revision.js';
import { type Sending, stepOf } from './sendings.js';
import { CREDENTIAL_FAILURES, type Reading, reading, signed, type SigningResult, unread } from './signing-result.js';
import { isSame, isSigned } from './transaction-moves.js';
import type { TransactionDatasource } from '../transaction/transaction.js';
import { UpstreamError } from '../../../upstream/call/upstream-error.js';

/**
 * Writes single revisions exactly once: every try has the same id, revision and body. After a lost answer, and after
 * errors that may hide an earlier success, it reads the transaction back (`integration-guide.md §4`,
 * docs/decisions/0006).
 */
export class RevisionWriter {
  readonly #transactions: TransactionDatasource;

  constructor(transactions: TransactionDatasource) {
    this.#transactions = transactions;
  }

  /**
   * Writes one revision and reports the outcome.
   * @param sending the request to which the revision belongs
   * @throws UpstreamError for credential failures only
   */
  async write(
    tssId: string,
    transactionId: string,
    revision: number,
    body: Schemas['TxRequest'],
    sending: Sending,
  ): Promise<SigningResult> {
    let result = await this.#attempt(tssId, transactionId, revision, body, sending);
    if (result.outcome !== 'SIGNED' && isGroundless(result, revision)) {
      result = await this.#attempt(tssId, transactionId, revision, body, sending);
    }
    return result.outcome === 'SIGNED' ? result : explained({ ...result, revision }, revision, body);
  }

  /**
   * Reads the transaction before a write that continues it.
   * @throws UpstreamError if the transaction cannot be read, or if the caller may not write to it
   */
  async loadForWrite(tssId: string, transactionId: string): Promise<Schemas['TxResponse']> {
    await this.#transactions.admitWrite(tssId);
    return this.#load(tssId, transactionId);
  }

  /** Reads the transaction. Returns the error if it cannot be read. */
  read(tssId: string, transactionId: string): Promise<Reading> {
    return reading(this.#load(tssId, transactionId));
  }

  /**
   * Reads the transaction to find out whether a revision is signed.
   * @param error the error of the write
   */
  async readBack(
    tssId: string,
    transactionId: string,
    revision: number,
    body: Schemas['TxRequest'],
    error: UpstreamError,
  ): Promise<SigningResult> {
    const current = await this.read(tssId, transactionId);
    if (current instanceof UpstreamError) return { outcome: 'UNKNOWN', error: unread(error, current) };
    // An earlier try may have signed this revision, and other requests may have written later revisions.
    const isPast = current && current.latest_revision > revision;
    const own = isPast ? await reading(this.#loadRevision(tssId, transactionId, revision)) : current;
    if (own instanceof UpstreamError) {
      return { outcome: 'UNKNOWN', error: unread(error, own), ...(current && { transaction: current }) };
    }
    if (own?.revision === revision && isSame(own, body)) return signed(own, 'read');
    return {
      outcome: mayComeYet(error, revision, current, own) ? 'UNKNOWN' : 'NOT_SIGNED',
      error,
      wasRead: true,
      ...(current && { transaction: current }),
    };
  }

  async #attempt(
    tssId: string,
    transactionId: string,
    revision: number,
    body: Schemas['TxRequest'],
    sending: Sending,
  ): Promise<SigningResult> {
    const step = stepOf(body.state, revision);
    await sending.mark(step);
    try {
      const answer = await this.#transactions.upsert(tssId, transactionId, revision, body);
      if (!isAnswerTo(answer, tssId, transactionId, revision, body)) throw wrongAnswer(true);
      await sending.mark(step);
      return signed(answer, 'write');
    } catch (error) {
      if (!(error instanceof UpstreamError)) throw error;
      await (isNeverSent(error) ? sending.withdraw(step) : sending.mark(step));
      if (!error.ambiguous && CREDENTIAL_FAILURES.has(error.code)) throw error;
      // A first request that was not sent cannot have signed anything.
      if (isNothingToFind(error) && (await sending.isFirst())) return { outcome: 'NOT_SIGNED', error };
      return await this.readBack(tssId, transactionId, revision, body, error);
    }
  }

  async #load(tssId: string, transactionId: string): Promise<Schemas['TxResponse']> {
    return checked(await this.#transactions.reload(tssId, transactionId), tssId, transactionId);
  }

  async #loadRevision(tssId: string, transactionId: string, revision: number): Promise<Schemas['TxResponse']> {
    return checked(await this.#transactions.loadRevision(tssId, transactionId, revision), tssId, transactionId);
  }
}

/** Whether no try of the request reached the upstream. */
function isNeverSent({ ambiguous, upstream }: UpstreamError): boolean {
  return !ambiguous && upstream.status === undefined;
}

/** Codes of errors that mean that the transaction does not exist for the caller. */
const NOTHING_THERE: ReadonlySet<string> = new Set(['TSS_NOT_FOUND', 'ACCESS_DENIED']);

/**
 * Whether this error alone proves that this request signed nothing. Otherwise the transaction must be read: the answer
 * of this try was lost, or an earlier try with the same content succeeded and the upstream now fails for a newer reason
 * (the transaction has ended, its client was deregistered, …).
 */
function isNothingToFind(error: UpstreamError): boolean {
  return isNeverSent(error) || (!error.ambiguous && NOTHING_THERE.has(error.code));
}

/** Error codes for another running request on the transaction. It may be an earlier copy of this request. */
const AT_WORK: ReadonlySet<string | undefined> = new Set(['E_PENDING_TX_CONFLICT', 'E_MIDDLEWARE_PENDING_REQUEST']);

/**
 * Whether a running try may still sign a revision that was not found. It cannot do so if the transaction ended at an
 * earlier revision, or if the upstream says that the revision has other content.
 */
function mayComeYet(
  error: UpstreamError,
  revision: number,
  current: Schemas['TxResponse'] | undefined,
  own: Schemas['TxResponse'] | undefined,
): boolean {
  if (!error.ambiguous && !AT_WORK.has(error.upstream.code)) return false;
  if (current && current.state !== 'ACTIVE' && current.latest_revision < revision) return false;
  const isTaken = own?.revision === revision;
  // After a lost answer, our own comparison of contents proves nothing: the upstream may store content in another form.
  return !(isTaken && (!error.ambiguous || error.upstream.code === 'E_TX_UPSERT'));
}

/**
 * Whether an answer to a write matches the request and has a signature. Content is not compared, because the upstream
 * may return it in another form.
 */
function isAnswerTo(
  answer: Schemas['TxResponse'],
  tssId: string,
  transactionId: string,
  revision: number,
  body: Schemas['TxRequest'],
): boolean {
  return (
    isAbout(answer, tssId, transactionId) &&
    answer.revision === revision &&
    answer.state === body.state &&
    answer.client_id === body.client_id.toLowerCase() &&
    isSigned(answer)
  );
}

function isAbout(answer: Schemas['TxResponse'], tssId: string, transactionId: string): boolean {
  return answer._id === transactionId.toLowerCase() && answer.tss_id === tssId.toLowerCase();
}

/** Returns the answer to a read, if it is the requested transaction. @throws UpstreamError otherwise */
function checked(answer: Schemas['TxResponse'], tssId: string, transactionId: string): Schemas['TxResponse'] {
  if (!isAbout(answer, tssId, transactionId)) throw wrongAnswer(false);
  return answer;
}

function wrongAnswer(ambiguous: boolean): UpstreamError {
  return new UpstreamError({
    code: 'UPSTREAM_ANSWER_INVALID',
    message: 'The upstream returned another transaction or revision than the requested one.',
    retryable: true,
    ambiguous,
  });
}
