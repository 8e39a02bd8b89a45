import { randomUUID } from 'node:crypto';
import { dsfinvkContract, type OperationId, type Schemas } from '../../../src/contract/dsfinvk.js';
import type { Sandbox } from '../../../src/sandbox/index.js';
import { Secret } from '../../../src/secret.js';
import { ContractClient } from '../support/contract-client.js';
import { ControlClient } from '../support/control-client.js';
import { DsfinvkClient } from '../support/dsfinvk-client.js';
import { runSandbox } from '../support/running-sandbox.js';
import { setUpClient, setUpTss } from '../support/set-up.js';
import { closed, closingOf, exported, insert, REGISTER, setUpShop, type Shop } from './support/shop.js';

type Outcome = readonly [status: number, code: string | undefined];

const nobody = (): string => randomUUID();
const BROKEN = { error_message: 'TSE ausgefallen' };
const organizationId = randomUUID();
let sandbox: Sandbox;
let control: ControlClient;
let shop: Shop;
let live: ContractClient;
/** Ids that every operation takes. */
let ids: Readonly<Record<string, string | number>>;
let slave: string;
let deleted: string;

beforeAll(async () => {
  const key = { secret: new Secret('a secret'), organizationId };
  sandbox = await runSandbox({
    apiKeys: [
      { key: 'test', environment: 'TEST', ...key },
      { key: 'live', environment: 'LIVE', ...key },
    ],
  });
  control = new ControlClient(sandbox.controlUrl);
  live = await ContractClient.login(sandbox.middlewareUrl, 'live', 'a secret');
  shop = await setUpShop(sandbox, ['test', 'a secret']);
  const { api, clientId } = shop;
  slave = nobody();
  const cash_register_type = { type: 'SLAVE_WITHOUT_TSS', master_client_id: clientId } as const;
  await api.ok('upsertCashRegister', { path: { client_id: slave }, body: { ...REGISTER, cash_register_type } });
  const purchaser_agency_id = nobody();
  await api.ok('upsertPurchaserAgency', { path: { purchaser_agency_id }, body: agencyOf(clientId) });
  await api.ok('upsertVatDefinition', { path: { vat_definition_export_id: 1000 }, body: { percentage: 10 } });
  const closing_id = await insert(api, closingOf(clientId, 1, [BROKEN]));
  await closed(api, closing_id);
  deleted = await insert(api, closingOf(clientId, 2, [BROKEN]));
  await api.ok('deleteCashPointClosing', { path: { closing_id: deleted } });
  const export_id = nobody();
  await api.ok('triggerExport', { path: { export_id }, body: ALL_TIME });
  await exported(api, export_id);
  ids = { client_id: clientId, purchaser_agency_id, vat_definition_export_id: 1000, closing_id, export_id };
});
afterEach(() => control.call('DELETE /faults'));

const ALL_TIME = { start_date: 0, end_date: 4_102_441_199 };

function agencyOf(client_id: string) {
  const address = { street: 'Weg 1', postal_code: '10115', city: 'Berlin', country_code: 'DEU' };
  return { name: 'Agentur', address, purchaser_agency_export_id: 1, client_id, tax_number: '1' };
}

function register(client_id: string, tss_id: string): Promise<Outcome> {
  const body = { ...REGISTER, cash_register_type: { type: 'MASTER', tss_id } } as const;
  return shop.api.refusal('upsertCashRegister', { path: { client_id }, body });
}

function close(body: Schemas['CashPointClosingInsert'], closing_id = nobody()): Promise<Outcome> {
  return shop.api.refusal('insertCashPointClosing', { path: { closing_id }, body });
}

