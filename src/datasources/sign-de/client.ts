import type { Operations } from '../../contract/sign-de.js';
import type { Schemas } from '../../received/sign-de.js';
import { Collection } from '../../upstream/lists/collection.js';
import type { Noun } from '../../upstream/lists/noun.js';
import type { List } from '../../upstream/lists/list.js';
import type { Movement } from '../../upstream/lists/shared-list.js';
import type { Operation } from './api.js';
import { readBack } from '../../upstream/call/read-back.js';
import { rowName } from './row-name.js';

/** Query of a list of clients. */
export type ClientListQuery = NonNullable<Operations['listClients']['parameters']['query']>;

/** Defines how clients are read: a single client by its id, several clients of one TSS from the list of the TSS. */
const CLIENTS: Noun<Operation, Schemas['ClientResponse'], ClientListQuery> = {
  readOne: (operation, tssId, clientId) =>
    operation.call('retrieveClient', { path: { tss_id: tssId, client_id: clientId } }),
  readList: (operation, [tssId], query) =>
    tssId === undefined
      ? operation.call('listAllClients', { path: {}, query })
      : operation.call('listClients', { path: { tss_id: tssId }, query }),
  hasListOfAll: ({ seesOnlyPart }) => !seesOnlyPart,
  parentOf: (client) => client.tss_id,
  picking: { toQuery: (page) => ({ ...page, order_by: 'time_creation', order: 'asc' }), isFromAll: true },
  sharing: { depth: 1, movementOf, ownerOf: (client) => [client.tss_id], nameOf: rowName },
};

/** Clients at the upstream, for one operation. */
export class ClientDatasource {
  readonly #operation: Operation;
  readonly #rows: Collection<Operation, Schemas['ClientResponse'], ClientListQuery>;

  constructor(operation: Operation) {
    this.#operation = operation;
    this.#rows = new Collection(CLIENTS, operation);
  }

  /** Reads one client. @throws UpstreamError `CLIENT_NOT_FOUND`, `TSS_NOT_FOUND` */
  load(tssId: string, clientId: string): Promise<Schemas['ClientResponse']> {
    return this.#rows.load(tssId, clientId);
  }

  /**
   * Reads one page of the clients of a TSS, or of all TSS. Later loads of these rows need no call.
   * @param isAnew forces a new read that is not shared, because rows may have been added or removed
   */
  list(tssId: string | undefined, query: ClientListQuery, isAnew = false): Promise<List<Schemas['ClientResponse']>> {
    return this.#rows.list(tssId === undefined ? [] : [tssId], query, isAnew);
  }

  /**
   * Creates a client. Needs the admin. If the answer is lost, the client is read to find out whether it was created.
   */
  create(
    tssId: string,
    clientId: string,
    body: Schemas['CreateClientRequest'],
  ): Promise<Schemas['CreateClientResponse'] | Schemas['ClientResponse']> {
    const path = { tss_id: tssId, client_id: clientId };
    return readBack(
      () => this.#operation.call('createClient', { path, body }),
      () => this.#operation.call('retrieveClient', { path }),
      ({ serial_number }) => serial_number === body.serial_number,
    );
  }

  /**
   * Registers or deregisters a client. Needs the admin. If the answer is lost, the state is read to find out whether it
   * changed.
   */
  update(tssId: string, clientId: string, body: Schemas['UpdateClientRequest']): Promise<Schemas['ClientResponse']> {
    const path = { tss_id: tssId, client_id: clientId };
    return readBack(
      () => this.#operation.call('updateClient', { path, body }),
      () => this.#operation.call('retrieveClient', { path }),
      ({ state }) => state === body.state,
    );
  }
}

/** Returns how a list of clients may change between two reads. */
function movementOf({ serial_number, state, show_deleted, order, order_by }: ClientListQuery): Movement {
  if ([serial_number, state, show_deleted].some((filter) => filter !== undefined)) return 'changes';
  return order === 'desc' || order_by === 'serial_number' ? 'is inserted into' : 'grows';
}
