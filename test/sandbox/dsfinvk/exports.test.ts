import { randomUUID } from 'node:crypto';
import { Readable } from 'node:stream';
import type { Operations, Schemas } from '../../../src/contract/dsfinvk.js';
import { demo, type Sandbox } from '../../../src/sandbox/index.js';
import { readTar } from '../../../src/tse/archive/tar-reader.js';
import { ControlClient } from '../support/control-client.js';
import { DsfinvkClient, type DsfinvkParts } from '../support/dsfinvk-client.js';
import { runSandbox, TestClock } from '../support/running-sandbox.js';
import { setUpClient } from '../support/set-up.js';
import { checkExport } from './support/check.js';
import { closed, closingOf, exported, insert, REGISTER, setUpShop, sign, type Shop } from './support/shop.js';

type Receipt = Schemas['ClosingTransaction'];
type Trigger = Operations['triggerExport']['requestBody']['content']['application/json'];

const BROKEN = { error_message: 'TSE ausgefallen' };
const clock = new TestClock();
let sandbox: Sandbox;
let shop: Shop;
let other: string;
/** Closings by name. */
let ids: Readonly<Record<'monday' | 'tuesday' | 'undated' | 'other' | 'failed' | 'deleted', string>>;

beforeAll(async () => {
  sandbox = await runSandbox({ clock: clock.now });
  shop = await setUpShop(sandbox);
  other = await setUpClient(shop.till, shop.tssId);
  await upsert(other, { type: 'MASTER', tss_id: shop.tssId });
  let number = 0;
  const close = async (client_id: string, business_date: string | undefined, lost = false): Promise<string> => {
    number += 1;
    clock.time += 100;
    const security = lost ? { tss_tx_id: randomUUID() } : BROKEN;
    const body = closingOf(client_id, number, [security]);
    const head = { ...body.head, ...(business_date !== undefined && { business_date }) };
    const id = await insert(shop.api, { ...body, head });
    await closed(shop.api, id);
    return id;
  };
  ids = {
    monday: await close(shop.clientId, '2026-09-14'),
    tuesday: await close(shop.clientId, '2026-09-15'),
    undated: await close(shop.clientId, undefined), // its export_creation_date is on 2026-09-21
    other: await close(other, '2026-09-15'),
    failed: await close(shop.clientId, '2026-09-15', true),
    deleted: await close(shop.clientId, '2026-09-15'),
  };
  await shop.api.ok('deleteCashPointClosing', { path: { closing_id: ids.deleted } });
});

function upsert(client_id: string, kind: object) {
  const body = { ...REGISTER, cash_register_type: kind } as DsfinvkParts<'upsertCashRegister'>['body'] & object;
  return shop.api.ok('upsertCashRegister', { path: { client_id }, body });
}

/** Exports, and returns the names of the closings in it. */
async function namesIn(body: Trigger): Promise<readonly string[]> {
  const { cash_point_closings: found = [] } = await exportOf(body);
  return Object.entries(ids).flatMap(([name, id]) => (found.includes(id) ? [name] : []));
}

async function exportOf(body: Trigger) {
  const export_id = randomUUID();
  await shop.api.ok('triggerExport', { path: { export_id }, body });
  const done = await exported(shop.api, export_id);
  expect(done).toMatchObject({ state: 'COMPLETED', _id: export_id });
  return done;
}

/** The lines of a table in an archive, without its header. */
async function rowsOf(export_id: string, table: string): Promise<readonly string[]> {
  const { bytes } = await shop.api.send('getExportDownload', { path: { export_id } });
  for await (const { name, content } of readTar(Readable.from([bytes]))) {
    if (name === table) return Buffer.from(content).toString().trimEnd().split('\r\n').slice(1);
  }
  throw new Error(`The archive has no ${table}.`);
}

test('an export has the COMPLETED closings of its range, both ends included, of all registers or of one', async () => {
  const days = (business_date_start: string, business_date_end: string) => ({ business_date_start, business_date_end });
  expect(await namesIn(days('2026-09-14', '2026-09-15'))).toEqual(['monday', 'tuesday', 'other']);
  expect(await namesIn(days('2026-09-15', '2026-09-21'))).toEqual(['tuesday', 'undated', 'other']);
  expect(await namesIn({ ...days('2026-09-15', '2026-09-15'), client_id: other.toUpperCase() })).toEqual(['other']);
  const { time_creation: monday = 0 } = await read(ids.monday);
  const { time_creation: undated = 0 } = await read(ids.undated);
  expect(await namesIn({ start_date: monday, end_date: undated })).toEqual(['monday', 'tuesday', 'undated']);
  expect(await namesIn({ start_date: monday + 1, end_date: undated - 1 })).toEqual(['tuesday']);
});

function read(closing_id: string) {
  return shop.api.ok('retrieveCashPointClosing', { path: { closing_id } });
}

