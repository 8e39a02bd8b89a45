import { randomUUID } from 'node:crypto';
import type { Schemas } from '../../../src/contract/dsfinvk.js';
import { runSandbox } from '../support/running-sandbox.js';
import { closed, closingOf, insert, receiptOf, REGISTER, setUpShop, sign, type Shop } from './support/shop.js';

type Closing = Schemas['CashPointClosingInsert'];

const BROKEN = { error_message: 'TSE ausgefallen' };
let shop: Shop;
let number = 0;

beforeAll(async () => {
  shop = await setUpShop(await runSandbox());
});

/** A closing of one receipt with the next Z number. */
function next(change: (receipt: Schemas['ClosingTransaction']) => Partial<Schemas['ClosingTransaction']>): Closing {
  number += 1;
  const closing = closingOf(shop.clientId, number, [BROKEN]);
  return { ...closing, transactions: (closing.transactions ?? []).map((each) => ({ ...each, ...change(each) })) };
}

/** The end of a closing: its state and the code of its error. */
async function endOf(body: Closing) {
  const { state, error } = await closed(shop.api, await insert(shop.api, body));
  return [state, error?.code];
}

function referTo(tx_id: string) {
  return ({ head }: Schemas['ClosingTransaction']) => ({
    head: { ...head, references: [{ type: 'InterneTransaktion' as const, tx_id }] },
  });
}

test('a closing ends in ERROR if SIGN DE has no such transaction', async () => {
  expect(await endOf(next(() => ({ security: { tss_tx_id: randomUUID() } })))).toEqual(['ERROR', 'E_TX_NOT_FOUND']);
  expect(await endOf(next(() => ({ security: { tss_tx_id: 'no UUID' } })))).toEqual(['ERROR', 'E_TX_NOT_FOUND']);
  const tss_tx_id = (await sign(shop)).toUpperCase();
  expect(await endOf(next(() => ({ security: { tss_tx_id } })))).toEqual(['COMPLETED', undefined]);
});

test('a closing ends in ERROR if a receipt or a line names a register that does not exist', async () => {
  const client = randomUUID();
  const head = next(({ head }) => ({ head: { ...head, closing_client_id: client } }));
  expect(await endOf(head)).toEqual(['ERROR', 'E_CLIENT_NOT_FOUND']);
  const line = next(({ data }) => ({
    data: { ...data, lines: data.lines!.map((each) => ({ ...each, source_cash_register: client })) },
  }));
  expect(await endOf(line)).toEqual(['ERROR', 'E_CLIENT_NOT_FOUND']);
});

test('references are found in any case of letters, and end in ERROR if they lead to no closing or to several', async () => {
  const tx_id = randomUUID();
  expect(await endOf(next(referTo(tx_id)))).toEqual(['ERROR', 'E_TRANSACTION_NOT_FOUND']);
  const target = next(({ head }) => ({ head: { ...head, tx_id } }));
  expect(await endOf(target)).toEqual(['COMPLETED', undefined]);
  expect(await endOf(next(referTo(tx_id.toUpperCase())))).toEqual(['COMPLETED', undefined]);
  const twin = await insert(
    shop.api,
    next(({ head }) => ({ head: { ...head, tx_id } })),
  );
  expect(await endOf(next(referTo(tx_id)))).toEqual(['ERROR', 'E_MULTIPLE_CASH_POINT_CLOSINGS_FOUND']);
  await shop.api.ok('deleteCashPointClosing', { path: { closing_id: twin } });
  expect(await endOf(next(referTo(tx_id)))).toEqual(['COMPLETED', undefined]);
});

test('the same request again answers what is there, another one under its id or its Z number is a conflict', async () => {
  const body = next(() => ({}));
  const id = await insert(shop.api, body);
  const { state } = await closed(shop.api, id);
  const reordered = Object.fromEntries(Object.entries(body).reverse()) as Closing;
  const again = await shop.api.ok('insertCashPointClosing', { path: { closing_id: id }, body: reordered });
  expect(again).toMatchObject({ closing_id: id, state });
  const other = { ...body, metadata: { note: 'other' } };
  const conflict = [409, 'E_CASH_POINT_CLOSING_CONFLICT'];
  expect(await shop.api.refusal('insertCashPointClosing', { path: { closing_id: id }, body: other })).toEqual(conflict);
  const path = { closing_id: randomUUID() };
  expect(await shop.api.refusal('insertCashPointClosing', { path, body })).toEqual(conflict);
});

