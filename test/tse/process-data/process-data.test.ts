import { Big } from 'big.js';
import fc from 'fast-check';
import type { Schemas } from '../../../src/contract/sign-de.js';
import {
  orderProcessData,
  otherProcessData,
  processDataOf,
  rawProcessData,
  receiptProcessData,
  type ProcessData,
} from '../../../src/tse/process-data/process-data.js';
import { cpuOf } from '../../support/growth.js';
import { errorOf } from '../error-of.js';

type Receipt = Schemas['StandardV1Receipt'];
type VatAmounts = Receipt['amounts_per_vat_rate'];
type Payments = NonNullable<Receipt['amounts_per_payment_type']>;

describe('process data of a receipt', () => {
  test.each<[string, Receipt]>([
    ['Beleg^100.00_0.00_0.00_0.00_0.00^100.00:Bar', receipt([vat('NORMAL', '100.00')], [cash('100.00')])],
    [
      'Beleg^50.00_50.00_0.00_0.00_0.00^100.00:Unbar',
      receipt([vat('NORMAL', '50.00'), vat('REDUCED_1', '50.00')], [nonCash('100.00')]),
    ],
    [
      'Beleg^75.33_7.99_0.00_0.00_0.00^10.00:Bar_5.00:Bar:CHF_5.00:Bar:USD_64.30:Unbar',
      receipt(
        [vat('NORMAL', '75.33'), vat('REDUCED_1', '7.99')],
        [cash('10.00'), cash('5.00', 'CHF'), cash('5.00', 'USD'), nonCash('64.30')],
      ),
    ],
    ['Beleg^0.00_0.00_0.00_0.00_-100.00^-100.00:Bar', receipt([vat('NULL', '-100.00')], [cash('-100.00')])],
    ['Beleg^0.00_0.00_0.00_0.00_0.00^', receipt([], [])],
  ])('gives the example %s of DSFinV-K annex I', (expected, input) => {
    expect(text(receiptProcessData(input))).toBe(expected);
    expect(receiptProcessData(input).processType).toBe('Kassenbeleg-V1');
  });

  test.each<[Receipt['receipt_type'], string]>([
    ['RECEIPT', 'Beleg'],
    ['TRANSFER', 'AVTransfer'],
    ['ORDER', 'AVBestellung'],
    ['TRAINING', 'AVTraining'],
    ['ABORT', 'AVBelegabbruch'],
    ['CANCELLATION', 'AVBelegabbruch'],
    ['ANNULATION', 'AVBelegstorno'],
    ['BENEFIT_IN_KIND', 'AVSachbezug'],
    ['INVOICE', 'AVRechnung'],
    ['OTHER', 'AVSonstige'],
  ])('calls a receipt of type %s %s', (receipt_type, vorgangstyp) => {
    const data = receiptProcessData({ receipt_type, amounts_per_vat_rate: [] });
    expect(text(data)).toBe(`${vorgangstyp}^0.00_0.00_0.00_0.00_0.00^`);
  });

  test.each<[VatAmounts]>([
    [
      [
        vat('NORMAL', '1.00'),
        vat('REDUCED_1', '2.00'),
        vat('SPECIAL_RATE_1', '3.00'),
        vat('SPECIAL_RATE_2', '4.00'),
        vat('NULL', '5.00'),
      ],
    ],
    [[vat('19', '1.00'), vat('7', '2.00'), vat('10.7', '3.00'), vat('5.5', '4.00'), vat('0', '5.00')]],
    [
      [
        vat('NULL', '5.00'),
        vat('19', '0.50'),
        vat('5.5', '4.00'),
        vat('7', '2.00'),
        vat('NORMAL', '0.50'),
        vat('10.7', '3.00'),
      ],
    ],
  ])('puts each VAT rate into its slot, by name or by number, in any order (%#)', (amounts) => {
    expect(text(receiptProcessData(receipt(amounts)))).toBe('Beleg^1.00_2.00_3.00_4.00_5.00^');
  });

  test('adds the amounts of a VAT rate exactly and cuts only the sum', () => {
    const thirds = [vat('NORMAL', '0.00333'), vat('NORMAL', '0.00333'), vat('NORMAL', '0.00334')];
    expect(text(receiptProcessData(receipt(thirds)))).toBe('Beleg^0.01_0.00_0.00_0.00_0.00^');
    const binaryTrap = [vat('NORMAL', '0.10'), vat('NORMAL', '0.20')];
    expect(text(receiptProcessData(receipt(binaryTrap)))).toBe('Beleg^0.30_0.00_0.00_0.00_0.00^');
  });

  test.each([
    ['1.999', '1.99'],
    ['-1.999', '-1.99'],
    ['0.00999', '0.00'],
    ['-0.00999', '0.00'],
    ['-0.00', '0.00'],
    ['007.50', '7.50'],
    ['5', '5.00'],
    ['123456789012345678901234567890.129', '123456789012345678901234567890.12'],
    ['0.0000001', '0.00'],
  ])('cuts the amount %s to %s', (amount, cut) => {
    const data = receiptProcessData(receipt([vat('NORMAL', amount)], [cash(amount)]));
    expect(text(data)).toBe(`Beleg^${cut}_0.00_0.00_0.00_0.00^${cut}:Bar`);
  });

  test('writes payments as they come: in order, not added up, zero amounts kept', () => {
    const payments = [nonCash('21.54'), cash('23.26'), cash('22.22'), cash('0.00'), nonCash('1.00')];
    expect(text(receiptProcessData(receipt([], payments)))).toMatch(
      /\^21\.54:Unbar_23\.26:Bar_22\.22:Bar_0\.00:Bar_1\.00:Unbar$/,
    );
  });

  test('names a foreign currency in capitals and EUR never', () => {
    const payments = [cash('1.00', 'chf'), cash('2.00', 'eur'), nonCash('3.00', 'EUR'), nonCash('4.00', 'usd')];
    expect(text(receiptProcessData(receipt([], payments)))).toMatch(
      /\^1\.00:Bar:CHF_2\.00:Bar_3\.00:Unbar_4\.00:Unbar:USD$/,
    );
  });

  test('takes a payment without currency for EUR, as requests may come', () => {
    const payment = JSON.parse('{ "payment_type": "CASH", "amount": "2.55" }') as Payments[number];
    expect(text(receiptProcessData(receipt([], [payment])))).toMatch(/\^2\.55:Bar$/);
  });

  test('holds the sum of each VAT rate to the cent, for any amounts', () => {
    const rates = ['NORMAL', 'REDUCED_1', 'SPECIAL_RATE_1', 'SPECIAL_RATE_2', 'NULL'] as const;
    const entry = fc.record({ slot: fc.nat({ max: 4 }), cents: fc.maxSafeInteger() });
    fc.assert(
      fc.property(fc.array(entry, { maxLength: 30 }), (entries) => {
        const data = text(
          receiptProcessData(receipt(entries.map(({ slot, cents }) => vat(rates[slot]!, fixed(cents, 2))))),
        );
        const sums = rates.map((_, slot) =>
          entries.filter((one) => one.slot === slot).reduce((sum, { cents }) => sum + BigInt(cents), 0n),
        );
        const written = data.split('^')[1]!.split('_');
        expect(written.map((amount) => BigInt(amount.replace('.', '')))).toEqual(sums);
      }),
    );
  });

  test('cuts what is finer than a cent towards zero and never writes "-0.00", for any amounts', () => {
    const hairs = fc.array(fc.integer({ min: -200_000, max: 200_000 }), { maxLength: 20 }); // 0.00001 each
    fc.assert(
      fc.property(hairs, (amounts) => {
        const data = text(receiptProcessData(receipt(amounts.map((hair) => vat('NORMAL', fixed(hair, 5))))));
        const sum = amounts.reduce((total, hair) => total + hair, 0);
        expect(data).toBe(`Beleg^${fixed(Math.trunc(sum / 1000) + 0, 2)}_0.00_0.00_0.00_0.00^`);
      }),
    );
  });

  test.each<[string, Receipt]>([
    ['standard_v1.receipt.amounts_per_vat_rate[1].amount', receipt([vat('NORMAL', '1.00'), vat('NULL', '1,00')])],
    ['standard_v1.receipt.amounts_per_vat_rate[0].amount', receipt([vat('NORMAL', '1e5')])],
    ['standard_v1.receipt.amounts_per_vat_rate[0].amount', receipt([vat('NORMAL', '+1.00')])],
    ['standard_v1.receipt.amounts_per_vat_rate[0].amount', receipt([vat('NORMAL', '')])],
    ['standard_v1.receipt.amounts_per_vat_rate[0].vat_rate', receipt([vat('16' as '19', '1.00')])],
    ['standard_v1.receipt.amounts_per_vat_rate[0].vat_rate', receipt([vat('constructor' as '19', '1.00')])],
    ['standard_v1.receipt.amounts_per_payment_type[0].amount', receipt([], [cash('ten')])],
    ['standard_v1.receipt.amounts_per_payment_type[0].currency_code', receipt([], [cash('1.00', 'C_F')])],
    [
      'standard_v1.receipt.amounts_per_payment_type[0].payment_type',
      receipt([], [{ ...cash('1.00'), payment_type: 'BAR' as 'CASH' }]),
    ],
    ['standard_v1.receipt.receipt_type', { ...receipt([]), receipt_type: 'BELEG' as 'RECEIPT' }],
  ])('refuses what it cannot express at %s', (path, input) => {
    expect(errorOf(() => receiptProcessData(input))).toMatchObject({ name: 'ProcessDataError', path });
  });
});

