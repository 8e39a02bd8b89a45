import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { request } from 'node:http';
import { connect } from 'node:net';
import { demo } from '../../src/sandbox/index.js';
import { send, subscribe } from '../support/growth.js';
import { startTestGateway, type TestGateway } from '../e2e/support/start.js';

/** What comes in at each door is read as it was sent, or refused with what is wrong. */
let gateway: TestGateway;
let token: string;
beforeAll(async () => {
  gateway = await startTestGateway();
  const login = Buffer.from(JSON.stringify({ api_key: demo.apiKey, api_secret: demo.apiSecret }));
  const { text } = await send(`${gateway.upstream.middlewareUrl}/auth`, login);
  token = (JSON.parse(text) as { access_token: string }).access_token;
});
afterAll(() => gateway.close());

const TSS = 'c0ffee00-0000-4000-8000-000000000001';
const stream = { accept: 'text/event-stream' };
const post = (path: string, body: Buffer | string, headers: Record<string, string> = {}) =>
  send(gateway.url + path, Buffer.from(body as string, 'utf8'), headers);
/** A call of a face as its owner. */
const face = (method: string, path: string, body: Buffer | string, headers: Record<string, string> = {}) =>
  send(
    gateway.upstream.middlewareUrl + path,
    typeof body === 'string' ? Buffer.from(body) : body,
    { authorization: `Bearer ${token}`, ...headers },
    method,
  );
const errorOf = (text: string) => (JSON.parse(text) as { errors: { message: string; extensions: any }[] }).errors[0]!;

/** An order text in windows-1252, as a till of old sends it. */
const latin1 = (before: string, after: string) => Buffer.from(`${before}K\xe4se${after}`, 'latin1');
const invalid = [latin1('{"query":"{ __typename } # ', '"}'), Buffer.from([0xff, 0xfe, 0x7b, 0, 0x7d, 0])];
const deep = `{"query":"{ __typename }","variables":{"v":${'['.repeat(6_000)}${']'.repeat(6_000)}}}`;

describe('bodies that are not UTF-8 are never parsed', () => {
  test.each(invalid)('at the doors of the gateway: %#', async (body) => {
    for (const [path, headers] of [['/graphql', {}] as const, ['/graphql/stream', stream] as const]) {
      const { status, text } = await send(gateway.url + path, body, headers);
      expect(status).toBe(400);
      expect(errorOf(text)).toMatchObject({
        message: 'The body is not valid UTF-8.',
        extensions: { code: 'BAD_REQUEST', retryable: false },
      });
    }
    // A frame of text that is no UTF-8 ends the connection, by the protocol.
    expect(await subscribe(`${gateway.url}/graphql`, body)).toMatch(/^(?:1007|4400) /);
  });

  test('at the faces of the sandbox and its control port', async () => {
    const answer = await face('PATCH', `/tss/${TSS}/metadata`, latin1('{"k":"', '"}'));
    expect(answer.status).toBe(400);
    expect(JSON.parse(answer.text)).toMatchObject({ code: 'FST_ERR_CTP_INVALID_CONTENT_LENGTH' });
    const control = await send(`${gateway.upstream.controlUrl!}/latency`, latin1('{"', '":1}'), {}, 'PUT');
    expect(control).toEqual({ status: 400, text: '{"error":"The body is not valid UTF-8."}' });
  });

  test('in addresses', async () => {
    for (const query of ['query=%7B__typename%7D&operationName=K%E4se', 'query=%7B__typename%7D%', 'query=%C3']) {
      const { status, text } = await send(`${gateway.url}/graphql?${query}`, Buffer.of(), {}, 'GET');
      expect(status).toBe(400);
      expect(errorOf(text).extensions.code).toBe('BAD_REQUEST');
    }
    expect((await face('GET', '/tss?order_by=K%E4se', Buffer.of())).status).toBe(400);
  });

  test('nor in another charset, though UTF-8 may be named and a byte order mark be in front', async () => {
    for (const charset of ['iso-8859-1', 'windows-1252', '"utf-16"']) {
      const headers = { 'content-type': `application/json; charset=${charset}` };
      for (const [path, more] of [['/graphql', {}] as const, ['/graphql/stream', stream] as const]) {
        const { status, text } = await post(path, '{"query":"{ __typename }"}', { ...headers, ...more });
        expect(status).toBe(415);
        expect(errorOf(text).message).toContain('UTF-8');
      }
      expect((await face('PATCH', `/tss/${TSS}/metadata`, '{}', headers)).status).toBe(400); // its contract has no 415
      expect((await send(`${gateway.upstream.controlUrl!}/latency`, Buffer.from('{}'), headers, 'PUT')).status).toBe(
        415,
      );
    }
    const named = { 'content-type': 'application/json; charset="UTF-8"' };
    expect(await post('/graphql', '\u{FEFF}{"query":"{ __typename }"}', named)).toMatchObject({ status: 200 });
    expect(await face('PATCH', `/tss/${TSS}/metadata`, '\u{FEFF}{}', named)).toMatchObject({ status: 200 });
  });
});

