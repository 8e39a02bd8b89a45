import { GraphQLClient } from 'graphql-request';
import { getSdk } from './generated.js';
import { setRepeatFlag } from './repeats.js';

export * from './generated.js';
export { ClientError } from 'graphql-request';

/**
 * The typed client: one method per operation of `sdk/operations`. Each takes variables, headers and an abort signal.
 */
export type FiskalyClient = ReturnType<typeof getSdk>;

/**
 * Creates a typed client for a gateway. The client sets `repeat: true` automatically if the same transaction is sent
 * again through it (`repeats.ts`). So a till can repeat the same call until the outcome is clear. After a restart, the
 * till must set `repeat: true` itself, because the client stores nothing on disk.
 * @param url address of the gateway's GraphQL endpoint, e.g. `http://127.0.0.1:4000/graphql`
 * @param options `token`: an access token from `authenticate`. Without a token, the gateway uses its own API key, if it
 *   is configured to do so
 * @returns methods that reject with a `ClientError` if the answer has top-level errors; expected failures are in
 *   `userErrors`
 */
export function connect(url: string, options: { readonly token?: string } = {}): FiskalyClient {
  const { token } = options;
  return getSdk(
    new GraphQLClient(url, {
      requestMiddleware: setRepeatFlag(),
      ...(token !== undefined && { headers: { authorization: `Bearer ${token}` } }),
    }),
  );
}
