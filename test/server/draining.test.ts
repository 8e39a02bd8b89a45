import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import type { ServerResponse } from 'node:http';
import { type AddressInfo, connect, type Socket } from 'node:net';
import { fastify, type FastifyInstance } from 'fastify';
import { type DrainLimits, Draining } from '../../src/http/draining.js';
import { startStubbedGateway } from '../e2e/support/stub-gateway.js';
import { exportRow, tssRow } from '../datasources/rows.js';
import { StubUpstream } from '../datasources/stub-upstream.js';
import { post, startTestGateway } from '../e2e/support/start.js';

/** What Node would take to let go of a connection, and a machine that is busy to do anything. In milliseconds. */
const LONG = 10_000;

test('the gateway closes at once although clients hold connections that they opened in advance', async () => {
  const gateway = await startTestGateway({ SANDBOX_DEMO: 'off' });
  const unused = connect(Number(new URL(gateway.url).port), '127.0.0.1');
  await once(unused, 'connect');
  expect((await gateway.post('{ __typename }')).status).toBe(200);
  const before = performance.now();
  const ended = once(unused, 'close');
  await gateway.close();
  await ended;
  expect(performance.now() - before).toBeLessThan(LONG); // Node itself would wait for a minute
});

/** A connection, and all that came over it. */
async function open(port: number) {
  const socket: Socket = connect(port, '127.0.0.1');
  socket.on('error', () => undefined);
  await once(socket, 'connect');
  let text = '';
  socket.on('data', (data) => (text += data.toString()));
  const closed = new Promise((resolve) => socket.once('close', resolve));
  const until = async (part: string) => {
    while (!text.includes(part)) await new Promise((resolve) => setTimeout(resolve, 5));
  };
  return { socket, closed, until, text: () => text };
}

const get = (path: string) => `GET ${path} HTTP/1.1\r\nHost: x\r\n\r\n`;
const postOf = (path: string, body: string, length = body.length) =>
  `POST ${path} HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer own\r\nContent-Type: application/json\r\nContent-Length: ${length}\r\n\r\n${body}`;

describe('a server that closes', () => {
  let app: FastifyInstance;
  let draining: Draining;
  const asked: ServerResponse[] = [];
  async function start(limits: DrainLimits): Promise<number> {
    app = fastify({ return503OnClosing: false });
    draining = new Draining(app, limits);
    asked.length = 0;
    app.get('/', (_request, reply) => {
      asked.push(reply.raw);
      return reply.hijack();
    });
    app.post('/', () => 'taken');
    await app.listen({ port: 0, host: '127.0.0.1' });
    return (app.server.address() as AddressInfo).port;
  }
  const request = async (port: number) => {
    const client = await open(port);
    const before = asked.length;
    client.socket.write(get('/'));
    while (asked.length === before) await new Promise((resolve) => setTimeout(resolve, 5));
    return { ...client, answer: asked.at(-1)! };
  };

  test('ends a connection when its last answer is out, whether that was begun before or not', async () => {
    const port = await start({ transfer: 60_000, work: 60_000 });
    const [begun, unbegun] = [await request(port), await request(port)];
    begun.answer.writeHead(200, { 'content-length': 4 }).write('ab');
    const closed = app.close();
    while (!draining.isClosing) await new Promise((resolve) => setImmediate(resolve));
    begun.answer.end('cd');
    unbegun.answer.end('ok');
    await Promise.all([begun.closed, unbegun.closed, closed]);
    expect(begun.text()).toMatch(/keep-alive[^]*abcd$/i);
    expect(unbegun.text()).toMatch(/connection: close[^]*ok/i);
  });

  test('cuts off whoever does not send the rest or take it, and nobody who waits for an answer', async () => {
    const port = await start({ transfer: 50, work: 60_000 });
    const sender = await open(port);
    sender.socket.write(postOf('/', '{', 10));
    const reader = await request(port);
    reader.socket.pause();
    reader.answer.writeHead(200).write(Buffer.alloc(64 * 1_048_576));
    const waiter = await request(port);
    const closed = app.close();
    await Promise.all([sender.closed, once(reader.answer, 'close')]);
    waiter.answer.end('ok');
    await Promise.all([waiter.closed, closed]);
    expect(waiter.text()).toContain('ok');
    reader.socket.destroy();
  });

  test('cuts off at once whoever has stopped in the middle of a request, and waits for whoever goes on', async () => {
    const port = await start({ transfer: 60_000, work: 60_000 });
    const length = 1_000_000;
    const [stopped, goingOn] = await Promise.all([open(port), open(port)]);
    for (const { socket } of [stopped, goingOn]) {
      const begun = once(app.server, 'request');
      socket.write(postOf('/', '"', length));
      await begun;
    }
    const closed = app.close();
    let sent = 1;
    const sending = setInterval(() => {
      goingOn.socket.write('x');
      sent += 1;
    }, 20);
    await stopped.closed;
    clearInterval(sending);
    goingOn.socket.write(`${'x'.repeat(length - sent - 1)}"`);
    await goingOn.until('taken');
    await closed;
  });

  test('waits for work that nobody asks for any more', async () => {
    await start({ transfer: 60_000, work: 60_000 });
    let done: () => void = () => undefined;
    let isClosed = false;
    const work = draining.finish(() => new Promise<void>((resolve) => (done = resolve)));
    const closed = app.close().then(() => (isClosed = true));
    await new Promise((resolve) => setImmediate(resolve));
    expect(isClosed).toBe(false);
    done();
    await Promise.all([work, closed]);
  });

  test('waits for nothing longer than its limit', async () => {
    const port = await start({ transfer: 60_000, work: 100 });
    const { closed } = await request(port);
    void draining.finish(() => new Promise<void>(() => undefined));
    const before = performance.now();
    await Promise.all([app.close(), closed]);
    expect(performance.now() - before).toBeLessThan(LONG);
  });
});