test.each(['gzip', 'br', 'deflate', 'gzip, identity', 'x-unknown'])(
  'a body in the encoding %s is refused by 415, which says so; identity is none',
  async (encoding) => {
    const headers = { 'content-encoding': encoding };
    for (const [path, more] of [
      ['/graphql', {}] as const,
      ['/graphql/stream', stream] as const,
      ['/verify-export', { 'content-type': 'application/x-tar' }] as const,
    ]) {
      const { status, text } = await post(path, '{"query":"{ __typename }"}', { ...headers, ...more });
      expect(status).toBe(415);
      expect(errorOf(text)).toMatchObject({
        message: expect.stringContaining(encoding),
        extensions: { code: 'BAD_REQUEST' },
      });
    }
    const answer = await face('PATCH', `/tss/${TSS}/metadata`, '{}', headers);
    expect([answer.status, (JSON.parse(answer.text) as { message: string }).message]).toEqual([
      400,
      expect.stringContaining(encoding),
    ]);
    expect((await send(`${gateway.upstream.controlUrl!}/latency`, Buffer.from('{}'), headers, 'PUT')).status).toBe(415);
    expect((await post('/graphql', '{"query":"{ __typename }"}', { 'content-encoding': 'identity' })).status).toBe(200);
  },
);

describe('JSON that is nested too deeply is refused, and says so', () => {
  test('at each door', async () => {
    for (const [path, headers] of [['/graphql', {}] as const, ['/graphql/stream', stream] as const]) {
      const { status, text } = await post(path, deep, headers);
      expect([status, errorOf(text).message]).toEqual([400, 'The body is nested deeper than 100 levels.']);
    }
    expect(await subscribe(`${gateway.url}/graphql`, Buffer.from(deep))).toBe(
      '4400 The message is nested deeper than 100 levels',
    );
    const url = `${gateway.url}/graphql?query=%7B__typename%7D&variables=%7B%22v%22:${'%5B'.repeat(200)}1${'%5D'.repeat(200)}%7D`;
    const got = await send(url, Buffer.of(), { 'apollo-require-preflight': '1' }, 'GET');
    expect([got.status, errorOf(got.text).message]).toEqual([
      400,
      'The parameter "variables" is nested deeper than 100 levels.',
    ]);
    const answer = await face('PATCH', `/tss/${TSS}/metadata`, `{"k":${'['.repeat(6_000)}${']'.repeat(6_000)}}`);
    expect([answer.status, answer.text]).toEqual([400, expect.stringContaining('100 levels')]);
  });

  test.each([
    ['lists in a literal', (levels: number) => `{ tss(uuid: ${'['.repeat(levels)}1${']'.repeat(levels)}) { uuid } }`],
    [
      'objects in a literal',
      (levels: number) => `{ tss(uuid: ${'{a:'.repeat(levels)}1${'}'.repeat(levels)}) { uuid } }`,
    ],
    ['lists in a type', (levels: number) => `query ($v: ${'['.repeat(levels)}Int${']'.repeat(levels)}) { __typename }`],
    ['fields', (levels: number) => `${'{a'.repeat(levels)}${'}'.repeat(levels)}`],
    ['lists that do not end', (levels: number) => `{ tss(uuid: ${'['.repeat(levels)}`],
  ])('of a document too: %s', async (_title, make) => {
    const message = 'The document is nested deeper than 100 levels.';
    for (const levels of [101, 600, 6_000]) {
      const body = JSON.stringify({ query: make(levels) });
      const { status, text } = await post('/graphql', body);
      expect([status, errorOf(text).message]).toEqual([400, message]);
      expect((await post('/graphql/stream', body, stream)).text).toContain(message);
      expect(await subscribe(`${gateway.url}/graphql`, Buffer.from(body))).toContain(message);
    }
    const url = `${gateway.url}/graphql?query=${encodeURIComponent(make(600))}`;
    const got = await send(url, Buffer.of(), { 'apollo-require-preflight': '1' }, 'GET');
    expect([got.status, errorOf(got.text).message]).toEqual([400, message]);
    // What is nested less is told what else is wrong.
    expect((await post('/graphql', JSON.stringify({ query: make(60) }))).text).toMatch(
      /GRAPHQL_(?:PARSE|VALIDATION)_FAILED/,
    );
  });
});

