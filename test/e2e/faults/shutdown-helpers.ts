import { once } from 'node:events';
import { Agent, type IncomingMessage, request, type ServerResponse } from 'node:http';
import { connect, type Socket } from 'node:net';
import { exportRow } from '../../datasources/rows.js';
import { type Received, type Reply, StubUpstream } from '../../datasources/stub-upstream.js';
import { temporaryFolder } from '../../sandbox/support/running-sandbox.js';
import { atEndOfFile } from '../../support/clean-up.js';
import { type Program, startProgram } from '../support/program.js';
import { freePort } from '../support/sandbox-process.js';

export const [TSS, CLIENT, SALE, EXPORT] = ['1', '2', '3', '4'].map(
  (kind) => `${kind}0000000-0000-4000-8000-000000000001`,
) as [string, string, string, string];
/**
 * Most that the end of a process may take after the last answer, in milliseconds: it takes some 100 on an idle machine,
 * and this one may be busy with other things. Connections that are kept alive are held for 72 seconds, and archives for
 * five.
 */
export const MOMENT = 4_000;

/** What an upstream answers to those who download an archive: its beginning, and no more until it is told to. */
export function archive() {
  let file: ServerResponse | undefined;
  const reply = ({ path }: Received): Reply | undefined => {
    if (!path.includes('/export/')) return undefined;
    if (!path.endsWith('/file')) return { json: exportRow(TSS, EXPORT, { state: 'COMPLETED', time_end: 1 }) };
    return (response) => {
      file = response;
      response.writeHead(200, { 'content-type': 'application/x-tar', 'content-length': '10' }).write('begin');
    };
  };
  return { reply, sendRest: () => file!.end('after') };
}

/** An upstream that answers when it is told to, but for downloads. */
export async function startUpstream() {
  const { reply, sendRest } = archive();
  const waiting: { readonly received: Received; readonly answer: (reply: Reply) => void }[] = [];
  const stub = await StubUpstream.start((received) => {
    if (received.path === '/auth') return { json: { access_token: 'token' } };
    const ofArchive = reply(received);
    if (ofArchive) return ofArchive;
    return new Promise<Reply>((answer) => waiting.push({ received, answer }));
  });
  /** The next call that waits for its answer. */
  const call = async () => {
    while (waiting.length === 0) await new Promise((resolve) => setTimeout(resolve, 5));
    return waiting.shift()!;
  };
  return { stub, call, sendRest };
}

export interface Started extends Program {
  readonly port: number;
}

export async function start(
  args: readonly string[],
  variables: Record<string, string>,
  port: number,
): Promise<Started> {
  const program = await startProgram(args, variables);
  atEndOfFile(() => program.process.kill('SIGKILL'));
  return { ...program, port };
}

export async function serve({ settings }: StubUpstream, variables: Record<string, string> = {}): Promise<Started> {
  const port = await freePort();
  return start(
    [],
    {
      PORT: String(port),
      GRAPHIQL: 'off',
      FISKALY_MIDDLEWARE_URL: settings.middlewareUrl,
      FISKALY_BACKEND_URL: settings.backendUrl,
      ...variables,
    },
    port,
  );
}

export function sandboxVariables(): Record<string, string> {
  const ports = {
    SANDBOX_MIDDLEWARE_PORT: '0',
    SANDBOX_BACKEND_PORT: '0',
    SANDBOX_DSFINVK_PORT: '0',
    SANDBOX_CONTROL_PORT: '0',
  };
  return { SANDBOX_DATA: temporaryFolder(), ...ports };
}

/**
 * Sends a signal and waits for the end of the process.
 * @returns how it ended and how long it took from a moment on, in milliseconds
 */
export async function end({ process, exited }: Program, from?: Promise<unknown>) {
  await from;
  const begun = performance.now();
  if (!from) process.kill('SIGTERM');
  const [code, signal] = await exited;
  return { code, signal, took: performance.now() - begun };
}

export const orderly = { code: 0, signal: null };

/** Posts a query or a GET over a kept connection. */
export function send(port: number, agent: Agent, query?: string, variables: object = {}) {
  const sent = request({
    port,
    host: '127.0.0.1',
    agent,
    path: query === undefined ? '/healthz' : '/graphql',
    method: query === undefined ? 'GET' : 'POST',
    headers: { 'content-type': 'application/json', authorization: 'Bearer own' },
  });
  sent.on('error', () => undefined);
  sent.end(query === undefined ? undefined : JSON.stringify({ query, variables }));
  const answered = once(sent, 'response').then(async ([response]: IncomingMessage[]) => {
    let text = '';
    for await (const chunk of response!) text += String(chunk);
    return { status: response!.statusCode, headers: response!.headers, json: JSON.parse(text) as Record<string, any> };
  });
  return { sent, answered };
}

export const keepAlive = () => new Agent({ keepAlive: true });
export const ONE = `{ tss(uuid: "${TSS}") { uuid } }`;

/** Waits until nobody listens at a port. */
export async function refusesConnections(port: number): Promise<void> {
  for (;;) {
    const socket: Socket = connect(port, '127.0.0.1');
    const isRefused = await once(socket, 'connect').then(
      () => false,
      (error: unknown) => (error as { code?: unknown }).code === 'ECONNREFUSED',
    );
    socket.destroy();
    if (isRefused) return;
  }
}
