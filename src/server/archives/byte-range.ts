/** Part of a file, both ends included. */
export interface ByteRange {
  readonly first: number;
  readonly last: number;
}

/** A range that begins after the end of the file. */
export const UNSATISFIABLE = 'unsatisfiable';

/**
 * What a `Range` header asks for (RFC 9110 section 14.2).
 * @returns undefined for the whole file: without a header, and for one that is malformed, of another unit or of several ranges, as the standard allows
 */
export function readRange(header: string | undefined, size: number): ByteRange | typeof UNSATISFIABLE | undefined {
  const [, from = '', to = ''] = /^bytes=(\d{0,15})-(\d{0,15})$/.exec(header ?? '') ?? [];
  if (from === '' && to === '') return undefined;
  if (from === '') {
    return to === '0' || size === 0 ? UNSATISFIABLE : { first: Math.max(size - Number(to), 0), last: size - 1 };
  }
  const [first, last] = [Number(from), to === '' ? size - 1 : Math.min(Number(to), size - 1)];
  if (first >= size) return UNSATISFIABLE;
  return to !== '' && Number(to) < first ? undefined : { first, last };
}

/** The bytes of a range, cut out of the whole as it comes in. Reads no further than it needs to. */
export async function* cut(whole: AsyncIterable<Uint8Array>, { first, last }: ByteRange): AsyncGenerator<Uint8Array> {
  let position = 0;
  for await (const chunk of whole) {
    const start = Math.max(first - position, 0);
    const end = Math.min(last + 1 - position, chunk.length);
    position += chunk.length;
    if (start < end) yield chunk.subarray(start, end);
    if (position > last) return;
  }
}
