import type { Schemas } from '../../../received/sign-de.js';
import type { TransactionDatasource } from './transaction.js';
import type { TssDatasource } from '../tss/tss.js';
import type { Look, News, Pace, Watch } from '../../../upstream/watching/poller.js';
import type { TransactionListQuery } from './tss-transactions.js';
import { PAGE_SIZE } from '../../../upstream/lists/list.js';
import { UpstreamError } from '../../../upstream/call/upstream-error.js';
import type { Signal } from '../../../coordination/cancellation.js';

/** A new revision of a transaction. */
export interface TransactionEvent {
  readonly transaction: Schemas['TxResponse'];
  /** Whether the transaction is the answer of a write, which may lack metadata. */
  readonly isAnswerOfWrite: boolean;
}

/** The reads that the watch needs. */
export interface TransactionSources {
  readonly tss: Pick<TssDatasource, 'load'>;
  readonly transactions: Pick<TransactionDatasource, 'load' | 'list'>;
}

/** Reading a TSS has no published limit. Signing changes its counters all the time. */
const PACE = { soonest: 2_000, shortest: 2_000, longest: 15_000 };
/** Maximum number of pages of new transactions that are read per poll: ten pages are a thousand transactions. */
const MAXIMUM_NEW_PAGES = 10;
/**
 * Maximum number of pages of open transactions that are read per poll. So only the newest 500 are watched; 2,000 may be
 * open (`sign-de-v2.md §8`).
 */
const MAXIMUM_OPEN_PAGES = 5;
/** Maximum number of transactions that are read one by one per poll, because the pages do not contain them any more. */
const MAXIMUM_SINGLE_READS = 50;
/**
 * Average time between list reads, in milliseconds: six reads per minute. The upstream allows twenty per TSS; the rest
 * is for callers.
 */
const TIME_PER_LIST = 10_000;
/** Number of list reads that may be made at once after a time without reads. */
const LISTS_AT_ONCE = 5;

/**
 * Watches the transactions of one TSS. Each new revision is an item. If a transaction has several new revisions since
 * the last poll, only the newest is an item. Revisions that exist at the first poll are not reported.
 *
 * Lists are scarce (20 per minute and TSS, `sign-de-v2.md §2`). So the watch polls the TSS, whose signature counter
 * changes with every revision, and reads lists only after a change. It reads the list of the newest transactions. If
 * older transactions are open, it also reads the list of open transactions. A transaction that was open and is on
 * neither list is read separately.
 */
export class TransactionWatch implements Watch<TransactionEvent, Schemas['TxResponse']> {
  readonly present: News<TransactionEvent> = new Map();
  readonly #tssId: string;
  readonly #open: (signal: Signal) => TransactionSources;
  /**
   * Key: a transaction number. Value: the newest known revision of a transaction that may still change. All other
   * transactions up to the highest number have ended.
   */
  readonly #seen = new Map<number, { readonly revision: number; readonly isOpen: boolean }>();
  /** The highest transaction number that was read; undefined before the first poll. */
  #highest: number | undefined;
  /** The signature counter of the TSS at the last complete poll. */
  #counter: unknown;
  /** The time at which {@link LISTS_AT_ONCE} reads may be made at once again, on the clock of `performance.now()`. */
  #wholeAt = 0;

  constructor(tssId: string, open: (signal: Signal) => TransactionSources) {
    this.#tssId = tssId;
    this.#open = open;
  }

  get pace(): Pace {
    return PACE;
  }

