import { randomInt } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { type Program, startProgram } from './program.js';

/** The sandbox as a program of its own. */
export type SandboxProcess = Program;

/** Starts `fiskaly-graphql sandbox` and waits until it says where it listens. */
export function startSandboxProcess(variables: Record<string, string>): Promise<SandboxProcess> {
  return startProgram(['sandbox'], variables);
}

const given = new Set<number>();

/**
 * A port that is free, and stays so until it is used: it lies below those that the system gives to whoever wants any,
 * of which another test might be given it meanwhile.
 */
export async function freePort(): Promise<number> {
  for (;;) {
    const port = randomInt(20_000, 32_768);
    if (given.has(port)) continue;
    given.add(port);
    const server = createServer().listen(port, '127.0.0.1');
    const isFree = await once(server, 'listening').then(
      () => true,
      () => false,
    );
    if (!isFree) continue;
    await new Promise((resolve) => server.close(resolve));
    return port;
  }
}
