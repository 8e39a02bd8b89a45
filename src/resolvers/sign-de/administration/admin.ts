import type { AdminTssInput } from '../../../schema/sign-de/administration/tss-mutations.js';
import type { UserError } from '../../../schema/common/user-error.js';
import { adminPinProblems } from '../../../schema/common/input/secret-input.js';
import type { Context } from '../../common/context.js';
import { invalid, userErrorOf } from '../../common/to-user-error.js';

/**
 * Problems of an admin mutation that are found before any upstream call. Admin mode belongs to the access token, and
 * all callers of the gateway's own API key share one. So each of them must send the PIN; otherwise one caller's login
 * would serve another.
 */
export function adminRefusals({ datasources }: Context, input: AdminTssInput): readonly UserError[] {
  if (datasources.sharesOwnToken && !input.adminPin) return [userErrorOf('ADMIN_PIN_REQUIRED', ['adminPin'])];
  return invalid(adminPinProblems(input.adminPin));
}

/**
 * Acts as the admin. With a PIN: login, `act` and logout in one step. Without: in the admin mode of the caller's own
 * session.
 */
export function actAsAdmin<Result>(
  { datasources }: Context,
  input: AdminTssInput,
  act: () => Promise<Result>,
): Promise<Result> {
  return input.adminPin ? datasources.tss.asAdmin(input.tssUuid, input.adminPin, act) : act();
}
