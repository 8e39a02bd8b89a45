import { once } from 'node:events';
import { get, type IncomingMessage, type ServerResponse } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import fastify from 'fastify';
import type { Schemas } from '../../../src/contract/sign-de.js';
import { makeGatewayKey } from '../../../src/config/gateway-keys.js';
import { Upstreams } from '../../../src/datasources/index.js';
import { serveDownloads } from '../../../src/server/archives/download.js';
import { readConfig } from '../../../src/config/config.js';
import { type Gateway, startGateway } from '../../../src/gateway.js';
import { DownloadLinks, EXPIRED } from '../../../src/server/archives/download-links.js';
import { Secret } from '../../../src/secret.js';
import { exportRow } from '../../datasources/rows.js';
import { refuse, type Received, type Reply, reset, StubUpstream } from '../../datasources/stub-upstream.js';
import { post } from '../../e2e/support/start.js';

const [tss, id] = ['11111111-0000-4000-8000-000000000001', '22222222-0000-4000-8000-000000000001'];
const TOKEN = 'token-of-the-caller';
const CHUNK = Buffer.alloc(65_536, 'x');
/** More than all buffers between upstream and reader hold. */
const CHUNKS = 800;

let gateway: Gateway;
let stub: StubUpstream;
/** What the upstream does when it is asked for the file. */
let serveFile: Reply;
/** What became of the export. */
let ended: Partial<Schemas['ExportResponse']> = { state: 'COMPLETED' };
/** In how many seconds the archive is removed; the upstream's own time when there is none. */
let expiresIn: number | undefined;

beforeAll(async () => {
  stub = await StubUpstream.start(({ path }: Received): Reply => {
    if (path.endsWith('/file')) return serveFile;
    if (path === '/auth') return { json: { access_token: 'own-token' } };
    const expiry = expiresIn === undefined ? {} : { time_expiration: Math.floor(Date.now() / 1_000) + expiresIn };
    return {
      json: exportRow(tss, path.split('/').at(-1)!, { ...ended, time_end: 1_700_000_001, ...expiry }),
    };
  });
  const { middlewareUrl, backendUrl } = stub.settings;
  gateway = await startGateway(
    readConfig({
      PORT: '0',
      FISKALY_MIDDLEWARE_URL: middlewareUrl,
      FISKALY_BACKEND_URL: backendUrl,
      GRAPHIQL: 'off',
      LOG_LEVEL: 'silent',
    }),
  );
});
afterAll(() => gateway.close());

/** The link to an export, as its caller gets it. */
async function linkTo(uuid = id, token = TOKEN): Promise<string> {
  const { data } = await post(
    `${gateway.url}/graphql`,
    'query ($tss: UUID!, $uuid: UUID!) { export(tssUuid: $tss, uuid: $uuid) { download { url } } }',
    { tss, uuid },
    { authorization: `Bearer ${token}` },
  );
  return data!.export.download.url;
}

let next = 100;
/** Each test has an export of its own, and so a limit of calls of its own. */
const someExport = (): string => `22222222-0000-4000-8000-${String(next++).padStart(12, '0')}`;

async function open(url: string, headers: Record<string, string> = {}): Promise<IncomingMessage> {
  const request = get(gateway.url + url, { headers, agent: false });
  const [response] = (await once(request, 'response')) as [IncomingMessage];
  return response;
}

async function readError(
  response: IncomingMessage,
): Promise<{ status: number; message: string; code: string; retryable: boolean; retryAfter?: number }> {
  let text = '';
  for await (const chunk of response) text += String(chunk);
  expect(response.headers['content-type']).toBe('application/json; charset=utf-8');
  const [{ message, extensions }] = JSON.parse(text).errors;
  expect(extensions.requestId).toBe(response.headers['request-id']);
  return { status: response.statusCode!, message, ...extensions };
}

/** Sends the file as fast as it is taken, and counts what was. */
function sendLarge(): { reply: Reply; sent: () => number; closed: Promise<unknown> } {
  let sent = 0;
  const { promise: closed, resolve } = Promise.withResolvers<unknown>();
  const reply = (response: ServerResponse): void => {
    response.writeHead(200, { 'content-type': 'application/x-tar', 'content-length': CHUNKS * CHUNK.length });
    response.once('close', resolve);
    const go = (): void => {
      while (sent < CHUNKS) {
        sent += 1;
        if (!response.write(CHUNK)) {
          response.once('drain', go);
          return;
        }
      }
      response.end();
    };
    go();
  };
  return { reply, sent: () => sent, closed };
}

