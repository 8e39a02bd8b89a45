import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { type OperationId, signDeContract, type Schemas } from '../../src/contract/sign-de.js';
import type { Limits, Sandbox } from '../../src/sandbox/index.js';
import { Secret } from '../../src/secret.js';
import { ContractClient, type Parts } from './support/contract-client.js';
import { ControlClient } from './support/control-client.js';
import { trigger, type ExportQuery } from './support/exports.js';
import { runSandbox, temporaryFolder } from './support/running-sandbox.js';
import { receipt, sell, setUpClient, setUpTss } from './support/set-up.js';

/**
 * Codes that only a cloud has a reason for; the control port switches them on, by a fault that is named by its code.
 */
const CLOUD_ONLY = new Set([
  'E_TSS_LOCKED',
  'E_BOOTSTRAP_FILE_NOT_AVAILABLE',
  'E_SMAERS_GATEWAY_CAPACITIES_DEPLETED',
  'E_EXPORT_FORBIDDEN',
  'E_EXPORT_TEMPORARILY_UNAVAILABLE',
  'SMAERS_GATEWAY_ERROR_PRECONDITION_UNEXPORTED_LOGS',
  'ERROR_IDENTIFY_ERS',
]);
/**
 * Codes that this sandbox has no reason of its own for, which the control port switches on too: its store never lacks a
 * revision or a log, writers wait for each other, and a DEFECTIVE TSS can be exported (docs/reference/sandbox.md).
 */
const NEVER = new Set([
  'E_LATEST_TX_REVISION_NOT_FOUND',
  'E_LOG_NOT_FOUND',
  'E_PENDING_TX_CONFLICT',
  'E_TSS_DEFECTIVE triggerExport',
  'E_TSS_DEFECTIVE cancelExport',
]);

let sandbox: Sandbox;
let till: ContractClient;
let backend: ContractClient;
let stranger: ContractClient;
let ready: string;
let created: { tss_id: string; admin_puk: string };
let uninitialized: { tss_id: string; admin_puk: string };
let unlocked: string;
let blocked: string;
let disabled: string;
let foreign: string;
let client_id: string;
let deregistered: string;
let onDisabled: string;
let finished: Schemas['TxResponse'];
let active: Schemas['TxResponse'];
let unfinished: string;
let cancelled: string;
let control: ControlClient;
/** TSS that the server has taken out of service, by the code of their refusal. */
const outOfService = new Map<string, { caller: ContractClient; path: Parameters<typeof sendTo>[2] }>();

const NINE_YEARS = 9 * 365 * 86_400;
const nobody = (): string => randomUUID();

beforeAll(async () => {
  const secret = 'another secret';
  sandbox = await runSandbox({
    limits: { registeredClients: 2, activeTransactions: 1, liveTestTss: 100, newTssPerDay: 100, unfinishedExports: 2 },
    exportSeconds: 1_000_000,
    apiKeys: [{ key: 'other', secret: new Secret(secret), organizationId: randomUUID(), environment: 'TEST' }],
  });
  control = new ControlClient(sandbox.controlUrl);
  till = await ContractClient.login(sandbox.middlewareUrl);
  backend = till.at(sandbox.backendUrl);
  stranger = await ContractClient.login(sandbox.middlewareUrl, 'other', secret);
  foreign = (await setUpTss(stranger, 'CREATED')).tss_id;

  ready = (await setUpTss(till)).tss_id;
  client_id = await setUpClient(till, ready, 'till');
  deregistered = await setUpClient(till, ready, 'old till');
  await till.ok('updateClient', { path: { tss_id: ready, client_id: deregistered }, body: { state: 'DEREGISTERED' } });
  await setUpClient(till, ready, 'second till');
  finished = await sell(till, ready, client_id);
  const path = { tss_id: ready, tx_id_or_number: nobody() };
  const order = { standard_v1: { order: { line_items: [] } } };
  const body = { state: 'ACTIVE', client_id, schema: order } as const;
  active = await till.ok('upsertTransaction', { path, query: { tx_revision: 1 }, body });

  cancelled = await trigger(till, ready);
  await till.ok('cancelExport', { path: { tss_id: ready, export_id: cancelled } });
  unfinished = await trigger(till, ready);
  await trigger(till, ready, { transaction_number: '1' });

  created = await setUpTss(till, 'CREATED');
  uninitialized = await setUpTss(till, 'UNINITIALIZED');
  await till.ok('logoutAdmin', { path: { tss_id: uninitialized.tss_id } });
  unlocked = (await setUpTss(till, 'UNINITIALIZED')).tss_id;
  blocked = nobody();
  await till.ok('createTss', { path: { tss_id: blocked } });
  await till.ok('updateTss', { path: { tss_id: blocked }, body: { state: 'UNINITIALIZED' } });
  disabled = (await setUpTss(till)).tss_id;
  onDisabled = await setUpClient(till, disabled);
  await till.ok('updateTss', { path: { tss_id: disabled }, body: { state: 'DISABLED' } });
  await takeOutOfService();
});
afterEach(() => control.call('DELETE /faults'));

