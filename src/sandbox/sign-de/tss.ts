import type { Operations, Schemas } from '../../contract/sign-de.js';
import { CERTIFICATE_LIFE } from '../engine/authority.js';
import { SERVER_VERSION, type Engine } from '../engine/engine.js';
import { equals, oneOf, readPage } from '../engine/list.js';
import { mergeMetadata, readMetadata } from '../engine/metadata.js';
import { Refusal } from '../engine/refusal.js';
import type { Caller } from '../session/session.js';

/** A TSS as it is stored; see `store-tables.ts`. */
export interface TssRow {
  readonly key: number;
  readonly id: string;
  readonly organization: number;
  readonly state: Schemas['TssState'];
  readonly private_key: Uint8Array;
  readonly public_key: Uint8Array;
  readonly serial_number: string;
  readonly certificate: Uint8Array;
  readonly description: string | null;
  readonly metadata: string;
  readonly puk: string | null;
  readonly puk_hash: Uint8Array;
  readonly pin_hash: Uint8Array | null;
  readonly wrong_pins: number;
  readonly signature_counter: number;
  readonly transaction_counter: number;
  readonly time_creation: number;
  readonly time_uninit: number | null;
  readonly time_init: number | null;
  readonly time_disable: number | null;
  readonly time_defective: number | null;
  readonly time_of_update: number | null;
}

/** The member `bsi_certification_id` of every TSS. It says that the TSS is not certified. */
const CERTIFICATION_ID = 'SANDBOX-NOT-CERTIFIED';

/**
 * Finds the TSS that a path names.
 * @throws Refusal 404 when it does not exist; 403 when it belongs to another organization or environment
 */
export function findTss(engine: Engine, caller: Caller, tssId: string): TssRow {
  const tss = engine.store.one<TssRow>('SELECT * FROM tss WHERE id = ?', tssId);
  if (!tss) throw new Refusal(404, 'E_TSS_NOT_FOUND', `There is no TSS ${tssId}.`);
  if (tss.organization !== caller.organization) {
    throw new Refusal(403, 'E_ACCESS_DENIED', `The TSS ${tssId} belongs to another organization.`);
  }
  return tss;
}

/**
 * Finds the TSS that a path names, for a call that changes it.
 * @throws Refusal as {@link findTss}, and 423 when the server has taken the TSS out of service or its certificate has
 *   expired
 */
export function findServingTss(engine: Engine, caller: Caller, tssId: string): TssRow {
  const tss = findTss(engine, caller, tssId);
  refuseOutOfService(tss);
  refuseExpiredCertificate(engine, tss);
  return tss;
}

/** @throws Refusal 423 when the server has taken the TSS out of service */
export function refuseOutOfService({ state }: TssRow): void {
  if (state === 'DEFECTIVE' || state === 'DELETED' || state === 'EVICTED') {
    throw new Refusal(423, `E_TSS_${state}`, `The TSS is ${state}.`);
  }
}

/** @throws Refusal 423 when the certificate of the TSS has expired; it was issued when the TSS was created */
export function refuseExpiredCertificate({ now }: Engine, { time_creation: since }: TssRow): void {
  if (now() < since + CERTIFICATE_LIFE) return;
  throw new Refusal(423, 'E_CERTIFICATE_EXPIRED', 'The certificate of the TSS has run out; replace the TSS.');
}

/** Reads the row of a TSS again, after a change. */
export function reloadTss({ store }: Pick<Engine, 'store'>, { key }: Pick<TssRow, 'key'>): TssRow {
  const tss = store.one<TssRow>('SELECT * FROM tss WHERE key = ?', key);
  if (!tss) throw new Error('A TSS has vanished from the store.');
  return tss;
}

/** Counts the REGISTERED clients of a TSS. */
export function countRegisteredClients({ store }: Engine, { key }: TssRow): number {
  const sql = "SELECT count(*) AS count FROM client WHERE tss = ? AND state = 'REGISTERED'";
  return store.one<{ count: number }>(sql, key)?.count ?? 0;
}

