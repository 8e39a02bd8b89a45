import type { Schemas } from '../../../received/sign-de.js';
import { ByParent } from '../../../upstream/lists/by-parent.js';
import { Loader } from '../../../upstream/lists/loader.js';
import type { Operation } from '../api.js';
import { readSpans, type SpanKey, type SpanRows } from './span-of-many.js';
import { Collection } from '../../../upstream/lists/collection.js';
import type { List } from '../../../upstream/lists/list.js';
import { revisionName, TRANSACTIONS, TransactionSource } from './transaction-lists.js';
import type { TransactionListQuery } from './tss-transactions.js';

/**
 * Transactions at the upstream, for one operation. Reads return the newest revision, if no other revision is requested.
 */
export class TransactionDatasource {
  readonly #operation: Operation;
  readonly #source: TransactionSource;
  /** The transactions that this operation has read. A transaction is found by UUID, by number, and by revision. */
  readonly #rows: Collection<TransactionSource, Schemas['TxResponse'], TransactionListQuery>;
  /** Signed logs never change, so they are never removed from this cache. */
  readonly #logs = new ByParent<Promise<Uint8Array>>();
  #spans: Loader<SpanKey, SpanRows | false, string> | undefined;

  constructor(operation: Operation) {
    this.#operation = operation;
    this.#source = new TransactionSource(operation);
    this.#rows = new Collection(TRANSACTIONS, this.#source);
    operation.onWrite(() => this.#spans?.clearAll());
  }

  /** Reads one transaction, by UUID or number. @throws UpstreamError `TRANSACTION_NOT_FOUND`, `TSS_NOT_FOUND` */
  load(tssId: string, idOrNumber: string): Promise<Schemas['TxResponse']> {
    return this.#rows.load(tssId, idOrNumber);
  }

  /** Like {@link load}, but with a new call, because another caller may have written. */
  reload(tssId: string, idOrNumber: string): Promise<Schemas['TxResponse']> {
    return this.#rows.reload(tssId, idOrNumber);
  }

  /**
   * Reads one revision of a transaction, always with a new call. @throws UpstreamError `REVISION_NOT_FOUND`,
   * `TRANSACTION_NOT_FOUND`
   */
  loadRevision(tssId: string, idOrNumber: string, revision: number): Promise<Schemas['TxResponse']> {
    const path = { tss_id: tssId, tx_id_or_number: idOrNumber };
    return this.#operation.call('retrieveTransaction', { path, query: { tx_revision: revision } });
  }

  /** Like {@link loadRevision}, but cached. */
  revision(tssId: string, idOrNumber: string, revision: number): Promise<Schemas['TxResponse']> {
    return this.#rows.once(tssId, revisionName(idOrNumber, revision), () =>
      this.loadRevision(tssId, idOrNumber, revision),
    );
  }

  /**
   * Reads the signed log message of one revision.
   * @throws UpstreamError `LOG_NOT_FOUND`, `REVISION_NOT_FOUND`, `TRANSACTION_NOT_FOUND`
   */
  log(tssId: string, idOrNumber: string, revision: number): Promise<Uint8Array> {
    return this.#logs.once(tssId, revisionName(idOrNumber, revision), () => {
      const path = { tss_id: tssId, tx_id_or_number: idOrNumber };
      return this.#operation.call('retrieveTransactionLog', { path, query: { tx_revision: revision } });
    });
  }

  /**
   * Reads one page of the transactions of a client, a TSS or all TSS. Later loads of these rows need no call.
   * @param isAnew forces a new read that is not shared, because rows may have been added or removed
   */
  list(
    { tssId, clientId }: { readonly tssId?: string | undefined; readonly clientId?: string | undefined },
    query: TransactionListQuery,
    isAnew = false,
  ): Promise<List<Schemas['TxResponse']>> {
    if (tssId === undefined) return this.#rows.list([], query, isAnew);
    return this.#rows.list(clientId === undefined ? [tssId] : [tssId, clientId], query, isAnew);
  }

  /**
   * Reads the first rows of a time range in the list of a TSS or a client, from one common list if several such lists
   * are requested. Returns undefined if the range must be searched in its own list.
   */
  async listSpan(key: SpanKey): Promise<SpanRows | undefined> {
    this.#spans ??= new Loader((keys) => readSpans(this.#source, keys), { cacheKeyFn: (each) => JSON.stringify(each) });
    const span = await this.#spans.load(key);
    if (!span) return undefined;
    this.#rows.remember(span.rows);
    return span;
  }

  /**
   * Makes all checks of a write to transactions of a TSS that come before its call. For callers that read something
   * before they write.
   * @throws UpstreamError
   */
  admitWrite(tssId: string): Promise<void> {
    return this.#operation.admit('upsertTransaction', { tss_id: tssId });
  }

  /**
   * Writes one revision, which the upstream signs. The answer is not cached for reads, because it may lack metadata.
   */
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
}
