import { randomUUID } from 'node:crypto';
import { decodeJwt } from 'jose';
import { demo, type Sandbox } from '../../src/sandbox/index.js';
import { Secret } from '../../src/secret.js';
import { ContractClient } from './support/contract-client.js';
import { runSandbox, TestClock } from './support/running-sandbox.js';
import { setUpTss } from './support/set-up.js';

const credentials = { api_key: demo.apiKey, api_secret: demo.apiSecret };
const live = { key: 'live key', secret: new Secret('live secret'), organizationId: demo.organizationId } as const;
const clock = new TestClock();
let sandbox: Sandbox;
let middleware: ContractClient;
let backend: ContractClient;

beforeAll(async () => {
  sandbox = await runSandbox({ clock: clock.now, apiKeys: [{ ...live, environment: 'LIVE' }] });
  middleware = new ContractClient(sandbox.middlewareUrl);
  backend = new ContractClient(sandbox.backendUrl);
});

function login(client: ContractClient) {
  return client.ok('authenticateApi', { body: credentials });
}

test('A login answers tokens that live a day and two days, and says whose they are', async () => {
  const answer = await login(middleware);
  expect(answer).toMatchObject({
    access_token_claims: { env: 'TEST', organization_id: demo.organizationId },
    access_token_expires_in: 86_400,
    access_token_expires_at: clock.time + 86_400,
    refresh_token_expires_in: 172_800,
    refresh_token_expires_at: clock.time + 172_800,
  });
  expect(decodeJwt(answer.access_token)).toMatchObject({ env: 'TEST', organization_id: demo.organizationId });
});

test('A repeated login gives the same token, with less time left, until a minute before its end', async () => {
  const first = await login(middleware);
  clock.time += 86_400 - 61;
  const second = await login(middleware);
  expect(second).toEqual({
    ...first,
    access_token_expires_in: 61,
    refresh_token_expires_in: 172_800 - 86_400 + 61,
  });
  clock.time += 1;
  expect((await login(middleware)).access_token).not.toBe(first.access_token);
});

test('Logins at once give one token', async () => {
  clock.time += 86_400;
  const logins = await Promise.all(Array.from({ length: 20 }, () => login(middleware)));
  expect(new Set(logins.map(({ access_token }) => access_token)).size).toBe(1);
});

test('A refresh token opens a new session and may be used again; an unknown or ended one is refused', async () => {
  const { access_token, refresh_token = '' } = await login(middleware);
  const refreshed = await middleware.ok('authenticateApi', { body: { refresh_token } });
  expect(refreshed.access_token).not.toBe(access_token);
  expect(await middleware.refusal('authenticateApi', { body: { refresh_token: access_token } })).toEqual([
    401,
    undefined,
  ]);
  clock.time += 172_799;
  await middleware.ok('authenticateApi', { body: { refresh_token } });
  clock.time += 1;
  expect(await middleware.refusal('authenticateApi', { body: { refresh_token } })).toEqual([401, undefined]);
});

test('An access token is refused from the second it ends, and a token that never was always', async () => {
  const { access_token } = await login(middleware);
  const client = new ContractClient(sandbox.middlewareUrl, access_token);
  await client.ok('listTss', {});
  clock.time += 86_400;
  expect(await client.refusal('listTss', {})).toEqual([401, undefined]);
  expect(await new ContractClient(sandbox.backendUrl, 'nonsense').refusal('listTss', {})).toEqual([401, undefined]);
});

test.each([undefined, 'Bearer ', 'Bearer', 'Basic abc', 'Bearer a b'])(
  'The Authorization header %j is refused with a code of its own',
  async (authorization) => {
    const init = authorization === undefined ? {} : { headers: { authorization } };
    const { status, json } = await middleware.raw('GET', '/tss', init);
    expect([status, json]).toEqual([401, expect.objectContaining({ code: 'E_UNAUTHORIZED', status_code: 401 })]);
  },
);

test('Logging in needs no Authorization header, and minds no empty one', async () => {
  const headers = { authorization: 'Bearer ', 'content-type': 'application/json' };
  const { status } = await middleware.raw('POST', '/auth', { headers, body: JSON.stringify(credentials) });
  expect(status).toBe(200);
});

test('A wrong secret, an unknown key and half a login are refused, and no answer repeats what was sent', async () => {
  for (const body of [
    { api_key: demo.apiKey, api_secret: 'gu3ss' },
    { api_key: 'gu3ss', api_secret: demo.apiSecret },
    { refresh_token: 'gu3ss' },
  ]) {
    const { status, bytes } = await middleware.send('authenticateApi', { body });
    expect(status).toBe(401);
    expect(bytes.toString()).not.toContain('gu3ss');
  }
  const { status, json } = await middleware.send('authenticateApi', { body: { api_key: 'gu3ss' } });
  expect([status, json]).toEqual([400, expect.objectContaining({ code: 'E_FAILED_SCHEMA_VALIDATION' })]);
});

test('A session of the Middleware is good at both hosts, one of the Backend only there', async () => {
  const ofMiddleware = await ContractClient.login(sandbox.middlewareUrl);
  const ofBackend = await ContractClient.login(sandbox.backendUrl);
  await ofMiddleware.ok('listTss', {});
  await ofMiddleware.at(sandbox.backendUrl).ok('listTss', {});
  await ofBackend.ok('listTss', {});
  const { status, json } = await ofBackend.at(sandbox.middlewareUrl).send('listTss', {});
  expect([status, json]).toEqual([401, { status_code: 401, error: 'Unauthorized', message: expect.any(String) }]);
});

test('A bad token is refused before the host is: strangers learn nothing of hosts', async () => {
  const path = { tss_id: randomUUID() };
  const body = { admin_pin: '123456' };
  expect(await backend.refusal('authenticateAdmin', { path, body })).toEqual([401, 'E_UNAUTHORIZED']);
  const known = await ContractClient.login(sandbox.backendUrl);
  expect(await known.refusal('authenticateAdmin', { path, body })).toEqual([432, 'E_USE_MIDDLEWARE']);
});

test('Environments of one organization do not see each other, and only TEST has a limit of five live TSS', async () => {
  const inTest = await ContractClient.login(sandbox.middlewareUrl);
  const inLive = await ContractClient.login(sandbox.middlewareUrl, live.key, live.secret.reveal());
  const { tss_id } = await setUpTss(inTest, 'CREATED');
  expect(await inLive.refusal('retrieveTss', { path: { tss_id } })).toEqual([403, 'E_ACCESS_DENIED']);
  expect(await inLive.refusal('createTss', { path: { tss_id } })).toEqual([409, 'E_TSS_CONFLICT']);
  expect((await inLive.ok('listTss', {})).count).toBe(0);
  for (let index = 0; index < 6; index += 1) await setUpTss(inLive, 'CREATED');
  expect(await inLive.ok('listTss', {})).toMatchObject({ count: 6, _env: 'LIVE' });
});
