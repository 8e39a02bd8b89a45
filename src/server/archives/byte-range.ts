import { parse, type Range } from 'range-parser';

/** A range that lies beyond the end of the file. */
export const UNSATISFIABLE = 'unsatisfiable';

/** What range-parser says in `code` of a header that it cannot read. */
const MALFORMED = 1;

/**
 * What a `Range` header asks for (RFC 9110 section 14.2).
 * @param size of the file, in bytes
 * @returns a range, both ends included. Undefined for the whole file: without a header, and for one that is malformed,
 *   of another unit or of several ranges, as the standard allows
 */
export function readRange(header: string | undefined, size: number): Range | typeof UNSATISFIABLE | undefined {
  if (header === undefined || header.includes(',')) return undefined;
  const { type, code, ranges } = parse(size, header);
  if (type !== 'bytes' || code === MALFORMED) return undefined;
  return ranges[0] ?? UNSATISFIABLE;
}

/** The bytes of a range, cut out of the whole as it comes in. Reads no further than it needs to. */
export async function* cut(whole: AsyncIterable<Uint8Array>, { start, end }: Range): AsyncGenerator<Uint8Array> {
  let position = 0;
  for await (const chunk of whole) {
    const from = Math.max(start - position, 0);
    const to = Math.min(end + 1 - position, chunk.length);
    position += chunk.length;
    if (from < to) yield chunk.subarray(from, to);
    if (position > end) return;
  }
}
