import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { atEndOfFile } from '../../support/clean-up.js';

/** What the program tells once it listens. */
interface ReadyMessage {
  readonly middlewareUrl: string;
  readonly backendUrl: string;
  readonly dsfinvkUrl: string;
}

/** A sandbox in a process of its own, so that it can be killed. */
export interface SandboxProcess extends ReadyMessage {
  /** Kills it as a power cut would, and waits until it is gone. */
  kill(): Promise<void>;
}

const CHILD = fileURLToPath(new URL('./sandbox-child.js', import.meta.url));

/**
 * Starts a sandbox without demo data in another process.
 * @param options `room`: KiB that each of its files may hold; as much as there is unless given. `program`: the file
 *   that is started in place of sandbox-child.js
 * @throws Error with its output when it does not start
 */
export async function forkSandbox(
  dataFolder: string,
  { room, program = CHILD }: { readonly room?: number; readonly program?: string } = {},
): Promise<SandboxProcess> {
  const node = [process.execPath, '--disable-warning=ExperimentalWarning', program, dataFolder];
  // A limit of the shell, which what it runs inherits.
  const limit = room === undefined ? '' : `ulimit -f ${room}; `;
  const child = spawn('bash', ['-c', `${limit}exec "$@"`, 'bash', ...node], {
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
  });
  atEndOfFile(() => kill(child)); // it must not outlive a test that has failed in the middle
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
