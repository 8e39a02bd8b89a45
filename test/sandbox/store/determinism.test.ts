import { setTimeout } from 'node:timers/promises';
import type { Schemas } from '../../../src/contract/sign-de.js';
import { demo } from '../../../src/sandbox/index.js';
import { ContractClient } from '../support/contract-client.js';
import { ControlClient } from '../support/control-client.js';
import { DsfinvkClient } from '../support/dsfinvk-client.js';
import { exported } from '../dsfinvk/support/shop.js';
import { download, reach } from '../support/exports.js';
import { runSandbox, TestClock } from '../support/running-sandbox.js';
import { PIN, receipt } from '../support/set-up.js';

const tss_id = '0f000000-0000-4000-8000-000000000001';
const client_id = '0f000000-0000-4000-8000-000000000002';
const tx_id = '0f000000-0000-4000-8000-000000000003';
const export_id = '0f000000-0000-4000-8000-000000000004';

/** From an empty sandbox to an export: all that was answered, byte by byte, but logins, whose tokens are random. */
async function journey(seed: string): Promise<readonly string[]> {
  const clock = new TestClock();
  const { middlewareUrl } = await runSandbox({ seed, clock: clock.now });
  const client = await ContractClient.login(middlewareUrl);
  const answers: string[] = [];
  const call = async (
    id: Parameters<ContractClient['send']>[0],
    parts: Parameters<ContractClient['send']>[1],
  ): Promise<unknown> => {
    const { status, bytes, json } = await client.send(id, parts);
    answers.push(`${id} ${status} ${bytes.toString('latin1')}`);
    clock.time += 1;
    return json;
  };
  const path = { tss_id };
  const { admin_puk } = (await call('createTss', { path, body: {} })) as Schemas['CreateTssResponse'];
  await call('updateTss', { path, body: { state: 'UNINITIALIZED' } });
  await call('changeAdminPin', { path, body: { admin_puk, new_admin_pin: PIN } });
  await call('authenticateAdmin', { path, body: { admin_pin: PIN } });
  await call('updateTss', { path, body: { state: 'INITIALIZED' } });
  await call('createClient', { path: { tss_id, client_id }, body: { serial_number: 'till 1' } });
  const at = { tss_id, tx_id_or_number: tx_id };
  await call('upsertTransaction', { path: at, query: { tx_revision: 1 }, body: { state: 'ACTIVE', client_id } });
  const body = { state: 'FINISHED', client_id, schema: receipt() };
  await call('upsertTransaction', { path: at, query: { tx_revision: 2 }, body });
  await call('retrieveTransactionLog', { path: at });
  await call('retrieveTss', { path });
  await call('listAllTransactions', {});
  await call('triggerExport', { path: { tss_id, export_id } });
  // By lists: it may be read itself twelve times a minute, of a clock that stands still.
  await reach(client, tss_id, export_id, 'COMPLETED');
  await call('retrieveExport', { path: { tss_id, export_id } });
  await call('retrieveExportFile', { path: { tss_id, export_id } });
  return answers;
}

test('One seed and one clock give the same answers on every run, byte by byte, up to the exported TAR', async () => {
  const first = await journey('a seed');
  expect(first).toHaveLength(14);
  for (const answer of first) expect(answer).toMatch(/^\w+ 200 /);
  expect(await journey('a seed')).toEqual(first);
});

test('Another seed gives another key, serial number, certificate and PUK', async () => {
  const create = async (seed: string): Promise<Schemas['CreateTssResponse']> => {
    const { middlewareUrl } = await runSandbox({ seed, clock: new TestClock().now });
    const client = await ContractClient.login(middlewareUrl);
    return client.ok('createTss', { path: { tss_id }, body: {} });
  };
  const [one, other] = [await create('one'), await create('other')];
  for (const name of ['public_key', 'serial_number', 'certificate', 'admin_puk'] as const) {
    expect(other[name]).not.toEqual(one[name]);
  }
});

test('From outside the same: the seed as an option, the clock through the control port, and a reset begin everything anew', async () => {
  const sandbox = await runSandbox({ seed: 'a seed', frozenAt: 1_790_000_000 });
  const control = new ControlClient(sandbox.controlUrl);
  const run = async (): Promise<unknown> => {
    await control.call('PUT /clock', { now: 1_790_000_000, frozen: true });
    const client = await ContractClient.login(sandbox.middlewareUrl);
    const path = { tss_id };
    const created = await client.ok('createTss', { path, body: {} });
    await client.ok('updateTss', { path, body: { state: 'UNINITIALIZED' } });
    await control.call('PUT /clock', { advance: 3 * 86_400 });
    const later = await ContractClient.login(sandbox.middlewareUrl);
    return [created, await later.ok('retrieveTss', { path })];
  };
  const first = await run();
  await control.call('PUT /reset', {});
  expect(await run()).toEqual(first);
});

test('Two sandboxes that are started with the same seed and clock, at different times, export the same bytes, demo data and all', async () => {
  const run = async (): Promise<Buffer> => {
    const sandbox = await runSandbox({ seed: 'a seed', frozenAt: 1_700_000_000, demo: true });
    const client = await ContractClient.login(sandbox.middlewareUrl);
    const id = '0f000000-0000-4000-8000-000000000009';
    await client.ok('triggerExport', { path: { tss_id: demo.tssId, export_id: id } });
    await reach(client, demo.tssId, id, 'COMPLETED');
    const logs = (await download(client, demo.tssId, id)).bytes;
    const dsfinvk = await DsfinvkClient.login(sandbox.dsfinvkUrl);
    await exported(dsfinvk, demo.dsfinvkExportId);
    const archive = await dsfinvk.send('getExportDownload', { path: { export_id: demo.dsfinvkExportId } });
    expect(archive.status).toBe(200);
    return Buffer.concat([logs, archive.bytes]);
  };
  const first = await run();
  await setTimeout(1_100);
  expect((await run()).equals(first)).toBe(true);
});
