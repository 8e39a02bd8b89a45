import { demo } from '../../src/sandbox/index.js';
import { bodies, cpuOf, expectGrowth, LARGE, send, subscribe } from '../support/growth.js';
import { startTestGateway, type TestGateway } from '../e2e/support/start.js';

let gateway: TestGateway;
beforeAll(async () => {
  gateway = await startTestGateway();
});
afterAll(() => gateway.close());

/** Of the kinds of bodies those that were the worst, or are likely to be; `npm run test:long` has all. */
const CHOSEN: ReadonlySet<string> = new Set([
  'a UUID of letters',
  'a UUID of parts of a message of graphql-js',
  'unknown members',
  'unknown members below',
  'JSON given as a string',
  'Decimals',
  'an enum value',
  'Base64',
  'a directive',
  'an operation name',
  'nested members',
  'a literal text',
]);
const chosen = bodies.filter(([title]) => CHOSEN.has(title));
/** Other doors share what is behind them. */
const few = chosen.slice(0, 5);

test.each(chosen)('the CPU of a refused request grows with its size and not faster: %s', async (_title, make) => {
  await expectGrowth(make, async (body) => {
    const { status, text } = await send(`${gateway.url}/graphql`, body);
    expect([200, 400]).toContain(status);
    expect(text).toContain('"errors":');
    expect(text.length).toBeLessThan(20_000);
  });
});

test.each(few)('the same over the event stream: %s', async (_title, make) => {
  await expectGrowth(make, async (body) => {
    const { text } = await send(`${gateway.url}/graphql/stream`, body, { accept: 'text/event-stream' });
    expect(text).toContain('"errors":');
    expect(text.length).toBeLessThan(20_000);
  });
});

test.each(few)('the same over WebSocket: %s', async (_title, make) => {
  await expectGrowth(make, async (body) => {
    expect(await subscribe(`${gateway.url}/graphql`, body)).toMatch(/"type":"error"|^4400 /);
  });
});

const WATCH = 'subscription ($v: UUID!) { tssChanged(tssUuid: $v) { uuid } }';
/** A body of a million bytes. */
const padded = (query: string, v: string, rest: (padding: string) => object) => {
  const empty = JSON.stringify({ query, variables: { v, ...rest('') } });
  return Buffer.from(JSON.stringify({ query, variables: { v, ...rest('x'.repeat(LARGE - empty.length)) } }));
};

test.each([
  ['HTTP', 'query ($v: UUID!) { tss(uuid: $v) { uuid } }'],
  ['the event stream', WATCH],
  ['WebSocket', WATCH],
])(
  'a million bytes with a wrong UUID are refused as such, for hardly more CPU than a million bytes beside a right one: %s',
  async (door, query) => {
    const wrong = JSON.stringify({ query, variables: { v: '' } });
    const body = Buffer.from(JSON.stringify({ query, variables: { v: 'a'.repeat(LARGE - wrong.length) } }));
    const right = padded(query, 'no UUID', (other) => ({ other }));
    expect([body.length, right.length]).toEqual([LARGE, LARGE]);
    const ask = async (sent: Buffer) => {
      if (door === 'HTTP') return (await send(`${gateway.url}/graphql`, sent)).text;
      if (door === 'WebSocket') return subscribe(`${gateway.url}/graphql`, sent);
      return (await send(`${gateway.url}/graphql/stream`, sent, { accept: 'text/event-stream' })).text;
    };
    for (const sent of [body, right]) {
      const answer = await ask(sent);
      expect(answer).toContain('BAD_USER_INPUT');
      expect(answer).toContain('UUID expects 32 hexadecimal digits');
    }
    expect((await cpuOf(() => ask(body), 5)) - (await cpuOf(() => ask(right), 5))).toBeLessThan(50);
  },
);

describe('the faces of the sandbox', () => {
  const tss = '/tss/c0ffee00-0000-4000-8000-000000000001';
  const x = (size: number) => 'x'.repeat(size);
  const many = (size: number, make: (index: number) => string) =>
    Array.from({ length: Math.floor(size / (make(100_000).length + 1)) }, (_, index) => make(index)).join(',');
  let token: string;
  beforeAll(async () => {
    const login = Buffer.from(JSON.stringify({ api_key: demo.apiKey, api_secret: demo.apiSecret }));
    const { text } = await send(`${gateway.upstream.middlewareUrl}/auth`, login);
    token = (JSON.parse(text) as { access_token: string }).access_token;
  });
  const transaction = (schema: string) => `{"state":"ACTIVE","client_id":"${demo.clientId}","schema":${schema}}`;

  test.each<[title: string, method: string, path: string, body: (size: number) => string]>([
    ['metadata of many pairs', 'PATCH', `${tss}/metadata`, (size) => `{${many(size, (index) => `"k${index}":"v"`)}}`],
    ['a key of metadata', 'PATCH', `${tss}/metadata`, (size) => `{"${x(size)}":"v"}`],
    ['a value of metadata', 'PATCH', `${tss}/metadata`, (size) => `{"k":"${x(size)}"}`],
    ['numbers in metadata', 'PATCH', `${tss}/metadata`, (size) => `{"k":[${many(size, () => '1e400')}]}`],
    ['a long number', 'PATCH', `${tss}/metadata`, (size) => `{"k":0.${'1'.repeat(size)}}`],
    ['nested lists', 'PATCH', `${tss}/metadata`, (size) => '['.repeat(size)],
    ['quotes', 'PATCH', `${tss}/metadata`, (size) => '"'.repeat(size)],
    ['backslashes', 'PATCH', `${tss}/metadata`, (size) => `{"k":"${'\\\\'.repeat(size / 2)}`],
    [
      'an amount',
      'PUT',
      `${tss}/tx/{id}?tx_revision=1`,
      (size) =>
        transaction(
          `{"standard_v1":{"receipt":{"receipt_type":"RECEIPT","amounts_per_vat_rate":[{"vat_rate":"NORMAL","amount":"${'1'.repeat(size)}"}]}}}`,
        ),
    ],
    [
      'unknown members',
      'PUT',
      `${tss}/tx/{id}?tx_revision=1`,
      (size) => transaction(`{"standard_v1":{${many(size, (index) => `"m${index}":1`)}}}`),
    ],
    [
      'raw data',
      'PUT',
      `${tss}/tx/{id}?tx_revision=1`,
      (size) => transaction(`{"raw":{"process_type":"x","process_data":"${'A'.repeat(size)}!"}}`),
    ],
    ['a serial number', 'PUT', `${tss}/client/{id}`, (size) => `{"serial_number":"${x(size)}"}`],
  ])('refuse in proportion: %s', async (_title, method, path, make) => {
    const url = gateway.upstream.middlewareUrl + path.replace('{id}', 'c0ffee00-0000-4000-8000-0000000000ff');
    await expectGrowth(make, async (body) => {
      const { status, text } = await send(url, body, { authorization: `Bearer ${token}` }, method);
      expect(status).toBe(400);
      expect(text.length).toBeLessThan(1_000);
    });
  });
});
