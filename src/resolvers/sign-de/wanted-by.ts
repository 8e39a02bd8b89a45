import { toFilter } from '../../schema/common/known.js';

/** The fields that the filters of several nouns have in common. */
interface CommonFilter<State extends string> {
  readonly states?: readonly State[] | null | undefined;
  readonly includeDeleted: boolean;
}

/**
 * Returns the upstream query for a filter.
 * @param unknown the enum value for states that the schema does not know
 * @throws GraphQLError `BAD_USER_INPUT` if the filter contains that value, or has an empty list of states
 */
export function wantedBy<State extends string, Unknown extends State>(
  { states, includeDeleted }: CommonFilter<State>,
  unknown: Unknown,
): { readonly states?: Exclude<State, Unknown>[]; readonly show_deleted?: boolean } {
  return { ...(states && { states: toFilter(states, unknown) }), ...(!includeDeleted && { show_deleted: false }) };
}
