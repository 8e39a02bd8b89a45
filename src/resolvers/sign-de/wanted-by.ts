import { toFilter } from '../../schema/common/known.js';

/** What the filters of several nouns have in common. */
interface CommonFilter<State extends string> {
  readonly states?: readonly State[] | null | undefined;
  readonly includeDeleted: boolean;
}

/**
 * What a filter asks the upstream for.
 * @param unknown the state that stands for those we do not know
 * @throws GraphQLError `BAD_USER_INPUT` for that state, and for a list of states that is empty
 */
export function wantedBy<State extends string, Unknown extends State>(
  { states, includeDeleted }: CommonFilter<State>,
  unknown: Unknown,
): { readonly states?: Exclude<State, Unknown>[]; readonly show_deleted?: boolean } {
  return { ...(states && { states: toFilter(states, unknown) }), ...(!includeDeleted && { show_deleted: false }) };
}
