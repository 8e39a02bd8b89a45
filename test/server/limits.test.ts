import { startTestGateway, type TestGateway } from '../e2e/start.js';

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
