/** The header of a file in an archive. */
export interface TarHeader {
  readonly name: string;
  /** Size of the content, in bytes. */
  readonly size: number;
  readonly modifiedAt: Date;
  /** `0` for a plain file; one character. */
  readonly type: string;
}

/** Offsets of the fields of a header (POSIX.1-1988, ustar). */
const NAME = [0, 100] as const;
const SIZE = [124, 136] as const;
const MODIFIED_AT = [136, 148] as const;
const CHECKSUM = [148, 156] as const;
const TYPE = 156;
const PREFIX = [345, 500] as const;

/** Largest time that a `Date` can hold, in seconds. */
const LAST_SECOND = 8_640_000_000_000;

/** Reads one header of 512 bytes; a `problem` is a sentence for people. */
export function readTarHeader(block: Buffer): TarHeader | { readonly problem: string } {
  if (checksumOf(block) !== readNumber(block, CHECKSUM)) return { problem: explain(block) };
  const size = readNumber(block, SIZE);
  const seconds = readNumber(block, MODIFIED_AT);
  if (size === undefined || seconds === undefined || seconds > LAST_SECOND) {
    return { problem: 'A header has a size or a time that is no number.' };
  }
  const type = block.toString('latin1', TYPE, TYPE + 1);
  if (type === 'S') return { problem: 'A file is stored with holes (sparse), which no export has.' };
  const [prefix, name] = [readText(block, PREFIX), readText(block, NAME)];
  return {
    // GNU archives have a space after `ustar`, and other fields instead of the prefix.
    name: prefix === '' || block.toString('latin1', 262, 263) === ' ' ? name : `${prefix}/${name}`,
    size: hasContent(type) ? size : 0,
    modifiedAt: new Date(seconds * 1_000),
    type: type === '\0' ? '0' : type,
  };
}

/** Links, devices and folders have no content, even if their size is not 0. */
function hasContent(type: string): boolean {
  return !['1', '2', '3', '4', '5', '6'].includes(type);
}

/** Text that ends before its first zero byte. */
export function untilZero(bytes: Buffer): string {
  const end = bytes.indexOf(0);
  return bytes.toString('utf8', 0, end < 0 ? bytes.length : end);
}

function readText(block: Buffer, [start, end]: readonly [number, number]): string {
  return untilZero(block.subarray(start, end));
}

/** Octal digits, or GNU's base-256 form for large numbers; `undefined` for anything else, and for an unsafe integer. */
function readNumber(block: Buffer, [start, end]: readonly [number, number]): number | undefined {
  if (block[start] === 0x80) {
    const value = BigInt(`0x${block.toString('hex', start + 1, end)}`);
    return value <= BigInt(Number.MAX_SAFE_INTEGER) ? Number(value) : undefined;
  }
  const [, digits] = /^ *([0-7]+)(?:[\0 ]|$)/.exec(block.toString('latin1', start, end)) ?? [];
  return digits === undefined ? undefined : Number.parseInt(digits, 8);
}

/** The sum of all bytes, with the checksum itself counted as spaces. */
function checksumOf(block: Buffer): number {
  let sum = 0;
  for (const byte of block) sum += byte;
  for (const byte of block.subarray(...CHECKSUM)) sum += 0x20 - byte;
  return sum;
}

function explain(block: Buffer): string {
  if (block[0] === 0x1f && block[1] === 0x8b) return 'This is compressed (gzip); the archive itself is needed.';
  if (block.toString('latin1', 0, 4) === 'PK\x03\x04') return 'This is a ZIP file; the TAR archive itself is needed.';
  return 'Where the header of a file should be there is something else: this is no TAR archive, or it is broken.';
}
