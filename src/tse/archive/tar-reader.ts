import type { TarFile } from './tar.js';
import { readTarHeader, type TarHeader, untilZero } from './tar-header.js';

/** A file of an archive, with the values of its header. */
export interface ReadTarFile extends TarFile {
  /** Empty when {@link isTooLarge}. */
  readonly content: Uint8Array;
  readonly modifiedAt: Date;
  /** Whether it is a plain file, not a link, folder or device. All files of an export are plain. */
  readonly isPlain: boolean;
  /** Whether it is a folder. */
  readonly isFolder: boolean;
  /** Whether it is larger than any file of an export. Then its content was skipped. */
  readonly isTooLarge: boolean;
}

/** The bytes are not an archive, or a broken one. `message` is a sentence for people. */
export class TarError extends Error {
  override readonly name = 'TarError';
}

const BLOCK = 512;
/** Types of plain files: `0` of ustar, and `7` for contiguous files, which means the same today. */
const PLAIN = ['0', '7'];
/** Largest content that is read, in bytes: twice the upstream's limit for process data. */
const MAXIMUM_FILE_SIZE = 2 * 1_048_576;
/** Maximum size of a PAX header or a GNU name, in bytes. Names in an export have about 200 characters. */
const MAXIMUM_EXTENSION_SIZE = 65_536;
/** Maximum number of extension headers before one file. A long name needs one. */
const MAXIMUM_EXTENSIONS = 8;

/**
 * Reads an archive (POSIX ustar, PAX, GNU names) file by file, at the pace of the consumer. Only one file at a time is
 * in memory.
 *
 * Threat: archives made to exhaust their reader. Independent of the headers, memory holds at most one file of 2 MiB and
 * its name of 64 KiB; nothing is expanded. `tar-stream` is not used: it buffers headers of up to 4 MiB, and treats an
 * archive that was cut between two files as complete (docs/decisions/0029).
 * @throws TarError (by the iterator) when the bytes are not an archive, or one that is broken or cut off; errors of
 *   `archive` unchanged
 */
export async function* readTar(archive: AsyncIterable<Uint8Array>): AsyncGenerator<ReadTarFile> {
  const blocks = new Blocks(archive);
  try {
    for (;;) {
      const found = await readHeaders(blocks);
      if (!found) break;
      const { name, size, modifiedAt, type } = found;
      const isTooLarge = size > MAXIMUM_FILE_SIZE;
      const content = isTooLarge ? new Uint8Array() : await blocks.take(size);
      await blocks.skip((isTooLarge ? size : 0) + padding(size));
      const isFolder = type === '5' || (type === '0' && size === 0 && name.endsWith('/')); // folders before POSIX
      yield { name, content, modifiedAt, isPlain: PLAIN.includes(type) && !isFolder, isFolder, isTooLarge };
    }
    await readEnd(blocks);
  } finally {
    await blocks.close();
  }
}

/** The header of the next file, merged with its extension headers; `undefined` at the end. */
async function readHeaders(blocks: Blocks): Promise<TarHeader | undefined> {
  let extended: Partial<TarHeader> = {};
  for (let count = 0; count <= MAXIMUM_EXTENSIONS; count += 1) {
    const block = await blocks.takeBlock();
    if (!block || isZero(block)) {
      if (!block) throw new TarError('The archive ends without the two empty blocks that close it; it may be cut off.');
      return undefined;
    }
    const header = readTarHeader(block);
    if (!('name' in header)) throw new TarError(header.problem);
    if (!isExtension(header)) return { ...header, ...extended };
    if (header.size > MAXIMUM_EXTENSION_SIZE) {
      throw new TarError(`A header before a file claims ${header.size} bytes, which no name has.`);
    }
    const content = await blocks.take(header.size);
    await blocks.skip(padding(header.size));
    extended = { ...extended, ...readExtension(header.type, content) };
  }
  throw new TarError('There are headers after headers, but no file.');
}

function isExtension({ type }: TarHeader): boolean {
  return ['x', 'g', 'L', 'K'].includes(type);
}

