import { Readable } from 'node:stream';
import { setTimeout } from 'node:timers/promises';
import { verifyExport } from '../../../src/tse/archive/verify-export.js';
import { ContractClient } from '../support/contract-client.js';
import { download, look, reach, trigger } from '../support/exports.js';
import { runSandbox, temporaryFolder, TestClock } from '../support/running-sandbox.js';
import { forkSandbox } from '../support/sandbox-process.js';
import { sell, setUpClient, setUpTss } from '../support/set-up.js';

const DAY = 86_400;
/** Exports take an hour here, so that nothing is done before the clock is moved. */
const HOUR = 3600;

async function start(dataFolder = temporaryFolder(), clock = new TestClock()) {
  const sandbox = await runSandbox({
    dataFolder,
    clock: clock.now,
    exportSeconds: HOUR,
    limits: { liveTestTss: 1000 },
  });
  const logIn = (): Promise<ContractClient> => ContractClient.login(sandbox.middlewareUrl);
  return { sandbox, till: await logIn(), logIn, clock, dataFolder };
}

/** A TSS with a client and a transaction. */
async function setUp(till: ContractClient) {
  const { tss_id } = await setUpTss(till);
  const client_id = await setUpClient(till, tss_id);
  const transaction = await sell(till, tss_id, client_id);
  return { tss_id, client_id, transaction };
}

describe('An export', () => {
  test('goes from PENDING over WORKING to COMPLETED, with the time of each step', async () => {
    const { till, clock } = await start();
    const { tss_id } = await setUp(till);
    const requested = clock.time;
    const id = await trigger(till, tss_id);
    const working = await reach(till, tss_id, id, 'WORKING');
    expect(working).toEqual({
      state: 'WORKING',
      time_request: requested,
      time_start: requested,
      estimated_time_of_completion: requested + HOUR,
      metadata: {},
      tss_id,
      _type: 'EXPORT',
      _id: id,
      _env: 'TEST',
      _version: '2.2.2',
    });
    clock.time += HOUR - 1;
    await setTimeout(60);
    expect((await look(till, tss_id, id)).state).toBe('WORKING');
    clock.time += 1;
    const completed = await reach(till, tss_id, id, 'COMPLETED');
    expect(completed).toMatchObject({
      time_start: requested,
      time_end: requested + HOUR,
      time_expiration: requested + HOUR + DAY,
    });
    expect(completed).not.toHaveProperty('estimated_time_of_completion');
    expect(await till.ok('retrieveExport', { path: { tss_id, export_id: id } })).toEqual(completed);
  });

  test('of the same TSS waits for the one before, one of another TSS does not', async () => {
    const { till } = await start();
    const { tss_id } = await setUp(till);
    const other = await setUpTss(till);
    const first = await trigger(till, tss_id);
    const second = await trigger(till, tss_id, { maximum_number_records: '5' });
    const third = await trigger(till, other.tss_id);
    await reach(till, tss_id, first, 'WORKING');
    await reach(till, other.tss_id, third, 'WORKING');
    expect((await look(till, tss_id, second)).state).toBe('PENDING');
    await till.ok('cancelExport', { path: { tss_id, export_id: first } });
    await reach(till, tss_id, second, 'WORKING');
  });

  test('has its file for a day and no longer', async () => {
    const { till, logIn, clock } = await start();
    const { tss_id } = await setUp(till);
    const id = await trigger(till, tss_id);
    await reach(till, tss_id, id, 'WORKING');
    const early = await download(till, tss_id, id);
    expect(early.json).toMatchObject({ status_code: 404, code: 'E_EXPORT_NOT_COMPLETED' });
    expect(early.headers.get('retry-after')).toBe('60');
    clock.time += HOUR;
    await reach(till, tss_id, id, 'COMPLETED');
    clock.time += DAY - 1;
    const again = await logIn();
    expect((await download(again, tss_id, id)).status).toBe(200);
    clock.time += 1;
    const late = await download(again, tss_id, id);
    expect(late.json).toMatchObject({ status_code: 404, code: 'E_EXPORT_NOT_FOUND' });
    expect((await look(again, tss_id, id)).state).toBe('COMPLETED');
  });

  test('that is cancelled never completes, whether PENDING or WORKING', async () => {
    const { till, clock } = await start();
    const { tss_id } = await setUp(till);
    const working = await trigger(till, tss_id);
    const pending = await trigger(till, tss_id, { start_date: 1 });
    await reach(till, tss_id, working, 'WORKING');
    for (const export_id of [pending, working]) {
      const cancelled = await till.ok('cancelExport', { path: { tss_id, export_id } });
      expect(cancelled).toMatchObject({ _id: export_id, state: 'CANCELLED', time_end: clock.time });
    }
    clock.time += 2 * HOUR;
    const next = await trigger(till, tss_id);
    await reach(till, tss_id, next, 'WORKING');
    for (const id of [pending, working]) expect((await look(till, tss_id, id)).state).toBe('CANCELLED');
    expect((await download(till, tss_id, working)).status).toBe(404);
  });

  test('that is not done after a day has failed', async () => {
    const { till, logIn, clock } = await start();
    const { tss_id } = await setUp(till);
    const id = await trigger(till, tss_id);
    await reach(till, tss_id, id, 'WORKING');
    clock.time += DAY;
    const again = await logIn();
    const failed = await reach(again, tss_id, id, 'ERROR');
    expect(failed).toMatchObject({ exception: 'E_EXPORT_PROCESSING_TIMEOUT', time_error: clock.time });
  });

  test('goes on after a restart: PENDING and WORKING ones get done, the others stay as they were', async () => {
    const first = await start();
    const { tss_id } = await setUp(first.till);
    const cancelled = await trigger(first.till, tss_id);
    await first.till.ok('cancelExport', { path: { tss_id, export_id: cancelled } });
    const working = await trigger(first.till, tss_id);
    const pending = await trigger(first.till, tss_id, { start_signature_counter: '2' });
    await reach(first.till, tss_id, working, 'WORKING');
    await first.sandbox.close();

    const { till, clock } = await start(first.dataFolder, first.clock);
    expect((await look(till, tss_id, pending)).state).toBe('PENDING');
    await reach(till, tss_id, working, 'WORKING');
    clock.time += HOUR;
    await reach(till, tss_id, working, 'COMPLETED');
    await reach(till, tss_id, pending, 'WORKING');
    clock.time += HOUR;
    await reach(till, tss_id, pending, 'COMPLETED');
    expect((await look(till, tss_id, cancelled)).state).toBe('CANCELLED');
    expect((await download(till, tss_id, working)).status).toBe(200);
  });

  test('survives kill -9: every one that was answered gets done after the restart', async () => {
    const dataFolder = temporaryFolder();
    const first = await forkSandbox(dataFolder);
    const till = await ContractClient.login(first.middlewareUrl);
    const { tss_id } = await setUp(till);
    const ids = [];
    for (let number = 1; number <= 4; number += 1) {
      ids.push(await trigger(till, tss_id, { start_signature_counter: String(number) }));
    }
    await first.kill();
    const second = await forkSandbox(dataFolder);
    try {
      const again = till.at(second.middlewareUrl);
      for (const id of ids) {
        await reach(again, tss_id, id, 'COMPLETED');
        const { bytes } = await download(again, tss_id, id);
        expect((await verifyExport(Readable.from([bytes]))).problems).toEqual([]);
      }
    } finally {
      await second.kill();
    }
  });
});
