import { randomUUID } from 'node:crypto';
import { Readable } from 'node:stream';
import type { Sandbox } from '../../../src/sandbox/index.js';
import { readTar } from '../../../src/tse/archive/tar-reader.js';
import { ContractClient } from '../support/contract-client.js';
import { DsfinvkClient } from '../support/dsfinvk-client.js';
import { runSandbox, TestClock } from '../support/running-sandbox.js';
import { checkExport } from './support/check.js';
import {
  closed,
  closingOf,
  exported,
  insert,
  receiptOf,
  REGISTER,
  setUpShop,
  sign,
  type Shop,
} from './support/shop.js';

const clock = new TestClock();
let sandbox: Sandbox;
let shop: Shop;

beforeAll(async () => {
  sandbox = await runSandbox({ clock: clock.now });
  shop = await setUpShop(sandbox);
});

test('a login at one product is good at the other, and a second login gives the same token with less time', async () => {
  const first = await new DsfinvkClient(sandbox.dsfinvkUrl).ok('authenticate', {
    body: { api_key: 'test_sandbox_demo', api_secret: 'sandbox-demo-secret' },
  });
  expect(first).toMatchObject({ access_token_expires_in: 86_400, refresh_token_expires_in: 172_800 });
  clock.time += 10;
  const second = await new DsfinvkClient(sandbox.dsfinvkUrl).ok('authenticate', {
    body: { api_key: 'test_sandbox_demo', api_secret: 'sandbox-demo-secret' },
  });
  expect(second).toMatchObject({ access_token: first.access_token, access_token_expires_in: 86_390 });
  expect(second.access_token_expires_at).toBe(first.access_token_expires_at);
  await new ContractClient(sandbox.middlewareUrl, first.access_token).ok('listTss', {});
  await shop.api.at(sandbox.dsfinvkUrl.replace('v1', 'v0')).ok('listCashRegisters', {});
  const signDe = new DsfinvkClient(sandbox.dsfinvkUrl, shop.till.authorization.slice('Bearer '.length));
  await signDe.ok('listCashRegisters', {});
});

test('a register has its kind flattened, revisions, and flags that were not sent', async () => {
  const path = { client_id: shop.clientId };
  const first = await shop.api.ok('retrieveCashRegister', { path });
  expect(first).toMatchObject({
    cash_register_type: 'MASTER',
    tss_id: shop.tssId,
    revision: 0,
    processing_flags: { UmsatzsteuerNichtErmittelbar: false },
    metadata: {},
  });
  expect(first.time_update).toBe(first.time_creation);
  clock.time += 5;
  const body = { ...REGISTER, model: 'T 2', cash_register_type: { type: 'MASTER', tss_id: shop.tssId } } as const;
  const second = await shop.api.ok('upsertCashRegister', { path, body });
  expect(second).toMatchObject({ model: 'T 2', revision: 1, time_creation: first.time_creation });
  expect(await shop.api.ok('upsertCashRegister', { path, body })).toEqual(second);
  await shop.api.ok('upsertCashRegisterMetadata', { path, body: { shop: 'Café' } });
  const old = await shop.api.ok('retrieveCashRegister', { path, query: { revision: 0 } });
  expect(old).toEqual({ ...first, metadata: { shop: 'Café' } });
});

test('VAT definitions: predefined and own ones, in order, with pages and links to the next', async () => {
  const path = { vat_definition_export_id: 1001 };
  await shop.api.ok('upsertVatDefinition', { path, body: { percentage: 10.7, description: 'Wald' } });
  const query = { order_by: 'vat_definition_export_id', order: 'desc', limit: 2 } as const;
  const page = await shop.api.ok('listVatDefinitions', { query });
  expect(page.data?.map((row) => row.vat_definition_export_id)).toEqual([1001, 43]);
  expect(page.count).toBe(18);
  const next = await fetch(page._next ?? '', { headers: { authorization: shop.api.authorization } });
  expect(await next.json()).toMatchObject({ data: [{ vat_definition_export_id: 33 }, {}], count: 18 });
});

