import type { Operations, Schemas } from '../contract.js';
import { toError } from './find-on-pages.js';
import type { Operation } from './operation.js';
import { UpstreamError } from './upstream-error.js';

/** Query of a list of transactions. */
export type TransactionListQuery = NonNullable<Operations['listTransactions']['parameters']['query']>;

/** A page of transactions that is wanted: of a client, of a TSS, or of all. */
export interface TransactionListKey {
  readonly tssId: string | undefined;
  readonly clientId: string | undefined;
  readonly query: TransactionListQuery;
}

type TransactionList = Schemas['TxListResponse'];

/** Rows of the largest page the upstream gives. */
const PAGE_SIZE = 100;

/**
 * Reads pages of transactions with as few calls as possible. When several clients of one TSS are asked for the same, one list of the TSS is read and
 * parted among them. That is exact, because both lists show each transaction at its newest revision and a client's list holds those whose newest
 * revision is its own (`sign-de-v2.md §10`). Clients for which that one page falls short are read by themselves.
 */
export class TransactionLists {
  readonly #operation: Operation;

  constructor(operation: Operation) {
    this.#operation = operation;
  }

  /** The pages in the order of their keys; one that fails does not fail its neighbours. */
  async read(keys: readonly TransactionListKey[]): Promise<(TransactionList | Error)[]> {
    const answers = new Map<TransactionListKey, TransactionList | Error>();
    const groups = Map.groupBy(keys, ({ tssId, clientId, query }) =>
      JSON.stringify([tssId, clientId !== undefined, query]),
    );
    await Promise.all(
      [...groups.values()].map(async (group) => {
        const shared = group.length > 1 ? await this.#readForAll(group) : undefined;
        await Promise.all(
          group.map(async (key) => {
            answers.set(key, part(shared, key) ?? (await this.#readOne(key).catch(toError)));
          }),
        );
      }),
    );
    return keys.map((key) => answers.get(key) ?? new Error('The list was not read.'));
  }

  /**
   * The first page of the TSS, for all its clients; undefined when the upstream refuses it, which it does sooner than for a client's own list
   * (`sign-de-v2.md §2`). An upstream in trouble is not asked for each list instead.
   */
  async #readForAll([first]: readonly TransactionListKey[]): Promise<TransactionList | Error | undefined> {
    if (first?.tssId === undefined) return undefined;
    const query = { ...first.query, limit: PAGE_SIZE, offset: 0 };
    try {
      return await this.#operation.call('listTransactions', { path: { tss_id: first.tssId }, query });
    } catch (error) {
      if (!(error instanceof UpstreamError)) return toError(error);
      const isRefused = error.code === 'RATE_LIMITED' || (error.upstream.status ?? 500) < 500;
      return isRefused ? undefined : error;
    }
  }

  #readOne({ tssId, clientId, query }: TransactionListKey): Promise<TransactionList> {
    if (tssId === undefined) return this.#operation.call('listAllTransactions', { path: {}, query });
    if (clientId === undefined) return this.#operation.call('listTransactions', { path: { tss_id: tssId }, query });
    return this.#operation.call('listClientTransactions', { path: { tss_id: tssId, client_id: clientId }, query });
  }
}

/** A client's page out of the first page of its TSS; undefined when that page may not hold all of it. */
function part(
  ofTss: TransactionList | Error | undefined,
  { clientId, query }: TransactionListKey,
): TransactionList | Error | undefined {
  if (!ofTss || ofTss instanceof Error) return ofTss;
  const own = ofTss.data.filter(({ client_id }) => client_id === clientId);
  const end = (query.offset ?? 0) + (query.limit ?? PAGE_SIZE);
  const isWholeList = ofTss.data.length < PAGE_SIZE;
  return isWholeList || own.length >= end
    ? { ...ofTss, data: own.slice(query.offset ?? 0, end), count: own.length }
    : undefined;
}