/**
 * One TSS in each state that a server puts it into, and, in a sandbox of its own, one whose certificate has run out.
 */
async function takeOutOfService(): Promise<void> {
  for (const state of ['DEFECTIVE', 'DELETED', 'EVICTED'] as const) {
    const { tss_id } = await setUpTss(till);
    const path = { tss_id, client_id: await setUpClient(till, tss_id) };
    outOfService.set(`E_TSS_${state}`, { caller: till, path });
    await control.call('PATCH /tss/{id}', { state }, tss_id);
  }
  const dataFolder = temporaryFolder();
  const before = await runSandbox({ dataFolder });
  const caller = await ContractClient.login(before.middlewareUrl);
  const { tss_id } = await setUpTss(caller);
  const path = { tss_id, client_id: await setUpClient(caller, tss_id), export_id: await trigger(caller, tss_id) };
  await before.close();
  const database = new DatabaseSync(join(dataFolder, 'sandbox.sqlite'));
  // Thousands of time updates would be due.
  database.prepare('UPDATE tss SET time_of_update = time_of_update + ?').run(NINE_YEARS);
  database.close();
  const later = await runSandbox({ dataFolder });
  await new ControlClient(later.controlUrl).call('PUT /clock', { advance: NINE_YEARS });
  outOfService.set('E_CERTIFICATE_EXPIRED', { caller: await ContractClient.login(later.middlewareUrl), path });
}

/** What happens when the control port switches a code on. */
async function askWithFault(id: OperationId, code: string): Promise<readonly [number, string | undefined]> {
  await control.call('POST /faults', { kind: 'refuse', code, operation: id });
  return sendTo(till, id, {});
}

/**
 * How each documented failure is provoked, by operation and code. Those that several operations share are made below.
 */
const provoked: Readonly<
  Partial<Record<OperationId, Readonly<Record<string, () => Promise<readonly [number, string | undefined]>>>>>
