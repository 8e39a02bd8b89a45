import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readConfig } from '../../../src/config/config.js';
import { type Gateway, startGateway } from '../../../src/gateway.js';
import { connect, type FiskalyClient } from '../../../sdk/index.js';

/** An answer of the gateway, as it came. */
export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  readonly data: Record<string, any> | null | undefined;
  readonly errors?: readonly {
    readonly message: string;
    readonly path?: readonly (string | number)[];
    readonly extensions: Record<string, any>;
  }[];
  readonly extensions?: {
    readonly upstream: { readonly calls: number; readonly operations: readonly { operation: string; host: string }[] };
  };
}

export interface TestGateway extends Gateway {
  readonly client: FiskalyClient;
  readonly dataFolder: string;
  /** Posts a document and returns the answer as it is, with what it cost. */
  post(query: string, variables?: object, headers?: Record<string, string>): Promise<Answer>;
}

/** Starts the gateway as `npm start` does, on free ports, with a new sandbox in a folder of its own. */
export async function startTestGateway(variables: Record<string, string> = {}): Promise<TestGateway> {
  const dataFolder = mkdtempSync(join(tmpdir(), 'fiskaly-graphql-'));
  const { NEW_SANDBOX } = process.env; // see test/support/set-up.js
  if (NEW_SANDBOX === undefined) throw new Error('test/support/set-up.js has not run.');
  cpSync(NEW_SANDBOX, dataFolder, { recursive: true });
  const gateway = await startGateway(
    readConfig({
      PORT: '0',
      SANDBOX_MIDDLEWARE_PORT: '0',
      SANDBOX_BACKEND_PORT: '0',
      SANDBOX_DSFINVK_PORT: '0',
      SANDBOX_CONTROL_PORT: '0',
      SANDBOX_DATA: dataFolder,
      LOG_LEVEL: 'silent',
      ...variables,
    }),
  );
  return {
    ...gateway,
    dataFolder,
    client: connect(`${gateway.url}/graphql`),
    post: (query, values = {}, headers = {}) => post(`${gateway.url}/graphql`, query, values, headers),
    close: async () => {
      await gateway.close();
      rmSync(dataFolder, { recursive: true, force: true });
    },
  };
}

/**
 * Starts a gateway before an upstream that is there, with a key of its own. It has not asked for any list yet: it keeps
 * the upstream's limit of twenty a minute, lifted or not.
 */
export async function startGatewayBefore(
  middlewareUrl: string,
  backendUrl: string,
  dsfinvkUrl = backendUrl,
): Promise<Gateway> {
  // Tests that have an upstream of their own need not load the sandbox.
  const { demo } = await import('../../../src/sandbox/index.js');
  return startGateway(
    readConfig({
      PORT: '0',
      GRAPHIQL: 'off',
      LOG_LEVEL: 'silent',
      FISKALY_API_KEY: demo.apiKey,
      FISKALY_API_SECRET: demo.apiSecret,
      FISKALY_MIDDLEWARE_URL: middlewareUrl,
      FISKALY_BACKEND_URL: backendUrl,
      FISKALY_DSFINVK_URL: dsfinvkUrl,
    }),
  );
}

export async function post(
  url: string,
  query: string,
  variables: object,
  headers: Record<string, string>,
): Promise<Answer> {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-explain': '1', ...headers },
    body: JSON.stringify({ query, variables }),
  });
  const text = await response.text();
  return { status: response.status, headers: response.headers, text, ...(JSON.parse(text) as Pick<Answer, 'data'>) };
}
