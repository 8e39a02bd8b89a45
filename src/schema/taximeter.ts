import { Field, ObjectType, registerEnumType } from 'type-graphql';
import type { Schemas } from '../contract.js';
import { known } from './known.js';
import { PaymentAmount, PaymentType, VatAmount, VatRate } from './receipt.js';
import { BigInt, DateTime, Decimal } from './scalars.js';
import { toDate } from './time.js';

/** Kind of a meter (`sign-de-v2.md §9`). */
export enum MeterType {
  TAXIMETER = 'TAXIMETER',
  ODOMETER = 'ODOMETER',
  UNKNOWN = 'UNKNOWN',
}
registerEnumType(MeterType, {
  name: 'MeterType',
  description: 'Kind of a meter (DSFinV-TW TW_PRAEFIX).',
  valuesConfig: {
    TAXIMETER: { description: 'Of a taxi (`T`).' },
    ODOMETER: { description: 'Of a rental car with driver (Wegstreckenzähler, `W`).' },
    UNKNOWN: { description: 'A kind that this version of the gateway does not know yet. Not for inputs.' },
  },
});

/** Whether a driver begins or ends work. */
export enum DriverStatus {
  LOGON = 'LOGON',
  LOGOFF = 'LOGOFF',
  UNKNOWN = 'UNKNOWN',
}
registerEnumType(DriverStatus, {
  name: 'DriverStatus',
  description: 'Whether a driver logs on or off.',
  valuesConfig: {
    LOGON: { description: 'Logs on (Fahreranmeldung).' },
    LOGOFF: { description: 'Logs off (Fahrerabmeldung).' },
    UNKNOWN: { description: 'A status that this version of the gateway does not know yet. Not for inputs.' },
  },
});

/** How a trip was charged. */
export enum TripType {
  TARIFF = 'TARIFF',
  OTHER = 'OTHER',
  UNKNOWN = 'UNKNOWN',
}
registerEnumType(TripType, {
  name: 'TripType',
  description: 'How a trip was charged.',
  valuesConfig: {
    TARIFF: { description: 'By tariff (Tariffahrt).' },
    OTHER: { description: 'In another way.' },
    UNKNOWN: { description: 'A way that this version of the gateway does not know yet. Not for inputs.' },
  },
});

/** What a meter shows of itself at one moment. */
@ObjectType({ description: 'What a meter shows of itself at one moment (2014/32/EU annex IX).' })
export class MeterSnapshot {
  @Field(() => MeterType, { description: 'Kind of the meter.' })
  readonly meterType!: MeterType; // made by toSnapshot

  @Field(() => String, { description: 'Maker of the meter.' })
  readonly manufacturer!: string;

  @Field(() => String, { description: 'Model of the meter.' })
  readonly model!: string;

  @Field(() => Decimal, { description: 'Kilometres in all.' })
  readonly totalKilometers!: string;

  @Field(() => Decimal, { description: 'Kilometres with passengers.' })
  readonly totalKilometersWithPassengers!: string;

  @Field(() => BigInt, { description: 'Number of passenger transfers.' })
  readonly totalPassengerTransfers!: string;

  @Field(() => Decimal, { description: 'Surcharges billed in all (taximeter) or base price (odometer), in EUR.' })
  readonly totalSurchargeOrBaseAmount!: string;

  @Field(() => Decimal, { description: 'Fares billed in all, in EUR.' })
  readonly totalBilledAmount!: string;

  @Field(() => BigInt, { description: 'Constant of the distance transmitter.' })
  readonly constant!: string;

  @Field(() => DateTime, { description: 'When its data was last backed up.' })
  readonly lastBackupAt!: Date;

  @Field(() => String, { description: 'Number of the vehicle (Ordnungsnummer).' })
  readonly vehicleId!: string;

  @Field(() => DateTime, { description: 'Its local time.' })
  readonly localTime!: Date;

