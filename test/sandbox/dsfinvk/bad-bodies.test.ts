import { randomUUID } from 'node:crypto';
import { dsfinvkContract, type OperationId, type Schemas } from '../../../src/contract/dsfinvk.js';
import { fitsContract } from '../support/api-client.js';
import { runSandbox } from '../support/running-sandbox.js';
import { changesOf } from './support/misfits.js';
import { closingOf, receiptOf, REGISTER, setUpShop, type Shop } from './support/shop.js';

let shop: Shop;

beforeAll(async () => {
  shop = await setUpShop(await runSandbox());
});

const VAT = { vat_definition_export_id: 1, incl_vat: 2.55, excl_vat: 2.14, vat: 0.41 };

/** A closing that has every member of the contract. */
function wholeClosing(): Schemas['CashPointClosingInsert'] {
  const date = 1_790_000_000;
  const receipt = receiptOf(1, { tss_tx_id: randomUUID() });
  const references: Schemas['Reference'][] = [
    { type: 'ExterneRechnung', date, external_export_id: 'R 1' },
    { type: 'ExterneSonstige', name: 'Brief', external_other_export_id: '1' },
    { type: 'Transaktion', cash_point_closing_export_id: 1, cash_register_export_id: 'K', transaction_export_id: '1' },
    { type: 'InterneTransaktion', tx_id: 'x' },
  ];
  const address = { street: 'Weg 1', postal_code: '1', city: 'Berlin', country_code: 'DEU' };
  const buyer = { name: 'B', type: 'Kunde' as const, address, vat_id_number: 'DE1', buyer_export_id: '1' };
  const user = { name: 'U', user_export_id: '1' };
  const subItem = { number: '1', gtin: '1', name: 'N', quantity: 1, quantity_factor: 1, quantity_measure: 'kg' };
  const group = { group_id: '1', group_name: 'G' };
  const item = {
    ...{ number: '1', gtin: '1', quantity: 1.5, quantity_factor: 1, quantity_measure: 'kg', price_per_unit: 2.5 },
    ...group,
    base_amounts_per_vat_id: [VAT],
    discounts_per_vat_id: [{ vat_definition_export_id: 1, incl_vat: 1 }],
    extra_amounts_per_vat_id: [{ vat_definition_export_id: 1, excl_vat: 1, vat: 0 }],
    sub_items: [{ ...subItem, ...group, amount_per_vat_id: VAT }],
  };
  const line = {
    ...receipt.data.lines![0]!,
    business_case: { type: 'Umsatz' as const, name: 'N', amounts_per_vat_id: [VAT] },
    ...{ references, voucher_id: '1', item, source_cash_register: shop.clientId },
  };
  const payment = { type: 'Bar' as const, name: 'N', currency_code: 'CHF', foreign_amount: 1.07, amount: 0.29 };
  const head = { ...receipt.head, tx_id: randomUUID(), closing_client_id: shop.clientId, name: 'N', user, buyer };
  const closing = closingOf(shop.clientId, 1, []);
  return {
    ...closing,
    head: { ...closing.head, business_date: '2026-09-21' },
    cash_statement: {
      business_cases: [{ type: 'Umsatz', name: 'N', amounts_per_vat_id: [VAT] }],
      payment: { ...closing.cash_statement!.payment!, payment_types: [payment] },
    },
    transactions: [
      {
        ...receipt,
        head: { ...head, references, allocation_groups: ['Tisch 1'] },
        data: { ...receipt.data, notes: 'N', payment_types: [payment], lines: [line] },
      },
    ],
    metadata: { day: 'Monday' },
  };
}

const address = { street: 'Weg 1', postal_code: '1', city: 'Berlin', country_code: 'DEU' };
const agency = () => ({ name: 'A', address, purchaser_agency_export_id: 1, client_id: shop.clientId });
const external = {
  type: 'MASTER',
  ...{ serial_number: 'ab', signature_algorithm: 'ecdsa-plain-SHA256', signature_timestamp_format: 'unixTime' },
  ...{ transaction_data_encoding: 'UTF-8', public_key: 'AAAA', certificate: 'AAAA' },
};

