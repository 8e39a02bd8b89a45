import type { Operations, Schemas } from '../../../contract/dsfinvk.js';
import type { Engine } from '../../engine/engine.js';
import type { Condition } from '../../engine/list.js';
import { Refusal } from '../../engine/refusal.js';
import type { OperationCall } from '../../faces/operation-call.js';
import type { Caller } from '../../session/session.js';
import { atLeast, atMost } from '../closing/closing.js';
import { listRows } from '../list-answer.js';
import { DSFINVK_VERSION, readMetadata, storedMetadata } from '../object-data.js';

/** An export as it is stored; see `store-tables.ts`. */
export interface ExportRow {
  readonly key: number;
  readonly id: string;
  readonly organization: number;
  readonly state: Schemas['OperationState'];
  readonly error: string | null;
  readonly format: Schemas['ExportFormat'];
  readonly company: string;
  readonly metadata: string;
  readonly file_size: number | null;
  readonly time_request: number;
  readonly time_start: number | null;
  readonly time_completed: number | null;
  readonly time_error: number | null;
  readonly time_expiration: number;
}

type Call = Pick<OperationCall<Operations['retrieveExport']>, 'caller' | 'path'>;

/** Finds an export of the caller. */
export function lookUpExport({ store }: Engine, caller: Caller, id: string): ExportRow | undefined {
  return store.one<ExportRow>(
    'SELECT * FROM dsfinvk_export WHERE organization = ? AND id = ?',
    caller.organization,
    id,
  );
}

/** Finds the export that a path names. @throws Refusal 404 when there is none */
export function findExport(engine: Engine, { caller, path }: Call): ExportRow {
  const found = lookUpExport(engine, caller, path.export_id);
  if (!found) throw new Refusal(404, 'E_EXPORT_NOT_FOUND', `There is no export ${path.export_id}.`);
  return found;
}

/** The state of an export at present: a COMPLETED one expires by itself. */
export function stateOf({ now }: Pick<Engine, 'now'>, row: ExportRow): Schemas['OperationState'] {
  return row.state === 'COMPLETED' && row.time_expiration <= now() ? 'EXPIRED' : row.state;
}

/** The form of an export in an answer (`dsfinvk-v1.md §10`). */
export function exportAnswer(engine: Engine, { environment }: Caller, row: ExportRow): Schemas['Export'] {
  return {
    state: stateOf(engine, row),
    ...(row.error !== null && { error: JSON.parse(row.error) as Schemas['OperationError'] }), // the worker writes it
    format: row.format,
    time_request: row.time_request,
    ...(row.time_start !== null && { time_start: row.time_start }),
    ...(row.time_completed !== null && { time_completed: row.time_completed }),
    ...(row.time_error !== null && { time_error: row.time_error }),
    time_expiration: row.time_expiration,
    ...(row.time_completed !== null && { cash_point_closings: closingsOf(engine, row) }),
    metadata: readMetadata(row.metadata),
    _type: 'EXPORT',
    _id: row.id,
    _env: environment,
    _version: DSFINVK_VERSION,
  };
}

function closingsOf({ store }: Engine, { key }: ExportRow): string[] {
  const sql = `SELECT id FROM dsfinvk_export_closing JOIN closing ON closing.key = closing WHERE export = ?
    ORDER BY closing.key`;
  return store.all<{ id: string }>(sql, key).map(({ id }) => id);
}

/** Answers one export. @throws Refusal 404 when there is none */
export function retrieveExport(engine: Engine, call: Call): Schemas['Export'] {
  return exportAnswer(engine, call.caller, findExport(engine, call));
}

/**
 * Lists the exports. The default order is by time of request. A register or a business date selects the exports with a
 * closing that has it.
 */
export function listExports(engine: Engine, call: OperationCall<Operations['listExports']>): Schemas['ExportList'] {
  const { query, caller } = call;
  const { order_by: field = 'time_request' } = query;
  return listRows(engine.store, call, '/exports', 'EXPORT_LIST', {
    select: 'SELECT * FROM dsfinvk_export',
    where: [
      { sql: 'organization = ?', values: [caller.organization] },
      inStates(engine, query.states === undefined ? [] : [query.states].flat()),
      withClosing([
        query.client_id === undefined ? undefined : { sql: 'client_id = ?', values: [query.client_id.toLowerCase()] },
        atLeast('business_date', query.business_date_start),
        atMost('business_date', query.business_date_end),
      ]),
    ],
    // All exports are of one version.
    orderBy: [...(field === 'version' ? [] : [field]), 'key'],
    answerOf: (row: ExportRow) => exportAnswer(engine, caller, row),
  });
}

function inStates({ now }: Engine, states: readonly string[]): Condition | undefined {
  if (states.length === 0) return undefined;
  const state = "CASE WHEN state = 'COMPLETED' AND time_expiration <= ? THEN 'EXPIRED' ELSE state END";
  return { sql: `${state} IN (${states.map(() => '?').join(', ')})`, values: [now(), ...states] };
}

function withClosing(wanted: readonly (Condition | undefined)[]): Condition | undefined {
  const conditions = wanted.filter((condition) => condition !== undefined);
  if (conditions.length === 0) return undefined;
  const where = conditions.map(({ sql }) => sql).join(' AND ');
  return {
    sql: `EXISTS (SELECT 1 FROM dsfinvk_export_closing JOIN closing ON closing.key = closing
      WHERE export = dsfinvk_export.key AND ${where})`,
    values: conditions.flatMap(({ values }) => values),
  };
}

/** Answers the metadata of an export. @throws Refusal 404 when there is none */
export function getExportMetadata(engine: Engine, call: Call): Record<string, string> {
  return readMetadata(findExport(engine, call).metadata);
}

/** Replaces the metadata of an export and answers it; only inside a write. @throws Refusal 404 when there is none */
export function putExportMetadata(
  engine: Engine,
  call: OperationCall<Operations['upsertExportMetadata']>,
): Record<string, string> {
  const { key } = findExport(engine, call);
  const metadata = storedMetadata(call.body, 'body');
  engine.store.run('UPDATE dsfinvk_export SET metadata = ? WHERE key = ?', metadata, key);
  return readMetadata(metadata);
}
