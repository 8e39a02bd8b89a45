import { randomUUID } from 'node:crypto';
import { createClient } from 'graphql-ws';
import { WebSocket } from 'ws';
import { makeGatewayKey } from '../../../src/config/gateway-keys.js';
import { UpstreamError } from '../../../src/upstream/call/upstream-error.js';
import type { Gateway } from '../../../src/gateway.js';
import { statusOf } from '../../../src/server/host/error-answer.js';
import { type Received, refuse, type Reply } from '../../datasources/stub-upstream.js';
import { startStubbedGateway } from '../support/stub-gateway.js';

const key = makeGatewayKey('till', 'ADMIN', []);
const LOGIN: Reply = { json: { access_token: 'own', access_token_claims: { env: 'TEST' } } };

/** What the upstream does: refuses the token of each call, or the gateway's own login, each with a status. */
const upstreams: Readonly<Record<string, (received: Received) => Reply>> = {
  'refuses every token': ({ path }) => (path === '/auth' ? LOGIN : refuse(401, 'E_UNAUTHORIZED', 'expired')),
  'refuses every token without a code': ({ path }) => (path === '/auth' ? LOGIN : refuse(401)),
  'refuses the login with 401': ({ path }) => refuse(401, path === '/auth' ? undefined : 'E_UNAUTHORIZED'),
  'refuses the login with 403': ({ path }) => (path === '/auth' ? refuse(403) : refuse(401)),
  'refuses the login with 400': ({ path }) =>
    path === '/auth' ? refuse(400, 'E_FAILED_SCHEMA_VALIDATION') : refuse(401),
};

/** Who calls: what it sends, how the gateway is configured for that, and what it is to be told. */
interface Kind {
  readonly authorization?: string;
  readonly variables: Record<string, string>;
  readonly code: string;
  readonly says: RegExp;
  readonly saysNot: RegExp;
}
const none = {};
const keys = { GATEWAY_KEYS: key.entry };
const ofOperator = {
  code: 'GATEWAY_CREDENTIALS_REFUSED',
  says: /Whoever runs the gateway/,
  saysNot: /authenticate|Bearer/,
};
const kinds: Readonly<Record<string, Kind>> = {
  'with a token of its own': {
    authorization: 'Bearer own-token',
    variables: none,
    code: 'UNAUTHENTICATED',
    says: /log in again with `authenticate`/i,
    saysNot: /Whoever runs the gateway/,
  },
  'with a gateway key': { authorization: `Gateway-Key ${key.key}`, variables: keys, ...ofOperator },
  'on this machine, that is lent the API key': { variables: none, ...ofOperator },
  'with nothing, where there are gateway keys': {
    variables: keys,
    code: 'UNAUTHENTICATED',
    says: /Gateway-Key.*Bearer/,
    saysNot: /Whoever runs the gateway has/,
  },
  'with a gateway key, where there are none': {
    authorization: `Gateway-Key ${key.key}`,
    variables: none,
    code: 'UNAUTHENTICATED',
    says: /no gateway keys.*Bearer/,
    saysNot: /does not know/,
  },
  'with a malformed header, where there are no gateway keys': {
    authorization: 'Basic abc',
    variables: none,
    code: 'UNAUTHENTICATED',
    says: /malformed.*Bearer/,
    saysNot: /Gateway-Key/,
  },
};

const uuid = randomUUID();
const ids = `tssUuid: "${uuid}", clientUuid: "${uuid}", transactionUuid: "${uuid}"`;
const QUERIES: Readonly<Record<string, string>> = {
  'a query': `{ tss(uuid: "${uuid}") { uuid } }`,
  'a list': '{ tssList { nodes { uuid } } }',
  'a sale': `mutation { signReceipt(input: { ${ids}, receipt: { amountsPerVatRate: [] } }) { outcome } }`,
  'a finish': `mutation { finishTransaction(input: { ${ids}, processData: { other: {} } }) { outcome } }`,
};
const SUBSCRIPTION = `subscription { tssChanged(tssUuid: "${uuid}") { uuid } }`;