const send = (body: string, headers: Record<string, number | string> = { 'content-length': body.length }): Reply => {
  return (response) => {
    response.writeHead(200, { 'content-type': 'application/x-tar', ...headers });
    response.end(body);
  };
};

test('The archive is fetched with the credential of whoever got the link, which is not in it', async () => {
  serveFile = send('archive');
  const url = await linkTo();
  stub.received.length = 0;
  const response = await open(url, { authorization: 'Bearer somebody-else' });
  expect(String((await response.toArray())[0])).toBe('archive');
  expect(stub.received.map(({ token, path }) => [token, path])).toEqual([[TOKEN, `/tss/${tss}/export/${id}/file`]]);
  const texts = [url, ...[...url.matchAll(/[\w-]{16,}/g)].map(([part]) => Buffer.from(part, 'base64url').toString())];
  for (const text of texts) expect(text).not.toContain(TOKEN);
});

describe('A link', () => {
  test('that anybody has changed is none of ours', async () => {
    serveFile = send('archive');
    const url = await linkTo();
    const changed = [
      url.replace(id, id.replace('2222', '3333')),
      url.replace(/~(\d+)~/, (_match, time) => `~${Number(time) + 1_000}~`),
      url.slice(0, -1),
      `${url}x`,
      '/download/~',
      '/download/x',
    ];
    stub.received.length = 0;
    for (const link of changed) {
      expect(await readError(await open(link))).toMatchObject({ status: 404, code: 'LINK_UNKNOWN' });
    }
    expect(stub.received).toEqual([]);
  });

  test('ends after a quarter of an hour, and with its archive', async () => {
    const links = new DownloadLinks();
    const caller = { kind: 'own-token', token: new Secret(TOKEN) } as const;
    const target = { caller, tssUuid: tss, exportUuid: id };
    const token = ({ url }: { url: string }) => url.replace('/download/', '');
    await inTime(Date.now(), (passed) => {
      const long = links.make(target, undefined);
      const short = links.make(target, new Date(Date.now() + 60_000));
      expect(links.read(token(long))).toEqual(target);
      expect(long.expiresAt.getTime() - Date.now()).toBeGreaterThan(898_000);
      passed(61_000);
      expect(links.read(token(short))).toBe(EXPIRED);
      expect(links.read(token(long))).toEqual(target);
      passed(840_000);
      expect(links.read(token(long))).toBe(EXPIRED);
      return Promise.resolve();
    });
  });

  test('that has expired is told as such, and that a new one helps', async () => {
    await inTime(Date.now(), async (passed) => {
      expiresIn = 60;
      const link = await linkTo(someExport());
      expiresIn = undefined;
      passed(61_000);
      expect(await readError(await open(link))).toMatchObject({ status: 410, code: 'LINK_EXPIRED' });
    });
  });

  const ofAll = { caller: { kind: 'gateway-key' }, tssUuid: tss, exportUuid: id } as const;
  const read = (links: DownloadLinks, { url }: { readonly url: string }) => links.read(url.replace('/download/', ''));

  test('of another process is none of ours', () => {
    expect(read(new DownloadLinks(), new DownloadLinks().make(ofAll, undefined))).toBeUndefined();
  });

  test('is good at every gateway with the same secret, and at none with another', () => {
    const [secret, other] = [new Secret('a'.repeat(32)), new Secret('b'.repeat(32))];
    const link = new DownloadLinks(secret).make(ofAll, undefined);
    expect(read(new DownloadLinks(secret), link)).toEqual(ofAll);
    expect(read(new DownloadLinks(other), link)).toBeUndefined();
  });

  const till = { name: 'till', role: 'SIGN' } as const;
  test.each([
    ['a token', { kind: 'own-token', token: new Secret(TOKEN) }],
    ['the key of the gateway', { kind: 'gateway-key' }],
    ['a gateway key', { kind: 'gateway-key', grant: till }],
    ['a gateway key for this TSS', { kind: 'gateway-key', grant: { ...till, tssIds: new Set([tss]) } }],
    ['a gateway key for no TSS', { kind: 'gateway-key', grant: { ...till, tssIds: new Set<string>() } }],
  ] as const)('brings back the caller with %s who got it', (_title, caller) => {
    const links = new DownloadLinks();
    expect(read(links, links.make({ ...ofAll, caller }, undefined))).toEqual({ ...ofAll, caller });
  });

  test('of a gateway key for a thousand TSS is for that of the archive alone, and short', () => {
    const tssIds = new Set(Array.from({ length: 1_000 }, (_, index) => tss.replace(/.{4}$/, String(1_000 + index))));
    const caller = { kind: 'gateway-key', grant: { ...till, tssIds: new Set([...tssIds, tss]) } } as const;
    const links = new DownloadLinks();
    const link = links.make({ ...ofAll, caller }, undefined);
    expect(read(links, link)).toEqual({ ...ofAll, caller: { ...caller, grant: { ...till, tssIds: new Set([tss]) } } });
    expect(link.url.length).toBeLessThan(500);
  });

  test('with another link’s credential is none of ours', () => {
    const links = new DownloadLinks();
    const [mine, theirs] = ['mine', 'theirs'].map((token) =>
      links.make({ ...ofAll, caller: { kind: 'own-token', token: new Secret(token) }, exportUuid: token }, undefined),
    );
    const swapped = mine!.url.replace(/[^~]*$/, theirs!.url.replace(/^.*~/, ''));
    expect(read(links, { url: swapped })).toBeUndefined();
  });
});

