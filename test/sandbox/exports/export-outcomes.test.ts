import { randomUUID } from 'node:crypto';
import type { Schemas } from '../../../src/contract/sign-de.js';
import { Secret } from '../../../src/secret.js';
import { ContractClient } from '../support/contract-client.js';
import { download, type ExportQuery, look, reach, trigger } from '../support/exports.js';
import { runSandbox, TestClock } from '../support/running-sandbox.js';
import { sell, setUpClient, setUpTss } from '../support/set-up.js';

const clock = new TestClock();
/** Exports take so long that those triggered here stay unfinished until the clock is moved. */
const SECONDS = 100;
let till: ContractClient;
let stranger: ContractClient;
let backend: ContractClient;
let tss_id: string;
let client_id: string;

beforeAll(async () => {
  const sandbox = await runSandbox({
    clock: clock.now,
    exportSeconds: SECONDS,
    limits: { liveTestTss: 1000 },
    apiKeys: [{ key: 'stranger', secret: new Secret('s'), organizationId: randomUUID(), environment: 'TEST' }],
  });
  till = await ContractClient.login(sandbox.middlewareUrl);
  backend = till.at(sandbox.backendUrl);
  stranger = await ContractClient.login(sandbox.middlewareUrl, 'stranger', 's');
});

beforeEach(async () => {
  tss_id = (await setUpTss(till)).tss_id;
  client_id = await setUpClient(till, tss_id);
  await sell(till, tss_id, client_id);
});

/** Triggers an export at a TSS and gives status and code of the refusal. */
function refusedTrigger(tss: string, query: ExportQuery = {}, export_id: string = randomUUID()) {
  return till.refusal('triggerExport', { path: { tss_id: tss, export_id }, query });
}

describe('A trigger is refused', () => {
  test('400 E_DUPLICATE_EXPORT for an id that was used, whatever became of it, and taken at another TSS', async () => {
    const id = await trigger(till, tss_id);
    expect(await refusedTrigger(tss_id, { start_date: 5 }, id)).toEqual([400, 'E_DUPLICATE_EXPORT']);
    await till.ok('cancelExport', { path: { tss_id, export_id: id } });
    expect(await refusedTrigger(tss_id, {}, id)).toEqual([400, 'E_DUPLICATE_EXPORT']);
    const other = (await setUpTss(till)).tss_id;
    await till.ok('triggerExport', { path: { tss_id: other, export_id: id } });
  });

  test.each<ExportQuery>([
    { transaction_number: '1', start_transaction_number: '1' },
    { transaction_number: '1', start_date: 1 },
    { end_transaction_number: '1', end_date: 1 },
    { start_transaction_number: '1', start_signature_counter: '1' },
    { start_date: 1, end_signature_counter: '9' },
    { start_transaction_number: '2', end_transaction_number: '1' },
    { start_date: 2, end_date: 1 },
    { start_signature_counter: '2', end_signature_counter: '1' },
  ])('400 E_PARAMETER_MISMATCH for %j', async (query) => {
    expect(await refusedTrigger(tss_id, query)).toEqual([400, 'E_PARAMETER_MISMATCH']);
  });

  test.each([
    { maximum_number_records: '0' },
    { maximum_number_records: '1000001' },
    { maximum_number_records: '-1' },
    { transaction_number: 'first' },
    { start_date: 'yesterday' },
    { start_date: -1 },
  ])('400 E_FAILED_SCHEMA_VALIDATION for %j', async (query) => {
    const { json } = await till.send('triggerExport', { path: { tss_id, export_id: randomUUID() }, query });
    expect(json).toMatchObject({ status_code: 400, code: 'E_FAILED_SCHEMA_VALIDATION' });
  });

  test('400 E_CLIENT_NOT_FOUND for a client that the TSS does not have', async () => {
    const other = await setUpTss(till);
    const elsewhere = await setUpClient(till, other.tss_id);
    expect(await refusedTrigger(tss_id, { client_id: elsewhere })).toEqual([400, 'E_CLIENT_NOT_FOUND']);
    expect(await refusedTrigger(tss_id, { client_id: 'no id' })).toEqual([400, 'E_CLIENT_NOT_FOUND']);
  });

  test('400 E_TX_NOT_FOUND for a transaction that the TSS does not have, however large its number', async () => {
    for (const transaction_number of ['2', '0', '9'.repeat(40)]) {
      expect(await refusedTrigger(tss_id, { transaction_number })).toEqual([400, 'E_TX_NOT_FOUND']);
    }
  });

  test('409 E_TSS_ILLEGAL_STATE_TO_PERFORM_EXPORT before the TSS is INITIALIZED, but not once it is DISABLED', async () => {
    for (const state of ['CREATED', 'UNINITIALIZED'] as const) {
      const early = (await setUpTss(till, state)).tss_id;
      expect(await refusedTrigger(early)).toEqual([409, 'E_TSS_ILLEGAL_STATE_TO_PERFORM_EXPORT']);
    }
    await till.ok('updateTss', { path: { tss_id }, body: { state: 'DISABLED' } });
    const id = await trigger(till, tss_id);
    await reach(till, tss_id, id, 'WORKING');
    clock.time += SECONDS;
    await reach(till, tss_id, id, 'COMPLETED');
  });

  test('409 E_EXPORT_DUPLICATE_RATE_LIMITED while one of equal parameters is unfinished', async () => {
    const id = await trigger(till, tss_id, { transaction_number: '1' });
    const code = [409, 'E_EXPORT_DUPLICATE_RATE_LIMITED'];
    expect(await refusedTrigger(tss_id, { transaction_number: '1' })).toEqual(code);
    expect(await refusedTrigger(tss_id, { transaction_number: '01', maximum_number_records: '1000000' })).toEqual(code);
    await trigger(till, tss_id, { transaction_number: '1', maximum_number_records: '7' });
    await till.ok('cancelExport', { path: { tss_id, export_id: id } });
    await trigger(till, tss_id, { transaction_number: '1' });
  });

  test('409 E_TOO_MANY_EXPORTS for the eleventh that is unfinished', async () => {
    const ids = [];
    for (let number = 1; number <= 10; number += 1) ids.push(await trigger(till, tss_id, { start_date: number }));
    expect(await refusedTrigger(tss_id)).toEqual([409, 'E_TOO_MANY_EXPORTS']);
    await trigger(till, (await setUpTss(till)).tss_id);
    await till.ok('cancelExport', { path: { tss_id, export_id: ids[0]! } });
    await trigger(till, tss_id);
  });
});

