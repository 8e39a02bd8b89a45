import { setTimeout as sleep } from 'node:timers/promises';
import { jest } from '@jest/globals';
import { LocalCoordinator, LocalStore } from '../../../src/coordination/local-coordinator.js';
import { Secret } from '../../../src/secret.js';
import { TestClock } from '../../coordination/test-clock.js';
import { page, tssRow } from '../../datasources/rows.js';
import {
  failure,
  hang,
  open,
  operationOf,
  ownToken,
  refuse,
  type Reply,
  StubUpstream,
} from '../../datasources/stub-upstream.js';

const apiKey = { key: 'key', secret: new Secret('secret') };
const gatewayKey = { kind: 'gateway-key' } as const;
const HOUR = 3_600_000;

/** An upstream that gives out `token-1`, `token-2`, … for an hour each, and takes those that `accepts` takes. */
async function startWithLogin(
  accepts: (token: string | undefined) => boolean = () => true,
  login: (body: any) => Reply | undefined = () => undefined,
) {
  let logins = 0;
  const stub = await StubUpstream.start(({ path, body, token, query }) => {
    if (path === '/auth') {
      const reply = login(body);
      if (reply) return reply;
      logins += 1;
      const json = {
        access_token: `token-${logins}`,
        access_token_expires_in: 3600,
        refresh_token: `refresh-${logins}`,
      };
      return { json };
    }
    if (!accepts(token)) return refuse(401);
    return path === '/tss' ? page('TSS', [tssRow('tss')], query) : { json: tssRow('tss') };
  });
  const upstreams = open({ ...stub.settings, apiKey });
  return {
    stub,
    upstreams,
    read: (caller: Parameters<typeof operationOf>[1] = { caller: gatewayKey }, tssId = 'tss') =>
      operationOf(upstreams, caller).tss.load(tssId),
    loginsSent: () => stub.received.filter(({ path }) => path === '/auth').map(({ body }) => body),
  };
}

/** Waits for what nobody waits for in the gateway. */
async function until(isSo: () => boolean | Promise<boolean>) {
  const end = performance.now() + 20_000;
  while (!(await isSo())) {
    if (performance.now() > end) throw new Error('It did not come to be.');
    await sleep(10);
  }
}

let clock: { mockReturnValue: (now: number) => unknown };
const start = Date.now();
const setClock = (milliseconds: number) => clock.mockReturnValue(start + milliseconds);
beforeEach(() => {
  clock = jest.spyOn(Date, 'now').mockReturnValue(start);
});
afterEach(() => {
  jest.restoreAllMocks();
});