test('adds amounts of any length in time in proportion to them', async () => {
  const amounts = [
    vat('NORMAL', `${'1'.repeat(100_000)}.00`),
    ...Array.from({ length: 2_000 }, () => vat('NORMAL', '1.00')),
  ];
  expect(text(receiptProcessData(receipt(amounts, [])))).toMatch(/^Beleg\^1{99996}3111\.00_0\.00_/);
  expect(await cpuOf(() => Promise.resolve(receiptProcessData(receipt(amounts, []))))).toBeLessThan(1_000);
});

describe('process data of an order', () => {
  test('gives the example of DSFinV-K annex I: quotes doubled, lines parted by one carriage return', () => {
    const data = orderProcessData({
      line_items: [item('2', 'Eisbecher "Himbeere"', '3.99'), item('1', 'Eiskaffee', '2.99')],
    });
    expect(data.processType).toBe('Bestellung-V1');
    expect(text(data)).toBe('2;"Eisbecher ""Himbeere""";3.99\r1;"Eiskaffee";2.99');
  });

  test('has no data without items', () => {
    expect(orderProcessData({ line_items: [] })).toEqual({
      processType: 'Bestellung-V1',
      processData: new Uint8Array(),
    });
  });

  test.each([
    ['1.00000', '1'],
    ['2.500', '2.5'],
    ['-1', '-1'],
    ['0.1239', '0.123'],
    ['-0.1239', '-0.123'],
    ['-0.0009', '0'],
    ['1000000000000000000000000', '1000000000000000000000000'],
    ['0.001', '0.001'],
  ])('writes the quantity %s with as few decimals as possible, at most three: %s', (quantity, expected) => {
    expect(text(orderProcessData({ line_items: [item(quantity, 'x', '0.00')] }))).toBe(`${expected};"x";0.00`);
  });

  test('cuts prices to two decimals and keeps their sign', () => {
    const data = orderProcessData({ line_items: [item('1', 'x', '2.29999'), item('1', 'y', '-2.29999')] });
    expect(text(data)).toBe('1;"x";2.29\r1;"y";-2.29');
  });

  test('writes text as UTF-8, whatever characters it holds', () => {
    const data = orderProcessData({ line_items: [item('1', 'Käse; 💶\r\n^_', '1.00')] });
    expect(Buffer.from(data.processData)).toEqual(Buffer.from('1;"Käse; 💶\r\n^_";1.00', 'utf8'));
  });

  test('keeps quantities to the thousandth, cut towards zero, for any quantity', () => {
    fc.assert(
      fc.property(fc.integer({ min: -10_000_000, max: 10_000_000 }), (hairs) => {
        const written = text(orderProcessData({ line_items: [item(fixed(hairs, 5), 'x', '0.00')] })).split(';')[0]!;
        expect(written).toBe(String(Math.trunc(hairs / 100) / 1000 + 0));
      }),
    );
  });

  test.each<[string, Schemas['OrderLineItem']]>([
    ['quantity', item('one', 'x', '1.00')],
    ['text', item('1', 'half a character \ud83d', '1.00')],
    ['price_per_unit', item('1', 'x', '1.')],
  ])('refuses a bad %s and says in which line', (member, bad) => {
    const order = { line_items: [item('1', 'x', '1.00'), bad] };
    const path = `standard_v1.order.line_items[1].${member}`;
    expect(errorOf(() => orderProcessData(order))).toMatchObject({ name: 'ProcessDataError', path });
  });
});