test('two closings with one Z number sent at once: one is taken, the other is a conflict', async () => {
  const body = next(() => ({}));
  const send = () => shop.api.send('insertCashPointClosing', { path: { closing_id: randomUUID() }, body });
  const answers = await Promise.all([send(), send(), send()]);
  expect(answers.map(({ status }) => status).sort()).toEqual([200, 409, 409]);
});

test('a closing in ERROR or DELETED frees its Z number; it stays readable and cannot be deleted again', async () => {
  const body = next(() => ({ security: { tss_tx_id: randomUUID() } }));
  const failed = await insert(shop.api, body);
  expect(await closed(shop.api, failed)).toMatchObject({ state: 'ERROR' });
  const refusal = [400, 'E_INVALID_STATE_CHANGE'];
  expect(await shop.api.refusal('deleteCashPointClosing', { path: { closing_id: failed } })).toEqual(refusal);
  const good = { ...body, transactions: [receiptOf(1, BROKEN)] };
  const second = await insert(shop.api, good);
  const path = { closing_id: second };
  const deleted = await shop.api.ok('deleteCashPointClosing', { path });
  expect(deleted).toMatchObject({ state: 'DELETED', time_deleted: expect.any(Number) });
  expect(await shop.api.ok('retrieveCashPointClosing', { path })).toEqual(deleted);
  expect(await shop.api.refusal('deleteCashPointClosing', { path })).toEqual(refusal);
  expect(await closed(shop.api, await insert(shop.api, good))).toMatchObject({ state: 'COMPLETED' });
  const { data } = await shop.api.ok('listCashPointClosings', { query: { states: ['DELETED'] } });
  expect(data?.map(({ closing_id }) => closing_id)).toContain(second);
});

test('wrong sums are taken and reported, the newest first, in pages', async () => {
  const body = next(({ data }) => ({ data: { ...data, full_amount_incl_vat: 9.99 } }));
  const payment = { ...body.cash_statement!.payment!, cash_amount: 1 };
  const path = { closing_id: await insert(shop.api, { ...body, cash_statement: { business_cases: [], payment } }) };
  expect(await closed(shop.api, path.closing_id)).toMatchObject({ state: 'COMPLETED' });
  const all = await shop.api.ok('retrieveCashPointClosingReports', { path, query: { order: 'ASC' } });
  expect(all.data?.map(({ code, severity, message }) => `${severity} ${code}: ${message}`)).toEqual([
    'WARNING W_MISSING_FIELD: cash_statement.business_cases is missing or empty.',
    'WARNING W_SUM_MISMATCH: transactions[0].data.full_amount_incl_vat is 9.99, but the sum of its VAT rows is 2.55.',
    'WARNING W_SUM_MISMATCH: transactions[0].data.full_amount_incl_vat is 9.99, but the sum of its lines is 2.55.',
    'WARNING W_SUM_MISMATCH: transactions[0].data.full_amount_incl_vat is 9.99, but the sum of its payments is 2.55.',
    'WARNING W_SUM_MISMATCH: cash_statement.business_cases: Umsatz, VAT key 1 is 0, but the lines of all receipts give 2.55.',
    'WARNING W_SUM_MISMATCH: cash_statement.payment.cash_amount is 1, but the sum of its payment_types of type Bar is 2.55.',
    'WARNING W_SUM_MISMATCH: cash_statement.payment.full_amount is 2.55, but the sum of its business_cases is 0.',
  ]);
  const page = await shop.api.ok('retrieveCashPointClosingReports', { path, query: { limit: 2, offset: 1 } });
  expect(page).toMatchObject({ data: all.data?.toReversed().slice(1, 3), count: 7 });
  expect(page._next).toContain('limit=2');
});