test.each([
  ['how it lives is answered', get('/healthz'), 200, '{"status":"ok"}'],
  ['whether it is ready is answered with no', get('/readyz'), 503, '"code":"SHUTTING_DOWN"'],
  [
    'all else is refused, and nothing is done for it',
    postOf('/graphql', '{"query":"{ tssList { nodes { uuid } } }"}'),
    503,
    '"code":"SHUTTING_DOWN","retryable":true,"retryAfter":1',
  ],
])('over a busy connection of a gateway that closes, %s', async (_title, request, status, body) => {
  const [tss, id] = ['1', '4'].map((kind) => `${kind}0000000-0000-4000-8000-000000000001`) as [string, string];
  let file: ServerResponse | undefined;
  const { gateway, stub } = await startStubbedGateway(({ path }) => {
    if (!path.endsWith('/file')) return { json: exportRow(tss, id, { state: 'COMPLETED', time_end: 1 }) };
    return (response) => {
      file = response;
      response.writeHead(200, { 'content-type': 'application/x-tar', 'content-length': '10' }).write('begin');
    };
  });
  const { data } = await post(
    `${gateway.url}/graphql`,
    `{ export(tssUuid: "${tss}", uuid: "${id}") { download { url } } }`,
    {},
    { authorization: 'Bearer own' },
  );
  const port = Number(new URL(gateway.url).port);
  const client = await open(port);
  client.socket.write(get(data!.export.download.url));
  await client.until('begin');
  const idle = await open(port);
  const closed = gateway.close();
  await idle.closed; // the closing has begun
  stub.takeCount();
  client.socket.write(request);
  file!.end('after');
  await Promise.all([client.closed, closed]);
  const [, answer = ''] = client.text().split('beginafter');
  expect(answer).toMatch(new RegExp(`^HTTP/1.1 ${status} [^]*\r\nconnection: close\r\n`, 'i'));
  expect(answer).toContain(body);
  expect(stub.received).toEqual([]);
});

const WATCH = 'subscription ($tss: UUID!) { tssChanged(tssUuid: $tss) { uuid } }';

test.each(['live', 'aborted', 'idle'])(
  'closing the gateway waits at most a moment for a reader that is %s',
  async (reader) => {
    const upstream = await StubUpstream.start(({ path }) => ({ json: tssRow(path.split('/')[2] ?? '') }));
    const gateway = await startTestGateway({
      FISKALY_MIDDLEWARE_URL: upstream.settings.middlewareUrl,
      FISKALY_BACKEND_URL: upstream.settings.backendUrl,
    });
    const body = JSON.stringify({ query: WATCH, variables: { tss: randomUUID() } });
    const headers = { accept: 'text/event-stream', 'content-type': 'application/json', authorization: 'Bearer one' };
    const ending = new AbortController();
    if (reader === 'idle') {
      const { hostname, port, host } = new URL(gateway.url);
      const socket = connect(Number(port), hostname);
      socket.on('error', () => undefined);
      const lines = Object.entries({ host, ...headers, 'content-length': body.length }).map(
        ([name, value]) => `${name}: ${value}`,
      );
      socket.write(`POST /graphql/stream HTTP/1.1\r\n${lines.join('\r\n')}\r\n\r\n${body}`);
      socket.pause();
      while (upstream.received.length === 0) await new Promise((resolve) => setTimeout(resolve, 10));
    } else {
      const response = await fetch(`${gateway.url}/graphql/stream`, {
        method: 'POST',
        headers,
        body,
        signal: ending.signal,
      });
      await response.body!.getReader().read();
      if (reader === 'aborted') ending.abort();
    }
    const before = performance.now();
    await gateway.close();
    expect(performance.now() - before).toBeLessThan(10_000); // a reader that takes nothing is cut after 30 seconds anyway
  },
);
