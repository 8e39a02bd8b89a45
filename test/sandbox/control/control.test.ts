import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { request } from 'node:http';
import { connect } from 'node:net';
import { Readable } from 'node:stream';
import { setTimeout } from 'node:timers/promises';
import { demo, type SandboxOptions } from '../../../src/sandbox/index.js';
import { ContractClient } from '../support/contract-client.js';
import { ControlClient } from '../support/control-client.js';
import { verifyExport } from '../../../src/tse/archive/verify-export.js';
import { download, exportLogs, reach, trigger } from '../support/exports.js';
import { runSandbox, temporaryFolder, TestClock } from '../support/running-sandbox.js';
import { PIN, sell, setUpClient, setUpTss } from '../support/set-up.js';

async function open(options: Partial<SandboxOptions> = {}) {
  const sandbox = await runSandbox({ limits: { liveTestTss: 50 }, ...options });
  const till = await ContractClient.login(sandbox.middlewareUrl);
  return { sandbox, control: new ControlClient(sandbox.controlUrl), till };
}

let one: Awaited<ReturnType<typeof open>>;
beforeAll(async () => {
  one = await open();
});

/** The sandbox of all tests that need no options of their own, emptied. */
async function reset(): Promise<typeof one> {
  await one.control.call('PUT /reset', { demo: false });
  return { ...one, till: await ContractClient.login(one.sandbox.middlewareUrl) };
}

describe('The clock', () => {
  test('runs with that of the machine, is set, moved, stopped and let run again', async () => {
    const { control } = await reset();
    const { now, frozen } = await control.call('GET /clock');
    expect([Math.abs(now - Date.now() / 1000) < 5, frozen]).toEqual([true, false]);
    expect(await control.call('PUT /clock', { now: 1_800_000_000, frozen: true })).toEqual({
      now: 1_800_000_000,
      frozen: true,
    });
    await setTimeout(1_100);
    expect(await control.call('PUT /clock', { advance: 60 })).toEqual({ now: 1_800_000_060, frozen: true });
    await control.call('PUT /clock', { frozen: false });
    await setTimeout(1_100);
    const later = await control.call('PUT /clock', { advance: -30 });
    expect(later.frozen).toBe(false);
    expect(later.now).toBeGreaterThanOrEqual(1_800_000_031);
    expect(later.now).toBeLessThan(1_800_000_040);
  });

  test('stays as it was set when the sandbox starts again', async () => {
    const dataFolder = temporaryFolder();
    const first = await open({ dataFolder });
    await first.control.call('PUT /clock', { now: 1_900_000_000, frozen: true });
    await first.sandbox.close();
    const second = await open({ dataFolder });
    expect(await second.control.call('GET /clock')).toEqual({ now: 1_900_000_000, frozen: true });
  });

  test('moved by many at once is moved by all of them, and stays within 1970 and 9999', async () => {
    const { control } = await open({ clock: new TestClock(1_790_000_000).now });
    await Promise.all([1, 2, 4, 8].map((advance) => control.call('PUT /clock', { advance })));
    expect((await control.call('GET /clock')).now).toBe(1_790_000_015);
    for (const change of [
      { now: 0, advance: -1 },
      { now: 253_402_300_799, advance: 1 },
    ]) {
      expect(await control.send('PUT /clock', change)).toMatchObject({ status: 400 });
    }
    expect((await control.call('GET /clock')).now).toBe(1_790_000_015);
  });

  test('moved on by an hour and back never makes a log time fall', async () => {
    const { control, till } = await reset();
    const { tss_id } = await setUpTss(till);
    const client_id = await setUpClient(till, tss_id);
    await control.call('PUT /clock', { advance: 3_600 });
    const late = await sell(till, tss_id, client_id);
    await control.call('PUT /clock', { advance: -3_600 });
    const next = await sell(till, tss_id, client_id);
    expect(next.log.timestamp).toBeGreaterThanOrEqual(late.log.timestamp);
  });

  test('stays as it is when something else is asked of it', async () => {
    const { control } = await open({ clock: new TestClock(1_790_000_000).now });
    for (const change of [{ now: -1 }, { now: 1.5 }, { now: 1e15 }, { frozen: 'yes' }, { today: 1 }, 'now']) {
      expect([change, await control.send('PUT /clock', change)]).toEqual([
        change,
        expect.objectContaining({ status: 400, json: { error: expect.any(String) } }),
      ]);
      expect(await control.call('GET /clock')).toEqual({ now: 1_790_000_000, frozen: false });
    }
  });
});

