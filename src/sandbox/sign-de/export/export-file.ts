import { X509Certificate } from 'node:crypto';
import { setImmediate } from 'node:timers/promises';
import { writeExportInfo } from '../../../tse/archive/export-info.js';
import { certificateFileName, INFO_FILE, logFileName } from '../../../tse/archive/export-names.js';
import { outlineOf } from '../../../tse/log/log-outline.js';
import { TAR_END_SIZE, tarFileSize, writeTar, type TarFile } from '../../../tse/archive/tar.js';
import { SERVER_VERSION, type Engine } from '../../engine/engine.js';
import { FileAnswer } from '../../faces/file-answer.js';
import { findExport, type ExportRow } from './export.js';
import { readStoredFilter, selectLogs, type Selection } from './export-filter.js';
import { Refusal } from '../../engine/refusal.js';
import type { Caller } from '../../session/session.js';
import { findTss, reloadTss, type TssRow } from '../tss.js';

/** The parts of the engine that an archive is generated from. */
export type ExportSource = Pick<Engine, 'store' | 'authority'>;

/** Value of Retry-After, in seconds, while there is no file; always the same (`sign-de-v2.md §3`). */
const RETRY_AFTER = 60;

/**
 * Answers the TAR archive of a COMPLETED export. The archive is not stored. Each call generates it from the log, with
 * the same bytes.
 * @throws Refusal 404 before the export is COMPLETED and after its file has expired; 429 above the export's limit of
 *   calls per minute
 */
export function retrieveExportFile(engine: Engine, caller: Caller, tssId: string, exportId: string): FileAnswer {
  const tss = findTss(engine, caller, tssId);
  const row = findExport(engine, tss, exportId);
  engine.rates.count(`retrieveExportFile ${row.key}`, engine.limits.exportCallsPerMinute);
  const { time_end: timeEnd, file_size: size } = row;
  if (row.state !== 'COMPLETED' || timeEnd === null || size === null) {
    throw new Refusal(404, 'E_EXPORT_NOT_COMPLETED', `The export is ${row.state}, so there is no file.`, RETRY_AFTER);
  }
  if (row.time_expiration !== null && row.time_expiration <= engine.now()) {
    throw new Refusal(404, 'E_EXPORT_NOT_FOUND', 'The file of this export has expired; trigger a new export.');
  }
  const selection = selectionOf(engine, row);
  if (!selection) throw new Error('A completed export has nothing to hold.');
  return new FileAnswer(
    size,
    writeTar(exportFiles(engine, tss, selection), new Date(timeEnd * 1000)),
    'application/x-tar',
  );
}

/** The messages of an export; `undefined` if there are none. */
export function selectionOf({ store }: Pick<Engine, 'store'>, row: ExportRow): Selection | undefined {
  return selectLogs(store, row.tss, readStoredFilter(row.filter), row.last_counter);
}

/** The size of an export. */
export interface ExportSize {
  /** Number of messages of all kinds. */
  readonly records: number;
  /** Size of the archive in bytes. */
  readonly size: number;
}

/**
 * Counts the messages of an export and the bytes of its archive, in steps. Other work can run between steps. Stops
 * after the step that exceeds the maximum.
 * @returns `undefined` if `goOn` returns false, because the result is no longer needed
 */
export async function measureExport(
  source: ExportSource,
  tssKey: number,
  selection: Selection,
  maximumRecords: number,
  goOn: () => boolean,
): Promise<ExportSize | undefined> {
  const tss = reloadTss(source, { key: tssKey });
  let records = 0;
  let size = TAR_END_SIZE + sizeOf(leadingFiles(source, tss));
  for await (const messages of readLogs(source, tss, selection)) {
    if (!goOn()) return undefined;
    records += messages.length;
    size += sizeOf(messages);
    if (records > maximumRecords) break;
  }
  return { records, size };
}

function sizeOf(files: readonly TarFile[]): number {
  return files.reduce((sum, { name, content }) => sum + tarFileSize(name, content.length), 0);
}

async function* exportFiles(
  source: ExportSource,
  tss: TssRow,
  selection: Selection,
): AsyncGenerator<readonly TarFile[]> {
  yield leadingFiles(source, tss);
  yield* readLogs(source, tss, selection);
}

/**
 * The files before the messages (`tse-formats.md §2.1`). The info file and the certificates both say that the export
 * comes from a sandbox.
 */
function leadingFiles({ authority }: ExportSource, tss: TssRow): readonly TarFile[] {
  const info = writeExportInfo({
    description: tss.description ?? '',
    manufacturer: 'fiskaly-graphql Sandbox',
    version: `fiskaly-graphql Sandbox TSE ${SERVER_VERSION}`,
  });
  const certificates = [tss.certificate, authority.certificate].map((content) => ({
    name: certificateFileName(new X509Certificate(content)),
    content,
  }));
  return [{ name: INFO_FILE, content: Buffer.from(info) }, ...certificates];
}

/** Messages per step. A step delays signing by about a millisecond and needs little memory. */
const STEP = 100;

/** The messages of a selection as files, in the order of their signature counters. */
async function* readLogs(
  { store }: Pick<Engine, 'store'>,
  tss: TssRow,
  { counters: [first, last], includes }: Selection,
): AsyncGenerator<readonly TarFile[]> {
  const { epoch } = store;
  const sql = `SELECT message FROM log WHERE tss = ? AND signature_counter BETWEEN ? AND ? ORDER BY signature_counter`;
  for (let start = first; start <= last; start += STEP) {
    const end = Math.min(start + STEP - 1, last);
    if (store.epoch !== epoch) throw new Error('Another state was loaded; what this reads is gone.');
    const rows = store.all<{ message: Uint8Array }>(sql, tss.key, start, end);
    if (rows.length !== end - start + 1) throw new Error('The log of a TSS has a gap.');
    yield rows.flatMap(({ message }) => {
      const outline = outlineOf(message);
      return includes(outline) ? [{ name: logFileName(outline), content: message }] : [];
    });
    await setImmediate();
  }
}
