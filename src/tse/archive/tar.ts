import { Readable } from 'node:stream';

/** A file in the root folder of an archive. */
export interface TarFile {
  readonly name: string;
  readonly content: Uint8Array;
}

const BLOCK = 512;
const MAX_NAME_BYTES = 100;

/** Size of the two zero blocks that end an archive, in bytes. */
export const TAR_END_SIZE = 2 * BLOCK;

/**
 * Size of a file in an archive of {@link writeTar}, in bytes. Includes header, content, padding, and the PAX header of
 * a long name.
 */
export function tarFileSize(name: string, contentSize: number): number {
  const paxHeader = isLong(name) ? BLOCK + padded(Buffer.byteLength(paxRecord(name))) : 0;
  return paxHeader + BLOCK + padded(contentSize);
}

/**
 * Writes files as POSIX ustar, byte for byte as `tar-stream` does and real exports are (`tse-formats.md §2.1`): mode
 * 0644, no owner, one time for all files, a PAX header for names over 100 bytes. `tar-stream` is not used, because it
 * cuts times to 32 bits: its archives have a wrong year after 19 January 2038, and the sandbox's clock may be set to
 * such a time (docs/decisions/0053).
 * @param steps the files, in groups that fit into memory. They are read at the pace of the consumer, and no longer
 *   after the stream was closed. Names must be ASCII without `/`
 * @param modifiedAt written in whole seconds
 */
export function writeTar(steps: AsyncIterable<readonly TarFile[]>, modifiedAt: Date): Readable {
  return Readable.from(pieces(steps, modifiedAt), { objectMode: false });
}

async function* pieces(steps: AsyncIterable<readonly TarFile[]>, modifiedAt: Date): AsyncGenerator<Buffer> {
  const template = headerTemplate(Math.floor(modifiedAt.getTime() / 1000));
  for await (const files of steps) {
    if (files.length > 0) yield encodeFiles(template, files);
  }
  yield Buffer.alloc(TAR_END_SIZE);
}

function encodeFiles(template: Buffer, files: readonly TarFile[]): Buffer {
  const piece = Buffer.alloc(files.reduce((sum, { name, content }) => sum + tarFileSize(name, content.length), 0));
  let end = 0;
  const add = (name: string, type: '0' | 'x', content: Uint8Array): void => {
    writeHeader(piece.subarray(end, end + BLOCK), template, name, type, content.length);
    piece.set(content, end + BLOCK);
    end += BLOCK + padded(content.length);
  };
  for (const { name, content } of files) {
    if (isLong(name)) add(PAX_NAME, 'x', Buffer.from(paxRecord(name)));
    add(isLong(name) ? PAX_NAME : name, '0', content);
  }
  return piece;
}

/** The common part of all headers of an archive. */
function headerTemplate(seconds: number): Buffer {
  const header = Buffer.alloc(BLOCK);
  header.write(octal(0o644, 6), 100); // mode
  header.write(octal(0, 6), 108); // uid
  header.write(octal(0, 6), 116); // gid
  header.write(octal(seconds, 11), 136); // mtime
  header.write(' '.repeat(8), 148); // checksum, which counts itself as spaces
  header.write('ustar\x0000', 257); // magic and version
  header.write(octal(0, 6), 329); // devmajor
  header.write(octal(0, 6), 337); // devminor
  return header;
}

function writeHeader(header: Buffer, template: Buffer, name: string, type: '0' | 'x', size: number): void {
  template.copy(header);
  header.write(name, 0);
  header.write(octal(size, 11), 124);
  header.write(type, 156);
  let checksum = 0;
  for (const byte of header) checksum += byte;
  header.write(`${octal(checksum, 6)}\0`, 148);
}

/** Octal digits and a space. In a field that is one byte wider, the last byte stays NUL. */
function octal(value: number, digits: number): string {
  return `${value.toString(8).padStart(digits, '0')} `;
}

/** Both a PAX header and the file whose name it holds have this name. */
const PAX_NAME = 'PaxHeader';

function isLong(name: string): boolean {
  return Buffer.byteLength(name) > MAX_NAME_BYTES;
}

/** The record `<length> path=<name>` and a line feed. The length includes its own digits. */
function paxRecord(name: string): string {
  const rest = ` path=${name}\n`;
  const restSize = Buffer.byteLength(rest);
  let size = restSize;
  while (size !== restSize + String(size).length) size = restSize + String(size).length;
  return `${size}${rest}`;
}

function padded(size: number): number {
  return Math.ceil(size / BLOCK) * BLOCK;
}
