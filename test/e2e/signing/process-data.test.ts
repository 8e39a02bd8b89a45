import { randomUUID } from 'node:crypto';
import type { ProcessDataInput, TaximeterInput } from '../../../sdk/index.js';
import { demo } from '../../../src/sandbox/index.js';
import { startTestGateway, type TestGateway } from '../support/start.js';

let gateway: TestGateway;
beforeAll(async () => {
  gateway = await startTestGateway();
});
afterAll(() => gateway.close());

const at = () => ({ tssUuid: demo.tssId, clientUuid: demo.clientId, transactionUuid: randomUUID() });

const snapshot = {
  meterType: 'TAXIMETER',
  manufacturer: 'Hale "electronic"',
  model: 'MCT-06 Überlänge',
  totalKilometers: '12345.678',
  totalKilometersWithPassengers: '2345.678',
  totalPassengerTransfers: '12345678901234567890',
  totalSurchargeOrBaseAmount: '-1.50',
  totalBilledAmount: '98765.40',
  constant: '1000',
  lastBackupAt: '2026-01-01T00:00:00.000Z',
  vehicleId: '4711',
  localTime: '2026-01-02T12:00:00.000Z',
  tariffId: 'A 1',
} as const;
const trip = {
  meterType: 'ODOMETER',
  vehicleId: '4711',
  tariffId: '0',
  type: 'TARIFF',
  startedAt: '2026-01-02T12:00:00.000Z',
  endedAt: '2026-01-02T12:20:00.000Z',
  distanceKilometers: '7.500',
  fare: '18.00',
  surcharge: '2.00',
  totalBilled: '20.00',
  amountsPerVatRate: [{ vatRate: 'REDUCED_1', amount: '20.00' }],
  amountsPerPaymentType: [{ paymentType: 'CASH', amount: '20.00', currencyCode: 'EUR' }],
} as const;

/** Each kind of process data: as it is signed, and the type and fields it comes back with. */
const kinds: [string, ProcessDataInput, object, string][] = [
  [
    'a receipt',
    {
      receipt: {
        amountsPerVatRate: [{ vatRate: 'NORMAL', amount: '21.42' }],
        amountsPerPaymentType: [{ paymentType: 'CASH', amount: '21.42' }],
      },
    },
    { __typename: 'Receipt', type: 'RECEIPT' },
    'Kassenbeleg-V1',
  ],
  [
    'a receipt of nothing',
    { receipt: { amountsPerVatRate: [] } },
    { __typename: 'Receipt', amountsPerVatRate: [] },
    'Kassenbeleg-V1',
  ],
  [
    'an order',
    { order: { lines: [{ quantity: '2', text: 'Eisbecher "Himbeere"', pricePerUnit: '3.99' }] } },
    { __typename: 'Order', lines: [{ quantity: '2', text: 'Eisbecher "Himbeere"' }] },
    'Bestellung-V1',
  ],
  ['an order of nothing', { order: { lines: [] } }, { __typename: 'Order', lines: [] }, 'Bestellung-V1'],
  [
    'another case',
    { other: { drawer: 'opened', by: ['Ä', 1, null] } },
    { __typename: 'OtherProcessData', content: { drawer: 'opened', by: ['Ä', 1, null] } },
    'SonstigerVorgang',
  ],
  [
    'raw data',
    { raw: { processType: 'SonstigerVorgang', processData: 'aGk=' } },
    { __typename: 'RawProcessData', text: 'hi' },
    'SonstigerVorgang',
  ],
  [
    'raw data without any',
    { raw: { processType: 'Bestellung-V1', processData: '' } },
    { __typename: 'RawProcessData', text: '' },
    'Bestellung-V1',
  ],
  [
    'a meter switched on',
    { taximeter: { powerUp: { snapshot } } },
    { __typename: 'TaximeterPowerUp', snapshot },
    'Einschalten-V1',
  ],
  [
    'a meter switched off',
    { taximeter: { powerOff: { snapshot } } },
    { __typename: 'TaximeterPowerOff', snapshot },
    'Ausschalten-V1',
  ],
  [
    'a driver who logs on',
    { taximeter: { driverStatus: { status: 'LOGON', driverId: 'D-7' } } },
    { __typename: 'TaximeterDriverStatus', status: 'LOGON', driverId: 'D-7' },
    'Fahrer-V1',
  ],
  ['a trip', { taximeter: { tripReceipt: { trip } } }, { __typename: 'TaximeterTripReceipt', trip }, 'Fahrtbeleg-V1'],
  [
    'an empty trip',
    { taximeter: { emptyTrip: { kilometerReading: '1.000' } } },
    { __typename: 'TaximeterEmptyTrip', kilometerReading: '1.000' },
    'Frei-V1',
  ],
  [
    'a break',
    { taximeter: { break: { kilometerReading: '2.000' } } },
    { __typename: 'TaximeterBreak', kilometerReading: '2.000' },
    'Pause-V1',
  ],
  [
    "a meter's other event",
    { taximeter: { other: 'Tarif gewechselt' } },
    { __typename: 'TaximeterOther', freeText: 'Tarif gewechselt' },
    'SonstigerVorgangTW',
  ],
];

