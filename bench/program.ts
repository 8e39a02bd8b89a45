import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('../', import.meta.url));

/** A server that runs as a program of its own. */
export interface Program {
  /** The first address that it names. */
  readonly url: URL;
  /** What it holds in memory now, in MB. */
  memory(): number;
  /** Ends it, in order. */
  stop(): Promise<void>;
}

/** Starts Node.js with these arguments, and waits until the program says where it listens. */
export async function startProgram(args: readonly string[]): Promise<Program> {
  const child = spawn(process.execPath, args, { cwd: ROOT, stdio: ['ignore', 'pipe', 'inherit'] });
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
    stop: async () => {
      child.kill('SIGTERM');
      await exited;
    },
  };
}
