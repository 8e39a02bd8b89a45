import { readFileSync } from 'node:fs';

/** The first four bytes of a log. The last bit is the byte order of its checksums (sqlite.org/fileformat2.html §4). */
const MAGIC = 0x377f0682;
const HEADER = 32;
const FRAME_HEADER = 24;

type Sums = readonly [number, number];

/**
 * Detects damage in a write-ahead log that another process has left. SQLite uses the frames up to the first bad one
 * and silently ignores the rest. So damage in the middle would lose transactions that were already answered.
 *
 * A crash can leave the last transaction incomplete. That one was not answered, because answers wait for the disk. So
 * two or more transactions that end after the first bad frame mean damage.
 * @returns a description, or `undefined` for a log that is intact, incomplete at its end, or missing
 */
export function damageOfLog(file: string): string | undefined {
  const bytes = readLog(file);
  if (bytes.length <= HEADER + FRAME_HEADER) return undefined;
  const isBigEndian = (bytes.readUInt32BE(0) & 1) === 1;
  const pageSize = bytes.readUInt32BE(8);
  const start = sum(bytes.subarray(0, 24), [0, 0], isBigEndian);
  const isLog = (bytes.readUInt32BE(0) & ~1) === MAGIC && pageSize >= 512 && pageSize <= 65_536;
  if (!isLog || !holds(start, bytes, 24)) return 'the header of its write-ahead log is damaged';
  const frameSize = FRAME_HEADER + pageSize;
  const salts = bytes.subarray(16, 24);
  let sums: Sums | undefined = start;
  let lost = 0;
  for (let at = HEADER; at + frameSize <= bytes.length; at += frameSize) {
    // Frames from before the log was restarted have other salts.
    const isOfThisRound = bytes.subarray(at + 8, at + 16).equals(salts);
    if (sums) {
      const page = bytes.subarray(at + FRAME_HEADER, at + frameSize);
      const next: Sums = sum(page, sum(bytes.subarray(at, at + 8), sums, isBigEndian), isBigEndian);
      sums = isOfThisRound && holds(next, bytes, at + 16) ? next : undefined;
    }
    const endsTransaction = bytes.readUInt32BE(at + 4) !== 0;
    if (!sums && isOfThisRound && endsTransaction) lost += 1;
  }
  return lost > 1 ? `its write-ahead log is damaged before the last ${lost} transactions` : undefined;
}

function readLog(file: string): Buffer {
  try {
    return readFileSync(file);
  } catch (error) {
    // File system errors have a code.
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return Buffer.alloc(0);
    throw error;
  }
}

function holds([first, second]: Sums, bytes: Buffer, at: number): boolean {
  return bytes.readUInt32BE(at) === first && bytes.readUInt32BE(at + 4) === second;
}

function sum(bytes: Buffer, [first, second]: Sums, isBigEndian: boolean): Sums {
  let [a, b] = [first, second];
  for (let at = 0; at < bytes.length; at += 8) {
    a = (a + (isBigEndian ? bytes.readUInt32BE(at) : bytes.readUInt32LE(at)) + b) >>> 0;
    b = (b + (isBigEndian ? bytes.readUInt32BE(at + 4) : bytes.readUInt32LE(at + 4)) + a) >>> 0;
  }
  return [a, b];
}
