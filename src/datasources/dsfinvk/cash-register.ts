import type { Operations, Schemas as Contract } from '../../contract/dsfinvk.js';
import type { Schemas } from '../../received/dsfinvk.js';
import { Collection } from '../../upstream/lists/collection.js';
import { type List, PAGE_SIZE } from '../../upstream/lists/list.js';
import type { Noun } from '../../upstream/lists/noun.js';
import type { Operation } from './api.js';

/** Query of a list of cash registers. */
export type CashRegisterListQuery = NonNullable<Operations['listCashRegisters']['parameters']['query']>;

/** Defines how cash registers are read: a single one by the UUID of its client, several ones from the list. */
const CASH_REGISTERS: Noun<Operation, Schemas['CashRegister'], CashRegisterListQuery> = {
  readOne: (operation, _parent, clientId) => operation.call('retrieveCashRegister', { path: { client_id: clientId } }),
  readList: (operation, _parents, query) => operation.call('listCashRegisters', { path: {}, query }),
  hasListOfAll: () => true,
  parentOf: () => '',
  picking: { toQuery: (page) => ({ ...page, order_by: 'time_creation', order: 'asc' }), isFromAll: true },
};

/** Cash registers at the upstream, for one operation. */
export class CashRegisterDatasource {
  readonly #operation: Operation;
  readonly #rows: Collection<Operation, Schemas['CashRegister'], CashRegisterListQuery>;

  #all: Promise<readonly Schemas['CashRegister'][]> | undefined;

  constructor(operation: Operation) {
    this.#operation = operation;
    operation.onWrite(() => {
      this.#all = undefined;
    });
    this.#rows = new Collection(CASH_REGISTERS, operation);
  }

  /** Reads one cash register. @throws UpstreamError `CASH_REGISTER_NOT_FOUND` */
  load(clientId: string): Promise<Schemas['CashRegister']> {
    return this.#rows.load('', clientId);
  }

  /** Reads an earlier revision. @throws UpstreamError `CASH_REGISTER_NOT_FOUND` */
  revision(clientId: string, revision: number): Promise<Schemas['CashRegister']> {
    return this.#rows.once('', `${clientId}/${revision}`, () =>
      this.#operation.call('retrieveCashRegister', { path: { client_id: clientId }, query: { revision } }),
    );
  }

  /** Reads one page. Later loads of these rows need no call. */
  list(query: CashRegisterListQuery, isAnew = false): Promise<List<Schemas['CashRegister']>> {
    return this.#rows.list([], query, isAnew);
  }

  /** Reads all cash registers, 100 in a call, once for one operation. */
  all(): Promise<readonly Schemas['CashRegister'][]> {
    return (this.#all ??= this.#readAll());
  }

  async #readAll(): Promise<readonly Schemas['CashRegister'][]> {
    const rows: Schemas['CashRegister'][] = [];
    for (let offset = 0; ; offset += PAGE_SIZE) {
      const page = { limit: PAGE_SIZE, offset, order_by: 'time_creation', order: 'asc' } as const;
      const { data } = await this.#rows.list([], page);
      rows.push(...data.filter((row): row is Schemas['CashRegister'] => !(row instanceof Error)));
      if (data.length < PAGE_SIZE) return rows;
    }
  }

  /** Creates or changes a cash register. To send the same again changes nothing, but maybe the revision. */
  upsert(clientId: string, body: Contract['CashRegisterUpsert']): Promise<Schemas['CashRegister']> {
    return this.#operation.call('upsertCashRegister', { path: { client_id: clientId }, body });
  }
}