describe("the gateway's own session", () => {
  test('is opened once, at the Middleware, by 50 operations at once', async () => {
    const { stub, read } = await startWithLogin();
    await Promise.all(Array.from({ length: 50 }, () => read()));
    expect(stub.lines.filter((line) => line.includes('/auth'))).toEqual(['POST /auth MIDDLEWARE']);
    expect(new Set(stub.received.slice(1).map(({ token }) => token))).toEqual(new Set(['token-1']));
  });

  test('is kept until 90 % of its life, and renewed then by its refresh token, once for all', async () => {
    const { read, loginsSent } = await startWithLogin();
    await read();
    setClock(0.89 * HOUR);
    await read();
    expect(loginsSent()).toHaveLength(1);
    setClock(0.91 * HOUR);
    await Promise.all(Array.from({ length: 20 }, () => read()));
    await until(() => loginsSent().length > 1);
    expect(loginsSent()).toEqual([{ api_key: 'key', api_secret: 'secret' }, { refresh_token: 'refresh-1' }]);
  });

  test('is used on while its renewal hangs, which no read waits for', async () => {
    let hangs = false;
    const { stub, read, loginsSent } = await startWithLogin(undefined, () => (hangs ? hang : undefined));
    await read();
    hangs = true;
    setClock(0.95 * HOUR);
    // Less than a login is given to be answered.
    await Promise.all(Array.from({ length: 10 }, () => read({ caller: gatewayKey, milliseconds: 3_500 })));
    expect(new Set(stub.received.filter(({ path }) => path !== '/auth').map(({ token }) => token))).toEqual(
      new Set(['token-1']),
    );
    await until(() => loginsSent().length > 1);
    expect(loginsSent()).toHaveLength(2);
  });

  test('is not asked to be renewed by every read while that fails', async () => {
    let fails = false;
    const { read, loginsSent } = await startWithLogin(undefined, () => (fails ? refuse(400) : undefined));
    await read();
    fails = true;
    setClock(0.95 * HOUR);
    for (let count = 0; count < 10; count += 1) await read();
    await until(() => loginsSent().length === 3); // by refresh token, then by the key
    for (let count = 0; count < 10; count += 1) await read();
    expect(loginsSent()).toHaveLength(3);
    setClock(0.95 * HOUR + 6_000);
    await read();
    await until(() => loginsSent().length === 5);
  });

  test('is opened by the key when its refresh token is refused', async () => {
    const { read, loginsSent } = await startWithLogin(undefined, (body) =>
      body.refresh_token ? refuse(401) : undefined,
    );
    await read();
    setClock(0.95 * HOUR);
    await read();
    await until(() => loginsSent().length === 3);
    expect(loginsSent().at(-1)).toEqual({ api_key: 'key', api_secret: 'secret' });
  });

  test('goes on to its end when it cannot be renewed, and is an error after that', async () => {
    let isDown = false;
    const { read } = await startWithLogin(undefined, () => (isDown ? refuse(400) : undefined));
    await read();
    isDown = true;
    setClock(0.95 * HOUR);
    await read();
    setClock(1.01 * HOUR);
    expect(await failure(read())).toMatchObject({ upstream: { operation: 'authenticateApi', status: 400 } });
  });

  test('is renewed and the call repeated once when its token is refused, with one login for 20 such calls', async () => {
    const { stub, read, loginsSent } = await startWithLogin((token) => token !== 'token-1');
    await Promise.all(Array.from({ length: 20 }, (_, index) => read(undefined, `tss-${index}`)));
    expect(loginsSent()).toHaveLength(2);
    expect(stub.received.filter(({ path }) => path !== '/auth')).toHaveLength(40);
  });

  test('that another gateway of the store has opened is taken, and renewed once for both', async () => {
    const { upstreams, stub, loginsSent } = await startWithLogin();
    const store = new LocalStore();
    const settings = { ...stub.settings, apiKey };
    const gateways = [1, 2].map(() => open(settings, new LocalCoordinator(store)));
    const readAll = () =>
      Promise.all(gateways.map((gateway) => operationOf(gateway, { caller: gatewayKey }).tss.load('tss')));
    await readAll();
    expect(loginsSent()).toHaveLength(1);
    setClock(0.91 * HOUR);
    await readAll();
    await until(() => loginsSent().length > 1);
    await readAll();
    await readAll();
    expect(loginsSent()).toHaveLength(2);
    expect(stub.received.at(-1)!.token).toBe('token-2');
    await operationOf(upstreams, { caller: gatewayKey }).tss.load('tss'); // of another store
    expect(loginsSent()).toHaveLength(3);
  });

  test('is opened by the next gateway when the first one hangs, and the first one sends no further login', async () => {
    const clock = new TestClock();
    const store = new LocalStore({ clock });
    const bodies: string[] = [];
    const { stub } = await startWithLogin(undefined, ({ api_secret: secret }) => {
      bodies.push(secret);
      if (bodies.length > 1) return undefined;
      clock.pass(34_000); // of which the first gateway knows nothing; then it is told to come again
      return refuse(503, 'E_SERVICE_UNAVAILABLE', 'later', { 'retry-after': '0' });
    });
    const settings = { ...stub.settings, apiKey };
    const [hung, next] = [1, 2].map(() => open(settings, new LocalCoordinator(store)));
    const late = failure(operationOf(hung!, { caller: gatewayKey }).tss.load('tss'));
    await operationOf(next!, { caller: gatewayKey }).tss.load('tss');
    expect(await late).toMatchObject({ code: 'DEADLINE_EXCEEDED', ambiguous: false });
    expect(bodies).toHaveLength(2);
    expect((await operationOf(hung!, { caller: gatewayKey }).tss.load('tss'))._id).toBe('tss');
    expect(bodies).toHaveLength(2); // the session of the other one
  });

  test('is given up after a second refusal', async () => {
    const { stub, read, loginsSent } = await startWithLogin(() => false);
    expect(await failure(read())).toMatchObject({ code: 'GATEWAY_CREDENTIALS_REFUSED' });
    expect(loginsSent()).toHaveLength(2);
    expect(stub.received).toHaveLength(4);
  });

  test('cannot be opened by a wrong key: every operation says so, and nothing else is sent', async () => {
    const { stub, read } = await startWithLogin(undefined, () => refuse(401));
    expect(await failure(read())).toMatchObject({ code: 'GATEWAY_CREDENTIALS_REFUSED', ambiguous: false });
    expect(stub.lines).toEqual(['POST /auth MIDDLEWARE']);
  });

  test('is waited for no longer than the operation lasts, while others go on waiting', async () => {
    let answer: () => void = hang;
    const { read, loginsSent } = await startWithLogin(undefined, () => (response) => {
      answer = () => {
        response.writeHead(200, { 'content-type': 'application/json' });
        response.end(JSON.stringify({ access_token: 'late' }));
      };
    });
    const patient = read();
    const hasty = await failure(read({ caller: gatewayKey, milliseconds: 100 }));
    expect(hasty).toMatchObject({ code: 'DEADLINE_EXCEEDED', ambiguous: false });
    await until(() => loginsSent().length > 0);
    answer();
    await patient;
    expect(loginsSent()).toHaveLength(1);
  });

  test('stays the same for one operation, because admin mode sticks to the token', async () => {
    const { stub, upstreams } = await startWithLogin();
    const { tss, metadata } = operationOf(upstreams, { caller: gatewayKey });
    await tss.load('tss');
    setClock(0.95 * HOUR);
    await metadata.read('tss', { tss_id: 'tss' }).catch(() => undefined); // a TSS is no metadata
    expect(stub.received.filter(({ path }) => path !== '/auth').map(({ token }) => token)).toEqual([
      'token-1',
      'token-1',
    ]);
    await until(async () => {
      await operationOf(upstreams, { caller: gatewayKey }).tss.load('tss');
      return stub.received.at(-1)!.token === 'token-2';
    });
  });

  test('makes the gateway ready, or tells why it is not', async () => {
    const good = await startWithLogin();
    await good.upstreams.ready();
    const bad = await startWithLogin(undefined, () => refuse(401));
    expect(await failure(bad.upstreams.ready())).toMatchObject({ code: 'GATEWAY_CREDENTIALS_REFUSED' });
  });

  test('does not make the gateway ready when the upstream answers no more, however good the session is', async () => {
    const { stub, read, upstreams } = await startWithLogin();
    await read();
    await stub.stop('BACKEND');
    await stub.stop('MIDDLEWARE');
    expect(await failure(upstreams.ready())).toMatchObject({ code: 'UPSTREAM_UNREACHABLE' });
  });

  test('is tried once by 50 who ask whether the gateway is ready', async () => {
    const { stub, upstreams } = await startWithLogin();
    await Promise.all(Array.from({ length: 50 }, () => upstreams.ready()));
    await upstreams.ready();
    expect(stub.lines).toEqual(['POST /auth MIDDLEWARE', 'GET /tss BACKEND']);
  });
});

