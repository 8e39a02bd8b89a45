import type { Operations } from '../../../contract/sign-de.js';
import type { Schemas } from '../../../received/sign-de.js';
import type { Operation } from '../api.js';
import { PAGE_SIZE } from '../../../upstream/lists/list.js';
import { identified } from '../../../upstream/lists/unidentified-row.js';
import { UpstreamError } from '../../../upstream/call/upstream-error.js';

/** Query of a list of transactions. */
export type TransactionListQuery = NonNullable<Operations['listTransactions']['parameters']['query']>;

type TransactionList = Schemas['TxListResponse'];

/** A query with an order. */
type SortedQuery = TransactionListQuery & { readonly order_by: NonNullable<TransactionListQuery['order_by']> };

/** Maximum number of clients of a TSS whose lists may replace the list of the TSS. */
const MAXIMUM_CLIENTS = 10;

/**
 * The transactions of a TSS. The upstream limits the list of a TSS to 20 reads per minute. The lists of all TSS and of
 * single clients have no limit (`sign-de-v2.md §2`). So half of the 20 reads are used first. After that, other lists
 * are used if they give exactly the same result. If they do not, the rest of the 20 reads is used.
 */
export class TssTransactions {
  readonly #operation: Operation;
  #firstTss: Promise<Schemas['TssListResponse']> | undefined;

  constructor(operation: Operation) {
    this.#operation = operation;
  }