test.each([
  ['{"query":"{ __typename }","variables":{"__proto__":{}}}', 'has a member "__proto__" at "variables"'],
  [
    '{"query":"{ __typename }","variables":{"a":[{"\\u005f_proto__":1}]}}',
    'has a member "__proto__" at "variables.a[0]"',
  ],
  [
    '{"query":"{ __typename }","variables":{"constructor":{"prototype":1}}}',
    'has a member "constructor" at "variables"',
  ],
])('a body says which member is not taken: %s', async (body, message) => {
  const { status, text } = await post('/graphql', body);
  expect([status, errorOf(text).message]).toEqual([400, `The body ${message}, which is not taken.`]);
  expect((await post('/graphql/stream', body, stream)).status).toBe(400);
  expect(await subscribe(`${gateway.url}/graphql`, Buffer.from(body))).toMatch(/^4400 .*is not taken/);
});

test('metadata under a name of every object is stored and read like any other', async () => {
  const metadata = [
    { key: '__proto__', value: 'a' },
    { key: 'constructor', value: 'b' },
  ];
  const { updateTssMetadata } = await gateway.client.UpdateTssMetadata({ input: { tssUuid: TSS, metadata } });
  expect(updateTssMetadata).toMatchObject({ userErrors: [] });
  expect(updateTssMetadata.metadata).toEqual(
    expect.arrayContaining(metadata.map((pair) => expect.objectContaining(pair))),
  );
});

/** Signs a JSON object of a sender's own, and gives what was signed, or what was wrong. */
async function signOther(other: string, asLiteral = false): Promise<string> {
  const input = `tssUuid: "${TSS}", clientUuid: "${demo.clientId}", transactionUuid: "${randomUUID()}"`;
  const query = `mutation ${asLiteral ? '' : '($other: JSONObject!) '}{ startTransaction(input: { ${input}, processData: { other: ${asLiteral ? other : '$other'} } }) {
    transaction { raw { text } } userErrors { code field message } } }`;
  const { text } = await post(
    '/graphql',
    `{"query":${JSON.stringify(query)},"variables":{"other":${asLiteral ? '{}' : other}}}`,
  );
  const { data, errors } = JSON.parse(text) as { data?: any; errors?: { message: string }[] };
  if (errors) return errors[0]!.message;
  const { transaction, userErrors } = data.startTransaction;
  return transaction?.raw.text ?? `${userErrors[0].code} ${userErrors[0].field.join('.')}`;
}

