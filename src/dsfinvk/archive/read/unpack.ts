import { createReadStream, createWriteStream } from 'node:fs';
import { open } from 'node:fs/promises';
import path from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { extract } from 'tar-stream';
import { openPromise } from 'yauzl';
import type { Findings } from '../rules/findings.js';

/** Limits that protect the reader of an archive. */
export interface ArchiveLimits {
  /** Bytes of all files after decompression. */
  readonly bytes: number;
  readonly files: number;
}

/** The files of an archive in a folder. */
export interface UnpackedArchive {
  /** Path of the unpacked file by its name in the archive, without its folder. */
  readonly files: ReadonlyMap<string, string>;
  /** Whether everything was read. */
  readonly complete: boolean;
}

/** A file was not read, because the archive is larger than the limits allow. */
class LimitReached extends Error {}

/** Bytes of two empty blocks, which end a TAR archive. */
const TAR_END = 1024;

/**
 * Unpacks an archive, TAR or ZIP. The file names of the archive are never used as paths: each file gets a number. Bytes
 * are counted while they are unpacked, so that a ZIP bomb ends at the limit whatever its header says.
 * @param folder an empty folder
 */
export async function unpackArchive(
  archive: AsyncIterable<Uint8Array>,
  folder: string,
  limits: ArchiveLimits,
  findings: Findings,
): Promise<UnpackedArchive> {
  const target = new Unpacked(folder, limits, findings);
  const spool = path.join(folder, 'archive');
  try {
    await pipeline(archive, target.limited.bind(target), createWriteStream(spool));
    target.left = limits.bytes;
    const start = await firstBytes(spool);
    if (start.length === 0) throw new Error('it is empty.');
    if (start.toString('latin1').startsWith('PK')) await unpackZip(spool, target);
    else await unpackTar(spool, target);
    return { files: target.files, complete: true };
  } catch (error) {
    if (error instanceof LimitReached) findings.add('TOO_LARGE', { values: { limit: error.message } });
    else if (isFromSystem(error)) throw error;
    else findings.add('ARCHIVE_BROKEN', { values: { problem: messageOf(error) } });
    return { files: target.files, complete: false };
  }
}

class Unpacked {
  readonly files = new Map<string, string>();
  left: number;
  #seen = 0;
  #isInFolder = false;
  readonly #folder: string;
  readonly #limits: ArchiveLimits;
  readonly #findings: Findings;

  constructor(folder: string, limits: ArchiveLimits, findings: Findings) {
    this.#folder = folder;
    this.#limits = limits;
    this.#findings = findings;
    this.left = limits.bytes;
  }

  /** @returns whether the content of a file is wanted */
  accepts(name: string): boolean {
    this.#seen += 1;
    if (this.#seen > this.#limits.files) throw new LimitReached(`${this.#limits.files} files`);
    if (name.endsWith('/')) return false;
    if (/(?:^|[/\\])\.\.(?:[/\\]|$)|^[/\\]|^[a-z]:/i.test(name)) {
      this.#findings.add('UNSAFE_PATH', { file: name });
      return false;
    }
    if (this.files.has(baseName(name))) {
      this.#findings.add('DOUBLE_FILE', { file: name });
      return false;
    }
    if (baseName(name) !== name && !this.#isInFolder) this.#findings.add('IN_FOLDER', { file: name });
    this.#isInFolder ||= baseName(name) !== name;
    return true;
  }

  async write(name: string, content: AsyncIterable<Uint8Array>): Promise<void> {
    const file = path.join(this.#folder, String(this.#seen));
    this.files.set(baseName(name), file);
    try {
      await pipeline(content, this.limited.bind(this), createWriteStream(file));
    } catch (error) {
      await (await open(file, 'a')).close(); // it may have failed before the file was made
      throw error;
    }
  }

  async *limited(content: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
    for await (const piece of content) {
      this.left -= piece.length;
      if (this.left < 0) throw new LimitReached(`${this.#limits.bytes} bytes`);
      yield piece;
    }
  }
}

async function unpackTar(spool: string, target: Unpacked): Promise<void> {
  const entries = extract();
  const fed = pipeline(createReadStream(spool), entries);
  fed.catch(() => undefined); // the loop throws the same error
  for await (const entry of entries) {
    const { name, type } = entry.header;
    const isPlain = type === 'file' || type === 'contiguous-file';
    // The stream of an entry is a Readable of streamx, which yields buffers.
    if (target.accepts(name) && isPlain) await target.write(name, entry as AsyncIterable<Buffer>);
    else entry.resume();
  }
  await fed;
  // tar-stream takes an archive that was cut between two files as complete.
  const end = await lastBytes(spool, TAR_END);
  if (end.length < TAR_END || end.some((byte) => byte !== 0)) throw new Error('it is cut off.');
}

async function unpackZip(spool: string, target: Unpacked): Promise<void> {
  const zip = await openPromise(spool, { lazyEntries: true, autoClose: false, decodeStrings: false });
  try {
    for await (const entry of zip.eachEntry()) {
      const name = entry.fileNameRaw.toString('utf8');
      if (!target.accepts(name)) continue;
      if (entry.isEncrypted()) throw new Error('a file is encrypted.');
      const content: AsyncIterable<Buffer> = await zip.openReadStreamPromise(entry);
      await target.write(name, content);
    }
  } finally {
    zip.close();
  }
}

function baseName(name: string): string {
  return name.slice(name.lastIndexOf('/') + 1);
}

async function firstBytes(file: string): Promise<Buffer> {
  return Buffer.concat((await Readable.from(createReadStream(file, { end: 3 })).toArray()) as Buffer[]); // bytes
}

async function lastBytes(file: string, length: number): Promise<Buffer> {
  const handle = await open(file);
  try {
    const { size } = await handle.stat();
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(length), 0, length, Math.max(0, size - length));
    return buffer.subarray(0, bytesRead);
  } finally {
    await handle.close();
  }
}

/** Whether an error is about the reader's machine (a full disk) and not about the archive. */
function isFromSystem(error: unknown): boolean {
  return error instanceof Error && 'syscall' in error;
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
