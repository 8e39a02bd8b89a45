import type { Schemas } from '../../src/contract/sign-de.js';

/** A taximeter as it is switched on or off. */
export const meter: Schemas['TwPowerData'] = {
  system: { meter_type: 'TAXIMETER', manufacturer: 'Maker', model: 'M1' },
  counter_unit: {
    total_kilometers: '12345.678',
    total_kilometers_with_passengers: '2345.678',
    total_passenger_transfers: '321',
    total_surcharge_or_base_amount: '99.50',
    total_billed_amount: '54321.00',
  },
  generic_data: { constant: '1000', last_backup: 1, vehicle_id: '4711', local_time: 2, tariff_id: '0' },
};

/** A trip that has ended. */
export const trip: Schemas['TwTripData'] = {
  meter_type: 'TAXIMETER',
  vehicle_id: '4711',
  tariff_id: '0',
  trip_type: 'TARIFF',
  trip_data: {
    trip_start: 1,
    trip_end: 2,
    distance_traveled: '7.250',
    fare: '20.00',
    surcharge: '0.00',
    total_billed: '20.00',
  },
  amounts_per_vat_rate: [{ vat_rate: 'REDUCED_1', amount: '20.00' }],
};
