import type { Operations, Schemas } from '../../../contract/dsfinvk.js';
import type { Engine } from '../../engine/engine.js';
import { Refusal } from '../../engine/refusal.js';
import { FileAnswer } from '../../faces/file-answer.js';
import type { OperationCall } from '../../faces/operation-call.js';
import { DSFINVK_VERSION } from '../object-data.js';
import { archiveOf } from './export-archive.js';
import { findExport, stateOf, type ExportRow } from './export.js';

type DownloadCall = OperationCall<Operations['getExportDownload']>;

/** Finds an export that can be downloaded. @throws Refusal 404 when there is none, or it has no archive (any more) */
function findArchive(engine: Engine, call: Pick<DownloadCall, 'caller' | 'path'>): ExportRow {
  const row = findExport(engine, call);
  const state = stateOf(engine, row);
  if (state === 'COMPLETED') return row;
  throw new Refusal(404, 'E_DOWNLOAD_NOT_FOUND', `The export is ${state}, so there is no archive.`);
}

/** Answers the URL of the archive of an export. @throws Refusal 404 as {@link getExportDownload} */
export function getExportDownloadUrl(
  engine: Engine,
  call: OperationCall<Operations['getExportDownloadUrl']>,
): Schemas['ExportHref'] {
  const { id } = findArchive(engine, call);
  return {
    href: `${call.baseUrl}/exports/${id}/download`,
    _env: call.caller.environment,
    _version: DSFINVK_VERSION,
  };
}

/**
 * Answers the archive of a COMPLETED export.
 * @throws Refusal 404 when there is no such export, before it is COMPLETED, and after it has expired or was deleted
 */
export async function getExportDownload(engine: Engine, call: DownloadCall): Promise<FileAnswer> {
  const row = findArchive(engine, call);
  if (row.file_size === null) throw new Error('A completed export has no size.');
  return new FileAnswer(
    row.file_size,
    await archiveOf(engine, row),
    `application/${row.format === 'zip' ? 'zip' : 'x-tar'}`,
  );
}
