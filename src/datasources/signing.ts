import type { Schemas } from '../contract.js';
import { isSameProcessData } from './same-content.js';
import type { TransactionDatasource } from './transaction.js';
import { UpstreamError } from './upstream-error.js';

/**
 * Whether a write is signed. `UNKNOWN` means that an answer was lost and reading back did not settle it: the upstream may
 * still be at work on it, so only sending the same again can tell.
 */
export type SigningResult =
  | { readonly outcome: 'SIGNED'; readonly transaction: Schemas['TxResponse'] }
  | {
      readonly outcome: 'NOT_SIGNED' | 'UNKNOWN';
      readonly error: UpstreamError;
      /** The transaction as it stands at the upstream, where that was read. */
      readonly transaction?: Schemas['TxResponse'];
    };

/** How often a sale is continued from a revision that somebody else has moved in the meantime. */
const MAXIMUM_CONTINUATIONS = 3;

/**
 * Writes to transactions, exactly once from outside: a write is only ever repeated with the same id, revision and body, and when
 * its answer is lost the transaction is read back (`integration-guide.md §4`). Failures that no till can act on (a token that is
 * not accepted, a session of the Backend) are thrown; all others come back as data, because a till must know the outcome.
 */
export class Signing {
  readonly #transactions: TransactionDatasource;

  constructor(transactions: TransactionDatasource) {
    this.#transactions = transactions;
  }

  /**
   * Writes one revision.
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
    try {
      const needsCurrent = revision === undefined || (body.state === 'CANCELLED' && body.schema === undefined);
      const current = needsCurrent ? await this.#transactions.load(tssId, transactionId) : undefined;
      const complete = current ? withEnding(current, body) : body;
      if (revision !== undefined) return await this.#upsert(tssId, transactionId, revision, complete);
      if (current && hasEndedAs(current, complete)) return signed(current);
      const written = await this.#upsert(tssId, transactionId, (current?.latest_revision ?? 0) + 1, complete);
      return endedAs(written, complete);
    } catch (error) {
      return notSigned(error);
    }
  }

  /**
   * Signs a whole sale: starts the transaction and finishes it with `body`, continuing whatever an earlier try with the same id
   * left behind. `NOT_SIGNED` may leave a started transaction open; sending the same again finishes it.
   */
  async startAndFinish(tssId: string, transactionId: string, body: Schemas['TxRequest']): Promise<SigningResult> {
    const start = await this.#upsert(tssId, transactionId, 1, { state: 'ACTIVE', client_id: body.client_id });
    if (!start.transaction) return start;
    let current = start.transaction;
    if (current.revision < current.latest_revision) {
      const newest = await this.#read(() => this.#transactions.reload(tssId, transactionId));
      if (newest === undefined || newest === 'unreadable') return { outcome: 'UNKNOWN', error: unreadable() };
      current = newest;
    }
    for (let attempt = 1; ; attempt += 1) {
      if (hasEndedAs(current, body)) return signed(current);
      if (current.state !== 'ACTIVE') {
        return { outcome: 'NOT_SIGNED', error: contentDiffers(current), transaction: current };
      }
      const finish = await this.#upsert(tssId, transactionId, current.latest_revision + 1, body);
      const moved = finish.outcome === 'NOT_SIGNED' && finish.error.code === 'REVISION_CONFLICT' && finish.transaction;
      if (!moved || attempt === MAXIMUM_CONTINUATIONS) return endedAs(finish, body);
      current = moved;
    }
  }

  async #upsert(
    tssId: string,
    transactionId: string,
    revision: number,
    body: Schemas['TxRequest'],
  ): Promise<SigningResult> {
    try {
      const answer = await this.#transactions.upsert(tssId, transactionId, revision, body);
      if (!isAnswerTo(answer, transactionId, revision, body)) throw wrongAnswer();
      return signed(answer);
    } catch (error) {
      if (!(error instanceof UpstreamError) || !mayBeSigned(error)) return notSigned(error);
      const current = await this.#read(() => this.#transactions.reload(tssId, transactionId));
      if (current === 'unreadable') return { outcome: 'UNKNOWN', error };
      // The very revision may have been signed by an earlier try, and others may have written since.
      const isPast = current && current.latest_revision > revision;
      const own = isPast
        ? await this.#read(() => this.#transactions.loadRevision(tssId, transactionId, revision))
        : current;
      if (own === 'unreadable') return { outcome: 'UNKNOWN', error };
      if (own?.revision === revision && isSame(own, body)) return signed(own);
      return {
        outcome: error.ambiguous ? 'UNKNOWN' : 'NOT_SIGNED',
        error,
        ...(current && { transaction: current }),
      };
    }
  }

  /** What the upstream says when asked again: the transaction, that there is none (undefined), or nothing that would settle it. */
  async #read(read: () => Promise<Schemas['TxResponse']>): Promise<Schemas['TxResponse'] | 'unreadable' | undefined> {
    try {
      return await read();
    } catch (error) {
      if (!(error instanceof UpstreamError)) throw error;
      return ABSENT.has(error.code) ? undefined : 'unreadable';
    }
  }
}

