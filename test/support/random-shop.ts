import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import fc from 'fast-check';
import type { OperationId, Schemas } from '../../src/contract/sign-de.js';
import { encodeCursor, listName } from '../../src/resolvers/common/cursor.js';
import { encodeGlobalId } from '../../src/schema/common/node.js';
import { demo, LIFTED_LIMITS, type Sandbox } from '../../src/sandbox/index.js';
import { ContractClient } from '../sandbox/support/contract-client.js';
import { DsfinvkClient } from '../sandbox/support/dsfinvk-client.js';
import { ControlClient } from '../sandbox/support/control-client.js';
import { reach, trigger } from '../sandbox/support/exports.js';
import { runSandbox } from '../sandbox/support/running-sandbox.js';
import { receipt, sell, setUpClient, setUpTss } from '../sandbox/support/set-up.js';
import { meter, trip } from './taximeter-data.js';
import type { Material } from './random-documents.js';

/**
 * Faults of the upstream. They depend on the object and not on the call, because different executions may read the same
 * object by different calls.
 */
export interface Weather {
  /** Kinds of objects whose calls are all refused. */
  readonly refused: readonly (keyof typeof CALLS)[];
  /**
   * Whether rows have bad members: invalid times, an unknown environment, and numbers that are too large. Each of these
   * affects two rows in three, chosen by id.
   */
  readonly breaksRows: boolean;
}
export const FAIR: Weather = { refused: [], breaksRows: false };

/** All calls that read each kind of object. */
const CALLS = {
  tss: ['retrieveTss', 'listTss'],
  clients: ['retrieveClient', 'listClients', 'listAllClients'],
  transactions: ['retrieveTransaction', 'listTransactions', 'listAllTransactions', 'listClientTransactions'],
  logs: ['retrieveTransactionLog'],
  exports: ['retrieveExport', 'listExports', 'listAllExports'],
} as const satisfies Readonly<Record<string, readonly OperationId[]>>;
const KINDS = Object.keys(CALLS) as readonly (keyof typeof CALLS)[];

/** Random faults of the upstream. */
export const weathers: fc.Arbitrary<Weather> = fc.oneof(
  { weight: 3, arbitrary: fc.constant(FAIR) },
  { weight: 3, arbitrary: fc.constant({ refused: [], breaksRows: true }) },
  {
    weight: 1,
    arbitrary: fc.record({
      refused: fc.uniqueArray(fc.constantFrom(...KINDS), { minLength: 1, maxLength: 3 }),
      breaksRows: fc.boolean(),
    }),
  },
);

/** A sandbox with the demo data, a transaction of every kind of process data, an export, and a second TSS. */
export interface Shop {
  readonly sandbox: Sandbox;
  readonly till: ContractClient;
  readonly otherTss: string;
  readonly otherClient: string;
  readonly exportId: string;
  /** Ids of transactions of the demo TSS, a receipt first. */
  readonly transactionIds: readonly string[];
  /** Values for arguments. */
  readonly valuesOf: Material['valuesOf'];
  readonly have: (weather: Weather) => Promise<void>;
  /** Creates an unused token, because the gateway counts calls for each token. */
  readonly newToken: () => Promise<string>;
}

const UNKNOWN = '00000000-0000-4000-8000-000000000000';

