import { ownFieldsOf } from '../../support/own-fields.js';
import type { Schemas } from '../../../src/contract/sign-de.js';
import { buildSchema } from '../../../src/resolvers/build-schema.js';
import { clientRow, exportRow, transactionRow, tssRow } from '../../datasources/rows.js';
import { meter, trip } from '../../support/taximeter-data.js';

/** Any JSON. */
export type Json = Readonly<Record<string, any>>;

/** One change to an answer. */
export interface Change {
  /** The member that is changed, e.g. `signature.counter`. */
  readonly member: string;
  /** What it becomes; undefined where it is taken out. */
  readonly wrong: unknown;
  readonly changed: Json;
}

const schema = buildSchema();
const uuid = (n: number) => `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`;
export const [tssId, clientId] = [uuid(1), uuid(2)];
const metadata = { one: '1', two: '2' };

const tss = tssRow(tssId, {
  description: 'shop',
  bsi_certification_id: 'BSI',
  signature_counter: '7',
  transaction_counter: '3',
  number_registered_clients: 1,
  number_active_transactions: 1,
  time_uninit: 1_700_000_001,
  time_init: 1_700_000_002,
  time_disable: 1_700_000_003,
  time_defective: 1_700_000_004,
  metadata,
});
const transaction = (number: number, data: Schemas['TxSchemaResponse']) =>
  transactionRow(tssId, clientId, uuid(100 + number), number, {
    time_end: 1_700_000_001,
    qr_code_data: 'V0;till;Kassenbeleg-V1;x',
    metadata,
    schema: data,
  });
const receipt: Schemas['StandardV1Receipt'] = {
  receipt_type: 'RECEIPT',
  amounts_per_vat_rate: [{ vat_rate: 'NORMAL', amount: '1.00' }],
  amounts_per_payment_type: [{ payment_type: 'CASH', amount: '1.00', currency_code: 'EUR' }],
};
const raw = { process_type: 'Kassenbeleg-V1', process_data: 'eA==' };

const paid = [{ amount: '20.00', currency_code: 'EUR' }];
const taximeterEvents: readonly Schemas['DsfinvtwV1Response'][] = [
  { power_up: meter },
  { power_off: meter },
  { driver_status: { type: 'LOGON', driver_id: 'd' } },
  { trip_receipt: { ...trip, amounts_per_payment_type: { cash: paid, non_cash: paid } } },
  { empty_trip: { kilometer_reading: '1.000' } },
  { break: { kilometer_reading: '1.000' } },
  { other: 'text' },
];

/** A kind of object: how it looks when all is well, and what is asked for of it. */
export interface Kind {
  readonly name: string;
  readonly row: Json;
  readonly list: string;
  readonly path: string;
  readonly selection: string;
}

const ofTransaction = ownFieldsOf(schema, 'Transaction', ['signedLog', 'revisions', 'svg']);
const kindOf = (name: string, row: Json, list: string, path: string, selection: string): Kind => ({
  name,
  row,
  list,
  path,
  selection,
});
const transactionKind = (name: string, number: number, data: Schemas['TxSchemaResponse']) =>
  kindOf(name, transaction(number, data), 'transactions', '/tx', ofTransaction);

/** Everything that the upstream answers, once of each kind. */
export const kinds: readonly Kind[] = [
  kindOf('TSS', tss, 'tssList', '/tss', ownFieldsOf(schema, 'Tss')),
  kindOf('client', { ...clientRow(tssId, clientId), metadata }, 'clients', '/client', ownFieldsOf(schema, 'Client')),
  kindOf(
    'export',
    exportRow(tssId, uuid(3), {
      state: 'ERROR',
      exception: 'E_INTERNAL',
      time_start: 1_700_000_001,
      time_end: 1_700_000_002,
      time_error: 1_700_000_002,
      time_expiration: 1_700_000_003,
      estimated_time_of_completion: 1_700_000_004,
      metadata,
    }),
    'exports',
    '/export',
    ownFieldsOf(schema, 'Export', ['download']),
  ),
  transactionKind('receipt', 1, { standard_v1: { receipt }, raw }),
  transactionKind('order', 2, {
    standard_v1: { order: { line_items: [{ quantity: '1', text: 'x', price_per_unit: '1.00' }] } },
    raw,
  }),
  transactionKind('other', 3, { standard_v1: { other: { any: 1 } }, raw }),
  ...taximeterEvents.map((event, index) =>
    transactionKind(`taximeter ${Object.keys(event)[0]!}`, 10 + index, { dsfinvtw_v1: event, raw }),
  ),
];

/**
 * Each member of an answer, and of all that is in it, taken out or given another type, one at a time.
 * @param only the member to stay within
 */
export function changesOf(row: Json, only?: string): readonly Change[] {
  const changes: Change[] = [];
  const visit = (value: unknown, path: readonly string[], put: (changed: unknown) => Json) => {
    if (only !== undefined && path.length > 0 && path[0] !== only) return;
    if (path.length > 0) {
      for (const wrong of wrongFor(value)) changes.push({ member: path.join('.'), wrong, changed: put(wrong) });
    }
    if (typeof value !== 'object' || value === null || path.at(-1) === 'other') return; // that is free
    for (const [key, inner] of Object.entries(value)) {
      visit(inner, [...path, key], (changed) => {
        if (Array.isArray(value))
          return put(value.toSpliced(Number(key), 1, ...(changed === undefined ? [] : [changed])));
        const entries = Object.entries(value).map(([name, each]) => [name, name === key ? changed : each]);
        return put(Object.fromEntries(entries.filter(([, each]) => each !== undefined)));
      });
    }
  };
  visit(row, [], (changed) => changed as Json);
  return changes;
}

/**
 * Of the changes to each member so many, others each time, among them always the one that takes it out: each change by
 * itself is named where an expectation fails.
 */
export function someOfEach(changes: readonly Change[], count: number): readonly Change[] {
  return [...Map.groupBy(changes, ({ member }) => member).values()].flatMap((ofOne) => {
    const wrong = ofOne.filter((change) => change.wrong !== undefined);
    while (wrong.length >= Math.max(count, 1)) wrong.splice(Math.floor(Math.random() * wrong.length), 1);
    return [...ofOne.filter((change) => change.wrong === undefined), ...wrong];
  });
}

function wrongFor(value: unknown): readonly unknown[] {
  if (Array.isArray(value)) return [undefined, null, 'text', 7, {}];
  if (typeof value === 'object') return [undefined, null, 'text', 7, []];
  if (typeof value === 'number') return [undefined, null, 'text', 1.5, [], {}];
  return [undefined, null, true, [], {}];
}
