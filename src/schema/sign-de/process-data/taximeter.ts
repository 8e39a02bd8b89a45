import { Field, ObjectType, registerEnumType } from 'type-graphql';
import {
  counter,
  type Json,
  object,
  objects,
  oneOf,
  optionalObject,
  optionalObjects,
  text,
  time,
  ToldField,
  ToldList,
} from '../../common/read-member.js';
import { PaymentAmount, PaymentType, toVatAmount, VatAmount } from './receipt.js';
import { BigInt, DateTime, Decimal } from '../../common/scalars.js';

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

/** The readings of a meter at one moment. */
@ObjectType({ description: 'What a meter shows of itself at one moment (2014/32/EU annex IX).' })
export class MeterSnapshot {
  readonly #json: Json;

  constructor(json: Json) {
    this.#json = json;
  }

  @ToldField(() => MeterType, { description: 'Kind of the meter.' })
  get meterType(): MeterType {
    return oneOf(MeterType, object(this.#json, 'system'), 'meter_type');
  }

  @ToldField(() => String, { description: 'Maker of the meter.' })
  get manufacturer(): string {
    return text(object(this.#json, 'system'), 'manufacturer');
  }

  @ToldField(() => String, { description: 'Model of the meter.' })
  get model(): string {
    return text(object(this.#json, 'system'), 'model');
  }

  @ToldField(() => Decimal, { description: 'Kilometres in all.' })
  get totalKilometers(): string {
    return text(object(this.#json, 'counter_unit'), 'total_kilometers');
  }

  @ToldField(() => Decimal, { description: 'Kilometres with passengers.' })
  get totalKilometersWithPassengers(): string {
    return text(object(this.#json, 'counter_unit'), 'total_kilometers_with_passengers');
  }

  @ToldField(() => BigInt, { description: 'Number of passenger transfers.' })
  get totalPassengerTransfers(): string {
    return counter(object(this.#json, 'counter_unit'), 'total_passenger_transfers');
  }

  @ToldField(() => Decimal, { description: 'Surcharges billed in all (taximeter) or base price (odometer), in EUR.' })
  get totalSurchargeOrBaseAmount(): string {
    return text(object(this.#json, 'counter_unit'), 'total_surcharge_or_base_amount');
  }

  @ToldField(() => Decimal, { description: 'Fares billed in all, in EUR.' })
  get totalBilledAmount(): string {
    return text(object(this.#json, 'counter_unit'), 'total_billed_amount');
  }

  @ToldField(() => BigInt, { description: 'Constant of the distance transmitter.' })
  get constant(): string {
    return counter(object(this.#json, 'generic_data'), 'constant');
  }

  @ToldField(() => DateTime, { description: 'When its data was last backed up.' })
  get lastBackupAt(): Date {
    return time(object(this.#json, 'generic_data'), 'last_backup');
  }

  @ToldField(() => String, { description: 'Number of the vehicle (Ordnungsnummer).' })
  get vehicleId(): string {
    return text(object(this.#json, 'generic_data'), 'vehicle_id');
  }

  @ToldField(() => DateTime, { description: 'Its local time.' })
  get localTime(): Date {
    return time(object(this.#json, 'generic_data'), 'local_time');
  }

  @ToldField(() => String, { description: 'Tariff that is set.' })
  get tariffId(): string {
    return text(object(this.#json, 'generic_data'), 'tariff_id');
  }
}

/** A meter is switched on. */
@ObjectType({ description: 'A meter is switched on (process type `Einschalten-V1`).' })
export class TaximeterPowerUp {
  readonly #json: Json;

  constructor(json: Json) {
    this.#json = json;
  }

  @Field(() => MeterSnapshot, { nullable: true, description: 'What it shows; null at the start of the transaction.' })
  get snapshot(): MeterSnapshot | null {
    return isEmpty(this.#json) ? null : new MeterSnapshot(this.#json);
  }
}

/** A meter is switched off. */
@ObjectType({ description: 'A meter is switched off (process type `Ausschalten-V1`).' })
export class TaximeterPowerOff {
  readonly #json: Json;

  constructor(json: Json) {
    this.#json = json;
  }

  @Field(() => MeterSnapshot, { nullable: true, description: 'What it shows; null at the start of the transaction.' })
  get snapshot(): MeterSnapshot | null {
    return isEmpty(this.#json) ? null : new MeterSnapshot(this.#json);
  }
}

/** A driver logs on or off. */
@ObjectType({ description: 'A driver logs on or off (process type `Fahrer-V1`). Without data at the start.' })
export class TaximeterDriverStatus {
  readonly #json: Json;

  constructor(json: Json) {
    this.#json = json;
  }

  @Field(() => DriverStatus, { nullable: true, description: 'On or off; null at the start of the transaction.' })
  get status(): DriverStatus | null {
    return isEmpty(this.#json) ? null : oneOf(DriverStatus, this.#json, 'type');
  }

  @Field(() => String, { nullable: true, description: 'The driver; null at the start of the transaction.' })
  get driverId(): string | null {
    return isEmpty(this.#json) ? null : text(this.#json, 'driver_id');
  }
}

/** A trip and what it cost. */
@ObjectType({ description: 'A trip and what it cost.' })
export class Trip {
  readonly #json: Json;

  constructor(json: Json) {
    this.#json = json;
  }

  @ToldField(() => MeterType, { description: 'Kind of the meter.' })
  get meterType(): MeterType {
    return oneOf(MeterType, this.#json, 'meter_type');
  }

  @ToldField(() => String, { description: 'Number of the vehicle (Ordnungsnummer).' })
  get vehicleId(): string {
    return text(this.#json, 'vehicle_id');
  }

  @ToldField(() => String, { description: 'Tariff; `0` for none.' })
  get tariffId(): string {
    return text(this.#json, 'tariff_id');
  }

  @ToldField(() => TripType, { description: 'How it was charged.' })
  get type(): TripType {
    return oneOf(TripType, this.#json, 'trip_type');
  }

  @ToldField(() => DateTime, { description: 'When it began.' })
  get startedAt(): Date {
    return time(object(this.#json, 'trip_data'), 'trip_start');
  }

  @ToldField(() => DateTime, { description: 'When it ended.' })
  get endedAt(): Date {
    return time(object(this.#json, 'trip_data'), 'trip_end');
  }

  @ToldField(() => Decimal, { description: 'How far it went, in kilometres.' })
  get distanceKilometers(): string {
    return text(object(this.#json, 'trip_data'), 'distance_traveled');
  }

  @ToldField(() => Decimal, { description: 'Fare in EUR.' })
  get fare(): string {
    return text(object(this.#json, 'trip_data'), 'fare');
  }

  @ToldField(() => Decimal, { description: 'Surcharge in EUR.' })
  get surcharge(): string {
    return text(object(this.#json, 'trip_data'), 'surcharge');
  }

  @ToldField(() => Decimal, { description: 'What was billed, in EUR.' })
  get totalBilled(): string {
    return text(object(this.#json, 'trip_data'), 'total_billed');
  }

  @ToldList(() => VatAmount, { description: 'Gross amounts by VAT rate.' })
  get amountsPerVatRate(): readonly (VatAmount | Error)[] {
    return objects(this.#json, 'amounts_per_vat_rate', toVatAmount);
  }

  @ToldList(() => PaymentAmount, { description: 'Amounts by way of payment, where the meter doubles as a till.' })
  get amountsPerPaymentType(): readonly (PaymentAmount | Error)[] {
    return paidIn(optionalObject(this.#json, 'amounts_per_payment_type') ?? {});
  }
}

/** Receipt of a trip. */
@ObjectType({ description: 'Receipt of a trip (process type `Fahrtbeleg-V1`).' })
export class TaximeterTripReceipt {
  readonly #json: Json;

  constructor(json: Json) {
    this.#json = json;
  }

  @Field(() => Trip, { nullable: true, description: 'The trip; null at the start of the transaction.' })
  get trip(): Trip | null {
    return isEmpty(this.#json) ? null : new Trip(this.#json);
  }
}

/** The vehicle is free. */
@ObjectType({ description: 'The vehicle drives without passengers (process type `Frei-V1`).' })
export class TaximeterEmptyTrip {
  readonly #json: Json;

  constructor(json: Json) {
    this.#json = json;
  }

  @ToldField(() => Decimal, { description: 'Reading of the meter in kilometres.' })
  get kilometerReading(): string {
    return text(this.#json, 'kilometer_reading');
  }
}

/** The driver takes a break. */
@ObjectType({ description: 'The driver takes a break (process type `Pause-V1`).' })
export class TaximeterBreak {
  readonly #json: Json;

  constructor(json: Json) {
    this.#json = json;
  }

  @ToldField(() => Decimal, { description: 'Reading of the meter in kilometres.' })
  get kilometerReading(): string {
    return text(this.#json, 'kilometer_reading');
  }
}

/** Any other event of a meter. */
@ObjectType({ description: 'Any other event of a meter (process type `SonstigerVorgangTW`).' })
export class TaximeterOther {
  readonly #json: Json;

  constructor(json: Json) {
    this.#json = json;
  }

  @ToldField(() => String, { description: 'What happened, as free text.' })
  get freeText(): string {
    return text(this.#json, 'other');
  }
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

/** Reads a meter's event from the upstream's JSON; null for an unknown kind. */
export function toTaximeter(json: Json): TaximeterEvent | null {
  for (const [member, Kind] of KINDS) {
    const event = optionalObject(json, member);
    if (event) return new Kind(event);
  }
  return json.other === undefined ? null : new TaximeterOther(json);
}

/** Kinds of events, by their members. Free text has no object of its own. */
const KINDS = [
  ['power_up', TaximeterPowerUp],
  ['power_off', TaximeterPowerOff],
  ['driver_status', TaximeterDriverStatus],
  ['trip_receipt', TaximeterTripReceipt],
  ['empty_trip', TaximeterEmptyTrip],
  ['break', TaximeterBreak],
] as const;

/** Whether an event is that of a start, which has no data yet (`sign-de-v2.md §9`). */
function isEmpty(json: Json): boolean {
  return Object.keys(json).length === 0;
}

/** Amounts by way of payment; a trip has a list for each way. */
function paidIn(payments: Json): readonly (PaymentAmount | Error)[] {
  return [
    ...optionalObjects(payments, 'cash', (json) => new PaymentAmount(json, PaymentType.CASH)),
    ...optionalObjects(payments, 'non_cash', (json) => new PaymentAmount(json, PaymentType.NON_CASH)),
  ];
}
