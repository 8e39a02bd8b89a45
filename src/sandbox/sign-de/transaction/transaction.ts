import type { Schemas } from '../../../contract/sign-de.js';
import { buildQrPayload } from '../../../tse/receipt/qr-code.js';
import { SERVER_VERSION, type Engine } from '../../engine/engine.js';
import { mergeMetadata, readMetadata } from '../../engine/metadata.js';
import { Refusal } from '../../engine/refusal.js';
import type { Caller } from '../../session/session.js';
import { findTss, type TssRow } from '../tss.js';

/** A transaction as it is stored; see `store-tables.ts`. */
export interface TransactionRow {
  readonly key: number;
  readonly id: string;
  readonly number: number;
  readonly state: Schemas['TxState'];
  readonly latest_revision: number;
  readonly process_type: string | null;
  readonly metadata: string;
}

/** One revision with all data of its answer. */
export interface RevisionRow {
  readonly id: string;
  readonly number: number;
  readonly latest_revision: number;
  readonly metadata: string;
  readonly time_start: number;
  readonly revision: number;
  readonly state: Schemas['TxState'];
  readonly content: string;
  readonly operation: Schemas['TxLogOperation'];
  readonly log_time: number;
  readonly signature_counter: number;
  readonly signature: Uint8Array;
  readonly client_id: string;
  readonly client_serial_number: string;
  readonly tss_id: string;
  readonly tss_serial_number: string;
  readonly public_key: Uint8Array;
}

const COLUMNS = `tx.id, tx.number, tx.latest_revision, tx.metadata, tx.time_start,
  revision.revision, revision.state, revision.content, revision.operation, revision.log_time,
  revision.signature_counter, revision.signature,
  client.id AS client_id, client.serial_number AS client_serial_number,
  tss.id AS tss_id, tss.serial_number AS tss_serial_number, tss.public_key`;

/** Selects rows of `tx`, each with one of its revisions. @param revision SQL expression for the revision's number */
export function selectRevision(revision: string): string {
  return `SELECT ${COLUMNS} FROM tx
    JOIN revision ON revision.tx = tx.key AND revision.revision = ${revision}
    JOIN client ON client.key = revision.client
    JOIN tss ON tss.key = tx.tss`;
}

/** Finds a transaction by the caller's id or by the number from the TSS; `undefined` if the TSS has no such one. */
export function lookUpTransaction(
  { store }: Engine,
  tss: TssRow,
  idOrNumber: string | number,
): TransactionRow | undefined {
  const column = typeof idOrNumber === 'number' ? 'number' : 'id';
  return store.one<TransactionRow>(`SELECT * FROM tx WHERE tss = ? AND ${column} = ?`, tss.key, idOrNumber);
}

/**
 * Finds the transaction that a path names.
 * @throws Refusal 404 when the TSS has no transaction with that id or number
 */
export function findTransaction(engine: Engine, tss: TssRow, idOrNumber: string | number): TransactionRow {
  const transaction = lookUpTransaction(engine, tss, idOrNumber);
  if (!transaction) throw new Refusal(404, 'E_TX_NOT_FOUND', `The TSS ${tss.id} has no transaction ${idOrNumber}.`);
  return transaction;
}

/** The answer for one revision; `undefined` if the transaction does not have it. */
export function revisionAnswer(
  engine: Engine,
  caller: Caller,
  transaction: Pick<TransactionRow, 'key'>,
  revision: number,
): Schemas['TxResponse'] | undefined {
  const sql = `${selectRevision('?')} WHERE tx.key = ?`;
  const row = engine.store.one<RevisionRow>(sql, revision, transaction.key);
  return row && transactionAnswer(caller, row);
}

/** The form of one revision in an answer (`sign-de-v2.md §8`). */
export function transactionAnswer({ environment }: Caller, row: RevisionRow): Schemas['TxResponse'] {
  const schema = JSON.parse(row.content) as Schemas['TxSchemaResponse']; // only transaction-writing.ts writes it
  const metadata = readMetadata(row.metadata);
  const signature = {
    value: base64(row.signature),
    algorithm: 'ecdsa-plain-SHA256',
    counter: row.signature_counter,
    public_key: base64(row.public_key),
  } as const;
  return {
    number: row.number,
    time_start: row.time_start,
    ...(row.state !== 'ACTIVE' && { time_end: row.log_time }),
    client_serial_number: row.client_serial_number,
    tss_serial_number: row.tss_serial_number,
    state: row.state,
    client_id: row.client_id,
    schema,
    revision: row.revision,
    latest_revision: row.latest_revision,
    tss_id: row.tss_id,
    ...(Object.keys(metadata).length > 0 && { metadata }),
    _type: 'TRANSACTION',
    _id: row.id,
    _env: environment,
    _version: SERVER_VERSION,
    ...(row.state === 'FINISHED' && { qr_code_data: qrCodeData(row, schema, signature) }),
    log: { operation: row.operation, timestamp: row.log_time, timestamp_format: 'unixTime' },
    signature,
  };
}

