import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { ClientError, connect, type FiskalyClient } from '../../sdk/index.js';
import { demo, type FaultRequest } from '../../src/sandbox/index.js';
import { parseLogMessage } from '../../src/tse/log/log-message.js';
import { ContractClient } from '../sandbox/support/contract-client.js';
import { ControlClient } from '../sandbox/support/control-client.js';
import { exportLogs } from '../sandbox/support/exports.js';
import { temporaryFolder } from '../sandbox/support/running-sandbox.js';
import { setUpClient, setUpTss } from '../sandbox/support/set-up.js';
import { type Program, startProgram } from '../e2e/support/program.js';
import { freePort } from '../e2e/support/sandbox-process.js';

const RECEIPTS = 10_000;
const CALLERS = 50;
/** Which calls are struck is another with each run. */
const seed = randomUUID();
const TSS = 5;
/**
 * Milliseconds that a caller gives a sale before it sends it again, as `docs/guides/outages-and-lost-answers.md`
 * advises.
 */
const PATIENCE = 5_000;
/** How the gateway is stopped, and after how many receipts. */
const STOPS = [
  { after: RECEIPTS / 3, signal: 'SIGTERM' },
  { after: (2 * RECEIPTS) / 3, signal: 'SIGKILL' },
] as const;

/**
 * Every kind of fault, each striking so many per cent of the calls; together ten. Slow ones are rare, so that the test
 * ends.
 */
const FAULTS: readonly (readonly [percent: number, fault: FaultRequest])[] = [
  [0.6, { kind: 'refuse', when: 'before', status: 500 }],
  [0.6, { kind: 'refuse', when: 'after', status: 500 }],
  [0.6, { kind: 'refuse', when: 'before', status: 502, code: 'ERROR_IDENTIFY_ERS' }],
  [0.6, { kind: 'refuse', when: 'after', status: 502, code: 'ERROR_IDENTIFY_ERS' }],
  [0.3, { kind: 'refuse', when: 'before', status: 503 }],
  [0.3, { kind: 'refuse', when: 'after', status: 429, retryAfter: 1 }],
  [0.7, { kind: 'reset', when: 'before' }],
  [0.7, { kind: 'reset', when: 'after' }],
  [0.1, { kind: 'silence', when: 'before' }],
  [0.1, { kind: 'silence', when: 'after' }],
  [0.5, { kind: 'expire-token', when: 'before' }],
  [0.5, { kind: 'expire-token', when: 'after' }],
  [0.6, { kind: 'slow-headers', milliseconds: 300 }],
  [0.6, { kind: 'slow-body', bytesPerSecond: 10_000 }],
  [0.8, { kind: 'reset-in-body' }],
  [0.8, { kind: 'truncated-json' }],
  [0.8, { kind: 'wrong-json' }],
  [0.4, { kind: 'html' }],
  [0.4, { kind: 'html', status: 502 }],
];

/** A sale as its caller knows it. No two have the same amount, so that the export tells them apart. */
interface Sale {
  readonly tssUuid: string;
  readonly clientUuid: string;
  readonly transactionUuid: string;
  readonly amount: string;
}

/** What a caller was told of a receipt. */
interface Entry extends Sale {
  readonly number: string;
  readonly counter: string;
  readonly signature: string;
}

let variables: Record<string, string>;
let sandbox: Program;
let gateway: Program;
let control: ControlClient;
let till: ContractClient;
let client: FiskalyClient;

