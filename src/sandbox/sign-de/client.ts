import type { Operations, Schemas } from '../../contract/sign-de.js';
import { SERVER_VERSION, type Engine } from '../engine/engine.js';
import { equals, hidesDeleted, readPage, type Condition } from '../engine/list.js';
import { mergeMetadata, readMetadata } from '../engine/metadata.js';
import { Refusal } from '../engine/refusal.js';
import type { Caller } from '../session/session.js';
import { findTss, type TssRow } from './tss.js';

/** A client as it is stored; see `store-tables.ts`. */
export interface ClientRow {
  readonly key: number;
  readonly id: string;
  readonly tss: number;
  readonly serial_number: string;
  readonly state: Schemas['ClientState'];
  readonly metadata: string;
  readonly time_creation: number;
  readonly time_update: number;
}

/** Finds a client of a TSS; `undefined` if the TSS has no client with that id. */
export function lookUpClient({ store }: Engine, tss: TssRow, clientId: string): ClientRow | undefined {
  return store.one<ClientRow>('SELECT * FROM client WHERE id = ? AND tss = ?', clientId, tss.key);
}

/**
 * Finds the client that a path names.
 * @throws Refusal 404 when the TSS has no client with that id
 */
export function findClient(engine: Engine, tss: TssRow, clientId: string): ClientRow {
  const client = lookUpClient(engine, tss, clientId);
  if (!client) throw new Refusal(404, 'E_CLIENT_NOT_FOUND', `The TSS ${tss.id} has no client ${clientId}.`);
  return client;
}

/** The form of a client in an answer. */
export function clientAnswer({ environment }: Caller, client: ClientRow, tssId: string): Schemas['ClientResponse'] {
  return {
    serial_number: client.serial_number,
    state: client.state,
    tss_id: tssId,
    metadata: readMetadata(client.metadata),
    _id: client.id,
    _type: 'CLIENT',
    _env: environment,
    _version: SERVER_VERSION,
    time_creation: client.time_creation,
    time_update: client.time_update,
  };
}

/** Answers one client. */
export function retrieveClient(
  engine: Engine,
  caller: Caller,
  tssId: string,
  clientId: string,
): Schemas['ClientResponse'] {
  return clientAnswer(caller, findClient(engine, findTss(engine, caller, tssId), clientId), tssId);
}

type ClientQuery = NonNullable<Operations['listAllClients']['parameters']['query']>;

/** Lists the clients of one TSS. The default order is by creation. */
export function listClients(
  engine: Engine,
  caller: Caller,
  tssId: string,
  query: ClientQuery,
): Schemas['ClientListResponse'] {
  const tss = findTss(engine, caller, tssId);
  return listWhere(engine, caller, { sql: 'client.tss = ?', values: [tss.key] }, query);
}

/** Lists the clients of all TSS of the caller's organization. */
export function listAllClients(engine: Engine, caller: Caller, query: ClientQuery): Schemas['ClientListResponse'] {
  return listWhere(engine, caller, { sql: 'client.organization = ?', values: [caller.organization] }, query);
}

function listWhere(
  engine: Engine,
  caller: Caller,
  owner: Condition,
  query: ClientQuery,
): Schemas['ClientListResponse'] {
  const source = {
    select: 'SELECT client.*, tss.id AS tss_id FROM client JOIN tss ON tss.key = client.tss',
    where: [
      owner,
      equals('client.serial_number', query.serial_number),
      equals('client.state', query.state),
      query.show_deleted === false ? hidesDeleted('client') : undefined,
    ],
    orderBy: [`client.${query.order_by ?? 'time_creation'}`, 'client.key'],
    answerOf: (client: ClientRow & { tss_id: string }) => clientAnswer(caller, client, client.tss_id),
  };
  return {
    ...readPage(engine.store, source, query),
    _type: 'CLIENT_LIST',
    _env: caller.environment,
    _version: SERVER_VERSION,
  };
}

/** Answers the metadata of a client. */
export function retrieveClientMetadata(
  engine: Engine,
  caller: Caller,
  tssId: string,
  clientId: string,
): Schemas['MetadataResponse'] {
  return readMetadata(findClient(engine, findTss(engine, caller, tssId), clientId).metadata);
}

/** Merges into the metadata of a client and answers all of it; only inside a write. */
export function updateClientMetadata(
  engine: Engine,
  caller: Caller,
  tssId: string,
  clientId: string,
  changes: Schemas['MetadataRequest'] | undefined,
): Schemas['MetadataResponse'] {
  const client = findClient(engine, findTss(engine, caller, tssId), clientId);
  const metadata = mergeMetadata(engine, client.metadata, changes);
  engine.store.run('UPDATE client SET metadata = ?, time_update = ? WHERE key = ?', metadata, engine.now(), client.key);
  return readMetadata(metadata);
}