test('Cancelling is refused 400 E_CANCEL_EXPORT once an export is done, cancelled or failed', async () => {
  const completed = await trigger(till, tss_id);
  const failed = await trigger(till, tss_id, { start_transaction_number: '99' });
  await reach(till, tss_id, completed, 'WORKING');
  clock.time += SECONDS;
  await reach(till, tss_id, completed, 'COMPLETED');
  await reach(till, tss_id, failed, 'WORKING');
  clock.time += SECONDS;
  expect(await reach(till, tss_id, failed, 'ERROR')).toMatchObject({ exception: 'E_NO_DATA_AVAILABLE' });
  const cancelled = await trigger(till, tss_id);
  await till.ok('cancelExport', { path: { tss_id, export_id: cancelled } });
  for (const export_id of [completed, failed, cancelled]) {
    expect(await till.refusal('cancelExport', { path: { tss_id, export_id } })).toEqual([400, 'E_CANCEL_EXPORT']);
  }
});

/** The operations of one export, with a body where they need one. */
const ofOneExport = [
  'retrieveExport',
  'retrieveExportFile',
  'cancelExport',
  'retrieveExportMetadata',
  'updateExportMetadata',
] as const;

describe.each(ofOneExport)('%s', (id) => {
  const send = async (client: ContractClient, path: { tss_id: string; export_id: string }) => {
    const { status, json } = await client.send(id, { path, ...(id === 'updateExportMetadata' && { body: {} }) });
    return [status, (json as Schemas['Error']).code];
  };

  test('answers 404 E_EXPORT_NOT_FOUND for an unknown export and one of another TSS', async () => {
    const other = (await setUpTss(till)).tss_id;
    const elsewhere = await trigger(till, other);
    for (const export_id of [randomUUID(), elsewhere]) {
      expect(await send(till, { tss_id, export_id })).toEqual([404, 'E_EXPORT_NOT_FOUND']);
    }
  });

  test('answers 404 E_TSS_NOT_FOUND for an unknown TSS and 403 E_ACCESS_DENIED to strangers', async () => {
    const export_id = await trigger(till, tss_id);
    expect(await send(till, { tss_id: randomUUID(), export_id })).toEqual([404, 'E_TSS_NOT_FOUND']);
    expect(await send(stranger, { tss_id, export_id })).toEqual([403, 'E_ACCESS_DENIED']);
  });
});