/** Runs something in a time of its own. */
async function inTime(start: number, run: (passed: (milliseconds: number) => void) => Promise<void>): Promise<void> {
  const now = Date.now;
  let time = start;
  Date.now = () => time;
  try {
    await run((milliseconds) => (time += milliseconds));
  } finally {
    Date.now = now;
  }
}

describe('Before the first byte', () => {
  test.each([
    [refuse(404, 'E_EXPORT_NOT_COMPLETED', 'wait', { 'retry-after': '60' }), 404, 'EXPORT_NOT_COMPLETED'],
    [refuse(404, 'E_EXPORT_NOT_FOUND'), 404, 'EXPORT_NOT_FOUND'],
    [refuse(403, 'E_ACCESS_DENIED'), 403, 'ACCESS_DENIED'],
    [refuse(401), 401, 'UNAUTHENTICATED'],
    [refuse(429, undefined, 'slow down', { 'retry-after': '50' }), 429, 'RATE_LIMITED'],
    [refuse(503, undefined, 'maintenance', { 'retry-after': '90' }), 503, 'UPSTREAM_ERROR'],
    [refuse(500), 502, 'UPSTREAM_ERROR'],
    [reset, 502, 'UPSTREAM_ANSWER_LOST'],
  ])('a failure of the upstream is told as JSON: %#', async (reply, status, code) => {
    const url = await linkTo(someExport());
    serveFile = reply;
    const response = await open(url);
    expect(await readError(response)).toMatchObject({ status, code });
    expect(response.headers['content-disposition']).toBeUndefined();
    expect(response.headers['cache-control']).toBe('private, no-store');
    if (typeof reply !== 'function') expect(response.headers['retry-after']).toBe(reply.headers?.['retry-after']);
  });
});

test.each<[Partial<Schemas['ExportResponse']>, string, boolean]>([
  [{ state: 'ERROR', exception: 'E_NO_DATA_AVAILABLE' }, 'ERROR (NO_DATA_AVAILABLE)', false],
  [{ state: 'CANCELLED' }, 'CANCELLED', false],
  [{ state: 'WORKING' }, 'not COMPLETED yet', true],
])(
  'Whether the archive of an export is worth waiting for is told by what became of it: %j',
  async (became, says, retryable) => {
    const url = await linkTo(someExport());
    serveFile = refuse(404, 'E_EXPORT_NOT_COMPLETED', 'wait', { 'retry-after': '60' });
    ended = became;
    const error = await readError(await open(url));
    ended = { state: 'COMPLETED' };
    expect(error).toMatchObject({
      status: 404,
      code: 'EXPORT_NOT_COMPLETED',
      message: expect.stringContaining(says),
      retryable,
    });
  },
);

