import { GraphQLError } from 'graphql';
import type { Problem } from './user-error.js';

/**
 * Converts a value of the upstream to one of our enums. A value that this version does not know becomes `UNKNOWN`, so
 * that the object does not fail.
 */
export function known<Values extends Readonly<Record<string, string>> & { readonly UNKNOWN: string }>(
  values: Values,
  value: string,
): Values[keyof Values] {
  const members = membersOf.get(values) ?? new Set(Object.values(values));
  membersOf.set(values, members);
  // The value was found among the values of the enum.
  return (members.has(value) ? value : values.UNKNOWN) as Values[keyof Values];
}

/** The values of each enum, cached because `known` runs for each row of a list. */
const membersOf = new WeakMap<object, ReadonlySet<string>>();

/** Refuses `UNKNOWN` in inputs: it stands for values that only a newer upstream sends. */
export function unknownProblems(value: string, field: readonly string[]): readonly Problem[] {
  return value === 'UNKNOWN'
    ? [{ field, message: 'UNKNOWN is for reading only; choose one of the other values.' }]
    : [];
}

/**
 * Checks the states to filter by. Refuses `UNKNOWN`, because the upstream does not have it.
 * @throws GraphQLError `BAD_USER_INPUT`
 */
export function toFilter<State extends string, Unknown extends State>(
  states: readonly State[],
  unknown: Unknown,
): Exclude<State, Unknown>[] {
  if (states.length === 0) {
    throw new GraphQLError('An empty list of states would hold nothing; leave it out for all.', {
      extensions: { code: 'BAD_USER_INPUT', argumentName: 'filter' },
    });
  }
  const knownStates = states.filter((state): state is Exclude<State, Unknown> => state !== unknown);
  if (knownStates.length === states.length) return knownStates;
  throw new GraphQLError('The state UNKNOWN cannot be filtered by; leave it out.', {
    extensions: { code: 'BAD_USER_INPUT', argumentName: 'filter' },
  });
}
