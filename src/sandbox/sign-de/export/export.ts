import type { Operations, Schemas } from '../../../contract/sign-de.js';
import { SERVER_VERSION, type Engine } from '../../engine/engine.js';
import { hidesDeleted, oneOf, readPage, type Condition } from '../../engine/list.js';
import { mergeMetadata, readMetadata } from '../../engine/metadata.js';
import { Refusal } from '../../engine/refusal.js';
import type { Caller } from '../../session/session.js';
import { findTss, type TssRow } from '../tss.js';

/** An export as it is stored; see `store-tables.ts`. */
export interface ExportRow {
  readonly key: number;
  readonly id: string;
  readonly tss: number;
  readonly tss_id: string;
  readonly state: Schemas['ExportState'];
  readonly exception: Schemas['ExportException'] | null;
  readonly filter: string;
  readonly metadata: string;
  readonly last_counter: number;
  readonly file_size: number | null;
  readonly time_request: number;
  readonly time_start: number | null;
  readonly time_estimate: number | null;
  readonly time_end: number | null;
  readonly time_error: number | null;
  readonly time_expiration: number | null;
}

/** Selects rows of `export`, each with the id of its TSS. */
export const SELECT_EXPORT = 'SELECT export.*, tss.id AS tss_id FROM export JOIN tss ON tss.key = export.tss';

/** Finds an export of a TSS; `undefined` if the TSS has no export with that id. */
export function lookUpExport({ store }: Engine, tss: TssRow, exportId: string): ExportRow | undefined {
  return store.one<ExportRow>(`${SELECT_EXPORT} WHERE export.tss = ? AND export.id = ?`, tss.key, exportId);
}

/**
 * Finds the export that a path names.
 * @throws Refusal 404 when the TSS has no export with that id
 */
export function findExport(engine: Engine, tss: TssRow, exportId: string): ExportRow {
  const found = lookUpExport(engine, tss, exportId);
  if (!found) throw new Refusal(404, 'E_EXPORT_NOT_FOUND', `The TSS ${tss.id} has no export ${exportId}.`);
  return found;
}

/**
 * The form of an export in an answer (`sign-de-v2.md §12`). The estimated time of completion is present only while
 * the export is unfinished.
 */
export function exportAnswer({ environment }: Caller, row: ExportRow): Schemas['ExportResponse'] {
  return {
    state: row.state,
    ...(row.exception !== null && { exception: row.exception }),
    time_request: row.time_request,
    ...(row.time_start !== null && { time_start: row.time_start }),
    ...(row.time_end !== null && { time_end: row.time_end }),
    ...(row.time_error !== null && { time_error: row.time_error }),
    ...(row.time_expiration !== null && { time_expiration: row.time_expiration }),
    ...(row.state === 'WORKING' && row.time_estimate !== null && { estimated_time_of_completion: row.time_estimate }),
    metadata: readMetadata(row.metadata),
    tss_id: row.tss_id,
    _type: 'EXPORT',
    _id: row.id,
    _env: environment,
    _version: SERVER_VERSION,
  };
}

/**
 * Answers one export.
 * @throws Refusal 429 above the export's limit of calls per minute
 */
export function retrieveExport(
  engine: Engine,
  caller: Caller,
  tssId: string,
  exportId: string,
): Schemas['ExportResponse'] {
  const row = findExport(engine, findTss(engine, caller, tssId), exportId);
  engine.rates.count(`retrieveExport ${row.key}`, engine.limits.exportCallsPerMinute);
  return exportAnswer(caller, row);
}

type ListQuery = NonNullable<Operations['listAllExports']['parameters']['query']>;

/** Lists the exports of one TSS. The default order is by time of request. */
export function listExports(
  engine: Engine,
  caller: Caller,
  tssId: string,
  query: ListQuery,
): Schemas['ExportListResponse'] {
  const tss = findTss(engine, caller, tssId);
  return listWhere(engine, caller, { sql: 'export.tss = ?', values: [tss.key] }, query);
}

/** Lists the exports of all TSS of the caller's organization. The default order is by time of request. */
export function listAllExports(engine: Engine, caller: Caller, query: ListQuery): Schemas['ExportListResponse'] {
  return listWhere(engine, caller, { sql: 'export.organization = ?', values: [caller.organization] }, query);
}

function listWhere(engine: Engine, caller: Caller, owner: Condition, query: ListQuery): Schemas['ExportListResponse'] {
  const source = {
    select: SELECT_EXPORT,
    where: [
      owner,
      oneOf('export.state', query.states),
      query.show_deleted === false ? hidesDeleted('export') : undefined,
    ],
    orderBy: [`export.${query.order_by ?? 'time_request'}`, 'export.key'],
    answerOf: (row: ExportRow) => exportAnswer(caller, row),
  };
  return {
    ...readPage(engine.store, source, query),
    _type: 'EXPORT_LIST',
    _env: caller.environment,
    _version: SERVER_VERSION,
  };
}

/** Answers the metadata of an export. */
export function retrieveExportMetadata(
  engine: Engine,
  caller: Caller,
  tssId: string,
  exportId: string,
): Schemas['MetadataResponse'] {
  return readMetadata(findExport(engine, findTss(engine, caller, tssId), exportId).metadata);
}

/** Merges into the metadata of an export and answers all of it; only inside a write. */
export function updateExportMetadata(
  engine: Engine,
  caller: Caller,
  tssId: string,
  exportId: string,
  changes: Schemas['MetadataRequest'] | undefined,
): Schemas['MetadataResponse'] {
  const found = findExport(engine, findTss(engine, caller, tssId), exportId);
  const metadata = mergeMetadata(engine, found.metadata, changes);
  engine.store.run('UPDATE export SET metadata = ? WHERE key = ?', metadata, found.key);
  return readMetadata(metadata);
}
