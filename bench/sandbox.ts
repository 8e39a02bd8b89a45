import { fork, type ChildProcess } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Pool } from 'undici';
import { demo, LIFTED_LIMITS, startSandbox } from '../src/sandbox/index.js';

const CONNECTIONS = 64;

/** A line of the table. */
export interface Measured {
  readonly what: string;
  readonly value: string | number;
}

async function serve(dataFolder: string): Promise<void> {
  const ports = { middlewarePort: 0, backendPort: 0, controlPort: 0 };
  const { middlewareUrl } = await startSandbox({ dataFolder, ...ports, demo: false, limits: LIFTED_LIMITS });
  // What this machine can do at all: a server that has nothing to do but to send as many bytes.
  const bytes = JSON.stringify({ bare: 'x'.repeat(1_500) });
  const bare = createServer((request, answer) => {
    request.resume();
    answer.writeHead(200, { 'content-type': 'application/json' }).end(bytes);
  }).listen(0, '127.0.0.1');
  await once(bare, 'listening');
  const { port } = bare.address() as AddressInfo; // it listens on a port
  process.send?.({ middlewareUrl, bareUrl: `http://127.0.0.1:${port}/` });
  process.on('message', () => process.send?.({ memory: process.memoryUsage().rss }));
  process.once('disconnect', () => process.exit());
}

/**
 * How fast the sandbox is, from another process over HTTP, with durable commits.
 * @param seconds how long each rate is measured
 * @param exportSizes signatures in the exports that are measured
 */
export async function measureSandbox(seconds: number, exportSizes: readonly number[]): Promise<readonly Measured[]> {
  const dataFolder = mkdtempSync(join(tmpdir(), 'sandbox-bench-'));
  const child = fork(fileURLToPath(import.meta.url), ['serve', dataFolder], {
    execArgv: ['--import', 'tsx', '--disable-warning=ExperimentalWarning'],
  });
  try {
    const [message] = (await once(child, 'message')) as [{ middlewareUrl: string; bareUrl: string }]; // what serve() sends
    const { middlewareUrl, bareUrl } = message;
    const url = new URL(middlewareUrl);
    const till = new Till(url, await logIn(url));
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
    const bare = new Till(new URL(bareUrl), '');
    const limit = await repeat(seconds, () => bare.call('GET', ''));
    await bare.close();
    rows.push({ what: 'the same bytes from a bare node:http server', value: Math.round(limit) });
    rows.push({ what: 'memory, MB', value: await memoryOf(child) });
    for (const size of exportSizes) {
      rows.push(...(await measureExport(till, size, child)));
    }
    await till.close();
    return rows;
  } finally {
    child.kill();
    rmSync(dataFolder, { recursive: true, force: true });
  }
}

/** Signs so many messages on a new TSS, then exports and downloads them all. */
async function measureExport(till: Till, size: number, child: ChildProcess): Promise<readonly Measured[]> {
  const tss = await till.setUp();
  let left = size / 2;
  const sell = async (): Promise<void> => {
    for (; left > 0; left -= 1) await till.sell(tss);
  };
  await Promise.all(Array.from({ length: CONNECTIONS }, sell));
  let peak = 0;
  const watch = setInterval(() => void memoryOf(child).then((memory) => (peak = Math.max(peak, memory))), 200);
  const begin = performance.now();
  const path = `/tss/${tss}/export/${randomUUID()}`;
  await till.call('PUT', path);
  while ((await till.call('GET', path)).state !== 'COMPLETED') await new Promise((next) => setTimeout(next, 20));
  const bytes = await till.download(`${path}/file`);
  clearInterval(watch);
  const seconds = ((performance.now() - begin) / 1000).toFixed(1);
  return [
    { what: `export of ${size} signatures, s`, value: seconds },
    { what: `its size and the peak of memory, MB`, value: `${Math.round(bytes / 1e6)}, ${peak}` },
  ];
}