describe("a caller's own token", () => {
  test('is sent as it is and never renewed', async () => {
    const { stub, read } = await startWithLogin((token) => token !== 'mine');
    expect(await failure(read({ caller: ownToken('mine') }))).toMatchObject({ code: 'UNAUTHENTICATED' });
    expect(stub.received.map(({ path, token }) => [path, token])).toEqual([['/tss/tss', 'mine']]);
  });

  test('without one, and without a key of the gateway, nothing is sent', async () => {
    const stub = await StubUpstream.start(() => refuse(500));
    const upstreams = open(stub.settings);
    for (const caller of [gatewayKey, { kind: 'anonymous' } as const]) {
      expect(await failure(operationOf(upstreams, { caller }).tss.load('tss'))).toMatchObject({
        code: 'UNAUTHENTICATED',
      });
    }
    expect(stub.received).toEqual([]);
    await upstreams.ready(); // callers bring their tokens
  });

  test('answers of one caller are never given to another', async () => {
    const stub = await StubUpstream.start(({ token }) => ({ json: tssRow('tss', { description: token! }) }));
    const upstreams = open(stub.settings);
    const readers = Array.from({ length: 40 }, (_, index) => ownToken(`token-${index % 2}`));
    const rows = await Promise.all(readers.map((caller) => operationOf(upstreams, { caller }).tss.load('tss')));
    expect(rows.map(({ description }) => description)).toEqual(readers.map((_, index) => `token-${index % 2}`));
  });
});

