import { jest } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import type { Socket } from 'node:net';
import { WebSocket } from 'ws';
import { transactionRow, tssRow } from '../../datasources/rows.js';
import { StubUpstream } from '../../datasources/stub-upstream.js';
import { startTestGateway, type TestGateway } from '../../e2e/support/start.js';
import { lookOften } from '../../support/look-often.js';

let upstream: StubUpstream;
let gateway: TestGateway;

/**
 * What every update is said to be, so that events are large although what is sent is not: writing must not take longer
 * than a reader may take nothing.
 */
const LARGE = { raw: { process_type: 'x', process_data: 'x'.repeat(500_000) } };

beforeAll(async () => {
  upstream = await StubUpstream.start(({ method, path, query, body }) => {
    const [, , tssId = '', kind, id = ''] = path.split('/');
    if (path === '/auth') return { json: { access_token: 'own', access_token_claims: { env: 'TEST' } } };
    if (method === 'PUT') {
      const revision = Number(query.get('tx_revision'));
      const changes = { revision, latest_revision: revision, state: body.state, schema: body.schema ? LARGE : {} };
      return { json: transactionRow(tssId, body.client_id, id, 1, changes) };
    }
    if (kind === 'tx')
      return { json: { _env: 'TEST', _version: '2.2.2', _type: 'TRANSACTION_LIST', data: [], count: 0 } };
    return { json: tssRow(tssId, { signature_counter: '1' }) };
  });
  gateway = await startTestGateway({
    FISKALY_MIDDLEWARE_URL: upstream.settings.middlewareUrl,
    FISKALY_BACKEND_URL: upstream.settings.backendUrl,
    FISKALY_API_KEY: 'key',
    FISKALY_API_SECRET: 'secret',
  });
});
afterEach(() => {
  for (const socket of sockets.splice(0)) socket.terminate();
});
afterAll(() => gateway.close());

const sockets: WebSocket[] = [];

interface Message {
  readonly type: string;
  readonly id?: string;
  readonly payload?: any;
}

/** A WebSocket that speaks the protocol by hand, which no client library does wrongly enough. */
async function connect(headers: Record<string, string> = {}, path = '/graphql', protocol = 'graphql-transport-ws') {
  const socket = new WebSocket(`${gateway.url.replace('http', 'ws')}${path}`, protocol, { headers });
  sockets.push(socket);
  socket.setMaxListeners(200); // one for each message that a test waits for
  const messages: Message[] = [];
  socket.on('message', (data: Buffer) => messages.push(JSON.parse(data.toString()) as Message));
  const status = await new Promise<number>((resolve, reject) => {
    socket.on('open', () => {
      resolve(101);
    });
    socket.on('unexpected-response', (_request, response) => {
      resolve(response.statusCode!);
    });
    socket.on('error', reject);
  });
  const closed = once(socket, 'close').then(([code]) => {
    throw new Error(`The connection was closed with ${String(code)}.`);
  });
  closed.catch(() => undefined); // not every test waits
  const until = async (isThere: (message: Message) => boolean): Promise<Message> => {
    while (!messages.some(isThere)) await Promise.race([once(socket, 'message'), closed]);
    return messages.find(isThere)!;
  };
  return {
    socket,
    status,
    messages,
    send: (message: object) => {
      socket.send(JSON.stringify(message));
    },
    until,
    /** Introduces the client; only then may it subscribe. */
    introduce: async (payload?: object) => {
      socket.send(JSON.stringify({ type: 'connection_init', payload }));
      await until(({ type }) => type === 'connection_ack');
    },
  };
}

const subscribe = (id: string, tss: string) => ({
  type: 'subscribe',
  id,
  payload: { query: 'subscription ($tss: UUID!) { tssChanged(tssUuid: $tss) { uuid } }', variables: { tss } },
});
const host = () => new URL(gateway.url).host;
/** The token that a TSS was asked for with. Whoever watched another one before may just look again. */
const tokenFor = (tss: string) => upstream.received.find(({ path }) => path === `/tss/${tss}`)?.token;