test('the lists of exports are filtered by state, register and business date', async () => {
  const { _id } = await exportOf({
    business_date_start: '2026-09-14',
    business_date_end: '2026-09-14',
    metadata: { why: 'audit' },
  });
  const list = async (query: DsfinvkParts<'listExports'>['query'] & object) => {
    const { data = [], count } = await shop.api.ok('listExports', { query: { ...query, order: 'desc', limit: 1 } });
    return [data[0]?._id === _id, count !== undefined && count > 0];
  };
  expect(await list({ states: ['COMPLETED'], client_id: shop.clientId, order_by: 'time_request' })).toEqual([
    true,
    true,
  ]);
  expect(await list({ business_date_start: '2026-09-14', business_date_end: '2026-09-14' })).toEqual([true, true]);
  expect(await list({ client_id: other, business_date_end: '2026-09-14' })).toEqual([false, false]);
  expect(await list({ states: 'WORKING' })).toEqual([false, false]);
  expect(await list({ order_by: 'version' })).toEqual([true, true]);
});

test('a ZIP archive is one, and each download has the same bytes, whatever is changed later', async () => {
  const trigger = { business_date_start: '2026-09-15', business_date_end: '2026-09-15' };
  const { _id: export_id = '' } = await exportOf({ ...trigger, format: 'zip' });
  const { bytes, headers } = await shop.api.send('getExportDownload', { path: { export_id } });
  expect([headers.get('content-type'), bytes.subarray(0, 2).toString()]).toEqual(['application/zip', 'PK']);
  const control = new ControlClient(sandbox.controlUrl);
  const { organizationId: id } = demo;
  const company = { name: 'Neue GmbH', street: 'Weg 1', postalCode: '1', city: 'Berlin', countryCode: 'DEU' };
  await control.call('PUT /organizations/{id}', company, id);
  await upsert(other, { type: 'SLAVE_WITHOUT_TSS', master_client_id: shop.clientId }).catch(() => undefined);
  const again = await shop.api.send('getExportDownload', { path: { export_id } });
  expect(again.bytes.equals(bytes)).toBe(true);
});

test('an archive has the company, and the master data as it was when the closing was inserted', async () => {
  const control = new ControlClient(sandbox.controlUrl);
  const { organizationId: id } = demo;
  const address = { street: 'Weg 1', postalCode: '10115', city: 'Berlin', countryCode: 'DEU' };
  await control.call('PUT /organizations/{id}', { name: 'Wein & Brot', taxNumber: '1/2', ...address }, id);
  const model = 'T 2';
  await upsert(shop.clientId, { type: 'MASTER', tss_id: shop.tssId });
  const body = { ...REGISTER, model, cash_register_type: { type: 'MASTER', tss_id: shop.tssId } } as const;
  await shop.api.ok('upsertCashRegister', { path: { client_id: shop.clientId }, body });
  const tss_tx_id = await sign(shop);
  const closing = closingOf(shop.clientId, 100, [{ tss_tx_id }]);
  const closing_id = await insert(shop.api, { ...closing, head: { ...closing.head, business_date: '2026-09-14' } });
  await closed(shop.api, closing_id);
  const day = { business_date_start: '2026-09-14', business_date_end: '2026-09-14', client_id: shop.clientId };
  const { _id: export_id = '' } = await exportOf(day);
  const registers = await rowsOf(export_id, 'cashregister.csv');
  expect(registers.map((row) => /"T \d"/.exec(row)?.[0])).toEqual(['"T 1"', '"T 2"']);
  expect((await rowsOf(export_id, 'cashpointclosing.csv'))[1]).toContain('"Wein & Brot"');
  const { signature } = await shop.till.ok('retrieveTransaction', {
    path: { tss_id: shop.tssId, tx_id_or_number: tss_tx_id },
  });
  const [broken, signed] = await rowsOf(export_id, 'transactions_tse.csv');
  expect(broken).toContain('TSE ausgefallen');
  expect(signed).toContain(signature.value);
});

