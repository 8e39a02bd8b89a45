import { randomUUID } from 'node:crypto';
import type { Schemas } from '../../src/contract/sign-de.js';
import { verifyTransaction } from '../../src/tse/receipt/verify-transaction.js';
import { ContractClient } from './support/contract-client.js';
import { runSandbox } from './support/running-sandbox.js';
import { meter, trip } from '../support/taximeter-data.js';
import { PIN, setUpClient, setUpTss } from './support/set-up.js';

type Event = Schemas['DsfinvtwV1Request'];

let till: ContractClient;
let tss_id: string;
let client_id: string;

beforeAll(async () => {
  const { middlewareUrl } = await runSandbox();
  till = await ContractClient.login(middlewareUrl);
  ({ tss_id } = await setUpTss(till));
  await till.ok('authenticateAdmin', { path: { tss_id }, body: { admin_pin: PIN } });
  client_id = await setUpClient(till, tss_id);
});

const reading = { kilometer_reading: '12345.678' };

const events: readonly (readonly [string, Event, Event])[] = [
  ['Einschalten-V1', { power_up: {} }, { power_up: meter }],
  ['Ausschalten-V1', { power_off: {} }, { power_off: meter }],
  ['Fahrer-V1', { driver_status: {} }, { driver_status: { type: 'LOGON', driver_id: 'Anna' } }],
  ['Fahrer-V1', { driver_status: {} }, { driver_status: { type: 'LOGOFF', driver_id: 'Anna' } }],
  ['Fahrtbeleg-V1', { trip_receipt: {} }, { trip_receipt: trip }],
  ['Frei-V1', { empty_trip: reading }, { empty_trip: reading }],
  ['Pause-V1', { break: reading }, { break: reading }],
  ['SonstigerVorgangTW', { other: '' }, { other: 'Wartung' }],
];

const parts = (id: string, tx_revision: number, state: Schemas['TxState'], event: Event) => ({
  path: { tss_id, tx_id_or_number: id },
  query: { tx_revision },
  body: { state, client_id, schema: { dsfinvtw_v1: event } },
});

test.each(events)('An event of type %s is started and finished, signed and echoed', async (type, start, finish) => {
  const id = randomUUID();
  const started = await till.ok('upsertTransaction', parts(id, 1, 'ACTIVE', start));
  expect(started.schema).toMatchObject({ dsfinvtw_v1: start, raw: { process_type: type } });
  const finished = await till.ok('upsertTransaction', parts(id, 2, 'FINISHED', finish));
  expect(finished.schema).toMatchObject({ dsfinvtw_v1: finish, raw: { process_type: type } });
  for (const answer of [started, finished]) expect(verifyTransaction(answer)).toMatchObject({ valid: true });
  expect(await till.ok('upsertTransaction', parts(id, 2, 'FINISHED', finish))).toMatchObject({ revision: 2 });
});

test.each(['ACTIVE', 'CANCELLED'] as const)('A taximeter event cannot be followed by %s', async (state) => {
  const id = randomUUID();
  await till.ok('upsertTransaction', parts(id, 1, 'ACTIVE', { break: reading }));
  const refusal = await till.refusal('upsertTransaction', parts(id, 2, state, { break: reading }));
  expect(refusal).toEqual([400, 'E_TX_UPSERT']);
  await till.ok('upsertTransaction', parts(id, 2, 'FINISHED', { break: reading }));
});

test.each(events)('An event of type %s keeps its type', async (_type, start) => {
  const id = randomUUID();
  await till.ok('upsertTransaction', parts(id, 1, 'ACTIVE', start));
  const other: Event = 'break' in start ? { empty_trip: reading } : { break: reading };
  const refusal = await till.refusal('upsertTransaction', parts(id, 2, 'FINISHED', other));
  expect(refusal).toEqual([409, 'E_TX_ILLEGAL_TYPE_CHANGE']);
});

test.each([{ power_up: {} }, { power_off: {} }, { driver_status: {} }, { trip_receipt: {} }] as const)(
  '%j is enough for a start, not for a finish',
  async (event) => {
    const id = randomUUID();
    await till.ok('upsertTransaction', parts(id, 1, 'ACTIVE', event));
    const refusal = await till.refusal('upsertTransaction', parts(id, 2, 'FINISHED', event));
    expect(refusal).toEqual([400, 'E_FAILED_SCHEMA_VALIDATION']);
  },
);
