import type { Schemas } from '../../../src/contract/sign-de.js';
import { taximeterProcessData } from '../../../src/tse/process-data/taximeter.js';

const meter: Schemas['TwPowerData'] = {
  system: { meter_type: 'TAXIMETER', manufacturer: 'Ha"le', model: 'MCT_06' },
  counter_unit: {
    total_kilometers: '12345.678',
    total_kilometers_with_passengers: '2345.678',
    total_passenger_transfers: '321',
    total_surcharge_or_base_amount: '99.50',
    total_billed_amount: '54321.00',
  },
  generic_data: {
    constant: '1000',
    last_backup: 1_790_000_000,
    vehicle_id: '4711',
    local_time: 1_790_000_100,
    tariff_id: '0',
  },
};
const meterText = 'T^"Ha""le"^"MCT_06"^12345.678_2345.678_321_99.50_54321.00^1000_1790000000_4711_1790000100_0';

const trip = {
  meter_type: 'ODOMETER',
  vehicle_id: '4711',
  tariff_id: '2',
  trip_type: 'TARIFF',
  trip_data: {
    trip_start: 1_790_000_000,
    trip_end: 1_790_000_600,
    distance_traveled: '7.250',
    fare: '20.00',
    surcharge: '1.50',
    total_billed: '21.50',
  },
  amounts_per_vat_rate: [
    { vat_rate: 'REDUCED_1', amount: '20.00' },
    { vat_rate: 'NORMAL', amount: '0.10' },
    { vat_rate: 'REDUCED_1', amount: '1.40' },
  ],
} as const;

const cases: readonly (readonly [Schemas['DsfinvtwV1Response'], string, string])[] = [
  [{ power_up: meter }, 'Einschalten-V1', meterText],
  [{ power_off: meter }, 'Ausschalten-V1', meterText],
  [{ power_up: {} }, 'Einschalten-V1', ''],
  [{ power_off: {} }, 'Ausschalten-V1', ''],
  [{ driver_status: {} }, 'Fahrer-V1', ''],
  [{ driver_status: { type: 'LOGON', driver_id: 'Anna' } }, 'Fahrer-V1', 'Fahreranmeldung^Anna'],
  [{ driver_status: { type: 'LOGOFF', driver_id: 'Anna' } }, 'Fahrer-V1', 'Fahrerabmeldung^Anna'],
  [{ trip_receipt: {} }, 'Fahrtbeleg-V1', ''],
  [
    { trip_receipt: trip as unknown as Schemas['TwTripData'] }, // readonly lists
    'Fahrtbeleg-V1',
    'W^4711^2^Tariffahrt^1790000000_1790000600_7.250^20.00_1.50_21.50^0.10_21.40_0.00^',
  ],
  [
    {
      trip_receipt: {
        ...(trip as unknown as Schemas['TwTripData']), // readonly lists
        trip_type: 'OTHER',
        amounts_per_payment_type: {
          cash: [{ amount: '10.00', currency_code: 'eur' }, { amount: '5.00' }],
          non_cash: [{ amount: '6.50', currency_code: 'chf' }],
        },
      },
    },
    'Fahrtbeleg-V1',
    'W^4711^2^Sonstige^1790000000_1790000600_7.250^20.00_1.50_21.50^0.10_21.40_0.00^10.00:Bar_5.00:Bar_6.50:Unbar:CHF',
  ],
  [{ empty_trip: { kilometer_reading: '1.000' } }, 'Frei-V1', '1.000'],
  [{ break: { kilometer_reading: '1.001' } }, 'Pause-V1', '1.001'],
  [{ other: 'Wartung ü' }, 'SonstigerVorgangTW', 'Wartung ü'],
  [{ other: '' }, 'SonstigerVorgangTW', ''],
];

test.each(cases)('Taximeter data %j becomes %s with its fields in the order of DSFinV-TW', (data, type, text) => {
  const { processType, processData } = taximeterProcessData(data);
  expect([processType, Buffer.from(processData).toString()]).toEqual([type, text]);
});

test('Taximeter data without an event is refused', () => {
  expect(() => taximeterProcessData({})).toThrow('dsfinvtw_v1: must hold one of the taximeter events');
});
