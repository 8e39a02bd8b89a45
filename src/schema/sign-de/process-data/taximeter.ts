import { Field, ObjectType, registerEnumType } from 'type-graphql';
import { type Json, oneOf, optionalObject, text, ToldField } from '../../common/read-member.js';
import { Decimal } from '../../common/scalars.js';
import { MeterSnapshot, Trip } from './taximeter-trip.js';

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

/** Kinds of events, by their members. Free text has no object. */
const KINDS = [
  ['power_up', TaximeterPowerUp],
  ['power_off', TaximeterPowerOff],
  ['driver_status', TaximeterDriverStatus],
  ['trip_receipt', TaximeterTripReceipt],
  ['empty_trip', TaximeterEmptyTrip],
  ['break', TaximeterBreak],
] as const;

/** Whether an event has no data, as at the start of a transaction (`sign-de-v2.md §9`). */
function isEmpty(json: Json): boolean {
  return Object.keys(json).length === 0;
}
