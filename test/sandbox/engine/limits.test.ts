import { randomUUID } from 'node:crypto';
import type { OperationId } from '../../../src/contract/sign-de.js';
import { LIFTED_LIMITS, TEST_LIMITS } from '../../../src/sandbox/index.js';
import { Secret } from '../../../src/secret.js';
import { parseLogMessage } from '../../../src/tse/log/log-message.js';
import { ContractClient } from '../support/contract-client.js';
import { ControlClient } from '../support/control-client.js';
import { exportLogs, reach, trigger } from '../support/exports.js';
import { runSandbox, TestClock } from '../support/running-sandbox.js';
import { sell, setUpClient, setUpTss } from '../support/set-up.js';

const DAY = 86_400;

/** Sends the same call until it is refused 429; how often it was answered, and what the refusal says. */
async function sendUntilRefused(till: ContractClient, id: OperationId, path: object) {
  for (let answered = 0; ; answered += 1) {
    const { status, headers, json } = await till.send(id, { path });
    if (status === 429) return { answered, retryAfter: headers.get('retry-after'), json };
    expect(status).toBe(200);
  }
}

describe('A rate limit counts the calls of one minute', () => {
  const clock = new TestClock();

  test('listTransactions: 20 for each TSS, then 429 with the seconds until the first of them is a minute old', async () => {
    const till = await ContractClient.login((await runSandbox({ clock: clock.now })).middlewareUrl);
    const [{ tss_id }, other] = [await setUpTss(till), await setUpTss(till)];
    expect(await sendUntilRefused(till, 'listTransactions', { tss_id })).toEqual({
      answered: 20,
      retryAfter: '60',
      json: { status_code: 429, error: 'Too Many Requests', message: expect.stringContaining('20') },
    });
    expect(await sendUntilRefused(till, 'listTransactions', { tss_id: other.tss_id })).toMatchObject({ answered: 20 });
    await till.ok('listAllTransactions', {});
    clock.time += 45;
    expect(await sendUntilRefused(till, 'listTransactions', { tss_id })).toMatchObject({
      answered: 0,
      retryAfter: '15',
    });
    clock.time += 15;
    expect(await sendUntilRefused(till, 'listTransactions', { tss_id })).toMatchObject({ answered: 20 });
  });

  test('both faces share it, and calls that find no TSS do not count', async () => {
    const sandbox = await runSandbox({ clock: clock.now });
    const till = await ContractClient.login(sandbox.middlewareUrl);
    const { tss_id } = await setUpTss(till);
    for (let call = 0; call < 30; call += 1) {
      expect(await till.refusal('listTransactions', { path: { tss_id: randomUUID() } })).toEqual([
        404,
        'E_TSS_NOT_FOUND',
      ]);
    }
    for (let call = 0; call < 12; call += 1) await till.ok('listTransactions', { path: { tss_id } });
    expect(await sendUntilRefused(till.at(sandbox.backendUrl), 'listTransactions', { tss_id })).toMatchObject({
      answered: 8,
    });
  });

  test('retrieveExport and retrieveExportFile: 12 each for each export', async () => {
    const till = await ContractClient.login((await runSandbox({ clock: clock.now })).middlewareUrl);
    const { tss_id } = await setUpTss(till);
    const ids = [await trigger(till, tss_id), await trigger(till, tss_id, { start_date: 1 })];
    for (const export_id of ids) {
      await reach(till, tss_id, export_id, 'COMPLETED');
      for (const id of ['retrieveExport', 'retrieveExportFile'] as const) {
        expect(await sendUntilRefused(till, id, { tss_id, export_id })).toMatchObject({
          answered: 12,
          retryAfter: '60',
        });
      }
    }
  });

  test('can be lifted', async () => {
    const sandbox = await runSandbox({ clock: clock.now, limits: LIFTED_LIMITS });
    const till = await ContractClient.login(sandbox.middlewareUrl);
    const { tss_id } = await setUpTss(till);
    for (let call = 0; call < 50; call += 1) await till.ok('listTransactions', { path: { tss_id } });
  });

  test('is forgotten when the clock is moved back, rather than lasting for ever', async () => {
    const sandbox = await runSandbox({ clock: clock.now });
    const till = await ContractClient.login(sandbox.middlewareUrl);
    const { tss_id } = await setUpTss(till);
    await sendUntilRefused(till, 'listTransactions', { tss_id });
    clock.time -= 30;
    await till.ok('listTransactions', { path: { tss_id } });
  });
});

test('An organization creates 500 TSS a day of UTC and no more, whatever becomes of them; a repeat does not count', async () => {
  const clock = new TestClock(1_790_000_000);
  const sandbox = await runSandbox({
    clock: clock.now,
    limits: { newTssPerDay: 3, liveTestTss: Infinity },
    apiKeys: [{ key: 'other', secret: new Secret('s'), organizationId: randomUUID(), environment: 'LIVE' }],
  });
  expect(TEST_LIMITS.newTssPerDay).toBe(500);
  const till = await ContractClient.login(sandbox.middlewareUrl);
  const other = await ContractClient.login(sandbox.middlewareUrl, 'other', 's');
  const create = { path: { tss_id: randomUUID() }, body: {} };
  await setUpTss(till, 'DISABLED');
  await setUpTss(till, 'CREATED');
  await till.ok('createTss', create);
  await till.ok('createTss', create);
  const refused = { path: { tss_id: randomUUID() }, body: {} };
  expect(await till.refusal('createTss', refused)).toEqual([403, 'E_TSS_LIMIT_PER_DAY_REACHED']);
  await setUpTss(other, 'CREATED');
  clock.time -= DAY;
  await setUpTss(till, 'CREATED'); // those of tomorrow do not count today
  clock.time = (Math.ceil(clock.time / DAY) + 1) * DAY; // midnight
  const next = await ContractClient.login(sandbox.middlewareUrl);
  await next.ok('createTss', refused);
});