  @Field(() => String, { description: 'Tariff that is set.' })
  readonly tariffId!: string;
}

/** A meter is switched on. */
@ObjectType({ description: 'A meter is switched on (process type `Einschalten-V1`).' })
export class TaximeterPowerUp {
  @Field(() => MeterSnapshot, { nullable: true, description: 'What it shows; null at the start of the transaction.' })
  readonly snapshot!: MeterSnapshot | null; // made by toTaximeter
}

/** A meter is switched off. */
@ObjectType({ description: 'A meter is switched off (process type `Ausschalten-V1`).' })
export class TaximeterPowerOff {
  @Field(() => MeterSnapshot, { nullable: true, description: 'What it shows; null at the start of the transaction.' })
  readonly snapshot!: MeterSnapshot | null; // made by toTaximeter
}

/** A driver logs on or off. */
@ObjectType({ description: 'A driver logs on or off (process type `Fahrer-V1`). Without data at the start.' })
export class TaximeterDriverStatus {
  @Field(() => DriverStatus, { nullable: true, description: 'On or off; null at the start of the transaction.' })
  readonly status!: DriverStatus | null; // made by toTaximeter

  @Field(() => String, { nullable: true, description: 'The driver; null at the start of the transaction.' })
  readonly driverId!: string | null;
}

/** A trip and what it cost. */
@ObjectType({ description: 'A trip and what it cost.' })
export class Trip {
  @Field(() => MeterType, { description: 'Kind of the meter.' })
  readonly meterType!: MeterType; // made by toTrip

  @Field(() => String, { description: 'Number of the vehicle (Ordnungsnummer).' })
  readonly vehicleId!: string;

  @Field(() => String, { description: 'Tariff; `0` for none.' })
  readonly tariffId!: string;

  @Field(() => TripType, { description: 'How it was charged.' })
  readonly type!: TripType;

  @Field(() => DateTime, { description: 'When it began.' })
  readonly startedAt!: Date;

  @Field(() => DateTime, { description: 'When it ended.' })
  readonly endedAt!: Date;

  @Field(() => Decimal, { description: 'How far it went, in kilometres.' })
  readonly distanceKilometers!: string;

  @Field(() => Decimal, { description: 'Fare in EUR.' })
  readonly fare!: string;

  @Field(() => Decimal, { description: 'Surcharge in EUR.' })
  readonly surcharge!: string;

  @Field(() => Decimal, { description: 'What was billed, in EUR.' })
  readonly totalBilled!: string;

  @Field(() => [VatAmount], { description: 'Gross amounts by VAT rate.' })
  readonly amountsPerVatRate!: readonly VatAmount[];

  @Field(() => [PaymentAmount], { description: 'Amounts by way of payment, where the meter doubles as a till.' })
  readonly amountsPerPaymentType!: readonly PaymentAmount[];
}

/** Receipt of a trip. */
@ObjectType({ description: 'Receipt of a trip (process type `Fahrtbeleg-V1`).' })
export class TaximeterTripReceipt {
  @Field(() => Trip, { nullable: true, description: 'The trip; null at the start of the transaction.' })
  readonly trip!: Trip | null; // made by toTaximeter
}

/** The vehicle is free. */
@ObjectType({ description: 'The vehicle drives without passengers (process type `Frei-V1`).' })
export class TaximeterEmptyTrip {
  @Field(() => Decimal, { description: 'Reading of the meter in kilometres.' })
  readonly kilometerReading!: string; // made by toTaximeter
}

/** The driver takes a break. */
@ObjectType({ description: 'The driver takes a break (process type `Pause-V1`).' })
export class TaximeterBreak {
  @Field(() => Decimal, { description: 'Reading of the meter in kilometres.' })
  readonly kilometerReading!: string; // made by toTaximeter
}

