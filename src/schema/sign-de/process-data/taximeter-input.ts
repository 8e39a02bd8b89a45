import { Extensions, Field, InputType } from 'type-graphql';
import type { Schemas } from '../../../received/sign-de.js';
import { PaymentAmountInput, PaymentType, VatAmountInput } from './receipt.js';
import { BigInt, DateTime, Decimal } from '../../common/scalars.js';
import { DriverStatus } from './taximeter.js';
import { MeterType, TripType } from './taximeter-trip.js';
import { toSeconds } from '../../common/time.js';

/** The readings of a meter, to be signed. */
@InputType({ description: 'The readings of a meter at one moment.' })
export class MeterSnapshotInput {
  @Field(() => MeterType, { description: 'Kind of the meter.' })
  readonly meterType!: MeterType; // filled by TypeGraphQL

  @Field(() => String, { description: 'Maker of the meter, up to 50 characters.' })
  readonly manufacturer!: string;

  @Field(() => String, { description: 'Model of the meter, up to 50 characters.' })
  readonly model!: string;

  @Field(() => Decimal, { description: 'Kilometres in all, with 3 decimals, e.g. `"12345.678"`.' })
  readonly totalKilometers!: string;

  @Field(() => Decimal, { description: 'Kilometres with passengers, with 3 decimals.' })
  readonly totalKilometersWithPassengers!: string;

  @Field(() => BigInt, { description: 'Number of passenger transfers.' })
  readonly totalPassengerTransfers!: string;

  @Field(() => Decimal, {
    description: 'Surcharges billed in all (taximeter) or base price (odometer), in EUR with 2 decimals.',
  })
  readonly totalSurchargeOrBaseAmount!: string;

  @Field(() => Decimal, { description: 'Fares billed in all, in EUR with 2 decimals.' })
  readonly totalBilledAmount!: string;

  @Field(() => BigInt, { description: 'Constant of the distance transmitter, up to 10 digits.' })
  readonly constant!: string;

  @Field(() => DateTime, { description: 'When its data was last backed up.' })
  readonly lastBackupAt!: Date;

  @Field(() => String, { description: 'Number of the vehicle, up to 20 characters, none of `_ / ^`.' })
  readonly vehicleId!: string;

  @Field(() => DateTime, { description: 'Its local time.' })
  readonly localTime!: Date;

  @Field(() => String, { defaultValue: '0', description: 'Tariff, up to 50 characters, none of `_ / ^`.' })
  readonly tariffId!: string;
}

/** A meter is switched on or off. */
@InputType({ description: 'A meter is switched on or off.' })
export class TaximeterPowerInput {
  @Field(() => MeterSnapshotInput, {
    nullable: true,
    description: 'The readings; absent at the start of the transaction, required at its end.',
  })
  readonly snapshot?: MeterSnapshotInput | null;
}

/** A driver logs on or off. */
@InputType({
  description: 'A driver logs on or off: empty at the start of the transaction, both fields given at its end.',
})
export class TaximeterDriverStatusInput {
  @Field(() => DriverStatus, { nullable: true, description: 'On or off.' })
  readonly status?: DriverStatus | null;

  @Field(() => String, { nullable: true, description: 'The driver, up to 40 characters, none of `_ / ^`.' })
  readonly driverId?: string | null;
}

/** A trip and what it cost, to be signed. */
@InputType({ description: 'A trip and what it cost.' })
export class TripInput {
  @Field(() => MeterType, { description: 'Kind of the meter.' })
  readonly meterType!: MeterType; // filled by TypeGraphQL

  @Field(() => String, { description: 'Number of the vehicle, up to 20 characters, none of `_ / ^`.' })
  readonly vehicleId!: string;

  @Field(() => String, { defaultValue: '0', description: 'Tariff, up to 50 characters, none of `_ / ^`.' })
  readonly tariffId!: string;

  @Field(() => TripType, { description: 'How it was charged.' })
  readonly type!: TripType;

  @Field(() => DateTime, { description: 'When it began.' })
  readonly startedAt!: Date;

  @Field(() => DateTime, { description: 'When it ended.' })
  readonly endedAt!: Date;

  @Field(() => Decimal, { description: 'How far it went, in kilometres with 3 decimals.' })
  readonly distanceKilometers!: string;

  @Field(() => Decimal, { description: 'Fare in EUR with 2 decimals.' })
  readonly fare!: string;

  @Field(() => Decimal, { description: 'Surcharge in EUR with 2 decimals.' })
  readonly surcharge!: string;

  @Field(() => Decimal, { description: 'Total billed, in EUR with 2 decimals.' })
  readonly totalBilled!: string;

  @Field(() => [VatAmountInput], {
    description: 'Gross amounts by VAT rate, with 2 decimals. A trip has only NORMAL, REDUCED_1 and NULL.',
  })
  readonly amountsPerVatRate!: VatAmountInput[];

  @Field(() => [PaymentAmountInput], {
    nullable: true,
    description: 'Amounts by way of payment, with 2 decimals; only for meters that double as a till.',
  })
  readonly amountsPerPaymentType?: PaymentAmountInput[] | null;
}

/** Receipt of a trip. */
@InputType({ description: 'Receipt of a trip.' })
export class TaximeterTripReceiptInput {
  @Field(() => TripInput, {
    nullable: true,
    description: 'The trip; absent at the start of the transaction, required at its end.',
  })
  readonly trip?: TripInput | null;
}

/** A reading of the meter. */
@InputType({ description: 'A reading of the meter.' })
export class KilometerReadingInput {
  @Field(() => Decimal, { description: 'Kilometres, with 3 decimals.' })
  readonly kilometerReading!: string; // filled by TypeGraphQL
}