describe('numbers are signed as they were sent, or refused', () => {
  const lossy = [
    '0.1234567890123456789',
    '12345678901234567890.12',
    '1e400',
    '9007199254740993',
    '-1e-400',
    '123456789012345678',
  ];

  test.each(lossy)('%s in JSON and as a literal', async (number) => {
    expect(await signOther(`{"a":[{"n":${number}}]}`)).toBe('INVALID_INPUT processData.other.a.0.n');
    if (!number.includes('e')) {
      expect(await signOther(`{a: [{n: ${number}}]}`, true)).toBe('INVALID_INPUT processData.other.a.0.n');
    }
  });

  test.each([
    ['{"n":0.1}', '{"n":0.1}'],
    ['{"n":123456789012345.25}', '{"n":123456789012345.25}'],
    ['{"n":10.10}', '{"n":10.1}'],
    ['{"n":1e2}', '{"n":100}'],
    ['{"n":-7}', '{"n":-7}'],
    ['{"n":9007199254740991}', '{"n":9007199254740991}'],
  ])('%s', async (sent, signed) => {
    expect(await signOther(sent)).toBe(signed);
  });

  test('a whole number of any size is taken for a BigInt, and none with a fraction that is lost for an Int', async () => {
    const first = 'query ($v: Int) { tssList(first: $v) { nodes { uuid } } }';
    const ask = async (query: string, v: string) => {
      const { text } = await post('/graphql', `{"query":${JSON.stringify(query)},"variables":{"v":${v}}}`);
      return JSON.parse(text) as { data?: any; errors?: any[] };
    };
    expect((await ask(first, '1.00000000000000000001')).errors).toMatchObject([
      { extensions: { code: 'BAD_USER_INPUT' } },
    ]);
    expect((await ask(first, '1.0')).data.tssList.nodes).toHaveLength(1);
    const range = `query ($v: BigInt) { tss(uuid: "${TSS}") { transactions(filter: { number: { from: $v } }) { nodes { uuid } } } }`;
    expect(await ask(range, '12345678901234567890')).toEqual({ data: { tss: { transactions: { nodes: [] } } } });
    const url = `${gateway.url}/graphql?query=${encodeURIComponent(first)}&variables=${encodeURIComponent('{"v":1.00000000000000000001}')}`;
    const got = await send(url, Buffer.of(), { 'apollo-require-preflight': '1' }, 'GET');
    expect(errorOf(got.text).extensions.code).toBe('BAD_USER_INPUT');
    const watch = JSON.stringify({ query: 'subscription ($v: Int) { tssChanged(tssUuid: $v) { uuid } }' });
    expect(await subscribe(`${gateway.url}/graphql`, Buffer.from(watch))).toContain('"type":"error"');
  });

  test('at the faces of the sandbox', async () => {
    const start = (other: string) =>
      face(
        'PUT',
        `/tss/${TSS}/tx/${randomUUID()}?tx_revision=1`,
        `{"state":"ACTIVE","client_id":"${demo.clientId}","schema":{"standard_v1":{"other":${other}}}}`,
      );
    for (const number of lossy) {
      const { status, text } = await start(`{"a":[{"n":${number}}]}`);
      expect(status).toBe(400);
      expect(text).toContain('body.schema.standard_v1.other.a[0].n should be a number that a double holds');
    }
    const { text } = await start('{"n":10.10,"m":0.1}');
    const { schema } = JSON.parse(text) as { schema: { raw: { process_data: string } } };
    expect(Buffer.from(schema.raw.process_data, 'base64').toString()).toBe('{"n":10.1,"m":0.1}');
    // Numbers as values of metadata are stored as their text.
    await face('PATCH', `/tss/${TSS}/metadata`, '{"price":10.10,"id":12345678901234567890,"tiny":1e-400}');
    const read = await face('GET', `/tss/${TSS}/metadata`, Buffer.of());
    expect(JSON.parse(read.text)).toMatchObject({ price: '10.10', id: '12345678901234567890', tiny: '1e-400' });
    for (const revision of ['1.00000000000000000001', '0x1', '1e0', '9007199254740993']) {
      const answer = await face('GET', `/tss/${TSS}/tx/1?tx_revision=${revision}`, Buffer.of());
      expect([answer.status, answer.text]).toEqual([400, expect.stringContaining('querystring.tx_revision')]);
    }
  });
});