describe('A download', () => {
  test('goes no faster than it is read, and ends the transfer of the upstream when its reader goes', async () => {
    const url = await linkTo(someExport());
    const { reply, sent, closed } = sendLarge();
    serveFile = reply;
    const response = await open(url);
    response.pause();
    // Buffers of the system grow while they fill, on a busy machine for longer than one look.
    let held = 0;
    while (held === 0 || sent() > held) {
      held = sent();
      await sleep(500);
    }
    expect(held).toBeLessThan(CHUNKS / 2);
    response.destroy();
    await closed;
    expect(sent()).toBeLessThan(CHUNKS / 2);
  });

  test('of which the upstream breaks off is seen to be incomplete', async () => {
    const url = await linkTo(someExport());
    const begun = Promise.withResolvers<ServerResponse>();
    serveFile = (response) => {
      response.writeHead(200, { 'content-type': 'application/x-tar', 'content-length': 1_000_000 });
      response.write(CHUNK);
      begun.resolve(response);
    };
    const response = await open(url);
    expect(response.statusCode).toBe(200);
    reset(await begun.promise); // not before the beginning has come through
    await expect(response.toArray()).rejects.toThrow('aborted');
  });

  test('of part of the archive ends the transfer of the upstream behind that part', async () => {
    const url = await linkTo(someExport());
    const { reply, sent, closed } = sendLarge();
    serveFile = reply;
    const response = await open(url, { range: 'bytes=10-99' });
    expect(response.statusCode).toBe(206);
    expect(Buffer.concat(await response.toArray())).toHaveLength(90);
    await closed;
    expect(sent()).toBeLessThan(CHUNKS / 2);
  });

  test('of an archive whose size is not known comes whole', async () => {
    const url = await linkTo(someExport());
    serveFile = send('archive', {});
    const response = await open(url, { range: 'bytes=3-' });
    expect(response.statusCode).toBe(200);
    expect(response.headers['accept-ranges']).toBeUndefined();
    expect(String(Buffer.concat(await response.toArray()))).toBe('archive');
  });

  test.each([
    ['bytes=0-2', 206, 'arc'],
    ['bytes=3-', 206, 'hive'],
    ['bytes=3-99', 206, 'hive'],
    ['bytes=-3', 206, 'ive'],
    ['bytes=-99', 206, 'archive'],
    ['bytes=4-2', 200, 'archive'],
    ['bytes=0-1,3-4', 200, 'archive'],
    ['lines=1-2', 200, 'archive'],
    ['bytes=-', 200, 'archive'],
  ])('with Range %s answers %i and "%s"', async (range, status, text) => {
    const url = await linkTo(someExport());
    serveFile = send('archive');
    const response = await open(url, { range });
    expect(response.statusCode).toBe(status);
    expect(String(Buffer.concat(await response.toArray()))).toBe(text);
    expect(response.headers['content-length']).toBe(String(text.length));
  });

  test.each(['bytes=7-', 'bytes=-0'])('with Range %s, which is beyond the archive, is refused', async (range) => {
    const url = await linkTo(someExport());
    const { reply, closed } = sendLarge();
    serveFile = range === 'bytes=-0' ? reply : send('archive');
    expect(await readError(await open(url, { range }))).toMatchObject({ status: 416, code: 'RANGE_NOT_SATISFIABLE' });
    if (range === 'bytes=-0') await closed;
  });

  test('beyond sixteen at a time is told to wait, until one ends', async () => {
    const url = await linkTo(someExport());
    const other = await linkTo(someExport());
    // The rest is never sent.
    serveFile = (response) => {
      response.writeHead(200, { 'content-type': 'application/x-tar', 'content-length': 2 * CHUNK.length });
      response.write(CHUNK);
    };
    const running: IncomingMessage[] = [];
    for (let count = 0; count < 16; count += 1) {
      const response = await open(count < 10 ? url : other);
      response.pause();
      running.push(response);
    }
    expect(await readError(await open(url))).toMatchObject({ status: 503, code: 'RATE_LIMITED', retryAfter: 10 });
    for (const response of running) response.destroy();
    serveFile = send('archive');
    let status = 503;
    while (status === 503) {
      await sleep(20); // until the gateway has seen one go
      const response = await open(other);
      status = response.statusCode!;
      response.destroy();
    }
    expect(status).toBe(200);
  });
});

test('A link outlives a restart of the gateway, and a long token, where the secret stays', async () => {
  const { middlewareUrl, backendUrl } = stub.settings;
  const settings = readConfig({
    PORT: '0',
    FISKALY_MIDDLEWARE_URL: middlewareUrl,
    FISKALY_BACKEND_URL: backendUrl,
    LINK_SECRET: 'of-some-gateways'.repeat(2),
    GRAPHIQL: 'off',
    LOG_LEVEL: 'silent',
  });
  const token = 'x'.repeat(4_000);
  const first = await startGateway(settings);
  const query = '($tss: UUID!, $uuid: UUID!) { export(tssUuid: $tss, uuid: $uuid) { download { url } } }';
  const variables = { tss, uuid: someExport() };
  const { data } = await post(`${first.url}/graphql`, `query ${query}`, variables, {
    authorization: `Bearer ${token}`,
  });
  await first.close();
  const second = await startGateway(settings);
  serveFile = send('archive');
  stub.received.length = 0;
  const response = await fetch(second.url + String(data!.export.download.url));
  expect([response.status, await response.text()]).toEqual([200, 'archive']);
  expect(stub.received.map((request) => request.token)).toEqual([token]);
  await second.close();
});

