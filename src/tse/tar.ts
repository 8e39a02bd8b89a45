import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { extract, pack, type Pack } from 'tar-stream';

/** A file of an archive, in its root. */
export interface TarFile {
  readonly name: string;
  readonly content: Uint8Array;
}

/** A file as it was read, with what its header says beside the name. */
export interface ReadTarFile extends TarFile {
  readonly modifiedAt: Date;
  /** `file` for all that may be in an export; `null` for what tar-stream does not know. */
  readonly type: string | null;
}

const BLOCK = 512;
const MAX_NAME_BYTES = 100;

/** Bytes handed on at once: the archive's own pieces are so small that passing each on would take longer than making it. */
const PIECE = 64 * 1024;

/** The last moment that tar-stream writes; from then on it would write a negative time. */
const END_OF_TIME = new Date((2 ** 31 - 1) * 1000);

/** Bytes of the two zero blocks that close an archive. */
export const TAR_END_SIZE = 2 * BLOCK;

/** Bytes that a file takes in an archive of {@link writeTar}: header, content, padding, and the PAX header of a long name. */
export function tarFileSize(name: string, contentSize: number): number {
  return paxSize(name) + BLOCK + padded(contentSize);
}

/**
 * Writes files as POSIX ustar the way `tar-stream` does, as the real exports are (`tse-formats.md §2.1`): mode 0644, no owner, one
 * time for all, a PAX header for names over 100 bytes. Files are taken as fast as the reader takes bytes, and no longer than it
 * does: closing the stream ends `files` too.
 * @param files their content is read once; `/` and characters beyond ASCII have no place in names
 * @param modifiedAt whole seconds of it are written, at most those of January 2038
 */
export function writeTar(files: AsyncIterable<TarFile>, modifiedAt: Date): Readable {
  return Readable.from(pieces(files, modifiedAt), { objectMode: false, highWaterMark: PIECE });
}

async function* pieces(files: AsyncIterable<TarFile>, modifiedAt: Date): AsyncGenerator<Buffer> {
  const archive = pack();
  const filling = fill(archive, files, modifiedAt).catch((error: unknown) => {
    archive.destroy(error instanceof Error ? error : new Error(String(error)));
  });
  let waiting: Buffer[] = [];
  let size = 0;
  try {
    for await (const chunk of archive as AsyncIterable<Buffer>) {
      waiting.push(chunk);
      size += chunk.length;
      if (size < PIECE) continue;
      yield Buffer.concat(waiting, size);
      waiting = [];
      size = 0;
    }
    yield Buffer.concat(waiting, size);
  } finally {
    archive.destroy();
    await filling;
  }
}

async function fill(archive: Pack, files: AsyncIterable<TarFile>, modifiedAt: Date): Promise<void> {
  const mtime = modifiedAt < END_OF_TIME ? modifiedAt : END_OF_TIME;
  for await (const { name, content } of files) {
    await new Promise<void>((resolve, reject) => {
      const header = { name, mode: 0o644, mtime };
      archive.entry(header, Buffer.from(content.buffer, content.byteOffset, content.byteLength), (error) => {
        if (error) reject(error);
        else resolve();
      });
    });
  }
  archive.finalize();
}

/**
 * Reads an archive file by file, no faster than they are taken; one file at a time is in memory.
 * @throws Error (the iterator) when the bytes are no archive, or end inside a file
 */
export async function* readTar(archive: AsyncIterable<Uint8Array>): AsyncGenerator<ReadTarFile> {
  const reader = extract();
  const source = Readable.from(archive);
  source.on('error', (error) => {
    reader.destroy(error);
  });
  source.pipe(reader);
  try {
    for await (const entry of reader) {
      const { name, mtime, type } = entry.header;
      yield { name, modifiedAt: mtime, type, content: await buffer(entry) };
    }
  } finally {
    source.destroy();
    reader.destroy();
  }
}

/** The PAX header and its one record `<length> path=<name>\n`, whose length counts its own digits. */
function paxSize(name: string): number {
  const nameBytes = Buffer.byteLength(name);
  if (nameBytes <= MAX_NAME_BYTES) return 0;
  const rest = nameBytes + ' path=\n'.length;
  let length = rest;
  while (length !== rest + String(length).length) length = rest + String(length).length;
  return BLOCK + padded(length);
}

function padded(size: number): number {
  return Math.ceil(size / BLOCK) * BLOCK;
}