describe('texts', () => {
  test('half a character is refused with its field, in the graph and at the faces', async () => {
    expect(await signOther('{"a":{"b":"x\\ud800"}}')).toBe('INVALID_INPUT processData.other.a.b');
    expect(await signOther('{"a\\udfff":1}')).toMatch(/^INVALID_INPUT processData\.other\.a/);
    const input = { tssUuid: TSS, metadata: [{ key: 'k\ud800', value: 'v\udc00' }] };
    const { updateTssMetadata } = await gateway.client.UpdateTssMetadata({ input });
    expect(updateTssMetadata.userErrors).toMatchObject([
      { code: 'INVALID_INPUT', field: ['metadata', '0', 'key'] },
      { code: 'INVALID_INPUT', field: ['metadata', '0', 'value'] },
    ]);
    const { status, text } = await face('PATCH', `/tss/${TSS}/metadata`, '{"k":"\\ud800"}');
    expect([status, text]).toEqual([400, expect.stringContaining('half a character')]);
  });

  test('characters of metadata are counted as code points, in the graph and at the faces', async () => {
    const update = async (key: string, value: string) => {
      const { updateTssMetadata } = await gateway.client.UpdateTssMetadata({
        input: { tssUuid: TSS, metadata: [{ key, value }] },
      });
      return updateTssMetadata.userErrors.map(({ field }) => field?.at(-1));
    };
    expect(await update('😀'.repeat(40), '😀'.repeat(500))).toEqual([]);
    expect(await update('😀'.repeat(41), '😀'.repeat(501))).toEqual(['key', 'value']);
    const patch = async (key: string, value: string) =>
      (await face('PATCH', `/tss/${TSS}/metadata`, JSON.stringify({ [key]: value }))).status;
    expect(await patch('😀'.repeat(40), '😀'.repeat(500))).toBe(200);
    expect(await patch('😀'.repeat(41), '')).toBe(400);
    expect(await patch('k', '😀'.repeat(501))).toBe(400);
  });
});

test('refusals of the upstream name the field that they are about', async () => {
  const none = randomUUID();
  const { createClient } = await gateway.client.CreateClient({
    input: { tssUuid: TSS, clientUuid: randomUUID(), serialNumber: 'till-1', adminPin: demo.adminPin },
  });
  const twice = await gateway.client.CreateClient({
    input: { tssUuid: TSS, clientUuid: randomUUID(), serialNumber: 'till-1', adminPin: demo.adminPin },
  });
  expect(createClient.userErrors.filter(({ code }) => code !== 'ILLEGAL_CLIENT_SERIAL_NUMBER')).toEqual([]);
  expect(twice.createClient.userErrors).toMatchObject([
    { code: 'ILLEGAL_CLIENT_SERIAL_NUMBER', field: ['serialNumber'] },
  ]);
  const { updateTssMetadata } = await gateway.client.UpdateTssMetadata({ input: { tssUuid: none, metadata: [] } });
  expect(updateTssMetadata.userErrors).toMatchObject([{ code: 'TSS_NOT_FOUND', field: ['tssUuid'] }]);
  const wrongPin = await gateway.client.CreateClient({
    input: { tssUuid: TSS, clientUuid: randomUUID(), serialNumber: 'till-2', adminPin: '000000' },
  });
  expect(wrongPin.createClient.userErrors).toMatchObject([{ code: 'WRONG_ADMIN_PIN', field: ['adminPin'] }]);
  const { triggerExport } = await gateway.client.TriggerExport({
    input: { tssUuid: TSS, exportUuid: randomUUID(), selection: { clientUuid: none } },
  });
  expect(triggerExport.userErrors).toMatchObject([{ code: 'CLIENT_NOT_FOUND', field: ['selection', 'clientUuid'] }]);
});