/** Calls a second that CONNECTIONS callers at once get answered. */
async function repeat(seconds: number, call: (index: number) => Promise<unknown>): Promise<number> {
  const begin = performance.now();
  const end = begin + seconds * 1000;
  let done = 0;
  const caller = async (_: unknown, index: number): Promise<void> => {
    for (; performance.now() < end; done += 1) await call(index);
  };
  await Promise.all(Array.from({ length: CONNECTIONS }, caller));
  return (done * 1000) / (performance.now() - begin);
}

async function memoryOf(child: ChildProcess): Promise<number> {
  child.send('memory');
  const [{ memory }] = (await once(child, 'message')) as [{ memory: number }]; // what serve() sends
  return Math.round(memory / 1e6);
}

async function logIn(url: URL): Promise<string> {
  const body = { api_key: demo.apiKey, api_secret: demo.apiSecret };
  const stranger = new Till(url, '');
  const answer = await stranger.call('POST', '/auth', body);
  await stranger.close();
  return String(answer.access_token);
}

/** As little of a client as can be, so that the sandbox is measured and not its caller. */
class Till {
  readonly #pool: Pool;
  readonly #base: string;
  readonly #token: string;
  /** The client of each TSS. */
  readonly #clients = new Map<string, string>();

  constructor(url: URL, token: string) {
    this.#pool = new Pool(url.origin, { connections: CONNECTIONS });
    this.#base = url.pathname;
    this.#token = token;
  }

  async call(method: 'GET' | 'PUT' | 'PATCH' | 'POST', path: string, body?: object): Promise<Record<string, unknown>> {
    const headers = { authorization: `Bearer ${this.#token}`, 'content-type': 'application/json' };
    const text = body && JSON.stringify(body);
    const answer = await this.#pool.request({ method, path: this.#base + path, headers, ...(text && { body: text }) });
    const json = (await answer.body.json()) as Record<string, unknown>; // the sandbox answers objects only
    if (answer.statusCode !== 200) throw new Error(`${method} ${path}: ${JSON.stringify(json)}`);
    return json;
  }

  close(): Promise<void> {
    return this.#pool.close();
  }

  /** The size of a file, read to its end. */
  async download(path: string): Promise<number> {
    const headers = { authorization: `Bearer ${this.#token}` };
    const { body } = await this.#pool.request({ method: 'GET', path: this.#base + path, headers });
    let size = 0;
    for await (const chunk of body) size += (chunk as Uint8Array).length; // a stream of bytes
    return size;
  }

  /** An INITIALIZED TSS with a client. */
  async setUp(): Promise<string> {
    const [id, client] = [randomUUID(), randomUUID()];
    const { admin_puk } = await this.call('PUT', `/tss/${id}`, {});
    await this.call('PATCH', `/tss/${id}`, { state: 'UNINITIALIZED' });
    await this.call('PATCH', `/tss/${id}/admin`, { admin_puk, new_admin_pin: '123456' });
    await this.call('POST', `/tss/${id}/admin/auth`, { admin_pin: '123456' });
    await this.call('PATCH', `/tss/${id}`, { state: 'INITIALIZED' });
    await this.call('PUT', `/tss/${id}/client/${client}`, { serial_number: client });
    this.#clients.set(id, client);
    return id;
  }

  /** Starts and finishes a receipt; answers its id. */
  async sell(tss: string): Promise<string> {
    const id = randomUUID();
    const path = `/tss/${tss}/tx/${id}?tx_revision=`;
    const client_id = this.#clients.get(tss);
    await this.call('PUT', `${path}1`, { state: 'ACTIVE', client_id });
    const amount = '11.90';
    const receipt = {
      receipt_type: 'RECEIPT',
      amounts_per_vat_rate: [{ vat_rate: 'NORMAL', amount }],
      amounts_per_payment_type: [{ payment_type: 'CASH', amount }],
    };
    await this.call('PUT', `${path}2`, { state: 'FINISHED', client_id, schema: { standard_v1: { receipt } } });
    return id;
  }
}

// `npm run bench:sandbox` measures exports of 1,000 and 100,000 signatures; with `-- --full` of 1,000,000 too, which are signed first.
if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const [, , command, dataFolder = ''] = process.argv;
  if (command === 'serve') await serve(dataFolder);
  else console.table(await measureSandbox(5, [1_000, 100_000, ...(command === '--full' ? [1_000_000] : [])]));
}
