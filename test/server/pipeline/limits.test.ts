import { once } from 'node:events';
import { connect } from 'node:net';
import { startTestGateway, type TestGateway } from '../../e2e/support/start.js';

let gateway: TestGateway;
beforeAll(async () => {
  gateway = await startTestGateway({ SANDBOX_DEMO: 'off', MAXIMUM_QUERY_COST: '100' });
});
afterAll(() => gateway.close());

const nested = (depth: number) => {
  let query = '__typename';
  for (let level = 0; level < depth; level += 1) query = `tss { clients(first: 1) { nodes { ${query} } } }`;
  return `{ clients(first: 1) { nodes { ${query} } } }`;
};

test.each<[string, string, string, string]>([
  [
    '15 aliases',
    `{ ${Array.from({ length: 15 }, (_, index) => `a${index}: viewer { sandbox }`).join(' ')} }`,
    `{ ${Array.from({ length: 16 }, (_, index) => `a${index}: viewer { sandbox }`).join(' ')} }`,
    'liases',
  ],
  [
    '50 directives',
    `{ ${Array.from({ length: 50 }, () => '...@include(if: true) { __typename }').join(' ')} }`,
    `{ ${Array.from({ length: 51 }, () => '...@include(if: true) { __typename }').join(' ')} }`,
    'irectives',
  ],
  ['a depth of 14', nested(3), nested(6), 'depth'],
  [
    '100 rows',
    '{ tssList(first: 100) { nodes { uuid } } }',
    '{ tssList(first: 10) { nodes { clients(first: 10) { nodes { uuid } } } } }',
    'at most 100',
  ],
])('%s are allowed, more are refused without any call', async (_title, allowed, refused, message) => {
  expect((await gateway.post(allowed)).errors).toBeUndefined();
  const { data, errors, text } = await gateway.post(refused);
  expect(data).toBeUndefined();
  expect(text).toContain(message);
  expect(
    errors!.every(({ extensions }) => ['GRAPHQL_VALIDATION_FAILED', 'COST_LIMIT_EXCEEDED'].includes(extensions.code)),
  ).toBe(true);
});

test.each([
  ['revisions', '{ transactions(first: 3) { nodes { revisions { uuid } } } }'],
  ['signed logs of revisions', '{ transactions(first: 2) { nodes { revisions { signedLog { bytes } } } } }'],
  ['the signed log of each row', '{ transactions(first: 60) { nodes { signedLog { bytes } } } }'],
  ['many objects by their ids', `{ nodes(ids: [${'"x",'.repeat(101)}]) { id } }`],
])('fields that make calls are counted with the rows that they hang on: %s', async (_title, query) => {
  const { errors, extensions } = await gateway.post(query);
  expect(errors).toMatchObject([{ extensions: { code: 'COST_LIMIT_EXCEEDED' } }]);
  expect(extensions!.upstream.calls).toBe(0);
});

test('page sizes in variables are counted as what they are', async () => {
  const query = 'query ($first: Int!) { tssList(first: $first) { nodes { clients(first: 3) { nodes { uuid } } } } }';
  expect((await gateway.post(query, { first: 25 })).errors).toBeUndefined();
  expect((await gateway.post(query, { first: 26 })).errors).toMatchObject([
    { extensions: { code: 'COST_LIMIT_EXCEEDED' } },
  ]);
});

test('what hangs on a page of nothing is not free: it is refused as if there were a row', async () => {
  const query = 'query ($first: Int!) { tssList(first: $first) { nodes { clients(first: 100) { nodes { uuid } } } } }';
  for (const first of [0, -7]) {
    expect((await gateway.post(query, { first })).errors).toMatchObject([
      { extensions: { code: 'COST_LIMIT_EXCEEDED' } },
    ]);
  }
});

test('an argument that cannot be read frees nothing beside it from being counted: the whole is refused, however often it comes', async () => {
  const list = 'tssList(first: 100) { nodes { clients(first: 100) { nodes { uuid } } } }';
  const query = `query ($uuid: UUID = "00000000-0000-4000-8000-000000000001") { tss(uuid: $uuid) { uuid } ${list} }`;
  for (let time = 0; time < 2; time += 1) {
    const { data, errors } = await gateway.post(query, { uuid: null });
    expect(data).toBeUndefined();
    expect(errors).toMatchObject([
      { message: expect.stringContaining('must not be null'), extensions: { code: 'BAD_USER_INPUT' } },
    ]);
  }
  expect((await gateway.post(query, {})).errors).toMatchObject([{ extensions: { code: 'COST_LIMIT_EXCEEDED' } }]);
});

