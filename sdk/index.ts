import { GraphQLClient } from 'graphql-request';
import { getSdk } from './generated.js';
import { sayRepeats } from './repeats.js';

export * from './generated.js';
export { ClientError } from 'graphql-request';

/**
 * The typed client: one method per operation of `sdk/operations`. Each takes variables, headers and an abort signal.
 */
export type FiskalyClient = ReturnType<typeof getSdk>;

/**
 * A typed client for a gateway. It sets `repeat: true` by itself when the same transaction is sent again through it
 * (`repeats.ts`), so a till sends the same as before until the outcome is settled. Only after a restart the till says
 * it itself, since the client keeps nothing on disk.
 * @param url address of its GraphQL endpoint, e.g. `http://127.0.0.1:4000/graphql`
 * @param options `token`: an access token from `authenticate`; without one the gateway uses its own key, where it lends
 *   it.
 * @returns methods that reject with a `ClientError` when the answer has top-level errors; expected failures are in
 *   `userErrors`
 */
export function connect(url: string, options: { readonly token?: string } = {}): FiskalyClient {
  const { token } = options;
  return getSdk(
    new GraphQLClient(url, {
      requestMiddleware: sayRepeats(),
      ...(token !== undefined && { headers: { authorization: `Bearer ${token}` } }),
    }),
  );
}
