import type { Schemas } from '../../../contract/sign-de.js';
import { systemOperations } from '../../../tse/log/system-operations.js';
import { requireAdmin } from './admin.js';
import { clientAnswer, findClient, type ClientRow } from '../client.js';
import type { Engine } from '../../engine/engine.js';
import { mergeMetadata } from '../../engine/metadata.js';
import { Refusal } from '../../engine/refusal.js';
import type { Caller } from '../../session/session.js';
import { appendSystemLog } from '../log/log.js';
import { countRegisteredClients, findServingTss, type TssRow } from '../tss.js';

/**
 * Registers a client; only inside a write. A repeat with the same id and serial number merges metadata and returns
 * the existing client (`sign-de-v2.md §7`).
 * @throws Refusal 400, 403 or 409 as the contract says; 401 without admin mode
 */
export function createClient(
  engine: Engine,
  caller: Caller,
  tssId: string,
  clientId: string,
  request: Schemas['CreateClientRequest'],
): Schemas['CreateClientResponse'] {
  const { store } = engine;
  const tss = findServingTss(engine, caller, tssId);
  refuseDisabled(tss);
  if (tss.state !== 'INITIALIZED') {
    throw new Refusal(400, 'E_TSS_NOT_INITIALIZED', `The TSS must be INITIALIZED; it is ${tss.state}.`);
  }
  requireAdmin(engine, caller, tss);

  const known = store.one<ClientRow>('SELECT * FROM client WHERE id = ?', clientId);
  if (known && (known.tss !== tss.key || known.serial_number !== request.serial_number)) {
    throw new Refusal(409, 'E_CLIENT_CONFLICT', `The client_id ${clientId} is taken by another client.`);
  }
  const metadata = mergeMetadata(engine, known?.metadata ?? '{}', request.metadata);
  if (known) {
    store.run('UPDATE client SET metadata = ? WHERE key = ?', metadata, known.key);
    return createAnswer(caller, tss, { ...known, metadata });
  }

  refuseSerialNumber(engine, tss, request.serial_number);
  refuseOneTooMany(engine, tss);
  appendSystemLog(engine, tss, systemOperations.registerClient(request.serial_number));
  const now = engine.now();
  const client = store.returning<ClientRow>(
    `INSERT INTO client (id, organization, tss, serial_number, state, metadata, time_creation, time_update)
      VALUES (?, ?, ?, ?, 'REGISTERED', ?, ?, ?) RETURNING *`,
    clientId,
    caller.organization,
    tss.key,
    request.serial_number,
    metadata,
    now,
    now,
  );
  return createAnswer(caller, tss, client);
}

/**
 * Registers or deregisters a client, and merges metadata; only inside a write. A request for the current state signs
 * nothing but counts as an update.
 * @throws Refusal 400 on a DISABLED TSS, 403 at the limit of registered clients; 401 without admin mode
 */
export function updateClient(
  engine: Engine,
  caller: Caller,
  tssId: string,
  clientId: string,
  { state, metadata: changes }: Schemas['UpdateClientRequest'],
): Schemas['ClientResponse'] {
  const tss = findServingTss(engine, caller, tssId);
  refuseDisabled(tss);
  const client = findClient(engine, tss, clientId);
  requireAdmin(engine, caller, tss);
  const metadata = mergeMetadata(engine, client.metadata, changes);
  if (client.state !== state) {
    if (state === 'REGISTERED') refuseOneTooMany(engine, tss);
    const operation = state === 'REGISTERED' ? systemOperations.registerClient : systemOperations.deregisterClient;
    appendSystemLog(engine, tss, operation(client.serial_number));
  }
  const updated = engine.store.returning<ClientRow>(
    'UPDATE client SET state = ?, metadata = ?, time_update = ? WHERE key = ? RETURNING *',
    state,
    metadata,
    engine.now(),
    client.key,
  );
  return clientAnswer(caller, updated, tss.id);
}

/** A new client has no `time_update` yet. */
function createAnswer(caller: Caller, tss: TssRow, client: ClientRow): Schemas['CreateClientResponse'] {
  const answer: Partial<Schemas['ClientResponse']> & Schemas['CreateClientResponse'] = clientAnswer(
    caller,
    client,
    tss.id,
  );
  delete answer.time_update;
  return answer;
}

function refuseDisabled(tss: TssRow): void {
  if (tss.state === 'DISABLED') throw new Refusal(400, 'E_TSS_DISABLED', 'The TSS is DISABLED for good.');
}

/**
 * Refuses a slash and a serial number in use. The contract's pattern allows a slash, but DSFinV-K 2.3 does not, and
 * the serial number becomes part of file names (`tse-formats.md §2.3`).
 */
function refuseSerialNumber({ store }: Engine, tss: TssRow, serialNumber: string): void {
  if (serialNumber.includes('/')) {
    throw new Refusal(400, 'E_ILLEGAL_CLIENT_SERIAL', 'serial_number must not hold a slash (DSFinV-K 2.3).');
  }
  if (store.one('SELECT 1 FROM client WHERE tss = ? AND serial_number = ?', tss.key, serialNumber)) {
    throw new Refusal(400, 'E_ILLEGAL_CLIENT_SERIAL', 'serial_number is taken by another client of this TSS.');
  }
}

function refuseOneTooMany(engine: Engine, tss: TssRow): void {
  const limit = engine.limits.registeredClients;
  if (countRegisteredClients(engine, tss) >= limit) {
    throw new Refusal(403, 'E_CLIENT_LIMIT_REACHED', `The TSS has ${limit} REGISTERED clients, the most there can be.`);
  }
}