/** Reads an extension header, which describes the file after it. Ignores global ones and targets of links. */
function readExtension(type: string, content: Buffer): Partial<TarHeader> {
  if (type === 'L') return { name: untilZero(content) };
  return type === 'x' ? readPax(content) : {};
}

/** Reads the relevant records of a PAX header, `<length> <key>=<value>` and a line feed each (POSIX.1-2001). */
function readPax(content: Buffer): Partial<TarHeader> {
  let found: Partial<TarHeader> = {};
  for (let start = 0; start < content.length && content[start] !== 0;) {
    const [, digits = '', rest = ''] =
      /^(\d{1,6}) (.*)/s.exec(content.subarray(start, start + 32).toString('latin1')) ?? [];
    const end = start + Number(digits);
    const record = content.subarray(start + digits.length + 1, end - 1);
    const equals = record.indexOf('=');
    if (rest === '' || end > content.length || content[end - 1] !== 0x0a || equals < 1) {
      throw new TarError('A PAX header cannot be read.');
    }
    const [key, value] = [record.toString('utf8', 0, equals), record.toString('utf8', equals + 1)];
    if (key.startsWith('GNU.sparse')) throw new TarError(SPARSE);
    if (key === 'path') found = { ...found, name: value };
    if (key === 'size') {
      if (!/^\d{1,15}$/.test(value)) throw new TarError('A PAX header has a size that is no number.');
      found = { ...found, size: Number(value) };
    }
    start = end;
  }
  return found;
}

const SPARSE = 'A file is stored with holes (sparse), which no export has.';

/** Checks that everything after the first empty block is empty too. */
async function readEnd(blocks: Blocks): Promise<void> {
  for (let block = await blocks.takeBlock(); block; block = await blocks.takeBlock()) {
    if (!isZero(block)) throw new TarError('There is something after the end of the archive.');
  }
}

function padding(size: number): number {
  return (BLOCK - (size % BLOCK)) % BLOCK;
}

function isZero(block: Buffer): boolean {
  return block.every((byte) => byte === 0);
}

/** Reads a stream in pieces of any size. */
class Blocks {
  readonly #source: AsyncIterator<Uint8Array>;
  #piece: Buffer = Buffer.alloc(0);

  constructor(source: AsyncIterable<Uint8Array>) {
    this.#source = source[Symbol.asyncIterator]();
  }

  /** The next block; `undefined` at the end of the stream. */
  async takeBlock(): Promise<Buffer | undefined> {
    return this.#piece.length > 0 || (await this.#fill()) ? this.take(BLOCK) : undefined;
  }

  async take(size: number): Promise<Buffer> {
    if (this.#piece.length >= size) return this.#cut(size);
    const pieces: Buffer[] = [];
    for (let missing = size; missing > 0;) {
      if (this.#piece.length === 0) await this.#fillOrFail();
      const piece = this.#cut(Math.min(missing, this.#piece.length));
      pieces.push(piece);
      missing -= piece.length;
    }
    return Buffer.concat(pieces);
  }

  async skip(size: number): Promise<void> {
    for (let missing = size; missing > 0;) {
      if (this.#piece.length === 0) await this.#fillOrFail();
      missing -= this.#cut(Math.min(missing, this.#piece.length)).length;
    }
  }

  /** Stops reading. */
  async close(): Promise<void> {
    await this.#source.return?.();
  }

  #cut(size: number): Buffer {
    const cut = this.#piece.subarray(0, size);
    this.#piece = this.#piece.subarray(size);
    return cut;
  }

  async #fillOrFail(): Promise<void> {
    if (!(await this.#fill())) throw new TarError('The archive is cut off in the middle of a file.');
  }

  async #fill(): Promise<boolean> {
    for (;;) {
      const next = await this.#source.next();
      if (next.done) return false;
      const { value } = next;
      if (value.length === 0) continue;
      this.#piece = Buffer.from(value.buffer, value.byteOffset, value.byteLength);
      return true;
    }
  }
}
