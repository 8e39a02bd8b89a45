import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { isDeepStrictEqual, parseArgs } from 'node:util';
import { Pool } from 'undici';
import { printTable } from './print-table.js';
import { type Contender, contendersOf, tsx } from './contenders.js';
import { installPeers, type Peer, peers } from './peers.js';
import { type Program, startArguments, startProgram } from './program.js';
import { measureSigning } from './signing.js';
import { type Workload, workloads } from './servers/workloads.js';

/** Results of one server in one round. */
interface Measured {
  readonly rate: number;
  readonly p50: number;
  readonly p99: number;
  /** CPU seconds of the server for 1,000 requests. */
  readonly cpu: number;
  readonly memory: number;
  readonly calls: number;
}

/** Settings of the benchmark. */
export interface Plan {
  /** Arguments of Node.js up to the gateway's command. */
  readonly gateway: readonly string[];
  /** Duration of each measurement and of each warm-up, in seconds. */
  readonly seconds: number;
  readonly rounds: number;
  readonly workloads: readonly Workload[];
  readonly contenders: readonly string[];
  /** Other GraphQL servers to measure too. */
  readonly peers?: readonly Peer[];
}

/** Receives progress and results. */
export interface Report {
  readonly progress: (text: string) => void;
  /** Called with the lines of each workload when it has ended. */
  readonly measured: (lines: readonly Line[]) => void;
}

/** A line of the table. */
export type Line = Readonly<Record<string, string>>;

/** Number of requests so far, in all workloads. It selects the variables and the caller of each request. */
let asked = 0;

const DEFAULT_CONNECTIONS = 16;
/** Maximum length of an error in the table, in characters. */
const LONGEST_REASON = 60;
/** The server that all others are compared with. */
const BARE = 'bare proxy';

/** Measures all servers. Each round measures every server in turn, so other load on the machine affects all of them. */
export async function measureGateway(plan: Plan, report: Report): Promise<readonly Line[]> {
  const lines: Line[] = [];
  for (const isFar of [false, true]) {
    const wanted = plan.workloads.filter((workload) => (workload.isFar ?? false) === isFar);
    if (wanted.length > 0) lines.push(...(await measureAt(isFar ? '20' : '0', wanted, plan, report)));
  }
  return lines;
}

async function measureAt(
  latency: string,
  wanted: readonly Workload[],
  plan: Plan,
  report: Report,
): Promise<readonly Line[]> {
  const upstream = await startProgram(tsx('upstream'), { LATENCY: latency });
  const running: { readonly contender: Contender; readonly program: Program }[] = [];
  const lines: Line[] = [];
  try {
    for (const contender of contendersOf(plan.gateway, plan.contenders, plan.peers ?? [])) {
      report.progress(`starting ${contender.name}`);
      try {
        running.push({ contender, program: await contender.start(new URL('/api/v2', upstream.url).href) });
      } catch (error) {
        const line = { server: contender.name, 'does not run': error instanceof Error ? error.message : String(error) };
        report.measured([line]);
        lines.push(line);
      }
    }
    for (const [index, workload] of wanted.entries()) {
      const able = running.filter(({ contender }) => queryFor(contender, workload) !== undefined);
      const right = await compareAnswers(workload, able);
      const failed = new Map<string, string>();
      const rounds: Map<string, Measured>[] = [];
      for (let round = 0; round <= plan.rounds; round += 1) {
        const place = `${index + 1} of ${wanted.length}`;
        const left = Math.ceil(((plan.rounds + 1 - round) * able.length * plan.seconds) / 10) * 10;
        report.progress(
          `workload ${place}, ${workload.title}: ${round === 0 ? 'warming up' : `round ${round} of ${plan.rounds}`}, some ${left} s left`,
        );
        const measured = new Map<string, Measured>();
        for (const { contender, program } of able) {
          if (failed.has(contender.name)) continue;
          try {
            measured.set(contender.name, await measure(contender, program, upstream, workload, plan.seconds));
          } catch (error) {
            failed.set(contender.name, `fails: ${String(error).slice(0, LONGEST_REASON)}`);
          }
        }
        if (round > 0) rounds.push(measured);
      }
      const measured = running.flatMap(({ contender: { name, cannot } }): readonly Line[] => {
        const reason = failed.get(name) ?? reasonIn(cannot, workload);
        if (reason === undefined && rounds.some((round) => round.has(name))) {
          return linesOf(workload, name, rounds, right.has(name));
        }
        return reason === undefined ? [] : [{ workload: workload.title, server: name, answer: reason }];
      });
      report.measured(measured);
      lines.push(...measured);
    }
    return lines;
  } finally {
    for (const { program } of running) await program.stop();
    await upstream.stop();
  }
}