test('amounts of five decimals are added exactly: lines of 0.1 and 0.2 make 0.3', async () => {
  const line = (incl_vat: number) => ({
    business_case: { type: 'Umsatz' as const, amounts_per_vat_id: [{ vat_definition_export_id: 1, incl_vat }] },
    lineitem_export_id: String(incl_vat),
    storno: false,
    text: '',
    in_house: true,
  });
  const body = next(({ data }) => ({
    data: {
      ...data,
      full_amount_incl_vat: 0.3,
      amounts_per_vat_id: [{ vat_definition_export_id: 1, incl_vat: 0.3, excl_vat: 0.25, vat: 0.05 }],
      lines: [line(0.1), line(0.2)],
      payment_types: [{ type: 'Bar', currency_code: 'EUR', amount: 0.3 }],
    },
  }));
  const amounts = { incl_vat: 0.3, excl_vat: 0.25, vat: 0.05, vat_definition_export_id: 1 };
  const cash_statement = {
    business_cases: [{ type: 'Umsatz' as const, amounts_per_vat_id: [amounts] }],
    payment: {
      full_amount: 0.3,
      cash_amount: 0.3,
      cash_amounts_by_currency: [{ currency_code: 'EUR', amount: 0.3 }],
      payment_types: [{ type: 'Bar' as const, currency_code: 'EUR', amount: 0.3 }],
    },
  };
  const path = { closing_id: await insert(shop.api, { ...body, cash_statement }) };
  await closed(shop.api, path.closing_id);
  expect((await shop.api.ok('retrieveCashPointClosingReports', { path })).data).toEqual([]);
});

test('a day without receipts is a closing; AVSonstige needs a name', async () => {
  number += 1;
  expect(await endOf({ ...closingOf(shop.clientId, number, []), transactions: [] })).toEqual(['COMPLETED', undefined]);
  const unnamed = next(({ head }) => ({ head: { ...head, type: 'AVSonstige' } }));
  const path = { closing_id: randomUUID() };
  const { status, json } = await shop.api.send('insertCashPointClosing', { path, body: unnamed });
  expect([status, json]).toEqual([
    400,
    expect.objectContaining({
      code: 'E_FAILED_SCHEMA_VALIDATION',
      message: "body.transactions[0].head should have required property 'name', as it is AVSonstige",
    }),
  ]);
});

test('bytes that are no UTF-8 are refused with their own code; at other operations as a body that does not fit', async () => {
  const send = async (path: string) => {
    const response = await fetch(shop.api.baseUrl + path, {
      method: 'PUT',
      headers: { authorization: shop.api.authorization, 'content-type': 'application/json' },
      body: Buffer.from('{"client_id":"\xE9"}', 'latin1'),
    });
    return await response.json();
  };
  expect(await send(`/cash_point_closings/${randomUUID()}`)).toMatchObject({ code: 'E_INVALID_CHARSET' });
  expect(await send(`/exports/${randomUUID()}`)).toMatchObject({ code: 'E_FAILED_SCHEMA_VALIDATION' });
});

test('a register of the wrong kind: a closing for a SLAVE, an agency of a slave, a slave of a slave', async () => {
  const client_id = randomUUID();
  const cash_register_type = { type: 'SLAVE_WITHOUT_TSS', master_client_id: shop.clientId } as const;
  await shop.api.ok('upsertCashRegister', { path: { client_id }, body: { ...REGISTER, cash_register_type } });
  const body = closingOf(client_id, 1, []);
  const path = { closing_id: randomUUID() };
  expect(await shop.api.refusal('insertCashPointClosing', { path, body })).toEqual([400, 'E_SLAVE_CASH_REGISTER']);
  const ofSlave = { ...cash_register_type, master_client_id: client_id };
  const slave = { path: { client_id: randomUUID() }, body: { ...REGISTER, cash_register_type: ofSlave } };
  expect(await shop.api.refusal('upsertCashRegister', slave)).toEqual([404, 'E_CASH_REGISTER_NOT_FOUND']);
  const address = { street: 'Weg 1', postal_code: '1', city: 'Berlin', country_code: 'DEU' };
  await shop.api.ok('upsertPurchaserAgency', {
    path: { purchaser_agency_id: randomUUID() },
    body: { name: 'A', address, purchaser_agency_export_id: 1, client_id, vat_id_number: 'DE1' },
  });
});
