import { randomUUID } from 'node:crypto';
import { demo, type Sandbox } from '../../../src/sandbox/index.js';
import { ControlClient } from '../support/control-client.js';
import { DsfinvkClient } from '../support/dsfinvk-client.js';
import { runSandbox } from '../support/running-sandbox.js';
import { checkExport } from './support/check.js';
import { closingOf, exported, setUpShop, type Shop } from './support/shop.js';

let sandbox: Sandbox;
let control: ControlClient;
let shop: Shop;

beforeAll(async () => {
  sandbox = await runSandbox();
  control = new ControlClient(sandbox.controlUrl);
  shop = await setUpShop(sandbox);
});
afterEach(async () => {
  await control.call('DELETE /faults');
  await control.call('PUT /latency', {});
});

test('a fault strikes the operation of this host only, though SIGN DE has one of the same name', async () => {
  await control.call('POST /faults', { kind: 'refuse', status: 503, operation: 'listExports', host: 'dsfinvk' });
  expect((await shop.api.raw('GET', '/exports')).status).toBe(503);
  expect((await shop.till.send('listExports', { path: { tss_id: shop.tssId } })).status).toBe(200);
  await control.call('DELETE /faults');
  // A code without a status strikes only what documents it: here SIGN DE does not.
  await control.call('POST /faults', { kind: 'refuse', code: 'E_DOWNLOAD_NOT_FOUND' });
  expect((await shop.till.send('listExports', { path: { tss_id: shop.tssId } })).status).toBe(200);
  const { json } = await shop.api.send('getExportDownloadUrl', { path: { export_id: randomUUID() } });
  expect(json).toMatchObject({ status_code: 404, code: 'E_DOWNLOAD_NOT_FOUND' });
});

test('a lost answer to a closing leaves the closing, and the same request again answers it', async () => {
  await control.call('POST /faults', {
    ...({ kind: 'reset', when: 'after', times: 1 } as const),
    operation: 'insertCashPointClosing',
  });
  const path = { closing_id: randomUUID() };
  const body = closingOf(shop.clientId, 1, []);
  await expect(shop.api.ok('insertCashPointClosing', { path, body })).rejects.toThrow();
  expect(await shop.api.ok('insertCashPointClosing', { path, body })).toMatchObject(path);
  expect(await shop.api.ok('listCashPointClosings', {})).toMatchObject({ count: 1 });
});

test('an expired token is 401 without a code, at DSFinV-K too', async () => {
  const other = await runSandbox();
  const api = await DsfinvkClient.login(other.dsfinvkUrl);
  const fault = { kind: 'expire-token', host: 'dsfinvk', times: 1 } as const;
  await new ControlClient(other.controlUrl).call('POST /faults', fault);
  expect(await api.refusal('listExports', {})).toEqual([401, undefined]);
  expect((await new DsfinvkClient(sandbox.dsfinvkUrl, 'none').raw('GET', '/exports')).json).toEqual({
    ...{ status_code: 401, error: 'Unauthorized', message: 'The access token is not valid.' },
  });
});

test('the latency of an operation is that of both products; a name of no contract is refused', async () => {
  await control.call('PUT /latency', { listCashRegisters: 50 });
  const start = performance.now();
  await shop.api.ok('listCashRegisters', {});
  expect(performance.now() - start).toBeGreaterThan(45);
  expect((await control.send('PUT /latency', { closeShop: 1 })).status).toBe(400);
});

test('the company of an organization is read and set; a wrong one is refused, and one of nobody', async () => {
  const company = { name: 'Laden', street: 'Weg 1', postalCode: '1', city: 'Berlin', countryCode: 'DEU' };
  const id = demo.organizationId;
  expect(await control.call('PUT /organizations/{id}', company, id)).toEqual({ id, company });
  expect(await control.call('GET /organizations')).toEqual([{ id, company }]);
  expect((await control.send('PUT /organizations/{id}', { ...company, countryCode: 'DE' }, id)).status).toBe(400);
  expect((await control.send('PUT /organizations/{id}', company, randomUUID())).status).toBe(404);
});

test('the demo has three registers, yesterday closed without a remark, and an export of it, in which a check finds nothing', async () => {
  const started = await runSandbox({ demo: true });
  const api = await DsfinvkClient.login(started.dsfinvkUrl);
  const registers = await api.ok('listCashRegisters', { query: { order_by: 'cash_register_type' } });
  expect(registers.data?.map(({ client_id }) => client_id)).toEqual([
    ...[demo.clientIds.counter, demo.clientIds.terrace, demo.clientIds.takeaway],
  ]);
  const path = { closing_id: demo.closingId };
  const closing = await api.ok('retrieveCashPointClosing', { path });
  expect(closing).toMatchObject({ state: 'COMPLETED', client_id: demo.clientId, cash_point_closing_export_id: 1 });
  expect(await api.ok('retrieveCashPointClosingReports', { path })).toMatchObject({ data: [] });
  const details = await api.ok('retrieveCashPointClosingDetails', { path });
  expect(details.cash_point_closing?.transactions?.length).toBeGreaterThan(10);
  const done = await exported(api, demo.dsfinvkExportId);
  expect(done).toMatchObject({ state: 'COMPLETED', cash_point_closings: [demo.closingId] });
  const check = await checkExport(api, demo.dsfinvkExportId);
  expect(check).toMatchObject({ valid: true, findings: [], signatures: { invalid: 0, notChecked: 0 } });
  expect(check.signatures.valid).toBe(details.cash_point_closing?.transactions?.length);
});