/** Valid bodies, by operation. */
const valid: readonly (readonly [name: string, operation: OperationId, body: () => object])[] = [
  ['an own VAT key', 'upsertVatDefinition', () => ({ percentage: 7.80001, description: 'D', metadata: { a: 'b' } })],
  [
    'a MASTER',
    'upsertCashRegister',
    () => ({
      ...REGISTER,
      cash_register_type: { type: 'MASTER', tss_id: shop.tssId },
      processing_flags: { UmsatzsteuerNichtErmittelbar: true },
      metadata: { a: 'b' },
    }),
  ],
  ['a MASTER with another TSS', 'upsertCashRegister', () => ({ ...REGISTER, cash_register_type: external })],
  [
    'a MASTER with both',
    'upsertCashRegister',
    () => ({ ...REGISTER, cash_register_type: { ...external, tss_id: shop.tssId } }),
  ],
  [
    'a SLAVE',
    'upsertCashRegister',
    () => ({ ...REGISTER, cash_register_type: { type: 'SLAVE_WITHOUT_TSS', master_client_id: shop.clientId } }),
  ],
  ['an agency with a tax number', 'upsertPurchaserAgency', () => ({ ...agency(), tax_number: '1' })],
  ['an agency with a VAT id', 'upsertPurchaserAgency', () => ({ ...agency(), vat_id_number: 'DE1' })],
  ['an agency with both', 'upsertPurchaserAgency', () => ({ ...agency(), tax_number: '1', vat_id_number: 'DE1' })],
  ['a closing', 'insertCashPointClosing', wholeClosing],
  [
    'a closing with an external signature',
    'insertCashPointClosing',
    () => {
      const time = '2026-09-21T12:00:00.000Z';
      const signed = { tx_number: '1', tx_start: time, tx_end: time, signature_counter: '1', signature: 'AAAA' };
      return closingOf(shop.clientId, 1, [{ ...signed, process_type: 'Kassenbeleg-V1', process_data: 'Beleg' }]);
    },
  ],
  [
    'a closing with two forms of security',
    'insertCashPointClosing',
    () => closingOf(shop.clientId, 1, [{ error_message: 'TSE ausgefallen', tss_tx_id: 'x' }]),
  ],
  [
    'a closing in an outage',
    'insertCashPointClosing',
    () => closingOf(shop.clientId, 1, [{ error_message: 'TSE ausgefallen' }]),
  ],
  ['an export by creation', 'triggerExport', () => ({ start_date: 0, end_date: 1, format: 'zip' })],
  [
    'an export by business date',
    'triggerExport',
    () => ({ business_date_start: '2026-01-01', business_date_end: '2026-02-28', client_id: shop.clientId }),
  ],
  [
    'an export by both',
    'triggerExport',
    () => ({ start_date: 0, end_date: 1, business_date_start: '2026-01-01', business_date_end: '2026-02-28' }),
  ],
];

test.each(valid)(
  '%s: each rule of the contract that a body breaks is refused with its place, and no other body',
  async (_name, id, make) => {
    const contract = dsfinvkContract();
    const operation = contract.operations.get(id)!;
    const body = make();
    const changes = [{ name: 'as it is', body }, ...changesOf(contract.document, operation.body!, body)];
    expect(changes.length).toBeGreaterThan(5);
    const wrong: string[] = [];
    for (const change of changes) {
      const path = {
        ...{ vat_definition_export_id: 1000, client_id: shop.clientId, purchaser_agency_id: randomUUID() },
        ...{ closing_id: randomUUID(), export_id: randomUUID() },
      };
      const { json, status } = await shop.api.send(id, { path, body: change.body });
      const { code, message = '' } = json as Schemas['Error'];
      const isRefused = code === 'E_FAILED_SCHEMA_VALIDATION';
      if (isRefused) expect([status, message]).toEqual([400, expect.stringMatching(/^body(\.|\[| )/)]);
      if (isRefused === fitsContract(contract, operation.body!, change.body))
        wrong.push(`${change.name}: ${status} ${message}`);
    }
    expect(wrong).toEqual([]);
  },
);
