import { parse, type Range } from 'range-parser';

/** The range begins after the end of the file. */
export const UNSATISFIABLE = 'unsatisfiable';

/** The `code` that range-parser returns for a malformed header. */
const MALFORMED = 1;

/**
 * Parses a `Range` header (RFC 9110 section 14.2).
 * @param size of the file, in bytes
 * @returns the range, both ends inclusive. Undefined means the whole file: there is no header, or the header is
 *   malformed, has another unit or has several ranges. The standard allows a server to ignore such headers
 */
export function readRange(header: string | undefined, size: number): Range | typeof UNSATISFIABLE | undefined {
  if (header === undefined || header.includes(',')) return undefined;
  const { type, code, ranges } = parse(size, header);
  if (type !== 'bytes' || code === MALFORMED) return undefined;
  return ranges[0] ?? UNSATISFIABLE;
}

/** Yields the bytes of a range from a stream of the whole file. Stops reading at the end of the range. */
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
