import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('../', import.meta.url));

/** A server that runs as a program of its own. */
export interface Program {
  /** The first address that it names. */
  readonly url: URL;
  /** What it holds in memory now, in MB. */
  memory(): number;
  /** Seconds of CPU that it has used, of all its threads. Linux only, which counts in hundredths. */
  cpu(): number;
  /** Ends it, in order. */
  stop(): Promise<void>;
}

/** Starts Node.js with these arguments, and waits until the program says where it listens. */
export async function startProgram(
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
): Promise<Program> {
  const child = spawn(process.execPath, args, {
    cwd: ROOT,
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { ...process.env, ...env },
  });
  let output = '';
  const exited = once(child, 'exit');
  await new Promise<void>((resolve, reject) => {
    child.stdout.on('data', (chunk: Buffer) => {
      output += chunk.toString();
      if (output.includes('http:')) resolve();
    });
    child.once('exit', () => {
      reject(new Error(`It did not start: ${output}`));
    });
  });
  return {
    url: new URL(/http:\S+/.exec(output)?.[0] ?? ''),
    memory: () => Math.round(Number(execFileSync('ps', ['-o', 'rss=', '-p', String(child.pid)])) / 1000),
    cpu: () => {
      // After the name in brackets: state, ten numbers, then ticks in user mode and in the kernel.
      const fields = readFileSync(`/proc/${child.pid}/stat`, 'utf8').split(') ').at(-1)?.split(' ') ?? [];
      return (Number(fields[11]) + Number(fields[12])) / 100;
    },
    stop: async () => {
      child.kill('SIGTERM');
      await exited;
    },
  };
}
