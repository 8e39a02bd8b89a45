import type { AdminTssInput } from '../../../schema/sign-de/administration/tss-mutations.js';
import type { UserError } from '../../../schema/common/user-error.js';
import { adminPinProblems } from '../../../schema/common/input/secret-input.js';
import type { Context } from '../../common/context.js';
import { invalid, refusal } from '../../common/settle.js';

/**
 * What speaks against an admin's mutation before any call. Admin mode sticks to the access token, and all callers of
 * the gateway's own key share one: each of them must bring the PIN, or one caller's login would serve another.
 */
export function adminRefusals({ datasources }: Context, input: AdminTssInput): readonly UserError[] {
  if (datasources.sharesOwnToken && !input.adminPin) return [refusal('ADMIN_PIN_REQUIRED', ['adminPin'])];
  return invalid(adminPinProblems(input.adminPin));
}

/**
 * Acts as the admin: with a PIN as one step of login, act and logout; without one in the admin mode of the caller's own
 * session.
 */
export function actAsAdmin<Result>(
  { datasources }: Context,
  input: AdminTssInput,
  act: () => Promise<Result>,
): Promise<Result> {
  return input.adminPin ? datasources.tss.asAdmin(input.tssUuid, input.adminPin, act) : act();
}
