import { unknownProblems } from '../../common/known.js';
import { currencyProblems, VatRate } from './receipt.js';
import type {
  TaximeterDriverStatusInput,
  TaximeterInput,
  TaximeterPowerInput,
  TaximeterTripReceiptInput,
} from './taximeter-input.js';
import { textProblems } from '../../common/input/text-input.js';
import type { Problem } from '../../common/user-error.js';

/**
 * Finds the mistakes because of which an event cannot be signed (`sign-de-v2.md §9`).
 * @param isEnd whether it ends its transaction; then it must hold data
 */
export function taximeterProblems(input: TaximeterInput, field: readonly string[], isEnd: boolean): readonly Problem[] {
  if (input.powerUp) return powerProblems(input.powerUp, [...field, 'powerUp'], isEnd);
  if (input.powerOff) return powerProblems(input.powerOff, [...field, 'powerOff'], isEnd);
  if (input.driverStatus) return driverProblems(input.driverStatus, [...field, 'driverStatus'], isEnd);
  if (input.tripReceipt) return tripProblems(input.tripReceipt, [...field, 'tripReceipt'], isEnd);
  for (const kind of ['emptyTrip', 'break'] as const) {
    const reading = input[kind]?.kilometerReading;
    if (reading !== undefined) return kilometerProblems(reading, [...field, kind, 'kilometerReading']);
  }
  return textProblems(input.other ?? '', [...field, 'other'], 512);
}

function powerProblems(
  { snapshot }: TaximeterPowerInput,
  field: readonly string[],
  isEnd: boolean,
): readonly Problem[] {
  const path = [...field, 'snapshot'];
  if (!snapshot) return isEnd ? [missing(path)] : [];
  return [
    ...unknownProblems(snapshot.meterType, [...path, 'meterType']),
    ...textProblems(snapshot.manufacturer, [...path, 'manufacturer'], 50),
    ...textProblems(snapshot.model, [...path, 'model'], 50),
    ...kilometerProblems(snapshot.totalKilometers, [...path, 'totalKilometers']),
    ...kilometerProblems(snapshot.totalKilometersWithPassengers, [...path, 'totalKilometersWithPassengers']),
    ...amountProblems(snapshot.totalSurchargeOrBaseAmount, [...path, 'totalSurchargeOrBaseAmount']),
    ...amountProblems(snapshot.totalBilledAmount, [...path, 'totalBilledAmount']),
    ...(snapshot.constant.length > 10 ? [{ field: [...path, 'constant'], message: 'At most 10 digits.' }] : []),
    ...idProblems(snapshot.vehicleId, [...path, 'vehicleId'], 20),
    ...idProblems(snapshot.tariffId, [...path, 'tariffId'], 50),
  ];
}

function driverProblems(
  { status, driverId }: TaximeterDriverStatusInput,
  field: readonly string[],
  isEnd: boolean,
): readonly Problem[] {
  const hasDriver = typeof driverId === 'string';
  if (!status && !hasDriver && !isEnd) return [];
  return [
    ...(status ? unknownProblems(status, [...field, 'status']) : [missing([...field, 'status'])]),
    ...(hasDriver ? idProblems(driverId, [...field, 'driverId'], 40) : [missing([...field, 'driverId'])]),
  ];
}

function tripProblems(
  { trip }: TaximeterTripReceiptInput,
  field: readonly string[],
  isEnd: boolean,
): readonly Problem[] {
  const path = [...field, 'trip'];
  if (!trip) return isEnd ? [missing(path)] : [];
  const amounts = trip.amountsPerVatRate.flatMap(({ vatRate, amount }, index) => {
    const row = [...path, 'amountsPerVatRate', String(index)];
    const isOfTrips = vatRate === VatRate.NORMAL || vatRate === VatRate.REDUCED_1 || vatRate === VatRate.NULL;
    const message = 'A trip knows the rates NORMAL, REDUCED_1 and NULL only.';
    return [
      ...(isOfTrips ? [] : [{ field: [...row, 'vatRate'], message }]),
      ...amountProblems(amount, [...row, 'amount']),
    ];
  });
  const payments = (trip.amountsPerPaymentType ?? []).flatMap(({ paymentType, amount, currencyCode }, index) => {
    const row = [...path, 'amountsPerPaymentType', String(index)];
    return [
      ...unknownProblems(paymentType, [...row, 'paymentType']),
      ...amountProblems(amount, [...row, 'amount']),
      ...currencyProblems(currencyCode, [...row, 'currencyCode']),
    ];
  });
  return [
    ...unknownProblems(trip.meterType, [...path, 'meterType']),
    ...idProblems(trip.vehicleId, [...path, 'vehicleId'], 20),
    ...idProblems(trip.tariffId, [...path, 'tariffId'], 50),
    ...unknownProblems(trip.type, [...path, 'type']),
    ...kilometerProblems(trip.distanceKilometers, [...path, 'distanceKilometers']),
    ...amountProblems(trip.fare, [...path, 'fare']),
    ...amountProblems(trip.surcharge, [...path, 'surcharge']),
    ...amountProblems(trip.totalBilled, [...path, 'totalBilled']),
    ...amounts,
    ...payments,
  ];
}

function missing(field: readonly string[]): Problem {
  return { field, message: 'Only the start of a transaction goes without this; here it is needed.' };
}

function kilometerProblems(value: string, field: readonly string[]): readonly Problem[] {
  if (/^\d{1,16}\.\d{3}$/.test(value)) return [];
  return [{ field, message: `Kilometres have exactly 3 decimals and no sign, like "12345.678", but got "${value}".` }];
}

function amountProblems(value: string, field: readonly string[]): readonly Problem[] {
  if (/^-?\d{1,16}\.\d{2}$/.test(value)) return [];
  return [{ field, message: `Must have exactly 2 decimals, like "21.40", but got "${value}".` }];
}

/** Checks an id. The signed text has ids between separators, so they must not contain one. */
function idProblems(value: string, field: readonly string[], maximum: number): readonly Problem[] {
  if (value === '' || /[_/^]/.test(value)) {
    return [{ field, message: 'Must not be empty and must not hold any of _ / ^' }];
  }
  return textProblems(value, field, maximum);
}
