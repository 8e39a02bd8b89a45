import type { ProcessDataInput } from '../../src/schema/process-data.js';
import { processDataWarnings } from '../../src/schema/process-data-warnings.js';
import { PaymentType, ReceiptType, VatRate } from '../../src/schema/receipt.js';
import { MeterType, TripType } from '../../src/schema/taximeter.js';

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
