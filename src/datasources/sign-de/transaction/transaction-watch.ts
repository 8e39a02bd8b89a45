import type { Schemas } from '../../../received.js';
import type { TransactionDatasource } from './transaction.js';
import type { TssDatasource } from '../tss/tss.js';
import type { Look, News, Pace, Watch } from '../../../upstream/watching/poller.js';
import type { TransactionListQuery } from './tss-transactions.js';
import { PAGE_SIZE } from '../../../upstream/lists/page-size.js';
import { UpstreamError } from '../../../upstream/call/upstream-error.js';

/** A transaction at a revision that was not seen before. */
export interface TransactionNews {
  readonly transaction: Schemas['TxResponse'];
  /** Whether it is the answer of a write, which may leave metadata out. */
  readonly isAnswerOfWrite: boolean;
}

/** What of the upstream the watch reads. */
export interface TransactionSources {
  readonly tss: Pick<TssDatasource, 'load'>;
  readonly transactions: Pick<TransactionDatasource, 'load' | 'list'>;
}

/** Reading a TSS has no published limit; signing moves its counters all the time. */
const PACE = { soonest: 2_000, shortest: 2_000, longest: 15_000 };
/** Pages of new transactions that one look follows: ten are a thousand transactions in a minute. */
const MAXIMUM_NEW_PAGES = 10;
/**
 * Pages of open transactions that one look reads; of those only the newest 500 are watched, 2,000 may be open
 * (`sign-de-v2.md §8`).
 */
const MAXIMUM_OPEN_PAGES = 5;
/** Transactions that one look reads by themselves, because they are open no more and too old for the pages. */
const MAXIMUM_SINGLE_READS = 50;
/**
 * Time in which one more list may be read, in milliseconds: six a minute of the twenty that the upstream gives each
 * TSS; the rest is the callers'.
 */
const TIME_PER_LIST = 10_000;
/** Lists that may be read at once after a time of quiet. */
const LISTS_AT_ONCE = 5;

/**
 * Watches the transactions of one TSS: news is each revision that was not seen before; of several since the last look,
 * the newest. What was there at the first look is no news.
 *
 * Lists are scarce (20 a minute and TSS, `sign-de-v2.md §2`), so it looks at the TSS, whose signature counter moves
 * with every revision, and lists only after it moved: the newest transactions, where older ones are open those too, and
 * one by one what was open and is on neither list.
 */
export class TransactionWatch implements Watch<TransactionNews, Schemas['TxResponse']> {
  readonly present: News<TransactionNews> = new Map();
  readonly #tssId: string;
  readonly #open: (signal: AbortSignal) => TransactionSources;
  /**
   * Newest revision seen of each transaction that may change yet, by its number. All others up to the highest number
   * have ended.
   */
  readonly #seen = new Map<number, { readonly revision: number; readonly isOpen: boolean }>();
  /** Highest number listed; undefined before the first look. */
  #highest: number | undefined;
  /** The TSS's signature counter as of which all is seen. */
  #counter: unknown;
  /** When the allowance of lists is whole again, by `performance.now()`. */
  #wholeAt = 0;

  constructor(tssId: string, open: (signal: AbortSignal) => TransactionSources) {
    this.#tssId = tssId;
    this.#open = open;
  }

  get pace(): Pace {
    return PACE;
  }

  async look(signal: AbortSignal): Promise<Look<TransactionNews>> {
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

  hear(transaction: Schemas['TxResponse']): News<TransactionNews> {
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

  /** Takes note of what was read. @returns what is new about it */
  #see(rows: readonly Schemas['TxResponse'][]): News<TransactionNews> {
    const fresh = rows.filter((row) => this.#isNew(row)).sort((one, other) => one.number - other.number);
    // Before the first look open transactions are not known, whatever their number.
    for (const row of this.#highest === undefined ? rows : fresh) this.#note(row);
    this.#highest = rows.reduce((highest, { number }) => Math.max(highest, number), this.#highest ?? 0);
    for (const [number, { isOpen }] of this.#seen) {
      if (!isOpen && number <= this.#highest) this.#seen.delete(number);
    }
    return new Map(fresh.map((transaction) => [String(transaction.number), { transaction, isAnswerOfWrite: false }]));
  }

  /** Reads all transactions that may have changed. @returns whether it was all */
  async #read(sources: TransactionSources, openCount: number | undefined) {
    const rows = new Map<number, Schemas['TxResponse']>();
    /** Whether the pages read were all that there are. */
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

  /** Milliseconds until the allowance has a list. */
  #untilNextList(): number {
    return Math.max(0, this.#wholeAt - (LISTS_AT_ONCE - 1) * TIME_PER_LIST - performance.now());
  }
}

/** A transaction that the upstream tells nothing of is no news; the others are. */
function unlessUntold(error: unknown): undefined {
  if (error instanceof UpstreamError && error.code === 'UPSTREAM_ANSWER_INVALID') return undefined;
  throw error;
}
