import type { Schemas } from '../../received.js';
import { ByTss } from '../../upstream/lists/by-parent.js';
import { Loader } from '../../upstream/lists/loader.js';
import type { Operation } from './api.js';
import { readSpans, type SpanKey, type SpanRows } from './span-of-many.js';
import { type TransactionListKey, type TransactionListQuery, TransactionLists } from './transaction-lists.js';

/** Transactions of the upstream, for one operation, each at its newest revision unless another is asked for. Lists cannot pick by id, so single ones are read one by one. */
export class TransactionDatasource {
  readonly #operation: Operation;
  /** Loads of this operation, by UUID and by number. */
  readonly #byId = new ByTss<Promise<Schemas['TxResponse']>>();
  readonly #revisions = new ByTss<Promise<Schemas['TxResponse']>>();
  /** What is signed never changes, so logs are not forgotten. */
  readonly #logs = new ByTss<Promise<Uint8Array>>();
  /** Rows of lists that are not remembered one by one yet. */
  readonly #listed: Schemas['TxListResponse']['data'][] = [];
  readonly #pages: TransactionLists;
  readonly #spans: Loader<SpanKey, SpanRows | false, string>;
  readonly #lists: Loader<TransactionListKey, Schemas['TxListResponse'], string>;

  constructor(operation: Operation) {
    this.#operation = operation;
    this.#pages = new TransactionLists(operation);
    this.#lists = new Loader((keys) => this.#pages.read(keys), { cacheKeyFn: (key) => JSON.stringify(key) });
    this.#spans = new Loader((keys) => readSpans(operation, this.#pages, keys), {
      cacheKeyFn: (key) => JSON.stringify(key),
    });
    operation.onWrite(() => {
      this.#spans.clearAll();
      this.#listed.length = 0;
      this.#byId.clear();
      this.#revisions.clear();
      this.#lists.clearAll();
    });
  }

  /** One transaction, by UUID or number. @throws UpstreamError `TRANSACTION_NOT_FOUND`, `TSS_NOT_FOUND` */
  load(tssId: string, idOrNumber: string): Promise<Schemas['TxResponse']> {
    this.#rememberListed();
    return this.#byId.once(tssId, idOrNumber, () => this.#read(tssId, idOrNumber));
  }

  /** As {@link load}, but read anew: somebody else may have written. */
  reload(tssId: string, idOrNumber: string): Promise<Schemas['TxResponse']> {
    // Under whichever of its names it is remembered.
    this.#listed.length = 0;
    this.#byId.clear();
    return this.load(tssId, idOrNumber);
  }

  /** One revision of a transaction, read anew. @throws UpstreamError `REVISION_NOT_FOUND`, `TRANSACTION_NOT_FOUND` */
  loadRevision(tssId: string, idOrNumber: string, revision: number): Promise<Schemas['TxResponse']> {
    const path = { tss_id: tssId, tx_id_or_number: idOrNumber };
    return this.#operation.call('retrieveTransaction', { path, query: { tx_revision: revision } });
  }

  /** As {@link loadRevision}, unless it has been read already. */
  revision(tssId: string, idOrNumber: string, revision: number): Promise<Schemas['TxResponse']> {
    this.#rememberListed();
    return this.#revisions.once(tssId, revisionKey(idOrNumber, revision), () =>
      this.loadRevision(tssId, idOrNumber, revision),
    );
  }

  /** The signed log message of one revision. @throws UpstreamError `LOG_NOT_FOUND`, `REVISION_NOT_FOUND`, `TRANSACTION_NOT_FOUND` */
  log(tssId: string, idOrNumber: string, revision: number): Promise<Uint8Array> {
    return this.#logs.once(tssId, revisionKey(idOrNumber, revision), () => {
      const path = { tss_id: tssId, tx_id_or_number: idOrNumber };
      return this.#operation.call('retrieveTransactionLog', { path, query: { tx_revision: revision } });
    });
  }

  /**
   * One page of the transactions of a client, a TSS or all TSS; its rows need not be read again.
   * @param isAnew whether it is read by itself and once more, as rows may have come and left
   */
  async list(
    parent: { readonly tssId?: string | undefined; readonly clientId?: string | undefined },
    query: TransactionListQuery,
    isAnew = false,
  ): Promise<Schemas['TxListResponse']> {
    const key = { tssId: parent.tssId, clientId: parent.clientId, query };
    const answer = await (isAnew ? this.#pages.readOne(key) : this.#lists.load(key));
    this.#listed.push(answer.data);
    return answer;
  }

  /**
   * The first rows of a span of time in the list of a TSS or a client, where the same is asked of several: from one list that holds them all. Undefined where it is to be looked for in its own list.
   */
  async listSpan(key: SpanKey): Promise<SpanRows | undefined> {
    const span = await this.#spans.load(key);
    if (!span) return undefined;
    this.#listed.push(span.rows);
    return span;
  }

  /** Refuses what any write to transactions of a TSS would be refused for, before anything is read for it. @throws UpstreamError */
  admitWrite(tssId: string): Promise<void> {
    return this.#operation.admit('upsertTransaction', { tss_id: tssId });
  }

  /** Writes one revision: the upstream signs it. Its answer is not remembered for reads, since it may leave metadata out. */
  upsert(
    tssId: string,
    transactionId: string,
    revision: number,
    body: Schemas['TxRequest'],
  ): Promise<Schemas['TxResponse']> {
    const path = { tss_id: tssId, tx_id_or_number: transactionId };
    const query = { tx_revision: revision };
    return this.#operation.call('upsertTransaction', { path, query, body });
  }

  /** Rows of lists are remembered when single ones are asked for: most who list read no more. */
  #rememberListed(): void {
    if (this.#listed.length === 0) return;
    for (const transaction of this.#listed.splice(0).flat()) {
      if (!(transaction instanceof Error)) this.#remember(transaction);
    }
  }

  #remember(transaction: Schemas['TxResponse']): void {
    const { tss_id: tssId, _id: id, number, revision } = transaction;
    const load = Promise.resolve(transaction);
    this.#byId.add(tssId, id, load);
    this.#byId.add(tssId, String(number), load);
    this.#revisions.add(tssId, revisionKey(id, revision), load);
  }

  async #read(tssId: string, idOrNumber: string): Promise<Schemas['TxResponse']> {
    const path = { tss_id: tssId, tx_id_or_number: idOrNumber };
    const transaction = await this.#operation.call('retrieveTransaction', { path });
    this.#remember(transaction);
    if (isLasting(transaction)) this.#operation.noteLasting();
    return transaction;
  }
}

/**
 * Whether nothing about a transaction changes any more but its metadata: it has ended, and is real. In TEST a TSS may be wiped (`sign-de-v2.md §14`), and a sandbox
 * be set back.
 */
function isLasting({ _env, state, revision, latest_revision: latest }: Schemas['TxResponse']): boolean {
  return _env === 'LIVE' && (state === 'FINISHED' || state === 'CANCELLED') && revision === latest;
}

function revisionKey(idOrNumber: string, revision: number): string {
  return `${idOrNumber}/${revision}`;
}
