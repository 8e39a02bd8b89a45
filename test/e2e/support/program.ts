import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('../../../', import.meta.url));

/** `fiskaly-graphql` in a process of its own, so that it can be stopped and killed. */
export interface Program {
  readonly process: ChildProcess;
  /** All that it has written so far, errors too. */
  readonly output: () => string;
  /** Code and signal with which it ended. */
  readonly exited: Promise<readonly unknown[]>;
}

/**
 * Starts `fiskaly-graphql`, as it is built, with these arguments and no other environment, and waits until it says
 * where it listens.
 */
export async function startProgram(
  args: readonly string[],
  variables: Readonly<Record<string, string>>,
): Promise<Program> {
  const child = spawn(process.execPath, ['dist/main.js', ...args], {
    cwd: ROOT,
    env: { PATH: process.env.PATH, ...variables },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const exited = once(child, 'exit');
  let output = '';
  child.stderr.on('data', (chunk: Buffer) => (output += chunk.toString()));
  const ready = new Promise<void>((resolve) => {
    child.stdout.on('data', (chunk: Buffer) => {
      output += chunk.toString();
      if (output.includes('Backend')) resolve();
    });
  });
  await Promise.race([
    ready,
    exited.then(([code, signal]) => {
      throw new Error(`It did not start but ended with ${String(code ?? signal)}: ${output}`);
    }),
  ]);
  return { process: child, output: () => output, exited };
}
