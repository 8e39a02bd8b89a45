import { randomUUID } from 'node:crypto';
import { request as httpRequest } from 'node:http';
import { Agent, request } from 'undici';
import type { Schemas } from '../../../src/contract/sign-de.js';
import { demo, type FaultRequest, type Sandbox } from '../../../src/sandbox/index.js';
import { ContractClient } from '../support/contract-client.js';
import { ControlClient } from '../support/control-client.js';
import { reach, trigger } from '../support/exports.js';
import { runSandbox } from '../support/running-sandbox.js';
import { receipt, setUpClient, setUpTss } from '../support/set-up.js';

let sandbox: Sandbox;
let control: ControlClient;
let till: ContractClient;
let token: string;
let tss_id: string;
let client_id: string;

beforeAll(async () => {
  sandbox = await runSandbox({ limits: { liveTestTss: 50, exportCallsPerMinute: 1000 } });
  control = new ControlClient(sandbox.controlUrl);
  till = await ContractClient.login(sandbox.middlewareUrl);
  tss_id = (await setUpTss(till)).tss_id;
  client_id = await setUpClient(till, tss_id);
});
beforeEach(async () => {
  token = await logIn();
  till = await ContractClient.login(sandbox.middlewareUrl);
});
afterEach(() => control.call('DELETE /faults'));

const DEMO_KEY = { api_key: demo.apiKey, api_secret: demo.apiSecret };

async function logIn(): Promise<string> {
  const { access_token } = await new ContractClient(sandbox.middlewareUrl).ok('authenticateApi', { body: DEMO_KEY });
  return access_token;
}

/** Switches a fault on for the next transaction write. */
function fault(rule: FaultRequest): Promise<unknown> {
  return control.call('POST /faults', { operation: 'upsertTransaction', times: 1, ...rule });
}

/**
 * What a plain HTTP client sees of a start: an answer, or how it failed. It waits longer than any machine takes unless
 * told otherwise.
 */
async function start(tx: string, { headersTimeout = 10_000, bodyTimeout = 10_000 } = {}): Promise<Seen> {
  const dispatcher = new Agent({ headersTimeout, bodyTimeout });
  const began = performance.now();
  const took = (): number => performance.now() - began;
  try {
    const answer = await request(`${sandbox.middlewareUrl}/tss/${tss_id}/tx/${tx}?tx_revision=1`, {
      method: 'PUT',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      body: JSON.stringify({ state: 'ACTIVE', client_id }),
      dispatcher,
    });
    const headersAfter = took();
    const chunks: Buffer[] = [];
    const seen = { status: answer.statusCode, headers: answer.headers, headersAfter };
    try {
      for await (const chunk of answer.body) chunks.push(chunk as Buffer);
    } catch (error) {
      return { ...seen, text: Buffer.concat(chunks).toString(), failure: codeOf(error), took: took() };
    }
    return { ...seen, text: Buffer.concat(chunks).toString(), took: took() };
  } catch (error) {
    return { failure: codeOf(error), took: took() };
  } finally {
    await dispatcher.destroy();
  }
}

interface Seen {
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string | string[] | undefined>>;
  readonly headersAfter?: number;
  readonly text?: string;
  readonly failure?: string;
  readonly took: number;
}

function codeOf(error: unknown): string {
  return (error as { code?: string }).code ?? (error as Error).name;
}

/** Whether a transaction was signed, seen after the fault. */
async function isSigned(tx: string): Promise<boolean> {
  await control.call('DELETE /faults');
  const reader = await ContractClient.login(sandbox.middlewareUrl);
  const { status } = await reader.send('retrieveTransaction', { path: { tss_id, tx_id_or_number: tx } });
  return status === 200;
}