beforeAll(async () => {
  const [middleware, backend, controlPort, port] = [
    await freePort(),
    await freePort(),
    await freePort(),
    await freePort(),
  ];
  sandbox = await startProgram(['sandbox', '--no-limits', '--no-demo'], {
    SANDBOX_MIDDLEWARE_PORT: String(middleware),
    SANDBOX_BACKEND_PORT: String(backend),
    SANDBOX_DSFINVK_PORT: '0',
    SANDBOX_CONTROL_PORT: String(controlPort),
    SANDBOX_DATA: temporaryFolder(),
  });
  variables = {
    PORT: String(port),
    GRAPHIQL: 'off',
    LOG_LEVEL: 'silent',
    FISKALY_API_KEY: demo.apiKey,
    FISKALY_API_SECRET: demo.apiSecret,
    FISKALY_MIDDLEWARE_URL: `http://127.0.0.1:${middleware}/api/v2`,
    FISKALY_BACKEND_URL: `http://127.0.0.1:${backend}/api/v2`,
  };
  gateway = await startProgram(['serve'], variables);
  client = connect(`http://127.0.0.1:${port}/graphql`);
  control = new ControlClient(`http://127.0.0.1:${controlPort}`);
  till = await ContractClient.login(variables.FISKALY_MIDDLEWARE_URL!);
}, 60_000);

afterAll(async () => {
  isOver = true;
  for (const program of [gateway, sandbox]) {
    program.process.kill('SIGKILL');
    await program.exited;
  }
});

/** The callers, each with the sales it is going to make. */
async function openShops(): Promise<readonly (readonly Sale[])[]> {
  const tss = await Promise.all(Array.from({ length: TSS }, () => setUpTss(till)));
  return Promise.all(
    Array.from({ length: CALLERS }, async (_, caller) => {
      const { tss_id: tssUuid } = tss[caller % TSS]!;
      const clientUuid = await setUpClient(till, tssUuid);
      return Array.from({ length: RECEIPTS / CALLERS }, (__, index) => ({
        tssUuid,
        clientUuid,
        transactionUuid: randomUUID(),
        amount: ((caller * (RECEIPTS / CALLERS) + index + 1) / 100).toFixed(2),
      }));
    }),
  );
}

/** What `fetch` calls a call that was not answered, and what that is to a caller. */
const LOST: Readonly<Record<string, string>> = { TypeError: 'no connection', TimeoutError: 'no answer in time' };
/** Whether the test has failed or ended, so that no caller goes on for ever. */
let isOver = false;
/** How often a caller was told something. */
const told = new Map<string, number>();
const count = (what: string) => told.set(what, (told.get(what) ?? 0) + 1);

/** Sends a sale until it is signed, the very same each time, as the guide says. */
async function sell({ amount, ...ids }: Sale): Promise<Entry> {
  const receipt = {
    amountsPerVatRate: [{ vatRate: 'NORMAL' as const, amount }],
    amountsPerPaymentType: [{ paymentType: 'CASH' as const, amount }],
  };
  for (;;) {
    try {
      const { signReceipt } = await client.SignReceipt(
        { input: { ...ids, receipt } },
        undefined,
        AbortSignal.timeout(PATIENCE),
      );
      const { outcome, transaction, userErrors } = signReceipt;
      count(outcome);
      if (outcome === 'SIGNED') {
        const { number, uuid, signature } = transaction!;
        expect(uuid).toBe(ids.transactionUuid);
        return { ...ids, amount, number, counter: signature!.counter!, signature: signature!.value! };
      }
      if (outcome === 'NOT_SIGNED') expect(userErrors.filter(({ retryable }) => !retryable)).toEqual([]);
      await sleep((userErrors[0]?.retryAfter ?? 0) * 1_000);
    } catch (error) {
      if (error instanceof ClientError) {
        const code: unknown = error.response.errors?.[0]?.extensions.code;
        count(typeof code === 'string' ? code : `HTTP ${error.response.status}`);
        continue;
      }
      const failure = LOST[(error as Error).name]; // of fetch, whose errors are not of the realm of the tests
      if (failure === undefined || isOver) throw error;
      count(failure);
      await sleep(500);
    }
  }
}

/** Stops the gateway and starts it again at the same address. @returns code and signal with which it ended */
async function restart(signal: (typeof STOPS)[number]['signal']): Promise<readonly unknown[]> {
  gateway.process.kill(signal);
  const end = await gateway.exited;
  gateway = await startProgram(['serve'], variables);
  return end;
}