/** Encodes bytes as base64 without copying them first. */
function base64({ buffer, byteOffset, byteLength }: Uint8Array): string {
  return Buffer.from(buffer, byteOffset, byteLength).toString('base64');
}

function qrCodeData(
  row: RevisionRow,
  { raw }: Schemas['TxSchemaResponse'],
  signature: { readonly value: string; readonly public_key: string },
): string {
  return buildQrPayload({
    clientSerialNumber: row.client_serial_number,
    processType: raw?.process_type ?? '',
    processData: Buffer.from(raw?.process_data ?? '', 'base64').toString(),
    transactionNumber: String(row.number),
    signatureCounter: String(row.signature_counter),
    startTime: new Date(row.time_start * 1000).toISOString(),
    logTime: new Date(row.log_time * 1000).toISOString(),
    signatureAlgorithm: 'ecdsa-plain-SHA256',
    logTimeFormat: 'unixTime',
    signature: signature.value,
    publicKey: signature.public_key,
  });
}

/**
 * Answers one revision of a transaction; the newest by default.
 * @throws Refusal 400 when the transaction does not have the revision
 */
export function retrieveTransaction(
  engine: Engine,
  caller: Caller,
  tssId: string,
  idOrNumber: string | number,
  revision?: number,
): Schemas['TxResponse'] {
  // This is the most frequent call, so a single query reads everything. Only a miss needs further queries.
  const row = engine.store.one<RevisionRow>(
    `${selectRevision(revision === undefined ? 'tx.latest_revision' : '?1')}
      WHERE tss.id = ?2 AND tss.organization = ?3 AND tx.${typeof idOrNumber === 'number' ? 'number' : 'id'} = ?4`,
    revision ?? null,
    tssId,
    caller.organization,
    idOrNumber,
  );
  if (row) return transactionAnswer(caller, row);
  throw revisionNotFound(findTransaction(engine, findTss(engine, caller, tssId), idOrNumber), revision);
}

/**
 * Answers the signed log message of one revision; the newest by default (`tse-formats.md §1`).
 * @throws Refusal 400 when the transaction does not have the revision
 */
export function retrieveTransactionLog(
  engine: Engine,
  caller: Caller,
  tssId: string,
  idOrNumber: string | number,
  revision?: number,
): Uint8Array {
  const tss = findTss(engine, caller, tssId);
  const transaction = findTransaction(engine, tss, idOrNumber);
  const log = engine.store.one<{ message: Uint8Array }>(
    `SELECT message FROM log WHERE tss = ?
      AND signature_counter = (SELECT signature_counter FROM revision WHERE tx = ? AND revision = ?)`,
    tss.key,
    transaction.key,
    revision ?? transaction.latest_revision,
  );
  if (!log) throw revisionNotFound(transaction, revision);
  return log.message;
}

function revisionNotFound(transaction: TransactionRow, revision: number | undefined): Refusal {
  const message = `The transaction has no revision ${revision ?? '?'}; its latest is ${transaction.latest_revision}.`;
  return new Refusal(400, 'E_TX_REVISION_NOT_FOUND', message);
}

/** Answers the metadata of a transaction. */
export function retrieveTransactionMetadata(
  engine: Engine,
  caller: Caller,
  tssId: string,
  idOrNumber: string | number,
): Schemas['MetadataResponse'] {
  return readMetadata(findTransaction(engine, findTss(engine, caller, tssId), idOrNumber).metadata);
}

/** Merges into the metadata of a transaction and answers all of it; only inside a write. */
export function updateTransactionMetadata(
  engine: Engine,
  caller: Caller,
  tssId: string,
  idOrNumber: string | number,
  changes: Schemas['MetadataRequest'] | undefined,
): Schemas['MetadataResponse'] {
  const transaction = findTransaction(engine, findTss(engine, caller, tssId), idOrNumber);
  const metadata = mergeMetadata(engine, transaction.metadata, changes);
  engine.store.run('UPDATE tx SET metadata = ? WHERE key = ?', metadata, transaction.key);
  return readMetadata(metadata);
}
