import type { Schemas } from '../../../received.js';
import type { Signing } from './signing.js';
import type { SigningResult } from './signing-result.js';
import type { TransactionDatasource } from '../transaction/transaction.js';
import { UpstreamError } from '../../../upstream/call/upstream-error.js';
import { PAGE_SIZE } from '../../../upstream/lists/page-size.js';

/** Which open transactions are to be cancelled. */
export interface OpenTransactionFilter {
  /** Only those whose newest revision is this client's. */
  readonly clientId?: string;
  /** Only those started before this Unix time. */
  readonly startedBefore?: number;
  /** Most that are worked on. */
  readonly maximum: number;
}

/** An open transaction and what became of its cancellation. */
export interface Cancellation {
  /** As it was listed. */
  readonly open: Schemas['TxResponse'];
  readonly result: SigningResult;
}

/** A transaction that is still open, as far as is known, and why. */
export interface LeftOpen {
  /** As it was listed. */
  readonly open: Schemas['TxResponse'];
  readonly error: UpstreamError;
}

/** What became of the open transactions of a TSS. */
export interface CancelledTransactions {
  readonly cancellations: readonly Cancellation[];
  /**
   * Those that were to be cancelled and were not, the ones that a fault has kept from being tried included; not those
   * beyond the maximum.
   */
  readonly leftOpen: readonly LeftOpen[];
  /** Whether some were not tried, or may not have been. */
  readonly hasMore: boolean;
  /** Why work ended before its time. */
  readonly error?: UpstreamError;
}

/** Open transactions that were not tried yet. */
interface Untried {
  readonly open: readonly Schemas['TxResponse'][];
  /** Those of which it is not known whether they are old enough. */
  readonly untold: readonly LeftOpen[];
  /** Why there is one of which it is not known which it is, or how old. */
  readonly error: UpstreamError | undefined;
}

/** A TSS works on one request at a time (`integration-guide.md §6`); a few more hide the way there and back. */
const MAXIMUM_AT_ONCE = 4;

/** Open transactions of a TSS: nobody closes them but their tills (`integration-guide.md §3`). */
export class OpenTransactions {
  readonly #transactions: TransactionDatasource;
  readonly #signing: Signing;

  constructor(transactions: TransactionDatasource, signing: Signing) {
    this.#transactions = transactions;
    this.#signing = signing;
  }

  /**
   * Cancels open transactions, oldest first, each for its own client. Ends early when the TSS or the way to it has a
   * fault that the next would meet as well; what is done is reported all the same.
   * @throws UpstreamError when not even the first list can be read, or for a failure of the credential before anything
   *   was cancelled
   */
  async cancel(tssId: string, filter: OpenTransactionFilter): Promise<CancelledTransactions> {
    await this.#transactions.admitWrite(tssId);
    const cancellations = new Map<string, Cancellation>();
    const outcome = () => oldestFirst([...cancellations.values()]);
    /** Listed, and to be tried. */
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
   * Open ones that were not tried yet. What is cancelled vanishes from the list, so each search begins at its head;
   * only over those that stay it walks on, by half a page, lest one is passed over when others vanish meanwhile.
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
      // Numbers rise with time, so the first one that is too new ends the list.
      if (open.length > 0 || data.length < PAGE_SIZE || rows.some(isNew)) {
        return { open, untold: [...untold.values()], error };
      }
    }
  }
}

/** Several are worked on at once, so they do not end in the order in which they were listed. */
function oldestFirst<Result extends { readonly open: Schemas['TxResponse'] }>(results: readonly Result[]): Result[] {
  return results.toSorted((one, other) => one.open.number - other.open.number);
}

/** Those that were tried and are open all the same: nobody else has ended them meanwhile, as far as that was read. */
function stillOpen(cancellations: readonly Cancellation[]): readonly LeftOpen[] {
  return cancellations.flatMap(({ open, result }) =>
    result.outcome === 'SIGNED' || (result.transaction ?? open).state !== 'ACTIVE' ? [] : { open, error: result.error },
  );
}

function untoldStart(): UpstreamError {
  return new UpstreamError({
    code: 'UPSTREAM_ANSWER_INVALID',
    message: 'The upstream does not say of every open transaction when it was started; those were left open.',
    upstream: { operation: 'listTransactions' },
  });
}

/** Refusals of the gateway itself that have nothing to do with the transaction. */
const OF_THE_CALLER: ReadonlySet<string> = new Set(['LIVE_WRITES_FORBIDDEN', 'FORBIDDEN']);

/** Whether the next transaction would meet the same fault, as opposed to one of this transaction or its client. */
function concernsAll({ code, retryable }: UpstreamError): boolean {
  return OF_THE_CALLER.has(code) || code.startsWith('TSS_') || (retryable && code !== 'TRANSACTION_CONFLICT');
}