/** How each documented failure is provoked, by operation and code. Those that operations share are made below. */
const provoked: Readonly<Partial<Record<OperationId, Readonly<Record<string, () => Promise<Outcome>>>>>> = {
  authenticate: {
    '': () =>
      new DsfinvkClient(sandbox.dsfinvkUrl).refusal('authenticate', { body: { api_key: 'a', api_secret: 'b' } }),
  },
  upsertCashRegister: {
    E_FORBIDDEN: async () => {
      const { tss_id } = await setUpTss(live);
      return register(await setUpClient(live, tss_id), tss_id);
    },
    E_TSS_NOT_FOUND: () => register(shop.clientId, nobody()),
    E_CLIENT_NOT_FOUND: () => register(nobody(), shop.tssId),
    E_CASH_REGISTER_NOT_FOUND: () => {
      const cash_register_type = { type: 'SLAVE_WITHOUT_TSS', master_client_id: slave } as const;
      const body = { ...REGISTER, cash_register_type };
      return shop.api.refusal('upsertCashRegister', { path: { client_id: nobody() }, body });
    },
    E_CASH_REGISTER_CONFLICT: async () => {
      const cash_register_type = { type: 'SLAVE_WITHOUT_TSS', master_client_id: shop.clientId } as const;
      const client_id = await setUpClient(shop.till, shop.tssId);
      const path = { client_id };
      await shop.api.ok('upsertCashRegister', { path, body: { ...REGISTER, cash_register_type } });
      return register(client_id, shop.tssId);
    },
  },
  upsertPurchaserAgency: {
    E_CASH_REGISTER_NOT_FOUND: () =>
      shop.api.refusal('upsertPurchaserAgency', {
        path: { purchaser_agency_id: nobody() },
        body: agencyOf(nobody()),
      }),
  },
  insertCashPointClosing: {
    E_SLAVE_CASH_REGISTER: () => close(closingOf(slave, 7, [])),
    E_INVALID_CHARSET: async () => {
      const body = `{"client_id":"\u00e9"}`;
      const headers = { 'content-type': 'application/json; charset=iso-8859-1' };
      const { status, json } = await shop.api.raw('PUT', `/cash_point_closings/${nobody()}`, { body, headers });
      return [status, (json as Schemas['Error']).code];
    },
    E_CASH_REGISTER_NOT_FOUND: () => close(closingOf(nobody(), 7, [])),
    E_VAT_DEFINITION_NOT_FOUND: () => {
      const amounts_per_vat_id = [{ vat_definition_export_id: 9, incl_vat: 0, excl_vat: 0, vat: 0 }];
      const cash_statement = { business_cases: [{ type: 'Umsatz' as const, amounts_per_vat_id }] };
      return close({ ...closingOf(shop.clientId, 7, []), cash_statement });
    },
    E_BAD_REQUEST: () => {
      const business_case = { type: 'Umsatz' as const, purchaser_agency_id: nobody(), amounts_per_vat_id: [] };
      return close({ ...closingOf(shop.clientId, 7, []), cash_statement: { business_cases: [business_case] } });
    },
    E_CASH_POINT_CLOSING_CONFLICT: () => close(closingOf(shop.clientId, 1, [])),
  },
  deleteCashPointClosing: {
    E_INVALID_STATE_CHANGE: () => shop.api.refusal('deleteCashPointClosing', { path: { closing_id: deleted } }),
    E_BAD_REQUEST: async () => {
      const slow = await runSandbox({ exportSeconds: 1_000_000 });
      const { api, clientId } = await setUpShop(slow);
      const closing_id = await insert(api, closingOf(clientId, 1, []));
      await new ControlClient(slow.controlUrl).call('PUT /clock', { advance: 1_000_001 });
      const { api: again } = { api: await DsfinvkClient.login(slow.dsfinvkUrl) };
      await closed(again, closing_id);
      await again.ok('triggerExport', { path: { export_id: nobody() }, body: ALL_TIME });
      return again.refusal('deleteCashPointClosing', { path: { closing_id } });
    },
  },
  triggerExport: {
    E_CASH_POINT_CLOSING_NOT_FOUND: () =>
      shop.api.refusal('triggerExport', { path: { export_id: nobody() }, body: { start_date: 0, end_date: 1 } }),
    E_EXPORT_CONFLICT: () =>
      shop.api.refusal('triggerExport', { path: { export_id: ids.export_id as string }, body: ALL_TIME }),
  },
  getExportDownload: { E_DOWNLOAD_NOT_FOUND: () => download('getExportDownload') },
  getExportDownloadUrl: { E_DOWNLOAD_NOT_FOUND: () => download('getExportDownloadUrl') },
};

