import { randomUUID } from 'node:crypto';
import type { Schemas } from '../../../src/contract/sign-de.js';
import { demo, type Sandbox } from '../../../src/sandbox/index.js';
import { parseLogMessage } from '../../../src/tse/log/log-message.js';
import { ContractClient } from '../support/contract-client.js';
import { readLogs } from '../support/logs.js';
import { runSandbox, temporaryFolder, TestClock } from '../support/running-sandbox.js';
import { PIN, setUpClient, setUpTss } from '../support/set-up.js';

const clock = new TestClock();
const dataFolder = temporaryFolder();
let sandbox: Sandbox;
let client: ContractClient;

beforeAll(async () => {
  sandbox = await runSandbox({ dataFolder, clock: clock.now, limits: { liveTestTss: 1000 } });
  client = await ContractClient.login(sandbox.middlewareUrl);
});

function update(path: { tss_id: string }, body: Schemas['UpdateTssRequest']) {
  return client.ok('updateTss', { path, body });
}

const allowed: Readonly<Record<string, readonly string[]>> = {
  CREATED: ['UNINITIALIZED'],
  UNINITIALIZED: ['UNINITIALIZED', 'INITIALIZED', 'DISABLED'],
  INITIALIZED: ['INITIALIZED', 'DISABLED'],
  DISABLED: ['DISABLED'],
};
const moves = (['CREATED', 'UNINITIALIZED', 'INITIALIZED', 'DISABLED'] as const).flatMap((from) =>
  (['UNINITIALIZED', 'INITIALIZED', 'DISABLED'] as const).map((to) => ({ from, to })),
);

test.each(moves)('A TSS that is $from answers a move to $to as the state machine says', async ({ from, to }) => {
  const path = await setUpTss(client, from);
  if (allowed[from]?.includes(to)) {
    expect(await update(path, { state: to })).toMatchObject({ state: to });
    expect(await client.ok('retrieveTss', { path })).toMatchObject({ state: to });
  } else {
    const refusal = await client.refusal('updateTss', { path, body: { state: to } });
    expect(refusal).toEqual([400, 'E_ILLEGAL_TSS_STATE_CHANGE']);
    expect(await client.ok('retrieveTss', { path })).toMatchObject({ state: from });
  }
});

test('Asking for the state it is in merges metadata, needs no admin, signs nothing and moves no time', async () => {
  const path = await setUpTss(client);
  await client.ok('logoutAdmin', { path });
  const before = await client.ok('retrieveTss', { path });
  clock.time += 60;
  const after = await update(path, { state: 'INITIALIZED', description: 'another', metadata: { a: '1' } });
  expect(after).toEqual({ ...before, metadata: { a: '1' } });
});

test('A description is taken with the step to INITIALIZED only', async () => {
  const path = await setUpTss(client, 'UNINITIALIZED');
  for (const state of ['UNINITIALIZED', 'DISABLED'] as const) {
    const refusal = await client.refusal('updateTss', { path, body: { state, description: 'x' } });
    expect(refusal).toEqual([400, 'E_FAILED_SCHEMA_VALIDATION']);
  }
  expect(await update(path, { state: 'INITIALIZED', description: 'Shop 7' })).toMatchObject({ description: 'Shop 7' });
});

test('The PUK is shown while CREATED, again and again, and never afterwards', async () => {
  const path = { tss_id: randomUUID() };
  const first = await client.ok('createTss', { path, body: { metadata: { a: '1' } } });
  const second = await client.ok('createTss', { path, body: { metadata: { b: '2' } } });
  expect(second).toEqual({ ...first, metadata: { a: '1', b: '2' } });
  expect(await client.ok('retrieveTss', { path })).not.toHaveProperty('admin_puk');
  await update(path, { state: 'UNINITIALIZED' });
  expect(await client.refusal('createTss', { path })).toEqual([409, 'E_TSS_CONFLICT']);
});

test('TSS have keys and PUKs of their own, and the serial number is the hash of the key', async () => {
  const { tss_id } = await setUpTss(client, 'CREATED');
  const one = await client.ok('createTss', { path: { tss_id } });
  const other = await client.ok('createTss', { path: { tss_id: randomUUID() } });
  for (const member of ['public_key', 'serial_number', 'admin_puk', 'certificate'] as const) {
    expect(one[member]).not.toBe(other[member]);
  }
  expect(one.serial_number).toMatch(/^[0-9a-f]{64}$/);
});

