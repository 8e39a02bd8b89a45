import type { UserError } from '../../schema/common/user-error.js';
import { type Fields, toUserError } from './to-user-error.js';

/** A payload with its `userErrors`. */
export type WithUserErrors<Payload> = Payload & { readonly userErrors: readonly UserError[] };

/**
 * Runs a mutation. Upstream errors that the caller can act on become `userErrors`.
 * @param refusals errors found before any upstream call. If there are any, `act` is not called
 * @param act makes the upstream calls and returns the payload
 * @param nothing the payload if nothing was done
 * @param fields names of the fields that errors concern, if this input has other names than most inputs
 * @throws all other errors, for the top-level `errors`
 */
export async function runMutation<Payload extends object>(
  refusals: readonly UserError[],
  act: () => Promise<Payload>,
  nothing: Payload,
  fields: Fields = {},
): Promise<WithUserErrors<Payload>> {
  if (refusals.length > 0) return { ...nothing, userErrors: refusals };
  try {
    // Do not spread: a payload may have getters, which must run only if their fields are selected.
    return Object.defineProperty(await act(), 'userErrors', { value: [], enumerable: true }) as WithUserErrors<Payload>;
  } catch (error) {
    return { ...nothing, userErrors: [toUserError(error, fields)] };
  }
}
