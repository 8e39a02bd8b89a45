import {
  bodies,
  cpuOf,
  expectCpu,
  expectGrowth,
  expectGrowthOfFace,
  faces,
  LARGE,
  send,
  subscribe,
} from '../support/growth.js';
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
/** Half of them, others each time. */
const chosen = bodies
  .filter(([title]) => CHOSEN.has(title))
  .map((body) => ({ body, rank: Math.random() }))
  .toSorted((one, other) => one.rank - other.rank)
  .map(({ body }) => body)
  .slice(0, CHOSEN.size / 2);
/** Other doors share what is behind them. */
const few = chosen.slice(0, 3);

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
    await expectCpu(() => ask(body), (await cpuOf(() => ask(right))) + 50, 5);
  },
);

test.each(faces)('a face of the sandbox refuses in proportion: %s', async (_title, method, path, make) => {
  await expectGrowthOfFace(gateway.upstream.middlewareUrl, method, path, make);
});