test('Latency delays the operations that are named, and with an asterisk all others', async () => {
  const { control, till } = await reset();
  const timed = async (id: 'listTss' | 'listAllClients'): Promise<number> => {
    const began = performance.now();
    await till.ok(id, {});
    return performance.now() - began;
  };
  expect(await control.call('PUT /latency', { '*': 150, listAllClients: 400 })).toEqual({
    '*': 150,
    listAllClients: 400,
  });
  expect(await timed('listTss')).toBeGreaterThanOrEqual(149);
  expect(await timed('listAllClients')).toBeGreaterThanOrEqual(399);
  expect(await control.send('PUT /latency', { sell: 1 })).toMatchObject({ status: 400 });
  expect(await control.call('GET /latency')).toEqual({ '*': 150, listAllClients: 400 });
  await control.call('PUT /latency', {});
  expect(await control.call('GET /')).toMatchObject({ latency: {}, faults: [], states: [] });
});

describe('A saved state', () => {
  test('comes back whole: data, tokens, admin mode, unfinished exports and the clock', async () => {
    const { control, till } = await open({ exportSeconds: 1_000 });
    const { now } = await control.call('PUT /clock', { advance: 100, frozen: true });
    const { tss_id } = await setUpTss(till);
    const client_id = await setUpClient(till, tss_id);
    const sold = await sell(till, tss_id, client_id);
    const export_id = randomUUID();
    const path = { tss_id, export_id };
    await till.ok('triggerExport', { path });
    await control.call('PUT /states/{name}', undefined, 'Day_1');
    const before = await till.ok('retrieveTss', { path });

    await control.call('PUT /clock', { advance: 60, frozen: false });
    await sell(till, tss_id, client_id);
    await till.ok('logoutAdmin', { path });
    await till.ok('cancelExport', { path });
    await control.call('PUT /states/{name}/load', undefined, 'Day_1');

    expect(await control.call('GET /clock')).toEqual({ now, frozen: true });
    expect(await till.ok('retrieveTss', { path })).toEqual(before);
    expect((await till.ok('listTransactions', { path })).data).toEqual([{ ...sold, signature: expect.anything() }]);
    await setUpClient(till, tss_id, 'registered by the admin who is logged in again');
    expect((await till.ok('retrieveExport', { path })).state).not.toBe('CANCELLED');
    await control.call('PUT /clock', { advance: 1_000 });
    while ((await till.ok('listExports', { path })).data[0]!.state !== 'COMPLETED') await setTimeout(5);
    const { bytes } = await download(till, tss_id, export_id);
    expect(await verifyExport(Readable.from([bytes]))).toMatchObject({ problems: [] });
  });

  test('is a data folder that a sandbox can be started with, and its name an option of the start', async () => {
    const dataFolder = temporaryFolder();
    const first = await open({ dataFolder });
    const { tss_id } = await setUpTss(first.till);
    await first.control.call('PUT /states/{name}', undefined, 'kept');
    await first.control.call('PUT /reset', {});
    await first.sandbox.close();
    for (const options of [{ dataFolder: `${dataFolder}/states/kept` }, { dataFolder, load: 'kept' }]) {
      const { till, sandbox } = await open(options);
      expect(await till.ok('retrieveTss', { path: { tss_id } })).toMatchObject({ state: 'INITIALIZED' });
      await sandbox.close();
    }
  });

  test('can be saved over, listed and removed, and nothing happens for a name that there is not', async () => {
    const { control, till } = await open();
    const { tss_id } = await setUpTss(till);
    for (const name of ['b', 'a', 'b']) await control.call('PUT /states/{name}', undefined, name);
    expect(await control.call('GET /states')).toEqual(['a', 'b']);
    await control.call('DELETE /states/{name}', undefined, 'a');
    expect(await control.call('GET /')).toMatchObject({ states: ['b'] });
    for (const name of ['PUT /states/{name}/load', 'DELETE /states/{name}'] as const) {
      expect(await control.send(name, undefined, 'a')).toMatchObject({ status: 404 });
    }
    for (const name of ['../b', '.hidden', 'a/b', 'ä', 'x'.repeat(41)]) {
      expect(await control.send('PUT /states/{name}', undefined, name)).toMatchObject({ status: 400 });
    }
    await till.ok('retrieveTss', { path: { tss_id } });
  });

  test('is loaded while tills go on selling: each sale is whole, before or after', async () => {
    const { control, till } = await reset();
    const { tss_id } = await setUpTss(till);
    const client_id = await setUpClient(till, tss_id);
    await control.call('PUT /states/{name}', undefined, 'start');
    let isSelling = true;
    let loads = 0;
    /**
     * Sales that were begun since the last load: what was begun before may be gone with it, whenever its answer comes.
     */
    let sold: string[] = [];
    const tills = Array.from({ length: 5 }, async () => {
      while (isSelling) {
        const begun = loads;
        const tx_id_or_number = randomUUID();
        const start = { path: { tss_id, tx_id_or_number }, query: { tx_revision: 1 } };
        await till.ok('upsertTransaction', { ...start, body: { state: 'ACTIVE', client_id } });
        if (begun === loads) sold.push(tx_id_or_number);
      }
    });
    const sellOn = async (): Promise<void> => {
      await setTimeout(40);
      while (sold.length === 0) await setTimeout(5);
    };
    for (let load = 0; load < 5; load += 1) {
      await sellOn();
      await control.call('PUT /states/{name}/load', undefined, 'start');
      loads += 1;
      sold = [];
    }
    await sellOn();
    isSelling = false;
    await Promise.all(tills);
    for (const tx_id_or_number of sold) {
      expect((await till.raw('GET', `/tss/${tss_id}/tx/${tx_id_or_number}`)).status).toBe(200);
    }
    const { verification } = await exportLogs(till, tss_id);
    expect(verification).toMatchObject({ problems: [] });
    const { signature_counter } = await till.ok('retrieveTss', { path: { tss_id } });
    expect(verification).toMatchObject({ gaps: [], counters: { first: 1, last: Number(signature_counter) } });
  });
});