/** One event of a taximeter or odometer: exactly one of these. */
@Extensions({ oneOf: true })
@InputType({
  description:
    'One event of a taximeter or odometer (DSFinV-TW): exactly one of these. Such transactions are started and finished; they cannot be updated or cancelled.',
})
export class TaximeterInput {
  @Field(() => TaximeterPowerInput, { nullable: true, description: 'The meter is switched on (`Einschalten-V1`).' })
  readonly powerUp?: TaximeterPowerInput | null;

  @Field(() => TaximeterPowerInput, { nullable: true, description: 'The meter is switched off (`Ausschalten-V1`).' })
  readonly powerOff?: TaximeterPowerInput | null;

  @Field(() => TaximeterDriverStatusInput, { nullable: true, description: 'A driver logs on or off (`Fahrer-V1`).' })
  readonly driverStatus?: TaximeterDriverStatusInput | null;

  @Field(() => TaximeterTripReceiptInput, { nullable: true, description: 'Receipt of a trip (`Fahrtbeleg-V1`).' })
  readonly tripReceipt?: TaximeterTripReceiptInput | null;

  @Field(() => KilometerReadingInput, { nullable: true, description: 'The vehicle drives empty (`Frei-V1`).' })
  readonly emptyTrip?: KilometerReadingInput | null;

  @Field(() => KilometerReadingInput, { nullable: true, description: 'The driver takes a break (`Pause-V1`).' })
  readonly break?: KilometerReadingInput | null;

  @Field(() => String, {
    nullable: true,
    description: 'Any other event, as text of up to 512 characters (`SonstigerVorgangTW`).',
  })
  readonly other?: string | null;
}

/** Converts an event to the upstream's form. `taximeterProblems` must have found nothing. */
export function fromTaximeterInput(input: TaximeterInput): Schemas['DsfinvtwV1Request'] {
  if (input.powerUp) return { power_up: fromSnapshot(input.powerUp.snapshot) };
  if (input.powerOff) return { power_off: fromSnapshot(input.powerOff.snapshot) };
  if (input.driverStatus) {
    const { status, driverId } = input.driverStatus;
    // UNKNOWN is a problem of the input.
    return { driver_status: status && driverId ? { type: status as 'LOGON', driver_id: driverId } : {} };
  }
  if (input.tripReceipt) return { trip_receipt: fromTrip(input.tripReceipt.trip) };
  if (input.emptyTrip) return { empty_trip: { kilometer_reading: input.emptyTrip.kilometerReading } };
  if (input.break) return { break: { kilometer_reading: input.break.kilometerReading } };
  return { other: input.other ?? '' };
}

/**
 * The event as the start of its transaction (`sign-de-v2.md §9`): without data, except for readings of the meter.
 */
export function taximeterStart(input: TaximeterInput): TaximeterInput {
  if (input.powerUp) return { powerUp: {} };
  if (input.powerOff) return { powerOff: {} };
  if (input.driverStatus) return { driverStatus: {} };
  if (input.tripReceipt) return { tripReceipt: {} };
  return input.emptyTrip || input.break ? input : { other: '' };
}

function fromSnapshot(snapshot: MeterSnapshotInput | null | undefined): Schemas['TwPowerUp'] {
  if (!snapshot) return {};
  return {
    system: {
      meter_type: snapshot.meterType as Schemas['TwMeterType'], // UNKNOWN is a problem of the input
      manufacturer: snapshot.manufacturer,
      model: snapshot.model,
    },
    counter_unit: {
      total_kilometers: snapshot.totalKilometers,
      total_kilometers_with_passengers: snapshot.totalKilometersWithPassengers,
      total_passenger_transfers: snapshot.totalPassengerTransfers,
      total_surcharge_or_base_amount: snapshot.totalSurchargeOrBaseAmount,
      total_billed_amount: snapshot.totalBilledAmount,
    },
    generic_data: {
      constant: snapshot.constant,
      last_backup: toSeconds(snapshot.lastBackupAt),
      vehicle_id: snapshot.vehicleId,
      local_time: toSeconds(snapshot.localTime),
      tariff_id: snapshot.tariffId,
    },
  };
}

function fromTrip(trip: TripInput | null | undefined): Schemas['TwTripReceipt'] {
  if (!trip) return {};
  const paid = (wanted: PaymentType) =>
    (trip.amountsPerPaymentType ?? [])
      .filter(({ paymentType }) => paymentType === wanted)
      .map(({ amount, currencyCode }) => ({ amount, currency_code: currencyCode.toUpperCase() }));
  return {
    // UNKNOWN, here and below, is a problem of the input.
    meter_type: trip.meterType as Schemas['TwMeterType'],
    vehicle_id: trip.vehicleId,
    tariff_id: trip.tariffId,
    trip_type: trip.type as 'TARIFF',
    trip_data: {
      trip_start: toSeconds(trip.startedAt),
      trip_end: toSeconds(trip.endedAt),
      distance_traveled: trip.distanceKilometers,
      fare: trip.fare,
      surcharge: trip.surcharge,
      total_billed: trip.totalBilled,
    },
    amounts_per_vat_rate: trip.amountsPerVatRate.map(({ vatRate, amount }) => ({
      vat_rate: vatRate as 'NORMAL',
      amount,
    })),
    ...(trip.amountsPerPaymentType && {
      amounts_per_payment_type: { cash: paid(PaymentType.CASH), non_cash: paid(PaymentType.NON_CASH) },
    }),
  };
}