test('A gateway key for some TSS gets links to archives of these alone, and they are fetched for it', async () => {
  const { key, entry } = makeGatewayKey('till', 'READ', [tss]);
  const { middlewareUrl, backendUrl } = stub.settings;
  const shared = await startGateway(
    readConfig({
      PORT: '0',
      FISKALY_API_KEY: 'key',
      FISKALY_API_SECRET: 'secret',
      FISKALY_MIDDLEWARE_URL: middlewareUrl,
      FISKALY_BACKEND_URL: backendUrl,
      GATEWAY_KEYS: entry,
      GRAPHIQL: 'off',
      LOG_LEVEL: 'silent',
    }),
  );
  try {
    const ask = (uuid: string) =>
      post(
        `${shared.url}/graphql`,
        'query ($tss: UUID!, $uuid: UUID!) { export(tssUuid: $tss, uuid: $uuid) { download { url } } }',
        { tss: uuid, uuid: someExport() },
        { authorization: `Gateway-Key ${key}` },
      );
    const other = await ask(tss.replace('1111', '9999'));
    expect([other.data!.export, other.errors![0]!.extensions.code]).toEqual([null, 'FORBIDDEN']);
    serveFile = send('archive');
    const { data } = await ask(tss);
    const response = await fetch(shared.url + String(data!.export.download.url));
    expect([response.status, await response.text()]).toEqual([200, 'archive']);
    expect((await fetch(gateway.url + String(data!.export.download.url))).status).toBe(404);
  } finally {
    await shared.close();
  }
});

test('A link whose key may not see the TSS is refused before any call, however it came about', async () => {
  const grant = { name: 'till', role: 'READ', tssIds: new Set([tss]) } as const;
  const links = new DownloadLinks();
  const caller = { kind: 'gateway-key', grant } as const;
  const { url } = links.make({ caller, tssUuid: tss.replace('1111', '9999'), exportUuid: id }, undefined);
  const app = fastify({ routerOptions: { maxParamLength: 500 } });
  serveDownloads(app, new Upstreams(stub.settings), links);
  stub.received.length = 0;
  const { statusCode, body } = await app.inject(url);
  expect([statusCode, JSON.parse(body).errors[0].extensions.code]).toEqual([403, 'FORBIDDEN']);
  expect(stub.received).toEqual([]);
  await app.close();
});

describe('HEAD answers as GET does, without the archive', () => {
  async function both(url: string, headers: Record<string, string> = {}) {
    const got = await open(url, headers);
    got.resume();
    const head = await fetch(gateway.url + url, { method: 'HEAD', headers });
    expect(await head.text()).toBe('');
    expect(head.status).toBe(got.statusCode);
    for (const name of [
      'content-type',
      'content-length',
      'content-range',
      'content-disposition',
      'accept-ranges',
      'etag',
      'cache-control',
    ]) {
      expect([name, head.headers.get(name)]).toEqual([name, got.headers[name] ?? null]);
    }
    return head;
  }

  test('for the whole, for a range, for one that is not there, and for links that are none', async () => {
    serveFile = send('archive');
    const url = await linkTo(someExport());
    expect((await both(url)).headers.get('content-length')).toBe('7');
    const part = await both(url, { range: 'bytes=2-4' });
    expect([part.status, part.headers.get('content-range')]).toEqual([206, 'bytes 2-4/7']);
    expect((await both(url, { range: 'bytes=7-' })).status).toBe(416);
    expect((await both('/download/~')).status).toBe(404);
  });

  test('where the upstream does not tell the size', async () => {
    serveFile = send('archive', {});
    expect((await both(await linkTo(someExport()))).headers.get('content-length')).toBeNull();
  });

  test('and ends the transfer of the upstream', async () => {
    const { reply, sent, closed } = sendLarge();
    serveFile = reply;
    const url = await linkTo(someExport());
    expect((await fetch(gateway.url + url, { method: 'HEAD' })).status).toBe(200);
    await closed;
    expect(sent()).toBeLessThan(CHUNKS);
  });
});
