import type { Schemas } from '../received.js';
import { RevisionWriter } from './revision-writer.js';
import { failedRead, refused, signed, type SigningResult } from './signing-result.js';
import { forbids, hasEndedAs, withEnding } from './transaction-moves.js';
import type { TransactionDatasource } from './transaction.js';
import { UpstreamError } from './upstream-error.js';

/** How often a transaction is continued that somebody else has moved in the meantime. */
const MAXIMUM_CONTINUATIONS = 3;

/**
 * Writes to transactions, exactly once from outside: a write is only ever repeated with the same id, revision and body, and when
 * its answer is lost the transaction is read back (`integration-guide.md §4`). Failures that no till can act on (a token that is
 * not accepted, a session of the Backend) are thrown; all others come back as data, because a till must know the outcome.
 */
export class Signing {
  readonly #writer: RevisionWriter;

  constructor(transactions: TransactionDatasource) {
    this.#writer = new RevisionWriter(transactions);
  }

  /**
   * Writes one revision. Moves that the transaction does not allow are refused before they are sent, where it is known how it stands.
   * @param revision number to write; left out, the transaction is read and continued. A repeat of an end that has already
   *   been signed with the same content is `SIGNED` as well.
   * @param body as the upstream takes it; a cancellation without `schema` gets one that the upstream accepts
   */
  async write(
    tssId: string,
    transactionId: string,
    revision: number | undefined,
    body: Schemas['TxRequest'],
  ): Promise<SigningResult> {
    const refusal = revision === 1 ? undefined : forbids(undefined, body);
    if (refusal) return refused(refusal);
    const needsCurrent = revision === undefined || (body.state === 'CANCELLED' && body.schema === undefined);
    if (!needsCurrent) return this.#writer.write(tssId, transactionId, revision, body);
    let current: Schemas['TxResponse'];
    try {
      current = await this.#writer.loadForWrite(tssId, transactionId);
    } catch (error) {
      return failedRead(error, body.state);
    }
    if (revision === undefined) return this.#continue(tssId, transactionId, current, body);
    return this.#writeKnown(tssId, transactionId, revision, current, body);
  }

  /**
   * Signs a whole case: starts the transaction and finishes it with `body`, continuing whatever an earlier try with the same id
   * left behind. `NOT_SIGNED` may leave a started transaction open; sending the same again finishes it.
   * @param startSchema process data of the start, for kinds that need some
   */
  async startAndFinish(
    tssId: string,
    transactionId: string,
    body: Schemas['TxRequest'],
    startSchema?: Schemas['TxSchemaRequest'],
  ): Promise<SigningResult> {
    const start = await this.#writer.write(tssId, transactionId, 1, {
      state: 'ACTIVE',
      client_id: body.client_id,
      ...(startSchema && { schema: startSchema }),
    });
    if (!start.transaction) return start;
    let current = start.transaction;
    if (current.revision < current.latest_revision) {
      const newest = await this.#writer.read(tssId, transactionId);
      if (newest === undefined || newest === 'unreadable') return { outcome: 'UNKNOWN', error: unreadable() };
      current = newest;
    }
    return this.#continue(tssId, transactionId, current, body);
  }

  /** Cancels a transaction that was just read as open, for its own client. Somebody who writes to it meanwhile wins. */
  cancel(open: Schemas['TxResponse']): Promise<SigningResult> {
    const { client_id: clientId } = open;
    if (typeof clientId !== 'string') return Promise.resolve(refused(untoldClient(), open));
    const body = { state: 'CANCELLED', client_id: clientId } as const;
    return this.#writeKnown(open.tss_id, open._id, open.latest_revision + 1, open, body);
  }

  /** Writes the next revision; when somebody else has written it in the meantime, the one after that. */
  async #continue(
    tssId: string,
    transactionId: string,
    from: Schemas['TxResponse'],
    body: Schemas['TxRequest'],
  ): Promise<SigningResult> {
    let current = from;
    for (let attempt = 1; ; attempt += 1) {
      const complete = withEnding(current, body);
      if (hasEndedAs(current, complete)) return signed(current, 'read');
      const result = await this.#writeKnown(tssId, transactionId, current.latest_revision + 1, current, body);
      if (result.outcome === 'SIGNED' || !result.transaction) return result;
      // An earlier try or a twin of this one may have ended it as asked for.
      if (hasEndedAs(result.transaction, complete)) return signed(result.transaction, 'read');
      const hasMoved = result.outcome === 'NOT_SIGNED' && result.error.code === 'REVISION_CONFLICT';
      if (!hasMoved || attempt === MAXIMUM_CONTINUATIONS) return result;
      current = result.transaction;
    }
  }

  /** Writes one revision of a transaction of which it is known how it stands. */
  async #writeKnown(
    tssId: string,
    transactionId: string,
    revision: number,
    current: Schemas['TxResponse'],
    body: Schemas['TxRequest'],
  ): Promise<SigningResult> {
    const complete = withEnding(current, body);
    // A revision that is there already is for the upstream to compare: it may be this very one.
    const refusal = revision > current.latest_revision ? forbids(current, complete) : undefined;
    return refusal ? refused(refusal, current) : this.#writer.write(tssId, transactionId, revision, complete);
  }
}

function untoldClient(): UpstreamError {
  return new UpstreamError({
    code: 'UPSTREAM_ANSWER_INVALID',
    message: 'The upstream does not say which client the transaction is of, so it was left open.',
  });
}

function unreadable(): UpstreamError {
  return new UpstreamError({
    code: 'UPSTREAM_UNREACHABLE',
    message: 'The transaction was written before, but where it stands now could not be read.',
    retryable: true,
  });
}
