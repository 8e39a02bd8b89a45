import { Big } from 'big.js';
import type { Schemas } from '../../contract/sign-de.js';
import { ProcessDataError, wellFormed, type ProcessData } from './process-data.js';

/** DSFinV-TW's prefix of each kind of meter (TW_PRAEFIX, `sign-de-v2.md §9`). */
const prefixes: Readonly<Record<Schemas['TwMeterType'], string>> = { TAXIMETER: 'T', ODOMETER: 'W' };

/** The order of the sums of a trip; DSFinV-TW's ALLGM_BRUTTO, ERM_BRUTTO, NULL. */
const tripVatRates = ['NORMAL', 'REDUCED_1', 'NULL'] as const;

/**
 * The signed text of taximeter and odometer data (`sign-de-v2.md §9`). The process types are documented. The layout of
 * the text is not, so this layout is our own: the fields in the order of DSFinV-TW, with the separators of
 * `Kassenbeleg-V1`. So it must not be used to verify a signature of the real service. The sandbox signs it and returns
 * it as `raw`. An empty object, as at a start, gives no data.
 *
 * - `power_up`, `power_off`: `<T or W>^"<maker>"^"<model>"^`, then
 *   `<km>_<km with passengers>_<trips>_<surcharges>_<billed>^`, then
 *   `<constant>_<last backup>_<vehicle>_<local time>_<tariff>`
 * - `driver_status`: `<Fahreranmeldung or Fahrerabmeldung>^<driver>`
 * - `trip_receipt`: `<T or W>^<vehicle>^<tariff>^<Tariffahrt or Sonstige>^<start>_<end>_<km>^`, then
 *   `<fare>_<surcharge>_<total>^<normal>_<reduced>_<none>^<payments>`
 * - `empty_trip`, `break`: `<km>`
 * - `other`: the text itself
 *
 * Times are Unix seconds. Quotes within quotes are doubled. Payments of a trip are written as in a receipt, cash first.
 * @throws ProcessDataError when there is no member, or an unknown one
 */
export function taximeterProcessData(data: Schemas['DsfinvtwV1Response']): ProcessData {
  const { power_up, power_off, driver_status, trip_receipt, empty_trip, break: pause, other } = data;
  if (power_up) return of('Einschalten-V1', meterText(power_up));
  if (power_off) return of('Ausschalten-V1', meterText(power_off));
  if (driver_status) return of('Fahrer-V1', driverText(driver_status));
  if (trip_receipt) return of('Fahrtbeleg-V1', tripText(trip_receipt));
  if (empty_trip) return of('Frei-V1', empty_trip.kilometer_reading);
  if (pause) return of('Pause-V1', pause.kilometer_reading);
  if (other !== undefined) return of('SonstigerVorgangTW', other);
  throw new ProcessDataError('dsfinvtw_v1', 'must hold one of the taximeter events');
}

function of(processType: string, text: string): ProcessData {
  return { processType, processData: Buffer.from(wellFormed('dsfinvtw_v1', text)) };
}

function meterText(data: Schemas['TwPowerUp']): string {
  if (!('system' in data)) return '';
  const { system, counter_unit: counters, generic_data: generic } = data;
  return [
    prefixes[system.meter_type],
    quoted(system.manufacturer),
    quoted(system.model),
    [
      counters.total_kilometers,
      counters.total_kilometers_with_passengers,
      counters.total_passenger_transfers,
      counters.total_surcharge_or_base_amount,
      counters.total_billed_amount,
    ].join('_'),
    [generic.constant, generic.last_backup, generic.vehicle_id, generic.local_time, generic.tariff_id].join('_'),
  ].join('^');
}

function driverText(data: Schemas['TwDriverStatus']): string {
  if (!('type' in data)) return '';
  return `${data.type === 'LOGON' ? 'Fahreranmeldung' : 'Fahrerabmeldung'}^${data.driver_id}`;
}

function tripText(data: Schemas['TwTripReceipt']): string {
  if (!('trip_data' in data)) return '';
  const { trip_data: trip, amounts_per_vat_rate: amounts, amounts_per_payment_type: payments } = data;
  const sums = tripVatRates.map((rate) =>
    amounts
      .filter(({ vat_rate }) => vat_rate === rate)
      .reduce((sum, { amount }) => sum.plus(amount), new Big(0))
      .toFixed(2),
  );
  return [
    prefixes[data.meter_type],
    data.vehicle_id,
    data.tariff_id,
    data.trip_type === 'TARIFF' ? 'Tariffahrt' : 'Sonstige',
    [trip.trip_start, trip.trip_end, trip.distance_traveled].join('_'),
    [trip.fare, trip.surcharge, trip.total_billed].join('_'),
    sums.join('_'),
    [...paymentTexts(payments?.cash, 'Bar'), ...paymentTexts(payments?.non_cash, 'Unbar')].join('_'),
  ].join('^');
}

/** An amount as sent. The generated type has the default currency filled in. */
interface SentAmount {
  readonly amount: string;
  readonly currency_code?: string;
}

function paymentTexts(entries: readonly SentAmount[] = [], type: 'Bar' | 'Unbar'): readonly string[] {
  return entries.map(({ amount, currency_code = 'EUR' }) => {
    const currency = currency_code.toUpperCase();
    return currency === 'EUR' ? `${amount}:${type}` : `${amount}:${type}:${currency}`;
  });
}

/** Quotes a text. Only maker and model need it, because only they may hold a separator. */
function quoted(text: string): string {
  return `"${text.replaceAll('"', '""')}"`;
}
