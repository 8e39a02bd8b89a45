import { randomInt } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { type Program, startProgram } from './program.js';

/** The sandbox as a separate program. */
export type SandboxProcess = Program;

/** Starts `fiskaly-graphql sandbox` and waits until it prints its address. */
export function startSandboxProcess(variables: Record<string, string>): Promise<SandboxProcess> {
  return startProgram(['sandbox'], variables);
}

const given = new Set<number>();

/** Workers of Jest that have ports of their own, and how many. */
const [WORKERS, PORTS] = [8, 1_596];

/**
 * A port that is free and stays free until it is used: it is below the system's ephemeral ports, one of which another
 * test might get meanwhile, and in a range of this worker of Jest, so that no other takes it while a program starts.
 */
export async function freePort(): Promise<number> {
  for (;;) {
    const port = 20_000 + ((Number(process.env.JEST_WORKER_ID ?? 0) % WORKERS) * PORTS + randomInt(PORTS));
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
