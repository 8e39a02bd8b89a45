import type { Operations, Schemas as Contract } from '../../contract/dsfinvk.js';
import type { Schemas } from '../../received/dsfinvk.js';
import { Collection } from '../../upstream/lists/collection.js';
import type { List } from '../../upstream/lists/list.js';
import type { Noun } from '../../upstream/lists/noun.js';
import type { Operation } from './api.js';

/** Query of a list of purchaser agencies. */
export type PurchaserAgencyListQuery = NonNullable<Operations['listPurchaserAgencies']['parameters']['query']>;

/** Defines how purchaser agencies are read: a single one by its id, several ones from the list. */
const AGENCIES: Noun<Operation, Schemas['PurchaserAgency'], PurchaserAgencyListQuery> = {
  readOne: (operation, _parent, id) => operation.call('retrievePurchaserAgency', { path: { purchaser_agency_id: id } }),
  readList: (operation, [clientId], query) =>
    operation.call('listPurchaserAgencies', {
      path: {},
      query: { ...query, ...(clientId !== undefined && { client_id: clientId }) },
    }),
  hasListOfAll: () => true,
  parentOf: () => '',
  picking: { toQuery: (page) => ({ ...page, order_by: 'time_creation', order: 'asc' }), isFromAll: true },
};

/** Purchaser agencies at the upstream, for one operation. */
export class PurchaserAgencyDatasource {
  readonly #operation: Operation;
  readonly #rows: Collection<Operation, Schemas['PurchaserAgency'], PurchaserAgencyListQuery>;

  constructor(operation: Operation) {
    this.#operation = operation;
    this.#rows = new Collection(AGENCIES, operation);
  }

  /** Reads one purchaser agency. @throws UpstreamError `PURCHASER_AGENCY_NOT_FOUND` */
  load(id: string): Promise<Schemas['PurchaserAgency']> {
    return this.#rows.load('', id);
  }

  /** Reads an earlier revision. @throws UpstreamError `PURCHASER_AGENCY_NOT_FOUND` */
  revision(id: string, revision: number): Promise<Schemas['PurchaserAgency']> {
    return this.#rows.once('', `${id}/${revision}`, () =>
      this.#operation.call('retrievePurchaserAgency', { path: { purchaser_agency_id: id }, query: { revision } }),
    );
  }

  /** Reads one page of the agencies of a cash register, or of all. Later loads of these rows need no call. */
  list(
    clientId: string | undefined,
    query: PurchaserAgencyListQuery,
    isAnew = false,
  ): Promise<List<Schemas['PurchaserAgency']>> {
    return this.#rows.list(clientId === undefined ? [] : [clientId], query, isAnew);
  }

  /** Creates or changes a purchaser agency. To send the same again changes nothing but the revision. */
  upsert(id: string, body: Contract['PurchaserAgencyUpsert']): Promise<Schemas['PurchaserAgency']> {
    return this.#operation.call('upsertPurchaserAgency', { path: { purchaser_agency_id: id }, body });
  }
}
