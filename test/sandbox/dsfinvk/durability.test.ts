import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { gunzipSync } from 'node:zlib';
import { ContractClient } from '../support/contract-client.js';
import { ControlClient } from '../support/control-client.js';
import { DsfinvkClient } from '../support/dsfinvk-client.js';
import { runSandbox, temporaryFolder } from '../support/running-sandbox.js';
import { closed, closingOf, insert, REGISTER, setUpShop } from './support/shop.js';

const BROKEN = { error_message: 'TSE ausgefallen' };

test('a folder from before DSFinV-K opens, keeps what it has, and its till can be closed', async () => {
  const dataFolder = temporaryFolder();
  const saved = readFileSync(path.join(import.meta.dirname, 'fixtures', 'before-dsfinvk.sqlite.gz'));
  writeFileSync(path.join(dataFolder, 'sandbox.sqlite'), gunzipSync(saved));
  const sandbox = await runSandbox({ dataFolder });
  const till = await ContractClient.login(sandbox.middlewareUrl);
  const tss_id = '5a7ed000-0000-4000-8000-000000000001';
  const client_id = '5a7ed000-0000-4000-8000-0000000000c1';
  const tss_tx_id = '5a7ed000-0000-4000-8000-00000000f001';
  const kept = await till.ok('retrieveTransaction', { path: { tss_id, tx_id_or_number: tss_tx_id } });
  expect(kept).toMatchObject({ state: 'FINISHED', client_serial_number: 'SAVED-01' });
  const api = await DsfinvkClient.login(sandbox.dsfinvkUrl);
  const cash_register_type = { type: 'MASTER', tss_id } as const;
  await api.ok('upsertCashRegister', { path: { client_id }, body: { ...REGISTER, cash_register_type } });
  const id = await insert(api, closingOf(client_id, 1, [{ tss_tx_id }]));
  expect(await closed(api, id)).toMatchObject({ state: 'COMPLETED' });
});

test('a saved state holds closings and exports, half done or done; loading it brings them back', async () => {
  const sandbox = await runSandbox({ exportSeconds: 1_000_000 });
  const control = new ControlClient(sandbox.controlUrl);
  const shop = await setUpShop(sandbox);
  const id = await insert(shop.api, closingOf(shop.clientId, 1, [BROKEN]));
  await control.call('PUT /states/{name}', undefined, 'half');
  await control.call('PUT /clock', { advance: 1_000_001 });
  const later = await DsfinvkClient.login(sandbox.dsfinvkUrl);
  expect(await closed(later, id)).toMatchObject({ state: 'COMPLETED' });
  await control.call('PUT /states/{name}/load', undefined, 'half');
  const path = { closing_id: id };
  expect(await shop.api.ok('retrieveCashPointClosing', { path })).toMatchObject({
    state: expect.stringMatching(/PENDING|WORKING/),
  });
  await control.call('PUT /reset', { demo: false });
  const fresh = await DsfinvkClient.login(sandbox.dsfinvkUrl);
  expect(await fresh.ok('listCashPointClosings', {})).toMatchObject({ data: [], count: 0 });
  expect(await fresh.ok('listCashRegisters', {})).toMatchObject({ data: [], count: 0 });
});
