import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { Pool } from 'undici';
import { demo } from '../src/sandbox/index.js';
import { printTable } from './print-table.js';
import { startArguments, startProgram } from './program.js';
import { Till } from './till.js';

const CALLERS = 8;
/**
 * Maximum growth that counts as none, in MB per minute, from the second measurement on. Caches grow until they are
 * full.
 */
const FLAT = 0.5;

/** Code for the gateway's process: on request, collects garbage and reports the heap in use. */
const PROBE = `data:text/javascript,process.on('message',()=>{gc();gc();process.send(process.memoryUsage().heapUsed)});process.channel.unref()`;

const SIGN = `mutation Sign($input: SignReceiptInput!) { signReceipt(input: $input) { outcome } }`;
const SCREEN = `{ tssList { nodes { uuid clients { nodes { serialNumber transactions(first: 3) { nodes { number metadata { key } } } } } } } }`;
const ONE = `query One($tss: UUID!) { tss(uuid: $tss) { state transactions(first: 5) { nodes { uuid qrCode { data } client { uuid } } } } }`;

/** A new document of several hundred characters. Its fragments expand to a plan of several hundred fields. */
function wide(): string {
  const level = (name: string, next: string) =>
    `fragment ${name} on Tss { a: clients(first: $first) { nodes { tss { ...${next} } } } b: clients(first: $first) { nodes { tss { ...${next} } } } }`;
  const name = `Wide_${randomUUID().replaceAll('-', '_')}`;
  const leaf = 'fragment D on Tss { uuid state description createdAt serialNumber }';
  return `query ${name}($first: Int!, $tss: UUID!) { tss(uuid: $tss) { ...A } } ${level('A', 'B')} ${level('B', 'C')} ${level('C', 'D')} ${leaf}`;
}

/** The requests that each caller repeats: reads, sales, new documents and invalid documents. */
function requests(tss: string, client: string): readonly (() => string | object)[] {
  const amount = '11.90';
  const receipt = {
    type: 'RECEIPT',
    amountsPerVatRate: [{ vatRate: 'NORMAL', amount }],
    amountsPerPaymentType: [{ paymentType: 'CASH', amount }],
  };
  return [
    () => ({ query: ONE, variables: { tss } }),
    () => ({ query: SCREEN }),
    () => ({
      query: SIGN,
      variables: { input: { tssUuid: tss, clientUuid: client, transactionUuid: randomUUID(), receipt } },
    }),
    () => ({ query: `query Unique_${randomUUID().replaceAll('-', '_')} { __typename }` }),
    () => ({ query: wide(), variables: { tss: randomUUID(), first: 1 + Math.floor(Math.random() * 5) } }),
    () => ({ query: ONE, variables: { tss: randomUUID() } }),
    () => ({ query: '{ nonsense }' }),
    () => '{ "query": ',
  ];
}

/**
 * Puts load on the gateway, with pauses, to see whether its heap after each pause stays the same.
 * @param rested called with the MB after each pause
 * @returns the MB after all pauses
 */
export async function measureHeap(
  gateway: readonly string[],
  rests: number,
  seconds: number,
  rested: (megabytes: number) => void,
): Promise<readonly number[]> {
  const data = mkdtempSync(path.join(tmpdir(), 'heap-bench-'));
  const faces = ['--middleware-port', '0', '--backend-port', '0', '--control-port', '0'];
  const sandbox = await startProgram([...gateway, 'sandbox', ...faces, '--data', data, '--no-limits']);
  const child = spawn(process.execPath, ['--expose-gc', '--import', PROBE, ...gateway], {
    cwd: fileURLToPath(new URL('../', import.meta.url)),
    stdio: ['ignore', 'pipe', 'inherit', 'ipc'],
    env: {
      ...process.env,
      PORT: '0',
      GRAPHIQL: 'off',
      FISKALY_API_KEY: demo.apiKey,
      FISKALY_API_SECRET: demo.apiSecret,
      FISKALY_MIDDLEWARE_URL: sandbox.url.href,
      FISKALY_BACKEND_URL: sandbox.url.href,
    },
  });
  if (!child.stdout) throw new Error('Its output is a pipe.');
  const [greeting] = (await once(child.stdout, 'data')) as [Buffer]; // a stream of bytes emits Buffers
  const { origin } = new URL(/http:\S+/.exec(greeting.toString())?.[0] ?? '');
  const till = await Till.logIn(sandbox.url, 1);
  const pool = new Pool(origin, { connections: CALLERS });
  try {
    const tss = await till.setUp();
    const kinds = requests(tss, till.clientOf(tss) ?? '');
    const left: number[] = [];
    for (let rest = 0; rest < rests; rest += 1) {
      const end = performance.now() + seconds * 1_000;
      const caller = async (_: unknown, index: number) => {
        let turn = index;
        do {
          const body = kinds[turn % kinds.length]?.() ?? '';
          const answer = await pool.request({
            method: 'POST',
            path: '/graphql',
            headers: { 'content-type': 'application/json' },
            body: typeof body === 'string' ? body : JSON.stringify(body),
          });
          await answer.body.dump();
          turn += 1;
        } while (performance.now() < end);
      };
      const watcher = async () => {
        while (performance.now() < end) await watchAWhile(origin, tss);
      };
      await Promise.all([watcher(), ...Array.from({ length: CALLERS }, caller)]);
      await new Promise((resolve) => setTimeout(resolve, 1_000));
      child.send('heap');
      const [heap] = (await once(child, 'message')) as [number]; // the probe sends a number
      left.push(heap / 1e6);
      rested(heap / 1e6);
    }
    return left;
  } finally {
    await Promise.all([till.close(), pool.close()]);
    child.kill('SIGTERM');
    await once(child, 'exit');
    await sandbox.stop();
    rmSync(data, { recursive: true, force: true });
  }
}

/** Subscribes, reads one event, and disconnects. */
async function watchAWhile(origin: string, tss: string): Promise<void> {
  const gone = new AbortController();
  const { body } = await fetch(`${origin}/graphql/stream`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', accept: 'text/event-stream' },
    body: JSON.stringify({ query: `subscription { tssChanged(tssUuid: "${tss}") { state } }` }),
    signal: gone.signal,
  });
  await body?.getReader().read();
  gone.abort();
}

async function main(): Promise<void> {
  const { values } = parseArgs({ options: { minutes: { type: 'string', default: '10' } } });
  let minutes = 0;
  const left = await measureHeap(startArguments(), Number(values.minutes), 59, (megabytes) => {
    minutes += 1;
    process.stderr.write(`minute ${minutes} of ${values.minutes}: ${megabytes.toFixed(1)} MB\n`);
  });
  printTable(
    left.map((megabytes, minute) => ({ minute: String(minute + 1), 'heap after rest, MB': megabytes.toFixed(1) })),
  );
  const counted = left.slice(1);
  const growth = ((counted.at(-1) ?? 0) - (counted[0] ?? 0)) / Math.max(1, counted.length - 1);
  const isFlat = growth <= FLAT;
  process.stdout.write(`${growth.toFixed(2)} MB a minute: ${isFlat ? 'flat' : 'NOT flat'}\n`);
  process.exitCode = isFlat ? 0 : 1;
}

// `npm run bench:heap` builds first, so that it measures what users run.
if (process.argv[1] === fileURLToPath(import.meta.url)) void main();
