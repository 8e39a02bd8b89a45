import type { TakeTurn } from './plan-completion.js';

/** Maximum number of values that are serialised at once, which takes half a millisecond. Larger values are split. */
const VALUES_AT_ONCE = 2_000;
/** Number of characters that are serialised before other work may get a turn. This takes a few hundred microseconds. */
const CHARACTERS_AT_ONCE = 32_768;
/** Minimum length of an answer that is encoded before it is sent, in characters. */
const LONG_ANSWER = 16_384;

/**
 * Number of bytes that are copied before other work may get a turn. This takes as long as {@link CHARACTERS_AT_ONCE}.
 */
const BYTES_AT_ONCE = 1_048_576;

/**
 * Serialises an answer of any size like {@link JSON.stringify}, plus a line end. Other work gets turns in between. The
 * text is encoded like in {@link encodeText}.
 * @throws errors of `takeTurn`
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

/**
 * Encodes a long text once for all callers who wait for it. A short text stays a string: Node sends a string faster,
 * together with the headers.
 */
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

/**
 * Yields pieces of JSON: a small value in one piece, a large one member by member.
 * @param isLarge whether the value is known to be large
 */
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

/** Groups the items of a long list: small items up to {@link VALUES_AT_ONCE}, and each large item alone. */
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
 * Counts the values in an object or list, including itself. A long string counts as several values. This runs for every
 * value of an answer, so it walks lists by index and objects without `Object.values`, which is seven times as fast.
 * @param most the function stops at this count
 */
function countValues(value: object, most: number): number {
  let count = 1;
  if (Array.isArray(value)) {
    const items: readonly unknown[] = value;
    for (let index = 0; index < items.length && count < most; index += 1) count += countIn(items[index], most - count);
    return count;
  }
  const members = value as Readonly<Record<string, unknown>>; // the members of any object can be read by name
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

/** Returns how many values a string counts as. A string of 32 characters takes as long as two numbers. */
function weightOf(text: string): number {
  return 1 + (text.length >> 5);
}