test('When its certificate runs out after eight years, in the year 9999 too, a TSS signs no more, 423; reads and exports go on', async () => {
  const sandbox = await runSandbox();
  const control = new ControlClient(sandbox.controlUrl);
  let till = await ContractClient.login(sandbox.middlewareUrl);
  const { tss_id } = await setUpTss(till);
  const client_id = await setUpClient(till, tss_id);
  const path = { tss_id };
  const moveClock = async (change: { advance: number } | { now: number }): Promise<void> => {
    await control.call('PUT /clock', change);
    till = await ContractClient.login(sandbox.middlewareUrl);
  };
  await moveClock({ advance: (8 * 365 - 1) * DAY });
  const { _id } = await sell(till, tss_id, client_id);
  // At once, as no time update is due any more after the certificate.
  await moveClock({ now: 253_402_300_799 });
  expect(await control.call('GET /tss')).toMatchObject([
    { id: tss_id, signatureCounter: 9 + 3 + Math.floor((8 * 365 * DAY - 1) / 86_402) },
  ]);
  const sale = { path: { tss_id, tx_id_or_number: randomUUID() }, body: { state: 'ACTIVE', client_id } } as const;
  const expired = [423, 'E_CERTIFICATE_EXPIRED'];
  expect(await till.refusal('upsertTransaction', sale)).toEqual(expired);
  expect(await till.refusal('logoutAdmin', { path })).toEqual(expired);
  await till.ok('retrieveTransaction', { path: { tss_id, tx_id_or_number: _id } });
  const export_id = await trigger(till, tss_id);
  expect(await till.refusal('cancelExport', { path: { tss_id, export_id } })).toEqual(expired);
  await reach(till, tss_id, export_id, 'COMPLETED');
}, 60_000);

describe('A TSS updates its time', () => {
  /** Log times of the messages that say so, in an export of the TSS. */
  const updates = async (till: ContractClient, tss_id: string): Promise<readonly number[]> => {
    const { files } = await exportLogs(till, tss_id);
    return files
      .filter(({ name }) => name.endsWith('_Log-Sys_updateTime.log'))
      .map(({ content }) => parseLogMessage(content).log.logTime)
      .map((time) => (time.format === 'unixTime' ? time.seconds : 0));
  };

  test('once a day and two seconds of the clock of the sandbox, whether or not anybody calls', async () => {
    const sandbox = await runSandbox({ clock: new TestClock().now });
    const control = new ControlClient(sandbox.controlUrl);
    const first = await ContractClient.login(sandbox.middlewareUrl);
    const { tss_id } = await setUpTss(first);
    const { time_uninit, signature_counter } = await first.ok('retrieveTss', { path: { tss_id } });
    await control.call('PUT /clock', { advance: 3 * DAY + 10 });
    const till = await ContractClient.login(sandbox.middlewareUrl);
    expect(await till.ok('retrieveTss', { path: { tss_id } })).toMatchObject({
      signature_counter: String(Number(signature_counter) + 3),
    });
    const due = [1, 2, 3].map((day) => time_uninit! + day * (DAY + 2));
    expect(await updates(till, tss_id)).toEqual(due);
  });

  test('before a sale that comes later, and by the same messages as when the clock moves by itself', async () => {
    const clock = new TestClock();
    const sandbox = await runSandbox({ clock: clock.now });
    const first = await ContractClient.login(sandbox.middlewareUrl);
    const { tss_id } = await setUpTss(first);
    const client_id = await setUpClient(first, tss_id);
    clock.time += 2 * DAY + 100;
    const till = await ContractClient.login(sandbox.middlewareUrl);
    const sold = await sell(till, tss_id, client_id);
    expect(Number(sold.signature.counter)).toBe(6 + 4 + 2 + 2); // setting up, PIN to client, time updates, the sale
    clock.time += 3 * DAY;
    expect(await updates(await ContractClient.login(sandbox.middlewareUrl), tss_id)).toHaveLength(5);
  });

  test('neither before it was started nor after its end', async () => {
    const sandbox = await runSandbox({ clock: new TestClock().now });
    const control = new ControlClient(sandbox.controlUrl);
    const first = await ContractClient.login(sandbox.middlewareUrl);
    await setUpTss(first, 'CREATED');
    await setUpTss(first, 'DISABLED');
    const defective = await setUpTss(first);
    await control.call('PATCH /tss/{id}', { state: 'DEFECTIVE' }, defective.tss_id);
    const counters = async () => (await control.call('GET /tss')).map(({ signatureCounter }) => signatureCounter);
    const before = await counters();
    await control.call('PUT /clock', { advance: 10 * DAY });
    expect(await counters()).toEqual(before);
  });
});