test('an archive has agencies, own VAT keys, terminals and internal references, and a check finds only the outages', async () => {
  const client_id = await setUpClient(shop.till, shop.tssId);
  await upsert(client_id, { type: 'MASTER', tss_id: shop.tssId });
  const terminal = randomUUID();
  await upsert(terminal, { type: 'SLAVE_WITHOUT_TSS', master_client_id: client_id, serial_number: 'abcd' });
  const purchaser_agency_id = randomUUID();
  const address = { street: 'Weg 1', postal_code: '1', city: 'Berlin', country_code: 'DEU' };
  await shop.api.ok('upsertPurchaserAgency', {
    path: { purchaser_agency_id },
    body: { name: 'Makler', address, purchaser_agency_export_id: 7, client_id, tax_number: '1/2' },
  });
  const vat_definition_export_id = 1010;
  const percentage = 10.7;
  await shop.api.ok('upsertVatDefinition', { path: { vat_definition_export_id }, body: { percentage } });
  const amounts = { vat_definition_export_id, incl_vat: 2.55, excl_vat: 2.3, vat: 0.25 };
  const tx_id = randomUUID();
  const close = async (number: number, change: (receipt: Receipt) => Receipt): Promise<void> => {
    const closing = closingOf(client_id, number, [BROKEN]);
    const business_case = { type: 'Umsatz' as const, purchaser_agency_id, amounts_per_vat_id: [amounts] };
    const transactions = (closing.transactions ?? []).map((each) =>
      change({
        ...each,
        head: { ...each.head, closing_client_id: terminal, transaction_export_id: `${number}` },
        data: {
          ...each.data,
          amounts_per_vat_id: [amounts],
          lines: each.data.lines!.map((line) => ({ ...line, business_case })),
        },
      }),
    );
    const ends = { first_transaction_export_id: `${number}`, last_transaction_export_id: `${number}` };
    const head = { ...closing.head, ...ends, business_date: '2026-10-01' };
    const cash_statement = { ...closing.cash_statement, business_cases: [business_case] };
    const id = await insert(shop.api, { ...closing, head, transactions, cash_statement });
    expect(await closed(shop.api, id)).toMatchObject({ state: 'COMPLETED' });
  };
  await close(1, (receipt) => ({ ...receipt, head: { ...receipt.head, tx_id } }));
  const references = [{ type: 'InterneTransaktion' as const, tx_id: tx_id.toUpperCase() }];
  await close(2, (receipt) => ({ ...receipt, head: { ...receipt.head, references } }));
  const day = { business_date_start: '2026-10-01', business_date_end: '2026-10-01' };
  const { _id: export_id = '' } = await exportOf(day);
  const check = await checkExport(shop.api, export_id);
  expect(check).toMatchObject({ valid: true, closings: 2 });
  expect(check.counts).toEqual([{ code: 'TSE_OUTAGE', severity: 'note', count: 2 }]);
  expect(await rowsOf(export_id, 'references.csv')).toEqual([
    expect.stringContaining(`"Transaktion";;"2026-09-21T16:15:00+02:00";"${client_id}";1;"1"`),
  ]);
  expect(await rowsOf(export_id, 'pa.csv')).toEqual([
    expect.stringContaining(';7;"Makler"'),
    expect.stringContaining(';7;"Makler"'),
  ]);
  expect((await rowsOf(export_id, 'slaves.csv'))[0]).toContain(`"${terminal}";"Testkasse";"T 1";"abcd"`);
  expect((await rowsOf(export_id, 'vat.csv')).filter((row) => row.includes(';1010;10,70'))).toHaveLength(2);
});

test('cancelling: an unfinished export is CANCELLED, a completed one DELETED, and either has no archive', async () => {
  const { _id: export_id = '' } = await exportOf({
    business_date_start: '2026-09-14',
    business_date_end: '2026-09-14',
  });
  const path = { export_id };
  expect(await shop.api.ok('cancelExport', { path })).toMatchObject({ state: 'DELETED' });
  expect(await shop.api.refusal('cancelExport', { path })).toEqual([400, 'E_FAILED_SCHEMA_VALIDATION']);
  expect(await shop.api.refusal('getExportDownload', { path })).toEqual([404, 'E_DOWNLOAD_NOT_FOUND']);
  const slow = await runSandbox({ exportSeconds: 2 });
  const { api, clientId } = await setUpShop(slow);
  await closed(api, await insert(api, closingOf(clientId, 1, [BROKEN])));
  const body = { start_date: 0, end_date: 4_102_441_199 };
  await api.ok('triggerExport', { path, body });
  expect(await api.refusal('getExportDownloadUrl', { path })).toEqual([404, 'E_DOWNLOAD_NOT_FOUND']);
  expect(await api.ok('cancelExport', { path })).toMatchObject({ state: 'CANCELLED' });
  expect(await api.refusal('triggerExport', { path, body })).toEqual([409, 'E_EXPORT_CONFLICT']);
});

test('an archive expires 28 days less one second after its request', async () => {
  const done = await exportOf({ business_date_start: '2026-09-14', business_date_end: '2026-09-14' });
  const path = { export_id: done._id ?? '' };
  clock.time = done.time_request + 28 * 86_400 - 2;
  const before = await DsfinvkClient.login(sandbox.dsfinvkUrl);
  await before.ok('getExportDownloadUrl', { path });
  clock.time += 1;
  expect(await before.ok('retrieveExport', { path })).toMatchObject({ state: 'EXPIRED' });
  expect(await before.refusal('getExportDownload', { path })).toEqual([404, 'E_DOWNLOAD_NOT_FOUND']);
  const { count } = await before.ok('listExports', { query: { states: 'EXPIRED' } });
  expect(count).toBeGreaterThan(0);
});
