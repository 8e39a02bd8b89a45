import { LRUCache } from 'lru-cache';

/** An answer of the upstream, as it was read. */
interface ReadAnswer {
  readonly bytes: Buffer;
  /** The parsed answer; set when the same bytes arrive a second time. */
  json: unknown;
}

/** Minimum size of an answer in bytes. Comparing smaller answers does not pay. */
const SMALLEST = 4_096;
/** Maximum size of the cache in bytes of answers. The parsed answers need about the same amount again. */
const MAXIMUM_SIZE = 16 * 1_048_576;

/**
 * Avoids parsing the same answer twice. The upstream is called each time, but if it sends the same bytes as the last
 * time, they are not parsed and checked again. Callers may share a parsed answer: each of them has just received the
 * same bytes. There is one instance per product and process.
 */
export class ParsedAnswers {
  readonly #answers = new LRUCache<string, ReadAnswer>({
    maxSize: MAXIMUM_SIZE,
    sizeCalculation: ({ bytes }, key) => bytes.length + key.length,
  });

  /**
   * Parses an answer, or returns the cached result for the same bytes. Callers share a cached result, so it is frozen.
   * @param path path of the request
   * @param chunks the bytes of the answer as they arrived; comparing them chunk by chunk avoids a copy
   * @param read parses and checks the answer
   */
  read<Json>(path: string, chunks: readonly Buffer[], read: () => Json | undefined): Json | undefined {
    const size = chunks.reduce((sum, { length }) => sum + length, 0);
    if (size < SMALLEST) return read();
    // Several organizations read the same paths. Their answers rarely have the same length.
    const key = `${size} ${path}`;
    const last = this.#answers.get(key);
    if (!last || !isMadeOf(last.bytes, chunks)) {
      const json = read();
      // The parsed answer is not kept yet: most answers never come a second time.
      if (json !== undefined) this.#answers.set(key, { bytes: Buffer.concat(chunks), json: undefined });
      return json;
    }
    // The cached result was read from exactly these bytes, by the same check.
    last.json ??= freeze(read());
    return last.json as Json | undefined;
  }
}

/** Whether the chunks together are equal to bytes of the same length. */
function isMadeOf(bytes: Buffer, chunks: readonly Buffer[]): boolean {
  let position = 0;
  return chunks.every((chunk) => {
    const own = bytes.subarray(position, (position += chunk.length));
    return own.equals(chunk);
  });
}

/** Freezes a value and everything in it, at any depth. */
function freeze<Value>(value: Value): Value {
  const left: unknown[] = [value];
  for (let next = left.pop(); next !== undefined; next = left.pop()) {
    if (typeof next !== 'object' || next === null) continue;
    for (const inner of Object.values(Object.freeze(next))) if (inner !== null) left.push(inner);
  }
  return value;
}