const sign = async (input: ProcessDataInput, target: ReturnType<typeof at>) => {
  const { client } = gateway;
  if (input.receipt) return (await client.SignReceipt({ input: { ...target, receipt: input.receipt } })).signReceipt;
  if (input.order) return (await client.SignOrder({ input: { ...target, order: input.order } })).signOrder;
  if (input.other) return (await client.SignOther({ input: { ...target, other: input.other } })).signOther;
  if (input.raw) return (await client.SignRaw({ input: { ...target, raw: input.raw } })).signRaw;
  return (await client.SignTaximeter({ input: { ...target, taximeter: input.taximeter } })).signTaximeter;
};

test.each(kinds)(
  '%s is signed whole, once, as the preview shows it, and reads back typed',
  async (_, input, typed, type) => {
    const { processDataPreview: preview } = await gateway.client.ProcessDataPreview({ input });
    expect(preview).toMatchObject({ processType: type, userErrors: [] });

    const target = at();
    const first = await sign(input, target);
    const again = await sign(input, target);

    expect(first).toMatchObject({ outcome: 'SIGNED', revision: 2, conflict: null, userErrors: [] });
    expect(first.receiptNote.print).toBeNull();
    expect(again.transaction!.signature).toEqual(first.transaction!.signature);
    const { transaction } = await gateway.client.Transaction({ tssUuid: target.tssUuid, uuid: target.transactionUuid });
    expect(transaction).toMatchObject({
      state: 'FINISHED',
      nextMoves: [],
      verification: { valid: true },
      processData: typed,
    });
    expect(transaction!.raw).toEqual({
      processType: preview!.processType,
      processData: preview!.processData,
      text: preview!.text,
    });
  },
);

test('a start without process data has none', async () => {
  const { startTransaction } = await gateway.client.StartTransaction({ input: at() });
  const { transaction } = await gateway.client.Transaction({
    tssUuid: demo.tssId,
    uuid: startTransaction.transaction!.uuid,
  });
  expect(transaction).toMatchObject({ processData: null, raw: null, nextMoves: ['UPDATE', 'FINISH', 'CANCEL'] });
});

test('a meter that starts without data and finishes with it passes through both steps', async () => {
  const input = at();
  const start = await gateway.client.StartTransaction({
    input: { ...input, processData: { taximeter: { powerUp: {} } } },
  });
  expect(start.startTransaction).toMatchObject({ outcome: 'SIGNED', transaction: { nextMoves: ['FINISH'] } });
  const { finishTransaction } = await gateway.client.FinishTransaction({
    input: { ...input, processData: { taximeter: { powerUp: { snapshot } } } },
  });
  expect(finishTransaction).toMatchObject({ outcome: 'SIGNED', userErrors: [] });
});