/**
 * Finds the servers that return the same answer as the bare proxy, apart from wrappers of lists. For servers with the
 * upstream's own names, only the ids in the answers are compared.
 */
async function compareAnswers(
  workload: Workload,
  running: readonly { readonly contender: Contender; readonly program: Program }[],
): Promise<ReadonlySet<string>> {
  const right = new Set<string>();
  let first: { readonly answer: unknown; readonly ids: readonly string[] } | undefined;
  for (const { contender, program } of running) {
    const pool = new Pool(program.url.origin, { connections: 1 });
    const text = await request(pool, contender, program, workload, 1).catch(() => undefined);
    await pool.close();
    if (text === undefined) continue; // the measurement will show the reason
    const own = { answer: withoutWrappers(JSON.parse(text)), ids: text.match(UUID)?.sort() ?? [] };
    first ??= own;
    const isSame =
      contender.ask === 'raw-graphql'
        ? isDeepStrictEqual(own.ids, first.ids)
        : isDeepStrictEqual(own.answer, first.answer);
    if (isSame) right.add(contender.name);
  }
  return right;
}

function reasonIn(cannot: Contender['cannot'], workload: Workload): string | undefined {
  return cannot?.[workload.name] ?? cannot?.[kindOf(workload)];
}

/** The kind of a workload: the first word of its name. */
function kindOf({ name }: Workload): string {
  return name.split('-')[0] ?? '';
}

const UUID = /[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/g;

/** The GraphQL query for a server; undefined if the server cannot answer the workload. */
function queryFor({ ask, cannot }: Contender, workload: Workload): string | undefined {
  if (reasonIn(cannot, workload) !== undefined) return undefined;
  if (ask === 'raw-graphql') return workload.rawQuery;
  return ask === 'graphql' ? workload.query : workload.plainQuery;
}

function withoutWrappers(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutWrappers);
  if (typeof value !== 'object' || value === null) return value;
  if ('nodes' in value) return withoutWrappers(value.nodes);
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, withoutWrappers(inner)]));
}

async function request(
  pool: Pool,
  contender: Contender,
  { url }: Program,
  workload: Workload,
  index: number,
): Promise<string> {
  const { ask } = contender;
  const authorization = `Bearer ${workload.isFresh ? 'fresh' : 'token'}-${index % workload.callers}`;
  const after =
    ask === 'graphql' && workload.firstPage !== undefined ? await cursorAt(url, workload.firstPage) : undefined;
  const variables = { ...workload.variables?.(index), ...(after !== undefined && { after }) };
  const { body, statusCode } =
    ask === 'proxy'
      ? await pool.request({
          method: 'GET',
          path: `/${kindOf(workload)}?${new URLSearchParams(variables).toString()}`,
          headers: { authorization },
        })
      : await pool.request({
          method: 'POST',
          path: url.pathname === '/' && ask === 'graphql' ? '/graphql' : url.pathname,
          headers: { authorization, 'content-type': 'application/json' },
          body: JSON.stringify({ query: queryFor(contender, workload), variables }),
        });
  const text = await body.text();
  if (statusCode !== 200 || tellsOfErrors(text)) throw new Error(`answered ${statusCode}: ${text.slice(0, 200)}`);
  return text;
}

/** Cursors by the URL of the gateway that returned them. */
const cursors = new Map<string, Promise<string>>();

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