describe('A fault before the work leaves nothing signed, after it all of it', () => {
  test.each([
    [{ kind: 'refuse', status: 500, code: 'E_INTERNAL', message: 'a fault' }, { status: 500 }],
    [{ kind: 'silence' }, { failure: 'UND_ERR_HEADERS_TIMEOUT' }],
    [{ kind: 'reset' }, { failure: 'ECONNRESET' }],
  ] as const)('%j', async (rule, expected) => {
    for (const when of ['before', 'after'] as const) {
      const tx = randomUUID();
      await fault({ ...rule, when });
      expect(await start(tx, { headersTimeout: 2_000 })).toMatchObject(expected);
      expect([when, await isSigned(tx)]).toEqual([when, when === 'after']);
    }
  });

  test('a token that expires: 401 and nothing done, or all done and 401 from then on', async () => {
    const [lost, done] = [randomUUID(), randomUUID()];
    await fault({ kind: 'expire-token', when: 'before' });
    expect((await start(lost)).status).toBe(401);
    expect((await start(lost)).status).toBe(401);
    expect(await isSigned(lost)).toBe(false);
    token = await logIn();
    await fault({ kind: 'expire-token', when: 'after' });
    expect((await start(done)).status).toBe(200);
    expect((await start(done)).status).toBe(401);
    expect(await isSigned(done)).toBe(true);
  });
});

test('A token of the Middleware that expires at the Backend has expired at both', async () => {
  const backend = till.at(sandbox.backendUrl);
  await control.call('POST /faults', { operation: 'listTss', host: 'backend', kind: 'expire-token', when: 'after' });
  await backend.ok('listTss', {});
  for (const client of [backend, till]) expect((await client.raw('GET', '/tss')).status).toBe(401);
});

describe('A refusal', () => {
  test('has status, code and message as asked for, in the body of the contract', async () => {
    await fault({ kind: 'refuse', status: 500, code: 'E_STRANGE', message: 'no luck' });
    const { status, text } = await start(randomUUID());
    expect([status, JSON.parse(text!)]).toEqual([
      500,
      { status_code: 500, error: 'Internal Server Error', code: 'E_STRANGE', message: 'no luck' },
    ]);
  });

  test.each([429, 503])('%i says when to come back, in seconds or as a date', async (status) => {
    await fault({ kind: 'refuse', status, retryAfter: 7 });
    expect(await start(randomUUID())).toMatchObject({ status, headers: { 'retry-after': '7' } });
    await fault({ kind: 'refuse', status, retryAfter: 7, retryAfterAs: 'date' });
    const before = Date.now();
    const { headers } = await start(randomUUID());
    const date = Date.parse(String(headers!['retry-after']));
    expect(headers!['retry-after']).toMatch(/^[A-Z][a-z]{2}, \d\d [A-Z][a-z]{2} \d{4} \d\d:\d\d:\d\d GMT$/);
    expect(date).toBeGreaterThanOrEqual(before + 6_000); // it has no fractions
    expect(date).toBeLessThanOrEqual(Date.now() + 7_000);
  });

  test('by a code of the contract has its status and strikes only the operations that document it', async () => {
    await control.call('POST /faults', { kind: 'refuse', code: 'E_TSS_LOCKED', tss: tss_id, retryAfter: 30 });
    const { status, headers, text } = await start(randomUUID());
    expect([status, headers!['retry-after'], (JSON.parse(text!) as Schemas['Error']).code]).toEqual([
      503,
      '30',
      'E_TSS_LOCKED',
    ]);
    await till.ok('retrieveTss', { path: { tss_id } });
    expect(await till.refusal('logoutAdmin', { path: { tss_id } })).toEqual([503, 'E_TSS_LOCKED']);
    const other = (await till.ok('createTss', { path: { tss_id: randomUUID() }, body: {} }))._id;
    await till.ok('logoutAdmin', { path: { tss_id: other } });
  });
});

