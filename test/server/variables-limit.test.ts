import { cpuOf, expectCpu, send, subscribe } from '../support/growth.js';
import { sized } from '../support/run-size.js';
import { startTestGateway, type TestGateway } from '../e2e/support/start.js';

let gateway: TestGateway;
beforeAll(async () => {
  gateway = await startTestGateway();
});
afterAll(() => gateway.close());

const MESSAGE = 'The variables contain more than 20000 values.';
const QUERY = '{__typename}';
const WATCH = 'subscription ($v: UUID!) { tssChanged(tssUuid: $v) { uuid } }';
/** Bytes of a body: nearly as many as are taken, or in `npm test` enough for what is not refused at once to show. */
const SIZE = sized(330_000, 980_000);
const repeated = (part: string, size = SIZE) =>
  Array(Math.floor(size / (part.length + 1)))
    .fill(part)
    .join(',');
const keys = Array.from({ length: sized(30_000, 90_000) }, (_, index) => `"${index}k":1`).join(',');
/** The escape in front has all texts looked at. */
const bodyOf = (query: string, variables: string) =>
  Buffer.from(`{"query":"\\u00${query.charCodeAt(0).toString(16)}${query.slice(1)}","variables":${variables}}`);

const doors: readonly [door: string, query: string, ask: (body: Buffer) => Promise<string>][] = [
  ['HTTP', QUERY, async (body) => (await send(`${gateway.url}/graphql`, body)).text],
  [
    'the event stream',
    WATCH,
    async (body) => (await send(`${gateway.url}/graphql/stream`, body, { accept: 'text/event-stream' })).text,
  ],
  ['WebSocket', WATCH, (body) => subscribe(`${gateway.url}/graphql`, body)],
];

describe.each(doors)('%s', (door, query, ask) => {
  test.each<[title: string, variables: string]>([
    ['numbers with exponents', `{"n":[${repeated('1e5')}]}`],
    ['numbers that are nothing', `{"n":[${repeated('0e5')}]}`],
    ['small numbers', `{"n":[${repeated('1e-310')}]}`],
    ['objects', `{"n":[${repeated('{}')}]}`],
    ['lists in lists', `{"n":[${repeated('[[[[[[[[1]]]]]]]]')}]}`],
    ['members', `{${keys}}`],
  ])('too many values are refused before they are looked at: %s', async (_title, variables) => {
    const body = bodyOf(query, variables);
    // JSON.parse takes from 20 to 100 ms of it, more on a busy machine; without the limit it was up to forty times as
    // long.
    const parsing = await cpuOf(() => Promise.resolve(JSON.parse(body.toString())), sized(2, 3));
    const refuse = async () => {
      const answer = await ask(body);
      expect(answer).toContain(MESSAGE);
      expect(answer).toContain('"code":"BAD_USER_INPUT"');
    };
    await expectCpu(refuse, sized(50, 150) + 6 * parsing, 4);
  });

  test('as many as are allowed are taken, whatever else the body holds', async () => {
    const allowed = bodyOf(query, `{"v":"x","n":[${Array(19_997).fill('1e5').join(',')}],"a":{}}`);
    expect(await ask(allowed)).not.toContain(MESSAGE);
    const more = bodyOf(query, `{"v":"x","n":[${Array(19_998).fill('1e5').join(',')}],"a":{}}`);
    expect(await ask(more)).toContain(MESSAGE);
    const extended = Buffer.from(
      `{"query":"${query}","variables":{"v":"x"},"extensions":{"n":[${repeated('1', 1_900)}]}}`,
    );
    expect(await ask(extended)).not.toMatch(/hold|contain/);
  });

  test('too many values beside the variables are refused', async () => {
    const body = Buffer.from(`{"query":"${query}","extensions":{"n":[${repeated('1e5')}]}}`);
    const words = door === 'WebSocket' ? '4400 The message' : 'The body';
    expect(await ask(body)).toContain(`${words} holds more than 21000 values`);
  });
});

test('the status of a refusal is that of all variables that are wrong', async () => {
  const body = bodyOf(QUERY, `{"n":[${repeated('1e5')}]}`);
  expect((await send(`${gateway.url}/graphql`, body)).status).toBe(200);
  const accept = { accept: 'application/graphql-response+json' };
  expect((await send(`${gateway.url}/graphql`, body, accept)).status).toBe(400);
});

test('previews cost by the size of their input, also where the document has been accepted before', async () => {
  const fields = Array.from({ length: 15 }, (_, index) => `a${index}: processDataPreview(input: $v) { text }`);
  const query = `query ($v: ProcessDataInput!) { ${fields.join(' ')} }`;
  const raw = (size: number) => ({ v: { raw: { processType: 'Kassenbeleg-V1', processData: 'A'.repeat(size) } } });
  for (const size of [400, 400, 800]) {
    const { errors, data } = await gateway.post(query, raw(size));
    expect([errors, typeof data?.a14?.text]).toEqual([undefined, 'string']);
  }
  const { errors } = await gateway.post(query, raw(840_000));
  expect(errors).toMatchObject([{ extensions: { code: 'COST_LIMIT_EXCEEDED' } }]);
});
