import { readConfig } from '../../../src/config/config.js';
import { type Gateway, startGateway } from '../../../src/gateway.js';
import { atEndOfFile } from '../../support/clean-up.js';
import { type Received, type Reply, StubUpstream } from '../../datasources/stub-upstream.js';

/** Starts a real gateway for an upstream that a test controls. */
export async function startStubbedGateway(
  handle: (received: Received) => Reply | Promise<Reply>,
  variables: Record<string, string> = {},
): Promise<{ readonly gateway: Gateway; readonly stub: StubUpstream }> {
  const stub = await StubUpstream.start(handle);
  const started = await startGateway(
    readConfig({
      PORT: '0',
      GRAPHIQL: 'off',
      LOG_LEVEL: 'silent',
      FISKALY_API_KEY: 'key',
      FISKALY_API_SECRET: 'secret',
      FISKALY_MIDDLEWARE_URL: stub.settings.middlewareUrl,
      FISKALY_BACKEND_URL: stub.settings.backendUrl,
      FISKALY_DSFINVK_URL: stub.settings.dsfinvkUrl,
      ...variables,
    }),
  );
  let closed: Promise<void> | undefined;
  const close = (): Promise<void> => (closed ??= started.close());
  atEndOfFile(close);
  return { gateway: { ...started, close }, stub };
}

/** Sends a query as frontends do, without asking for its cost. */
export async function ask(
  gateway: Pick<Gateway, 'url'>,
  token: string,
  query: string,
  variables: object = {},
): Promise<Record<string, any>> {
  const response = await fetch(`${gateway.url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
    body: JSON.stringify({ query, variables }),
  });
  return (await response.json()) as Record<string, any>;
}
