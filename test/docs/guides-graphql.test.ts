import { execFile } from 'node:child_process';
import { createReadStream, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { FastifyRequest } from 'fastify';
import { demo } from '../../src/sandbox/index.js';
import { verifyExport } from '../../src/tse/archive/verify-export.js';
import { runSandbox, temporaryFolder } from '../sandbox/support/running-sandbox.js';
import { startTestGateway, type TestGateway } from '../e2e/support/start.js';
import { overEvents } from '../e2e/support/subscribe.js';

/** A guide: its operations by name, its blocks of JSON in order, the first of which are the variables. */
function read(name: string) {
  const text = readFileSync(new URL(`../../docs/guides/${name}.md`, import.meta.url), 'utf8');
  const blocks = (language: string) =>
    [...text.matchAll(new RegExp(`\`\`\`${language}\n(.*?)\`\`\``, 'gs'))].map(([, block]) => block!);
  const [variables, ...answers] = blocks('json').map((block) => JSON.parse(block) as Record<string, any>);
  const operations = new Map(blocks('graphql').map((block) => [/^\w+ (\w+)/.exec(block)![1]!, block]));
  return { variables: variables!, answers, operations, scripts: blocks('sh') };
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
  }
  expect([...operations.keys()]).toEqual(['SetUp', 'Look', 'Sell', 'Check']);
  expect(answers.provisionTss).toMatchObject({
    tss: { state: 'INITIALIZED' },
    clients: [{ serialNumber: 'TILL-1', state: 'REGISTERED' }],
  });
  expect(answers.provisionTss.adminPuk).toBeTruthy();
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

describe('Exports for the audit', () => {
  const { variables, operations, scripts } = read('exports-for-the-audit');
  let gateway: TestGateway;
  beforeAll(async () => {
    gateway = await startTestGateway();
    running.push(gateway);
  });

  const run = async (name: string, changes: object = {}) => {
    const { data, errors } = await gateway.post(operations.get(name)!, { ...variables, ...changes });
    expect(errors).toBeUndefined();
    return Object.values(data!)[0];
  };

  test('leads, as written, from the trigger to an archive without a fault, resumed on the way', async () => {
    expect(await run('Trigger')).toEqual({ export: { state: 'PENDING' }, userErrors: [] });
    const done = await run('Wait');
    expect(done).toMatchObject({ state: 'COMPLETED', exception: null, progress: 1 });
    const cwd = temporaryFolder();
    const env = { PATH: process.env.PATH, GATEWAY: gateway.url, LINK: done.download.url };
    const script = ['set -euo pipefail', ...scripts].join('\n');
    await promisify(execFile)('bash', ['-c', script], { cwd, env });
    const verification = await verifyExport(createReadStream(join(cwd, 'export.tar')));
    expect(verification.problems).toEqual([]);

    const watching = overEvents(gateway.url)(operations.get('Watch')!, variables);
    await watching.completed;
    expect(watching.results.at(-1)?.data?.exportUpdated).toMatchObject({ state: 'COMPLETED', progress: 1 });
  });

  test('takes each selection of its table, and a month', async () => {
    expect(await run('TriggerMonth')).toEqual({ export: { state: 'PENDING' }, userErrors: [] });
    const guide = readFileSync(new URL('../../docs/guides/exports-for-the-audit.md', import.meta.url), 'utf8');
    const selections = [...guide.matchAll(/^\| `\{ (\w+): (.*) \}` /gm)];
    const { data } = await gateway.post('{ __type(name: "ExportSelectionInput") { inputFields { name } } }');
    expect(selections.map(([, name]) => name)).toEqual(data!.__type.inputFields.map(({ name }: any) => name));
    const uuid = variables.october;
    expect((await run('Wait', { everything: uuid })).state).toMatch(/^(COMPLETED|ERROR)$/);
  });

  test('splits everything into parts', async () => {
    expect(await run('All')).toMatchObject({ complete: true, parts: [{ firstSignatureCounter: '1' }], userErrors: [] });
  });

  test('every operation and script of the guide was run', () => {
    expect([...operations.keys()]).toEqual(['Trigger', 'TriggerMonth', 'Wait', 'Watch', 'All']);
    expect(scripts).toHaveLength(2);
  });
});
