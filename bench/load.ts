import { Pool } from 'undici';
import type { Contender } from './contenders.js';
import type { Program } from './program.js';
import type { Workload } from './servers/workloads.js';

/** A server that has started. */
export interface Running {
  readonly contender: Contender;
  readonly program: Program;
}

/** Results of one server in one round. */
export interface Measured {
  readonly rate: number;
  readonly p50: number;
  readonly p99: number;
  /** CPU seconds of the server for 1,000 requests. */
  readonly cpu: number;
  readonly memory: number;
  readonly calls: number;
}

/** Number of requests so far, in all workloads. It selects the variables and the caller of each request. */
let asked = 0;

/** Cursors by the URL of the gateway that returned them. */
const cursors = new Map<string, Promise<string>>();

/** Why a server cannot answer a workload, if so. */
export function reasonIn(cannot: Contender['cannot'], { name }: Workload): string | undefined {
  return cannot?.[name] ?? cannot?.[name.split('-')[0] ?? ''];
}

/** The GraphQL query for a server; undefined if the server cannot answer the workload. */
export function queryFor({ ask, cannot }: Contender, workload: Workload): string | undefined {
  if (reasonIn(cannot, workload) !== undefined) return undefined;
  if (ask === 'raw-graphql') return workload.rawQuery;
  return ask === 'graphql' ? workload.query : workload.plainQuery;
}

/**
 * Sends one request. All servers get the same kind of request; the bare proxy reads only the name of the operation and
 * the variables.
 * @returns the text of the answer
 * @throws Error if the answer has errors
 */
export async function ask(
  pool: Pool,
  { contender, program: { url } }: Running,
  workload: Workload,
  index: number,
): Promise<string> {
  const isGateway = contender.ask === 'graphql';
  const after = isGateway && workload.firstPage !== undefined ? await cursorAt(url, workload.firstPage) : undefined;
  const { body, statusCode } = await pool.request({
    method: 'POST',
    path: isGateway && url.pathname === '/' ? '/graphql' : url.pathname,
    headers: {
      accept: 'application/json',
      authorization: `Bearer ${workload.isFresh ? 'fresh' : 'token'}-${index % workload.callers}`,
      'content-type': 'application/json',
    },
    body: JSON.stringify({
      operationName: workload.operationName,
      query: queryFor(contender, workload),
      variables: { ...workload.variables?.(index), ...(after !== undefined && { after }) },
    }),
  });
  const text = await body.text();
  if (statusCode !== 200 || tellsOfErrors(text)) throw new Error(`answered ${statusCode}: ${text.slice(0, 200)}`);
  return text;
}

/** The cursor at the end of a page of transactions. Each gateway is asked only once. */
function cursorAt(url: URL, query: string): Promise<string> {
  const cursor = cursors.get(url.href) ?? readCursor(new URL('/graphql', url), query);
  cursors.set(url.href, cursor);
  return cursor;
}

async function readCursor(url: URL, query: string): Promise<string> {
  const headers = { authorization: 'Bearer cursor', 'content-type': 'application/json' };
  const response = await fetch(url, { method: 'POST', headers, body: JSON.stringify({ query }) });
  const answer = (await response.json()) as { data: { transactions: { pageInfo: { endCursor: string } } } };
  return answer.data.transactions.pageInfo.endCursor;
}

/** Whether a GraphQL answer has errors. The upstream's data has no member with this name. */
function tellsOfErrors(text: string): boolean {
  return text.includes('"errors":[');
}

/**
 * Keeps all connections of a workload busy for some seconds. The CPU of the server is read before the first request
 * and after the last answer, so it belongs to exactly the counted requests.
 */
export async function measure(
  running: Running,
  upstream: Program,
  workload: Workload,
  seconds: number,
): Promise<Measured> {
  const { program } = running;
  const pool = new Pool(program.url.origin, { connections: workload.connections });
  const takeCalls = async () => Number(await (await fetch(new URL('/calls', upstream.url))).text());
  await takeCalls();
  const times: number[] = [];
  const begin = performance.now();
  const cpuBefore = program.cpu();
  const caller = async () => {
    // At least one request, even on a busy machine.
    do {
      const start = performance.now();
      await ask(pool, running, workload, (asked += 1));
      times.push(performance.now() - start);
    } while (performance.now() - begin < seconds * 1_000);
  };
  await Promise.all(Array.from({ length: workload.connections }, caller));
  const cpu = program.cpu() - cpuBefore;
  const elapsed = (performance.now() - begin) / 1_000;
  const calls = await takeCalls();
  await pool.close();
  times.sort((one, other) => one - other);
  const at = (share: number) => times[Math.min(times.length - 1, Math.floor(times.length * share))] ?? 0;
  return {
    rate: times.length / elapsed,
    p50: at(0.5),
    p99: at(0.99),
    cpu: (cpu / times.length) * 1_000,
    memory: program.memory(),
    calls: calls / times.length,
  };
}
