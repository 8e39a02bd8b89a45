import { ArgsType, Field, ObjectType, registerEnumType } from 'type-graphql';
import type { Schemas } from '../../../received/dsfinvk.js';
import { connectionOf } from '../../common/connection.js';
import { Environment } from '../../common/environment.js';
import { known } from '../../common/known.js';
import { FilterOf, listArgumentsOf, orderOf } from '../../common/list-arguments.js';
import { encodeGlobalId, Node } from '../../common/node.js';
import { CHANGING_ORDER } from '../../common/order-direction.js';
import { TimeRange } from '../../common/range.js';
import { environment, text, time, ToldField } from '../../common/read-member.js';
import { BigInt, DateTime, Decimal, UUID } from '../../common/scalars.js';
import { DayRange } from '../day-range.js';
import { DsfinvkError, DsfinvkState } from '../job-state.js';
import { storedDecimal, storedDigits, storedObject, storedText, storedTime } from './stored.js';

/** How important a remark is. */
export enum ReportSeverity {
  INFO = 'INFO',
  WARNING = 'WARNING',
  UNKNOWN = 'UNKNOWN',
}
registerEnumType(ReportSeverity, {
  name: 'ReportSeverity',
  description: 'How important a remark on a closing is.',
  valuesConfig: {
    INFO: { description: 'For your information.' },
    WARNING: { description: 'Something may be missing or wrong.' },
    UNKNOWN: { description: 'A severity that this version of the gateway does not know yet.' },
  },
});

/** A remark of the upstream on a closing. */
@ObjectType({ description: 'A remark of the upstream on a closing. It never stops the closing.' })
export class ClosingReport {
  readonly #json: Schemas['CashPointClosingReport'];

  constructor(json: Schemas['CashPointClosingReport']) {
    this.#json = json;
  }