/** Counts the ACTIVE transactions of a TSS. */
export function countActiveTransactions({ store }: Engine, { key }: TssRow): number {
  const sql = "SELECT count(*) AS count FROM tx WHERE tss = ? AND state = 'ACTIVE'";
  return store.one<{ count: number }>(sql, key)?.count ?? 0;
}

/** The form of a TSS in an answer. The members depend on its state (`sign-de-v2.md §6`). Never holds PUK or PIN. */
export function tssAnswer(engine: Engine, { environment }: Caller, tss: TssRow): Schemas['TssResponse'] {
  return {
    ...baseMembers(engine, tss),
    _env: environment,
    state: tss.state,
    ...(tss.time_uninit !== null && {
      bsi_certification_id: CERTIFICATION_ID,
      signature_counter: String(tss.signature_counter),
      number_registered_clients: countRegisteredClients(engine, tss),
      number_active_transactions: countActiveTransactions(engine, tss),
      time_uninit: tss.time_uninit,
    }),
    ...(tss.description !== null && { description: tss.description }),
    ...(tss.time_init !== null && {
      transaction_counter: String(tss.transaction_counter),
      time_init: tss.time_init,
    }),
    ...(tss.time_disable !== null && { time_disable: tss.time_disable }),
    ...(tss.time_defective !== null && { time_defective: tss.time_defective }),
  };
}

function baseMembers({ limits }: Engine, tss: TssRow) {
  return {
    certificate: Buffer.from(tss.certificate).toString('base64'),
    serial_number: tss.serial_number,
    public_key: Buffer.from(tss.public_key).toString('base64'),
    signature_algorithm: 'ecdsa-plain-SHA256',
    signature_timestamp_format: 'unixTime',
    transaction_data_encoding: 'UTF-8',
    max_number_registered_clients: limits.registeredClients,
    max_number_active_transactions: limits.activeTransactions,
    supported_update_variants: 'SIGNED',
    metadata: readMetadata(tss.metadata),
    _id: tss.id,
    _type: 'TSS',
    _version: SERVER_VERSION,
    time_creation: tss.time_creation,
  } as const;
}

/** Answers one TSS. */
export function retrieveTss(engine: Engine, caller: Caller, tssId: string): Schemas['TssResponse'] {
  return tssAnswer(engine, caller, findTss(engine, caller, tssId));
}

/** Lists the TSS of the caller's organization. The default order is by creation. */
export function listTss(
  engine: Engine,
  caller: Caller,
  query: NonNullable<Operations['listTss']['parameters']['query']>,
): Schemas['TssListResponse'] {
  const source = {
    select: 'SELECT * FROM tss',
    where: [
      equals('organization', caller.organization),
      oneOf('state', query.states),
      query.show_deleted === false ? { sql: "state <> 'DELETED'", values: [] } : undefined,
    ],
    orderBy: [query.order_by ?? 'time_creation', 'key'],
    answerOf: (tss: TssRow) => tssAnswer(engine, caller, tss),
  };
  return {
    ...readPage(engine.store, source, query),
    _type: 'TSS_LIST',
    _env: caller.environment,
    _version: SERVER_VERSION,
  };
}

/** Answers the metadata of a TSS. */
export function retrieveTssMetadata(engine: Engine, caller: Caller, tssId: string): Schemas['MetadataResponse'] {
  return readMetadata(findTss(engine, caller, tssId).metadata);
}

/** Merges into the metadata of a TSS and answers all of it; only inside a write. */
export function updateTssMetadata(
  engine: Engine,
  caller: Caller,
  tssId: string,
  changes: Schemas['MetadataRequest'] | undefined,
): Schemas['MetadataResponse'] {
  const tss = findTss(engine, caller, tssId);
  const metadata = mergeMetadata(engine, tss.metadata, changes);
  engine.store.run('UPDATE tss SET metadata = ? WHERE key = ?', metadata, tss.key);
  return readMetadata(metadata);
}
