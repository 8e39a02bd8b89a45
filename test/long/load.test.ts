import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { Pool } from 'undici';
import { type Program, startProgram } from '../e2e/support/program.js';

const TSS = 'c0ffee00-0000-4000-8000-000000000001';
const CLIENT = 'c0ffee00-0000-4000-8000-0000000000c1';
const SIGN = 'mutation ($input: SignReceiptInput!) { signReceipt(input: $input) { outcome transaction { number } } }';
/** Sales that are measured each time: the 99th percentile is the longest. */
const SALES = 100;

const folder = mkdtempSync(join(tmpdir(), 'fiskaly-graphql-load-'));
const ports = {
  PORT: '0',
  SANDBOX_MIDDLEWARE_PORT: '0',
  SANDBOX_BACKEND_PORT: '0',
  SANDBOX_DSFINVK_PORT: '0',
  SANDBOX_CONTROL_PORT: '0',
};
let sandbox: Program;
let gateway: Program;
let url: string;
let pool: Pool;

beforeAll(async () => {
  sandbox = await startProgram(['sandbox', '--no-limits'], { ...ports, SANDBOX_DATA: folder });
  const [middleware, backend] = addresses(sandbox).filter((address) => address.includes('/api/v2'));
  gateway = await startProgram([], {
    PORT: '0',
    GRAPHIQL: 'off',
    LOG_LEVEL: 'error',
    FISKALY_API_KEY: 'test_sandbox_demo',
    FISKALY_API_SECRET: 'sandbox-demo-secret',
    FISKALY_MIDDLEWARE_URL: middleware!,
    FISKALY_BACKEND_URL: backend ?? middleware!,
    // So that the fifteen pages of QR codes are worked on instead of refused for their cost.
    MAXIMUM_QUERY_COST: '20000',
  });
  url = addresses(gateway)[0]!;
  pool = new Pool(new URL(url).origin, { connections: 2 });
  for (let sale = 0; sale < 300; sale += 1) await sell();
}, 240_000);
afterAll(async () => {
  await pool.close();
  for (const program of [gateway, sandbox]) {
    program.process.kill('SIGKILL');
    await program.exited;
  }
  rmSync(folder, { recursive: true, force: true });
});

const addresses = (program: Program) => program.output().match(/http:\S+/g) ?? [];

/** Signs a receipt. @returns how long it took, in milliseconds */
async function sell(): Promise<number> {
  const receipt = {
    amountsPerVatRate: [{ vatRate: 'NORMAL', amount: '11.90' }],
    amountsPerPaymentType: [{ paymentType: 'CASH', amount: '11.90' }],
  };
  const input = { tssUuid: TSS, clientUuid: CLIENT, transactionUuid: randomUUID(), receipt };
  const start = performance.now();
  const { body } = await pool.request({
    method: 'POST',
    path: '/graphql',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ query: SIGN, variables: { input } }),
  });
  const text = await body.text();
  if (!text.includes('"SIGNED"')) throw new Error(text);
  return performance.now() - start;
}

/** The 99th percentile of signing and the longest answer of `/healthz`, in milliseconds. */
async function measure(): Promise<{ readonly signing: number; readonly health: number }> {
  const over = new AbortController();
  let health = 0;
  const asking = (async () => {
    while (!over.signal.aborted) {
      const start = performance.now();
      await (await pool.request({ method: 'GET', path: '/healthz' })).body.dump();
      health = Math.max(health, performance.now() - start);
      await sleep(50);
    }
  })();
  const times: number[] = [];
  for (let sale = 0; sale < SALES; sale += 1) times.push(await sell());
  over.abort();
  await asking;
  times.sort((one, other) => one - other);
  return { signing: times[Math.floor(SALES * 0.99)]!, health };
}

/** Loads the gateway from a process of its own while it is measured. */
async function underLoad(kind: string) {
  const child = spawn(process.execPath, ['test/long/load-child.ts', kind, url, TSS], {
    cwd: fileURLToPath(new URL('../../', import.meta.url)),
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  try {
    expect((await lines.next()).value).toBe('loaded');
    const measured = await measure();
    child.stdin.write('\n');
    const { value } = await lines.next();
    return { ...measured, outcomes: JSON.parse(String(value)) as Record<string, number> };
  } finally {
    const exited = once(child, 'exit');
    if (child.exitCode === null) child.kill('SIGKILL');
    if (child.exitCode === null) await exited;
  }
}

test.each([
  ['200 nested queries with signatures to check', 'signatures', ['OVERLOADED']],
  ['pages of 1,500 QR codes to draw', 'codes', []],
  ['10,000 subscriptions to each sale', 'subscriptions', ['next', 'error']],
])(
  'a sale is signed in three times its time or 50 ms, and /healthz answers in 250 ms, under %s',
  async (_load, kind, expected) => {
    // On a machine that does something else too, one round may say nothing of the gateway; each is measured against its
    // own time without load.
    let said = '';
    for (let round = 0; round < 3; round += 1) {
      const idle = await measure();
      const loaded = await underLoad(kind);
      for (const outcome of expected) expect(Object.keys(loaded.outcomes)).toContain(outcome);
      const most = Math.max(3 * idle.signing, 50);
      said += `idle ${JSON.stringify(idle)}, loaded ${JSON.stringify(loaded)}\n`;
      if (loaded.signing < most && loaded.health < 250) return;
    }
    throw new Error(said);
  },
);
