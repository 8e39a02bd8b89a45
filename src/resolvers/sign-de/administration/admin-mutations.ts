import { Arg, Ctx, Mutation, Resolver } from 'type-graphql';
import { adminPinProblems, adminPukProblems } from '../../../schema/common/input/secret-input.js';
import { Tss } from '../../../schema/sign-de/tss.js';
import {
  AuthenticateAdminInput,
  AuthenticateAdminPayload,
  ChangeAdminPinInput,
  ChangeAdminPinPayload,
  LogoutAdminInput,
  LogoutAdminPayload,
} from '../../../schema/sign-de/administration/tss-mutations.js';
import type { UserError } from '../../../schema/common/user-error.js';
import type { Context } from '../../common/context.js';
import { runMutation } from '../../common/run-mutation.js';
import { invalid, userErrorOf } from '../../common/to-user-error.js';

/** Mutations on the admin of a TSS: PIN, login, logout. */
@Resolver()
export class AdminMutationsResolver {
  @Mutation(() => ChangeAdminPinPayload, {
    description:
      'Sets the admin PIN with the PUK: the first PIN after personalization, or a new PIN after five wrong tries.',
  })
  changeAdminPin(
    @Arg('input', () => ChangeAdminPinInput, { description: 'The TSS, its PUK and the new PIN.' })
    input: ChangeAdminPinInput,
    @Ctx() context: Context,
  ): Promise<ChangeAdminPinPayload> {
    const { tssUuid, adminPuk, newAdminPin } = input;
    return onAdmin(
      context,
      tssUuid,
      invalid(adminPukProblems(adminPuk), adminPinProblems(newAdminPin, 'newAdminPin')),
      () => context.datasources.tss.changeAdminPin(tssUuid, adminPuk, newAdminPin),
    );
  }

  @Mutation(() => AuthenticateAdminPayload, {
    description:
      "Logs the admin in for the caller's own session, until the session expires or `logoutAdmin` is called. Only for callers with their own access token. Other callers send `adminPin` with each mutation that needs the admin.",
  })
  authenticateAdmin(
    @Arg('input', () => AuthenticateAdminInput, { description: 'The TSS and its PIN.' }) input: AuthenticateAdminInput,
    @Ctx() context: Context,
  ): Promise<AuthenticateAdminPayload> {
    const { tssUuid, adminPin } = input;
    return onAdmin(context, tssUuid, [...ownTokenRefusals(context), ...invalid(adminPinProblems(adminPin))], () =>
      context.datasources.tss.authenticateAdmin(tssUuid, adminPin),
    );
  }

  @Mutation(() => LogoutAdminPayload, {
    description:
      "Logs the admin out of the caller's own session. Has no effect if the admin is not logged in. Only for callers with their own access token.",
  })
  logoutAdmin(
    @Arg('input', () => LogoutAdminInput, { description: 'The TSS.' }) input: LogoutAdminInput,
    @Ctx() context: Context,
  ): Promise<LogoutAdminPayload> {
    return onAdmin(context, input.tssUuid, ownTokenRefusals(context), () =>
      context.datasources.tss.logoutAdmin(input.tssUuid),
    );
  }
}

/**
 * Admin mode belongs to the access token. Callers of the gateway's own API key share one token, so they must not log in
 * with these mutations.
 */
function ownTokenRefusals({ datasources }: Context): readonly UserError[] {
  return datasources.caller.kind === 'own-token' && !datasources.sharesOwnToken
    ? []
    : [userErrorOf('OWN_TOKEN_REQUIRED')];
}

function onAdmin(
  { datasources }: Context,
  tssUuid: string,
  refusals: readonly UserError[],
  act: () => Promise<void>,
): Promise<ChangeAdminPinPayload> {
  return runMutation<Omit<ChangeAdminPinPayload, 'userErrors'>>(
    refusals,
    async () => {
      await act();
      return {
        get tss() {
          return datasources.tss.load(tssUuid).then((json) => new Tss(json));
        },
      };
    },
    { tss: null },
  );
}
