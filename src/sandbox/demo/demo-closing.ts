import type { Operations, Schemas } from '../../contract/dsfinvk.js';
import type { Schemas as SignDeSchemas } from '../../contract/sign-de.js';
import { VAT_KEYS } from '../../dsfinvk/vat-keys.js';
import { completeClosing } from '../dsfinvk/closing/closing-worker.js';
import { insertCashPointClosing, prepareClosing } from '../dsfinvk/closing/insert-closing.js';
import { triggerExport } from '../dsfinvk/export/export-request.js';
import { upsertCashRegister } from '../dsfinvk/master-data/cash-register.js';
import type { Engine } from '../engine/engine.js';
import type { OperationCall } from '../faces/operation-call.js';
import type { Caller } from '../session/session.js';

/** The ids that the demo closing is made with. */
interface DemoIds {
  readonly tssId: string;
  readonly clientIds: { readonly counter: string; readonly terrace: string; readonly takeaway: string };
  readonly closingId: string;
  readonly dsfinvkExportId: string;
}

type Receipt = SignDeSchemas['StandardV1Receipt'];

/** A signed receipt of the demo café. */
interface SoldRow {
  readonly id: string;
  readonly number: number;
  readonly client_id: string;
  readonly time_start: number;
  readonly time_end: number;
  readonly content: string;
  readonly metadata: string;
}

/**
 * Closes yesterday in the demo café: the counter is the MASTER register, the other tills are closed through it. The
 * closing is COMPLETED, and an export of it is triggered. Only inside a write.
 */
export function makeDemoClosing(engine: Engine, caller: Caller, ids: DemoIds): void {
  const { counter, terrace, takeaway } = ids.clientIds;
  const setUp = (client_id: string, model: string, kind: RegisterKind): void => {
    const cashRegister = { brand: 'Café Sandbox', model, base_currency_code: 'EUR', cash_register_type: kind };
    const body = { ...cashRegister, software: { brand: 'fiskaly-graphql', version: 'demo' } };
    upsertCashRegister(engine, { caller, path: { client_id }, body });
  };
  setUp(counter, 'Tablet 10', { type: 'MASTER', tss_id: ids.tssId });
  for (const [client, model] of [
    [terrace, 'Handheld'],
    [takeaway, 'Tablet 8'],
  ] as const) {
    setUp(client, model, { type: 'SLAVE_WITH_TSS', master_client_id: counter, tss_id: ids.tssId });
  }
  const day = GERMAN_DAY.format((engine.now() - 86_400) * 1000);
  const receipts = soldOn(engine, ids.tssId, day);
  const closing = prepareClosing(closingOf(counter, day, receipts, engine.now()));
  insertCashPointClosing(engine, { caller, path: { closing_id: ids.closingId } }, closing);
  completeClosing(engine, caller.organization, ids.closingId);
  const range = { business_date_start: day, business_date_end: day, format: 'tar' } as const;
  triggerExport(engine, { caller, path: { export_id: ids.dsfinvkExportId }, body: range });
}

type RegisterKind = OperationCall<Operations['upsertCashRegister']>['body']['cash_register_type'];

const GERMAN_DAY = new Intl.DateTimeFormat('sv-SE', { timeZone: 'Europe/Berlin', dateStyle: 'short' });

function soldOn({ store }: Engine, tssId: string, day: string): readonly SoldRow[] {
  const rows = store.all<SoldRow>(
    `SELECT tx.id, tx.number, client.id AS client_id, tx.time_start, tx.time_end, revision.content, tx.metadata FROM tx
      JOIN tss ON tss.key = tx.tss JOIN client ON client.key = tx.client
      JOIN revision ON revision.tx = tx.key AND revision = latest_revision
      WHERE tss.id = ? AND tx.state = 'FINISHED' AND tx.process_type = 'Kassenbeleg-V1' ORDER BY tx.number`,
    tssId,
  );
  return rows.filter((row) => GERMAN_DAY.format(row.time_end * 1000) === day);
}