/** Opens the shop. It is closed when the test file has run. */
export async function openShop(): Promise<Shop> {
  let breaksRows = false;
  const sandbox = await runSandbox({
    demo: true,
    limits: LIFTED_LIMITS,
    // The clock is frozen, so that repeated writes have the same time.
    frozenAt: Math.floor(Date.now() / 1_000),
    configureFace: (face) => {
      face.addHook('onSend', (_request, _reply, payload, done) => {
        done(null, breaksRows && typeof payload === 'string' ? breakRows(payload) : payload);
      });
    },
  });
  const till = await ContractClient.login(sandbox.middlewareUrl);
  const control = new ControlClient(sandbox.controlUrl);
  const events = await signEvents(till);
  const { tss_id: otherTss } = await setUpTss(till);
  const otherClient = await setUpClient(till, otherTss, 'OTHER-01');
  const sold = await sell(till, otherTss, otherClient);
  await till.ok('logoutAdmin', { path: { tss_id: otherTss } });
  const agencyId = randomUUID();
  await addAgency(sandbox, agencyId);
  await awaitDemoExport(sandbox);
  const exportId = await trigger(till, demo.tssId);
  await reach(till, demo.tssId, exportId, 'COMPLETED');
  const { qr_code_data: qr = '' } = sold;

  const { transactionIds, clientIds } = demo;
  const known = [
    transactionIds.receipt,
    ...events,
    transactionIds.order,
    transactionIds.cancelled,
    transactionIds.open,
  ];
  const tssIds = [demo.tssId, demo.tssId, otherTss, UNKNOWN];
  const byField: Readonly<Record<string, readonly string[]>> = {
    tss: tssIds,
    client: [demo.clientId, clientIds.festival, demo.clientId, otherClient, UNKNOWN],
    transaction: [...known, UNKNOWN],
    export: [exportId, exportId, UNKNOWN],
    cashRegister: [demo.clientId, demo.clientId, UNKNOWN],
    purchaserAgency: [agencyId, agencyId, UNKNOWN],
    cashPointClosing: [demo.closingId, demo.closingId, UNKNOWN],
    dsfinvkExport: [demo.dsfinvkExportId, demo.dsfinvkExportId, UNKNOWN],
  };
  const tssId = demo.tssId;
  const ids = [
    encodeGlobalId({ type: 'Tss', tssId }),
    encodeGlobalId({ type: 'Client', tssId, clientId: demo.clientId }),
    encodeGlobalId({ type: 'Transaction', tssId, transactionId: transactionIds.receipt }),
    encodeGlobalId({ type: 'Export', tssId, exportId }),
    encodeGlobalId({ type: 'Transaction', tssId, transactionId: transactionIds.receipt, revision: 1 }),
    ...events.map((transactionId) => encodeGlobalId({ type: 'Transaction', tssId, transactionId })),
    encodeGlobalId({ type: 'Tss', tssId: otherTss }),
    encodeGlobalId({ type: 'Client', tssId: otherTss, clientId: otherClient }),
    encodeGlobalId({ type: 'Client', tssId: UNKNOWN, clientId: otherClient }),
    'no id',
  ];
  const byName: Readonly<Record<string, readonly unknown[]>> = {
    first: [2, 1, 3, 2, 1, 3, 2, 1, 3, 2, 0, -1, 101],
    // Each cursor is valid for one list. These belong to lists that are often selected.
    after: [...cursorsOf(demo.tssId), Buffer.from('row:2').toString('base64url'), 'no cursor'],
    qr: [qr, qr.replace('V0', 'V9'), qr.replace(/\d\.\d\d/, '9.99'), qr.slice(0, 90), 'V0;'],
    number: [1, 2, 0, -1, 99],
    revision: [1, 2, 0, -1, 99],
    serialNumber: ['CAFE-01', 'nobody'],
    processType: ['Kassenbeleg-V1', 'Käse', ''],
    currencyCode: ['EUR', 'CHF', 'euro'],
  };
  const byType: Readonly<Record<string, readonly unknown[]>> = {
    UUID: tssIds,
    ID: ids,
    String: ['text', '', 'Käse "x"\n'],
    Int: [1, 2, 3],
    Boolean: [true, false],
    BigInt: ['1', '2', 3, '99999'],
    Decimal: ['1.00', '12.345', '-3', '0.123456'],
    Base64: ['QmVsZWc=', 'eA=='],
    DateTime: ['2026-01-01T00:00:00Z', '2026-02-03T04:05:06+02:00'],
    JSONObject: [{ a: 1 }, { name: 'x', more: [true, null, 1.5, { deep: 'y' }] }, {}],
  };
  const valuesOf: Material['valuesOf'] = (type, name, field) => {
    if (type === 'UUID' && ['uuid', 'clientUuid'].includes(name) && byField[field]) return byField[field];
    if (type === 'Int' || type === 'String') return byName[name] ?? byType[type]!;
    return byType[type]!;
  };
  let refreshToken = await firstRefreshToken(sandbox);
  let present = FAIR;
  return {
    sandbox,
    till,
    otherTss,
    otherClient,
    exportId,
    transactionIds: known,
    valuesOf,
    have: async (weather) => {
      breaksRows = weather.breaksRows;
      if (present.refused.length > 0) await control.call('DELETE /faults');
      present = weather;
      const operation = weather.refused.flatMap((kind): readonly OperationId[] => CALLS[kind]);
      if (operation.length > 0) await control.call('POST /faults', { kind: 'refuse', status: 403, operation });
    },
    newToken: async () => {
      const session = await till.ok('authenticateApi', { body: { refresh_token: refreshToken } });
      refreshToken = session.refresh_token!;
      return session.access_token;
    },
  };
}

