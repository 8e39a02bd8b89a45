import { randomUUID } from 'node:crypto';
import { dsfinvkContract, type OperationId } from '../../../src/contract/dsfinvk.js';
import type { FaultRequest, Sandbox } from '../../../src/sandbox/index.js';
import { ControlClient } from '../support/control-client.js';
import { runSandbox } from '../support/running-sandbox.js';
import { closed, closingOf, exported, insert, REGISTER, setUpShop, type Shop } from './support/shop.js';

const ALL_TIME = { start_date: 0, end_date: 4_102_441_199 };
const address = { street: 'Weg 1', postal_code: '1', city: 'Berlin', country_code: 'DEU' };
let sandbox: Sandbox;
let control: ControlClient;
let shop: Shop;
let number = 0;

beforeAll(async () => {
  sandbox = await runSandbox();
  control = new ControlClient(sandbox.controlUrl);
  shop = await setUpShop(sandbox);
});
afterEach(() => control.call('DELETE /faults'));

/** A write: its request, how often it may be sent, and the operation that shows whether it was done. */
interface Write {
  readonly path: object;
  readonly body?: object;
  readonly read: OperationId;
  /** Status of the same request again, once it was done. */
  readonly again: 200 | 400 | 409;
}

/** Each write of the contract on something of its own, so that whether it was done can be read. */
const writes: Readonly<Partial<Record<OperationId, () => Promise<Write>>>> = {
  upsertVatDefinition: async () => {
    const path = { vat_definition_export_id: 1000 + (number += 1) };
    return Promise.resolve({ path, body: { percentage: 5 }, read: 'retrieveVatDefinition', again: 200 });
  },
  upsertVatDefinitionMetadata: async () => {
    const path = { vat_definition_export_id: 1000 + (number += 1) };
    await shop.api.ok('upsertVatDefinition', { path, body: { percentage: 5 } });
    return { path, body: { a: 'b' }, read: 'retrieveVatDefinitionMetadata', again: 200 };
  },
  upsertCashRegister: async () => Promise.resolve({ ...register(), read: 'retrieveCashRegister', again: 200 }),
  upsertCashRegisterMetadata: async () => {
    const { path, body } = register();
    await shop.api.ok('upsertCashRegister', { path, body });
    return { path, body: { a: 'b' }, read: 'retrieveCashRegisterMetadata', again: 200 };
  },
  upsertPurchaserAgency: async () => Promise.resolve({ ...agency(), read: 'retrievePurchaserAgency', again: 200 }),
  upsertPurchaserAgencyMetadata: async () => {
    const { path, body } = agency();
    await shop.api.ok('upsertPurchaserAgency', { path, body });
    return { path, body: { a: 'b' }, read: 'retrievePurchaserAgencyMetadata', again: 200 };
  },
  insertCashPointClosing: async () => {
    number += 1;
    const body = closingOf(shop.clientId, number, [{ error_message: 'TSE ausgefallen' }]);
    return Promise.resolve({
      ...{ path: { closing_id: randomUUID() }, body, again: 200 },
      read: 'retrieveCashPointClosingMetadata',
    });
  },
  deleteCashPointClosing: async () => ({ path: await closing(), read: 'retrieveCashPointClosing', again: 400 }),
  upsertCashPointClosingMetadata: async () => ({
    ...{ path: await closing(), body: { a: 'b' }, read: 'retrieveCashPointClosingMetadata', again: 200 },
  }),
  triggerExport: async () => {
    await closing();
    return { path: { export_id: randomUUID() }, body: ALL_TIME, read: 'retrieveExportMetadata', again: 409 };
  },
  cancelExport: async () => ({ path: await anExport(), read: 'retrieveExport', again: 400 }),
  upsertExportMetadata: async () => ({
    ...{ path: await anExport(), body: { a: 'b' }, read: 'retrieveExportMetadata', again: 200 },
  }),
};

function register() {
  const cash_register_type = { type: 'SLAVE_WITHOUT_TSS', master_client_id: shop.clientId } as const;
  return { path: { client_id: randomUUID() }, body: { ...REGISTER, cash_register_type } };
}

function agency() {
  const names = { name: 'A', address, purchaser_agency_export_id: 1, tax_number: '1' };
  return { path: { purchaser_agency_id: randomUUID() }, body: { ...names, client_id: shop.clientId } };
}

async function closing() {
  number += 1;
  const closing_id = await insert(shop.api, closingOf(shop.clientId, number, []));
  await closed(shop.api, closing_id);
  return { closing_id };
}

async function anExport() {
  await closing();
  const path = { export_id: randomUUID() };
  await shop.api.ok('triggerExport', { path, body: ALL_TIME });
  await exported(shop.api, path.export_id);
  return path;
}

const faults: readonly (readonly [isDone: boolean, fault: FaultRequest])[] = [
  [false, { kind: 'refuse', status: 503, when: 'before' }],
  [true, { kind: 'refuse', status: 503, when: 'after' }],
  [false, { kind: 'reset', when: 'before' }],
  [true, { kind: 'reset', when: 'after' }],
  [true, { kind: 'reset-in-body' }],
  [true, { kind: 'truncated-json' }],
  [true, { kind: 'wrong-json' }],
  [true, { kind: 'html', status: 502 }],
];

const written = [...dsfinvkContract().operations.values()].filter(
  ({ method }) => method !== 'GET' && method !== 'POST',
);

test('every write of the contract is in the matrix', () => {
  expect(Object.keys(writes).sort()).toEqual(written.map(({ id }) => id).sort());
});

test.each(written)('$id under each fault is done or not done, as the fault says, and never twice', async ({ id }) => {
  const method = dsfinvkContract().operations.get(id)!.method;
  for (const [isDone, fault] of faults) {
    const { path, body, read, again } = await writes[id]!();
    const url = pathOf(id, path);
    const init = body && { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } };
    const look = async () => (await shop.api.raw('GET', pathOf(read, path))).json;
    const before = await look();
    await control.call('POST /faults', { ...fault, operation: id, times: 1 });
    await shop.api.raw(method, url, init).catch(() => undefined);
    const after = await look();
    expect([fault, JSON.stringify(after) !== JSON.stringify(before)]).toEqual([fault, isDone]);
    const { status } = await shop.api.raw(method, url, init);
    expect([fault, status]).toEqual([fault, isDone ? again : 200]);
    await control.call('DELETE /faults');
  }
});

function pathOf(id: OperationId, path: object): string {
  const values = new Map(Object.entries(path));
  return dsfinvkContract()
    .operations.get(id)!
    .path.replaceAll(/\{(\w+)\}/g, (_, name: string) => String(values.get(name)));
}
