import type { AdminTssInput } from '../../../schema/sign-de/administration/tss-mutations.js';
import type { UserError } from '../../../schema/common/user-error.js';
import { adminPinProblems } from '../../../schema/common/input/secret-input.js';
import type { Context } from '../../common/context.js';
import { invalid, userErrorOf } from '../../common/to-user-error.js';

/**
 * Returns the problems of an admin mutation that are found before any upstream call. Admin mode belongs to the access
 * token, and all callers of the gateway's own API key share one token. So each caller must send the PIN; otherwise one
 * caller could use the login of another.
 */
export function adminRefusals({ datasources }: Context, input: AdminTssInput): readonly UserError[] {
  if (datasources.sharesOwnToken && !input.adminPin) return [userErrorOf('ADMIN_PIN_REQUIRED', ['adminPin'])];
  return invalid(adminPinProblems(input.adminPin));
}

/**
 * Runs `act` as the admin. If the input has a PIN, login, `act` and logout are one step. Without a PIN, the caller's
 * own session must be in admin mode.
 */
export function actAsAdmin<Result>(
  { datasources }: Context,
  input: AdminTssInput,
  act: () => Promise<Result>,
): Promise<Result> {
  return input.adminPin ? datasources.tss.asAdmin(input.tssUuid, input.adminPin, act) : act();
}
