import type { Schemas } from '../../../received.js';
import type { Operation } from '../api.js';
import { type TransactionListQuery, TssTransactions } from './tss-transactions.js';
import type { Noun } from '../../../upstream/lists/noun.js';
import type { List, Parents } from '../../../upstream/lists/list.js';
import type { Movement } from '../../../upstream/lists/shared-list.js';
import { rowName } from '../row-name.js';

/** The reads of transactions. */
export class TransactionSource {
  readonly operation: Operation;
  #ofTss: TssTransactions | undefined;

  constructor(operation: Operation) {
    this.operation = operation;
  }

  /** See `Operation.onWrite`. */
  onWrite(forget: () => void): void {
    this.operation.onWrite(forget);
  }

  /** Reads a page of the list of a client, of a TSS, or of all TSS. */
  readList([tssId, clientId]: Parents, query: TransactionListQuery): Promise<List<Schemas['TxResponse']>> {
    if (tssId === undefined) return this.operation.call('listAllTransactions', { path: {}, query });
    if (clientId === undefined) return (this.#ofTss ??= new TssTransactions(this.operation)).read(tssId, query);
    return this.operation.call('listClientTransactions', { path: { tss_id: tssId, client_id: clientId }, query });
  }

  /**
   * Reads a page of a list that is then split up by client: the list of a TSS, or of all TSS. If the list of a TSS has
   * reached its rate limit, this read fails. It is not replaced with other lists, unlike in {@link readList}.
   */
  readToPart([tssId]: Parents, query: TransactionListQuery): Promise<List<Schemas['TxResponse']>> {
    return tssId === undefined
      ? this.readList([], query)
      : this.operation.callFromSpare('listTransactions', { path: { tss_id: tssId }, query });
  }
}

/**
 * Defines how transactions are read. Lists cannot select by id, so single transactions are read one by one. If the
 * lists of several clients are requested with the same query, one common list is read and split up by client. The
 * result is exact: every list has each transaction at its newest revision, and the list of a client has the
 * transactions whose newest revision this client wrote (`sign-de-v2.md §10`).
 */
export const TRANSACTIONS: Noun<TransactionSource, Schemas['TxResponse'], TransactionListQuery> = {
  readOne: ({ operation }, tssId, idOrNumber) => {
    const path = { tss_id: tssId, tx_id_or_number: idOrNumber };
    return operation.call('retrieveTransaction', { path }).then((transaction) => {
      if (isLasting(transaction)) operation.noteLasting();
      return transaction;
    });
  },
  readList: (source, parents, query) => source.readList(parents, query),
  hasListOfAll: ({ operation }) => !operation.seesOnlyPart,
  parentOf: (transaction) => transaction.tss_id,
  namesOf: ({ _id: id, number, revision }) => [id, String(number), revisionName(id, revision)],
  sharing: {
    depth: 2,
    movementOf,
    ownerOf: ({ tss_id, client_id }) => (typeof client_id === 'string' ? [tss_id, client_id] : undefined),
    nameOf: rowName,
    readList: (source, parents, query) => source.readToPart(parents, query),
  },
};

/** Returns the key of a revision of a transaction in the loader. */
export function revisionName(idOrNumber: string, revision: number): string {
  return `${idOrNumber}/${revision}`;
}

/**
 * Whether a transaction can never change again, except its metadata: it is LIVE and has ended. In TEST the TSS may be
 * deleted (`sign-de-v2.md §14`), and a sandbox may be reset.
 */
function isLasting({ _env, state, revision, latest_revision: latest }: Schemas['TxResponse']): boolean {
  return _env === 'LIVE' && (state === 'FINISHED' || state === 'CANCELLED') && revision === latest;
}

/**
 * Returns how a list of transactions may change while it is read. The transactions of a TSS are numbered without gaps
 * (`tse-formats.md §1`). If the query has no order, the list is assumed to be in the order of the start.
 */
function movementOf({ states, show_deleted, order, order_by }: TransactionListQuery): Movement {
  const isFiltered = states !== undefined || show_deleted !== undefined;
  if (isFiltered || order_by === 'state' || order_by === 'time_end') return 'changes';
  if (order === 'desc') return 'is inserted into';
  return order_by === 'number' ? 'is numbered' : 'grows';
}
