import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { isDeepStrictEqual, parseArgs } from 'node:util';
import { Pool } from 'undici';
import { compiled, compileServers } from './compile.js';
import { contendersOf } from './contenders.js';
import { type Cores, returnCores, shareCores } from './cores.js';
import { type Line, linesOf } from './lines.js';
import { ask, measure, type Measured, queryFor, reasonIn, type Running } from './load.js';
import { installPeers, type Peer, peers } from './peers.js';
import { printTable } from './print-table.js';
import { startArguments, startProgram } from './program.js';
import { type Upstream, type Workload, workloads } from './servers/workloads.js';
import { measureSigning } from './signing.js';

/** Settings of the benchmark. */
export interface Plan {
  /** Arguments of Node.js up to the gateway's command. */
  readonly gateway: readonly string[];
  /** Duration of each measurement, in seconds. */
  readonly seconds: number;
  /** Time for which each server answers a workload before it is measured, in seconds. */
  readonly warmUp: number;
  readonly rounds: number;
  readonly workloads: readonly Workload[];
  readonly contenders: readonly string[];
  /** Other GraphQL servers to measure too. */
  readonly peers?: readonly Peer[];
  /** Without them, all processes share all cores. */
  readonly cores?: Cores | undefined;
}

/** Receives progress and results. */
export interface Report {
  readonly progress: (text: string) => void;
  /** Called with the lines of each workload when it has ended. */
  readonly measured: (lines: readonly Line[]) => void;
}

/** Maximum length of an error in the table, in characters. */
const LONGEST_REASON = 60;

/** Environments of the upstream. */
const UPSTREAMS: Readonly<Record<Upstream, Readonly<Record<string, string>>>> = {
  uneven: {},
  even: { TILLS: 'even' },
  far: { LATENCY: '20' },
};

/** Measures all servers. Each round measures every server in turn, so other load on the machine affects all of them. */
export async function measureGateway(plan: Plan, report: Report): Promise<readonly Line[]> {
  compileServers();
  const lines: Line[] = [];
  for (const [name, env] of Object.entries(UPSTREAMS)) {
    const wanted = plan.workloads.filter(({ upstream }) => (upstream ?? 'uneven') === name);
    if (wanted.length > 0) lines.push(...(await measureAt(env, wanted, plan, report)));
  }
  return lines;
}

async function measureAt(
  env: Readonly<Record<string, string>>,
  wanted: readonly Workload[],
  plan: Plan,
  report: Report,
): Promise<readonly Line[]> {
  const upstream = await startProgram(compiled('upstream'), env);
  const running: Running[] = [];
  const lines: Line[] = [];
  const told = (some: readonly Line[]) => {
    report.measured(some);
    lines.push(...some);
  };
  try {
    for (const contender of contendersOf(plan.gateway, plan.contenders, plan.peers ?? [])) {
      report.progress(`starting ${contender.name}`);
      try {
        const program = await contender.start(new URL('/api/v2', upstream.url).href, plan.cores?.servers);
        running.push({ contender, program });
      } catch (error) {
        const reason = error instanceof Error ? error.message : String(error);
        told([{ server: contender.name, 'does not run': reason }]);
      }
    }
    for (const [index, workload] of wanted.entries()) {
      const place = `workload ${index + 1} of ${wanted.length}, ${workload.title}`;
      const able = running.filter(({ contender }) => queryFor(contender, workload) !== undefined);
      const right = await compareAnswers(workload, able);
      const failed = new Map<string, string>();
      const measureAll = async (seconds: number, ordered: readonly Running[]) => {
        const measured = new Map<string, Measured>();
        for (const each of ordered) {
          const { name } = each.contender;
          if (failed.has(name)) continue;
          try {
            measured.set(name, await measure(each, upstream, workload, seconds));
          } catch (error) {
            failed.set(name, `fails: ${String(error).slice(0, LONGEST_REASON)}`);
          }
        }
        return measured;
      };
      report.progress(`${place}: warming up, some ${Math.ceil(able.length * plan.warmUp)} s`);
      await measureAll(plan.warmUp, able);
      const rounds: Map<string, Measured>[] = [];
      for (let round = 1; round <= plan.rounds; round += 1) {
        report.progress(`${place}: round ${round} of ${plan.rounds}, some ${Math.ceil(able.length * plan.seconds)} s`);
        rounds.push(await measureAll(plan.seconds, round % 2 === 0 ? able.toReversed() : able));
      }
      told(
        running.flatMap(({ contender: { name, cannot } }): readonly Line[] => {
          const reason = failed.get(name) ?? reasonIn(cannot, workload);
          if (reason === undefined && rounds.some((round) => round.has(name))) {
            return linesOf(workload.title, name, rounds, right.has(name));
          }
          return reason === undefined ? [] : [{ workload: workload.title, server: name, answer: reason }];
        }),
      );
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
async function compareAnswers(workload: Workload, servers: readonly Running[]): Promise<ReadonlySet<string>> {
  const right = new Set<string>();
  let first: { readonly answer: unknown; readonly ids: readonly string[] } | undefined;
  for (const running of servers) {
    const pool = new Pool(running.program.url.origin, { connections: 1 });
    const text = await ask(pool, running, workload, 1).catch(() => undefined);
    await pool.close();
    if (text === undefined) continue; // the measurement will show the reason
    const own = { answer: withoutWrappers(JSON.parse(text)), ids: text.match(UUID)?.sort() ?? [] };
    first ??= own;
    const isSame =
      running.contender.ask === 'raw-graphql'
        ? isDeepStrictEqual(own.ids, first.ids)
        : isDeepStrictEqual(own.answer, first.answer);
    if (isSame) right.add(running.contender.name);
  }
  return right;
}

const UUID = /[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/g;

function withoutWrappers(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutWrappers);
  if (typeof value !== 'object' || value === null) return value;
  if ('nodes' in value) return withoutWrappers(value.nodes);
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, withoutWrappers(inner)]));
}

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      only: { type: 'string', multiple: true, default: [] },
      servers: { type: 'string', multiple: true, default: [] },
      seconds: { type: 'string', default: '4' },
      warmup: { type: 'string', default: '3' },
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
  const cores = shareCores();
  if (!cores) process.stderr.write('Without taskset and two cores, all processes disturb each other.\n');
  await measureGateway(
    {
      gateway,
      seconds: Number(values.seconds),
      warmUp: Number(values.warmup),
      rounds: Number(values.rounds),
      workloads: workloads.filter(({ name }) => isWanted(name)),
      contenders: values.servers,
      peers: values.peers ? peers : [],
      cores,
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
    if (cores) returnCores(cores);
    printTable(await measureSigning(gateway, 2_000));
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) void main();