describe('a page', () => {
  test.each(['http://evil.example', 'null', 'http://localhost:1', 'https://127.0.0.1', 'nonsense'])(
    'of the origin %s is not let in, so that it cannot use the key that the gateway lends on this machine',
    async (origin) => {
      expect((await connect({ origin })).status).toBe(403);
    },
  );

  test('of this gateway is let in and lent the key', async () => {
    const { status, send, until, introduce } = await connect({ origin: `http://${host()}` });
    expect(status).toBe(101);
    await introduce();
    const tss = randomUUID();
    send(subscribe('1', tss));
    expect((await until(({ type }) => type === 'next')).payload).toEqual({ data: { tssChanged: { uuid: tss } } });
    expect(tokenFor(tss)).toBe('own');
  });

  test('whose own name was pointed at this machine (DNS rebinding) is lent no key', async () => {
    const { status, send, until, introduce } = await connect({ origin: 'http://evil.example', host: 'evil.example' });
    expect(status).toBe(101);
    await introduce();
    send(subscribe('1', randomUUID()));
    const { payload } = await until(({ type }) => type === 'next');
    expect(payload.errors).toMatchObject([{ extensions: { code: 'UNAUTHENTICATED' } }]);
  });
});

test.each<[string, Record<string, string>, object | undefined, string]>([
  ['the parameter authorization', {}, { authorization: 'Bearer one' }, 'one'],
  ['the parameter Authorization', {}, { Authorization: 'Bearer two' }, 'two'],
  ['the header', { authorization: 'Bearer three' }, undefined, 'three'],
  ['the parameter before the header', { authorization: 'Bearer three' }, { authorization: 'Bearer four' }, 'four'],
])('the token comes from %s', async (_where, headers, parameters, token) => {
  const { send, until, introduce } = await connect(headers);
  await introduce(parameters);
  const tss = randomUUID();
  send(subscribe('1', tss));
  await until(({ type }) => type === 'next');
  expect(tokenFor(tss)).toBe(token);
});

test('no other path and no other protocol is served', async () => {
  expect((await connect({}, '/other')).status).toBe(404);
  const { socket } = await connect({}, '/graphql', 'graphql-ws').catch(() => ({ socket: sockets.at(-1)! }));
  if (socket.readyState !== socket.CLOSED) await once(socket, 'close');
  expect((await gateway.post('{ __typename }')).status).toBe(200);
});

test.each([
  ['no JSON', 'nonsense', 4400],
  ['an unknown type', '{"type":"nonsense"}', 4400],
  ['a subscription before its introduction', JSON.stringify(subscribe('1', randomUUID())), 4401],
  ['a message over 1 MiB', 'x'.repeat(1_048_577), 1009],
])('%s closes the connection, and the gateway goes on', async (_what, text, code) => {
  const { socket } = await connect();
  socket.send(text);
  const [closedWith] = (await once(socket, 'close')) as [number];
  expect(closedWith).toBe(code);
  expect((await gateway.post('{ __typename }')).status).toBe(200);
});

test('a connection carries 50 subscriptions, one more is refused, and those that ended do not count', async () => {
  const { send, until, introduce } = await connect();
  await introduce();
  const tss = randomUUID();
  for (let index = 1; index <= 51; index += 1) send(subscribe(String(index), tss));
  const refused = await until(({ type }) => type === 'error');
  expect(refused).toMatchObject({
    id: '51',
    payload: [{ extensions: { code: 'TOO_MANY_SUBSCRIPTIONS', retryable: true } }],
  });
  await until(({ type, id }) => type === 'next' && id === '50');
  send({ type: 'complete', id: '50' });
  send(subscribe('52', tss));
  await until(({ type, id }) => type === 'next' && id === '52');
});

test('100 different things are watched with one credential, one more is refused, another credential is not concerned', async () => {
  const connections = await Promise.all([connect(), connect(), connect()]);
  for (const { introduce } of connections) await introduce({ authorization: 'Bearer many' });
  const ids = Array.from({ length: 101 }, () => randomUUID());
  const watch = async (index: number) => {
    const { send, until } = connections[Math.floor(index / 50)]!;
    send(subscribe(String(index), ids[index]!));
    return until(({ type, id }) => type === 'next' && id === String(index));
  };
  await Promise.all(ids.slice(0, 100).map((_id, index) => watch(index)));
  const { payload } = await watch(100);
  expect(payload.errors).toMatchObject([{ extensions: { code: 'TOO_MANY_SUBSCRIPTIONS', retryable: true } }]);

  const other = await connect();
  await other.introduce({ authorization: 'Bearer few' });
  other.send(subscribe('1', ids[0]!));
  expect((await other.until(({ type }) => type === 'next')).payload.errors).toBeUndefined();
});

