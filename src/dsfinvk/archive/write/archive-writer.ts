import { createReadStream } from 'node:fs';
import { mkdtemp, rm, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { PassThrough, Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { type Pack, pack } from 'tar-stream';
import { ZipFile } from 'yazl';
import type { ArchiveSource } from '../archive-content.js';
import { TABLE_FILES } from '../tables.js';
import { addClosingRows } from './closing-rows.js';
import { DTD, DTD_FILE } from './dtd.js';
import { indexXml } from './index-xml.js';
import { localTime } from './local-time.js';
import { numberOf } from './amounts.js';
import { type ChangedValue, TableFiles } from './table-files.js';
import { addTransactionRows } from './transaction-rows.js';

export type { ChangedValue } from './table-files.js';

/** How and where an archive is written. */
export interface ArchiveSettings {
  readonly format: 'tar' | 'zip';
  /** The time of all files in the archive. */
  readonly time: Date;
  /** An existing folder. Temporary files are written to a new folder in it, which is removed at the end. */
  readonly folder: string;
}

/** An archive that can be read. */
export interface WrittenArchive {
  /** The bytes, at the pace of the reader. At its end or when it is destroyed, all temporary files are removed. */
  readonly content: Readable;
  /** Values that their columns cannot hold unchanged, the first thousand (see `fieldOf`). */
  readonly changes: readonly ChangedValue[];
}

/**
 * Writes a DSFinV-K archive: `index.xml`, its DTD and all 20 tables, those without rows with their header alone
 * (dsfinvk-archive.md §2). TAR needs the size of a file before its content, and `index.xml` needs the lengths of what
 * must not be cut. So all tables are written to temporary files first, in one pass over the source. Memory holds one
 * closing at a time.
 * @returns when the temporary files are written
 * @throws ArchiveValueError for values of the wrong kind; errors of the source and of the file system unchanged
 */
export async function writeArchive(source: ArchiveSource, settings: ArchiveSettings): Promise<WrittenArchive> {
  const folder = await mkdtemp(path.join(settings.folder, 'dsfinvk-'));
  const remove = () => rm(folder, { recursive: true, force: true });
  try {
    const changes = await writeFiles(source, folder);
    const pieces = settings.format === 'tar' ? tarOf(folder, settings.time) : zipOf(folder, settings.time);
    const content = Readable.from(pieces, { objectMode: false });
    content.once('close', () => void remove());
    return { content, changes };
  } catch (error) {
    await remove();
    throw error;
  }
}

/** Rows that wait in memory before they are written. */
const MOST_WAITING = 2_000;

async function writeFiles(source: ArchiveSource, folder: string): Promise<readonly ChangedValue[]> {
  const tables = await TableFiles.create(folder);
  try {
    for await (const closing of source.closings()) {
      const { client_id, cash_point_closing_export_id, head } = closing.body;
      tables.startClosing({
        Z_KASSE_ID: client_id,
        Z_ERSTELLUNG: localTime(numberOf(head.export_creation_date)),
        Z_NR: cash_point_closing_export_id,
      });
      addClosingRows(closing, tables);
      const transactions = addTransactionRows(closing, tables);
      while (!transactions.next().done) if (tables.waiting >= MOST_WAITING) await tables.flush();
      await tables.flush();
    }
  } finally {
    await tables.close();
  }
  const index = indexXml((file, column, standard) => tables.lengthOf(file, column, standard));
  await writeFile(path.join(folder, 'index.xml'), index);
  await writeFile(path.join(folder, DTD_FILE), DTD);
  return tables.changes;
}

/** All files of an archive in their order. */
const FILES = ['index.xml', DTD_FILE, ...TABLE_FILES];

async function* tarOf(folder: string, mtime: Date): AsyncGenerator<Uint8Array> {
  const archive = pack();
  const filled = fillTar(archive, folder, mtime);
  filled.catch((error: unknown) => {
    archive.destroy(error instanceof Error ? error : new Error(String(error)));
  });
  // The types of tar-stream name no element. The archive ends if the reader stops.
  yield* archive as AsyncIterable<Buffer>;
}

async function fillTar(archive: Pack, folder: string, mtime: Date): Promise<void> {
  for (const name of FILES) {
    const source = path.join(folder, name);
    const { size } = await stat(source);
    await pipeline(createReadStream(source), archive.entry({ name, size, mtime, mode: 0o644 }));
  }
  archive.finalize();
}

async function* zipOf(folder: string, mtime: Date): AsyncGenerator<Uint8Array> {
  const archive = new ZipFile();
  let source: Readable | undefined;
  for (const name of FILES) {
    archive.addReadStreamLazy(name, { mtime, mode: 0o100644 }, (use) => {
      source = createReadStream(path.join(folder, name));
      use(null, source);
    });
  }
  archive.end();
  const content = new PassThrough();
  archive.on('error', (error: Error) => content.destroy(error));
  archive.outputStream.pipe(content);
  try {
    // Without an encoding, a stream yields buffers.
    yield* content as AsyncIterable<Buffer>;
  } finally {
    source?.destroy();
  }
}