/** What a TSS has signed of a transaction, as its export says. */
interface Exported {
  readonly number: string;
  /** Of each message: its operation, signature counter, signature and process data. */
  readonly messages: readonly (readonly [operation: string, counter: string, signature: string, processData: string])[];
}

/** Every transaction that a TSS has signed, by number. The export is expected to be faultless. */
async function exported(tss_id: string): Promise<readonly Exported[]> {
  const { verification, files } = await exportLogs(till, tss_id);
  expect(verification).toMatchObject({ valid: true, gaps: [] });
  const messages = files
    .filter(({ name }) => name.endsWith('.log'))
    .map(({ content }) => parseLogMessage(content))
    .flatMap(({ log, signature }) => (log.kind === 'transaction' ? [{ log, signature }] : []));
  const byNumber = Map.groupBy(messages, ({ log }) => log.transactionNumber);
  return [...byNumber]
    .map(([number, ofOne]) => ({
      number: String(number),
      messages: ofOne.map(
        ({ log, signature }) =>
          [
            log.operation,
            String(log.signatureCounter),
            Buffer.from(signature).toString('base64'),
            Buffer.from(log.processData).toString(),
          ] as const,
      ),
    }))
    .toSorted((one, other) => Number(one.number) - Number(other.number));
}

test(`${RECEIPTS} receipts of ${CALLERS} callers are each signed exactly once, though a tenth of the calls fail and the gateway is stopped and killed on the way`, async () => {
  const shops = await openShops();
  for (const [index, [percent, fault]] of FAULTS.entries())
    await control.call('POST /faults', {
      ...fault,
      probability: percent / 100,
      seed: `${seed} ${index}`,
    });

  const began = Date.now();
  const books: Entry[] = [];
  const stops: (typeof STOPS)[number][] = [...STOPS];
  const ends: Promise<readonly unknown[]>[] = [];
  await Promise.all(
    shops.map(async (sales) => {
      for (const sale of sales) {
        books.push(await sell(sale));
        if (stops[0] && books.length >= stops[0].after) ends.push(restart(stops.shift()!.signal));
      }
    }),
  );
  const seconds = (Date.now() - began) / 1_000;
  const faults = await control.call('GET /faults');
  await control.call('DELETE /faults');
  const struck = faults.reduce((sum, fault) => sum + fault.struck, 0);
  const calls = faults[0]!.matched;
  process.stdout.write(
    `${books.length} receipts, ${calls} calls, ${struck} struck by faults of the seed ${seed}, ${ends.length} restarts, ${seconds.toFixed(0)} s; callers were told ${JSON.stringify(Object.fromEntries(told))}\n`,
  );

  expect(books).toHaveLength(RECEIPTS);
  expect(await Promise.all(ends)).toEqual([
    [0, null],
    [null, 'SIGKILL'],
  ]);
  for (const fault of faults) expect(fault.struck).toBeGreaterThan(0);
  expect(struck / calls).toBeGreaterThan(0.08);
  expect(told.get('no connection')).toBeGreaterThan(0);

  till = await ContractClient.login(variables.FISKALY_MIDDLEWARE_URL!);
  for (const tssUuid of new Set(books.map((entry) => entry.tssUuid))) {
    const ofTss = books.filter((entry) => entry.tssUuid === tssUuid);
    // Each number once, each with one start and one finish, and that finish the one that its caller was told: none
    // lost, none twice, none that is nobody's.
    expect(await exported(tssUuid)).toEqual(
      ofTss
        .toSorted((one, other) => Number(one.number) - Number(other.number))
        .map(({ number, counter, signature, amount }) => ({
          number,
          messages: [
            ['Start', expect.any(String), expect.any(String), expect.any(String)],
            ['Finish', counter, signature, `Beleg^${amount}_0.00_0.00_0.00_0.00^${amount}:Bar`],
          ],
        })),
    );
  }
}, 600_000);
