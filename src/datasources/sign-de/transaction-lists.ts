import type { Operations } from '../../contract/read-contract.js';
import type { Schemas } from '../../received.js';
import type { Operation } from './api.js';
import { TssTransactions } from './tss-transactions.js';
import { type Movement, pagesToShare, readGrouped, readParted, rowsWanted } from '../../upstream/lists/parted-list.js';

/** Query of a list of transactions. */
export type TransactionListQuery = NonNullable<Operations['listTransactions']['parameters']['query']>;

/** A page of transactions that is wanted: of a client, of a TSS, or of all. */
export interface TransactionListKey {
  readonly tssId: string | undefined;
  readonly clientId: string | undefined;
  readonly query: TransactionListQuery;
}

type TransactionList = Schemas['TxListResponse'];

/** A page of a client. */
type ClientListKey = TransactionListKey & { readonly tssId: string; readonly clientId: string };

/**
 * Reads pages of transactions with as few calls as possible. When several clients are asked for the same, a list that holds them all is read and parted
 * among them. That is exact, because all lists show each transaction at its newest revision and a client's list holds those whose newest
 * revision is its own (`sign-de-v2.md §10`).
 */
export class TransactionLists {
  readonly #operation: Operation;
  readonly #ofTss: TssTransactions;

  constructor(operation: Operation) {
    this.#operation = operation;
    this.#ofTss = new TssTransactions(operation);
  }

  /** The pages in the order of their keys, each settling by itself. */
  read(keys: readonly TransactionListKey[]): Promise<TransactionList>[] {
    const groupOf = (key: TransactionListKey) => `${isOfClient(key)} ${JSON.stringify(key.query)}`;
    return readGrouped(keys, groupOf, (group) =>
      group.every(isOfClient) ? this.#readClients(group) : group.map((key) => this.readOne(key)),
    );
  }

  /** The same page of several clients: of clients of many TSS from the list of all transactions, else from the list of their TSS. */
  #readClients(keys: readonly ClientListKey[]): Promise<TransactionList>[] {
    const isOfSeveral = keys.some(({ tssId }) => tssId !== keys[0]?.tssId);
    return isOfSeveral && !this.#operation.seesOnlyPart && pagesFor(keys, true) > 0
      ? this.#readTogether(keys)
      : readGrouped(
          keys,
          ({ tssId }) => tssId,
          (group) => this.#readTogether(group, group[0].tssId),
        );
  }

  /** The same page of several clients, from the list of one TSS or of all. */
  #readTogether(keys: readonly ClientListKey[], tssId?: string): Promise<TransactionList>[] {
    const query = keys[0]?.query ?? {};
    const isOfAll = tssId === undefined;
    return readParted<ClientListKey, Schemas['TxResponse'], TransactionList>({
      parents: keys,
      window: query,
      pages: pagesFor(keys, isOfAll),
      orderBy: query.order_by,
      movement: movementOf(query, isOfAll),
      keyOf: (key) => [key.tssId, key.clientId],
      ownerOf: ({ tss_id, client_id }) => (typeof client_id === 'string' ? [tss_id, client_id] : undefined),
      readOwn: (key) => this.readOne(key),
      readPage: (window) => {
        const page = { ...query, ...window };
        return tssId === undefined
          ? this.#operation.call('listAllTransactions', { path: {}, query: page })
          : // There are other lists to be had, but not for those who ask for this one.
            this.#operation.callFromSpare('listTransactions', { path: { tss_id: tssId }, query: page });
      },
    });
  }

  /** One page by itself. */
  readOne({ tssId, clientId, query }: TransactionListKey): Promise<TransactionList> {
    if (tssId === undefined) return this.#operation.call('listAllTransactions', { path: {}, query });
    if (clientId === undefined) return this.#ofTss.read(tssId, query);
    return this.#operation.call('listClientTransactions', { path: { tss_id: tssId, client_id: clientId }, query });
  }
}

function isOfClient(key: TransactionListKey): key is ClientListKey {
  return key.tssId !== undefined && key.clientId !== undefined;
}

/** Pages of a shared list that are worth reading for the same page of these clients. */
function pagesFor(keys: readonly ClientListKey[], isOfAll: boolean): number {
  const query = keys[0]?.query ?? {};
  return pagesToShare(rowsWanted(query, keys.length), keys.length, movementOf(query, isOfAll));
}

/**
 * What may happen to a list of transactions while it is read. Where no order is asked for, they are taken to come in that of their start.
 * @param isOfAll whether it is over all TSS, each of which has numbers of its own
 */
function movementOf({ states, show_deleted, order, order_by }: TransactionListQuery, isOfAll: boolean): Movement {
  const isFiltered = states !== undefined || show_deleted !== undefined;
  if (isFiltered || order_by === 'state' || order_by === 'time_end') return 'changes';
  return order === 'desc' || (order_by === 'number' && isOfAll) ? 'is inserted into' : 'grows';
}
