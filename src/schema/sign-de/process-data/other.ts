import { Field, ObjectType } from 'type-graphql';
import { WrittenNumber } from '../../../json-text.js';
import type { Schemas } from '../../../received/sign-de.js';
import { JSONObject } from '../../common/scalars.js';
import { halfCharacterProblems } from '../../common/input/text-input.js';
import type { Problem } from '../../common/user-error.js';

/** Process data of any other business case (`SonstigerVorgang`). */
@ObjectType({ description: 'Data of any other business case (process type `SonstigerVorgang`).' })
export class OtherProcessData {
  @Field(() => JSONObject, { description: 'The JSON object, as it was sent.' })
  readonly content: Schemas['StandardV1Other'];

  constructor(content: Schemas['StandardV1Other']) {
    this.content = content;
  }
}

/** Maximum nesting of the JSON object of any other case, far deeper than any till sends. */
const MAXIMUM_DEPTH = 32;

/**
 * Finds the parts of the JSON object of any other case that could not be signed as sent: numbers that JSON readers
 * change (beyond 2^53, or with more digits than a double holds), unpaired surrogates, names that the upstream refuses,
 * and too deep nesting.
 */
export function otherProblems(other: Readonly<Record<string, unknown>>, field: readonly string[]): readonly Problem[] {
  return problemsOf(other, field, 1).slice(0, MAXIMUM_PROBLEMS);
}

/** Maximum number of listed problems; each one names its whole path. */
const MAXIMUM_PROBLEMS = 20;

function problemsOf(value: unknown, field: readonly string[], depth: number): readonly Problem[] {
  if (typeof value === 'string') return halfCharacterProblems(value, field);
  if (typeof value === 'number' || value instanceof WrittenNumber) {
    return isKept(value) ? [] : [{ field, message: 'No number of JSON keeps this exactly; send it as a string.' }];
  }
  if (typeof value !== 'object' || value === null) return [];
  if (depth > MAXIMUM_DEPTH) return [{ field, message: `At most ${MAXIMUM_DEPTH} levels of nesting are taken.` }];
  const problems: Problem[] = [];
  for (const [key, member] of Object.entries(value)) {
    const place = [...field, key.slice(0, 100)]; // names have no limit
    if (key === '__proto__') problems.push({ field: place, message: 'The upstream takes no member of this name.' });
    problems.push(...halfCharacterProblems(key, place), ...problemsOf(member, place, depth + 1));
    if (problems.length >= MAXIMUM_PROBLEMS) break;
  }
  return problems;
}

/** Whether every JSON reader keeps a number as it was sent. */
function isKept(value: number | WrittenNumber): boolean {
  return (
    typeof value === 'number' && Number.isFinite(value) && (!Number.isInteger(value) || Number.isSafeInteger(value))
  );
}
