import type { TakeTurn } from './plan-completion.js';

/** Levels down to which an answer is taken apart: fields of TSS, clients, transactions and what they hold. What lies below is small. */
const LEVELS = 12;
/** Characters that are put together before it is looked whether others should have a turn: a few hundred microseconds. */
const CHARACTERS_AT_ONCE = 32_768;

/** JSON of an answer of any size as {@link JSON.stringify} makes it, in parts of some ten kilobytes, with turns for others in between. @throws what `takeTurn` throws */
export async function stringifyInTurns(value: unknown, takeTurn: TakeTurn): Promise<readonly string[]> {
  const parts: string[] = [];
  let part = '';
  for (const piece of piecesOf(value, LEVELS)) {
    part += piece;
    if (part.length < CHARACTERS_AT_ONCE) continue;
    parts.push(part);
    part = '';
    await takeTurn();
  }
  parts.push(part);
  return parts;
}

/** The pieces of JSON: small objects whole, the others member by member. */
function* piecesOf(value: unknown, levels: number): Generator<string> {
  if (levels === 0 || typeof value !== 'object' || value === null || isSmall(value)) {
    yield JSON.stringify(value) ?? 'null';
  } else if (Array.isArray(value)) {
    let before = '[';
    for (const item of value) {
      yield before;
      yield* piecesOf(item, levels - 1);
      before = ',';
    }
    yield before === '[' ? '[]' : ']';
  } else {
    let before = '{';
    for (const [name, member] of Object.entries(value)) {
      if (member === undefined) continue;
      yield `${before}${JSON.stringify(name)}:`;
      yield* piecesOf(member, levels - 1);
      before = ',';
    }
    yield before === '{' ? '{}' : '}';
  }
}

/** Whether nothing in it holds more than leaves: a list of those is as long as an upstream's page at most. */
function isSmall(value: object): boolean {
  return Object.values(value).every((member) => typeof member !== 'object' || member === null);
}
