import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { Agent, type IncomingMessage, request, type ServerResponse } from 'node:http';
import { connect, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { WebSocket } from 'ws';
import { exportRow, transactionRow, tssRow } from '../../datasources/rows.js';
import { type Received, type Reply, StubUpstream } from '../../datasources/stub-upstream.js';
import { demo } from '../../../src/sandbox/index.js';
import { sized } from '../../support/run-size.js';
import { type Program, startProgram } from '../support/program.js';
import { freePort } from '../support/sandbox-process.js';

const [TSS, CLIENT, SALE, EXPORT] = ['1', '2', '3', '4'].map(
  (kind) => `${kind}0000000-0000-4000-8000-000000000001`,
) as [string, string, string, string];
/**
 * Most that the end of a process may take after the last answer, in milliseconds: it takes some 100 on an idle machine,
 * and this one may be busy with other things. Connections that are kept alive are held for 72 seconds, and archives for
 * five.
 */
const MOMENT = 4_000;

/** What an upstream answers to those who download an archive: its beginning, and no more until it is told to. */
function archive() {
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

/** A download whose beginning has arrived. */
async function download({ port }: Started) {
  const query = `{ export(tssUuid: "${TSS}", uuid: "${EXPORT}") { download { url } } }`;
  const { json } = await send(port, keepAlive(), query).answered;
  const got = request({ port, host: '127.0.0.1', agent: keepAlive(), path: json.data.export.download.url });
  got.end();
  const [response] = (await once(got, 'response')) as [IncomingMessage];
  const received: Buffer[] = [];
  response.on('data', (chunk: Buffer) => received.push(chunk)).on('error', () => undefined);
  while (received.length === 0) await new Promise((resolve) => setTimeout(resolve, 5));
  return { response, received };
}

/** An upstream that answers when it is told to, but for downloads. */
async function startUpstream() {
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

interface Started extends Program {
  readonly port: number;
}

const running = new Set<Program>();
const folders = new Set<string>();
afterAll(() => {
  for (const { process } of running) process.kill('SIGKILL');
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});

async function start(args: readonly string[], variables: Record<string, string>, port: number): Promise<Started> {
  const program = await startProgram(args, variables);
  running.add(program);
  void program.exited.then(() => running.delete(program));
  return { ...program, port };
}

async function serve({ settings }: StubUpstream, variables: Record<string, string> = {}): Promise<Started> {
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

function sandboxVariables(): Record<string, string> {
  const folder = mkdtempSync(join(tmpdir(), 'fiskaly-graphql-shutdown-'));
  folders.add(folder);
  return { SANDBOX_DATA: folder, SANDBOX_MIDDLEWARE_PORT: '0', SANDBOX_BACKEND_PORT: '0', SANDBOX_CONTROL_PORT: '0' };
}

/**
 * Sends a signal and waits for the end of the process.
 * @returns how it ended and how long it took from a moment on, in milliseconds
 */
async function end({ process, exited }: Program, from?: Promise<unknown>) {
  await from;
  const begun = performance.now();
  if (!from) process.kill('SIGTERM');
  const [code, signal] = await exited;
  return { code, signal, took: performance.now() - begun };
}

const orderly = { code: 0, signal: null };

/** Posts a query or a GET over a kept connection. */
function send(port: number, agent: Agent, query?: string, variables: object = {}) {
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

/** One half of these or the other in the normal run, because each of them takes a process. */
function someOf<Item>(all: readonly Item[]): readonly Item[] {
  const half = all.length / 2;
  const from = Math.random() < 0.5 ? 0 : half;
  return all.slice(sized(from, 0), sized(from + half, all.length));
}

const keepAlive = () => new Agent({ keepAlive: true });
const ONE = `{ tss(uuid: "${TSS}") { uuid } }`;

describe('a signal', () => {
  test('ends the gateway and its sandbox at once when clients only keep connections, used or not, tells WebSockets 1001, ends event streams without "complete", and waits for no client that is deaf', async () => {
    const port = await freePort();
    const gateway = await start([], { PORT: String(port), ...sandboxVariables() }, port);
    const { answered } = send(port, keepAlive(), '{ tssList { nodes { uuid } } }');
    const { headers } = await answered;
    expect(headers.connection).toBe('keep-alive');
    const unused = connect(port, '127.0.0.1');
    await once(unused, 'connect');
    const half = connect(port, '127.0.0.1');
    await once(half, 'connect');
    half.write('POST /graphql HTTP/1.1\r\nHost: x\r\n'); // and no more of it
    for (const socket of [unused, half]) socket.on('error', () => undefined);
    const subscription = { query: `subscription { tssChanged(tssUuid: "${demo.tssId}") { uuid } }` };
    const socket = new WebSocket(`ws://127.0.0.1:${port}/graphql`, 'graphql-transport-ws');
    await once(socket, 'open');
    socket.send(JSON.stringify({ type: 'connection_init' }));
    await once(socket, 'message');
    socket.send(JSON.stringify({ id: '1', type: 'subscribe', payload: subscription }));
    await once(socket, 'message');
    const deaf = connect(port, '127.0.0.1');
    deaf.on('error', () => undefined);
    await once(deaf, 'connect');
    deaf.write(
      'GET /graphql HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Protocol: graphql-transport-ws\r\n\r\n',
    );
    await once(deaf, 'data');
    deaf.pause();
    const events = await fetch(`http://127.0.0.1:${port}/graphql/stream`, {
      method: 'POST',
      headers: { accept: 'text/event-stream', 'content-type': 'application/json' },
      body: JSON.stringify(subscription),
    });
    const reader = events.body!.pipeThrough(new TextDecoderStream()).getReader();
    let text = '';
    const readOn = async (): Promise<boolean> => {
      const { done, value = '' } = await reader.read();
      text += value;
      return !done;
    };
    while (!text.includes('"uuid"')) expect(await readOn()).toBe(true);
    const closed = once(socket, 'close');
    const { took, ...ended } = await end(gateway);
    expect((await closed)[0]).toBe(1001);
    for (let goesOn = true; goesOn;) goesOn = await readOn();
    expect(text).not.toContain('complete');
    expect(ended).toEqual(orderly);
    expect(took).toBeLessThan(MOMENT);
    deaf.destroy();
  });

  // SIGTERM does in test/e2e/signing/kill.test.ts.
  test('(SIGINT) ends the sandbox alone at once too', async () => {
    const sandbox = await start(['sandbox'], sandboxVariables(), 0);
    const [, port] = /Backend +http:\/\/127\.0\.0\.1:(\d+)/.exec(sandbox.output())!;
    await once(send(Number(port), keepAlive()).sent, 'response');
    const unused = connect(Number(port), '127.0.0.1');
    unused.on('error', () => undefined);
    await once(unused, 'connect');
    sandbox.process.kill('SIGINT');
    const { took, ...ended } = await end(sandbox, Promise.resolve());
    expect(ended).toEqual(orderly);
    expect(took).toBeLessThan(MOMENT);
  });

  test('lets what is under way be answered, says that the connection closes, lets a download come to its end, has a sale worked to its end although its caller has gone, and ends the process then', async () => {
    const { stub, call, sendRest } = await startUpstream();
    const gateway = await serve(stub);
    const { response, received } = await download(gateway);
    const { answered } = send(gateway.port, keepAlive(), ONE);
    const { answer } = await call();
    const input = {
      tssUuid: TSS,
      clientUuid: CLIENT,
      transactionUuid: SALE,
      receipt: { amountsPerVatRate: [], amountsPerPaymentType: [] },
    };
    const sale = send(
      gateway.port,
      keepAlive(),
      'mutation ($input: SignReceiptInput!) { signReceipt(input: $input) { outcome } }',
      { input },
    );
    const started = await call();
    sale.answered.catch(() => undefined);
    sale.sent.destroy();
    gateway.process.kill('SIGTERM');
    await refusesConnections(gateway.port);

    answer({ json: tssRow(TSS) });
    const { status, headers, json } = await answered;
    expect({ status, connection: headers.connection, json }).toEqual({
      status: 200,
      connection: 'close',
      json: { data: { tss: { uuid: TSS } } },
    });

    const over = once(response, 'end');
    sendRest();
    await over;
    expect(Buffer.concat(received).toString()).toBe('beginafter');

    const row = (revision: number, state: 'ACTIVE' | 'FINISHED') =>
      transactionRow(TSS, CLIENT, SALE, 1, { revision, latest_revision: revision, state });
    started.answer({ json: row(1, 'ACTIVE') });
    const finished = await call();
    expect(finished.received).toMatchObject({ method: 'PUT', body: { state: 'FINISHED' } });
    finished.answer({ json: row(2, 'FINISHED') });
    const { took, ...ended } = await end(gateway, Promise.resolve());
    expect(ended).toEqual(orderly);
    expect(took).toBeLessThan(MOMENT);
  });

  const twoSignals = [
    ['SIGINT', 'SIGTERM', 143],
    ['SIGTERM', 'SIGINT', 130],
  ] as const;
  test.each(someOf(twoSignals))(
    '(%s) that is followed by another (%s) ends the process whatever is under way',
    async (one, other, code) => {
      const { stub, call } = await startUpstream();
      const gateway = await serve(stub);
      send(gateway.port, keepAlive(), ONE).answered.catch(() => undefined);
      await call();
      gateway.process.kill(one);
      await refusesConnections(gateway.port);
      gateway.process.kill(other);
      const { took, ...ended } = await end(gateway, Promise.resolve());
      expect(ended).toEqual({ code, signal: null });
      expect(took).toBeLessThan(MOMENT);
    },
  );

  test('cuts a download off that takes longer than five seconds', async () => {
    const { reply } = archive();
    const stub = await StubUpstream.start((received) => reply(received) ?? { json: tssRow(TSS) });
    const gateway = await serve(stub);
    const { response } = await download(gateway);
    const cut = new Promise((resolve) => response.once('close', resolve));
    const { took, ...ended } = await end(gateway);
    await cut;
    expect(response.complete).toBe(false);
    expect(ended).toEqual(orderly);
    expect(took).toBeGreaterThan(4_500);
    expect(took).toBeLessThan(5_000 + MOMENT);
  });
});

describe('a signal during the start', () => {
  /**
   * Has a process send itself signals before it listens for the first time, which comes about when they have arrived.
   */
  const signalling = (...signals: string[]) =>
    `data:text/javascript,${encodeURIComponent(`
      import { Server } from 'node:net';
      const { listen } = Server.prototype;
      Server.prototype.listen = function (...args) {
        Server.prototype.listen = listen;
        let left = ${signals.length};
        const alive = setInterval(() => undefined, 1_000); // waiting for signals does not keep a process
        const goOn = () => {
          if ((left -= 1) > 0) return;
          clearInterval(alive);
          listen.apply(this, args);
        };
        for (const signal of ${JSON.stringify(signals)}) {
          process.on(signal, goOn);
          process.kill(process.pid, signal);
        }
        return this;
      };`)}`;

  const starts = [
    ['the sandbox', ['SIGTERM'], 0],
    ['the gateway', ['SIGTERM', 'SIGINT'], 130],
    ['the gateway', ['SIGTERM'], 0],
    ['the sandbox', ['SIGTERM', 'SIGINT'], 130],
  ] as const;
  test.each(someOf(starts))('ends %s (%j) with %d, and it never says that it runs', async (program, signals, code) => {
    const args = program === 'the sandbox' ? ['sandbox'] : [];
    const variables = { PORT: '0', ...sandboxVariables(), NODE_OPTIONS: `--import ${signalling(...signals)}` };
    await expect(startProgram(args, variables)).rejects.toThrow(new Error(`It did not start but ended with ${code}: `));
  });
});

/** Waits until nobody listens at a port. */
async function refusesConnections(port: number): Promise<void> {
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
