import { readFileSync } from 'node:fs';
import type { FastifyRequest } from 'fastify';
import { demo } from '../src/sandbox/index.js';
import { runSandbox } from './sandbox/running-sandbox.js';
import { startTestGateway, type TestGateway } from './e2e/start.js';

/** A guide: its operations by name, its blocks of JSON in order, the first of which are the variables. */
function read(name: string) {
  const text = readFileSync(new URL(`../docs/guides/${name}.md`, import.meta.url), 'utf8');
  const blocks = (language: string) =>
    [...text.matchAll(new RegExp(`\`\`\`${language}\n(.*?)\`\`\``, 'gs'))].map(([, block]) => block!);
  const [variables, ...answers] = blocks('json').map((block) => JSON.parse(block) as Record<string, any>);
  const operations = new Map(blocks('graphql').map((block) => [/^\w+ (\w+)/.exec(block)![1]!, block]));
  return { variables: variables!, answers, operations };
}

const running: TestGateway[] = [];
afterAll(() => Promise.all(running.map((gateway) => gateway.close())));

test('First receipt leads, as written, from nothing to a receipt whose signature is valid', async () => {
  const { variables, operations } = read('first-receipt');
  const gateway = await startTestGateway({ SANDBOX_DEMO: 'off' });
  running.push(gateway);
  const answers: Record<string, any> = {};
  for (const [name, query] of operations) {
    const { data, errors } = await gateway.post(query, variables);
    expect(errors).toBeUndefined();
    for (const answer of Object.values(data!)) {
      if (answer.userErrors) expect([name, answer.userErrors]).toEqual([name, []]);
    }
    Object.assign(answers, data);
    if (name === 'CreateTss') variables.puk = data!.createTss.adminPuk;
  }
  expect([...operations.keys()]).toEqual(['CreateTss', 'SetUp', 'RegisterTill', 'Look', 'Sell', 'Check']);
  expect(answers.initializeTss.tss.state).toBe('INITIALIZED');
  expect(answers.processDataPreview).toMatchObject({
    text: 'Beleg^10.70_4.20_0.00_0.00_0.00^14.90:Bar',
    warnings: [],
  });
  expect(answers.signReceipt).toMatchObject({ outcome: 'SIGNED', receiptNote: { print: null } });
  expect(answers.signReceipt.transaction.qrCode.data).toMatch(/^V0;TILL-1;Kassenbeleg-V1;/);
  expect(answers.transaction).toMatchObject({
    state: 'FINISHED',
    raw: { text: answers.processDataPreview.text },
    processData: { type: 'RECEIPT' },
    verification: { valid: true },
  });
});

describe('Outages and lost answers', () => {
  const { variables, answers, operations } = read('outages-and-lost-answers');
  let gateway: TestGateway;
  /** What is lost on the way: the answer to a request that was worked on, or nothing. */
  let isLost: (request: FastifyRequest) => boolean = () => false;

  beforeAll(async () => {
    const sandbox = await runSandbox({
      demo: true,
      configureFace: (face) => {
        face.addHook('onSend', (request, reply, _payload, done) => {
          if (!isLost(request)) {
            done();
            return;
          }
          reply.hijack();
          reply.raw.destroy();
        });
      },
    });
    gateway = await startTestGateway({
      FISKALY_API_KEY: demo.apiKey,
      FISKALY_API_SECRET: demo.apiSecret,
      FISKALY_MIDDLEWARE_URL: sandbox.middlewareUrl,
      FISKALY_BACKEND_URL: sandbox.backendUrl,
    });
    running.push(gateway);
  });

  const run = async (name: string, changes: object = {}) => {
    const { data, errors } = await gateway.post(operations.get(name)!, { ...variables, ...changes });
    expect(errors).toBeUndefined();
    return Object.values(data!)[0];
  };
  const isOfTransaction = ({ url }: FastifyRequest) => url.includes('/tx/');

  test('what is written of a lost answer is what happens: UNKNOWN, then SIGNED, and signed once', async () => {
    const [unknown, signed] = answers;
    let isFinishing = false;
    isLost = (request) => {
      isFinishing ||= request.url.includes('tx_revision=2');
      return isFinishing && isOfTransaction(request);
    };
    const answer = await run('Sell');
    expect(answer).toMatchObject(unknown!);
    expect(answer.receiptNote.advice.german).toContain('mit derselben UUID erneut senden');

    isLost = () => false;
    const again = await run('Sell');
    expect(again).toMatchObject(signed!);
    expect(await run('Sell')).toEqual(again);
  });

  test('what is written of several steps and rivals is what happens', async () => {
    expect(await run('Open')).toMatchObject({ outcome: 'SIGNED', revision: 1, userErrors: [] });
    expect(await run('Update')).toMatchObject({ outcome: 'SIGNED', revision: 2 });
    expect(await run('Update')).toMatchObject({ outcome: 'SIGNED', revision: 2 });
    await gateway.client.UpdateTransaction({
      input: {
        tssUuid: demo.tssId,
        clientUuid: demo.clientId,
        transactionUuid: variables.table,
        processData: { receipt: { amountsPerVatRate: [] } },
      },
    });
    const other = { amountsPerVatRate: [{ vatRate: 'NORMAL', amount: '1.00' }] };
    expect(await run('Update', { receipt: other })).toMatchObject(answers[3]!);
  });

  test('what is written of the end of the day is what happens', async () => {
    const day = await run('EndOfDay');
    expect(day).toMatchObject({ hasMore: false, userErrors: [] });
    expect(day.results.find(({ transactionUuid }: any) => transactionUuid === variables.table)).toMatchObject({
      outcome: 'SIGNED',
    });
    expect(await run('EndOfDay')).toEqual({ results: [], hasMore: false, userErrors: [] });
  });

  test('what is written of an upstream that cannot be reached is what happens', async () => {
    const deaf = await startTestGateway({
      FISKALY_API_KEY: demo.apiKey,
      FISKALY_API_SECRET: demo.apiSecret,
      FISKALY_MIDDLEWARE_URL: 'http://127.0.0.1:9/api/v2',
      FISKALY_BACKEND_URL: 'http://127.0.0.1:9/api/v2',
    });
    running.push(deaf);
    const headers = { authorization: 'Bearer any.token.will-do' };
    const { data } = await deaf.post(operations.get('Sell')!, variables, headers);
    expect(data!.signReceipt).toMatchObject(answers[2]!);
    expect(data!.signReceipt.receiptNote.advice.german).toContain('nicht nachträglich signieren');
  });

  test('every operation of the guide was run', () => {
    expect([...operations.keys()]).toEqual(['Sell', 'Open', 'Update', 'EndOfDay']);
    expect(answers).toHaveLength(4);
  });
});
