import { toFilter } from '../../schema/common/known.js';

/** What the filters of several nouns have in common. */
interface CommonFilter<State extends string> {
  readonly states?: readonly State[] | null | undefined;
  readonly includeDeleted: boolean;
}

/**
 * The upstream query of a filter.
 * @param unknown the value for states that the schema does not know
 * @throws GraphQLError `BAD_USER_INPUT` for that value, and for an empty list of states
 */
export function wantedBy<State extends string, Unknown extends State>(
  { states, includeDeleted }: CommonFilter<State>,
  unknown: Unknown,
): { readonly states?: Exclude<State, Unknown>[]; readonly show_deleted?: boolean } {
  return { ...(states && { states: toFilter(states, unknown) }), ...(!includeDeleted && { show_deleted: false }) };
}