describe('A fault in the answer comes after the work was done', () => {
  test('headers that are late', async () => {
    const tx = randomUUID();
    await fault({ kind: 'slow-headers', milliseconds: 300 });
    const { status, headersAfter } = await start(tx);
    expect(status).toBe(200);
    expect(headersAfter).toBeGreaterThanOrEqual(299);
    await fault({ kind: 'slow-headers' });
    expect(await start(randomUUID(), { headersTimeout: 300 })).toMatchObject({ failure: 'UND_ERR_HEADERS_TIMEOUT' });
    expect(await isSigned(tx)).toBe(true);
  });

  test('a body of one byte a second', async () => {
    const tx = randomUUID();
    await fault({ kind: 'slow-body' });
    const { status, headers, times } = await firstBytes(tx, 3);
    expect(status).toBe(200);
    expect(Number(headers['content-length'])).toBeGreaterThan(500);
    for (const [index, time] of times.entries()) expect(time).toBeGreaterThan(index * 990); // late, maybe, but never early
    expect(await isSigned(tx)).toBe(true);
  });

  test('a body slower than a client waits for the whole of it', async () => {
    await fault({ kind: 'slow-body', bytesPerSecond: 0.1 });
    expect(await start(randomUUID(), { bodyTimeout: 300 })).toMatchObject({
      status: 200,
      failure: 'UND_ERR_BODY_TIMEOUT',
    });
  });

  test('a body that breaks off with a reset', async () => {
    const tx = randomUUID();
    await fault({ kind: 'reset-in-body' });
    const { status, headers, text, failure } = await start(tx);
    expect(status).toBe(200);
    expect(['ECONNRESET', 'UND_ERR_SOCKET']).toContain(failure);
    expect(text!.length).toBeGreaterThan(0);
    expect(text!.length).toBeLessThan(Number(headers!['content-length']));
    expect(await isSigned(tx)).toBe(true);
  });
});

describe('A fault in the JSON of an answer comes after the work was done', () => {
  test('half of it, as if that were all', async () => {
    const tx = randomUUID();
    await fault({ kind: 'truncated-json' });
    const { status, headers, text } = await start(tx);
    expect([status, Number(headers!['content-length'])]).toEqual([200, text!.length]);
    expect(text!.startsWith('{"number":')).toBe(true);
    expect(() => JSON.parse(text!) as unknown).toThrow(SyntaxError);
    expect(await isSigned(tx)).toBe(true);
  });

  test('JSON of another shape', async () => {
    const tx = randomUUID();
    await fault({ kind: 'wrong-json' });
    const { status, text } = await start(tx);
    expect([status, JSON.parse(text!)]).toEqual([200, { unexpected: ['sandbox'] }]);
    expect(await isSigned(tx)).toBe(true);
  });

  test.each([200, 502])('an HTML page with status %i', async (status) => {
    const tx = randomUUID();
    await fault({ kind: 'html', status });
    const seen = await start(tx);
    expect(seen).toMatchObject({ status, headers: { 'content-type': 'text/html; charset=utf-8' } });
    expect(seen.text).toContain('<h1>');
    expect(await isSigned(tx)).toBe(true);
  });
});

describe('The download of an export', () => {
  let export_id: string;
  beforeAll(async () => {
    export_id = await trigger(till, tss_id);
    await reach(till, tss_id, export_id, 'COMPLETED');
  });
  const download = async (): Promise<{ status: number; length: number; size: number; failure?: string }> => {
    const url = `${sandbox.middlewareUrl}/tss/${tss_id}/export/${export_id}/file`;
    const response = await fetch(url, { headers: { authorization: `Bearer ${token}` } });
    let length = 0;
    const seen = { status: response.status, size: Number(response.headers.get('content-length')) };
    try {
      for await (const chunk of response.body!) length += (chunk as Uint8Array).length;
    } catch (error) {
      return { ...seen, length, failure: (error as Error).name };
    }
    return { ...seen, length };
  };

  test('breaks off in the middle, and is whole the next time', async () => {
    await fault({ operation: 'retrieveExportFile', kind: 'reset-in-body' });
    const broken = await download();
    expect(broken).toMatchObject({ status: 200, failure: 'TypeError' });
    expect(broken.length).toBeLessThan(broken.size);
    const whole = await download();
    expect(whole).toMatchObject({ status: 200, length: whole.size });
  });

  test('can be reset before its first byte, come late, or never', async () => {
    const file = `/tss/${tss_id}/export/${export_id}/file`;
    const open = (timeout: number) =>
      fetch(sandbox.middlewareUrl + file, {
        headers: { authorization: `Bearer ${token}` },
        signal: AbortSignal.timeout(timeout),
      });
    await fault({ operation: 'retrieveExportFile', kind: 'reset' });
    await expect(open(5_000)).rejects.toThrow('fetch failed');
    await fault({ operation: 'retrieveExportFile', kind: 'silence' });
    await expect(open(2_000)).rejects.toThrow('timeout'); // long enough to meet its fault before
    await fault({ operation: 'retrieveExportFile', kind: 'slow-headers', milliseconds: 300 });
    const began = performance.now();
    expect((await open(5_000)).status).toBe(200);
    expect(performance.now() - began).toBeGreaterThanOrEqual(299);
  });

  test('can be a page of HTML instead', async () => {
    await fault({ operation: 'retrieveExportFile', kind: 'html', status: 502 });
    expect(await download()).toMatchObject({ status: 502 });
  });
});