describe('other process data', () => {
  test('is the object as compact JSON, members in the order given', () => {
    const data = otherProcessData({ b: 1, a: { c: 'ä' } });
    expect(data.processType).toBe('SonstigerVorgang');
    expect(text(data)).toBe('{"b":1,"a":{"c":"ä"}}');
  });
});

describe('raw process data', () => {
  test('passes type and bytes as they come, even those that are no text', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
        const process_data = Buffer.from(bytes).toString('base64');
        const raw = rawProcessData({ process_type: 'SonstigerVorgang-V1', process_data });
        expect(raw).toEqual({ processType: 'SonstigerVorgang-V1', processData: bytes });
      }),
    );
  });

  test.each([
    ['raw.process_data', { process_type: 'x', process_data: 'no base64!' }],
    ['raw.process_data', { process_type: 'x', process_data: 'YQ' }],
    ['raw.process_data', { process_type: 'x', process_data: 'YQ=\n' }],
    ['raw.process_type', { process_type: 'Kassenbeleg_V1', process_data: '' }],
    ['raw.process_type', { process_type: 'Ä', process_data: '' }],
    ['raw.process_type', { process_type: 'a'.repeat(101), process_data: '' }],
  ])('refuses what no log message can hold at %s (%j)', (path, raw) => {
    expect(errorOf(() => rawProcessData(raw))).toMatchObject({ name: 'ProcessDataError', path });
  });
});