  @Field(() => UUID, { nullable: true, description: 'Id of the remark.' })
  get uuid(): string | undefined {
    return storedText(this.#json, 'report_id')?.toLowerCase();
  }

  @Field(() => String, { nullable: true, description: 'Code of the upstream, e.g. `W_MISSING_FIELD`.' })
  get code(): string | undefined {
    return storedText(this.#json, 'code');
  }

  @Field(() => ReportSeverity, { nullable: true, description: 'How important it is.' })
  get severity(): ReportSeverity | undefined {
    const severity = storedText(this.#json, 'severity');
    return severity === undefined ? undefined : known(ReportSeverity, severity);
  }

  @Field(() => String, { nullable: true, description: 'The remark, for people.' })
  get message(): string | undefined {
    return storedText(this.#json, 'message');
  }

  @Field(() => DateTime, { nullable: true, description: 'When it was made.' })
  get createdAt(): Date | undefined {
    return storedTime(this.#json, 'time_creation');
  }
}

/** The closing of a business day. Holds the upstream's summary and reads a field only when it is selected. */
@ObjectType({
  implements: Node,
  description:
    'The closing of a business day of a cash register. It never changes; a wrong one is deleted, and another one inserted.',
})
export class CashPointClosing implements Node {
  /** The upstream's JSON, for the fields that need other calls. */
  readonly json: Schemas['CashPointClosing'];

  constructor(json: Schemas['CashPointClosing']) {
    this.json = json;
  }

  get id(): string {
    return encodeGlobalId({ type: 'CashPointClosing', ownId: this.json._id });
  }

  @Field(() => UUID, { description: 'Id of the closing, chosen by its creator.' })
  get uuid(): string {
    return this.json._id;
  }

  @Field(() => BigInt, {
    nullable: true,
    description: 'Number of the closing on its register (Z_NR): ascending without gaps. Null right after the insert.',
  })
  get number(): string | undefined {
    return storedDigits(this.json, 'cash_point_closing_export_id');
  }

  @Field(() => DsfinvkState, { description: 'How far it is. Only COMPLETED closings are exported.' })
  get state(): DsfinvkState {
    return known(DsfinvkState, this.json.state);
  }

  @Field(() => DsfinvkError, { nullable: true, description: 'Why it failed; null if it did not.' })
  get error(): DsfinvkError | undefined {
    return storedObject(this.json, 'error', (json) => new DsfinvkError(json));
  }

  @Field(() => UUID, { nullable: true, description: 'UUID of the client whose register was closed.' })
  get clientUuid(): string | undefined {
    return storedText(this.json, 'client_id')?.toLowerCase();
  }

  @Field(() => String, {
    nullable: true,
    description: 'Business day, as `YYYY-MM-DD`, if it is not that of `exportCreatedAt`.',
  })
  get businessDate(): string | undefined {
    return storedText(this.json, 'business_date');
  }

  @Field(() => DateTime, { nullable: true, description: 'Time of the closing (Z_ERSTELLUNG).' })
  get exportCreatedAt(): Date | undefined {
    return storedTime(this.json, 'export_creation_date');
  }

  @Field(() => String, { nullable: true, description: 'First transaction (Z_START_ID); null for a day without any.' })
  get firstTransactionId(): string | undefined {
    return storedText(this.json, 'first_transaction_export_id');
  }

  @Field(() => String, { nullable: true, description: 'Last transaction (Z_ENDE_ID); null for a day without any.' })
  get lastTransactionId(): string | undefined {
    return storedText(this.json, 'last_transaction_export_id');
  }

  @Field(() => Decimal, { nullable: true, description: 'Sum of all payments.' })
  get fullAmount(): string | undefined {
    return storedDecimal(this.json, 'full_amount');
  }

  @Field(() => Decimal, { nullable: true, description: 'Sum of the cash payments.' })
  get cashAmount(): string | undefined {
    return storedDecimal(this.json, 'cash_amount');
  }

  @ToldField(() => DateTime, { description: 'When it was inserted.' })
  get createdAt(): Date {
    return time(this.json, 'time_creation');
  }

  @Field(() => DateTime, { nullable: true, description: 'When it last changed.' })
  get updatedAt(): Date | undefined {
    return storedTime(this.json, 'time_update');
  }

  @Field(() => DateTime, { nullable: true, description: 'When it was deleted; null if it was not.' })
  get deletedAt(): Date | undefined {
    return storedTime(this.json, 'time_deleted');
  }

  @ToldField(() => Environment, { description: 'Whether it is of tests or of real sales.' })
  get environment(): Environment {
    return environment(this.json, '_env');
  }

  @Field(() => String, { nullable: true, description: 'Version of the DFKA taxonomy.' })
  get taxonomyVersion(): string | undefined {
    return storedText(this.json, 'taxonomy_version');
  }

  @ToldField(() => String, { description: "Version of the upstream's server that gave this answer." })
  get upstreamVersion(): string {
    return text(this.json, '_version');
  }
}

/** A page of closings. */
export const CashPointClosingConnection = connectionOf(
  'CashPointClosing',
  'cash point closings',
  () => CashPointClosing,
);

/** What a list of closings can be sorted by. */
export enum CashPointClosingOrderField {
  CREATED_AT = 'time_creation',
  BUSINESS_DATE = 'business_date',
  STATE = 'state',
}

/** Order of a list of closings. */
export const CashPointClosingOrder = orderOf('CashPointClosing', 'cash point closings', CashPointClosingOrderField, {
  CREATED_AT: 'By the time of the insert.',
  BUSINESS_DATE: 'By the business day. Closings without one cannot be in such a list.',
  STATE: `By the state, as the upstream sorts text. ${CHANGING_ORDER}`,
});

/** Which closings a list holds. */
@FilterOf('cash point closings')
export class CashPointClosingFilter {
  @Field(() => UUID, { nullable: true, description: 'Only closings of the cash register with this client.' })
  readonly clientUuid?: string | null;

  @Field(() => [DsfinvkState], { nullable: true, description: 'Only closings in these states.' })
  readonly states?: DsfinvkState[] | null;

  @Field(() => DayRange, { nullable: true, description: 'Only closings of these business days.' })
  readonly businessDays?: DayRange | null;

  @Field(() => TimeRange, { nullable: true, description: 'Only closings of this time, as the upstream compares it.' })
  readonly createdAt?: TimeRange | null;
}

/** Arguments of every list of closings. */
@ArgsType()
export class CashPointClosingListArguments extends listArgumentsOf(
  'cash point closings',
  CashPointClosingOrder,
  'Order of the list; by CREATED_AT, ascending, by default.',
  CashPointClosingFilter,
) {}
