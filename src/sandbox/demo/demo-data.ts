import type { Schemas } from '../../contract/sign-de.js';
import { authenticateAdmin, changeAdminPin, logoutAdmin } from '../sign-de/admin/admin.js';
import { createClient, updateClient } from '../sign-de/admin/client-registration.js';
import { makeDemoClosing } from './demo-closing.js';
import { DEMO_RECEIPTS, demoReceipt } from './demo-receipts.js';
import { saveCompany, type Company } from '../engine/company.js';
import type { Engine } from '../engine/engine.js';
import { authenticate } from '../session/login.js';
import { callerOf, type Caller } from '../session/session.js';
import { createTss, prepareTss } from '../sign-de/admin/tss-creation.js';
import { updateTss } from '../sign-de/admin/tss-states.js';
import { upsertTransaction } from '../sign-de/transaction/transaction-writing.js';

/** Names and ids of the demo data: the same on every machine, so that examples work everywhere. None is secret. */
export const demo = {
  apiKey: 'test_sandbox_demo',
  apiSecret: 'sandbox-demo-secret',
  organizationId: 'c0ffee00-0000-4000-8000-000000000000',
  tssId: 'c0ffee00-0000-4000-8000-000000000001',
  adminPin: '123456',
  adminPuk: '1234567890',
  /** The till at the counter, for examples that need one. */
  clientId: 'c0ffee00-0000-4000-8000-0000000000c1',
  /** All tills of the café. The festival till is DEREGISTERED. */
  clientIds: {
    counter: 'c0ffee00-0000-4000-8000-0000000000c1',
    terrace: 'c0ffee00-0000-4000-8000-0000000000c2',
    takeaway: 'c0ffee00-0000-4000-8000-0000000000c3',
    festival: 'c0ffee00-0000-4000-8000-0000000000c4',
  },
  transactionIds: {
    /** The newest finished receipt. */
    receipt: 'c0ffee00-0000-4000-8000-0000000f0036',
    order: 'c0ffee00-0000-4000-8000-0000000f0101',
    cancelled: 'c0ffee00-0000-4000-8000-0000000f0102',
    /** Started and still ACTIVE. */
    open: 'c0ffee00-0000-4000-8000-0000000f0103',
  },
  /** Yesterday, COMPLETED in DSFinV-K. */
  closingId: 'c0ffee00-0000-4000-8000-0000000dc001',
  /** An export of that closing. */
  dsfinvkExportId: 'c0ffee00-0000-4000-8000-0000000de001',
} as const;

const COMPANY: Company = {
  name: 'Café Sandbox GmbH',
  street: 'Musterstraße 12',
  postalCode: '10119',
  city: 'Berlin',
  countryCode: 'DEU',
  taxNumber: '37/456/78901',
  vatId: 'DE999999999',
};

const HOUR = 3600;

/**
 * Fills an empty store with the last two days of a café: one TSS, four tills, some dozens of signed transactions, and
 * yesterday's closing. It
 * calls the same functions as real requests do, with a clock set to the past. Stores everything or nothing.
 */
export async function makeDemoData(engine: Engine): Promise<void> {
  if (engine.store.one('SELECT 1 FROM tss')) return;
  const end = engine.now();
  const clock = new SetClock(end - 50 * HOUR);
  const past: Engine = { ...engine, now: () => clock.time };
  const credentials = { api_key: demo.apiKey, api_secret: demo.apiSecret };
  const { access_token } = await authenticate(past, 'middleware', credentials);
  const caller = callerOf(past, 'middleware', `Bearer ${access_token}`);
  const made = { ...(await prepareTss(past, demo.tssId)), puk: demo.adminPuk };
  await engine.store.write(() => {
    createTss(past, caller, made, { metadata: { shop: 'Café Sandbox', city: 'Berlin' } });
    setUp(past, caller, clock);
    sellForTwoDays(past, caller, clock, end);
    saveCompany(engine.store, demo.organizationId, COMPANY);
    makeDemoClosing(engine, caller, demo);
  });
}

/** A clock that stands still until it is moved. */
class SetClock {
  time: number;

  constructor(time: number) {
    this.time = time;
  }

  pass(seconds: number): void {
    this.time += seconds;
  }
}

