import type { Schemas } from '../contract.js';
import { isContainedIn } from './same-content.js';
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
      if (revision === undefined && current && hasEndedAs(current, complete)) return signed(current);
      return await this.#upsert(tssId, transactionId, revision ?? (current?.latest_revision ?? 0) + 1, complete);
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
    let current = start.transaction;
    // Without a word from the upstream on the transaction the finish was never sent, so the receipt is not signed.
    if (!current) return start.outcome === 'SIGNED' ? start : { ...start, outcome: 'NOT_SIGNED' };
    for (let attempt = 1; ; attempt += 1) {
      if (hasEndedAs(current, body)) return signed(current);
      if (current.state !== 'ACTIVE')
        return { outcome: 'NOT_SIGNED', error: contentDiffers(current), transaction: current };
      const finish = await this.#upsert(tssId, transactionId, current.latest_revision + 1, body);
      const moved = finish.outcome === 'NOT_SIGNED' && finish.error.code === 'REVISION_CONFLICT' && finish.transaction;
      if (!moved || attempt === MAXIMUM_CONTINUATIONS) return finish;
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
      const transaction = await this.#transactions.upsert(tssId, transactionId, revision, body);
      // A repeated start answers with revision 1 although the transaction may have gone on since.
      const isCurrent = transaction.revision === transaction.latest_revision;
      return signed(
        isCurrent || body.state !== 'ACTIVE'
          ? transaction
          : ((await this.#readBack(tssId, transactionId)) ?? transaction),
      );
    } catch (error) {
      if (!(error instanceof UpstreamError) || (!error.ambiguous && !CONFLICTS.has(error.code)))
        return notSigned(error);
      const stored = await this.#readBack(tssId, transactionId);
      if (stored && stored.revision === revision && isSame(stored, body)) return signed(stored);
      if (stored && hasEndedAs(stored, body)) return signed(stored);
      return {
        outcome: error.ambiguous ? 'UNKNOWN' : 'NOT_SIGNED',
        error,
        ...(stored && { transaction: stored }),
      };
    }
  }

  /** The transaction as it stands now; undefined when that cannot be found out. */
  async #readBack(tssId: string, transactionId: string): Promise<Schemas['TxResponse'] | undefined> {
    try {
      return await this.#transactions.reload(tssId, transactionId);
    } catch (error) {
      if (error instanceof UpstreamError) return undefined;
      throw error;
    }
  }
}

/** Refusals after which the transaction is read, to see whether an earlier try with the same content got through. */
const CONFLICTS: ReadonlySet<string> = new Set(['REVISION_CONFLICT', 'PROCESS_TYPE_MISSING', 'TRANSACTION_CONFLICT']);

/** Failures of the credential, which say nothing on the transaction: they end the whole operation. */
const CREDENTIAL_FAILURES: ReadonlySet<string> = new Set(['UNAUTHENTICATED', 'BACKEND_SESSION']);

function signed(transaction: Schemas['TxResponse']): SigningResult {
  return { outcome: 'SIGNED', transaction };
}

/** A failure after which nothing was signed, or may have been: `ambiguous` tells. */
function notSigned(error: unknown): SigningResult {
  if (!(error instanceof UpstreamError) || CREDENTIAL_FAILURES.has(error.code)) throw error;
  return { outcome: error.ambiguous ? 'UNKNOWN' : 'NOT_SIGNED', error };
}

/** Whether a stored revision is the one that a body asked for. */
function isSame(stored: Schemas['TxResponse'], body: Schemas['TxRequest']): boolean {
  return (
    stored.state === body.state &&
    stored.client_id === body.client_id.toLowerCase() &&
    isContainedIn(body.schema ?? {}, stored.schema ?? {})
  );
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
