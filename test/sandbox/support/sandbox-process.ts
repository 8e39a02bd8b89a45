import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { ReadyMessage } from './sandbox-child.js';

/** A sandbox in a separate process, so that it can be killed. */
export interface SandboxProcess extends ReadyMessage {
  /** Kills it, like a power failure, and waits until it has ended. */
  kill(): Promise<void>;
}

/**
 * Starts a sandbox without demo data in another process.
 * @param room maximum size of each of its files in KiB; unlimited by default
 * @throws Error with its output when it does not start
 */
export async function forkSandbox(dataFolder: string, room?: number): Promise<SandboxProcess> {
  const program = fileURLToPath(new URL('./sandbox-child.ts', import.meta.url));
  const node = [process.execPath, '--import', 'tsx', '--disable-warning=ExperimentalWarning', program, dataFolder];
  // A limit of the shell, which its child inherits.
  const limit = room === undefined ? '' : `ulimit -f ${room}; `;
  const child = spawn('bash', ['-c', `${limit}exec "$@"`, 'bash', ...node], {
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
  });
  children.push(child);
  let errors = '';
  child.stderr?.on('data', (chunk: Buffer) => (errors += chunk.toString()));
  const ready = await Promise.race([once(child, 'message'), once(child, 'exit').then(() => undefined)]);
  if (!ready) throw new Error(errors);
  return { ...(ready[0] as ReadyMessage), kill: () => kill(child) };
}

/** Children to kill after the tests, because a failed test does not kill its own. */
const children: ChildProcess[] = [];
afterAll(() => Promise.all(children.map(kill)));

async function kill(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = once(child, 'exit');
  child.kill('SIGKILL');
  await gone;
}
