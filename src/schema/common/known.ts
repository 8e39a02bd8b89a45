import { GraphQLError } from 'graphql';
import type { Problem } from './user-error.js';

/**
 * A value of the upstream as a member of one of our enums. A value that this version does not know becomes `UNKNOWN`,
 * so that the object does not fail.
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

/** Values of enums that were used before; this runs for each row of a list. */
const membersOf = new WeakMap<object, ReadonlySet<string>>();

/** `UNKNOWN` stands for values that a newer upstream sends; it cannot be sent. */
export function unknownProblems(value: string, field: readonly string[]): readonly Problem[] {
  return value === 'UNKNOWN'
    ? [{ field, message: 'UNKNOWN is for reading only; choose one of the other values.' }]
    : [];
}

/**
 * States to filter by. The value for unknown states is refused, because the upstream does not know it.
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
