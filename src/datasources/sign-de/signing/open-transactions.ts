import type { Schemas } from '../../../received/sign-de.js';
import type { Signing } from './signing.js';
import type { SigningResult } from './signing-result.js';
import type { TransactionDatasource } from '../transaction/transaction.js';
import { UpstreamError } from '../../../upstream/call/upstream-error.js';
import { PAGE_SIZE } from '../../../upstream/lists/list.js';

/** Selects the open transactions to cancel. */
export interface OpenTransactionFilter {
  /** Only transactions whose newest revision was written by this client. */
  readonly clientId?: string;
  /** Only transactions that were started before this Unix time. */
  readonly startedBefore?: number;
  /** Maximum number of transactions to cancel. */
  readonly maximum: number;
}

/** An open transaction and the result of its cancellation. */
export interface Cancellation {
  /** As it was listed. */
  readonly open: Schemas['TxResponse'];
  readonly result: SigningResult;
}

/** A transaction that is still open, as far as is known, and the reason. */
export interface LeftOpen {
  /** As it was listed. */
  readonly open: Schemas['TxResponse'];
  readonly error: UpstreamError;
}

/** The result of cancelling the open transactions of a TSS. */
export interface CancelledTransactions {
  readonly cancellations: readonly Cancellation[];
  /**
   * Transactions that should have been cancelled and were not. Includes transactions that were not tried because of an
   * earlier failure, but not transactions beyond the maximum.
   */
  readonly leftOpen: readonly LeftOpen[];
  /** Whether some transactions were not tried, or possibly not tried. */
  readonly hasMore: boolean;
  /** The reason why the work ended early, or why some rows could not be handled. */
  readonly error?: UpstreamError;
}

/** Open transactions that were not tried yet. */
interface Untried {
  readonly open: readonly Schemas['TxResponse'][];
  /** Transactions without a start time, whose age is unknown. */
  readonly untold: readonly LeftOpen[];
  /** The error, if a row could not be identified or has no start time. */
  readonly error: UpstreamError | undefined;
}

/**
 * Maximum number of cancellations in flight. A TSS processes one request at a time (`integration-guide.md §6`); a few
 * more in flight hide the network latency.
 */
const MAXIMUM_AT_ONCE = 4;

/**
 * Cancels open transactions of a TSS. The upstream never closes them; only its users can (`integration-guide.md §3`).
 */
export class OpenTransactions {
  readonly #transactions: TransactionDatasource;
  readonly #signing: Signing;

  constructor(transactions: TransactionDatasource, signing: Signing) {
    this.#transactions = transactions;
    this.#signing = signing;
  }

  /**
   * Cancels open transactions, oldest first, each for its own client. Stops after a failure that would affect the next
   * transaction too. The result still contains everything that was done before.
   * @throws UpstreamError if the first list cannot be read, or if the credential is rejected before anything was
   *   cancelled
   */
  async cancel(tssId: string, filter: OpenTransactionFilter): Promise<CancelledTransactions> {
    await this.#transactions.admitWrite(tssId);
    const cancellations = new Map<string, Cancellation>();
    const outcome = () => oldestFirst([...cancellations.values()]);
    /** Transactions that were listed and are not tried yet. */
    let waiting: readonly Schemas['TxResponse'][] = [];
    let failure: UpstreamError | undefined;
    try {
      for (;;) {
        const { open, untold, error } = await this.#untried(tssId, filter, cancellations);
        const room = filter.maximum - cancellations.size;
        if (open.length === 0 || room === 0) {
          const leftOpen = oldestFirst([...stillOpen(outcome()), ...untold]);
          const hasMore = open.length > 0 || error !== undefined;
          return { cancellations: outcome(), leftOpen, hasMore, ...(error && { error }) };
        }
        waiting = open.slice(0, room);
        const queue = waiting.values();
        const work = async () => {
          for (const transaction of queue) {
            if (failure) return;
            const result = await this.#signing.cancel(transaction);
            cancellations.set(transaction._id, { open: transaction, result });
            if (result.outcome !== 'SIGNED' && concernsAll(result.error)) failure = result.error;
          }
        };
        const ends = await Promise.allSettled(Array.from({ length: MAXIMUM_AT_ONCE }, work));
        for (const end of ends) if (end.status === 'rejected') throw end.reason;
        if (failure) throw failure;
      }
    } catch (error) {
      if (!(error instanceof UpstreamError) || cancellations.size === 0) throw error;
      const untried = waiting.filter(({ _id }) => !cancellations.has(_id)).map((open) => ({ open, error }));
      const leftOpen = oldestFirst([...stillOpen(outcome()), ...untried]);
      return { cancellations: outcome(), leftOpen, hasMore: true, error };
    }
  }