test('wrong variables of a mutation do not have it accepted at whatever cost', async () => {
  const query = `mutation ($uuid: UUID!, $first: Int!) {
    updateTssMetadata(input: { tssUuid: $uuid, metadata: [] }) { tss { clients(first: $first) { nodes { transactions(first: $first) { nodes { uuid } } } } } }
  }`;
  const right = { uuid: '00000000-0000-4000-8000-000000000001', first: 99 };
  const tooCostly = [{ extensions: { code: 'COST_LIMIT_EXCEEDED' } }];
  expect((await gateway.post(query, right)).errors).toMatchObject(tooCostly);
  expect((await gateway.post(query, { ...right, uuid: 'none' })).errors).toMatchObject([
    { extensions: { code: 'BAD_USER_INPUT' } },
  ]);
  expect((await gateway.post(query, right)).errors).toMatchObject(tooCostly);
});

test('a condition that is null where it must not be is told of, each time', async () => {
  const query =
    'query ($yes: Boolean = true) { tssList(first: 1) { nodes { uuid @include(if: $yes) } pageInfo { hasNextPage @include(if: $yes) } } }';
  for (let time = 0; time < 2; time += 1) {
    expect((await gateway.post(query, { yes: null })).errors![0]).toMatchObject({
      extensions: { code: 'BAD_USER_INPUT' },
    });
  }
});

test('a client that offers another protocol is answered by this one', async () => {
  const { hostname, port } = new URL(gateway.url);
  const socket = connect(Number(port), hostname);
  const body = '{"query":"{ __typename }"}';
  const offer = 'Connection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\nHTTP2-Settings: AAMAAABkAAQAoAAAAAIAAAAA';
  const type = `Content-Type: application/json\r\nContent-Length: ${body.length}`;
  socket.write(`POST /graphql HTTP/1.1\r\nHost: localhost\r\n${offer}\r\n${type}\r\n\r\n${body}`);
  const [answer] = (await once(socket, 'data')) as [Buffer];
  socket.destroy();
  expect(answer.toString()).toMatch(/^HTTP\/1\.1 200 [^]*"__typename":"Query"/);
});

test('a document of more than 2,000 tokens is refused', async () => {
  const { errors } = await gateway.post(`{ ${'__typename '.repeat(2_000)} }`);
  expect(errors).toMatchObject([{ message: expect.stringContaining('2000 tokens') }]);
});

test('a body over 1 MiB is refused with 413, and the server goes on', async () => {
  const response = await fetch(`${gateway.url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ query: '{ __typename }', variables: { padding: 'x'.repeat(1_048_576) } }),
  });
  expect(response.status).toBe(413);
  expect(await response.json()).toMatchObject({ errors: [{ extensions: { code: 'BAD_REQUEST', retryable: false } }] });
  expect((await gateway.post('{ __typename }')).data).toEqual({ __typename: 'Query' });
});

test('mutations over GET, batches and form posts are refused', async () => {
  const get = await fetch(
    `${gateway.url}/graphql?query=${encodeURIComponent('mutation { logoutAdmin(input: {tssUuid: "5c2e9d0a-3b74-4f10-9c55-7d1a2b3c4d5e"}) { query { __typename } } }')}`,
    { headers: { 'apollo-require-preflight': '1' } },
  );
  expect(get.status).toBe(405);
  const batch = await fetch(`${gateway.url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: '[{"query":"{__typename}"}]',
  });
  expect(batch.status).toBe(400);
  const form = await fetch(`${gateway.url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    body: 'query={__typename}',
  });
  expect(form.status).toBeGreaterThanOrEqual(400);
  const plain = await fetch(`${gateway.url}/graphql?query={__typename}`);
  expect(plain.status).toBe(400);
});

test('an answer is never stored by anyone between', async () => {
  expect((await gateway.post('{ __typename }')).headers.get('cache-control')).toBe('no-store');
});

test.each(['', '{', '{"query":"{ __typename }","variables":{"__proto__":{}}}'])(
  'the broken body %j is refused in the shape of a GraphQL error',
  async (body) => {
    const response = await fetch(`${gateway.url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body,
    });
    expect(response.status).toBe(400);
    expect(await response.json()).toMatchObject({ errors: [{ extensions: { code: 'BAD_REQUEST' } }] });
  },
);
