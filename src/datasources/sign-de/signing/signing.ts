import type { Schemas } from '../../../received/sign-de.js';
import { RevisionWriter } from './revision-writer.js';
import { type Sending, type Sendings, type Step, stepOf } from './sendings.js';
import { failedRead, refused, signed, type SigningResult, unread } from './signing-result.js';
import { forbids, hasEndedAs, withEnding } from './transaction-moves.js';
import type { TransactionDatasource } from '../transaction/transaction.js';
import { UpstreamError } from '../../../upstream/call/upstream-error.js';

/** Maximum number of tries to continue a transaction, if other requests write to it at the same time. */
const MAXIMUM_CONTINUATIONS = 3;

/** A write that fails before it is sent. */
export interface Wanted {
  readonly state: Schemas['TxState'];
  /** Number of the revision, if the caller gives it. */
  readonly revision: number | undefined;
  /** The body to compare with what was signed earlier; undefined if it cannot be built. */
  readonly body: Schemas['TxRequest'] | undefined;
}

/**
 * Writes to transactions, exactly once from the caller's view. A write is retried only with the same id, revision and
 * body. After a lost answer, the transaction is read (`integration-guide.md §4`). Failures that no till can act on (a
 * rejected token, a session of the Backend) are thrown. All other failures are returned, because a till must know the
 * outcome.
 *
 * If the transaction cannot be read, the outcome is `NOT_SIGNED` only for a first request, according to the caller
 * (`repeat`) and to the memory (docs/decisions/0044).
 */
export class Signing {
  readonly #writer: RevisionWriter;
  readonly #sendings: Sendings;

  constructor(transactions: TransactionDatasource, sendings: Sendings) {
    this.#writer = new RevisionWriter(transactions);
    this.#sendings = sendings;
  }

