import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { fileURLToPath } from 'node:url';
import { startProgram, type Program } from './program.js';
import { Till } from './till.js';

const CONNECTIONS = 64;

/** A line of the table. */
export interface Measured {
  readonly what: string;
  readonly value: string | number;
}

/** Settings: the program to start, the duration of each measurement, and the number of signatures in each export. */
export interface Plan {
  /** Arguments of Node.js up to the command. */
  readonly program: readonly string[];
  readonly seconds: number;
  readonly exportSizes: readonly number[];
}

/** Measures the sandbox as a separate process over HTTP, with durable commits. */
export async function measureSandbox(plan: Plan): Promise<readonly Measured[]> {
  const dataFolder = mkdtempSync(path.join(tmpdir(), 'sandbox-bench-'));
  const start = (): Promise<Program> =>
    startProgram([
      ...plan.program,
      'sandbox',
      ...['--middleware-port', '0', '--backend-port', '0', '--control-port', '0'],
      ...['--data', dataFolder, '--no-demo', '--no-limits'],
    ]);
  try {
    return [...(await measureRates(await start(), plan.seconds)), ...(await measureExports(start, dataFolder, plan))];
  } finally {
    rmSync(dataFolder, { recursive: true, force: true });
  }
}

async function measureRates(sandbox: Program, seconds: number): Promise<readonly Measured[]> {
  const till = await Till.logIn(sandbox.url, CONNECTIONS);
  const rows: Measured[] = [];
  for (const count of [1, 10]) {
    const all = await Promise.all(Array.from({ length: count }, () => till.setUp()));
    const sales = await repeat(seconds, (index) => till.sell(all[index % count] ?? ''));
    rows.push({ what: `sales a second (start + finish), ${count} TSS`, value: Math.round(sales) });
    rows.push({ what: `signed revisions a second, ${count} TSS`, value: Math.round(2 * sales) });
  }
  const tss = await till.setUp();
  const sold = await till.sell(tss);
  const reads = await repeat(seconds, () => till.call('GET', `/tss/${tss}/tx/${sold}`));
  rows.push({ what: 'reads of a transaction a second', value: Math.round(reads) });
  rows.push({ what: 'as many bytes from a bare node:http server', value: Math.round(await measureBare(seconds)) });
  rows.push({ what: 'memory, MB', value: sandbox.memory() });
  await till.close();
  await sandbox.stop();
  return rows;
}

async function measureBare(seconds: number): Promise<number> {
  const server = await startProgram(['--import', 'tsx', 'bench/bare.ts']);
  const client = new Till(server.url, '', CONNECTIONS);
  const rate = await repeat(seconds, () => client.call('GET', ''));
  await client.close();
  await server.stop();
  return rate;
}

/**
 * Measures exports of TSS with `exportSizes` log messages. Only the first hundred messages are really signed. The
 * others are copies, because nothing verifies them here.
 */
async function measureExports(
  start: () => Promise<Program>,
  dataFolder: string,
  { exportSizes }: Plan,
): Promise<readonly Measured[]> {
  const first = await start();
  const seller = await Till.logIn(first.url, CONNECTIONS);
  const all: { tss: string; size: number }[] = [];
  for (const size of exportSizes) {
    const tss = await seller.setUp();
    for (let sale = 0; sale < 50; sale += 1) await seller.sell(tss);
    all.push({ tss, size });
  }
  await seller.close();
  await first.stop();
  for (const { tss, size } of all) lengthenLog(dataFolder, tss, size);
  const rows: Measured[] = [];
  for (const { tss, size } of all) rows.push(...(await measureExport(await start(), tss, size)));
  return rows;
}

function lengthenLog(dataFolder: string, tss: string, size: number): void {
  const database = new DatabaseSync(path.join(dataFolder, 'sandbox.sqlite'));
  const { key, counter } = database
    .prepare('SELECT key, signature_counter AS counter FROM tss WHERE id = ?')
    .get(tss) as { key: number; counter: number }; // the TSS exists
  database
    .prepare(
      `INSERT INTO log (tss, signature_counter, log_time, message)
        WITH RECURSIVE numbers (value) AS (SELECT ?1 + 1 UNION ALL SELECT value + 1 FROM numbers WHERE value < ?2)
        SELECT tss, value, log_time, message FROM numbers JOIN log ON tss = ?3 AND signature_counter = ?1 - value % 100`,
    )
    .run(counter, size, key);
  database.prepare('UPDATE tss SET signature_counter = ? WHERE key = ?').run(size, key);
  database.close();
}

async function measureExport(sandbox: Program, tss: string, size: number): Promise<readonly Measured[]> {
  const till = await Till.logIn(sandbox.url, CONNECTIONS);
  let peak = 0;
  const watch = setInterval(() => (peak = Math.max(peak, sandbox.memory())), 100);
  const begin = performance.now();
  const at = `/tss/${tss}/export/${randomUUID()}`;
  await till.call('PUT', at);
  for (let state; state !== 'COMPLETED'; { state } = await till.call('GET', at)) {
    if (state === 'ERROR') throw new Error(`The export of ${size} signatures has failed.`);
    await new Promise((next) => setTimeout(next, 20));
  }
  const made = performance.now();
  const bytes = await till.download(`${at}/file`);
  clearInterval(watch);
  const seconds = (from: number): string => ((performance.now() - from) / 1000).toFixed(1);
  const times = `${seconds(begin)}, of which download ${seconds(made)}`;
  await till.close();
  await sandbox.stop();
  return [
    { what: `export of ${size} signatures, s`, value: times },
    { what: 'its size and the peak of memory, MB', value: `${Math.round(bytes / 1e6)}, ${peak}` },
  ];
}

/** Answered calls per second with CONNECTIONS parallel callers. */
async function repeat(seconds: number, call: (index: number) => Promise<unknown>): Promise<number> {
  const begin = performance.now();
  const end = begin + seconds * 1000;
  let done = 0;
  const caller = async (_: unknown, index: number): Promise<void> => {
    do {
      await call(index);
      done += 1;
    } while (performance.now() < end);
  };
  await Promise.all(Array.from({ length: CONNECTIONS }, caller));
  return (done * 1000) / (performance.now() - begin);
}

async function main(): Promise<void> {
  const program = ['--disable-warning=ExperimentalWarning', 'dist/main.js'];
  console.table(await measureSandbox({ program, seconds: 5, exportSizes: [1_000, 100_000, 1_000_000] }));
}

// `npm run bench:sandbox` builds first, so that it measures what users run.
if (process.argv[1] === fileURLToPath(import.meta.url)) void main();
