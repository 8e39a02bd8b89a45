import type { Schemas } from '../../../contract/sign-de.js';
import { LogMessageError } from '../../../tse/log/log-message.js';
import type { ProcessData } from '../../../tse/process-data/process-data.js';
import { lookUpClient, type ClientRow } from '../client.js';
import type { Engine } from '../../engine/engine.js';
import { mergeMetadata } from '../../engine/metadata.js';
import { Refusal } from '../../engine/refusal.js';
import type { Caller } from '../../session/session.js';
import { appendLog } from '../log/log.js';
import { lookUpTransaction, revisionAnswer, type TransactionRow } from './transaction.js';
import { hashOfRequest, readProcessData, refuseTaximeterMove, storedSchema } from './transaction-content.js';
import { countActiveTransactions, findServingTss, type TssRow } from '../tss.js';

/** The request to write one revision. */
export interface RevisionRequest {
  readonly tssId: string;
  readonly idOrNumber: string | number;
  /**
   * The revision to write. If absent: the revision after the latest, or the latest itself if the same body is sent
   * again.
   */
  readonly revision: number | undefined;
  readonly body: Schemas['TxRequest'];
}

/** A revision to be written. */
interface NewRevision {
  readonly tss: TssRow;
  readonly client: ClientRow;
  readonly body: Schemas['TxRequest'];
  readonly requestHash: Buffer;
  readonly data: ProcessData;
}

/**
 * Starts, updates, finishes or cancels a transaction and signs this; only inside a write. A repeat of the same revision
 * with the same body returns the first answer and signs nothing (`sign-de-v2.md §8`, `integration-guide.md §11`).
 * @throws Refusal 400 or 409 as the contract says
 */
export function upsertTransaction(engine: Engine, caller: Caller, request: RevisionRequest): Schemas['TxResponse'] {
  const body = { ...request.body, client_id: request.body.client_id.toLowerCase() };
  const data = readProcessData(body.schema);
  const tss = findSigningTss(engine, caller, request.tssId);
  const client = lookUpClient(engine, tss, body.client_id);
  if (!client) throw new Refusal(400, 'E_CLIENT_NOT_FOUND', `The TSS ${tss.id} has no client ${body.client_id}.`);

  const next: NewRevision = { tss, client, body, requestHash: hashOfRequest(body), data };
  const transaction = lookUpTransaction(engine, tss, request.idOrNumber);
  if (!transaction) return start(engine, caller, next, request);
  const repeated = answerRepeat(engine, caller, transaction, next, request.revision);
  return repeated ?? continueWith(engine, caller, transaction, next, request.revision);
}

function findSigningTss(engine: Engine, caller: Caller, tssId: string): TssRow {
  const tss = findServingTss(engine, caller, tssId);
  if (tss.state === 'DISABLED') throw new Refusal(400, 'E_TSS_DISABLED', 'The TSS is DISABLED for good.');
  if (tss.state !== 'INITIALIZED') {
    throw new Refusal(400, 'E_TSS_NOT_INITIALIZED', `The TSS must be INITIALIZED; it is ${tss.state}.`);
  }
  return tss;
}

function start(engine: Engine, caller: Caller, next: NewRevision, request: RevisionRequest): Schemas['TxResponse'] {
  const { tss, client, body, data } = next;
  const { idOrNumber, revision = 1 } = request;
  if (typeof idOrNumber === 'number') throw refused(`There is no transaction number ${idOrNumber} to continue.`);
  if (revision !== 1) throw refused(`There is no transaction ${idOrNumber}; its first revision is 1, not ${revision}.`);
  if (body.state !== 'ACTIVE') throw refused(`A transaction starts as ACTIVE, not as ${body.state}.`);
  refuseDeregistered(client);
  const limit = engine.limits.activeTransactions;
  if (countActiveTransactions(engine, tss) >= limit) {
    throw new Refusal(400, 'E_TX_LIMIT_REACHED', `${limit} transactions are ACTIVE; finish or cancel some.`);
  }

  const metadata = mergeMetadata(engine, '{}', body.metadata);
  const { transaction_counter: number } = engine.store.returning<{ transaction_counter: number }>(
    'UPDATE tss SET transaction_counter = transaction_counter + 1 WHERE key = ? RETURNING transaction_counter',
    tss.key,
  );
  const signed = sign(engine, next, number, 'Start');
  const transaction = engine.store.returning<TransactionRow>(
    `INSERT INTO tx (id, organization, tss, number, client, state, latest_revision, process_type, metadata, time_start)
      VALUES (?, ?, ?, ?, ?, 'ACTIVE', 1, ?, ?, ?) RETURNING *`,
    idOrNumber,
    caller.organization,
    tss.key,
    number,
    client.key,
    body.schema ? data.processType : null,
    metadata,
    signed.logTime,
  );
  return keepRevision(engine, caller, transaction, next, { revision: 1, operation: 'Start', signed });
}

