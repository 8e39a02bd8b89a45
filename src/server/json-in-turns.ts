import type { TakeTurn } from './plan-completion.js';

/** Most values in what is put into text in one go; what holds more is taken apart. */
const VALUES_AT_ONCE = 200;
/** Characters that are put together before it is looked whether others should have a turn: a few hundred microseconds. */
const CHARACTERS_AT_ONCE = 32_768;

/** Bytes that are copied before that: as long. */
const BYTES_AT_ONCE = 1_048_576;

/** JSON of an answer of any size, as {@link JSON.stringify} makes it, and a line end, with turns for others in between. @throws what `takeTurn` throws */
export async function encodeInTurns(value: unknown, takeTurn: TakeTurn): Promise<Buffer> {
  const parts: Buffer[] = [];
  let part = '';
  for (const piece of piecesOf(value)) {
    part += piece;
    if (part.length < CHARACTERS_AT_ONCE) continue;
    parts.push(Buffer.from(part));
    part = '';
    await takeTurn();
  }
  parts.push(Buffer.from(`${part}\n`));
  return join(parts, takeTurn);
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

/** The pieces of JSON: what is small whole, all else member by member. */
function* piecesOf(value: unknown): Generator<string> {
  if (typeof value !== 'object' || value === null || countValues(value, VALUES_AT_ONCE) < VALUES_AT_ONCE) {
    yield value === undefined ? 'null' : JSON.stringify(value);
  } else if (Array.isArray(value)) {
    let before = '[';
    for (const item of value) {
      yield before;
      yield* piecesOf(item);
      before = ',';
    }
    yield ']';
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

/** Values in an object or list, itself too, as far as they are looked at. @param most after as many it counts no further */
function countValues(value: object, most: number): number {
  let count = 1;
  for (const member of Object.values(value) as readonly unknown[]) {
    count += typeof member === 'object' && member !== null ? countValues(member, most - count) : 1;
    if (count >= most) break;
  }
  return count;
}
