import { randomUUID } from 'node:crypto';
import { setTimeout } from 'node:timers/promises';
import type { Schemas } from '../../../../src/contract/dsfinvk.js';
import type { Sandbox } from '../../../../src/sandbox/index.js';
import { ContractClient } from '../../support/contract-client.js';
import { DsfinvkClient } from '../../support/dsfinvk-client.js';
import { sell, setUpClient, setUpTss } from '../../support/set-up.js';

type Closing = Schemas['CashPointClosingInsert'];

/** A till of SIGN DE with its MASTER register in DSFinV-K. */
export interface Shop {
  readonly till: ContractClient;
  readonly api: DsfinvkClient;
  readonly tssId: string;
  readonly clientId: string;
}

export const REGISTER = {
  brand: 'Testkasse',
  model: 'T 1',
  software: { brand: 'Test', version: '1.0' },
  base_currency_code: 'EUR',
} as const;

/** Creates TSS, client and register. */
export async function setUpShop(
  sandbox: Pick<Sandbox, 'middlewareUrl' | 'dsfinvkUrl'>,
  key?: readonly [key: string, secret: string],
): Promise<Shop> {
  const till = await ContractClient.login(sandbox.middlewareUrl, ...(key ?? []));
  const api = await DsfinvkClient.login(sandbox.dsfinvkUrl, ...(key ?? []));
  const { tss_id: tssId } = await setUpTss(till);
  const clientId = await setUpClient(till, tssId);
  const cash_register_type = { type: 'MASTER', tss_id: tssId } as const;
  await api.ok('upsertCashRegister', { path: { client_id: clientId }, body: { ...REGISTER, cash_register_type } });
  return { till, api, tssId, clientId };
}

/** Signs a receipt of 2.55 and returns the id of its transaction. */
export async function sign({ till, tssId, clientId }: Shop): Promise<string> {
  const transaction = await sell(till, tssId, clientId);
  return transaction._id;
}

const VAT = { vat_definition_export_id: 1, incl_vat: 2.55, excl_vat: 2.14, vat: 0.41 };
const CASH = { type: 'Bar', currency_code: 'EUR', amount: 2.55 } as const;

/** A receipt of 2.55, one line, paid in cash. */
export function receiptOf(number: number, security: Schemas['Security']): Schemas['ClosingTransaction'] {
  return {
    head: {
      transaction_export_id: `bon-${number}`,
      type: 'Beleg',
      storno: false,
      number,
      timestamp_start: 1_790_000_000,
      timestamp_end: 1_790_000_060,
    },
    data: {
      full_amount_incl_vat: 2.55,
      payment_types: [CASH],
      amounts_per_vat_id: [VAT],
      lines: [
        {
          business_case: { type: 'Umsatz', amounts_per_vat_id: [VAT] },
          lineitem_export_id: '1',
          storno: false,
          text: 'Kaffee',
          in_house: true,
          item: { number: '7', quantity: 1, price_per_unit: 2.55 },
        },
      ],
    },
    security,
  };
}

/** A closing of receipts of 2.55 with these securities, whose sums agree. */
export function closingOf(clientId: string, number: number, securities: readonly Schemas['Security'][]): Closing {
  const transactions = securities.map((security, index) => receiptOf(index + 1, security));
  const times = (amount: number): number => Math.round(amount * 100 * securities.length) / 100;
  const { vat_definition_export_id } = VAT;
  const amounts = { incl_vat: times(2.55), excl_vat: times(2.14), vat: times(0.41) };
  return {
    client_id: clientId,
    cash_point_closing_export_id: number,
    head: {
      export_creation_date: 1_790_000_100,
      first_transaction_export_id: transactions.at(0)?.head.transaction_export_id ?? null,
      last_transaction_export_id: transactions.at(-1)?.head.transaction_export_id ?? null,
    },
    cash_statement: {
      business_cases: [{ type: 'Umsatz', amounts_per_vat_id: [{ vat_definition_export_id, ...amounts }] }],
      payment: {
        full_amount: times(2.55),
        cash_amount: times(2.55),
        cash_amounts_by_currency: [{ currency_code: 'EUR', amount: times(2.55) }],
        payment_types: [{ ...CASH, amount: times(2.55) }],
      },
    },
    transactions,
  };
}

/** Inserts a closing and returns its id. */
export async function insert(api: DsfinvkClient, body: Closing, closing_id: string = randomUUID()): Promise<string> {
  const answer = await api.ok('insertCashPointClosing', { path: { closing_id }, body });
  expect(answer).toMatchObject({ closing_id, _type: 'CASH_POINT_CLOSING' });
  return closing_id;
}

/** Waits until a closing has ended, and returns its summary. */
export async function closed(api: DsfinvkClient, closing_id: string): Promise<Schemas['CashPointClosing']> {
  for (;;) {
    const found = await api.ok('retrieveCashPointClosing', { path: { closing_id } });
    if (found.state !== 'PENDING' && found.state !== 'WORKING') return found;
    await setTimeout(5);
  }
}

/** Waits until an export has ended, and returns it. */
export async function exported(api: DsfinvkClient, export_id: string): Promise<Schemas['Export']> {
  for (;;) {
    const found = await api.ok('retrieveExport', { path: { export_id } });
    if (found.state !== 'PENDING' && found.state !== 'WORKING') return found;
    await setTimeout(5);
  }
}