function closingOf(
  client_id: string,
  business_date: string,
  receipts: readonly SoldRow[],
  now: number,
): Schemas['CashPointClosingInsert'] {
  const transactions = receipts.map(transactionOf);
  const [cases, nets] = [new Totals(), new Totals()];
  const payments = new Totals();
  const cash = new Totals();
  for (const { data } of transactions) {
    for (const { business_case: sale } of data.lines ?? []) {
      for (const row of sale.amounts_per_vat_id) {
        if (!('incl_vat' in row && 'excl_vat' in row)) continue;
        const key = `${sale.type} ${row.vat_definition_export_id}`;
        cases.add(key, row.incl_vat);
        nets.add(key, row.excl_vat);
      }
    }
    for (const { type, currency_code, amount, foreign_amount: foreign } of data.payment_types ?? []) {
      payments.add(`${type} ${currency_code}`, amount);
      if (type === 'Bar') cash.add(currency_code, foreign ?? amount);
    }
  }
  const payment_types = payments.list().map(([key, amount]) => {
    const [type, currency_code = 'EUR'] = key.split(' ');
    return { type: type === 'Bar' ? ('Bar' as const) : ('Unbar' as const), currency_code, amount };
  });
  const paid = new Totals();
  for (const { type, amount } of payment_types) for (const sum of ['all', type]) paid.add(sum, amount);
  return {
    client_id,
    cash_point_closing_export_id: 1,
    head: {
      business_date,
      export_creation_date: now,
      first_transaction_export_id: transactions.at(0)?.head.transaction_export_id ?? null,
      last_transaction_export_id: transactions.at(-1)?.head.transaction_export_id ?? null,
    },
    cash_statement: {
      business_cases: cases.list().map(([key, gross]) => {
        const [type = '', vatKey] = key.split(' ');
        return {
          type: type as Schemas['BusinessCaseType'],
          amounts_per_vat_id: [vatRow(Number(vatKey), gross, nets.of(key))],
        };
      }),
      payment: {
        full_amount: paid.of('all'),
        cash_amount: paid.of('Bar'),
        cash_amounts_by_currency: cash.list().map(([currency_code, amount]) => ({ currency_code, amount })),
        payment_types,
      },
    },
    transactions,
  };
}

/** Sums of amounts with two decimals, counted in cents. */
class Totals {
  readonly #cents = new Map<string, number>();

  add(key: string, amount: number): void {
    this.#cents.set(key, (this.#cents.get(key) ?? 0) + Math.round(amount * 100));
  }

  of(key: string): number {
    return (this.#cents.get(key) ?? 0) / 100;
  }

  list(): readonly (readonly [string, number])[] {
    return [...this.#cents.keys()].map((key) => [key, this.of(key)]);
  }
}

const KEY_OF_RATE: ReadonlyMap<string, number> = new Map([
  ['NORMAL', 1],
  ['REDUCED_1', 2],
  ['SPECIAL_RATE_1', 3],
  ['SPECIAL_RATE_2', 4],
]);

/** The key of what has no VAT. */
const NO_VAT = 5;

function transactionOf(row: SoldRow, index: number): Schemas['ClosingTransaction'] {
  // As it was signed.
  const content = JSON.parse(row.content) as { readonly standard_v1: { readonly receipt: Receipt } };
  const { receipt } = content.standard_v1;
  const { item = 'Speisen und Getränke', voucher } = JSON.parse(row.metadata) as Record<string, string>;
  const rows = receipt.amounts_per_vat_rate.map(({ vat_rate: rate, amount }) =>
    vatRow(KEY_OF_RATE.get(rate) ?? NO_VAT, Number(amount)),
  );
  const total = new Totals();
  for (const { incl_vat: gross } of rows) total.add('all', gross);
  return {
    head: {
      tx_id: row.id,
      transaction_export_id: String(row.number),
      closing_client_id: row.client_id,
      type: 'Beleg',
      storno: false,
      number: index + 1,
      timestamp_start: row.time_start,
      timestamp_end: row.time_end,
    },
    data: {
      full_amount_incl_vat: total.of('all'),
      payment_types: (receipt.amounts_per_payment_type ?? []).map(
        ({ payment_type, amount, currency_code = 'EUR' }) => ({
          type: payment_type === 'CASH' ? 'Bar' : 'Unbar',
          currency_code,
          amount: currency_code === 'EUR' ? Number(amount) : total.of('all'),
          ...(currency_code !== 'EUR' && { foreign_amount: Number(amount) }),
        }),
      ),
      amounts_per_vat_id: rows,
      lines: rows.map((amounts, line) => ({
        business_case: { type: caseOf(amounts.vat_definition_export_id, voucher), amounts_per_vat_id: [amounts] },
        lineitem_export_id: String(line + 1),
        storno: false,
        text: item,
        in_house: true,
        ...(voucher !== undefined && amounts.vat_definition_export_id === NO_VAT && { voucher_id: voucher }),
      })),
    },
    security: { tss_tx_id: row.id },
  };
}

/** What the café sells without VAT is a voucher or a tip for its people. */
function caseOf(vatKey: number, voucher: string | undefined): Schemas['BusinessCaseType'] {
  if (vatKey !== NO_VAT) return 'Umsatz';
  return voucher === undefined ? 'TrinkgeldAN' : 'MehrzweckgutscheinKauf';
}

/** The net amount and the tax in a gross amount. */
function vatRow(key: number, gross: number, net = netOf(key, gross)): Schemas['StatementVatAmount'] {
  const vat = Math.round((gross - net) * 100) / 100;
  return { vat_definition_export_id: key, incl_vat: gross, excl_vat: net, vat };
}

function netOf(key: number, gross: number): number {
  const rate = VAT_KEYS.find((known) => known.key === key)?.percentage ?? 0;
  return Math.round((gross * 10_000) / (100 + rate)) / 100;
}