/** Waits until the demo's archive is made: two executions must not see different states of it. */
async function awaitDemoExport({ dsfinvkUrl }: Sandbox): Promise<void> {
  const client = await DsfinvkClient.login(dsfinvkUrl);
  const isMade = async (): Promise<boolean> => {
    const { state } = await client.ok('retrieveExport', { path: { export_id: demo.dsfinvkExportId } });
    return state === 'COMPLETED';
  };
  while (!(await isMade())) await sleep(20);
}

/** Adds a purchaser agency to the demo's register. */
async function addAgency({ dsfinvkUrl }: Sandbox, agencyId: string): Promise<void> {
  const client = await DsfinvkClient.login(dsfinvkUrl);
  await client.ok('upsertPurchaserAgency', {
    path: { purchaser_agency_id: agencyId },
    body: {
      purchaser_agency_export_id: 1,
      client_id: demo.clientId,
      name: 'Bakery',
      address: { street: 'Main Street 1', postal_code: '10115', city: 'Berlin', country_code: 'DEU' },
      tax_number: '12/345',
    },
  });
}

async function firstRefreshToken({ middlewareUrl }: Sandbox): Promise<string> {
  const body = { api_key: demo.apiKey, api_secret: demo.apiSecret };
  return (await new ContractClient(middlewareUrl).ok('authenticateApi', { body })).refresh_token!;
}

/** Signs a transaction with each kind of process data at the demo's counter, in addition to its demo transactions. */
async function signEvents(till: ContractClient): Promise<readonly string[]> {
  const client_id = demo.clientId;
  const event = (one: Schemas['TxSchemaRequest'], other = one) => [one, other] as const;
  const reading = { kilometer_reading: '12345.678' };
  const events = [
    event({ raw: { process_type: 'Unbekannt-V7', process_data: 'QmVsZWc=' } }),
    event({ standard_v1: { other: { table: 4, guests: ['a', 'b'] } } }),
    event({ dsfinvtw_v1: { power_up: {} } }, { dsfinvtw_v1: { power_up: meter } }),
    event({ dsfinvtw_v1: { power_off: {} } }, { dsfinvtw_v1: { power_off: meter } }),
    event(
      { dsfinvtw_v1: { driver_status: {} } },
      { dsfinvtw_v1: { driver_status: { type: 'LOGON', driver_id: 'A' } } },
    ),
    event({ dsfinvtw_v1: { trip_receipt: {} } }, { dsfinvtw_v1: { trip_receipt: trip } }),
    event({ dsfinvtw_v1: { empty_trip: reading } }),
    event({ dsfinvtw_v1: { break: reading } }),
    event({ dsfinvtw_v1: { other: 'Wartung' } }),
    event(receipt()),
  ];
  const ids: string[] = [];
  for (const [start, end] of events) {
    const tx_id_or_number = randomUUID();
    const path = { tss_id: demo.tssId, tx_id_or_number };
    const write = (tx_revision: number, state: Schemas['TxState'], schema: Schemas['TxSchemaRequest']) =>
      till.ok('upsertTransaction', { path, query: { tx_revision }, body: { state, client_id, schema } });
    await write(1, 'ACTIVE', start);
    await write(2, 'FINISHED', end);
    ids.push(tx_id_or_number);
  }
  return ids;
}

/** Cursors after a row that no longer exists, for lists in their default order. */
function cursorsOf(tssId: string): readonly string[] {
  const place = { given: ['aaaaaaaaaaa'], rank: 2, hasNullsFirst: false };
  const nothing = { key: 1_000, ...place };
  return [
    encodeCursor(listName(['tss', {}, 'time_creation', 'asc', []]), nothing),
    encodeCursor(listName(['clients', tssId, {}, 'time_creation', 'asc', []]), nothing),
    encodeCursor(listName(['transactions', tssId, undefined, {}, null, 'number', 'asc', []]), { key: 2, ...place }),
  ];
}

/** Damages rows. The damage depends only on a row's id, so it is the same in every answer. */
function breakRows(payload: string): string {
  return JSON.stringify(JSON.parse(payload), (_key, value: unknown) => {
    if (typeof value !== 'object' || value === null || !('_id' in value)) return value;
    const kind = Number.parseInt(String(value._id).at(-1) ?? '', 16) % 3;
    return {
      ...value,
      ...(kind !== 0 && { _env: 'MARS' }),
      ...(kind !== 1 && { time_creation: 1e17, time_start: 1e17, time_request: 1e17 }),
      ...(kind !== 1 && 'log' in value && { log: Object.assign({}, value.log, { timestamp: 1e17 }) }),
      ...(kind !== 2 && 'max_number_registered_clients' in value && { max_number_registered_clients: 1e12 }),
      ...(kind !== 2 && 'latest_revision' in value && { latest_revision: 1e12 }),
    };
  });
}