describe('What is under way when another state is loaded', () => {
  test('a call that waited is of nobody any more, unless its token is in that state too', async () => {
    let arrived = 0;
    const { control, sandbox } = await open({
      configureFace: (face) => {
        face.addHook('onRequest', (_request, _reply, done) => {
          arrived += 1;
          done();
        });
      },
    });
    await control.call('PUT /reset', { demo: false });
    await control.call('PUT /states/{name}', undefined, 'empty');
    const caller = await ContractClient.login(sandbox.middlewareUrl);
    // More than loading takes.
    await control.call('PUT /latency', { createTss: 3_000, listTss: 3_000 });
    arrived = 0;
    const waiting = Promise.all([
      caller.send('createTss', { path: { tss_id: randomUUID() }, body: {} }),
      caller.send('listTss', {}),
    ]);
    while (arrived < 2) await setTimeout(5);
    await control.call('PUT /states/{name}/load', undefined, 'empty');
    for (const { status } of await waiting) expect(status).toBe(401);
    expect(await control.call('GET /tss')).toEqual([]);
  });

  test('time updates: each is signed by the TSS whose it is, the loaded one or none', async () => {
    const { control, till } = await reset();
    const { tss_id } = await setUpTss(till);
    await control.call('PUT /states/{name}', undefined, 'before');
    const moving = control.call('PUT /clock', { advance: 7 * 365 * 86_400 });
    await control.call('PUT /states/{name}/load', undefined, 'before');
    await moving;
    await control.call('PUT /clock', { advance: 3 * 86_400 });
    const late = await ContractClient.login(till.baseUrl);
    expect((await exportLogs(late, tss_id)).verification).toMatchObject({ problems: [], gaps: [] });
  });

  test('a download breaks off, rather than going on with the log of another TSS', async () => {
    const { control, sandbox, till: first } = await reset();
    const { tss_id } = await setUpTss(first);
    await control.call('PUT /states/{name}', undefined, 'early');
    // Messages without calls: a time update a day, for more days than are read in one go.
    await control.call('PUT /clock', { advance: 400 * 86_400 });
    const till = await ContractClient.login(sandbox.middlewareUrl);
    const export_id = await trigger(till, tss_id);
    await reach(till, tss_id, export_id, 'COMPLETED');
    // It takes some seconds, however little of it the buffers on its way leave to be sent.
    await control.call('POST /faults', { operation: 'retrieveExportFile', kind: 'slow-body', bytesPerSecond: 100_000 });
    const url = `${sandbox.middlewareUrl}/tss/${tss_id}/export/${export_id}/file`;
    const response = await fetch(url, { headers: { authorization: till.authorization } });
    const reader = response.body!.getReader();
    await reader.read();
    await control.call('PUT /states/{name}/load', undefined, 'early');
    const readAll = async (): Promise<void> => {
      while (!(await reader.read()).done);
    };
    await expect(readAll()).rejects.toThrow();
  }, 180_000);

  test('a state that another sandbox runs on is not loaded', async () => {
    const dataFolder = temporaryFolder();
    const { control } = await open({ dataFolder });
    await control.call('PUT /states/{name}', undefined, 'busy');
    const other = await open({ dataFolder: `${dataFolder}/states/busy` });
    expect(await control.send('PUT /states/{name}/load', undefined, 'busy')).toMatchObject({
      status: 409,
      json: { error: expect.stringContaining('in use') },
    });
    await setUpTss(other.till);
    await other.sandbox.close();
    await control.call('PUT /states/{name}/load', undefined, 'busy');
    expect(await control.call('GET /tss')).toHaveLength(1);
  });
});