/** Failures of the credential, which say nothing on the transaction: they end the whole operation. */
const CREDENTIAL_FAILURES: ReadonlySet<string> = new Set(['UNAUTHENTICATED', 'BACKEND_SESSION']);

/** Answers to a read that say that nothing is there. */
const ABSENT: ReadonlySet<string> = new Set(['TRANSACTION_NOT_FOUND', 'REVISION_NOT_FOUND', 'TSS_NOT_FOUND']);

/** Refusals after which there is no transaction to be read. */
const NOTHING_THERE: ReadonlySet<string> = new Set(['TSS_NOT_FOUND', 'ACCESS_DENIED', ...CREDENTIAL_FAILURES]);

/**
 * Whether what was asked for may be signed in spite of a failure, so that the transaction has to be read: this try's answer was lost, or an earlier
 * one with the same content got through and the upstream refuses for a newer reason (it has ended, its client was deregistered since …).
 */
function mayBeSigned(error: UpstreamError): boolean {
  return error.ambiguous || (error.upstream.status !== undefined && !NOTHING_THERE.has(error.code));
}

function signed(transaction: Schemas['TxResponse']): SigningResult {
  return { outcome: 'SIGNED', transaction };
}

/** A failure after which nothing was signed, or may have been: `ambiguous` tells. */
function notSigned(error: unknown): SigningResult {
  if (!(error instanceof UpstreamError) || (!error.ambiguous && CREDENTIAL_FAILURES.has(error.code))) throw error;
  return { outcome: error.ambiguous ? 'UNKNOWN' : 'NOT_SIGNED', error };
}

/** Whether a stored revision is the one that a body asked for. */
function isSame(stored: Schemas['TxResponse'], body: Schemas['TxRequest']): boolean {
  return (
    stored.state === body.state &&
    stored.client_id === body.client_id.toLowerCase() &&
    isSameProcessData(body.schema, stored.schema)
  );
}

/** Whether the upstream's answer is about what was asked for and holds a signature. Its echo of the content may be written in another way. */
function isAnswerTo(
  answer: Schemas['TxResponse'],
  transactionId: string,
  revision: number,
  body: Schemas['TxRequest'],
): boolean {
  return (
    answer._id === transactionId.toLowerCase() &&
    answer.revision === revision &&
    answer.state === body.state &&
    answer.client_id === body.client_id.toLowerCase() &&
    answer.signature.value !== ''
  );
}

function wrongAnswer(): UpstreamError {
  return new UpstreamError({
    code: 'UPSTREAM_ANSWER_INVALID',
    message: 'The upstream answered with something else than what was asked for.',
    retryable: true,
    ambiguous: true,
  });
}

/** A failure after which the transaction turns out to have ended as asked for, by an earlier try or a twin of this one. */
function endedAs(result: SigningResult, body: Schemas['TxRequest']): SigningResult {
  return result.transaction && hasEndedAs(result.transaction, body) ? signed(result.transaction) : result;
}

/** Whether the transaction has already ended just as a body would end it. */
function hasEndedAs(stored: Schemas['TxResponse'], body: Schemas['TxRequest']): boolean {
  return stored.state !== 'ACTIVE' && isSame(stored, body);
}

/**
 * A cancellation needs process data of the type the transaction already has (`integration-guide.md §3`): what it was last about,
 * or an empty receipt of type CANCELLATION, which is what tills in production send.
 */
function withEnding(current: Schemas['TxResponse'], body: Schemas['TxRequest']): Schemas['TxRequest'] {
  if (body.state !== 'CANCELLED' || body.schema) return body;
  const { standard_v1: standard, raw } = current.schema ?? {};
  if (standard?.order) return { ...body, schema: { standard_v1: { order: standard.order } } };
  if (standard?.other) return { ...body, schema: { standard_v1: { other: standard.other } } };
  if (raw && !standard) return { ...body, schema: { raw } };
  const receipt = { receipt_type: 'CANCELLATION' as const, amounts_per_vat_rate: [], amounts_per_payment_type: [] };
  return { ...body, schema: { standard_v1: { receipt } } };
}

function contentDiffers(stored: Schemas['TxResponse']): UpstreamError {
  return new UpstreamError({
    code: 'TRANSACTION_CONTENT_DIFFERS',
    message: `This transaction has already ended (${stored.state}) with other content; a new sale needs a new UUID.`,
  });
}

function unreadable(): UpstreamError {
  return new UpstreamError({
    code: 'UPSTREAM_UNREACHABLE',
    message: 'The transaction was written before, but where it stands now could not be read.',
    retryable: true,
  });
}