test('an empty operation name means none, on every transport', async () => {
  const body = JSON.stringify({ query: '{ __typename }', operationName: '' });
  for (let time = 0; time < 3; time += 1) {
    // The second time it is the fast lane's.
    expect(JSON.parse((await post('/graphql', body)).text)).toEqual({ data: { __typename: 'Query' } });
  }
  const viewer = JSON.stringify({ query: '{ viewer { sandbox } }', operationName: '' });
  for (let time = 0; time < 3; time += 1) {
    expect(JSON.parse((await post('/graphql', viewer)).text)).toEqual({ data: { viewer: { sandbox: true } } });
  }
  const got = await send(
    `${gateway.url}/graphql?query=%7B__typename%7D&operationName=`,
    Buffer.of(),
    { 'apollo-require-preflight': '1' },
    'GET',
  );
  expect(JSON.parse(got.text)).toEqual({ data: { __typename: 'Query' } });
  const watch = JSON.stringify({
    query: `subscription { tssChanged(tssUuid: "nothing") { uuid } }`,
    operationName: '',
  });
  expect(await subscribe(`${gateway.url}/graphql`, Buffer.from(watch))).toContain('GRAPHQL_VALIDATION_FAILED');
  const right = JSON.stringify({ query: `subscription { tssChanged(tssUuid: "${TSS}") { uuid } }`, operationName: '' });
  expect(await subscribe(`${gateway.url}/graphql`, Buffer.from(right))).toContain(`"uuid":"${TSS}"`);
  expect(await firstEvent(right)).toContain(`"uuid":"${TSS}"`);
});

/** The first event of a subscription. */
function firstEvent(body: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const headers = { 'content-type': 'application/json', ...stream };
    const sent = request(`${gateway.url}/graphql/stream`, { method: 'POST', headers }, (answer) => {
      answer.on('data', (chunk: Buffer) => {
        if (!chunk.toString().includes('data:')) return;
        resolve(chunk.toString());
        sent.destroy();
      });
    });
    sent.on('error', reject);
    sent.end(body);
  });
}

test('HEAD answers as GET does, without the body', async () => {
  const query = '/graphql?query=%7B__typename%7D';
  for (const path of [query, '/graphql?query=%7Bnothing%7D', '/healthz', '/readyz', '/', '/graphql/stream']) {
    const [got, head] = await Promise.all(
      ['GET', 'HEAD'].map((method) =>
        fetch(gateway.url + path, { method, headers: { 'apollo-require-preflight': '1' } }),
      ),
    );
    expect([path, head!.status, await head!.text()]).toEqual([path, got!.status, '']);
    for (const header of ['content-type', 'cache-control', 'content-length', 'allow']) {
      expect([path, header, head!.headers.get(header)]).toEqual([path, header, got!.headers.get(header)]);
    }
  }
});

