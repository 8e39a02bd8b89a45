import type { Operations, Schemas } from '../../../contract/dsfinvk.js';
import { memberOf } from '../../../json-value.js';
import type { Engine } from '../../engine/engine.js';
import { equals, oneOf } from '../../engine/list.js';
import { Refusal } from '../../engine/refusal.js';
import type { OperationCall } from '../../faces/operation-call.js';
import type { Caller } from '../../session/session.js';
import { listRows } from '../list-answer.js';
import { DSFINVK_VERSION, readMetadata, storedMetadata, TAXONOMY_VERSION } from '../object-data.js';

/** The body of a closing as it is stored. */
export type ClosingBody = Schemas['CashPointClosingInsert'];

/** A closing as it is stored, without its body; see `store-tables.ts`. */
export interface ClosingRow {
  readonly key: number;
  readonly id: string;
  readonly organization: number;
  readonly client_id: string;
  readonly number: number;
  readonly state: Schemas['OperationState'];
  readonly error: string | null;
  readonly head: string;
  readonly metadata: string;
  readonly newest_master: number;
  readonly time_creation: number;
  readonly time_update: number;
  readonly time_deleted: number | null;
}

/** The members of a summary that come from the body. */
export type ClosingSummary = Pick<
  Schemas['CashPointClosing'],
  | 'business_date'
  | 'first_transaction_export_id'
  | 'last_transaction_export_id'
  | 'export_creation_date'
  | 'full_amount'
  | 'cash_amount'
>;

type Path = Pick<OperationCall<Operations['retrieveCashPointClosing']>, 'caller' | 'path'>;

/** Finds a closing of the caller. */
export function lookUpClosing({ store }: Engine, caller: Caller, id: string): ClosingRow | undefined {
  return store.one<ClosingRow>('SELECT * FROM closing WHERE organization = ? AND id = ?', caller.organization, id);
}

/** Finds the closing that a path names. @throws Refusal 404 when there is none */
export function findClosing(engine: Engine, { caller, path }: Path): ClosingRow {
  const found = lookUpClosing(engine, caller, path.closing_id);
  if (!found) throw new Refusal(404, 'E_CASH_POINT_CLOSING_NOT_FOUND', `There is no closing ${path.closing_id}.`);
  return found;
}

/** Reads the body of a closing. */
export function readClosingBody({ store }: Pick<Engine, 'store'>, { key }: Pick<ClosingRow, 'key'>): ClosingBody {
  const row = store.one<{ body: string }>('SELECT body FROM closing_body WHERE closing = ?', key);
  if (!row) throw new Error('A closing has no body.');
  return JSON.parse(row.body) as ClosingBody; // only insertCashPointClosing writes it
}

/** The summary of a closing (`dsfinvk-v1.md §8`). */
export function closingAnswer({ environment }: Caller, row: ClosingRow): Schemas['CashPointClosing'] {
  return {
    closing_id: row.id,
    cash_point_closing_export_id: row.number,
    client_id: row.client_id,
    ...(JSON.parse(row.head) as ClosingSummary), // only insertCashPointClosing writes it
    ...lifeOf(row),
    _type: 'CASH_POINT_CLOSING',
    _env: environment,
    _version: DSFINVK_VERSION,
    taxonomy_version: TAXONOMY_VERSION,
  };
}

/**
 * The transaction of SIGN DE that a receipt was signed as, in lower case; undefined if it was not. The contract takes
 * any `tss_tx_id` beside another form of security.
 */
export function signedId(security: Schemas['Security']): string | undefined {
  const id = memberOf(security, 'tss_tx_id');
  return typeof id === 'string' ? id.toLowerCase() : undefined;
}

/** The members of summary and details that change. */
function lifeOf(row: ClosingRow) {
  return {
    state: row.state,
    ...(row.error !== null && { error: JSON.parse(row.error) as Schemas['OperationError'] }), // ClosingWorker writes it
    metadata: readMetadata(row.metadata),
    time_creation: row.time_creation,
    time_update: row.time_update,
    ...(row.time_deleted !== null && { time_deleted: row.time_deleted }),
  };
}