async function measure(
  contender: Contender,
  program: Program,
  upstream: Program,
  workload: Workload,
  seconds: number,
): Promise<Measured> {
  const connections = workload.connections ?? DEFAULT_CONNECTIONS;
  const pool = new Pool(program.url.origin, { connections });
  const takeCalls = async () => Number(await (await fetch(new URL('/calls', upstream.url))).text());
  await takeCalls();
  const times: number[] = [];
  const begin = performance.now();
  const cpuBefore = program.cpu();
  const caller = async () => {
    // At least one request, even on a busy machine.
    do {
      const start = performance.now();
      await request(pool, contender, program, workload, (asked += 1));
      times.push(performance.now() - start);
    } while (performance.now() - begin < seconds * 1_000);
  };
  await Promise.all(Array.from({ length: connections }, caller));
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

/** Columns of the table, and their number of decimals. */
const COLUMNS: Readonly<Record<string, { readonly of: keyof Measured; readonly digits: number }>> = {
  'requests/s': { of: 'rate', digits: 0 },
  'p50 ms': { of: 'p50', digits: 2 },
  'p99 ms': { of: 'p99', digits: 2 },
  'CPU s/1,000': { of: 'cpu', digits: 3 },
  MB: { of: 'memory', digits: 0 },
  calls: { of: 'calls', digits: 1 },
};

/**
 * Lines for one server: the median of each figure over all rounds, and its ratio to the bare proxy in the same round
 * (median, minimum and maximum).
 */
function linesOf(
  workload: Workload,
  name: string,
  rounds: readonly Map<string, Measured>[],
  isRight: boolean,
): readonly Line[] {
  const cells = (cell: (column: { readonly of: keyof Measured; readonly digits: number }) => string) =>
    Object.fromEntries(Object.entries(COLUMNS).map(([title, column]) => [title, cell(column)]));
  const values = cells(({ of, digits }) =>
    median(rounds.flatMap((round) => round.get(name)?.[of] ?? [])).toFixed(digits),
  );
  const line = { workload: workload.title, server: name, ...values, answer: isRight ? 'right' : 'WRONG' };
  if (name === BARE || !rounds.some((round) => round.has(BARE))) return [line];
  const multiples = cells(({ of }) => {
    const each = rounds.flatMap((round) => {
      const [bare, own] = [round.get(BARE)?.[of] ?? 0, round.get(name)?.[of]];
      return bare > 0 && own !== undefined ? own / bare : [];
    });
    if (each.length === 0) return '';
    return `${median(each).toFixed(2)} (${Math.min(...each).toFixed(2)}–${Math.max(...each).toFixed(2)})`;
  });
  return [line, { workload: workload.title, server: `  × ${BARE}`, ...multiples, answer: '' }];
}

function median(values: readonly number[]): number {
  return values.toSorted((one, other) => one - other)[values.length >> 1] ?? 0;
}

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      only: { type: 'string', multiple: true, default: [] },
      servers: { type: 'string', multiple: true, default: [] },
      seconds: { type: 'string', default: '4' },
      rounds: { type: 'string', default: '3' },
      peers: { type: 'boolean', default: false },
    },
  });
  if (!existsSync('/proc/self/stat')) throw new Error('CPU is read from /proc, so this runs on Linux only.');
  const isWanted = (name: string): boolean => values.only.length === 0 || values.only.includes(name);
  const gateway = startArguments();
  if (values.peers) {
    process.stderr.write('installing the peers, the first time half a minute ...\n');
    await installPeers().catch((error: unknown) => {
      process.stderr.write(`They cannot be installed: ${String(error)}\n`);
    });
  }
  await measureGateway(
    {
      gateway,
      seconds: Number(values.seconds),
      rounds: Number(values.rounds),
      workloads: workloads.filter(({ name }) => isWanted(name)),
      contenders: values.servers,
      peers: values.peers ? peers : [],
    },
    {
      progress: (text) => process.stderr.write(`${text}\n`),
      measured: (lines) => {
        printTable(lines, 'workload');
      },
    },
  );
  if (isWanted('signing')) {
    process.stderr.write('signing\n');
    printTable(await measureSigning(gateway, 2_000));
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) void main();
