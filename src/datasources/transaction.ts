import DataLoader from 'dataloader';
import type { Schemas } from '../contract.js';
import { toError } from './find-on-pages.js';
import type { Operation } from './operation.js';
import { type TransactionListKey, type TransactionListQuery, TransactionLists } from './transaction-lists.js';

interface TransactionKey {
  readonly tssId: string;
  /** The caller's UUID or the number that the TSS gave. */
  readonly idOrNumber: string;
}

/** Transactions of the upstream, for one operation, each at its newest revision. Lists cannot pick by id, so single ones are read one by one. */
export class TransactionDatasource {
  readonly #operation: Operation;
  readonly #byId: DataLoader<TransactionKey, Schemas['TxResponse'], string>;
  readonly #lists: DataLoader<TransactionListKey, Schemas['TxListResponse'], string>;

  constructor(operation: Operation) {
    this.#operation = operation;
    this.#byId = new DataLoader((keys) => Promise.all(keys.map((key) => this.#read(key).catch(toError))), {
      cacheKeyFn: keyOf,
    });
    const lists = new TransactionLists(operation);
    this.#lists = new DataLoader((keys) => lists.read(keys), { cacheKeyFn: (key) => JSON.stringify(key) });
    operation.onWrite(() => {
      this.#byId.clearAll();
      this.#lists.clearAll();
    });
  }

  /** One transaction, by UUID or number. @throws UpstreamError `TRANSACTION_NOT_FOUND`, `TSS_NOT_FOUND` */
  load(tssId: string, idOrNumber: string): Promise<Schemas['TxResponse']> {
    return this.#byId.load({ tssId, idOrNumber });
  }

  /** As {@link load}, but read anew: somebody else may have written. */
  reload(tssId: string, idOrNumber: string): Promise<Schemas['TxResponse']> {
    // Under whichever of its names it is remembered.
    this.#byId.clearAll();
    return this.load(tssId, idOrNumber);
  }

  /** One revision of a transaction, read anew. @throws UpstreamError `REVISION_NOT_FOUND`, `TRANSACTION_NOT_FOUND` */
  loadRevision(tssId: string, idOrNumber: string, revision: number): Promise<Schemas['TxResponse']> {
    const path = { tss_id: tssId, tx_id_or_number: idOrNumber };
    return this.#operation.call('retrieveTransaction', { path, query: { tx_revision: revision } });
  }

  /** One page of the transactions of a client, a TSS or all TSS; its rows need not be read again. */
  async list(
    parent: { readonly tssId?: string; readonly clientId?: string },
    query: TransactionListQuery,
  ): Promise<Schemas['TxListResponse']> {
    const answer = await this.#lists.load({ tssId: parent.tssId, clientId: parent.clientId, query });
    for (const transaction of answer.data) this.#remember(transaction);
    return answer;
  }

  /** Writes one revision: the upstream signs it. Its answer is not remembered for reads, since it may leave metadata out. */
  async upsert(
    tssId: string,
    transactionId: string,
    revision: number,
    body: Schemas['TxRequest'],
  ): Promise<Schemas['TxResponse']> {
    const path = { tss_id: tssId, tx_id_or_number: transactionId };
    const query = { tx_revision: revision };
    const transaction = await this.#operation.call('upsertTransaction', { path, query, body });
    this.#operation.tellOfWrite({ path, transaction });
    return transaction;
  }

  #remember(transaction: Schemas['TxResponse']): void {
    const { tss_id: tssId, _id: id, number } = transaction;
    this.#byId.prime({ tssId, idOrNumber: id }, transaction).prime({ tssId, idOrNumber: String(number) }, transaction);
  }

  async #read({ tssId, idOrNumber }: TransactionKey): Promise<Schemas['TxResponse']> {
    const path = { tss_id: tssId, tx_id_or_number: idOrNumber };
    const transaction = await this.#operation.call('retrieveTransaction', { path });
    this.#remember(transaction);
    return transaction;
  }
}

function keyOf({ tssId, idOrNumber }: TransactionKey): string {
  return `${tssId}/${idOrNumber}`;
}