describe('process data of a schema', () => {
  test.each([[undefined], [{}]])('is one space and no data for the bare start %j', (schema) => {
    expect(processDataOf(schema)).toEqual({ processType: ' ', processData: new Uint8Array() });
  });

  test('is that of its member', () => {
    const order = { line_items: [item('1', 'x', '1.00')] };
    const raw = { process_type: 'x', process_data: 'YQ==' };
    expect(processDataOf({ standard_v1: { receipt: receipt([]) } })).toEqual(receiptProcessData(receipt([])));
    expect(processDataOf({ standard_v1: { order } })).toEqual(orderProcessData(order));
    expect(processDataOf({ standard_v1: { other: { a: 1 } } })).toEqual(otherProcessData({ a: 1 }));
    expect(processDataOf({ raw })).toEqual(rawProcessData(raw));
  });

  test('is the raw data of an answer, which is what was signed', () => {
    const raw = { process_type: 'Kassenbeleg-V1', process_data: 'YQ==' };
    expect(processDataOf({ raw, standard_v1: { receipt: receipt([]) } })).toEqual(rawProcessData(raw));
  });

  test.each<[string, Schemas['TxSchemaResponse']]>([
    ['dsfinvtw_v1', { dsfinvtw_v1: {} }],
    ['standard_v1', { standard_v1: {} }],
  ])('is refused for %s that cannot be expressed', (path, schema) => {
    expect(errorOf(() => processDataOf(schema))).toMatchObject({ name: 'ProcessDataError', path });
  });

  test('says that taximeter data is not supported', () => {
    expect(() => processDataOf({ dsfinvtw_v1: {} })).toThrow('taximeter data is not supported');
  });
});

function receipt(amounts_per_vat_rate: VatAmounts, amounts_per_payment_type?: Payments): Receipt {
  return {
    receipt_type: 'RECEIPT',
    amounts_per_vat_rate,
    ...(amounts_per_payment_type && { amounts_per_payment_type }),
  };
}

function vat(vat_rate: VatAmounts[number]['vat_rate'], amount: string): VatAmounts[number] {
  return { vat_rate, amount };
}

function cash(amount: string, currency_code = 'EUR'): Payments[number] {
  return { payment_type: 'CASH', amount, currency_code };
}

function nonCash(amount: string, currency_code = 'EUR'): Payments[number] {
  return { payment_type: 'NON_CASH', amount, currency_code };
}

function item(quantity: string, name: string, price_per_unit: string): Schemas['OrderLineItem'] {
  return { quantity, text: name, price_per_unit };
}

/** `units` of 10^-decimals as the contract writes amounts. */
function fixed(units: number, decimals: number): string {
  return new Big(units).div(10 ** decimals).toFixed(decimals);
}

function text({ processData }: ProcessData): string {
  return Buffer.from(processData).toString('utf8');
}