test('a closing is PENDING, then COMPLETED; it is read as summary, details and in lists; an export has it', async () => {
  const tss_tx_id = await sign(shop);
  const body = closingOf(shop.clientId, 1, [{ tss_tx_id }, { error_message: 'TSE ausgefallen' }]);
  const id = await insert(shop.api, { ...body, metadata: { day: 'Monday' } });
  expect(await closed(shop.api, id)).toMatchObject({ state: 'COMPLETED', full_amount: 5.1, cash_amount: 5.1 });
  const path = { closing_id: id };
  const details = await shop.api.ok('retrieveCashPointClosingDetails', { path });
  expect(details).toMatchObject({ _id: id, cash_point_closing: body, metadata: { day: 'Monday' } });
  const { data } = await shop.api.ok('retrieveCashPointClosingReports', { path });
  expect(data).toEqual([]);
  const list = await shop.api.ok('listCashPointClosings', {
    query: { states: ['COMPLETED', 'ERROR'], client_id: shop.clientId, business_date_start: '2026-09-21' },
  });
  expect(list.data?.map(({ closing_id }) => closing_id)).toEqual([id]);
  const one = await shop.api.ok('listCashPointClosings', { query: { states: 'PENDING' } });
  expect(one).toMatchObject({ data: [], count: 0 });

  const export_id = randomUUID();
  const trigger = { business_date_start: '2026-09-21', business_date_end: '2026-09-21' };
  const triggered = await shop.api.ok('triggerExport', { path: { export_id }, body: trigger });
  expect(triggered).toMatchObject({ state: 'PENDING', time_expiration: clock.time + 28 * 86_400 - 1 });
  expect(await exported(shop.api, export_id)).toMatchObject({ state: 'COMPLETED', cash_point_closings: [id] });
  const { href } = await shop.api.ok('getExportDownloadUrl', { path: { export_id } });
  expect(href).toBe(`${sandbox.dsfinvkUrl}/exports/${export_id}/download`);
  const archive = await shop.api.send('getExportDownload', { path: { export_id } });
  expect(archive.headers.get('content-type')).toBe('application/x-tar');
  expect(archive.headers.get('content-length')).toBe(String(archive.bytes.length));
  const files = new Map<string, string>();
  for await (const { name, content } of readTar(Readable.from([archive.bytes]))) {
    files.set(name, Buffer.from(content).toString());
  }
  expect([...files.keys()]).toHaveLength(22);
  expect(files.get('transactions_tse.csv')).toContain('TSE ausgefallen');
  const { signature } = await shop.till.ok('retrieveTransaction', {
    path: { tss_id: shop.tssId, tx_id_or_number: tss_tx_id },
  });
  expect(files.get('transactions_tse.csv')).toContain(signature.value);
  const check = await checkExport(shop.api, export_id);
  expect(check).toMatchObject({ complete: true, closings: 1, transactions: 2, signatures: { valid: 1, invalid: 0 } });
  expect(check.findings.map(({ code }) => code)).toEqual(['TSE_OUTAGE']);
});

test('digits in a string are taken as a number, and receipt amounts are cut to cents', async () => {
  const body = closingOf(shop.clientId, 2, [{ error_message: 'TSE ausgefallen' }]);
  const receipt = receiptOf(1, { error_message: 'TSE ausgefallen' });
  const row = { vat_definition_export_id: '1', incl_vat: '2.559', excl_vat: 2.1499, vat: 0.41 };
  const sent = {
    ...body,
    head: { ...body.head, export_creation_date: '1790000100' },
    transactions: [{ ...receipt, data: { ...receipt.data, amounts_per_vat_id: [row] } }],
  };
  const path = { closing_id: randomUUID() };
  expect((await shop.api.send('insertCashPointClosing', { path, body: sent })).status).toBe(200);
  const { cash_point_closing: stored } = await shop.api.ok('retrieveCashPointClosingDetails', { path });
  expect(stored?.head?.export_creation_date).toBe(1_790_000_100);
  expect(stored?.transactions?.[0]?.data?.amounts_per_vat_id).toEqual([
    { vat_definition_export_id: 1, incl_vat: 2.55, excl_vat: 2.14, vat: 0.41 },
  ]);
});