  /**
   * Finds open transactions that were not tried yet. Cancelled transactions leave the list, so each search starts at
   * offset 0. The search advances only past rows that stay, by half a page, so that it misses no row if others leave
   * the list meanwhile.
   */
  async #untried(
    tssId: string,
    { clientId, startedBefore }: OpenTransactionFilter,
    tried: ReadonlyMap<string, unknown>,
  ): Promise<Untried> {
    const parent = { tssId, ...(clientId !== undefined && { clientId }) };
    const query = { states: ['ACTIVE' as const], order_by: 'number' as const, order: 'asc' as const, limit: PAGE_SIZE };
    const isNew = ({ time_start }: Schemas['TxResponse']) =>
      startedBefore !== undefined && typeof time_start === 'number' && time_start >= startedBefore;
    const isOld = (row: Schemas['TxResponse']) => startedBefore === undefined || !isNew(row);
    const isUntold = ({ time_start }: Schemas['TxResponse']) =>
      startedBefore !== undefined && typeof time_start !== 'number';
    const untold = new Map<string, LeftOpen>();
    let error: UpstreamError | undefined;
    for (let offset = 0; ; offset += PAGE_SIZE / 2) {
      const { data } = await this.#transactions.list(parent, { ...query, offset });
      error ??= data.find((row) => row instanceof UpstreamError);
      const rows = data.filter((row): row is Schemas['TxResponse'] => !(row instanceof Error));
      for (const row of rows.filter(isUntold)) untold.set(row._id, { open: row, error: (error ??= untoldStart()) });
      const open = rows.filter((row) => row.state === 'ACTIVE' && !tried.has(row._id) && isOld(row) && !isUntold(row));
      // Transaction numbers increase with start times, so the search ends at the first transaction that is too new.
      if (open.length > 0 || data.length < PAGE_SIZE || rows.some(isNew)) {
        return { open, untold: [...untold.values()], error };
      }
    }
  }
}

/** Sorts results. Several transactions are cancelled at the same time, so the results arrive in another order. */
function oldestFirst<Result extends { readonly open: Schemas['TxResponse'] }>(results: readonly Result[]): Result[] {
  return results.toSorted((one, other) => one.open.number - other.open.number);
}

/** Returns the transactions that are still open after the attempt, according to the last read. */
function stillOpen(cancellations: readonly Cancellation[]): readonly LeftOpen[] {
  return cancellations.flatMap(({ open, result }) =>
    result.outcome === 'SIGNED' || (result.transaction ?? open).state !== 'ACTIVE' ? [] : { open, error: result.error },
  );
}

function untoldStart(): UpstreamError {
  return new UpstreamError({
    code: 'UPSTREAM_ANSWER_INVALID',
    message:
      'The upstream does not return the start time of every open transaction. The transactions without a start time were left open.',
    upstream: { operation: 'listTransactions' },
  });
}

/** Codes of the gateway's own errors that do not depend on the transaction. */
const OF_THE_CALLER: ReadonlySet<string> = new Set(['LIVE_WRITES_FORBIDDEN', 'FORBIDDEN']);

/** Whether the next transaction would fail in the same way. False for a failure of one transaction or one client. */
function concernsAll({ code, retryable }: UpstreamError): boolean {
  return OF_THE_CALLER.has(code) || code.startsWith('TSS_') || (retryable && code !== 'TRANSACTION_CONFLICT');
}
