import { Field, ObjectType } from 'type-graphql';
import type { Schemas } from '../received.js';
import { JSONObject } from './scalars.js';
import type { Problem } from './user-error.js';

/** Process data of any other business case (`SonstigerVorgang`). */
@ObjectType({ description: 'Data of any other business case (process type `SonstigerVorgang`).' })
export class OtherProcessData {
  @Field(() => JSONObject, { description: 'The JSON object, as it was sent.' })
  readonly content: Schemas['StandardV1Other'];

  constructor(content: Schemas['StandardV1Other']) {
    this.content = content;
  }
}

/** Deepest nesting of the JSON object of any other business case; far above what any till sends. */
const MAXIMUM_DEPTH = 32;

/**
 * What is wrong with the JSON object of any other business case, so that it could not be signed as it was sent: numbers that do not survive JSON as
 * numbers (beyond 2^53, or so large that they became infinite), and nesting without end.
 */
export function otherProblems(other: Readonly<Record<string, unknown>>, field: readonly string[]): readonly Problem[] {
  return problemsOf(other, field, 1);
}

function problemsOf(value: unknown, field: readonly string[], depth: number): readonly Problem[] {
  if (typeof value === 'number') {
    const isExact = Number.isFinite(value) && (!Number.isInteger(value) || Number.isSafeInteger(value));
    return isExact ? [] : [{ field, message: 'The number is too large to be kept exactly; send it as a string.' }];
  }
  if (typeof value !== 'object' || value === null) return [];
  if (depth > MAXIMUM_DEPTH) return [{ field, message: `At most ${MAXIMUM_DEPTH} levels of nesting are taken.` }];
  return Object.entries(value).flatMap(([key, member]) => problemsOf(member, [...field, key], depth + 1));
}
