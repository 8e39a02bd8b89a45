import { randomUUID } from 'node:crypto';
import { demo } from '../../../src/sandbox/index.js';
import { startTestGateway, type TestGateway } from '../support/start.js';
import { closingOf } from './closing-input.js';

let gateway: TestGateway;
beforeAll(async () => {
  gateway = await startTestGateway();
});
afterAll(() => gateway.close());

/** Sends an input, and returns the fields that are wrong. Nothing may be sent to the upstream. */
async function fieldsAtFault(name: string, input: object): Promise<readonly string[]> {
  const type = `${name.charAt(0).toUpperCase()}${name.slice(1)}Input`;
  const query = `mutation ($input: ${type}!) { ${name}(input: $input) { userErrors { code field message } } }`;
  const { data, errors, extensions } = await gateway.post(query, { input });
  expect(errors).toBeUndefined();
  expect(extensions!.upstream.calls).toBe(0);
  const found: readonly { code: string; field: string[]; message: string }[] = data![name].userErrors;
  for (const { code, message } of found)
    expect([code, message]).toEqual(['INVALID_INPUT', expect.stringMatching(/\.$/)]);
  return found.map(({ field }) => field.join('.'));
}

/** A copy of an object in which one place, e.g. `a.0.b`, has another value; without a value it is removed. */
function changed(from: object, place: string, value: unknown): object {
  const copy: any = structuredClone(from);
  const names = place.split('.');
  const last = names.pop()!;
  let owner = copy;
  for (const name of names) owner = owner[name];
  owner[last] = value; // JSON leaves undefined out
  return copy;
}

const long = (length: number) => 'x'.repeat(length);
const line = 'transactions.0.lines.0';

test('a closing without a mistake has none', async () => {
  const type =
    'mutation ($input: InsertCashPointClosingInput!) { insertCashPointClosing(input: $input) { userErrors { code field } } }';
  const { data } = await gateway.post(type, { input: closingOf(randomUUID(), 2) });
  expect(data!.insertCashPointClosing.userErrors).toEqual([]);
});

// Each place with a value that breaks one rule, and the field that is named.
test.each<[place: string, value: unknown, field?: string]>([
  ['number', -1],
  ['businessDate', '2026-02-30'],
  ['firstTransactionId', long(41)],
  ['lastTransactionId', ''],
  ['businessCases.0.type', 'UNKNOWN'],
  ['businessCases.0.name', long(41)],
  ['businessCases.0.amountsPerVatKey.0.gross', undefined, 'businessCases.0.amountsPerVatKey.0'],
  ['businessCases.0.amountsPerVatKey.0.net', '0.123456'],
  ['businessCases.0.amountsPerVatKey.0.vatKey', '0'],
  ['payment.fullAmount', '0.291'],
  ['payment.cashAmount', '10000000000.00'],
  ['payment.cashAmountsPerCurrency.0.currencyCode', 'euro'],
  ['payment.amountsPerPaymentType', []],
  ['payment.amountsPerPaymentType.0.foreignAmount', '1.001'],
  ['transactions.0.transactionId', long(41)],
  ['transactions.0.transactionId', 'B-TILL-1', 'transactions.0.transactionId'],
  ['transactions.1.transactionId', 'B-1'],
  ['transactions.0.number', -1],
  ['transactions.0.type', 'OTHER', 'transactions.0.name'],
  ['transactions.0.name', long(61)],
  ['transactions.0.endedAt', '2026-03-01T09:59:59.000Z'],
  ['transactions.0.user.userId', ''],
  ['transactions.0.buyer.name', long(51)],
  ['transactions.0.buyer.countryCode', 'de'],
  ['transactions.0.buyer.vatIdNumber', 'de1'],
  ['transactions.0.references', []],
  ['transactions.0.references.0.documentNumber', undefined],
  ['transactions.0.references.0.txId', 'x'],
  ['transactions.0.references.1.name', long(41)],
  ['transactions.0.references.2.closingNumber', -1],
  ['transactions.0.allocationGroups.0', ''],
  ['transactions.0.fullAmount', '0.001'],
  ['transactions.0.payments.0.type', 'UNKNOWN'],
  ['transactions.0.amountsPerVatKey.0.vat', undefined, 'transactions.0.amountsPerVatKey.0'],
  ['transactions.0.amountsPerVatKey.0.net', '0.241'],
  ['transactions.0.notes', long(256)],
  [`${line}.lineId`, ''],
  [`${line}.text`, long(256)],
  [`${line}.voucherId`, long(51)],
  [`${line}.businessCase.amountsPerVatKey.0.net`, '1', `${line}.businessCase.amountsPerVatKey.0`],
  [`${line}.references`, []],
  [`${line}.item.number`, long(51)],
  [`${line}.item.quantity`, '1.0001'],
  [`${line}.item.quantityFactor`, '0'],
  [`${line}.item.pricePerUnit`, '1.000001'],
  [`${line}.item.subItems`, []],
  [`${line}.item.subItems.0.name`, long(61)],
  [`${line}.item.subItems.0.amount.vat`, undefined, `${line}.item.subItems.0.amount`],
  ['transactions.0.security.outage', undefined, 'transactions.0.security'],
  ['transactions.0.security.outage', long(201)],
  ['transactions.0.security.transactionUuid', randomUUID(), 'transactions.0.security'],
  ['metadata.0.key', long(41)],
  ['metadata', Array.from({ length: 21 }, (_, index) => ({ key: `k${index}`, value: 'v' })), 'metadata'],
])('a closing with another %s is refused before any call: %j', async (place, value, field = place) => {
  expect(await fieldsAtFault('insertCashPointClosing', changed(closingOf(randomUUID(), 2), place, value))).toEqual([
    field,
  ]);
});