describe('A rule', () => {
  test('strikes the operation, face and TSS that it names, and nothing else', async () => {
    const other = (await setUpTss(till, 'CREATED')).tss_id;
    const backend = till.at(sandbox.backendUrl);
    const status = async (client: ContractClient, id: string) => (await client.raw('GET', `/tss/${id}`)).status;
    await control.call('POST /faults', {
      kind: 'refuse',
      status: 500,
      operation: ['retrieveTss', 'listTss'],
      host: 'backend',
      tss: other.toUpperCase(),
    });
    expect(await status(backend, other)).toBe(500);
    expect(await status(till, other)).toBe(200);
    expect(await status(backend, tss_id)).toBe(200);
    await backend.ok('listTss', {});
    await backend.ok('retrieveTssMetadata', { path: { tss_id: other } });
  });

  test('lets as many pass as it skips, strikes as many times as it says, and counts both', async () => {
    await fault({ kind: 'refuse', status: 500, skip: 2, times: 3 });
    const statuses = [];
    for (let call = 0; call < 7; call += 1) statuses.push((await start(randomUUID())).status);
    expect(statuses).toEqual([200, 200, 500, 500, 500, 200, 200]);
    expect(await control.call('GET /faults')).toMatchObject([{ matched: 7, struck: 3 }]);
  });

  test('with a probability strikes about so many, the same ones for the same seed', async () => {
    const history = async (seed: string): Promise<string> => {
      await control.call('DELETE /faults');
      const kind = { kind: 'refuse', status: 500, operation: 'listTss' } as const;
      await control.call('POST /faults', { ...kind, probability: 0.3, seed });
      const calls = [];
      for (let call = 0; call < 100; call += 1) calls.push((await till.raw('GET', '/tss')).status === 500 ? 'x' : '.');
      return calls.join('');
    };
    const first = await history('one');
    expect(await history('one')).toBe(first);
    expect(await history('other')).not.toBe(first);
    const struck = first.replaceAll('.', '').length;
    expect(struck).toBeGreaterThan(10);
    expect(struck).toBeLessThan(55);
  });

  test('goes before those that came later; one that has done its work makes way', async () => {
    const lists = { kind: 'refuse', operation: 'listTss' } as const;
    await control.call('POST /faults', { ...lists, status: 500, times: 1 });
    const { id } = await control.call('POST /faults', { ...lists, status: 503 });
    const status = async () => (await till.raw('GET', '/tss')).status;
    expect([await status(), await status()]).toEqual([500, 503]);
    await control.call('DELETE /faults/{id}', undefined, String(id));
    expect(await status()).toBe(200);
    expect(await control.send('DELETE /faults/{id}', undefined, String(id))).toMatchObject({ status: 404 });
  });

  test('can strike a login, but has no token to end there', async () => {
    const init = { body: JSON.stringify(DEMO_KEY), headers: { 'content-type': 'application/json' } };
    const logIn = () => new ContractClient(sandbox.backendUrl).raw('POST', '/auth', init);
    await control.call('POST /faults', { operation: 'authenticateApi', kind: 'refuse', status: 503, times: 1 });
    expect((await logIn()).status).toBe(503);
    await control.call('POST /faults', { operation: 'authenticateApi', kind: 'expire-token', when: 'after' });
    expect((await logIn()).status).toBe(200);
  });

  test.each([
    [{ kind: 'flood' }, /kind/],
    [{ kind: 'refuse' }, /status, or a code/],
    [{ kind: 'refuse', code: 'E_NEVER_HEARD_OF' }, /status, or a code/],
    [{ kind: 'refuse', status: 200 }, /status/],
    [{ kind: 'reset', operation: 'sellEverything' }, /operation/],
    [{ kind: 'reset', tss: 'mine' }, /tss/],
    [{ kind: 'reset', often: 3 }, /often/],
    [{ kind: 'reset', probability: 2 }, /probability/],
    ['all of them', /expected object/i],
  ])('is refused when it is wrong, and the answer says where: %j', async (rule, message) => {
    const { status, json } = await control.send('POST /faults', rule);
    expect([status, (json as { error: string }).error]).toEqual([400, expect.stringMatching(message)]);
    expect(await control.call('GET /faults')).toEqual([]);
  });
});

