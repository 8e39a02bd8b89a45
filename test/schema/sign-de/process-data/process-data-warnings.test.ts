import { existsSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import {
  fromProcessDataInput,
  type ProcessDataInput,
  processDataProblems,
} from '../../../../src/schema/sign-de/process-data/process-data.js';
import { processDataWarnings } from '../../../../src/schema/sign-de/process-data/process-data-warnings.js';
import { PaymentType, ReceiptType, VatRate } from '../../../../src/schema/sign-de/process-data/receipt.js';
import { MeterType, TripType } from '../../../../src/schema/sign-de/process-data/taximeter-trip.js';
import { processDataOf } from '../../../../src/tse/process-data/process-data.js';
import { parseQrPayload } from '../../../../src/tse/receipt/qr-code.js';
import { cpuOf } from '../../../support/growth.js';

const receipt = (
  sales: readonly string[],
  payments: readonly (readonly [PaymentType, string, string?])[],
  type = ReceiptType.RECEIPT,
): ProcessDataInput => ({
  receipt: {
    type,
    amountsPerVatRate: sales.map((amount) => ({ vatRate: VatRate.NORMAL, amount })),
    amountsPerPaymentType: payments.map(([paymentType, amount, currencyCode = 'EUR']) => ({
      paymentType,
      amount,
      currencyCode,
    })),
  },
});
const { CASH, NON_CASH } = PaymentType;
const order = (quantity: string, pricePerUnit: string): ProcessDataInput => ({
  order: { lines: [{ quantity, text: 'Tee', pricePerUnit }] },
});
const raw = (processType: string, text: string): ProcessDataInput => ({
  raw: { processType, processData: Buffer.from(text).toString('base64') },
});
const trip = (fare: string, totalBilled: string, vat: string, cash?: string): ProcessDataInput => ({
  taximeter: {
    tripReceipt: {
      trip: {
        meterType: MeterType.TAXIMETER,
        vehicleId: '1',
        tariffId: '0',
        type: TripType.TARIFF,
        startedAt: new Date(0),
        endedAt: new Date(0),
        distanceKilometers: '1.000',
        fare,
        surcharge: '1.00',
        totalBilled,
        amountsPerVatRate: [{ vatRate: VatRate.NORMAL, amount: vat }],
        ...(cash !== undefined && {
          amountsPerPaymentType: [{ paymentType: CASH, amount: cash, currencyCode: 'EUR' }],
        }),
      },
    },
  },
});
const oddBytes: ProcessDataInput = { raw: { processType: 'Kassenbeleg-V1', processData: '/w==' } };

test.each<[string, ProcessDataInput | null, readonly string[]]>([
  ['nothing at all', null, []],
  ['an ordinary receipt', receipt(['7.00', '3.00'], [[CASH, '10.00']]), []],
  ['a receipt of nothing', receipt([], []), []],
  ['sums that differ', receipt(['7.00'], [[CASH, '8.00']]), ['PAYMENTS_DIFFER_FROM_VAT_AMOUNTS']],
  ['sums that differ through a foreign currency', receipt(['7.00'], [[CASH, '8.00', 'chf']]), []],
  [
    'a payment of nothing',
    receipt(
      ['7.00'],
      [
        [CASH, '7.00'],
        [NON_CASH, '0.00'],
      ],
    ),
    ['ZERO_PAYMENT'],
  ],
  [
    'two payments in cash',
    receipt(
      ['7.00'],
      [
        [CASH, '3.00'],
        [CASH, '4.00', 'eur'],
      ],
    ),
    ['PAYMENTS_NOT_ADDED_UP'],
  ],
  [
    'sums that differ only in what is cut',
    {
      receipt: {
        type: ReceiptType.RECEIPT,
        amountsPerVatRate: [
          { vatRate: VatRate.NORMAL, amount: '0.005' },
          { vatRate: VatRate.REDUCED_1, amount: '0.005' },
        ],
        amountsPerPaymentType: [{ paymentType: CASH, amount: '0.01', currencyCode: 'EUR' }],
      },
    },
    ['DECIMALS_CUT', 'DECIMALS_CUT', 'PAYMENTS_DIFFER_FROM_VAT_AMOUNTS'],
  ],
  ['sums that are equal once they are cut', receipt(['5.00'], [[CASH, '5.009']]), ['DECIMALS_CUT']],
  ['a payment of which nothing is left', receipt([], [[CASH, '-0.009']]), ['DECIMALS_CUT', 'ZERO_PAYMENT']],
  [
    'payments in the order of the annex',
    receipt(
      ['84.30'],
      [
        [CASH, '10.00'],
        [CASH, '5.00', 'chf'],
        [CASH, '5.00', 'USD'],
        [NON_CASH, '64.30'],
        [NON_CASH, '1.00', 'AUD'],
      ],
    ),
    [],
  ],
  [
    'payments with cash at the end',
    receipt(
      ['3.00'],
      [
        [NON_CASH, '1.00'],
        [CASH, '2.00'],
      ],
    ),
    ['PAYMENTS_OUT_OF_ORDER'],
  ],
  [
    'payments with EUR at the end',
    receipt(
      ['3.00'],
      [
        [CASH, '1.00', 'CHF'],
        [CASH, '2.00'],
      ],
    ),
    ['PAYMENTS_OUT_OF_ORDER'],
  ],
  [
    'currencies out of order',
    receipt(
      ['3.00'],
      [
        [NON_CASH, '1.00', 'USD'],
        [NON_CASH, '2.00', 'CHF'],
      ],
    ),
    ['PAYMENTS_OUT_OF_ORDER'],
  ],
  [
    'a raw receipt with cash at the end',
    raw('Kassenbeleg-V1', 'Beleg^3.00_0.00_0.00_0.00_0.00^1.00:Unbar_2.00:Bar'),
    ['PAYMENTS_OUT_OF_ORDER'],
  ],
  ['a raw annulation', raw('Kassenbeleg-V1', 'AVBelegstorno^0.00_0.00_0.00_0.00_0.00^'), ['ANNULATION_WITH_TSS']],
  ['a raw receipt of no kind', raw('Kassenbeleg-V1', 'AVBeleg^0.00_0.00_0.00_0.00_0.00^'), ['MALFORMED_PROCESS_DATA']],
  [
    'a raw receipt without its last part',
    raw('Kassenbeleg-V1', 'Beleg^0.00_0.00_0.00_0.00_0.00'),
    ['MALFORMED_PROCESS_DATA'],
  ],
  [
    'a raw receipt with a part more',
    raw('Kassenbeleg-V1', 'Beleg^0.00_0.00_0.00_0.00_0.00^^'),
    ['MALFORMED_PROCESS_DATA'],
  ],
  [
    'a raw payment of no kind',
    raw('Kassenbeleg-V1', 'Beleg^1.00_0.00_0.00_0.00_0.00^1.00:Karte'),
    ['MALFORMED_PROCESS_DATA'],
  ],
  ['an annulation', receipt([], [], ReceiptType.ANNULATION), ['ANNULATION_WITH_TSS']],
  ['decimals that vanish in a sum', receipt(['1.005', '1.005'], [[CASH, '2.01']]), []],
  ['decimals that are cut', receipt(['1.005'], [[CASH, '1.005']]), ['DECIMALS_CUT', 'DECIMALS_CUT']],
  ['zeros that are cut', receipt(['1.00000'], [[CASH, '1.000']]), []],
  ['an ordinary order', order('1.125', '3.99'), []],
  ['an order of many decimals', order('0.12345', '3.999'), ['DECIMALS_CUT', 'DECIMALS_CUT']],
  ['an object of any kind', { other: { a: 1 } }, []],
  ['a raw receipt', raw('Kassenbeleg-V1', 'Beleg^21.42_0.00_0.00_0.00_0.00^21.42:Unbar'), []],
  ['a raw receipt of nothing', raw('Kassenbeleg-V1', 'AVBelegabbruch^0.00_0.00_0.00_0.00_0.00^'), []],
  [
    'a raw receipt in two currencies',
    raw('Kassenbeleg-V1', 'Beleg^9.00_0.00_0.00_0.00_0.00^5.00:Bar_4.00:Bar:CHF'),
    [],
  ],
  ['a raw zero payment', raw('Kassenbeleg-V1', 'Beleg^1.00_0.00_0.00_0.00_0.00^1.00:Bar_0.00:Unbar'), ['ZERO_PAYMENT']],
  [
    'raw sums that differ',
    raw('Kassenbeleg-V1', 'Beleg^1.00_0.00_0.00_0.00_0.00^'),
    ['PAYMENTS_DIFFER_FROM_VAT_AMOUNTS'],
  ],
  [
    'raw receipts with a comma',
    raw('Kassenbeleg-V1', 'Beleg^1,00_0.00_0.00_0.00_0.00^1,00:Bar'),
    ['MALFORMED_PROCESS_DATA'],
  ],
  ['raw receipts of four slots', raw('Kassenbeleg-V1', 'Beleg^0.00_0.00_0.00_0.00^'), ['MALFORMED_PROCESS_DATA']],
  ['raw receipts that are no text', oddBytes, ['MALFORMED_PROCESS_DATA']],
  ['raw data without any', raw('Kassenbeleg-V1', ''), []],
  ['a raw order', raw('Bestellung-V1', '2;"Eis ""Himbeere""";3.99\r-1;"Tee";2.00'), []],
  ['a raw order parted by line feeds', raw('Bestellung-V1', '1;"Tee";2.00\n1;"Tee";2.00'), ['MALFORMED_PROCESS_DATA']],
  ['a raw case', raw('SonstigerVorgang', 'anything'), []],
  ['a type that is a little off', raw('SonstigerVorgang-V1', 'anything'), ['UNKNOWN_PROCESS_TYPE']],
  ['a type of nobody', raw('Lottery', 'anything'), ['UNKNOWN_PROCESS_TYPE']],
  ['a trip that adds up', trip('9.00', '10.00', '10.00', '10.00'), []],
  ['a trip whose fare does not add up', trip('8.00', '10.00', '10.00'), ['TRIP_AMOUNTS_DIFFER']],
  ['a trip whose VAT does not add up', trip('9.00', '10.00', '9.00'), ['TRIP_AMOUNTS_DIFFER']],
  ['a trip that is paid in part', trip('9.00', '10.00', '10.00', '5.00'), ['PAYMENTS_DIFFER_FROM_VAT_AMOUNTS']],
])('of %s it is said whether it is odd', (_title, input, codes) => {
  expect(processDataWarnings(input, []).map(({ code }) => code)).toEqual(codes);
});

const { RECEIPT, ANNULATION, ORDER, INVOICE, TRANSFER, BENEFIT_IN_KIND, ABORT, CANCELLATION, TRAINING, OTHER } =
  ReceiptType;
const DIFFER = 'PAYMENTS_DIFFER_FROM_VAT_AMOUNTS';
const UNEXPECTED = 'PAYMENTS_NOT_EXPECTED';

describe('Payments by kind of receipt, typed and raw', () => {
  test.each<[ReceiptType, unpaid: readonly string[], paid: readonly string[], paidInPart: readonly string[]]>([
    [RECEIPT, [DIFFER], [], [DIFFER]],
    [ORDER, [], [UNEXPECTED], [UNEXPECTED]],
    [INVOICE, [], [UNEXPECTED], [UNEXPECTED]],
    [TRANSFER, [], [UNEXPECTED], [UNEXPECTED]],
    [BENEFIT_IN_KIND, [], [UNEXPECTED], [UNEXPECTED]],
    [ABORT, [], [UNEXPECTED], [UNEXPECTED]],
    [CANCELLATION, [], [UNEXPECTED], [UNEXPECTED]],
    [TRAINING, [], [], []],
    [OTHER, [], [], []],
    [ANNULATION, ['ANNULATION_WITH_TSS', DIFFER], ['ANNULATION_WITH_TSS'], ['ANNULATION_WITH_TSS', DIFFER]],
  ])('%s: unpaid, paid and paid in part', (type, unpaid, paid, paidInPart) => {
    for (const [payments, codes] of [
      [[], unpaid],
      [[[CASH, '10.00']], paid],
      [[[CASH, '4.00']], paidInPart],
    ] as const) {
      const input = receipt(['10.00'], payments, type);
      expect(codesOf(input)).toEqual(codes);
      expect(codesOf(asRaw(input))).toEqual(codes);
    }
  });

  test('a foreign currency has no rate, so no sum is compared', () => {
    const payments = [
      [CASH, '4.00'],
      [CASH, '6.00', 'CHF'],
    ] as const;
    expect(codesOf(receipt(['10.00'], payments))).toEqual([]);
  });
});

test('Ready-made data of a receipt is warned of just as the receipt itself, but for decimals that are gone', () => {
  const amount = fc
    .record({ value: fc.integer({ min: -3_000, max: 3_000 }), places: fc.constantFrom(2, 3, 5) })
    .map(({ value, places }) => (value / 1_000).toFixed(places));
  const rate = fc.constantFrom(VatRate.NORMAL, VatRate.REDUCED_1, VatRate.SPECIAL_RATE_1, VatRate.NULL);
  const receipts = fc.record({
    type: fc.constantFrom(...Object.values(ReceiptType).filter((type) => type !== ReceiptType.UNKNOWN)),
    amountsPerVatRate: fc.array(fc.record({ vatRate: rate, amount }), { maxLength: 4 }),
    amountsPerPaymentType: fc.array(
      fc.record({
        paymentType: fc.constantFrom(CASH, NON_CASH),
        amount,
        currencyCode: fc.constantFrom('EUR', 'eur', 'CHF', 'usd'),
      }),
      { maxLength: 4 },
    ),
  });
  fc.assert(
    fc.property(receipts, (input) => {
      expect(processDataProblems({ receipt: input }, [], true)).toEqual([]);
      const typed = processDataWarnings({ receipt: input }, []).filter(({ code }) => code !== 'DECIMALS_CUT');
      const ready = processDataWarnings(asRaw({ receipt: input }), []);
      expect(ready.map(({ code }) => code)).toEqual(typed.map(({ code }) => code));
      const messages = (warnings: readonly { code: string; message: string }[]) =>
        warnings.filter(({ code }) => code !== 'ZERO_PAYMENT').map(({ message }) => message);
      expect(messages(ready)).toEqual(messages(typed));
    }),
    { numRuns: 1_000 },
  );
});

describe('ready-made data of any size', () => {
  const kassenbeleg = (payments: string) => raw('Kassenbeleg-V1', `Beleg^0.00_0.00_0.00_0.00_0.00^${payments}`);

  test('of each code the first hundred are told, so that no other is lost', () => {
    const codes = codesOf(kassenbeleg(Array(5_000).fill('0.00:Bar').join('_') + '_1.00:Bar'));
    expect(codes.filter((code) => code === 'ZERO_PAYMENT')).toHaveLength(100);
    expect(codes).toContain('PAYMENTS_NOT_ADDED_UP');
    expect(codes).toContain('PAYMENTS_DIFFER_FROM_VAT_AMOUNTS');
    expect(codes).toHaveLength(102);
  });

  test('messages are short, whatever the data holds', () => {
    const letters = Array.from('ABCDEFGHIJKLMNOPQRSTUVWXYZ');
    const codes = letters.flatMap((one) => letters.map((other) => `${one}${other}X`)).reverse();
    const inputs = [
      kassenbeleg(`${'1'.repeat(10_000)}.00:Bar`),
      kassenbeleg(`${'0'.repeat(10_000)}.00:Bar`),
      kassenbeleg(codes.map((code) => `1.00:Bar:${code}`).join('_')),
    ];
    for (const input of inputs) {
      const warnings = processDataWarnings(input, []);
      expect(warnings.length).toBeGreaterThan(0);
      for (const { message } of warnings) expect(message.length).toBeLessThan(400);
    }
  });

  test.each<[string, (size: number) => ProcessDataInput]>([
    [
      'a long amount before many short ones',
      (size) =>
        kassenbeleg(
          `${'1'.repeat(size / 2)}.00:Bar_${Array(size / 20)
            .fill('1.00:Bar')
            .join('_')}`,
        ),
    ],
    [
      'many payments of nothing',
      (size) =>
        kassenbeleg(
          Array(size / 10)
            .fill('0.00:Bar')
            .join('_'),
        ),
    ],
    [
      'many payments out of order',
      (size) =>
        kassenbeleg(
          Array(size / 20)
            .fill('1.00:Unbar_1.00:Bar')
            .join('_'),
        ),
    ],
  ])('takes time in proportion to it: %s', async (_title, make) => {
    const input = make(200_000);
    const cpu = await cpuOf(() => Promise.resolve(processDataWarnings(input, [])));
    expect(cpu).toBeLessThan(1_000); // adding as they come takes minutes
  });
});

const realPayloads = new URL('../../../../../shared/real/receipt-qr-payloads.txt', import.meta.url);
const real = existsSync(realPayloads)
  ? readFileSync(realPayloads, 'utf8')
      .split('\n')
      .filter((line) => line.startsWith('V0;'))
      .map(parseQrPayload)
  : [];
(real.length > 0 ? test : test.skip)(
  'Receipts of real tills are warned of only where one spells its type its own way',
  () => {
    for (const { processType, processData } of real) {
      const codes = processType === 'KassenBeleg-V1' ? ['UNKNOWN_PROCESS_TYPE'] : [];
      expect(codesOf(raw(processType, processData))).toEqual(codes);
      expect(codesOf(raw('Kassenbeleg-V1', processData))).toEqual([]);
    }
  },
);

function codesOf(input: ProcessDataInput): readonly string[] {
  return processDataWarnings(input, []).map(({ code }) => code);
}

/** The very bytes that typed data is signed as, given as ready-made data. */
function asRaw(input: ProcessDataInput): ProcessDataInput {
  const { processType, processData } = processDataOf(fromProcessDataInput(input));
  return { raw: { processType, processData: Buffer.from(processData).toString('base64') } };
}
