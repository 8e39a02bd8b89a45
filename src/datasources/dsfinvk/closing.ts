import type { Operations, Schemas as Contract } from '../../contract/dsfinvk.js';
import type { Schemas } from '../../received/dsfinvk.js';
import { readBack } from '../../upstream/call/read-back.js';
import { UpstreamError } from '../../upstream/call/upstream-error.js';
import { Collection } from '../../upstream/lists/collection.js';
import type { List } from '../../upstream/lists/list.js';
import type { Noun } from '../../upstream/lists/noun.js';
import type { Movement } from '../../upstream/lists/shared-list.js';
import type { Operation } from './api.js';

/** Query of a list of closings. */
export type ClosingListQuery = NonNullable<Operations['listCashPointClosings']['parameters']['query']>;

/**
 * Defines how closings are read: a single one by its id, several ones from the list, and the lists of several registers
 * from the list of all.
 */
const CLOSINGS: Noun<Operation, Schemas['CashPointClosing'], ClosingListQuery> = {
  readOne: (operation, _parent, id) => operation.call('retrieveCashPointClosing', { path: { closing_id: id } }),
  readList: (operation, [clientId], query) =>
    operation.call('listCashPointClosings', {
      path: {},
      query: { ...query, ...(clientId !== undefined && { client_id: clientId }) },
    }),
  hasListOfAll: () => true,
  parentOf: () => '',
  picking: { toQuery: (page) => ({ ...page, order_by: 'time_creation', order: 'asc' }), isFromAll: true },
  sharing: {
    depth: 1,
    movementOf,
    ownerOf: ({ client_id: clientId }) => (typeof clientId === 'string' ? [clientId] : undefined),
    nameOf: ({ _id: id }) => id,
  },
};

/** Returns how a list of closings may change between two reads. */
function movementOf(query: ClosingListQuery): Movement {
  const { states, start_date, end_date, business_date_start, business_date_end, order, order_by } = query;
  const filters = [states, start_date, end_date, business_date_start, business_date_end];
  if (filters.some((filter) => filter !== undefined) || order_by === 'state') return 'changes';
  return order === 'desc' || order_by === 'business_date' ? 'is inserted into' : 'grows';
}

/** Remarks that one call reads. The contract states no maximum (`dsfinvk-v1.md §3`), and closings have few. */
const MOST_REPORTS = 10_000;

/** Cash point closings at the upstream, for one operation. */
export class ClosingDatasource {
  readonly #operation: Operation;
  readonly #rows: Collection<Operation, Schemas['CashPointClosing'], ClosingListQuery>;
  readonly #details = new Map<string, Promise<Schemas['CashPointClosingDetails']>>();

  constructor(operation: Operation) {
    this.#operation = operation;
    this.#rows = new Collection(CLOSINGS, operation);
    operation.onWrite(() => {
      this.#details.clear();
    });
  }

  /** Reads the summary of a closing. @throws UpstreamError `CLOSING_NOT_FOUND` */
  load(id: string): Promise<Schemas['CashPointClosing']> {
    return this.#rows.load('', id);
  }

  /** Like {@link load}, but with a new call, because the upstream works on the closing. */
  reload(id: string): Promise<Schemas['CashPointClosing']> {
    return this.#rows.reload('', id);
  }

  /** Reads the whole closing, with its transactions. @throws UpstreamError `CLOSING_NOT_FOUND` */
  details(id: string): Promise<Schemas['CashPointClosingDetails']> {
    const known = this.#details.get(id);
    if (known) return known;
    const read = this.#operation.call('retrieveCashPointClosingDetails', { path: { closing_id: id } });
    this.#details.set(id, read);
    return read;
  }

  /** Reads the remarks on a closing, newest first: at most 10,000. */
  async reports(id: string): Promise<readonly (Schemas['CashPointClosingReport'] | Error)[]> {
    const { data } = await this.#operation.call('retrieveCashPointClosingReports', {
      path: { closing_id: id },
      query: { limit: MOST_REPORTS, order: 'DESC' },
    });
    return data;
  }

  /** Reads one page of the closings of a cash register, or of all. Later loads of these rows need no call. */
  list(
    clientId: string | undefined,
    query: ClosingListQuery,
    isAnew = false,
  ): Promise<List<Schemas['CashPointClosing']>> {
    return this.#rows.list(clientId === undefined ? [] : [clientId], query, isAnew);
  }

  /**
   * Inserts a closing. The upstream returns the existing closing if the same was sent before (`dsfinvk-v1.md §8`), so
   * a lost answer is repeated, not read back: only the upstream can compare the content.
   * @throws UpstreamError `CLOSING_CONFLICT`
   */
  insert(id: string, body: Contract['CashPointClosingInsert']): Promise<Schemas['CashPointClosing']> {
    return this.#operation.call('insertCashPointClosing', { path: { closing_id: id }, body });
  }

  /**
   * Deletes a closing. If the answer is lost, or the closing is already deleted, it is read to find out.
   * @throws UpstreamError `CLOSING_NOT_DELETABLE`
   */
  async delete(id: string): Promise<Schemas['CashPointClosing']> {
    try {
      return await readBack(
        () => this.#operation.call('deleteCashPointClosing', { path: { closing_id: id } }),
        () => this.#rows.reload('', id),
        ({ state }) => state === 'DELETED',
      );
    } catch (error) {
      if (!(error instanceof UpstreamError) || error.code !== 'CLOSING_NOT_DELETABLE') throw error;
      const found = await this.#rows.reload('', id);
      if (found.state === 'DELETED') return found;
      throw error;
    }
  }
}
