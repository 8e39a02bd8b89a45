import DataLoader from 'dataloader';
import type { Operations, Schemas } from '../contract.js';
import { findOnPages, toError } from './find-on-pages.js';
import type { Operation } from './operation.js';
import { readBack } from './read-back.js';

/** Query of a list of clients. */
export type ClientListQuery = NonNullable<Operations['listClients']['parameters']['query']>;

interface ClientKey {
  readonly tssId: string;
  readonly clientId: string;
}

interface ClientListKey {
  /** Absent: clients of all TSS. */
  readonly tssId: string | undefined;
  readonly query: ClientListQuery;
}

/** Clients of the upstream, for one operation. One client asked for is read, several of one TSS are picked from its list. */
export class ClientDatasource {
  readonly #operation: Operation;
  readonly #byId: DataLoader<ClientKey, Schemas['ClientResponse'], string>;
  readonly #lists: DataLoader<ClientListKey, Schemas['ClientListResponse'], string>;

  constructor(operation: Operation) {
    this.#operation = operation;
    this.#byId = new DataLoader((keys) => this.#read(keys), { cacheKeyFn: keyOf });
    this.#lists = new DataLoader((keys) => Promise.all(keys.map((key) => this.#readList(key).catch(toError))), {
      cacheKeyFn: (key) => JSON.stringify(key),
    });
    operation.onWrite(() => {
      this.#byId.clearAll();
      this.#lists.clearAll();
    });
  }

  /** One client. @throws UpstreamError `CLIENT_NOT_FOUND`, `TSS_NOT_FOUND` */
  load(tssId: string, clientId: string): Promise<Schemas['ClientResponse']> {
    return this.#byId.load({ tssId, clientId });
  }

  /** One page of the clients of a TSS, or of all TSS; its rows need not be read again. */
  async list(tssId: string | undefined, query: ClientListQuery): Promise<Schemas['ClientListResponse']> {
    const answer = await this.#lists.load({ tssId, query });
    for (const client of answer.data) this.#byId.prime({ tssId: client.tss_id, clientId: client._id }, client);
    return answer;
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

  /** Registers or deregisters a client. Needs the admin. When the answer is lost, its state tells whether it was done. */
  update(tssId: string, clientId: string, body: Schemas['UpdateClientRequest']): Promise<Schemas['ClientResponse']> {
    const path = { tss_id: tssId, client_id: clientId };
    return readBack(
      () => this.#operation.call('updateClient', { path, body }),
      () => this.#operation.call('retrieveClient', { path }),
      ({ state }) => state === body.state,
    );
  }

  #readList({ tssId, query }: ClientListKey): Promise<Schemas['ClientListResponse']> {
    return tssId === undefined
      ? this.#operation.call('listAllClients', { path: {}, query })
      : this.#operation.call('listClients', { path: { tss_id: tssId }, query });
  }

  async #read(keys: readonly ClientKey[]): Promise<(Schemas['ClientResponse'] | Error)[]> {
    const found = new Map<string, Schemas['ClientResponse'] | Error>();
    await Promise.all(
      [...Map.groupBy(keys, ({ tssId }) => tssId)].map(async ([tssId, ofTss]) => {
        const clientIds = ofTss.map(({ clientId }) => clientId);
        const rows = await findOnPages(
          clientIds,
          (client: Schemas['ClientResponse']) => client._id,
          async (page) => (await this.list(tssId, page)).data,
          (clientId) => this.#operation.call('retrieveClient', { path: { tss_id: tssId, client_id: clientId } }),
        );
        rows.forEach((row, index) => found.set(keyOf({ tssId, clientId: clientIds[index] ?? '' }), row));
      }),
    );
    return keys.map((key) => found.get(keyOf(key)) ?? new Error('The client was not read.'));
  }
}

function keyOf({ tssId, clientId }: ClientKey): string {
  return `${tssId}/${clientId}`;
}
