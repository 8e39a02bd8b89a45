import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Readable } from 'node:stream';
import { extract, pack } from 'tar-stream';
import type { ArchiveClosing } from '../../../src/dsfinvk/archive/archive-content.js';
import { type ArchiveCheck, checkArchive } from '../../../src/dsfinvk/archive/check/check-archive.js';
import type { ArchiveLimits } from '../../../src/dsfinvk/archive/read/unpack.js';
import { writeArchive } from '../../../src/dsfinvk/archive/write/archive-writer.js';

/** The folder for temporary files of all tests here. */
export const FOLDER = mkdtempSync(path.join(tmpdir(), 'archive-test-'));

/** Writes an archive into memory. */
export async function written(closings: readonly ArchiveClosing[], format: 'tar' | 'zip' = 'tar'): Promise<Buffer> {
  const { content } = await writeArchive({ closings: () => closings }, { format, time: new Date(0), folder: FOLDER });
  return Buffer.concat((await content.toArray()) as Buffer[]);
}

/** Checks an archive in memory. */
export async function checked(archive: Uint8Array, limits?: ArchiveLimits): Promise<ArchiveCheck> {
  return await checkArchive(Readable.from([archive]), { folder: FOLDER, ...(limits && { limits }) });
}

/** The files of a TAR archive as text. */
export async function filesOf(archive: Buffer): Promise<Map<string, string>> {
  const files = new Map<string, string>();
  const entries = extract();
  Readable.from([archive]).pipe(entries);
  for await (const entry of entries) {
    const pieces: Buffer[] = [];
    for await (const piece of entry as AsyncIterable<Buffer>) pieces.push(piece);
    files.set(entry.header.name, Buffer.concat(pieces).toString());
  }
  return files;
}

/** A TAR archive of these files. */
export async function tarOf(files: ReadonlyMap<string, string | Buffer>): Promise<Buffer> {
  const archive = pack();
  for (const [name, content] of files) archive.entry({ name }, content);
  archive.finalize();
  const pieces: Buffer[] = [];
  for await (const piece of archive as AsyncIterable<Buffer>) pieces.push(piece);
  return Buffer.concat(pieces);
}

/** The codes of all findings that are no notes, each once. */
export function codesOf({ counts }: ArchiveCheck): readonly string[] {
  return counts.filter(({ severity }) => severity !== 'note').map(({ code }) => code);
}

/** The codes of all notes. */
export function notesOf({ counts }: ArchiveCheck): readonly string[] {
  return counts.filter(({ severity }) => severity === 'note').map(({ code }) => code);
}