/** Any other event of a meter. */
@ObjectType({ description: 'Any other event of a meter (process type `SonstigerVorgangTW`).' })
export class TaximeterOther {
  @Field(() => String, { description: 'What happened, as free text.' })
  readonly freeText!: string; // made by toTaximeter
}

/** One of the events of a meter. */
export type TaximeterEvent =
  | TaximeterPowerUp
  | TaximeterPowerOff
  | TaximeterDriverStatus
  | TaximeterTripReceipt
  | TaximeterEmptyTrip
  | TaximeterBreak
  | TaximeterOther;

/** Reads a meter's event from the upstream's JSON; null when it is of a kind that is not known here. */
export function toTaximeter(json: Schemas['DsfinvtwV1Response']): TaximeterEvent | null {
  if (json.power_up) return Object.assign(new TaximeterPowerUp(), { snapshot: toSnapshot(json.power_up) });
  if (json.power_off) return Object.assign(new TaximeterPowerOff(), { snapshot: toSnapshot(json.power_off) });
  if (json.driver_status) {
    const status = 'type' in json.driver_status ? json.driver_status : undefined;
    return Object.assign(new TaximeterDriverStatus(), {
      status: status ? known(DriverStatus, status.type) : null,
      driverId: status?.driver_id ?? null,
    });
  }
  if (json.trip_receipt) return Object.assign(new TaximeterTripReceipt(), { trip: toTrip(json.trip_receipt) });
  if (json.empty_trip) return Object.assign(new TaximeterEmptyTrip(), toReading(json.empty_trip));
  if (json.break) return Object.assign(new TaximeterBreak(), toReading(json.break));
  return json.other === undefined ? null : Object.assign(new TaximeterOther(), { freeText: json.other });
}

function toReading({ kilometer_reading }: Schemas['TwBreak']): { readonly kilometerReading: string } {
  return { kilometerReading: kilometer_reading };
}

function toSnapshot(json: Schemas['TwPowerUp']): MeterSnapshot | null {
  if (!('system' in json)) return null;
  const { system, counter_unit: counters, generic_data: generic } = json;
  return {
    meterType: known(MeterType, system.meter_type),
    manufacturer: system.manufacturer,
    model: system.model,
    totalKilometers: counters.total_kilometers,
    totalKilometersWithPassengers: counters.total_kilometers_with_passengers,
    totalPassengerTransfers: counters.total_passenger_transfers,
    totalSurchargeOrBaseAmount: counters.total_surcharge_or_base_amount,
    totalBilledAmount: counters.total_billed_amount,
    constant: generic.constant,
    lastBackupAt: toDate(generic.last_backup),
    vehicleId: generic.vehicle_id,
    localTime: toDate(generic.local_time),
    tariffId: generic.tariff_id,
  };
}

function toTrip(json: Schemas['TwTripReceipt']): Trip | null {
  if (!('trip_data' in json)) return null;
  const { trip_data: trip, amounts_per_payment_type: payments } = json;
  const paid = (list: readonly Schemas['TwCurrencyAmount'][] | undefined, paymentType: PaymentType) =>
    (list ?? []).map(({ amount, currency_code }) => ({ paymentType, amount, currencyCode: currency_code ?? 'EUR' }));
  return {
    meterType: known(MeterType, json.meter_type),
    vehicleId: json.vehicle_id,
    tariffId: json.tariff_id,
    type: known(TripType, json.trip_type),
    startedAt: toDate(trip.trip_start),
    endedAt: toDate(trip.trip_end),
    distanceKilometers: trip.distance_traveled,
    fare: trip.fare,
    surcharge: trip.surcharge,
    totalBilled: trip.total_billed,
    amountsPerVatRate: json.amounts_per_vat_rate.map(({ vat_rate, amount }) => ({
      vatRate: known(VatRate, vat_rate),
      amount,
    })),
    amountsPerPaymentType: [
      ...paid(payments?.cash, PaymentType.CASH),
      ...paid(payments?.non_cash, PaymentType.NON_CASH),
    ],
  };
}