/** Of an export that was deleted when it was COMPLETED. */
async function download(id: 'getExportDownload' | 'getExportDownloadUrl'): Promise<Outcome> {
  const path = { export_id: nobody() };
  await shop.api.ok('triggerExport', { path, body: ALL_TIME });
  await exported(shop.api, path.export_id);
  expect(await shop.api.ok('cancelExport', { path })).toMatchObject({ state: 'DELETED' });
  return shop.api.refusal(id, { path });
}

/** A body that each operation takes. */
const bodies: Readonly<Partial<Record<OperationId, () => object>>> = {
  upsertVatDefinition: () => ({ percentage: 10 }),
  upsertCashRegister: () => ({ ...REGISTER, cash_register_type: { type: 'MASTER', tss_id: shop.tssId } }),
  upsertPurchaserAgency: () => agencyOf(shop.clientId),
  insertCashPointClosing: () => closingOf(shop.clientId, 1, [BROKEN]),
  triggerExport: () => ALL_TIME,
};

/** Sends an operation what it takes, but for what is changed in its path. */
async function sendTo(client: DsfinvkClient, id: OperationId, changed: object = {}): Promise<Outcome> {
  const hasBody = dsfinvkContract().operations.get(id)?.body !== undefined;
  const body = bodies[id]?.() ?? (hasBody ? {} : undefined);
  const { status, json } = await client.send(id, { path: { ...ids, ...changed }, ...(body && { body }) });
  return [status, (json as Schemas['Error'] | undefined)?.code];
}

/** Failures that are provoked alike at all operations. */
function provokeAlike(id: OperationId, code: string): Promise<Outcome> {
  const { path } = dsfinvkContract().operations.get(id)!;
  const named = /\{(\w+)\}/.exec(path)?.[1] ?? '';
  if (code === '') return sendTo(new DsfinvkClient(sandbox.dsfinvkUrl, 'no.valid.token'), id);
  if (code === 'E_FAILED_SCHEMA_VALIDATION') {
    return named === '' ? sendQuery(id, { limit: 101 }) : sendTo(shop.api, id, { [named]: 'none' });
  }
  return sendTo(shop.api, id, { [named]: named === 'vat_definition_export_id' ? 999_999 : nobody() });
}

async function sendQuery(id: OperationId, query: object): Promise<Outcome> {
  const { status, json } = await shop.api.send(id, { path: ids, query });
  return [status, (json as Schemas['Error']).code];
}

const documented = [...dsfinvkContract().operations.values()].flatMap(({ id, errors }) =>
  errors.map(({ status, code }) => ({ id, status, code: code ?? '' })),
);

test.each(documented)('$id answers $status $code for its documented reason', async ({ id, status, code }) => {
  const provoke = provoked[id]?.[code] ?? (() => provokeAlike(id, code));
  const [found, foundCode = ''] = await provoke();
  expect([found, foundCode]).toEqual([status, code]);
});

test.each(documented)('The control port makes $id answer $status $code', async ({ id, status, code }) => {
  if (id === 'authenticate') return;
  const refusal = code === '' ? { status } : { code };
  await control.call('POST /faults', { kind: 'refuse', operation: id, host: 'dsfinvk', ...refusal });
  expect(await sendTo(shop.api, id)).toEqual([status, code === '' ? undefined : code]);
});

test('Every operation of the contract is there, under both base paths, and answers with a request id', async () => {
  for (const { id, method, path } of dsfinvkContract().operations.values()) {
    const url = path.replaceAll(/\{(\w+)\}/g, (_, name: string) => String(ids[name]));
    for (const version of ['v1', 'v0']) {
      const api = shop.api.at(sandbox.dsfinvkUrl.replace('v1', version));
      if (method !== 'GET') continue;
      const { status, headers } = await api.raw(method, url);
      expect([id, status]).toEqual([id, 200]);
      expect(headers.get('x-request-id')).toMatch(/^[0-9a-f]{32}$/);
    }
  }
});

test('Every outcome that is documented at an operation is covered, 32 of 32', () => {
  const operations = [...dsfinvkContract().operations.values()];
  console.table(
    operations.map(({ id, errors }) => ({
      operation: id,
      outcomes: ['200', ...errors.map(({ status, code }) => `${status} ${code ?? ''}`.trim())].join(', '),
    })),
  );
  expect([operations.length, documented.length]).toEqual([32, 100]);
});
