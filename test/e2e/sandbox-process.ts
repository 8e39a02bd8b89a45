import { once } from 'node:events';
import { createServer } from 'node:net';
import { type Program, startProgram } from './program.js';

/** The sandbox as a program of its own. */
export type SandboxProcess = Program;

/** Starts `fiskaly-graphql sandbox` and waits until it says where it listens. */
export function startSandboxProcess(variables: Record<string, string>): Promise<SandboxProcess> {
  return startProgram(['sandbox'], variables);
}

/** A port that is free now. */
export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  if (address === null || typeof address === 'string') throw new Error('No port.');
  return address.port;
}
