import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { ReadyMessage } from './sandbox-child.js';

/** A sandbox in a process of its own, so that it can be killed. */
export interface SandboxProcess extends ReadyMessage {
  /** Kills it as a power cut would, and waits until it is gone. */
  kill(): Promise<void>;
}

/**
 * Starts a sandbox without demo data in another process.
 * @throws Error with its output when it does not start
 */
export async function forkSandbox(dataFolder: string): Promise<SandboxProcess> {
  const program = fileURLToPath(new URL('./sandbox-child.ts', import.meta.url));
  const child = fork(program, [dataFolder], {
    execArgv: ['--import', 'tsx', '--disable-warning=ExperimentalWarning'],
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
  });
  let errors = '';
  child.stderr?.on('data', (chunk: Buffer) => (errors += chunk.toString()));
  const ready = await Promise.race([once(child, 'message'), once(child, 'exit').then(() => undefined)]);
  if (!ready) throw new Error(errors);
  return { ...(ready[0] as ReadyMessage), kill: () => kill(child) };
}

async function kill(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = once(child, 'exit');
  child.kill('SIGKILL');
  await gone;
}