describe('every refusal has the form of GraphQL errors, with the id of its request', () => {
  const query = '{ viewer { __typename } }';
  const preflight = { 'apollo-require-preflight': '1' };
  const gets = (path: string, headers: Record<string, string> = preflight) =>
    send(gateway.url + path, Buffer.of(), headers, 'GET');

  test.each<[string, () => Promise<{ status: number; text: string }>, number, RegExp]>([
    [
      'a wrong operationName',
      () => post('/graphql', JSON.stringify({ query, operationName: 5 })),
      400,
      /operationName/,
    ],
    ['an empty object', () => post('/graphql', '{}'), 400, /^The body is an empty object\. /],
    ['no object', () => post('/graphql', '"text"'), 400, /^The body is not an object\. /],
    ['null', () => post('/graphql', 'null'), 400, /^The body is not an object\. /],
    ['a list', () => post('/graphql', '[]'), 400, /batching/],
    ['variables as a text', () => post('/graphql', JSON.stringify({ query, variables: '{}' })), 400, /variables/],
    ['no preflight', () => gets('/graphql?query=%7B__typename%7D', { 'content-type': '' }), 400, /CSRF/],
    ['no query', () => post('/graphql', '{"operationName":"A"}'), 400, /quer/],
    ['a malformed token', () => post('/graphql', JSON.stringify({ query }), { authorization: 'a b c' }), 0, /./],
    [
      'an Accept that is none',
      () => post('/graphql', JSON.stringify({ query }), { accept: 'text/csv' }),
      406,
      /accept/,
    ],
    ['no UTF-8 in the path', () => gets('/%E4'), 400, /escape/],
    ['no such path', () => gets('/nothing?a=1'), 404, /^There is no GET \/nothing\. /],
    ['no such method', () => send(`${gateway.url}/graphql`, Buffer.from('{}'), {}, 'PUT'), 404, /^There is no PUT/],
    ['a body that is too large', () => post('/graphql', `{"query":"${'x'.repeat(2_000_000)}"}`), 413, /large/],
    ['no JSON', () => post('/graphql', '{'), 400, /JSON/],
    ['no subscription', () => post('/graphql/stream', '{}', stream), 400, /query/],
  ])('%s', async (_what, ask, status, message) => {
    const answer = await ask();
    expect(errorOf(answer.text)).toEqual({
      message: expect.stringMatching(message),
      extensions: expect.objectContaining({
        code: expect.any(String),
        retryable: false,
        requestId: expect.any(String),
      }),
    });
    if (status > 0) expect(answer.status).toBe(status);
  });

  /** The answer to bytes as they are. */
  const raw = async (bytes: string) => {
    const socket = connect(Number(new URL(gateway.url).port), '127.0.0.1');
    const chunks: Buffer[] = [];
    socket.on('data', (chunk: Buffer) => chunks.push(chunk));
    socket.write(Buffer.from(bytes, 'latin1'));
    await once(socket, 'end');
    const [head = '', text = ''] = Buffer.concat(chunks).toString().split('\r\n\r\n', 2);
    return { status: Number(head.split(' ')[1]), text };
  };

  test.each([
    ['a byte beyond ASCII in the address', 'GET /K\xe4se HTTP/1.1\r\nHost: a\r\n\r\n', 400],
    ['an address of no UTF-8', 'GET /%E4 HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n', 400],
    ['no HTTP', 'nothing\r\n\r\n', 400],
    ['headers that are too large', `GET / HTTP/1.1\r\nHost: a\r\nA: ${'a'.repeat(20_000)}\r\n\r\n`, 431],
    ['a length that is none', 'POST /graphql HTTP/1.1\r\nHost: a\r\nContent-Length: x\r\n\r\n', 400],
    ['no host', 'GET /nothing HTTP/1.1\r\nConnection: close\r\n\r\n', 404],
    ['an expectation', 'GET /nothing HTTP/1.1\r\nHost: a\r\nExpect: wonders\r\nConnection: close\r\n\r\n', 404],
    ['no body', 'POST /graphql HTTP/1.1\r\nHost: a\r\nContent-Length: 0\r\nConnection: close\r\n\r\n', 400],
  ])('%s', async (_what, bytes, status) => {
    const answer = await raw(bytes);
    expect(answer.status).toBe(status);
    expect(errorOf(answer.text)).toEqual({
      message: expect.any(String),
      extensions: { code: 'BAD_REQUEST', retryable: false, requestId: expect.any(String) },
    });
  });
});
