import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import { randomUUID } from 'node:crypto';
import { post, startTestGateway, type TestGateway } from '../../e2e/support/start.js';

/** An upstream that takes every request and never answers. */
let upstream: Server;
let gateway: TestGateway;
const requests: IncomingMessage[] = [];
const TOKEN = { authorization: 'Bearer own.token' };

beforeAll(async () => {
  upstream = createServer((request) => {
    request.on('error', () => undefined); // its caller hangs up
    requests.push(request);
  }).listen(0, '127.0.0.1');
  await once(upstream, 'listening');
  const { port } = upstream.address() as { port: number };
  const url = `http://127.0.0.1:${port}/api/v2`;
  gateway = await startTestGateway({
    FISKALY_MIDDLEWARE_URL: url,
    FISKALY_BACKEND_URL: url,
    // Long enough for a call to be sent before, on however busy a machine.
    QUERY_TIMEOUT_SECONDS: '3',
    MUTATION_TIMEOUT_SECONDS: '3',
  });
});
afterAll(async () => {
  upstream.closeAllConnections();
  upstream.close();
  await gateway.close();
});
beforeEach(() => (requests.length = 0));

test('a query that the upstream does not answer ends before its deadline, and so do its calls', async () => {
  const { data, errors } = await gateway.post('{ tssList { nodes { uuid } } }', {}, TOKEN);

  expect(data).toEqual({ tssList: null });
  expect(errors).toMatchObject([{ path: ['tssList'], extensions: { code: 'UPSTREAM_TIMEOUT', retryable: true } }]);
  expect(requests).toHaveLength(2); // at the one host and the other
  for (const request of requests) await closed(request);
});

test('a signing that the upstream does not answer is UNKNOWN at its deadline when it was sent as a finish, never SIGNED', async () => {
  const input = {
    tssUuid: randomUUID(),
    clientUuid: randomUUID(),
    transactionUuid: randomUUID(),
    revision: 2,
    processData: { receipt: { amountsPerVatRate: [], amountsPerPaymentType: [] } },
  };
  const { data } = await gateway.post(
    'mutation ($input: FinishTransactionInput!) { finishTransaction(input: $input) { outcome userErrors { code retryable } } }',
    { input },
    TOKEN,
  );
  expect(data!.finishTransaction).toEqual({
    outcome: 'UNKNOWN',
    userErrors: [{ code: 'UPSTREAM_UNAVAILABLE', retryable: true }],
  });
});

test('a query ends when its caller goes, and so do its calls', async () => {
  const controller = new AbortController();
  const answer = fetch(`${gateway.url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...TOKEN },
    body: JSON.stringify({ query: '{ tssList { nodes { uuid } } }' }),
    signal: controller.signal,
  });
  while (requests.length === 0) await new Promise((resolve) => setTimeout(resolve, 5));
  controller.abort();
  await expect(answer).rejects.toThrow();
  await closed(requests[0]!);
  expect((await post(`${gateway.url}/graphql`, '{ __typename }', {}, {})).data).toEqual({ __typename: 'Query' });
});

async function closed(request: IncomingMessage): Promise<void> {
  if (!request.destroyed) await new Promise((resolve) => request.once('close', resolve));
  expect(request.destroyed).toBe(true);
}