> = {
  authenticateApi: {
    E_UNAUTHORIZED: async () => {
      const body = { api_key: 'nobody', api_secret: 'nothing' };
      const [status, code] = await new ContractClient(sandbox.middlewareUrl).refusal('authenticateApi', { body });
      return [status, code ?? 'E_UNAUTHORIZED']; // seen without its code (sign-de-v2.md §18)
    },
  },
  authenticateAdmin: {
    E_UNAUTHORIZED: () =>
      new ContractClient(sandbox.middlewareUrl).refusal('authenticateAdmin', inTss(ready, { admin_pin: '123456' })),
    E_ADMIN_PIN_BLOCKED: () => till.refusal('authenticateAdmin', inTss(blocked, { admin_pin: '123456' })),
  },
  createTss: {
    E_TSS_LIMIT_REACHED: () => createTooMany({ liveTestTss: 1 }),
    E_TSS_LIMIT_PER_DAY_REACHED: () => createTooMany({ newTssPerDay: 1 }),
    E_TSS_CONFLICT: () => till.refusal('createTss', inTss(ready)),
  },
  updateTss: {
    E_ILLEGAL_TSS_STATE_CHANGE: () => till.refusal('updateTss', inTss(created.tss_id, { state: 'INITIALIZED' })),
    E_ADMIN_PIN_BLOCKED: () => till.refusal('updateTss', inTss(blocked, { state: 'INITIALIZED' })),
  },
  changeAdminPin: {
    E_CHANGE_ADMIN_PIN_FAILED: () =>
      till.refusal('changeAdminPin', inTss(created.tss_id, { admin_puk: created.admin_puk, new_admin_pin: '123456' })),
    E_UNAUTHORIZED: () =>
      new ContractClient(sandbox.middlewareUrl).refusal(
        'changeAdminPin',
        inTss(uninitialized.tss_id, { admin_puk: uninitialized.admin_puk, new_admin_pin: '123456' }),
      ),
    E_ADMIN_LOGIN_FAILED: () =>
      till.refusal('changeAdminPin', inTss(ready, { admin_puk: '0000000000', new_admin_pin: '123456' })),
  },
  createClient: {
    E_ILLEGAL_CLIENT_SERIAL: () => till.refusal('createClient', inClient(ready, nobody(), { serial_number: 'a/b' })),
    E_TSS_DISABLED: () => till.refusal('createClient', inClient(disabled, nobody(), { serial_number: 'x' })),
    E_TSS_NOT_INITIALIZED: () => till.refusal('createClient', inClient(unlocked, nobody(), { serial_number: 'x' })),
    E_CLIENT_LIMIT_REACHED: () => till.refusal('createClient', inClient(ready, nobody(), { serial_number: 'third' })),
    E_CLIENT_CONFLICT: () => till.refusal('createClient', inClient(ready, client_id, { serial_number: 'other' })),
  },
  updateClient: {
    E_TSS_DISABLED: () => till.refusal('updateClient', inClient(disabled, onDisabled, { state: 'DEREGISTERED' })),
    E_CLIENT_LIMIT_REACHED: () => till.refusal('updateClient', inClient(ready, deregistered, { state: 'REGISTERED' })),
  },
  upsertTransaction: {
    E_TX_UPSERT: () => write(ready, nobody(), 7, { state: 'ACTIVE', client_id }),
    E_TSS_DISABLED: () => write(disabled, nobody(), 1, { state: 'ACTIVE', client_id: onDisabled }),
    E_TSS_NOT_INITIALIZED: () => write(uninitialized.tss_id, nobody(), 1, { state: 'ACTIVE', client_id }),
    E_CLIENT_NOT_FOUND: () => write(ready, nobody(), 1, { state: 'ACTIVE', client_id: nobody() }),
    E_CLIENT_DEREGISTERED: () => write(ready, nobody(), 1, { state: 'ACTIVE', client_id: deregistered }),
    E_TX_LIMIT_REACHED: () => write(ready, nobody(), 1, { state: 'ACTIVE', client_id }),
    E_TX_NO_TYPE_DEFINED: () => write(ready, active._id, 2, { state: 'FINISHED', client_id }),
    E_TX_ILLEGAL_TYPE_CHANGE: () => write(ready, active._id, 2, { state: 'FINISHED', client_id, schema: receipt() }),
  },
  retrieveTransaction: { E_TX_REVISION_NOT_FOUND: () => readRevision('retrieveTransaction') },
  retrieveTransactionLog: { E_TX_REVISION_NOT_FOUND: () => readRevision('retrieveTransactionLog') },
  triggerExport: {
    E_DUPLICATE_EXPORT: () => startExport({}, ready, cancelled),
    E_PARAMETER_MISMATCH: () => startExport({ start_date: 2, end_date: 1 }),
    E_CLIENT_NOT_FOUND: () => startExport({ client_id: nobody() }),
    E_TX_NOT_FOUND: () => startExport({ transaction_number: '99' }),
    E_TSS_ILLEGAL_STATE_TO_PERFORM_EXPORT: () => startExport({}, created.tss_id),
    E_EXPORT_DUPLICATE_RATE_LIMITED: () => startExport({ transaction_number: '1' }),
    E_TOO_MANY_EXPORTS: () => startExport({ transaction_number: '2' }),
  },
  cancelExport: {
    E_CANCEL_EXPORT: () => till.refusal('cancelExport', { path: { tss_id: ready, export_id: cancelled } }),
  },
  retrieveExportFile: {
    E_EXPORT_NOT_COMPLETED: () =>
      till.refusal('retrieveExportFile', { path: { tss_id: ready, export_id: unfinished } }),
  },
};

async function createTooMany(limits: Partial<Limits>) {
  const other = await ContractClient.login((await runSandbox({ limits })).middlewareUrl);
  await setUpTss(other, 'CREATED');
  return other.refusal('createTss', inTss(nobody()));
}

function startExport(query: ExportQuery, tss_id: string = ready, export_id: string = nobody()) {
  return till.refusal('triggerExport', { path: { tss_id, export_id }, query });
}