test('A sandbox closes although a request is not finished', async () => {
  const { sandbox } = await open();
  const half = connect(Number(new URL(sandbox.middlewareUrl).port), '127.0.0.1');
  const closed = once(half, 'close');
  half.write('PUT /api/v2/tss HTTP/1.1\r\nHost: localhost\r\n');
  await setTimeout(100);
  await sandbox.close();
  await closed;
});

test('A reset leaves what a new sandbox has: demo data as at the start or as asked for, no fault, no latency', async () => {
  const { control, till } = await open({ demo: true });
  await setUpTss(till);
  await control.call('POST /faults', { kind: 'reset', operation: 'listTss' });
  await control.call('PUT /latency', { '*': 1 });
  await control.call('PUT /clock', { advance: -86_400 });
  await control.call('PUT /reset', undefined);
  expect(await control.call('GET /')).toMatchObject({ latency: {}, faults: [], clock: { frozen: false } });
  expect((await control.call('GET /clock')).now).toBeGreaterThan(Date.now() / 1000 - 10);
  expect(await control.call('GET /tss')).toMatchObject([{ id: demo.tssId, environment: 'TEST' }]);
  expect(await till.send('listTss', {})).toMatchObject({ status: 401 });
  await control.call('PUT /reset', { demo: false });
  expect(await control.call('GET /tss')).toEqual([]);
});

describe('A TSS is put', () => {
  const STATES = ['CREATED', 'UNINITIALIZED', 'INITIALIZED', 'DISABLED', 'DEFECTIVE', 'DELETED', 'EVICTED'] as const;

  test('into each state from each, and its answers fit the contract in all', async () => {
    const { control, till } = await reset();
    const { tss_id } = await setUpTss(till, 'CREATED');
    // A walk through all pairs of states: for A, B and C it is A, A to B, A to C, B, B to C, C, and A again.
    const walk = STATES.flatMap((from, index) => [from, ...STATES.slice(index + 1).flatMap((to) => [from, to])]);
    const steps = [...walk, STATES[0]];
    expect(new Set(steps.slice(1).map((to, index) => `${steps[index]} ${to}`)).size).toBe(STATES.length ** 2);
    for (const [index, state] of steps.entries()) {
      const answer = await control.call('PATCH /tss/{id}', { state }, index % 2 ? tss_id.toUpperCase() : tss_id);
      expect(answer).toMatchObject({ id: tss_id, state, organization: demo.organizationId, environment: 'TEST' });
      expect(await till.ok('retrieveTss', { path: { tss_id } })).toMatchObject({ state });
    }
  });

  test('into INITIALIZED from nothing, where it sells; back to CREATED, with a new PUK that sets a PIN', async () => {
    const { control, till } = await reset();
    const { tss_id, admin_puk } = await setUpTss(till, 'CREATED');
    const path = { tss_id };
    await control.call('PATCH /tss/{id}', { state: 'INITIALIZED' }, tss_id);
    await till.ok('changeAdminPin', { path, body: { admin_puk, new_admin_pin: PIN } });
    await till.ok('authenticateAdmin', { path, body: { admin_pin: PIN } });
    await sell(till, tss_id, await setUpClient(till, tss_id));
    const { verification } = await exportLogs(till, tss_id);
    expect(verification.problems).toEqual([]);

    await control.call('PATCH /tss/{id}', { state: 'CREATED' }, tss_id);
    const { admin_puk: puk } = await till.ok('createTss', { path, body: {} });
    expect(puk).toMatch(/^\d{10}$/);
    expect(puk).not.toBe(admin_puk);
    await till.ok('updateTss', { path, body: { state: 'UNINITIALIZED' } });
    const initialize = { path, body: { state: 'INITIALIZED' } } as const;
    expect(await till.refusal('updateTss', initialize)).toEqual([423, 'E_ADMIN_PIN_BLOCKED']);
    await till.ok('changeAdminPin', { path, body: { admin_puk: puk, new_admin_pin: PIN } });
    expect(await till.refusal('updateTss', initialize)).toEqual([401, 'E_UNAUTHORIZED']);
  });

  test('out of service by the server, and back: all goes on where it was', async () => {
    const { control, till } = await reset();
    const { tss_id } = await setUpTss(till);
    const client_id = await setUpClient(till, tss_id);
    for (const state of ['DEFECTIVE', 'DELETED', 'EVICTED'] as const) {
      await control.call('PATCH /tss/{id}', { state }, tss_id);
      const sale = { path: { tss_id, tx_id_or_number: randomUUID() }, body: { state: 'ACTIVE', client_id } } as const;
      expect(await till.refusal('upsertTransaction', sale)).toEqual([423, `E_TSS_${state}`]);
      await control.call('PATCH /tss/{id}', { state: 'INITIALIZED' }, tss_id);
      await sell(till, tss_id, client_id);
    }
  });

  test('nowhere when it is unknown or the state is', async () => {
    const { control, till } = await reset();
    const { tss_id } = await setUpTss(till, 'CREATED');
    expect(await control.send('PATCH /tss/{id}', { state: 'DISABLED' }, randomUUID())).toMatchObject({ status: 404 });
    expect(await control.send('PATCH /tss/{id}', { state: 'BROKEN' }, tss_id)).toMatchObject({ status: 400 });
  });
});