describe('Admin mode', () => {
  test('is needed for INITIALIZED, DISABLED and both client writes, and for nothing else', async () => {
    const path = await setUpTss(client, 'UNINITIALIZED');
    await client.ok('logoutAdmin', { path });
    const missing = [401, 'E_UNAUTHORIZED'];
    expect(await client.refusal('updateTss', { path, body: { state: 'INITIALIZED' } })).toEqual(missing);
    expect(await client.refusal('updateTss', { path, body: { state: 'DISABLED' } })).toEqual(missing);
    await client.ok('authenticateAdmin', { path, body: { admin_pin: PIN } });
    await update(path, { state: 'INITIALIZED' });
    const client_id = await setUpClient(client, path.tss_id);
    await client.ok('logoutAdmin', { path });
    const clientPath = { ...path, client_id };
    const other = { ...path, client_id: randomUUID() };
    expect(await client.refusal('createClient', { path: other, body: { serial_number: 'x' } })).toEqual(missing);
    expect(await client.refusal('updateClient', { path: clientPath, body: { state: 'REGISTERED' } })).toEqual(missing);
    await client.ok('updateClientMetadata', { path: clientPath, body: { a: '1' } });
    await client.ok('updateTssMetadata', { path, body: { a: '1' } });
    expect(await client.refusal('updateTss', { path, body: { state: 'DISABLED' } })).toEqual(missing);
  });

  test('is bound to the access token and the TSS', async () => {
    const path = await setUpTss(client);
    const { refresh_token = '' } = await client.ok('authenticateApi', {
      body: { api_key: demo.apiKey, api_secret: demo.apiSecret },
    });
    const { access_token } = await client.ok('authenticateApi', { body: { refresh_token } });
    const otherToken = new ContractClient(sandbox.middlewareUrl, access_token);
    const disable = { path, body: { state: 'DISABLED' } } as const;
    expect(await otherToken.refusal('updateTss', disable)).toEqual([401, 'E_UNAUTHORIZED']);
    await otherToken.ok('logoutAdmin', { path });
    const otherTss = await setUpTss(client, 'UNINITIALIZED');
    await client.ok('logoutAdmin', { path: otherTss });
    expect(await client.refusal('updateTss', { path: otherTss, body: { state: 'INITIALIZED' } })).toEqual([
      401,
      'E_UNAUTHORIZED',
    ]);
    await client.ok('updateTss', disable);
  });

  test('may be entered twice and left without having been entered', async () => {
    const path = await setUpTss(client);
    await client.ok('authenticateAdmin', { path, body: { admin_pin: PIN } });
    await client.ok('logoutAdmin', { path });
    const { signature_counter } = await client.ok('retrieveTss', { path });
    await client.ok('logoutAdmin', { path });
    expect(await client.ok('retrieveTss', { path })).toMatchObject({ signature_counter });
  });

  test('does not exist on a DISABLED TSS, but leaving it does no harm', async () => {
    const path = await setUpTss(client, 'DISABLED');
    expect(await client.refusal('authenticateAdmin', { path, body: { admin_pin: PIN } })).toEqual([
      401,
      'E_UNAUTHORIZED',
    ]);
    expect(await client.ok('logoutAdmin', { path })).toEqual({});
  });
});