/** Answers the summary of one closing. @throws Refusal 404 when there is none */
export function retrieveCashPointClosing(engine: Engine, call: Path): Schemas['CashPointClosing'] {
  return closingAnswer(call.caller, findClosing(engine, call));
}

/** Answers one closing with its whole body. @throws Refusal 404 when there is none */
export function retrieveCashPointClosingDetails(engine: Engine, call: Path): Schemas['CashPointClosingDetails'] {
  const row = findClosing(engine, call);
  const body = readClosingBody(engine, row);
  delete body.metadata; // it is one level up
  return {
    cash_point_closing: body,
    ...lifeOf(row),
    _id: row.id,
    _type: 'CASH_POINT_CLOSING',
    _env: call.caller.environment,
    _version: DSFINVK_VERSION,
    taxonomy_version: TAXONOMY_VERSION,
  };
}

/** Lists the closings. The default order is by creation; both times are compared with the time of creation. */
export function listCashPointClosings(
  engine: Engine,
  call: OperationCall<Operations['listCashPointClosings']>,
): Schemas['CashPointClosingList'] {
  const { query, caller } = call;
  return listRows(engine.store, call, '/cash_point_closings', 'CASH_POINT_CLOSING_LIST', {
    select: 'SELECT * FROM closing',
    where: [
      { sql: 'organization = ?', values: [caller.organization] },
      equals('client_id', query.client_id?.toLowerCase()),
      oneOf('state', query.states === undefined ? undefined : [query.states].flat()),
      atLeast('time_creation', query.start_date),
      atMost('time_creation', query.end_date),
      atLeast('business_date', query.business_date_start),
      atMost('business_date', query.business_date_end),
    ],
    orderBy: [query.order_by ?? 'time_creation', 'key'],
    answerOf: (row: ClosingRow) => closingAnswer(caller, row),
  });
}

/** Selects the rows whose `column` is not less than `value`; all rows if `value` is absent. */
export function atLeast(column: string, value: number | string | undefined) {
  return value === undefined ? undefined : { sql: `${column} >= ?`, values: [value] };
}

/** Selects the rows whose `column` is not more than `value`; all rows if `value` is absent. */
export function atMost(column: string, value: number | string | undefined) {
  return value === undefined ? undefined : { sql: `${column} <= ?`, values: [value] };
}

/**
 * Deletes a closing; only inside a write. It stays readable (`dsfinvk-v1.md §8`).
 * @throws Refusal 404 when there is none, and while an unfinished export needs it; 400 when it is in ERROR or DELETED
 */
export function deleteCashPointClosing(
  engine: Engine,
  call: OperationCall<Operations['deleteCashPointClosing']>,
): Schemas['CashPointClosing'] {
  const { store } = engine;
  const { key, state } = findClosing(engine, call);
  if (state !== 'PENDING' && state !== 'WORKING' && state !== 'COMPLETED') {
    throw new Refusal(400, 'E_INVALID_STATE_CHANGE', `The closing is ${state}, so it cannot be deleted.`);
  }
  const sql = `SELECT 1 FROM dsfinvk_export_closing JOIN dsfinvk_export ON dsfinvk_export.key = export
    WHERE closing = ? AND state IN ('PENDING', 'WORKING')`;
  if (store.one(sql, key)) throw new Refusal(404, 'E_BAD_REQUEST', 'An export of the closing is not finished yet.');
  const now = engine.now();
  store.run("UPDATE closing SET state = 'DELETED', time_deleted = ?, time_update = ? WHERE key = ?", now, now, key);
  return closingAnswer(call.caller, findClosing(engine, call));
}

/** Answers the metadata of a closing. @throws Refusal 404 when there is none */
export function getClosingMetadata(engine: Engine, call: Path): Record<string, string> {
  return readMetadata(findClosing(engine, call).metadata);
}

/** Replaces the metadata of a closing and answers it; only inside a write. @throws Refusal 404 when there is none */
export function putClosingMetadata(
  engine: Engine,
  call: OperationCall<Operations['upsertCashPointClosingMetadata']>,
): Record<string, string> {
  const { key } = findClosing(engine, call);
  const metadata = storedMetadata(call.body, 'body');
  engine.store.run('UPDATE closing SET metadata = ? WHERE key = ?', metadata, key);
  return readMetadata(metadata);
}
