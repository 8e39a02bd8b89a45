import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { Socket } from 'node:net';
import type { Coordinator } from '../../src/coordination/coordinator.js';
import { LocalCoordinator, LocalStore } from '../../src/coordination/local-coordinator.js';
import type { SignDeHost as Host } from '../../src/datasources/sign-de/endpoints.js';
import { type Datasources, Upstreams, type UpstreamSettings } from '../../src/datasources/index.js';
import type { Caller } from '../../src/upstream/access/caller.js';
import { UpstreamError } from '../../src/upstream/call/upstream-error.js';
import { Secret } from '../../src/secret.js';
import { freePort } from '../e2e/support/sandbox-process.js';
import { atEndOfFile } from '../support/clean-up.js';

/** A request as it arrived at one of the two hosts. */
export interface Received {
  readonly host: Host;
  readonly method: string;
  /** Path below the base URL, without the query. */
  readonly path: string;
  readonly query: URLSearchParams;
  readonly body: any;
  /** The body as it was sent. */
  readonly text: string;
  readonly token: string | undefined;
}

/** What the stub does with a request: answers JSON, or whatever a function does with the open response. */
export type Reply =
  | { readonly status?: number; readonly json: unknown; readonly headers?: Readonly<Record<string, string>> }
  | ((response: ServerResponse, request: IncomingMessage) => void);

/** An upstream of two hosts that does what a test tells it, over real HTTP, and remembers what it was asked. */
export class StubUpstream {
  readonly received: Received[] = [];
  readonly #handle: (received: Received) => Reply | Promise<Reply>;
  readonly #servers = new Map<Host, Server>();
  readonly #ports: Record<Host, number> = { BACKEND: 0, MIDDLEWARE: 0 };

  /** Starts both hosts; they stop when the test file has run. */
  static async start(handle: (received: Received) => Reply | Promise<Reply>): Promise<StubUpstream> {
    const stub = new StubUpstream(handle);
    await Promise.all([stub.open('BACKEND'), stub.open('MIDDLEWARE')]);
    atEndOfFile(async () => {
      await stub.stop('BACKEND');
      await stub.stop('MIDDLEWARE');
    });
    return stub;
  }

  private constructor(handle: (received: Received) => Reply | Promise<Reply>) {
    this.#handle = handle;
  }

  /** Its addresses, where nobody else listens when a host is stopped. */
  get settings(): UpstreamSettings {
    const url = (host: Host) => `http://127.0.0.1:${this.#ports[host]}/api/v2`;
    return { middlewareUrl: url('MIDDLEWARE'), backendUrl: url('BACKEND'), dsfinvkUrl: url('BACKEND') };
  }

  /** What was received, as `PUT /tss/x MIDDLEWARE`. */
  get lines(): string[] {
    return this.received.map(({ method, path, host }) => `${method} ${path} ${host}`);
  }

  /** How many requests arrived since this was last asked. */
  takeCount(): number {
    return this.received.splice(0).length;
  }

  /** Starts a host, on the port it had before if it had one. */
  async open(host: Host): Promise<void> {
    const server = createServer((request, response) => void this.#serve(host, request, response));
    this.#ports[host] ||= await freePort();
    await new Promise<void>((resolve) => server.listen(this.#ports[host], '127.0.0.1', resolve));
    this.#servers.set(host, server);
  }

  /** Stops a host: what is open is cut, and new connections are refused. */
  async stop(host: Host): Promise<void> {
    const server = this.#servers.get(host);
    this.#servers.delete(host);
    if (!server) return;
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  }

  /** Refuses new connections to a host; what is under way goes on. */
  leave(host: Host): void {
    this.#servers.get(host)?.close();
  }

  async #serve(host: Host, request: IncomingMessage, response: ServerResponse): Promise<void> {
    let text = '';
    for await (const chunk of request) text += String(chunk);
    const url = new URL(request.url ?? '/', 'http://stub');
    const received: Received = {
      host,
      method: request.method!,
      path: url.pathname.replace(/^\/api\/v2/, ''),
      query: url.searchParams,
      body: text === '' ? undefined : JSON.parse(text),
      text,
      token: request.headers.authorization?.replace('Bearer ', ''),
    };
    this.received.push(received);
    const reply = await this.#handle(received);
    if (typeof reply === 'function') {
      reply(response, request);
      return;
    }
    response.writeHead(reply.status ?? 200, { 'content-type': 'application/json', ...reply.headers });
    response.end(JSON.stringify(reply.json));
  }
}

/** Cuts the connection with a reset. */
export const reset = (response: ServerResponse): void => {
  if (response.socket instanceof Socket) response.socket.resetAndDestroy();
};

/** Never answers. */
export const hang = (): void => undefined;

/** A refusal as the upstream words it. */
export const refuse = (status: number, code?: string, message = 'refused', headers = {}): Reply => ({
  status,
  json: { status_code: status, error: 'Error', ...(code !== undefined && { code }), message },
  headers,
});

/** A coordinator with room for the counts of one test: room for those of a shop takes 20 ms to make. */
const emptyCoordinator = () => new LocalCoordinator(new LocalStore({ maximumCounts: 1_000 }));

/** The upstream as a gateway sees it, alone unless it shares a coordinator; it is closed when the test file has run. */
export function open(settings: UpstreamSettings, coordinator: Coordinator = emptyCoordinator()): Upstreams {
  const upstreams = new Upstreams(settings, coordinator);
  atEndOfFile(() => upstreams.close());
  return upstreams;
}

/** A caller with an access token of its own. */
export const ownToken = (token = 'own-token'): Caller => ({ kind: 'own-token', token: new Secret(token) });

/** Datasources for one operation of a caller with its own token, unless told otherwise. */
export function operationOf(
  upstreams: Upstreams,
  { caller = ownToken(), milliseconds = 20_000 }: { readonly caller?: Caller; readonly milliseconds?: number } = {},
): Datasources {
  return upstreams.forOperation(caller, AbortSignal.timeout(milliseconds));
}

/** The error of something that must fail. */
export async function failure(work: Promise<unknown>): Promise<UpstreamError> {
  const error: unknown = await work.then(
    () => new Error('It did not fail.'),
    (thrown: unknown) => thrown,
  );
  if (error instanceof UpstreamError) return error;
  throw error instanceof Error ? error : new Error(String(error));
}
