import type { Schemas } from '../../../received.js';
import { explained, isGroundless } from './refused-revision.js';
import { type Sending, stepOf } from './sendings.js';
import { CREDENTIAL_FAILURES, type Reading, reading, signed, type SigningResult, unread } from './signing-result.js';
import { isSame, isSigned } from './transaction-moves.js';
import type { TransactionDatasource } from '../transaction/transaction.js';
import { UpstreamError } from '../../../upstream/call/upstream-error.js';

/**
 * Writes single revisions, each exactly once: the same id, revision and body with every try, and when the answer is
 * lost or a refusal, the transaction is read back (`integration-guide.md §4`, docs/decisions/0006).
 */
export class RevisionWriter {
  readonly #transactions: TransactionDatasource;

  constructor(transactions: TransactionDatasource) {
    this.#transactions = transactions;
  }

  /**
   * Writes one revision and says what became of it.
   * @param sending the request that it is part of
   * @throws UpstreamError for failures of the credential only
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
   * The transaction as it stands now, for a write that continues it.
   * @throws UpstreamError when it cannot be read, or may not be written to
   */
  async loadForWrite(tssId: string, transactionId: string): Promise<Schemas['TxResponse']> {
    await this.#transactions.admitWrite(tssId);
    return this.#load(tssId, transactionId);
  }

  /** The transaction as it stands now, or why this cannot be read. */
  read(tssId: string, transactionId: string): Promise<Reading> {
    return reading(this.#load(tssId, transactionId));
  }

  /**
   * What became of a revision, as the transaction tells.
   * @param error what became of the write itself
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
    // The very revision may have been signed by an earlier try, and others may have written since.
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
      // Of what is sent for the first time there is nothing to be found when it never got there.
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

/** Whether a write certainly never left: no try of it got anywhere. */
function isNeverSent({ ambiguous, upstream }: UpstreamError): boolean {
  return !ambiguous && upstream.status === undefined;
}

/** Refusals after which there is no transaction of the caller to be read. */
const NOTHING_THERE: ReadonlySet<string> = new Set(['TSS_NOT_FOUND', 'ACCESS_DENIED']);

/**
 * Whether what was asked for cannot be signed by this request. Elsewhere the transaction has to be read: this try's
 * answer was lost, or an earlier one with the same content got through and the upstream refuses for a newer reason (it
 * has ended, its client was deregistered since …).
 */
function isNothingToFind(error: UpstreamError): boolean {
  return isNeverSent(error) || (!error.ambiguous && NOTHING_THERE.has(error.code));
}

/**
 * Refusals of the upstream that say that it is still at work on another request for the transaction, which may be an
 * earlier copy of this one.
 */
const AT_WORK: ReadonlySet<string | undefined> = new Set(['E_PENDING_TX_CONFLICT', 'E_MIDDLEWARE_PENDING_REQUEST']);

/**
 * Whether a revision that was not found may still be signed by a try that the upstream is at work on. It can not when
 * the transaction has ended before it, nor when the upstream itself says that the revision was written with something
 * else.
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
  // Our own comparison alone is no proof after a lost answer: the upstream may write content in another way than it was
  // sent.
  return !(isTaken && (!error.ambiguous || error.upstream.code === 'E_TX_UPSERT'));
}

/**
 * Whether an answer to a write is about what was asked for and holds a signature. Its echo of the content may be
 * written in another way.
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

/** The answer to a read, if it is about what was asked for. */
function checked(answer: Schemas['TxResponse'], tssId: string, transactionId: string): Schemas['TxResponse'] {
  if (!isAbout(answer, tssId, transactionId)) throw wrongAnswer(false);
  return answer;
}

function wrongAnswer(ambiguous: boolean): UpstreamError {
  return new UpstreamError({
    code: 'UPSTREAM_ANSWER_INVALID',
    message: 'The upstream answered with something else than what was asked for.',
    retryable: true,
    ambiguous,
  });
}