function inTss<Body>(tss_id: string, body?: Body) {
  return { path: { tss_id }, ...(body && { body }) } as { path: { tss_id: string }; body: Body };
}

function inClient<Body>(tss_id: string, id: string, body: Body) {
  return { path: { tss_id, client_id: id }, body };
}

function write(tss_id: string, tx: string, tx_revision: number, body: Parts<'upsertTransaction'>['body'] & object) {
  return till.refusal('upsertTransaction', { path: { tss_id, tx_id_or_number: tx }, query: { tx_revision }, body });
}

function readRevision(id: 'retrieveTransaction' | 'retrieveTransactionLog') {
  return till.refusal(id, { path: { tss_id: ready, tx_id_or_number: finished._id }, query: { tx_revision: 3 } });
}

/** A body that each operation takes. */
const bodies: Readonly<Partial<Record<OperationId, object>>> = {
  authenticateAdmin: { admin_pin: '123456' },
  changeAdminPin: { admin_puk: '0000000000', new_admin_pin: '123456' },
  updateTss: { state: 'UNINITIALIZED' },
  createClient: { serial_number: 'x' },
  updateClient: { state: 'REGISTERED' },
};

/** Sends an operation what it takes, but for what is changed in its path. */
async function sendTo(
  client: ContractClient,
  id: OperationId,
  changed: Readonly<Partial<Record<'tss_id' | 'client_id' | 'tx_id_or_number' | 'export_id', string>>>,
): Promise<readonly [number, string | undefined]> {
  const path = { tss_id: ready, client_id, tx_id_or_number: finished._id, export_id: unfinished, ...changed };
  const body = id === 'upsertTransaction' ? { state: 'ACTIVE', client_id } : bodies[id];
  const { status, json } = await client.send(id, { path, body });
  return [status, (json as Schemas['Error']).code];
}

/**
 * Failures that are provoked alike at all operations: a TSS, client or transaction that is not there or belongs to
 * others.
 */
function provokeAlike(id: OperationId, code: string): Promise<readonly [number, string | undefined]> {
  const out = outOfService.get(code);
  if (out) return sendTo(out.caller, id, out.path);
  switch (code) {
    case 'E_ACCESS_DENIED':
      return sendTo(till, id, { tss_id: foreign });
    case 'E_TSS_NOT_FOUND':
      return sendTo(till, id, { tss_id: nobody() });
    case 'E_CLIENT_NOT_FOUND':
      return sendTo(till, id, { client_id: nobody() });
    case 'E_TX_NOT_FOUND':
      return sendTo(till, id, { tx_id_or_number: nobody() });
    case 'E_EXPORT_NOT_FOUND':
      return sendTo(till, id, { export_id: nobody() });
    case 'E_USE_MIDDLEWARE':
      return sendTo(backend, id, {});
    case 'E_FAILED_SCHEMA_VALIDATION':
      return sendMisfit(id, { tss_id: ready, client_id, tx_id_or_number: finished._id, export_id: unfinished });
    default:
      throw new Error(`No scenario for ${id} ${code}.`);
  }
}

async function sendMisfit(id: OperationId, path: object): Promise<readonly [number, string | undefined]> {
  const operation = signDeContract().operations.get(id)!;
  const misfit = operation.body ? { body: { metadata: 'none' } } : { query: { tx_revision: 0 } };
  const misfitPath = id.includes('Export') ? { ...path, export_id: 'none' } : path;
  const { status, json } = await till.send(id, { path: misfitPath, ...misfit });
  return [status, (json as Schemas['Error']).code];
}

/**
 * Lists over all TSS name no TSS that could be unknown or another's; lists of a TSS name no client (`sign-de-v2.md
 * §10`).
 */
function isImpossible(id: OperationId, code: string): boolean {
  const { path } = signDeContract().operations.get(id)!;
  if (code === 'E_ACCESS_DENIED' || code === 'E_TSS_NOT_FOUND') return !path.includes('{tss_id}');
  return (
    code === 'E_CLIENT_NOT_FOUND' &&
    id !== 'upsertTransaction' &&
    id !== 'triggerExport' &&
    !path.includes('{client_id}')
  );
}

type Kind = 'for its documented reason' | 'by the control port' | 'by the control port only';