describe('The control port', () => {
  const send = (url: string, headers: Readonly<Record<string, string>>, method = 'PUT', body = '{}'): Promise<number> =>
    new Promise((resolve, reject) => {
      const call = request(url, { method, headers }, (answer) => {
        answer.resume();
        resolve(answer.statusCode ?? 0);
      });
      call.on('error', reject);
      call.end(method === 'GET' ? undefined : body);
    });

  test('is not reached through a name that was pointed at this machine', async () => {
    const { sandbox } = await reset();
    expect(await send(`${sandbox.controlUrl}/`, { host: 'evil.example' }, 'GET')).toBe(421);
    for (const host of ['localhost:4012', '127.0.0.1:4012', '[::1]:4012', 'LOCALHOST']) {
      expect(await send(`${sandbox.controlUrl}/`, { host }, 'GET')).toBe(200);
    }
  });

  test('takes JSON only and tells no page of another origin that it may ask', async () => {
    const { sandbox } = await reset();
    for (const type of ['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data']) {
      expect(await send(`${sandbox.controlUrl}/faults`, { 'content-type': type }, 'POST', '{"kind":"reset"}')).toBe(
        415,
      );
    }
    const preflight = await fetch(`${sandbox.controlUrl}/reset`, { method: 'OPTIONS' });
    expect([preflight.status, preflight.headers.get('access-control-allow-origin')]).toEqual([404, null]);
  });

  test('is no part of the faces, and they are no part of it', async () => {
    const { sandbox, till } = await reset();
    for (const path of ['/clock', '/faults', '/tss/x/state', '/reset']) {
      expect(await till.raw('PUT', path)).toMatchObject({ status: 404 });
      expect((await fetch(new URL(path, sandbox.backendUrl), { method: 'PUT' })).status).toBe(404);
    }
    expect((await fetch(`${sandbox.controlUrl}/api/v2/tss`)).status).toBe(404);
  });

  test('answers broken JSON and unknown paths with a status and an error that says what is wrong', async () => {
    const { sandbox } = await reset();
    const json = { 'content-type': 'application/json' };
    expect(await send(`${sandbox.controlUrl}/clock`, json, 'PUT', '{')).toBe(400);
    const unknown = await fetch(`${sandbox.controlUrl}/nothing`);
    expect([unknown.status, await unknown.json()]).toEqual([
      404,
      expect.objectContaining({ error: expect.any(String) }),
    ]);
  });
});

test('A wrong start is refused as a whole: an unknown state to load, a control port that is taken', async () => {
  const { sandbox } = await reset();
  await expect(open({ load: 'nothing' })).rejects.toThrow('There is no saved state nothing.');
  const controlPort = Number(new URL(sandbox.controlUrl).port);
  await expect(open({ controlPort })).rejects.toThrow(`control port cannot start: port ${controlPort}`);
});
