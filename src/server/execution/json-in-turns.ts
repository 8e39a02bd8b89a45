import type { TakeTurn } from './plan-completion.js';

/** Most values put into text in one go: half a millisecond. What holds more is taken apart. */
const VALUES_AT_ONCE = 2_000;
/**
 * Characters that are put together before it is looked whether others should have a turn: a few hundred microseconds.
 */
const CHARACTERS_AT_ONCE = 32_768;
/** Shortest answer that is encoded before it is sent, in characters. */
const LONG_ANSWER = 16_384;

/** Bytes that are copied before that: as long. */
const BYTES_AT_ONCE = 1_048_576;

/**
 * JSON of an answer of any size, as {@link JSON.stringify} makes it, and a line end, with turns for others in between.
 * Encoded as by {@link encodeText}.
 * @throws what `takeTurn` throws
 */
export async function encodeInTurns(value: unknown, takeTurn: TakeTurn): Promise<string | Buffer> {
  const parts: Buffer[] = [];
  let part = '';
  for (const piece of piecesOf(value)) {
    part += piece;
    if (part.length < CHARACTERS_AT_ONCE) continue;
    parts.push(Buffer.from(part));
    part = '';
    await takeTurn();
  }
  const last = encodeText(`${part}\n`);
  return parts.length === 0 ? last : join([...parts, Buffer.from(last)], takeTurn);
}

/** A long text is encoded once for all who wait for it; a short one is faster as it is, together with the headers. */
export function encodeText(text: string): string | Buffer {
  return text.length < LONG_ANSWER ? text : Buffer.from(text);
}

async function join(parts: readonly Buffer[], takeTurn: TakeTurn): Promise<Buffer> {
  const whole = Buffer.allocUnsafe(parts.reduce((sum, { length }) => sum + length, 0));
  let end = 0;
  let turnEnd = BYTES_AT_ONCE;
  for (const part of parts) {
    end += part.copy(whole, end);
    if (end < turnEnd) continue;
    turnEnd = end + BYTES_AT_ONCE;
    await takeTurn();
  }
  return whole;
}

/** The pieces of JSON: what is small whole, all else member by member. @param isLarge whether it has been seen to be */
function* piecesOf(value: unknown, isLarge = holdsMany(value)): Generator<string> {
  if (!isLarge || typeof value !== 'object' || value === null) {
    yield value === undefined ? 'null' : JSON.stringify(value);
  } else if (Array.isArray(value)) {
    let before = '[';
    for (const piece of partsOf(value)) {
      yield before;
      yield* piece;
      before = ',';
    }
    yield before === '[' ? '[]' : ']';
  } else {
    let before = '{';
    for (const [name, member] of Object.entries(value)) {
      if (member === undefined) continue;
      yield `${before}${JSON.stringify(name)}:`;
      yield* piecesOf(member);
      before = ',';
    }
    yield before === '{' ? '{}' : '}';
  }
}

/** The items of a long list: small ones together, as many as go into text at once, and each large one by itself. */
function* partsOf(items: readonly unknown[]): Generator<Iterable<string>> {
  let [small, count]: [unknown[], number] = [[], 0];
  for (const item of items) {
    const values = countIn(item, VALUES_AT_ONCE);
    if (small.length > 0 && count + values > VALUES_AT_ONCE) {
      yield [JSON.stringify(small).slice(1, -1)];
      [small, count] = [[], 0];
    }
    if (values < VALUES_AT_ONCE) {
      small.push(item);
      count += values;
    } else yield piecesOf(item, true);
  }
  if (small.length > 0) yield [JSON.stringify(small).slice(1, -1)];
}

function holdsMany(value: unknown): boolean {
  return typeof value === 'object' && value !== null && countValues(value, VALUES_AT_ONCE) >= VALUES_AT_ONCE;
}

/**
 * Values in an object or list: itself too, and long texts as several. All that is answered is counted, so lists are
 * walked by index and objects without a list of their values: seven times as fast.
 * @param most after as many it counts no further
 */
function countValues(value: object, most: number): number {
  let count = 1;
  if (Array.isArray(value)) {
    const items: readonly unknown[] = value;
    for (let index = 0; index < items.length && count < most; index += 1) count += countIn(items[index], most - count);
    return count;
  }
  const members = value as Readonly<Record<string, unknown>>; // of any object
  for (const name in members) {
    count += (name.length >> 5) + countIn(members[name], most - count);
    if (count >= most) break;
  }
  return count;
}

function countIn(value: unknown, most: number): number {
  if (typeof value === 'string') return weightOf(value);
  return typeof value === 'object' && value !== null ? countValues(value, most) : 1;
}

/** As how many values a text counts: one of 32 characters takes as long as two numbers. */
function weightOf(text: string): number {
  return 1 + (text.length >> 5);
}