  /**
   * Writes one revision. If the state of the transaction is known and does not allow the write, it fails before
   * anything is sent.
   * @param revision number of the revision. If missing, the transaction is read and continued, and a repeat of an end
   *   that is already signed with the same content is `SIGNED` too
   * @param body body in the form of the upstream. A cancellation without `schema` gets a `schema` that the upstream
   *   accepts
   * @param repeat whether the caller says that this may have been sent before
   */
  async write(
    tssId: string,
    transactionId: string,
    revision: number | undefined,
    body: Schemas['TxRequest'],
    repeat = false,
  ): Promise<SigningResult> {
    return this.#during(tssId, transactionId, stepOf(body.state, revision), repeat, (sending) =>
      this.#write(tssId, transactionId, revision, body, sending),
    );
  }

  async #write(
    tssId: string,
    transactionId: string,
    revision: number | undefined,
    body: Schemas['TxRequest'],
    sending: Sending,
  ): Promise<SigningResult> {
    const refusal = revision === 1 ? undefined : forbids(undefined, body);
    if (refusal) return this.#withhold(tssId, transactionId, { state: body.state, revision, body }, sending, refusal);
    const needsCurrent = revision === undefined || (body.state === 'CANCELLED' && body.schema === undefined);
    if (!needsCurrent) return this.#writer.write(tssId, transactionId, revision, body, sending);
    let current: Schemas['TxResponse'];
    try {
      current = await this.#writer.loadForWrite(tssId, transactionId);
    } catch (error) {
      return failedRead(error, body.state, await sending.isFirst());
    }
    if (revision === undefined) return this.#continue(tssId, transactionId, current, body, sending);
    return this.#writeKnown(tssId, transactionId, revision, current, body, sending);
  }

  /**
   * Signs a complete transaction: starts it and finishes it with `body`. If an earlier try with the same id has started
   * the transaction, it is continued. After `NOT_SIGNED`, a started transaction may stay open; the caller finishes it
   * by sending the same request again.
   * @param startSchema process data of the start, for kinds of transactions that need it
   * @param repeat whether the caller says that this may have been sent before
   */
  async startAndFinish(
    tssId: string,
    transactionId: string,
    body: Schemas['TxRequest'],
    startSchema?: Schemas['TxSchemaRequest'],
    repeat = false,
  ): Promise<SigningResult> {
    // The outcome is about the end of the transaction, so an earlier start does not make this request a repeat.
    return this.#during(tssId, transactionId, stepOf(body.state, undefined), repeat, (sending) =>
      this.#startAndFinish(tssId, transactionId, body, startSchema, sending),
    );
  }

  /** Runs a request with the given last step. */
  #during(
    tssId: string,
    transactionId: string,
    step: Step,
    repeat: boolean,
    work: (sending: Sending) => Promise<SigningResult>,
  ): Promise<SigningResult> {
    const sending = this.#sendings.begin(tssId, transactionId, step, repeat);
    return sending.during(step, async () => unlessUnderWay(await work(sending), sending, step));
  }

  async #startAndFinish(
    tssId: string,
    transactionId: string,
    body: Schemas['TxRequest'],
    startSchema: Schemas['TxSchemaRequest'] | undefined,
    sending: Sending,
  ): Promise<SigningResult> {
    const startBody = {
      state: 'ACTIVE',
      client_id: body.client_id,
      ...(startSchema && { schema: startSchema }),
    } as const;
    const start = await this.#writer.write(tssId, transactionId, 1, startBody, sending);
    if (!start.transaction) return start;
    let current = start.transaction;
    if (current.revision < current.latest_revision) {
      const newest = await this.#writer.read(tssId, transactionId);
      if (newest === undefined) return { outcome: 'UNKNOWN', error: vanished() };
      if (newest instanceof UpstreamError) return { outcome: 'UNKNOWN', error: unread(undefined, newest) };
      current = newest;
    }
    return this.#continue(tssId, transactionId, current, body, sending);
  }

  /**
   * Cancels a transaction that was just read as open, for its own client. If another request writes to it meanwhile,
   * the cancellation fails.
   */
  cancel(open: Schemas['TxResponse']): Promise<SigningResult> {
    const { client_id: clientId } = open;
    if (typeof clientId !== 'string') return Promise.resolve(refused(untoldClient(), open));
    const sending = this.#sendings.begin(open.tss_id, open._id, 'CANCEL', false);
    const body = { state: 'CANCELLED', client_id: clientId } as const;
    return this.#writeKnown(open.tss_id, open._id, open.latest_revision + 1, open, body, sending);
  }

  /**
   * Returns the result of a request that fails before anything is sent. A first request is `NOT_SIGNED`. For a repeat,
   * the transaction is read.
   * @param error the reason why the request fails
   */
  async withhold(
    tssId: string,
    transactionId: string,
    wanted: Wanted,
    repeat: boolean,
    error: UpstreamError,
  ): Promise<SigningResult> {
    const step = stepOf(wanted.state, wanted.revision);
    const sending = this.#sendings.begin(tssId, transactionId, step, repeat);
    return unlessUnderWay(await this.#withhold(tssId, transactionId, wanted, sending, error), sending, step);
  }

  /** Whether nothing was sent to a transaction before, according to the caller and to the memory. */
  isFirstSending(tssId: string, transactionId: string, repeat: boolean): Promise<boolean> {
    return this.#sendings.begin(tssId, transactionId, undefined, repeat).isFirst();
  }

  async #withhold(
    tssId: string,
    transactionId: string,
    { revision, body }: Wanted,
    sending: Sending,
    error: UpstreamError,
  ): Promise<SigningResult> {
    if (await sending.isFirst()) return refused(error);
    if (body && revision !== undefined) return this.#writer.readBack(tssId, transactionId, revision, body, error);
    const current = await this.#writer.read(tssId, transactionId);
    if (current instanceof UpstreamError) return { outcome: 'UNKNOWN', error: unread(error, current) };
    if (current === undefined) return { outcome: 'NOT_SIGNED', error, wasRead: true };
    const isSigned = body && hasEndedAs(current, withEnding(current, body));
    return isSigned ? signed(current, 'read') : refused(error, current);
  }

  /**
   * Writes the next revision. If another request has written that revision meanwhile, writes the following revision.
   */
  async #continue(
    tssId: string,
    transactionId: string,
    from: Schemas['TxResponse'],
    body: Schemas['TxRequest'],
    sending: Sending,
  ): Promise<SigningResult> {
    let current = from;
    for (let attempt = 1; ; attempt += 1) {
      const complete = withEnding(current, body);
      if (hasEndedAs(current, complete)) return signed(current, 'read');
      const result = await this.#writeKnown(tssId, transactionId, current.latest_revision + 1, current, body, sending);
      if (result.outcome === 'SIGNED' || !result.transaction) return result;
      // An earlier or concurrent copy of this request may have ended the transaction with this content.
      if (hasEndedAs(result.transaction, complete)) return signed(result.transaction, 'read');
      const hasMoved = result.outcome === 'NOT_SIGNED' && result.error.code === 'REVISION_CONFLICT';
      if (!hasMoved || attempt === MAXIMUM_CONTINUATIONS) return result;
      current = result.transaction;
    }
  }

  /** Writes one revision of a transaction whose state is known. */
  async #writeKnown(
    tssId: string,
    transactionId: string,
    revision: number,
    current: Schemas['TxResponse'],
    body: Schemas['TxRequest'],
    sending: Sending,
  ): Promise<SigningResult> {
    const complete = withEnding(current, body);
    // If the revision exists already, do not fail here: the upstream compares the contents, and they may be equal.
    const refusal = revision > current.latest_revision ? forbids(current, complete) : undefined;
    return refusal ? refused(refusal, current) : this.#writer.write(tssId, transactionId, revision, complete, sending);
  }
}

/** Returns the result, or `UNKNOWN` if the transaction is still open and another running request may still end it. */
function unlessUnderWay(result: SigningResult, sending: Sending, step: Step): SigningResult {
  if (result.outcome !== 'NOT_SIGNED' || (step !== 'FINISH' && step !== 'CANCEL')) return result;
  const isOpen = result.transaction === undefined || result.transaction.state === 'ACTIVE';
  if (!isOpen || !sending.mayBeSentByOthers(step)) return result;
  return { ...result, outcome: 'UNKNOWN', error: atWork(result.error) };
}

function atWork(error: UpstreamError): UpstreamError {
  return error.withCode({
    code: 'UPSTREAM_UNAVAILABLE',
    message: `Another request to end this transaction is still running. The error of this request: ${error.message}`,
    retryable: true,
  });
}

function untoldClient(): UpstreamError {
  return new UpstreamError({
    code: 'UPSTREAM_ANSWER_INVALID',
    message: 'The upstream does not return the client of the transaction, so the transaction was left open.',
  });
}

function vanished(): UpstreamError {
  return new UpstreamError({
    code: 'UPSTREAM_ANSWER_INVALID',
    message: 'The upstream returned the transaction, and then answered that it does not exist.',
    retryable: true,
  });
}