const wrong: [string, ProcessDataInput, string][] = [
  [
    'an unknown VAT rate',
    { receipt: { amountsPerVatRate: [{ vatRate: 'UNKNOWN', amount: '1.00' }] } },
    'receipt.amountsPerVatRate.0.vatRate',
  ],
  [
    'half a character',
    { order: { lines: [{ quantity: '1', text: 'a\ud800', pricePerUnit: '1.00' }] } },
    'order.lines.0.text',
  ],
  [
    'a text that is too long',
    { order: { lines: [{ quantity: '1', text: '😀'.repeat(256), pricePerUnit: '1.00' }] } },
    'order.lines.0.text',
  ],
  ['an umlaut in a process type', { raw: { processType: 'Beleg-Ü', processData: '' } }, 'raw.processType'],
  [
    'kilometres of two decimals',
    { taximeter: { emptyTrip: { kilometerReading: '1.00' } } },
    'taximeter.emptyTrip.kilometerReading',
  ],
  [
    'a separator in the vehicle',
    { taximeter: { powerUp: { snapshot: { ...snapshot, vehicleId: 'a_b' } } } },
    'taximeter.powerUp.snapshot.vehicleId',
  ],
  [
    'too many digits of the constant',
    { taximeter: { powerUp: { snapshot: { ...snapshot, constant: '12345678901' } } } },
    'taximeter.powerUp.snapshot.constant',
  ],
  [
    'a fare of three decimals',
    { taximeter: { tripReceipt: { trip: { ...trip, fare: '1.234' } } } },
    'taximeter.tripReceipt.trip.fare',
  ],
  [
    'a rate that trips do not know',
    {
      taximeter: {
        tripReceipt: { trip: { ...trip, amountsPerVatRate: [{ vatRate: 'SPECIAL_RATE_1', amount: '1.00' }] } },
      },
    },
    'taximeter.tripReceipt.trip.amountsPerVatRate.0.vatRate',
  ],
  ['a driver without a status', { taximeter: { driverStatus: { driverId: 'D' } } }, 'taximeter.driverStatus.status'],
  [
    'a driver without a name',
    { taximeter: { driverStatus: { status: 'LOGON', driverId: '' } } },
    'taximeter.driverStatus.driverId',
  ],
  ['an event of 513 characters', { taximeter: { other: 'x'.repeat(513) } }, 'taximeter.other'],
  ['a number that JSON cannot keep', { other: { n: 2 ** 60 } }, 'other.n'],
];

test.each(wrong)(
  '%s is refused with its place before any call, and the preview says the same',
  async (_, processData, field) => {
    const { data, extensions } = await gateway.post(
      `mutation ($input: FinishTransactionInput!) { finishTransaction(input: $input) { outcome transaction { uuid } userErrors { code field } } }`,
      { input: { ...at(), processData } },
    );
    expect(data!.finishTransaction).toEqual({
      outcome: 'NOT_SIGNED',
      transaction: null,
      userErrors: [{ code: 'INVALID_INPUT', field: ['processData', ...field.split('.')] }],
    });
    expect(extensions!.upstream.calls).toBe(0);
    const { processDataPreview } = await gateway.client.ProcessDataPreview({ input: processData });
    expect(processDataPreview).toMatchObject({ processType: null, userErrors: [{ field: field.split('.') }] });
  },
);

test.each<[string, TaximeterInput, string]>([
  ['a meter', { powerUp: {} }, 'powerUp.snapshot'],
  ['a driver', { driverStatus: {} }, 'driverStatus.status'],
  ['a trip', { tripReceipt: {} }, 'tripReceipt.trip'],
])('%s without data may start but not finish', async (_, taximeter, field) => {
  const { signTaximeter } = await gateway.client.SignTaximeter({ input: { ...at(), taximeter } });
  expect(signTaximeter).toMatchObject({ outcome: 'NOT_SIGNED', transaction: null });
  expect(signTaximeter.userErrors[0]).toMatchObject({
    code: 'INVALID_INPUT',
    field: ['taximeter', ...field.split('.')],
  });
});

test('a preview calls nobody, says what is not exact, and warns of what is odd', async () => {
  const query = `query ($input: ProcessDataInput!) { processDataPreview(input: $input) { text isExact warnings { code message field } } }`;
  const raw = { processType: 'SonstigerVorgang-V1', processData: '' };
  const { data, extensions } = await gateway.post(query, { input: { raw } });
  expect(data!.processDataPreview).toEqual({
    text: '',
    isExact: true,
    warnings: [
      {
        code: 'UNKNOWN_PROCESS_TYPE',
        message: expect.stringContaining('SonstigerVorgang is meant'),
        field: ['raw', 'processType'],
      },
    ],
  });
  expect(extensions!.upstream.calls).toBe(0);
  const other = await gateway.post(query, { input: { other: {} } });
  expect(other.data!.processDataPreview).toMatchObject({ text: '{}', isExact: false });
});
