import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { type IncomingMessage, request } from 'node:http';
import { transactionRow, tssRow } from '../../datasources/rows.js';
import { StubUpstream } from '../../datasources/stub-upstream.js';
import { startTestGateway, type TestGateway } from '../../e2e/support/start.js';

let upstream: StubUpstream;
let gateway: TestGateway;

/**
 * What every update is said to be, so that events are large although what is sent is not: writing must not take longer
 * than a reader may take nothing.
 */
const LARGE = { raw: { process_type: 'x', process_data: 'x'.repeat(500_000) } };

beforeAll(async () => {
  upstream = await StubUpstream.start(({ method, path, query, body }) => {
    const [, , tssId = '', kind, id = ''] = path.split('/');
    if (method === 'PUT') {
      const revision = Number(query.get('tx_revision'));
      const changes = { revision, latest_revision: revision, state: body.state, schema: body.schema ? LARGE : {} };
      return { json: transactionRow(tssId, body.client_id, id, 1, changes) };
    }
    if (kind === 'tx')
      return { json: { _env: 'TEST', _version: '2.2.2', _type: 'TRANSACTION_LIST', data: [], count: 0 } };
    return { json: tssRow(tssId, { signature_counter: '1' }) };
  });
  gateway = await startTestGateway({
    FISKALY_MIDDLEWARE_URL: upstream.settings.middlewareUrl,
    FISKALY_BACKEND_URL: upstream.settings.backendUrl,
  });
});
afterAll(() => gateway.close());

const TOKEN = { authorization: 'Bearer one' };
const EVENTS = { accept: 'text/event-stream', 'content-type': 'application/json', ...TOKEN };
const stream = (headers: Record<string, string>, body: string) =>
  fetch(`${gateway.url}/graphql/stream`, { method: 'POST', headers, body });

test.each<[string, Record<string, string>, string, number]>([
  ['a client that takes no events', { ...EVENTS, accept: 'application/json' }, '{"query":"{ __typename }"}', 406],
  ['a body without a query', EVENTS, '{}', 400],
  ['variables that are no object', EVENTS, '{"query":"{ __typename }","variables":[1]}', 400],
  ['broken JSON', EVENTS, '{', 400],
  [
    'text, as a page of another origin may send it',
    { ...EVENTS, 'content-type': 'text/plain' },
    '{"query":"{ __typename }"}',
    415,
  ],
  ['a form', { ...EVENTS, 'content-type': 'application/x-www-form-urlencoded' }, 'query={__typename}', 415],
  ['a body over 1 MiB', EVENTS, JSON.stringify({ query: 'x'.repeat(1_048_576) }), 413],
])('%s is refused in the shape of a GraphQL error, and without a stream', async (_what, headers, body, status) => {
  const response = await stream(headers, body);
  expect(response.status).toBe(status);
  expect(await response.json()).toMatchObject({ errors: [{ extensions: { code: 'BAD_REQUEST', retryable: false } }] });
});

test.each(['/graphql', '/graphql/stream'])(
  'a body that is no JSON by its header is told at %s which header it takes',
  async (path) => {
    for (const body of ['{"query":"{ __typename }"}', new URLSearchParams({ query: '{ __typename }' })]) {
      const response = await fetch(gateway.url + path, { method: 'POST', body });
      expect(response.status).toBe(415);
      expect(await response.json()).toMatchObject({
        errors: [{ message: expect.stringContaining('"Content-Type: application/json"') }],
      });
    }
  },
);

test('whoever asks for a stream by GET is told how to ask', async () => {
  const response = await fetch(`${gateway.url}/graphql/stream`, { headers: { accept: 'text/event-stream' } });
  expect(response.status).toBe(405);
  expect(response.headers.get('allow')).toBe('POST');
  expect(await response.text()).toContain('by POST');
});

test('a stream is never stored, and held back by no proxy that knows how not to', async () => {
  const response = await stream(EVENTS, '{"query":"{ __typename }"}');
  expect(Object.fromEntries(response.headers)).toMatchObject({
    'content-type': 'text/event-stream; charset=utf-8',
    'cache-control': 'no-store',
    'x-accel-buffering': 'no',
  });
  expect(await response.text()).toMatch(/^:\n\nevent: next\ndata: \{"errors".*\}\n\nevent: complete\ndata: \n\n$/);
});

test('a reader that takes nothing for a while costs a bounded queue, and gets the newest state when it takes again', async () => {
  const [tssUuid, transactionUuid, clientUuid] = [randomUUID(), randomUUID(), randomUUID()];
  const query = 'subscription ($tss: UUID!) { transactionChanged(tssUuid: $tss) { revision raw { processData } } }';
  const sent = request(`${gateway.url}/graphql/stream`, { method: 'POST', headers: EVENTS });
  sent.end(JSON.stringify({ query, variables: { tss: tssUuid } }));
  const [response] = (await once(sent, 'response')) as [IncomingMessage];
  while (!upstream.lines.includes(`GET /tss/${tssUuid}/tx BACKEND`))
    await new Promise((resolve) => setTimeout(resolve, 10));

  const writes = 60; // 30 MB, of which the operating system takes a few
  const processData = { raw: { processType: 'x', processData: '' } };
  const write = async (mutation: string, input: object) => {
    const name = mutation[0]!.toLowerCase() + mutation.slice(1);
    const document = `mutation ($input: ${mutation}Input!) { ${name}(input: $input) { outcome } }`;
    const { text } = await gateway.post(document, { input: { tssUuid, transactionUuid, clientUuid, ...input } }, TOKEN);
    expect(text).toContain('"SIGNED"');
  };
  await write('StartTransaction', {});
  for (let revision = 2; revision <= writes; revision += 1) await write('UpdateTransaction', { revision, processData });

  let text = '';
  for await (const chunk of response) {
    text += String(chunk);
    if (text.includes(`"revision":${writes}`)) break;
  }
  const revisions = [...text.matchAll(/"revision":(\d+)/g)].map(([, revision]) => Number(revision));
  expect(revisions.length).toBeLessThan(writes / 2);
  expect(revisions).toEqual([...new Set(revisions)].sort((one, other) => one - other));
});