  async look(signal: Signal): Promise<Look<TransactionEvent>> {
    const sources = this.#open(signal);
    const tss = await sources.tss.load(this.#tssId);
    const { signature_counter: counter, number_active_transactions: openCount } = tss;
    if (this.#highest !== undefined && counter !== undefined && counter === this.#counter) return { news: new Map() };
    const nextIn = this.#untilNextList();
    if (nextIn > 0) return { news: new Map(), nextIn };
    const { rows, isComplete } = await this.#read(sources, typeof openCount === 'number' ? openCount : undefined);
    const isFirst = this.#highest === undefined;
    const news = this.#see(rows);
    if (isComplete) this.#counter = counter;
    return { news: isFirst ? new Map() : news };
  }

  hear(transaction: Schemas['TxResponse']): News<TransactionEvent> {
    if (!this.#isNew(transaction)) return new Map();
    this.#note(transaction);
    return new Map([[String(transaction.number), { transaction, isAnswerOfWrite: true }]]);
  }

  #isNew({ number, revision }: Schemas['TxResponse']): boolean {
    const seen = this.#seen.get(number);
    return seen ? revision > seen.revision : number > (this.#highest ?? 0);
  }

  #note({ number, revision, state }: Schemas['TxResponse']): void {
    if (revision < (this.#seen.get(number)?.revision ?? 0)) return;
    this.#seen.set(number, { revision, isOpen: state === 'ACTIVE' });
  }

  /** Records the rows that were read. @returns the new revisions */
  #see(rows: readonly Schemas['TxResponse'][]): News<TransactionEvent> {
    const fresh = rows.filter((row) => this.#isNew(row)).sort((one, other) => one.number - other.number);
    // At the first poll no open transactions are known, so all rows are recorded.
    for (const row of this.#highest === undefined ? rows : fresh) this.#note(row);
    this.#highest = rows.reduce((highest, { number }) => Math.max(highest, number), this.#highest ?? 0);
    for (const [number, { isOpen }] of this.#seen) {
      if (!isOpen && number <= this.#highest) this.#seen.delete(number);
    }
    return new Map(fresh.map((transaction) => [String(transaction.number), { transaction, isAnswerOfWrite: false }]));
  }

  /** Reads all transactions that may have changed. @returns whether the read was complete */
  async #read(sources: TransactionSources, openCount: number | undefined) {
    const rows = new Map<number, Schemas['TxResponse']>();
    /** Reads pages. @returns whether these were all pages */
    const readPages = async (most: number, query: TransactionListQuery, isEnough: () => boolean) => {
      for (let page = 0; page < most; page += 1) {
        const data = await this.#readPage(sources, { ...query, offset: page * PAGE_SIZE });
        for (const row of data) if (!(row instanceof Error)) rows.set(row.number, row);
        if (data.length < PAGE_SIZE) return true;
        if (isEnough()) return false;
      }
      return false;
    };
    const lowest = () => Math.min(...rows.keys());
    const isAll = await readPages(
      MAXIMUM_NEW_PAGES,
      {},
      () => this.#highest === undefined || lowest() <= this.#highest,
    );
    const open = () => [...rows.values()].filter(({ state }) => state === 'ACTIVE').length;
    if (!isAll && open() < (openCount ?? Infinity))
      await readPages(MAXIMUM_OPEN_PAGES, { states: ['ACTIVE'] }, () => false);

    const gone = [...this.#seen].filter(([number, { isOpen }]) => isOpen && !rows.has(number));
    const single = await Promise.all(
      gone
        .slice(0, MAXIMUM_SINGLE_READS)
        .map(([number]) => sources.transactions.load(this.#tssId, String(number)).catch(unlessUntold)),
    );
    return {
      rows: [...rows.values(), ...single.filter((row) => row !== undefined)],
      isComplete: gone.length <= MAXIMUM_SINGLE_READS,
    };
  }

  async #readPage(
    { transactions }: TransactionSources,
    query: TransactionListQuery,
  ): Promise<Schemas['TxListResponse']['data']> {
    this.#wholeAt = Math.max(this.#wholeAt, performance.now()) + TIME_PER_LIST;
    const sorted = { limit: PAGE_SIZE, order_by: 'number', order: 'desc' } as const;
    const { data } = await transactions.list({ tssId: this.#tssId }, { ...sorted, ...query });
    return data;
  }

  /** Returns the milliseconds until a list may be read. */
  #untilNextList(): number {
    return Math.max(0, this.#wholeAt - (LISTS_AT_ONCE - 1) * TIME_PER_LIST - performance.now());
  }
}

/** Skips a transaction that cannot be read, so that the others are still reported. */
function unlessUntold(error: unknown): undefined {
  if (error instanceof UpstreamError && error.code === 'UPSTREAM_ANSWER_INVALID') return undefined;
  throw error;
}