test('A finish whose answer was lost is signed once, however often it is sent again', async () => {
  const path = { tss_id, tx_id_or_number: randomUUID() };
  await till.ok('upsertTransaction', { path, query: { tx_revision: 1 }, body: { state: 'ACTIVE', client_id } });
  await fault({ kind: 'reset', when: 'after', times: 2 });
  const finish = () =>
    till.ok('upsertTransaction', {
      path,
      query: { tx_revision: 2 },
      body: { state: 'FINISHED', client_id, schema: receipt() },
    });
  const before = (await till.ok('retrieveTss', { path: { tss_id } })).signature_counter;
  await expect(finish()).rejects.toThrow('fetch failed');
  await expect(finish()).rejects.toThrow('fetch failed');
  expect(await finish()).toMatchObject({ revision: 2, state: 'FINISHED' });
  const { signature_counter } = await till.ok('retrieveTss', { path: { tss_id } });
  expect(Number(signature_counter)).toBe(Number(before) + 1);
});

test('A sandbox closes at once although calls of it are being delayed', async () => {
  const closing = await runSandbox();
  const caller = await ContractClient.login(closing.middlewareUrl);
  const controls = new ControlClient(closing.controlUrl);
  await controls.call('POST /faults', { operation: 'listTss', kind: 'silence' });
  await controls.call('POST /faults', { operation: 'listAllClients', kind: 'slow-headers', milliseconds: 3_600_000 });
  await controls.call('POST /faults', { operation: 'listAllExports', kind: 'slow-body' });
  const waiting = Promise.allSettled([
    caller.send('listTss', {}),
    caller.send('listAllClients', {}),
    caller.send('listAllExports', {}),
  ]);
  while ((await controls.call('GET /faults')).some(({ struck }) => struck === 0)) await new Promise(setImmediate);
  await closing.close();
  const [silent, , trickling] = await waiting;
  expect([silent.status, trickling.status]).toEqual(['rejected', 'rejected']);
});

/** Starts a transaction and notes when the first bytes of the body come, in milliseconds from now, then hangs up. */
function firstBytes(
  tx: string,
  count: number,
): Promise<{ status: number; headers: Readonly<Record<string, unknown>>; times: readonly number[] }> {
  return new Promise((resolve, reject) => {
    const url = `${sandbox.middlewareUrl}/tss/${tss_id}/tx/${tx}?tx_revision=1`;
    const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
    const began = performance.now();
    const call = httpRequest(url, { method: 'PUT', headers }, (answer) => {
      const times: number[] = [];
      answer.on('error', () => undefined);
      answer.on('data', (bytes: Buffer) => {
        times.push(...Array<number>(bytes.length).fill(performance.now() - began));
        if (times.length < count) return;
        call.destroy();
        resolve({ status: answer.statusCode ?? 0, headers: answer.headers, times });
      });
    });
    call.on('error', reject);
    call.end(JSON.stringify({ state: 'ACTIVE', client_id }));
  });
}