const signature = {
  number: '1',
  startedAt: '2026-03-01T10:00:00.000Z',
  finishedAt: '2026-03-01T10:00:01.000Z',
  signatureCounter: '2',
  signature: 'QmVsZWc=',
};

test.each<[string, string]>([
  ['number', 'one'],
  ['startedAt', '2026-03-01T10:00:00Z'],
  ['finishedAt', 'today'],
  ['signatureCounter', '-1'],
  ['signature', long(513)],
  ['processType', 'Beleg'],
  ['errorMessage', long(201)],
])('a signature of another TSS with another %s is refused before any call', async (name, value) => {
  const external = { ...signature, [name]: value };
  const input = changed(closingOf(randomUUID(), 2), 'transactions.0.security', { external });
  expect(await fieldsAtFault('insertCashPointClosing', input)).toEqual([`transactions.0.security.external.${name}`]);
});

const register = {
  clientUuid: randomUUID(),
  master: { tssUuid: demo.tssId },
  brand: 'B',
  model: 'M',
  software: { brand: 'S' },
  baseCurrencyCode: 'EUR',
};
const terminal = { masterClientUuid: demo.clientId };
const agency = {
  purchaserAgencyUuid: randomUUID(),
  clientUuid: demo.clientId,
  number: 1,
  name: 'A',
  taxNumber: '1',
  address: { street: 'S', postalCode: '1', city: 'C', countryCode: 'DEU' },
};
const trigger = { exportUuid: randomUUID(), businessDays: { from: '2026-01-01', to: '2026-01-02' } };
const between = { from: '2026-01-02T00:00:00Z', to: '2026-01-01T00:00:00Z' };

test.each<[name: string, input: object, place: string, value: unknown, field?: string]>([
  ['upsertVatDefinition', { key: '1000', percentage: '1' }, 'key', '999'],
  ['upsertVatDefinition', { key: '1000', percentage: '1' }, 'key', '10000000000'],
  ['upsertVatDefinition', { key: '1000', percentage: '1' }, 'percentage', '100.1'],
  ['upsertVatDefinition', { key: '1000', percentage: '1' }, 'percentage', '1.123456'],
  ['upsertVatDefinition', { key: '1000', percentage: '1' }, 'description', long(56)],
  ['upsertCashRegister', register, 'master', undefined],
  ['upsertCashRegister', register, 'terminal', terminal, 'master'],
  ['upsertCashRegister', register, 'brand', ''],
  ['upsertCashRegister', register, 'model', long(51)],
  ['upsertCashRegister', register, 'software', {}],
  ['upsertCashRegister', register, 'software.version', long(51)],
  ['upsertCashRegister', register, 'baseCurrencyCode', 'eur'],
  ['upsertCashRegister', { ...register, master: null, terminal }, 'terminal.serialNumber', 'xyz'],
  ['upsertCashRegister', { ...register, master: null, terminal }, 'terminal.masterClientUuid', register.clientUuid],
  ['upsertPurchaserAgency', agency, 'number', 0],
  ['upsertPurchaserAgency', agency, 'name', long(61)],
  ['upsertPurchaserAgency', agency, 'taxNumber', undefined],
  ['upsertPurchaserAgency', agency, 'vatIdNumber', 'DE1', 'taxNumber'],
  ['upsertPurchaserAgency', agency, 'address.street', ''],
  ['upsertPurchaserAgency', agency, 'address.postalCode', long(11)],
  ['upsertPurchaserAgency', agency, 'address.city', long(63)],
  ['upsertPurchaserAgency', agency, 'address.countryCode', 'DE'],
  ['triggerDsfinvkExport', trigger, 'businessDays', undefined],
  ['triggerDsfinvkExport', trigger, 'insertedBetween', { from: between.to, to: between.from }, 'businessDays'],
  ['triggerDsfinvkExport', trigger, 'businessDays.from', '01.01.2026'],
  ['triggerDsfinvkExport', trigger, 'businessDays.to', '2025-12-31', 'businessDays'],
  ['triggerDsfinvkExport', { exportUuid: randomUUID() }, 'insertedBetween', between],
  ['triggerDsfinvkExport', trigger, 'format', 'UNKNOWN'],
])('%s %j with another %s is refused before any call: %j', async (name, input, place, value, field = place) => {
  expect(await fieldsAtFault(name, changed(input, place, value))).toEqual([field]);
});