test('a subscriber that takes nothing for a while costs a bounded queue, and gets the newest state when it takes again', async () => {
  const [tssUuid, transactionUuid] = [randomUUID(), randomUUID()];
  const { socket, send, messages, until, introduce } = await connect();
  await introduce();
  const query = 'subscription ($tss: UUID!) { transactionChanged(tssUuid: $tss) { revision raw { processData } } }';
  send({ type: 'subscribe', id: '1', payload: { query, variables: { tss: tssUuid } } });
  while (!upstream.lines.includes(`GET /tss/${tssUuid}/tx BACKEND`))
    await new Promise((resolve) => setTimeout(resolve, 10));
  // The library keeps its socket to itself.
  const { _socket: raw } = socket as unknown as { _socket: Socket };
  raw.pause();
  const writes = 60; // 30 MB, of which the operating system takes a few
  const clientUuid = randomUUID();
  const processData = { raw: { processType: 'x', processData: '' } };
  const write = async (mutation: string, input: object) => {
    const name = mutation[0]!.toLowerCase() + mutation.slice(1);
    const document = `mutation ($input: ${mutation}Input!) { ${name}(input: $input) { outcome } }`;
    const { text } = await gateway.post(document, { input: { tssUuid, transactionUuid, clientUuid, ...input } });
    expect(text).toContain('"SIGNED"');
  };
  await write('StartTransaction', {});
  for (let revision = 2; revision <= writes; revision += 1) await write('UpdateTransaction', { revision, processData });
  raw.resume();
  await until(({ type, payload }) => type === 'next' && payload.data.transactionChanged.revision === writes);
  const revisions = messages.flatMap(({ type, payload }) =>
    type === 'next' ? [payload.data.transactionChanged.revision as number] : [],
  );
  expect(revisions.length).toBeLessThan(writes / 2);
  expect(revisions).toEqual([...new Set(revisions)].sort((one, other) => one - other));
});

test('closing the gateway tells WebSockets that it goes away, ends event streams without "complete" and leaves nothing running', async () => {
  const lookAsEver = lookOften();
  const other = await startTestGateway({
    FISKALY_MIDDLEWARE_URL: upstream.settings.middlewareUrl,
    FISKALY_BACKEND_URL: upstream.settings.backendUrl,
  });
  const query = 'subscription ($tss: UUID!) { tssChanged(tssUuid: $tss) { uuid } }';
  const variables = { tss: randomUUID() };
  const events = await fetch(`${other.url}/graphql/stream`, {
    method: 'POST',
    headers: { accept: 'text/event-stream', 'content-type': 'application/json', authorization: 'Bearer one' },
    body: JSON.stringify({ query, variables }),
  });
  const socket = new WebSocket(`${other.url.replace('http', 'ws')}/graphql`, 'graphql-transport-ws');
  await once(socket, 'open');
  socket.send(JSON.stringify({ type: 'connection_init', payload: { authorization: 'Bearer one' } }));
  await once(socket, 'message');
  socket.send(JSON.stringify({ type: 'subscribe', id: '1', payload: { query, variables } }));
  await once(socket, 'message');

  const before = performance.now();
  const closed = once(socket, 'close');
  await other.close();
  expect(performance.now() - before).toBeLessThan(10_000); // before the next sign of life, by which a dead connection is seen
  expect(((await closed) as [number])[0]).toBe(1001);
  const text = await events.text();
  expect(text).toContain('event: next');
  expect(text).not.toContain('event: complete');
  upstream.takeCount();
  await new Promise((resolve) => setTimeout(resolve, 500));
  expect(upstream.received.filter(({ path }) => path.endsWith(variables.tss))).toEqual([]);
  lookAsEver();
});

test('A connection that carries no subscription makes room for others, one that does stays', async () => {
  // Connections are looked after every twelve seconds, here every two.
  const { setInterval } = globalThis;
  const everyTwo = jest
    .spyOn(globalThis, 'setInterval')
    .mockImplementation(((act: () => void, pause: number) =>
      setInterval(act, pause === 12_000 ? 2_000 : pause)) as typeof setInterval);
  const [idle, busy] = [await connect(), await connect()];
  await Promise.all([idle.introduce(), busy.introduce()]);
  busy.send(subscribe('1', randomUUID()));
  await busy.until(({ type }) => type === 'next');
  const [code] = (await once(idle.socket, 'close')) as [number];
  expect([code, busy.socket.readyState]).toEqual([1000, WebSocket.OPEN]);
  expect(everyTwo).toHaveBeenCalledWith(expect.any(Function), 12_000);
  everyTwo.mockRestore();
}, 60_000);
