import type { Operations } from '../../contract/read-contract.js';
import type { Schemas } from '../../received.js';
import { Collection } from '../../upstream/lists/collection.js';
import type { Noun } from '../../upstream/lists/noun.js';
import type { List } from '../../upstream/lists/page-size.js';
import type { Movement } from '../../upstream/lists/shared-list.js';
import type { Operation } from './api.js';
import { readBack } from '../../upstream/call/read-back.js';
import { rowName } from './row-name.js';

/** Query of a list of clients. */
export type ClientListQuery = NonNullable<Operations['listClients']['parameters']['query']>;

/** How clients are read. One client asked for is read, several of one TSS are picked from its list. */
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

/** Clients of the upstream, for one operation. */
export class ClientDatasource {
  readonly #operation: Operation;
  readonly #rows: Collection<Operation, Schemas['ClientResponse'], ClientListQuery>;

  constructor(operation: Operation) {
    this.#operation = operation;
    this.#rows = new Collection(CLIENTS, operation);
  }

  /** One client. @throws UpstreamError `CLIENT_NOT_FOUND`, `TSS_NOT_FOUND` */
  load(tssId: string, clientId: string): Promise<Schemas['ClientResponse']> {
    return this.#rows.load(tssId, clientId);
  }

  /**
   * One page of the clients of a TSS, or of all TSS; its rows need not be read again.
   * @param isAnew whether it is read by itself and once more, as rows may have come and left
   */
  list(tssId: string | undefined, query: ClientListQuery, isAnew = false): Promise<List<Schemas['ClientResponse']>> {
    return this.#rows.list(tssId === undefined ? [] : [tssId], query, isAnew);
  }

  /** Creates a client. Needs the admin. When the answer is lost, it is looked for. */
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
   * Registers or deregisters a client. Needs the admin. When the answer is lost, its state tells whether it was done.
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

/** What may happen to the list of all clients while it is read. */
function movementOf({ serial_number, state, show_deleted, order, order_by }: ClientListQuery): Movement {
  if ([serial_number, state, show_deleted].some((filter) => filter !== undefined)) return 'changes';
  return order === 'desc' || order_by === 'serial_number' ? 'is inserted into' : 'grows';
}
