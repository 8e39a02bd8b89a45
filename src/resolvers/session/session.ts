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
      'Logs in at the upstream with an API key pair or a refresh token, and returns the session to the caller. Needs no credential.',
  })
  authenticate(
    @Arg('input', () => AuthenticateInput, { description: 'The credentials for the login.' }) input: AuthenticateInput,
    @Arg('baseUrl', () => String, {
      nullable: true,
      description:
        'The upstream host for the login: one of the configured base URLs of the gateway. Default: the Middleware. A session of the Backend cannot sign. It can only read, create TSS, write metadata and manage exports.',
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