test('Triggering and listing answer 404 E_TSS_NOT_FOUND and 403 E_ACCESS_DENIED too', async () => {
  const path = { tss_id: randomUUID(), export_id: randomUUID() };
  expect(await refusedTrigger(path.tss_id)).toEqual([404, 'E_TSS_NOT_FOUND']);
  expect(await till.refusal('listExports', { path })).toEqual([404, 'E_TSS_NOT_FOUND']);
  const mine = { tss_id, export_id: randomUUID() };
  expect(await stranger.refusal('triggerExport', { path: mine })).toEqual([403, 'E_ACCESS_DENIED']);
  expect(await stranger.refusal('listExports', { path: mine })).toEqual([403, 'E_ACCESS_DENIED']);
});

test('Both hosts serve every operation of exports', async () => {
  const id = await trigger(backend, tss_id);
  const path = { tss_id, export_id: id };
  await reach(backend, tss_id, id, 'WORKING');
  clock.time += SECONDS;
  await reach(backend, tss_id, id, 'COMPLETED');
  expect(await backend.ok('retrieveExport', { path })).toEqual(await till.ok('retrieveExport', { path }));
  expect((await download(backend, tss_id, id)).bytes).toEqual((await download(till, tss_id, id)).bytes);
  const next = await trigger(backend, tss_id);
  await backend.ok('cancelExport', { path: { tss_id, export_id: next } });
});

test('Metadata of an export is merged, and shown with the export', async () => {
  const path = { tss_id, export_id: await trigger(till, tss_id) };
  expect(await till.ok('retrieveExportMetadata', { path })).toEqual({});
  expect(await till.ok('updateExportMetadata', { path, body: { for: 'auditor', year: '2026' } })).toEqual({
    for: 'auditor',
    year: '2026',
  });
  expect(await till.ok('updateExportMetadata', { path, body: { year: '' } })).toEqual({ for: 'auditor' });
  expect(await till.ok('retrieveExportMetadata', { path })).toEqual({ for: 'auditor' });
  expect((await look(till, tss_id, path.export_id)).metadata).toEqual({ for: 'auditor' });
});

test('Lists have the exports of a TSS or of all, filtered by state, in the order asked for, page by page', async () => {
  const other = (await setUpTss(till)).tss_id;
  const ids = [];
  for (const tss of [tss_id, other, tss_id]) {
    ids.push(await trigger(till, tss, { start_date: ids.length }));
    clock.time += 1;
  }
  await till.ok('cancelExport', { path: { tss_id, export_id: ids[2]! } });
  const idsOf = ({ data }: Schemas['ExportListResponse']) => data.map(({ _id }) => _id);
  const path = { tss_id };
  const mine = await till.ok('listExports', { path });
  expect(mine).toMatchObject({ _type: 'EXPORT_LIST', count: 2 });
  expect(idsOf(mine)).toEqual([ids[0], ids[2]]);
  expect(idsOf(await till.ok('listExports', { path, query: { states: ['CANCELLED'] } }))).toEqual([ids[2]]);
  expect(idsOf(await till.ok('listExports', { path, query: { order: 'desc', limit: 1 } }))).toEqual([ids[2]]);
  expect(idsOf(await till.ok('listExports', { path, query: { limit: 1, offset: 1 } }))).toEqual([ids[2]]);
  expect(idsOf(await till.ok('listExports', { path, query: { order_by: 'state' } }))).toEqual([ids[2], ids[0]]);
  for (const order_by of ['time_start', 'time_end', 'time_expiration', 'time_error'] as const) {
    expect(new Set(idsOf(await till.ok('listExports', { path, query: { order_by } })))).toEqual(
      new Set([ids[0], ids[2]]),
    );
  }
  const all = await till.ok('listAllExports', { query: { order: 'desc', limit: 3 } });
  expect(idsOf(all)).toEqual([ids[2], ids[1], ids[0]]);
  expect(idsOf(await stranger.ok('listAllExports', {}))).toEqual([]);
});
