import { Field, InputType, ObjectType } from 'type-graphql';
import { characterCount } from '../../character-count.js';
import type { Schemas } from '../../received/sign-de.js';
import { optionalObject, ToldField, untold } from './read-member.js';
import { halfCharacterProblems } from './input/text-input.js';
import type { Problem } from './user-error.js';

/** One pair of a caller's own data. */
@ObjectType({ description: "One pair of the caller's own data on a TSS, client, transaction or export." })
export class MetadataEntry {
  @Field(() => String, { description: 'Key, up to 40 characters, unique on its object.' })
  readonly key: string;

  readonly #value: unknown;

  constructor(key: string, value: unknown) {
    this.key = key;
    this.#value = value;
  }

  @ToldField(() => String, { description: 'Value, up to 500 characters.' })
  get value(): string {
    if (typeof this.#value === 'string') return this.#value;
    throw untold('metadata', this.#value, 'texts only');
  }
}

/** One pair to be stored, or a key to be removed. */
@InputType({ description: "One pair of the caller's own data to add, change or remove." })
export class MetadataEntryInput {
  @Field(() => String, { description: 'Key, 1 to 40 characters (Unicode code points).' })
  readonly key!: string; // filled by TypeGraphQL

  @Field(() => String, {
    nullable: true,
    description: 'New value, up to 500 characters (Unicode code points). Null or the empty string removes the key.',
  })
  readonly value?: string | null;
}

/** The origin of an answer: a read, a write, or a creation, which has fewer members. */
export type AnswerOrigin = 'read' | 'write' | 'creation';

/**
 * The metadata in an answer. An absent member means "no metadata" in a read, but "not known" (undefined) in a write,
 * because the answer of a write may leave out stored metadata (`sign-de-v2.md §7, §18`).
 */
export function metadataIn(
  json: { readonly metadata?: unknown },
  origin: AnswerOrigin,
): Schemas['MetadataResponse'] | undefined {
  return optionalObject(json, 'metadata') ?? (origin === 'read' ? {} : undefined);
}

/** The upstream's map as pairs, in the upstream's order. */
export function toMetadataEntries(map: Schemas['MetadataResponse']): readonly MetadataEntry[] {
  return Object.entries(map).map(([key, value]) => new MetadataEntry(key, value));
}

/**
 * Pairs as the upstream's map. A removed key becomes the empty string, which means "delete" to the upstream
 * (`integration-guide.md §15`).
 */
export function toMetadataMap(entries: readonly MetadataEntryInput[]): Record<string, string> {
  return Object.fromEntries(entries.map(({ key, value }) => [key, value ?? '']));
}

/** Whether stored metadata contains all requested changes. */
export function holdsMetadata(stored: Schemas['MetadataResponse'], asked: readonly MetadataEntryInput[]): boolean {
  return asked.every(({ key, value }) => (Object.hasOwn(stored, key) ? stored[key] : '') === (value ?? ''));
}

const MAXIMUM_PAIRS = 40;
/** Maximum number of pairs of an object of DSFinV-K (`dsfinvk-v1.md §3`). */
export const DSFINVK_PAIRS = 20;
const MAXIMUM_KEY_LENGTH = 40;
const MAXIMUM_VALUE_LENGTH = 500;

/**
 * Checks metadata (`sign-de-v2.md §11`). Messages never repeat a value.
 * @param maximumPairs of an object; other products allow fewer
 */
export function metadataProblems(
  entries: readonly MetadataEntryInput[] | null | undefined,
  maximumPairs = MAXIMUM_PAIRS,
): readonly Problem[] {
  if (!entries) return [];
  if (entries.length > maximumPairs) {
    return [{ field: ['metadata'], message: `At most ${maximumPairs} pairs, but there are ${entries.length}.` }];
  }
  const problems: Problem[] = [];
  const seen = new Set<string>();
  entries.forEach(({ key, value }, index) => {
    const field = ['metadata', String(index)];
    const keyLength = characterCount(key);
    if (keyLength < 1 || keyLength > MAXIMUM_KEY_LENGTH) {
      problems.push({
        field: [...field, 'key'],
        message: `A key has 1 to ${MAXIMUM_KEY_LENGTH} characters, but this has ${keyLength}.`,
      });
    }
    problems.push(...halfCharacterProblems(key, [...field, 'key']));
    if (seen.has(key)) problems.push({ field: [...field, 'key'], message: 'Each key may appear once only.' });
    seen.add(key);
    const valueLength = characterCount(value ?? '');
    if (valueLength > MAXIMUM_VALUE_LENGTH) {
      problems.push({
        field: [...field, 'value'],
        message: `A value has at most ${MAXIMUM_VALUE_LENGTH} characters, but this has ${valueLength}.`,
      });
    }
    problems.push(...halfCharacterProblems(value ?? '', [...field, 'value']));
  });
  return problems;
}
