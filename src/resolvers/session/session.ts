import { Arg, Ctx, Mutation, Resolver } from 'type-graphql';
import { Secret } from '../../secret.js';
import { AuthenticateInput, AuthenticatePayload, authenticateProblems, Session } from '../../schema/session/session.js';
import type { Context } from '../common/context.js';
import { runMutation } from '../common/run-mutation.js';
import { invalid } from '../common/to-user-error.js';

/** `authenticate`: logs the caller in at the upstream. */
@Resolver()
export class SessionResolver {
  @Mutation(() => AuthenticatePayload, {
    description:
      'Logs in at the upstream, with an API key pair or a refresh token, and hands the session to the caller. Needs no credential.',
  })
  authenticate(
    @Arg('input', () => AuthenticateInput, { description: 'What to log in with.' }) input: AuthenticateInput,
    @Arg('baseUrl', () => String, {
      nullable: true,
      description:
        "Where to log in: one of the gateway's configured upstream addresses; the Middleware when left out. A session of the Backend can only read, create TSS and write metadata.",
    })
    baseUrl: string | null | undefined,
    @Ctx() { datasources }: Context,
  ): Promise<AuthenticatePayload> {
    return runMutation<Omit<AuthenticatePayload, 'userErrors'>>(
      invalid(authenticateProblems(input)),
      async () => {
        const credentials = input.apiKey
          ? { apiKey: input.apiKey.key, apiSecret: input.apiKey.secret }
          : { refreshToken: input.refreshToken ?? new Secret('') };
        const { answer, host } = await datasources.session.authenticate(credentials, baseUrl ?? undefined);
        return { session: new Session(answer, host) };
      },
      { session: null },
      { CREDENTIALS_REFUSED: [input.apiKey ? 'apiKey' : 'refreshToken'] },
    );
  }
}