  /**
   * Reads a page of the list of a TSS.
   * @throws UpstreamError `RATE_LIMITED` if the limit is reached and no other list gives the same result
   */
  async read(tssId: string, query: TransactionListQuery): Promise<TransactionList> {
    const call = { path: { tss_id: tssId }, query };
    if (!isSorted(query)) return this.#operation.call('listTransactions', call);
    try {
      return await this.#operation.callFromSpare('listTransactions', call);
    } catch (error) {
      if (!isRateLimited(error)) throw error;
      return (await this.#readFromOthers(tssId, query)) ?? this.#operation.call('listTransactions', call);
    }
  }

  /**
   * Reads the same page from lists without a limit. Returns undefined if it is not certain that they give the same
   * page.
   */
  async #readFromOthers(tssId: string, query: SortedQuery): Promise<TransactionList | undefined> {
    try {
      return (await this.#readFromAll(tssId, query)) ?? (await this.#readFromClients(tssId, query));
    } catch (error) {
      if (error instanceof UpstreamError) return undefined;
      throw error;
    }
  }

  /**
   * Reads from the list of all TSS. If there is only one TSS, any page can be read. Otherwise only the first page of
   * that list is used, if it has enough rows of this TSS.
   */
  async #readFromAll(tssId: string, query: SortedQuery): Promise<TransactionList | undefined> {
    // For a gateway key with access to some TSS only, that list would need many reads.
    if (this.#operation.seesOnlyPart) return undefined;
    const { limit = PAGE_SIZE, offset = 0 } = query;
    if (offset + limit > PAGE_SIZE) {
      if (!(await this.#isOnly(tssId))) return undefined;
      const page = await this.#readAll(query);
      return identified(page.data).every(isOf(tssId)) ? page : undefined;
    }
    if (isOfAllNumbers(query) && query.order === 'desc') {
      const newest = await this.#readAll({ ...query, order_by: 'time_start', limit: PAGE_SIZE, offset: 0 });
      const own = identified(newest.data)
        .filter(isOf(tssId))
        .sort((one, other) => other.number - one.number);
      const shown = own.slice(offset, offset + limit);
      // The transactions started last have the highest numbers. Within one second the order is undefined, so the page
      // must reach beyond the second of the highest number, and no number may be missing.
      const isWhole = newest.data.length < PAGE_SIZE;
      const hasHighest = isWhole || identified(newest.data).at(-1)?.time_start !== own[0]?.time_start;
      if (hasHighest && shown.length === limit && isGapless(own.slice(0, offset + limit))) {
        return { ...newest, data: shown, count: shown.length };
      }
    }
    const first = await this.#readAll({ ...query, limit: PAGE_SIZE, offset: 0 });
    const own = identified(first.data).filter(isOf(tssId));
    if (own.length < offset + limit && first.data.length === PAGE_SIZE) return undefined;
    const data = own.slice(offset, offset + limit);
    return { ...first, data, count: data.length };
  }

  /**
   * Reads from the lists of the clients of the TSS, if there are few clients. A transaction that another client
   * continues meanwhile may be in two lists or in no list. So the result is used only if the numbers show that no
   * transaction is missing.
   */
  async #readFromClients(tssId: string, query: SortedQuery): Promise<TransactionList | undefined> {
    const { limit = PAGE_SIZE, offset = 0 } = query;
    const end = offset + limit;
    if (end > PAGE_SIZE || !isOfAllNumbers(query)) return undefined;
    const ofTss = { order_by: 'time_creation', order: 'asc', limit: MAXIMUM_CLIENTS + 1, offset: 0 } as const;
    const clients = await this.#operation.call('listClients', { path: { tss_id: tssId }, query: ofTss });
    if (clients.data.length > MAXIMUM_CLIENTS) return undefined;
    const lists = await Promise.all(
      identified(clients.data).map(({ _id }) =>
        this.#operation.call('listClientTransactions', {
          path: { tss_id: tssId, client_id: _id },
          query: { ...query, limit: end, offset: 0 },
        }),
      ),
    );
    const [first] = lists;
    if (!first) return undefined;
    const rows = new Map(lists.flatMap(({ data }) => identified(data)).map((row) => [row.number, row]));
    const turn = query.order === 'desc' ? -1 : 1;
    const sorted = [...rows.values()].sort((one, other) => turn * (one.number - other.number)).slice(0, end);
    if (!isGapless(sorted)) return undefined;
    // Both ends must be complete too, except the end at which the page is cut off. Numbers start at one (`sign-de-v2.md
    // §18`).
    const highest = Math.max(0, ...sorted.map(({ number }) => number));
    const isCut = sorted.length === end;
    const [isLowestShown, isHighestShown] = turn < 0 ? [!isCut, true] : [true, !isCut];
    if (isLowestShown && highest !== sorted.length) return undefined;
    if (isHighestShown && !(await this.#isHighest(tssId, highest))) return undefined;
    const data = sorted.slice(offset);
    return { ...first, data, count: data.length };
  }

  /** Whether a TSS has no transaction with a higher number. */
  async #isHighest(tssId: string, number: number): Promise<boolean> {
    const path = { tss_id: tssId, tx_id_or_number: String(number + 1) };
    try {
      await this.#operation.call('retrieveTransaction', { path });
      return false;
    } catch (error) {
      if (error instanceof UpstreamError && error.code === 'TRANSACTION_NOT_FOUND') return true;
      throw error;
    }
  }

  #readAll(query: TransactionListQuery): Promise<TransactionList> {
    return this.#operation.call('listAllTransactions', { path: {}, query });
  }

  /** Whether there is no other TSS. */
  async #isOnly(tssId: string): Promise<boolean> {
    const query = { order_by: 'time_creation', order: 'asc', limit: 2, offset: 0 } as const;
    this.#firstTss ??= this.#operation.call('listTss', { path: {}, query });
    const data = identified((await this.#firstTss).data);
    return data.length === 1 && data[0]?._id === tssId;
  }
}

function isOf(tssId: string): (row: Schemas['TxResponse']) => boolean {
  return ({ tss_id: id }) => id === tssId;
}

/** Whether a list is sorted by number and unfiltered, so that it contains every number. */
function isOfAllNumbers({ order_by: orderBy, states, show_deleted: showsDeleted }: SortedQuery): boolean {
  return orderBy === 'number' && states === undefined && showsDeleted === undefined;
}

/** Whether no number is missing in rows sorted by number. */
function isGapless(rows: readonly Schemas['TxResponse'][]): boolean {
  return rows.every(({ number }, index) => Math.abs(number - (rows[0]?.number ?? number)) === index);
}

function isSorted(query: TransactionListQuery): query is SortedQuery {
  return query.order_by !== undefined;
}

function isRateLimited(error: unknown): boolean {
  return error instanceof UpstreamError && error.code === 'RATE_LIMITED';
}