const documented = [...signDeContract().operations.values()].flatMap(({ id, errors, host }) => {
  // What the signing component may answer stands at no operation, but is documented for all that touch it.
  const signing = signDeContract().generalErrors.filter(({ status }) => host === 'middleware' && status === 502);
  return [...errors, ...signing].map(({ status, code: documentedCode }) => {
    const code = documentedCode ?? '';
    return { id, status, code, kind: kindOf(id, code) };
  });
});

function kindOf(id: OperationId, code: string): Kind {
  if (CLOUD_ONLY.has(code)) return 'by the control port';
  const isNever = NEVER.has(code) || NEVER.has(`${code} ${id}`) || isImpossible(id, code);
  return isNever ? 'by the control port only' : 'for its documented reason';
}

test.each(documented)('$id answers $status $code $kind', async ({ id, status, code, kind }) => {
  const provoke = provoked[id]?.[code] ?? (() => provokeAlike(id, code));
  expect(await (kind === 'for its documented reason' ? provoke() : askWithFault(id, code))).toEqual([status, code]);
});

test.each(['CREATED', 'UNINITIALIZED', 'INITIALIZED', 'DISABLED', 'DEFECTIVE', 'DELETED', 'EVICTED'] as const)(
  'Whatever is asked of a TSS that is %s, at either host, by its admin or not, is answered as the contract declares for the operation',
  async (state) => {
    const other = await ContractClient.login(sandbox.middlewareUrl, 'other', 'another secret');
    const isForced = state === 'DEFECTIVE' || state === 'DELETED' || state === 'EVICTED';
    const { tss_id } = await setUpTss(till, isForced ? 'INITIALIZED' : state);
    if (isForced) await control.call('PATCH /tss/{id}', { state }, tss_id);
    // Those that may change its state come last.
    const ids = [...signDeContract().operations.keys()].sort(
      (a, b) => Number(a.endsWith('Tss')) - Number(b.endsWith('Tss')),
    );
    for (const id of ids) {
      for (const caller of [till, backend, other, new ContractClient(sandbox.middlewareUrl)]) {
        const ofOthers = { tss_id };
        const ofNobody = { tss_id, export_id: nobody() };
        const { path } = signDeContract().operations.get(id)!;
        for (const changed of path.includes('{export_id}') ? [ofOthers, ofNobody] : [ofOthers]) {
          // ContractClient throws for what is not declared.
          const [status] = await sendTo(caller, id, changed);
          expect([id, status]).toEqual([id, expect.any(Number)]);
        }
      }
    }
    for (const next of ['UNINITIALIZED', 'INITIALIZED', 'DISABLED'] as const) {
      await till.send('updateTss', { path: { tss_id }, body: { state: next } });
    }
  },
);

test('The admin of a DISABLED TSS is refused with a status that the contract declares, whatever the PIN', async () => {
  for (const admin_pin of ['123456', '654321']) {
    expect(await till.refusal('authenticateAdmin', inTss(disabled, { admin_pin }))).toEqual([401, 'E_UNAUTHORIZED']);
  }
});

test('Every operation of the contract is there', async () => {
  for (const { id, method, path } of signDeContract().operations.values()) {
    const url = path
      .replaceAll(/\{tss_id\}/g, ready)
      .replace('{client_id}', client_id)
      .replace('{tx_id_or_number}', finished._id)
      .replace('{export_id}', nobody());
    const { status, json } = await till.raw(method, url);
    const missing = status === 404 && (json as Schemas['Error']).code === 'E_NOT_FOUND';
    expect([id, missing]).toEqual([id, false]);
  }
});

test('Every outcome that is documented at an operation is covered, 33 of 33; those with no reason in a local service are listed', () => {
  const operations = signDeContract().operations.size;
  const counts = Object.entries(Object.groupBy(documented, ({ kind }) => kind)).map(([kind, outcomes]) => ({
    kind,
    outcomes: outcomes.length,
    codes: kind === 'for its documented reason' ? '' : [...new Set(outcomes.map(({ code }) => code))].join(' '),
  }));
  console.table([{ kind: 'operations', outcomes: operations, codes: '' }, ...counts]);
  expect(operations).toBe(33);
  expect(counts.map(({ kind, outcomes }) => [kind, outcomes])).toEqual([
    ['for its documented reason', 153],
    ['by the control port', 26],
    ['by the control port only', 15],
  ]);
});