/** The answer for a revision that is already signed; `undefined` if the revision is new. */
function answerRepeat(
  engine: Engine,
  caller: Caller,
  transaction: TransactionRow,
  { body, requestHash }: NewRevision,
  asked: number | undefined,
): Schemas['TxResponse'] | undefined {
  const revision = asked ?? transaction.latest_revision;
  if (revision > transaction.latest_revision) return undefined;
  if (asked === 1 && !body.schema && transaction.state !== 'ACTIVE') {
    // The real service refuses a start that is repeated after the end with this code. Clients conclude from it that
    // the transaction has ended.
    throw new Refusal(409, 'E_TX_NO_TYPE_DEFINED', `The transaction is ${transaction.state}, and no type is given.`);
  }
  const sql = 'SELECT 1 FROM revision WHERE tx = ? AND revision = ? AND request_hash = ?';
  if (engine.store.one(sql, transaction.key, revision, requestHash)) {
    const answer = revisionAnswer(engine, caller, transaction, revision);
    // Observed at the real service: a repeat has the counter as a string, a first write as a number
    // (`integration-guide.md §12`).
    return answer && { ...answer, signature: { ...answer.signature, counter: String(answer.signature.counter) } };
  }
  if (asked === undefined) return undefined;
  const { state, latest_revision } = transaction;
  throw refused(
    `Revision ${revision} was written with another body; the transaction is ${state}, its latest revision is ${latest_revision}.`,
  );
}

function continueWith(
  engine: Engine,
  caller: Caller,
  transaction: TransactionRow,
  next: NewRevision,
  asked: number | undefined,
): Schemas['TxResponse'] {
  const { client, body, data } = next;
  const revision = transaction.latest_revision + 1;
  if (transaction.state !== 'ACTIVE') throw refused(`The transaction is ${transaction.state} and cannot be changed.`);
  if (asked !== undefined && asked !== revision) throw refused(`The next revision is ${revision}, not ${asked}.`);
  refuseDeregistered(client);
  refuseTaximeterMove(body, data);
  if (!body.schema || data.processType === '') {
    throw new Refusal(409, 'E_TX_NO_TYPE_DEFINED', 'A revision after the start needs a process type: send a schema.');
  }
  if (transaction.process_type !== null && transaction.process_type !== data.processType) {
    const message = `The transaction is of type ${transaction.process_type} and cannot become ${data.processType}.`;
    throw new Refusal(409, 'E_TX_ILLEGAL_TYPE_CHANGE', message);
  }

  const metadata = mergeMetadata(engine, transaction.metadata, body.metadata);
  const operation = body.state === 'ACTIVE' ? 'Update' : 'Finish';
  const signed = sign(engine, next, transaction.number, operation);
  engine.store.run(
    `UPDATE tx SET client = ?, state = ?, latest_revision = ?, process_type = ?, metadata = ?, time_end = ? WHERE key = ?`,
    client.key,
    body.state,
    revision,
    data.processType,
    metadata,
    operation === 'Finish' ? signed.logTime : null,
    transaction.key,
  );
  return keepRevision(engine, caller, transaction, next, { revision, operation, signed });
}

function sign(
  engine: Engine,
  { tss, client, data }: NewRevision,
  transactionNumber: number,
  operation: Schemas['TxLogOperation'],
): ReturnType<typeof appendLog> {
  try {
    return appendLog(engine, tss, {
      kind: 'transaction',
      operation,
      clientId: client.serial_number,
      processData: data.processData,
      processType: data.processType,
      transactionNumber: BigInt(transactionNumber),
    });
  } catch (error) {
    if (error instanceof LogMessageError) throw refused(`This cannot be signed: ${error.message}`);
    throw error;
  }
}

function keepRevision(
  engine: Engine,
  caller: Caller,
  transaction: TransactionRow,
  { client, body, requestHash, data }: NewRevision,
  written: { revision: number; operation: Schemas['TxLogOperation']; signed: ReturnType<typeof appendLog> },
): Schemas['TxResponse'] {
  const { revision, operation, signed } = written;
  engine.store.run(
    `INSERT INTO revision (tx, revision, client, state, request_hash, content, operation,
       log_time, signature_counter, signature) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    transaction.key,
    revision,
    client.key,
    body.state,
    requestHash,
    JSON.stringify(storedSchema(body.schema, data)),
    operation,
    signed.logTime,
    signed.signatureCounter,
    signed.signature,
  );
  const answer = revisionAnswer(engine, caller, transaction, revision);
  if (!answer) throw new Error('A revision has vanished from the store.');
  return answer;
}

function refuseDeregistered(client: ClientRow): void {
  if (client.state === 'DEREGISTERED') {
    throw new Refusal(400, 'E_CLIENT_DEREGISTERED', `The client ${client.id} is DEREGISTERED.`);
  }
}

function refused(message: string): Refusal {
  return new Refusal(400, 'E_TX_UPSERT', message);
}