describe('The admin PIN', () => {
  const wrong = { admin_pin: 'wrong pin' };

  test('counts as blocked until it is set', async () => {
    for (const state of ['CREATED', 'UNINITIALIZED'] as const) {
      const { tss_id } = await setUpTss(client, 'CREATED');
      if (state === 'UNINITIALIZED') await update({ tss_id }, { state });
      const refusal = await client.refusal('authenticateAdmin', { path: { tss_id }, body: { admin_pin: PIN } });
      expect(refusal).toEqual([423, 'E_ADMIN_PIN_BLOCKED']);
    }
  });

  test('is blocked by five wrong tries in a row, even for the right one, and unblocked by the PUK', async () => {
    const { admin_puk, ...path } = await setUpTss(client);
    for (let tries = 1; tries <= 5; tries += 1) {
      expect(await client.refusal('authenticateAdmin', { path, body: wrong })).toEqual([401, 'E_ADMIN_LOGIN_FAILED']);
    }
    const blocked = [423, 'E_ADMIN_PIN_BLOCKED'];
    expect(await client.refusal('authenticateAdmin', { path, body: wrong })).toEqual(blocked);
    expect(await client.refusal('authenticateAdmin', { path, body: { admin_pin: PIN } })).toEqual(blocked);
    await client.ok('changeAdminPin', { path, body: { admin_puk, new_admin_pin: 'a longer PIN' } });
    await client.ok('authenticateAdmin', { path, body: { admin_pin: 'a longer PIN' } });
  });

  test('forgets four wrong tries after a right one', async () => {
    const path = await setUpTss(client);
    for (let round = 0; round < 2; round += 1) {
      for (let tries = 1; tries <= 4; tries += 1) await client.refusal('authenticateAdmin', { path, body: wrong });
      await client.ok('authenticateAdmin', { path, body: { admin_pin: PIN } });
    }
  });

  test('can be set while UNINITIALIZED or INITIALIZED, with the right PUK, and PIN and PUK are in no answer', async () => {
    const { admin_puk, ...path } = await setUpTss(client, 'UNINITIALIZED');
    const body = { admin_puk: '0000000000', new_admin_pin: 's3cret pin' };
    const { status, bytes } = await client.send('changeAdminPin', { path, body });
    expect([status, bytes.toString()]).toEqual([401, expect.stringContaining('UNBLOCK_RESULT_FAILED')]);
    expect(bytes.toString()).not.toMatch(/s3cret|0000000000/);
    const failed = await client.send('authenticateAdmin', { path, body: { admin_pin: 's3cret pin' } });
    expect(failed.bytes.toString()).not.toContain('s3cret');
    const disabled = await setUpTss(client, 'DISABLED');
    const late = { admin_puk: disabled.admin_puk, new_admin_pin: PIN };
    expect(await client.refusal('changeAdminPin', { path: disabled, body: late })).toEqual([
      400,
      'E_CHANGE_ADMIN_PIN_FAILED',
    ]);
    await client.ok('changeAdminPin', { path, body: { admin_puk, new_admin_pin: PIN } });
  });
});

test('Each call writes the system log that the real service writes, signed and counted without a gap', async () => {
  const path = await setUpTss(client);
  const clientPath = { ...path, client_id: await setUpClient(client, path.tss_id, 'till 1') };
  await client.ok('updateClient', { path: clientPath, body: { state: 'DEREGISTERED' } });
  await client.ok('updateClient', { path: clientPath, body: { state: 'DEREGISTERED' } });
  await client.ok('updateClient', { path: clientPath, body: { state: 'REGISTERED' } });
  await client.refusal('authenticateAdmin', { path, body: { admin_pin: 'wrong pin' } });
  await client.ok('logoutAdmin', { path });
  await client.ok('authenticateAdmin', { path, body: { admin_pin: PIN } });
  clock.time -= 1000;
  await update(path, { state: 'DISABLED' });
  await sandbox.close();

  const logs = readLogs(dataFolder, path.tss_id).map((message) => parseLogMessage(message).log);
  expect(logs.map((log) => (log.kind === 'system' ? log.operationType : log.kind))).toEqual([
    'registerClient', 'startAudit', 'configureLogging', 'selfTest', 'enterSecureState', 'exitSecureState',
    'unblockUser', 'authenticateUser', 'initialize', 'registerClient', 'deregisterClient', 'registerClient',
    'authenticateUser', 'logOut', 'authenticateUser', 'disableSecureElement',
  ]); // prettier-ignore
  expect(logs.map(({ signatureCounter }) => Number(signatureCounter))).toEqual(logs.map((_, index) => index + 1));
  const times = logs.map(({ logTime }) => (logTime.format === 'unixTime' ? logTime.seconds : NaN));
  expect(times).toEqual([...times].sort((a, b) => a - b));
});
