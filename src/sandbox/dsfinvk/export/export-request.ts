import type { Operations, Schemas } from '../../../contract/dsfinvk.js';
import { memberOf } from '../../../json-value.js';
import { readCompany } from '../../engine/company.js';
import type { Engine } from '../../engine/engine.js';
import { Refusal } from '../../engine/refusal.js';
import type { OperationCall } from '../../faces/operation-call.js';
import { malformed, storedMetadata } from '../object-data.js';
import { exportAnswer, findExport, lookUpExport, stateOf, type ExportRow } from './export.js';

/** How long an export can be downloaded after it was requested: 28 days less one second (`dsfinvk-v1.md §10`). */
const LIFETIME = 28 * 86_400 - 1;

type TriggerCall = OperationCall<Operations['triggerExport']>;

/**
 * Triggers an export of the COMPLETED closings that match now; only inside a write.
 * @throws Refusal 409 when the id was used, 404 when no closing matches
 */
export function triggerExport(
  engine: Engine,
  { caller, path: { export_id: id }, body }: Pick<TriggerCall, 'caller' | 'path' | 'body'>,
): Schemas['Export'] {
  const { store, now } = engine;
  const metadata = storedMetadata(body.metadata ?? undefined);
  if (lookUpExport(engine, caller, id)) {
    throw new Refusal(409, 'E_EXPORT_CONFLICT', `The id ${id} was used for an export.`);
  }
  const closings = matching(engine, caller.organization, body);
  if (closings.length === 0) {
    throw new Refusal(404, 'E_CASH_POINT_CLOSING_NOT_FOUND', 'No COMPLETED closing matches.');
  }
  const row = store.returning<ExportRow>(
    `INSERT INTO dsfinvk_export (id, organization, state, format, company, metadata, time_request, time_expiration)
      VALUES (?, ?, 'PENDING', ?, ?, ?, ?, ?) RETURNING *`,
    id,
    caller.organization,
    body.format ?? 'tar',
    JSON.stringify(readCompany(engine, caller.organization)),
    metadata,
    now(),
    now() + LIFETIME,
  );
  for (const key of closings) {
    store.run('INSERT INTO dsfinvk_export_closing (export, closing) VALUES (?, ?)', row.key, key);
  }
  return exportAnswer(engine, caller, row);
}

/** The keys of the closings in a range: of their times of creation, or of their business dates; both inclusive. */
function matching({ store }: Engine, organization: number, body: TriggerCall['body']): readonly number[] {
  const [column, from, to] = rangeOf(body);
  const ofRegister = body.client_id === undefined ? '' : 'AND client_id = ?';
  const sql = `SELECT key FROM closing
    WHERE organization = ? AND state = 'COMPLETED' AND ${column} BETWEEN ? AND ? ${ofRegister} ORDER BY key`;
  const register = body.client_id === undefined ? [] : [body.client_id.toLowerCase()];
  return store.all<{ key: number }>(sql, organization, from, to, ...register).map(({ key }) => key);
}

/** The contract takes a body with both ranges if exactly one of them is right. */
function rangeOf(body: TriggerCall['body']): readonly [column: string, from: string | number, to: string | number] {
  const [start, end] = [memberOf(body, 'start_date'), memberOf(body, 'end_date')];
  if (isTimestamp(start) && isTimestamp(end)) return ['time_creation', start, end];
  const { business_date_start: first, business_date_end: last } = body as Schemas['ByBusinessDate']; // the other range
  return ['business_date', first, last];
}

/** Whether a value is a time as the contract has it: whole Unix seconds before 2100. */
function isTimestamp(value: unknown): value is number {
  return Number.isInteger(value) && Number(value) >= 0 && Number(value) <= 4_102_441_199;
}

/**
 * Cancels an unfinished export, or deletes a completed one; only inside a write (decision 60).
 * @throws Refusal 404 when there is none, 400 in any other state
 */
export function cancelExport(engine: Engine, call: OperationCall<Operations['cancelExport']>): Schemas['Export'] {
  const row = findExport(engine, call);
  const state = stateOf(engine, row);
  if (state !== 'PENDING' && state !== 'WORKING' && state !== 'COMPLETED') {
    throw malformed(`params.export_id should name an export that is PENDING, WORKING or COMPLETED; it is ${state}`);
  }
  const next = state === 'COMPLETED' ? 'DELETED' : 'CANCELLED';
  engine.store.run('UPDATE dsfinvk_export SET state = ? WHERE key = ?', next, row.key);
  return exportAnswer(engine, call.caller, findExport(engine, call));
}
