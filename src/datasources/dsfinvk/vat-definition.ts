import type { Operations, Schemas as Contract } from '../../contract/dsfinvk.js';
import type { Schemas } from '../../received/dsfinvk.js';
import { Collection } from '../../upstream/lists/collection.js';
import type { List } from '../../upstream/lists/list.js';
import type { Noun } from '../../upstream/lists/noun.js';
import type { Operation } from './api.js';

/** Query of a list of VAT definitions. */
export type VatDefinitionListQuery = NonNullable<Operations['listVatDefinitions']['parameters']['query']>;

/** Defines how VAT definitions are read: a single one by its key, several ones from the list. */
const VAT_DEFINITIONS: Noun<Operation, Schemas['VatDefinition'], VatDefinitionListQuery> = {
  readOne: (operation, _parent, key) =>
    operation.call('retrieveVatDefinition', { path: { vat_definition_export_id: Number(key) } }),
  readList: (operation, _parents, query) => operation.call('listVatDefinitions', { path: {}, query }),
  hasListOfAll: () => true,
  parentOf: () => '',
  picking: { toQuery: (page) => ({ ...page, order_by: 'time_creation', order: 'asc' }), isFromAll: true },
};

/** VAT definitions at the upstream, for one operation. */
export class VatDefinitionDatasource {
  readonly #operation: Operation;
  readonly #rows: Collection<Operation, Schemas['VatDefinition'], VatDefinitionListQuery>;

  constructor(operation: Operation) {
    this.#operation = operation;
    this.#rows = new Collection(VAT_DEFINITIONS, operation);
  }

  /** Reads one VAT definition. @throws UpstreamError `VAT_DEFINITION_NOT_FOUND` */
  load(key: number): Promise<Schemas['VatDefinition']> {
    return this.#rows.load('', String(key));
  }

  /** Reads an earlier revision. @throws UpstreamError `VAT_DEFINITION_NOT_FOUND` */
  revision(key: number, revision: number): Promise<Schemas['VatDefinition']> {
    const path = { vat_definition_export_id: key };
    return this.#rows.once('', `${key}/${revision}`, () =>
      this.#operation.call('retrieveVatDefinition', { path, query: { revision } }),
    );
  }

  /** Reads one page. Later loads of these rows need no call. */
  list(query: VatDefinitionListQuery, isAnew = false): Promise<List<Schemas['VatDefinition']>> {
    return this.#rows.list([], query, isAnew);
  }

  /** Creates or changes a VAT definition. To send the same again changes nothing but the revision. */
  upsert(key: number, body: Contract['VatDefinitionUpsert']): Promise<Schemas['VatDefinition']> {
    return this.#operation.call('upsertVatDefinition', { path: { vat_definition_export_id: key }, body });
  }
}
