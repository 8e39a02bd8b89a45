import type { Operations, Schemas } from '../contract.js';
import { toError } from './find-on-pages.js';
import type { Operation } from './operation.js';
import { type Movement, pagesToShare, readParted, rowsWanted } from './parted-list.js';

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

  constructor(operation: Operation) {
    this.#operation = operation;
  }

  /** The pages in the order of their keys; one that fails does not fail its neighbours. */
  async read(keys: readonly TransactionListKey[]): Promise<(TransactionList | Error)[]> {
    const answers = new Map<TransactionListKey, TransactionList | Error>();
    const ofClients = Map.groupBy(keys.filter(isOfClient), ({ query }) => JSON.stringify(query));
    await Promise.all([
      ...[...ofClients.values()].map((group) => this.#readClients(group, answers)),
      ...keys
        .filter((key) => !isOfClient(key))
        .map(async (key) => answers.set(key, await this.#readOne(key).catch(toError))),
    ]);
    return keys.map((key) => answers.get(key) ?? new Error('The list was not read.'));
  }

  /** The same page of several clients: of clients of many TSS from the list of all transactions, else from the list of their TSS. */
  async #readClients(
    keys: readonly ClientListKey[],
    answers: Map<TransactionListKey, TransactionList | Error>,
  ): Promise<void> {
    const [first] = keys;
    if (!first) return;
    const byTss = Map.groupBy(keys, ({ tssId }) => tssId);
    const { query } = first;
    const pagesFor = (group: readonly ClientListKey[], isOfAll: boolean) =>
      pagesToShare(rowsWanted(query, group.length), group.length, movementOf(query, isOfAll));
    const isOfAll = byTss.size > 1 && !this.#operation.onlyTss && pagesFor(keys, true) > 0;
    await Promise.all(
      (isOfAll ? [keys] : [...byTss.values()]).map(async (group) => {
        const lists = await readParted<ClientListKey, Schemas['TxResponse'], TransactionList>({
          parents: group,
          window: query,
          pages: pagesFor(group, isOfAll),
          movement: movementOf(query, isOfAll),
          keyOf: ({ tssId, clientId }) => [tssId, clientId],
          ownerOf: (row) => [row.tss_id, row.client_id],
          readOwn: (key) => this.#readOne(key),
          readPage: (window) =>
            isOfAll
              ? this.#operation.call('listAllTransactions', { path: {}, query: { ...query, ...window } })
              : // There are other lists to be had, but not for those who ask for this one.
                this.#operation.callFromSpare('listTransactions', {
                  path: { tss_id: group[0]?.tssId ?? first.tssId },
                  query: { ...query, ...window },
                }),
        });
        group.forEach((key, index) => answers.set(key, lists[index] ?? new Error('The list was not read.')));
      }),
    );
  }

  #readOne({ tssId, clientId, query }: TransactionListKey): Promise<TransactionList> {
    if (tssId === undefined) return this.#operation.call('listAllTransactions', { path: {}, query });
    if (clientId === undefined) return this.#operation.call('listTransactions', { path: { tss_id: tssId }, query });
    return this.#operation.call('listClientTransactions', { path: { tss_id: tssId, client_id: clientId }, query });
  }
}

function isOfClient(key: TransactionListKey): key is ClientListKey {
  return key.tssId !== undefined && key.clientId !== undefined;
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
