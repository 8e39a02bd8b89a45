import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, readFileSync } from 'node:fs';
import { connect } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('../', import.meta.url));

/** A server in a separate process. */
export interface Program {
  /** The first URL in its output. */
  readonly url: URL;
  /** All URLs in its output at the start. */
  readonly urls: readonly URL[];
  /** Memory of the process and its child processes now, in MB. */
  memory(): number;
  /**
   * CPU time of the process and its child processes, with all threads, in seconds. Linux only; the resolution is 10 ms.
   */
  cpu(): number;
  /** Stops the process cleanly. */
  stop(): Promise<void>;
}

/** Options for a program on one core, or one that is not Node.js, or does not print its URL. */
interface Start {
  readonly core?: number | undefined;
  readonly command?: string;
  /** URL on which it listens. Default: the URL that it prints. */
  readonly url?: string;
}

/** Maximum time of a start, in milliseconds. */
const START_TIME = 60_000;

/**
 * Starts Node.js, or another program, with these arguments, and waits until it listens.
 * @throws Error with the output of the program if it does not start
 */
export async function startProgram(
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
  { core, command = process.execPath, url }: Start = {},
): Promise<Program> {
  const words = [...(core === undefined ? [] : ['taskset', '-c', String(core)]), command, ...args];
  const child = spawn(words[0] ?? '', words.slice(1), {
    cwd: ROOT,
    stdio: ['ignore', 'pipe', url === undefined ? 'inherit' : 'pipe'],
    env: { ...process.env, ...env },
  });
  let output = '';
  const exited = once(child, 'close').catch(() => undefined);
  const said = (chunk: Buffer) => {
    output += chunk.toString();
  };
  child.stderr?.on('data', said);
  await new Promise<void>((resolve, reject) => {
    child.stdout?.on('data', (chunk: Buffer) => {
      said(chunk);
      if (url === undefined && output.includes('http:')) resolve();
    });
    if (url !== undefined) untilItListens(url, START_TIME).then(resolve, reject);
    const fail = (error?: Error) => {
      reject(new Error(`It did not start: ${error?.message ?? output.trim().split('\n').slice(-3).join(' ')}`));
    };
    child.once('error', fail);
    child.once('close', () => {
      fail();
    });
  });
  const urls = (url === undefined ? (output.match(/http:\S+/g) ?? []) : [url]).map((each) => new URL(each));
  const [first] = urls;
  if (!first) throw new Error('It names no address.');
  return {
    url: first,
    urls,
    memory: () => {
      const ids = familyOf(child.pid).join(',');
      const sizes = execFileSync('ps', ['-o', 'rss=', '-p', ids], { encoding: 'utf8' }).trim().split('\n');
      return Math.round(sizes.reduce((sum, size) => sum + Number(size), 0) / 1000);
    },
    cpu: () => familyOf(child.pid).reduce((sum, id) => sum + cpuOf(id), 0),
    stop: async () => {
      child.kill('SIGTERM');
      await exited;
    },
  };
}

/** A process and all its child processes. */
function familyOf(id: number | undefined): readonly number[] {
  if (id === undefined) return [];
  const children = readdirSync(`/proc/${id}/task`).flatMap((thread) =>
    readFileSync(`/proc/${id}/task/${thread}/children`, 'utf8').split(' ').filter(Boolean).map(Number),
  );
  return [id, ...children.flatMap(familyOf)];
}

function cpuOf(id: number): number {
  // The fields after the name in brackets: state, ten numbers, then the CPU ticks in user mode and in the kernel.
  const fields = readFileSync(`/proc/${id}/stat`, 'utf8').split(') ').at(-1)?.split(' ') ?? [];
  return (Number(fields[11]) + Number(fields[12])) / 100;
}

async function untilItListens(url: string, time: number): Promise<void> {
  const end = performance.now() + time;
  while (performance.now() < end) {
    const { hostname, port } = new URL(url);
    const socket = connect(Number(port), hostname);
    try {
      await once(socket, 'connect');
      return;
    } catch {
      await sleep(100);
    } finally {
      socket.destroy();
    }
  }
  throw new Error('It does not listen.');
}

/** Arguments of Node.js in `npm start`, so that the benchmark measures what users run. */
export function startArguments(): readonly string[] {
  const { scripts } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')) as {
    readonly scripts: Readonly<Record<string, string>>;
  };
  return scripts.start?.split(' ').slice(1) ?? [];
}
