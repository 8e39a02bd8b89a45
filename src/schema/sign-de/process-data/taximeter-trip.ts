import { ObjectType, registerEnumType } from 'type-graphql';
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
import { BigInt, DateTime, Decimal } from '../../common/scalars.js';
import { PaymentAmount, PaymentType, toVatAmount, VatAmount } from './receipt.js';

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
@ObjectType({ description: 'The readings of a meter at one moment (2014/32/EU annex IX).' })
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

  @ToldField(() => Decimal, { description: 'Total billed, in EUR.' })
  get totalBilled(): string {
    return text(object(this.#json, 'trip_data'), 'total_billed');
  }

  @ToldList(() => VatAmount, { description: 'Gross amounts by VAT rate.' })
  get amountsPerVatRate(): readonly (VatAmount | Error)[] {
    return objects(this.#json, 'amounts_per_vat_rate', toVatAmount);
  }

  @ToldList(() => PaymentAmount, { description: 'Amounts by way of payment, if the meter also serves as a till.' })
  get amountsPerPaymentType(): readonly (PaymentAmount | Error)[] {
    return paidIn(optionalObject(this.#json, 'amounts_per_payment_type') ?? {});
  }
}

/** Amounts by way of payment; a trip has a list for each way. */
function paidIn(payments: Json): readonly (PaymentAmount | Error)[] {
  return [
    ...optionalObjects(payments, 'cash', (json) => new PaymentAmount(json, PaymentType.CASH)),
    ...optionalObjects(payments, 'non_cash', (json) => new PaymentAmount(json, PaymentType.NON_CASH)),
  ];
}
