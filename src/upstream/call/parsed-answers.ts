import { LRUCache } from 'lru-cache';

/** What was read of an answer. */
interface ReadAnswer {
  readonly bytes: Buffer;
  /** The answer, once the same bytes have come a second time. */
  json: unknown;
}

/** Smallest answer that is worth comparing, in bytes. */
const SMALLEST = 4_096;
/** Most that is kept, in bytes of answers; parsed they take about as much again. */
const MAXIMUM_SIZE = 16 * 1_048_576;

/**
 * Saves reading an answer twice. The upstream is asked each time, but bytes that are the same as the last time are not
 * parsed and checked again. Callers may share what was read: only a caller that was just sent the same bytes gets what
 * is in them. One for each product and process.
 */
export class ParsedAnswers {
  readonly #answers = new LRUCache<string, ReadAnswer>({
    maxSize: MAXIMUM_SIZE,
    sizeCalculation: ({ bytes }, key) => bytes.length + key.length,
  });

  /**
   * What is in an answer. It may be given to several, so it is frozen from the second time on.
   * @param path what was asked for
   * @param chunks the answer, as it came in: comparing them where they are spares putting them together
   * @param read parses and checks the answer
   */
  read<Json>(path: string, chunks: readonly Buffer[], read: () => Json | undefined): Json | undefined {
    const size = chunks.reduce((sum, { length }) => sum + length, 0);
    if (size < SMALLEST) return read();
    // Several organizations ask for the same paths; what they get is hardly ever as long.
    const key = `${size} ${path}`;
    const last = this.#answers.get(key);
    if (!last || !isMadeOf(last.bytes, chunks)) {
      const json = read();
      // What is in it is not kept yet: most answers never come again.
      if (json !== undefined) this.#answers.set(key, { bytes: Buffer.concat(chunks), json: undefined });
      return json;
    }
    // What is kept here was read of these very bytes, by the same check.
    last.json ??= freeze(read());
    return last.json as Json | undefined;
  }
}

/** Whether bytes are those of some chunks, which are as many. */
function isMadeOf(bytes: Buffer, chunks: readonly Buffer[]): boolean {
  let position = 0;
  return chunks.every((chunk) => {
    const own = bytes.subarray(position, (position += chunk.length));
    return own.equals(chunk);
  });
}

/** Freezes a value with all that is in it, however deep. */
function freeze<Value>(value: Value): Value {
  const left: unknown[] = [value];
  for (let next = left.pop(); next !== undefined; next = left.pop()) {
    if (typeof next !== 'object' || next === null) continue;
    for (const inner of Object.values(Object.freeze(next))) if (inner !== null) left.push(inner);
  }
  return value;
}