describe('a login on behalf of a caller', () => {
  const credentials = { apiKey: 'key', apiSecret: new Secret('secret') };

  test('goes to the Middleware unless a base URL says otherwise, in whatever spelling', async () => {
    const { stub, upstreams } = await startWithLogin();
    const { session } = operationOf(upstreams, { caller: { kind: 'anonymous' } });
    const { middlewareUrl, backendUrl } = stub.settings;
    const logins = [undefined, middlewareUrl, `${backendUrl}/`, backendUrl.replace('http', 'HTTP')];
    const hosts: string[] = [];
    for (const baseUrl of logins) hosts.push((await session.authenticate(credentials, baseUrl)).host);
    expect(hosts).toEqual(['MIDDLEWARE', 'MIDDLEWARE', 'BACKEND', 'BACKEND']);
    expect(stub.received.map(({ host }) => host)).toEqual(hosts);
  });

  test.each([
    'http://169.254.169.254/latest/meta-data',
    'http://127.0.0.1:1/api/v2',
    'http://user:password-marker@127.0.0.1/api/v2',
    'file:///etc/passwd',
    'not a url',
    '',
  ])('is refused at the address "%s", which it does not echo, without any call', async (baseUrl) => {
    const { stub, upstreams } = await startWithLogin();
    const error = await failure(operationOf(upstreams).session.authenticate(credentials, baseUrl));
    expect(error.code).toBe('BASE_URL_NOT_ALLOWED');
    expect(error.message).toContain(stub.settings.middlewareUrl);
    expect(error.message).toContain(stub.settings.backendUrl);
    expect(error.message).not.toContain('password-marker');
    expect(stub.received).toEqual([]);
  });

  test('at the base URL with something added to it is refused as well', async () => {
    const { stub, upstreams } = await startWithLogin();
    const { middlewareUrl } = stub.settings;
    for (const baseUrl of [`${middlewareUrl}/../v1`, `${middlewareUrl}?x`, `${middlewareUrl}@evil.example`]) {
      expect(await failure(operationOf(upstreams).session.authenticate(credentials, baseUrl))).toMatchObject({
        code: 'BASE_URL_NOT_ALLOWED',
      });
    }
  });

  test('at the Backend gives a session that stays there: it reads, and is refused before any call elsewhere', async () => {
    const { stub, upstreams } = await startWithLogin();
    const { answer } = await operationOf(upstreams).session.authenticate(credentials, stub.settings.backendUrl);
    const caller = ownToken(answer.access_token);
    stub.takeCount();
    const { tss, clients, transactions, calls } = operationOf(upstreams, { caller });
    await tss.load('tss');
    expect(stub.lines).toEqual(['GET /tss/tss BACKEND']);
    const refused = [
      tss.update('tss', { state: 'DISABLED' }),
      tss.changeAdminPin('tss', new Secret('1234567890'), new Secret('123456')),
      tss.authenticateAdmin('tss', new Secret('123456')),
      tss.logoutAdmin('tss'),
      clients.create('tss', 'client', { serial_number: 'till' }),
      clients.update('tss', 'client', { state: 'REGISTERED' }),
      transactions.upsert('tss', 'tx', 1, { state: 'ACTIVE', client_id: 'client' }),
    ];
    for (const one of refused) expect(await failure(one)).toMatchObject({ code: 'BACKEND_SESSION', ambiguous: false });
    expect(calls).toHaveLength(1);
    await stub.stop('BACKEND');
    expect(await failure(operationOf(upstreams, { caller }).tss.load('tss'))).toMatchObject({
      code: 'UPSTREAM_UNREACHABLE',
    });
    expect(stub.received).toHaveLength(1); // nothing at the Middleware, which would not take it
  });
});

describe('identity', () => {
  const claims = Buffer.from(JSON.stringify({ organization_id: 'org', env: 'LIVE' })).toString('base64url');

  test("of the gateway's key is what its login says", async () => {
    const json = { access_token: 'token', access_token_claims: { env: 'TEST', organization_id: 'org' } };
    const { upstreams } = await startWithLogin(undefined, () => ({ json }));
    const { session } = operationOf(upstreams, { caller: gatewayKey });
    expect(await session.identity()).toEqual({ env: 'TEST', organization_id: 'org' });
  });

  test('of an own token has the environment that the upstream says, not the one that the token claims', async () => {
    const { upstreams } = await startWithLogin();
    const { session } = operationOf(upstreams, { caller: ownToken(`e30.${claims}.sig`) });
    expect(await session.identity()).toEqual({ env: 'TEST', organization_id: 'org' });
  });

  test('of a token that is no JWT has no organization; of one that is refused there is none', async () => {
    const { upstreams } = await startWithLogin((token) => token !== 'bad');
    expect(await operationOf(upstreams, { caller: ownToken('opaque') }).session.identity()).toEqual({
      env: 'TEST',
      organization_id: undefined,
    });
    const forged = operationOf(upstreams, { caller: ownToken('bad') }).session.identity();
    expect(await failure(forged)).toMatchObject({ code: 'UNAUTHENTICATED' });
  });
});