interface Told {
  readonly message: string;
  readonly extensions: { readonly code: string; readonly retryable: boolean };
}

describe.each(Object.entries(upstreams))('before an upstream that %s', (_upstream, handle) => {
  /** One gateway for all callers of a configuration. */
  const gateways = new Map<Kind['variables'], Gateway>();
  beforeAll(async () => {
    for (const { variables } of Object.values(kinds)) {
      if (!gateways.has(variables)) gateways.set(variables, (await startStubbedGateway(handle, variables)).gateway);
    }
  });
  afterAll(async () => {
    for (const gateway of gateways.values()) await gateway.close();
  });

  test.each(Object.entries(kinds))(
    'a caller %s is told what is its own to mend, at every door',
    async (_kind, kind) => {
      const gateway = gateways.get(kind.variables)!;
      const { authorization } = kind;
      const errorsOf = async (path: string, query: string, accept: string): Promise<readonly Told[]> => {
        const headers = {
          accept,
          'content-type': 'application/json',
          ...(authorization !== undefined && { authorization }),
        };
        const response = await fetch(`${gateway.url}${path}`, {
          method: 'POST',
          headers,
          body: JSON.stringify({ query }),
        });
        const text = await response.text();
        const [, event = text] = /^data: (\{.*)$/m.exec(text) ?? [];
        return (JSON.parse(event) as { errors: readonly Told[] }).errors;
      };
      const told: Told[] = [];
      for (const query of Object.values(QUERIES)) told.push(...(await errorsOf('/graphql', query, 'application/json')));
      told.push(...(await errorsOf('/graphql/stream', SUBSCRIPTION, 'text/event-stream')));
      told.push(...(await errorsOverWebSocket(gateway.url, authorization)));
      expect(told).toHaveLength(Object.keys(QUERIES).length + 2);
      for (const { message, extensions } of told) {
        expect(extensions).toMatchObject({ code: kind.code, retryable: false });
        expect(message).toMatch(kind.says);
        expect(message).not.toMatch(kind.saysNot);
      }
    },
  );
});

async function errorsOverWebSocket(url: string, authorization: string | undefined): Promise<readonly Told[]> {
  const client = createClient({
    url: `${url.replace('http', 'ws')}/graphql`,
    webSocketImpl: WebSocket,
    retryAttempts: 0,
    ...(authorization !== undefined && { connectionParams: { authorization } }),
  });
  try {
    for await (const result of client.iterate({ query: SUBSCRIPTION })) return (result.errors ?? []) as never;
    return [];
  } catch (errors) {
    return errors as readonly Told[]; // refused before it began
  } finally {
    await client.dispose();
  }
}

test('an upstream that is a Backend at the address of the Middleware is for the operator, and is no outage', async () => {
  const { gateway } = await startStubbedGateway(({ path, method }) =>
    path === '/auth' ? LOGIN : method === 'PUT' ? refuse(432, 'E_USE_MIDDLEWARE') : refuse(404, 'E_TX_NOT_FOUND'),
  );
  const query = `mutation { signReceipt(input: { ${ids}, receipt: { amountsPerVatRate: [] } }) { outcome userErrors { code message retryable } } }`;
  const headers = { 'content-type': 'application/json', authorization: 'Bearer own-token' };
  const response = await fetch(`${gateway.url}/graphql`, { method: 'POST', headers, body: JSON.stringify({ query }) });
  expect(await response.json()).toMatchObject({
    data: {
      signReceipt: {
        outcome: 'NOT_SIGNED',
        userErrors: [
          { code: 'WRONG_HOST', message: expect.stringContaining('The operator of the gateway'), retryable: false },
        ],
      },
    },
  });
  await gateway.close();
});

test('at routes that are not GraphQL a credential that is not the caller’s is no 401', () => {
  const refused = (code: 'UNAUTHENTICATED' | 'GATEWAY_CREDENTIALS_REFUSED') =>
    statusOf(new UpstreamError({ code, message: 'refused', upstream: { status: 401 } }));
  expect([refused('UNAUTHENTICATED'), refused('GATEWAY_CREDENTIALS_REFUSED')]).toEqual([401, 502]);
});