const TILLS = [
  { id: demo.clientIds.counter, serial_number: 'CAFE-01', metadata: { name: 'Counter', model: 'Tablet 10' } },
  { id: demo.clientIds.terrace, serial_number: 'CAFE-02', metadata: { name: 'Terrace', model: 'Handheld' } },
  { id: demo.clientIds.takeaway, serial_number: 'CAFE-03', metadata: { name: 'Takeaway window', model: 'Tablet 8' } },
  { id: demo.clientIds.festival, serial_number: 'CAFE-04', metadata: { name: 'Festival stand', season: 'summer' } },
];

function setUp(engine: Engine, caller: Caller, clock: SetClock): void {
  const { tssId } = demo;
  const steps: readonly (() => unknown)[] = [
    () => updateTss(engine, caller, tssId, { state: 'UNINITIALIZED' }),
    () => {
      changeAdminPin(engine, caller, tssId, { admin_puk: demo.adminPuk, new_admin_pin: demo.adminPin });
    },
    () => authenticateAdmin(engine, caller, tssId, { admin_pin: demo.adminPin }),
    () => updateTss(engine, caller, tssId, { state: 'INITIALIZED', description: 'Cafe Sandbox, Berlin' }),
    ...TILLS.map(
      ({ id, ...till }) =>
        () =>
          createClient(engine, caller, tssId, id, till),
    ),
    () => updateClient(engine, caller, tssId, demo.clientIds.festival, { state: 'DEREGISTERED' }),
    () => {
      logoutAdmin(engine, caller, tssId);
    },
  ];
  for (const step of steps) {
    clock.pass(30);
    step();
  }
}

function sellForTwoDays(engine: Engine, caller: Caller, clock: SetClock, end: number): void {
  const { counter, terrace, takeaway } = demo.clientIds;
  const tills = [counter, terrace, counter, takeaway] as const;
  const write: Write = (id, revision, body) =>
    upsertTransaction(engine, caller, { tssId: demo.tssId, idOrNumber: id, revision, body });
  const sell = (id: string, client_id: string, sale: Pick<Schemas['TxRequest'], 'schema' | 'metadata'>): void => {
    write(id, 1, { state: 'ACTIVE', client_id });
    clock.pass(45);
    write(id, 2, { state: 'FINISHED', client_id, ...sale });
  };

  const pause = Math.floor((end - clock.time - HOUR) / DEMO_RECEIPTS) - 45;
  for (let index = 0; index < DEMO_RECEIPTS; index += 1) {
    clock.pass(pause);
    if (index === 12) sell(demo.transactionIds.order, terrace, demoOrder());
    if (index === 24) cancelOne(write, clock);
    sell(receiptId(index), tills[index % tills.length] ?? counter, demoReceipt(index));
  }
  clock.time = end - 5 * 60;
  write(demo.transactionIds.open, 1, { state: 'ACTIVE', client_id: terrace, metadata: { table: '4', waiter: 'Mia' } });
}

type Write = (id: string, revision: number, body: Schemas['TxRequest']) => unknown;

function cancelOne(write: Write, clock: SetClock): void {
  const client_id = demo.clientIds.counter;
  write(demo.transactionIds.cancelled, 1, { state: 'ACTIVE', client_id });
  clock.pass(20);
  const receipt = { receipt_type: 'CANCELLATION' as const, amounts_per_vat_rate: [], amounts_per_payment_type: [] };
  const metadata = { reason: 'Guest left' };
  write(demo.transactionIds.cancelled, 2, {
    state: 'CANCELLED',
    client_id,
    schema: { standard_v1: { receipt } },
    metadata,
  });
}

function demoOrder(): Pick<Schemas['TxRequest'], 'schema' | 'metadata'> {
  const line_items = [
    { quantity: '2', text: 'Ice cream "Raspberry"', price_per_unit: '3.99' },
    { quantity: '1', text: 'Iced coffee', price_per_unit: '4.20' },
  ];
  return { schema: { standard_v1: { order: { line_items } } }, metadata: { table: '6', waiter: 'Jonas' } };
}

/** An id ends with the number of its receipt, from 1, in decimal digits. */
function receiptId(index: number): string {
  return `c0ffee00-0000-4000-8000-0000000f${String(index + 1).padStart(4, '0')}`;
}
