import type { Operations } from '../../contract/read-contract.js';
import type { Schemas } from '../../received.js';
import { ByTss } from '../../upstream/lists/by-parent.js';
import { findOnPages, toError } from '../../upstream/lists/find-on-pages.js';
import { Loader } from '../../upstream/lists/loader.js';
import type { Operation } from './api.js';
import { PAGE_SIZE } from '../../upstream/lists/page-size.js';
import { type Movement, pagesToShare, readGrouped, readParted, rowsWanted } from '../../upstream/lists/parted-list.js';
import { readBack } from '../../upstream/call/read-back.js';

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
  /** Loads of this operation. The loader only gathers them: it would make a promise of its own for each that comes again. */
  readonly #loads = new ByTss<Promise<Schemas['ClientResponse']>>();
  readonly #byId: Loader<ClientKey, Schemas['ClientResponse']>;
  readonly #lists: Loader<ClientListKey, Schemas['ClientListResponse'], string>;
  /** Rows of lists that are not remembered one by one yet. */
  readonly #listed: Schemas['ClientListResponse']['data'][] = [];

  constructor(operation: Operation) {
    this.#operation = operation;
    this.#byId = new Loader((keys) => this.#read(keys), { cache: false });
    this.#lists = new Loader(
      (keys) =>
        readGrouped(
          keys,
          ({ query }) => JSON.stringify(query),
          (group) => this.#readGroup(group),
        ),
      { cacheKeyFn: (key) => JSON.stringify(key) },
    );
    operation.onWrite(() => {
      this.#listed.length = 0;
      this.#loads.clear();
      this.#lists.clearAll();
    });
  }

  /** One client. @throws UpstreamError `CLIENT_NOT_FOUND`, `TSS_NOT_FOUND` */
  load(tssId: string, clientId: string): Promise<Schemas['ClientResponse']> {
    if (this.#listed.length > 0) this.#rememberListed();
    return this.#loads.once(tssId, clientId, () => this.#byId.load({ tssId, clientId }));
  }

  /**
   * One page of the clients of a TSS, or of all TSS; its rows need not be read again.
   * @param isAnew whether it is read by itself and once more, as rows may have come and left
   */
  async list(
    tssId: string | undefined,
    query: ClientListQuery,
    isAnew = false,
  ): Promise<Schemas['ClientListResponse']> {
    const answer = await (isAnew ? this.#readList({ tssId, query }) : this.#lists.load({ tssId, query }));
    this.#listed.push(answer.data);
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

  /** Rows of lists are remembered when single ones are asked for: most who list read no more. */
  #rememberListed(): void {
    for (const client of this.#listed.splice(0).flat()) {
      if (!(client instanceof Error)) this.#loads.add(client.tss_id, client._id, Promise.resolve(client));
    }
  }

  /** The same page of several TSS: of many from the list of all clients, parted among them. */
  #readGroup(keys: readonly [ClientListKey, ...ClientListKey[]]): Promise<Schemas['ClientListResponse']>[] {
    const [{ query }] = keys;
    const movement = movementOf(query);
    const isPart = !this.#operation.seesOnlyPart && keys.every(({ tssId }) => tssId !== undefined);
    return readParted<ClientListKey, Schemas['ClientResponse'], Schemas['ClientListResponse']>({
      parents: keys,
      window: query,
      pages: isPart ? pagesToShare(rowsWanted(query, keys.length), keys.length, movement) : 0,
      orderBy: query.order_by,
      movement,
      keyOf: ({ tssId = '' }) => [tssId],
      ownerOf: (client) => [client.tss_id],
      readOwn: (key) => this.#readList(key),
      readPage: (window) => this.#readList({ tssId: undefined, query: { ...query, ...window } }),
    });
  }

  #readList({ tssId, query }: ClientListKey): Promise<Schemas['ClientListResponse']> {
    return tssId === undefined
      ? this.#operation.call('listAllClients', { path: {}, query })
      : this.#operation.call('listClients', { path: { tss_id: tssId }, query });
  }

  #read(keys: readonly ClientKey[]): Promise<Schemas['ClientResponse']>[] {
    const byTss = Map.groupBy(keys, ({ tssId }) => tssId);
    const pages = this.#operation.seesOnlyPart ? 0 : pagesToShare(keys.length, byTss.size, 'grows');
    const amongAll = this.#findAmongAll(pages);
    const others = new Map(
      [...byTss].map(([tssId, ofTss]) => [
        tssId,
        amongAll.then((found) =>
          this.#findInTss(
            tssId,
            ofTss.map(({ clientId }) => clientId).filter((clientId) => !found.get(tssId, clientId)),
          ),
        ),
      ]),
    );
    return keys.map(async ({ tssId, clientId }) => {
      const found = (await amongAll).get(tssId, clientId) ?? (await others.get(tssId))?.get(clientId);
      if (!found) throw new Error('The client was not read.');
      return found;
    });
  }

  /** Looks for clients of many TSS on pages of the list of all clients. A page that fails finds nothing. */
  async #findAmongAll(pages: number): Promise<ByTss<Schemas['ClientResponse']>> {
    const found = new ByTss<Schemas['ClientResponse']>();
    const offsets = Array.from({ length: pages }, (_, page) => page * PAGE_SIZE);
    const lists = await Promise.all(
      offsets.map((offset) => this.list(undefined, { limit: PAGE_SIZE, offset, ...BY_CREATION }).catch(toError)),
    );
    for (const list of lists) {
      if (list instanceof Error) continue;
      for (const client of list.data) {
        if (!(client instanceof Error)) found.set(client.tss_id, client._id, client);
      }
    }
    return found;
  }

  /** Begins to look for clients of one TSS. */
  #findInTss(tssId: string, clientIds: readonly string[]): ReadonlyMap<string, Promise<Schemas['ClientResponse']>> {
    const rows = findOnPages(
      clientIds,
      (client: Schemas['ClientResponse']) => client._id,
      async (page) => (await this.list(tssId, { ...page, ...BY_CREATION })).data,
      (clientId) => this.#operation.call('retrieveClient', { path: { tss_id: tssId, client_id: clientId } }),
    );
    return new Map(rows.map((row, index) => [clientIds[index] ?? '', row]));
  }
}

/** The order of clients that nobody asked another one of. */
const BY_CREATION = { order_by: 'time_creation', order: 'asc' } as const;

/** What may happen to the list of all clients while it is read. */
function movementOf({ serial_number, state, show_deleted, order, order_by }: ClientListQuery): Movement {
  if ([serial_number, state, show_deleted].some((filter) => filter !== undefined)) return 'changes';
  return order === 'desc' || order_by === 'serial_number' ? 'is inserted into' : 'grows';
}
