import { ArgsType, Field, ObjectType, registerEnumType } from 'type-graphql';
import type { Schemas } from '../../received/dsfinvk.js';
import { connectionOf } from '../common/connection.js';
import { Environment } from '../common/environment.js';
import { known } from '../common/known.js';
import { FilterOf, listArgumentsOf, orderOf } from '../common/list-arguments.js';
import { encodeGlobalId, Node } from '../common/node.js';
import { environment, oneOf, optionalObject, optionalTime, text, time, ToldField } from '../common/read-member.js';
import { DateTime, UUID } from '../common/scalars.js';
import { DayRange } from './day-range.js';
import { DsfinvkError, DsfinvkState } from './job-state.js';

/** Format of an archive. The values are the upstream's. */
export enum DsfinvkFormat {
  TAR = 'tar',
  ZIP = 'zip',
  UNKNOWN = 'UNKNOWN',
}
registerEnumType(DsfinvkFormat, {
  name: 'DsfinvkFormat',
  description: 'Format of an archive of DSFinV-K.',
  valuesConfig: {
    TAR: { description: 'A TAR file.' },
    ZIP: { description: 'A ZIP file.' },
    UNKNOWN: { description: 'A format that this version of the gateway does not know yet. Not for inputs.' },
  },
});

/** An archive for the tax audit. Holds the upstream's JSON and reads a field only when it is selected. */
@ObjectType({ implements: Node, description: 'An export of closings as an archive of DSFinV-K, for a tax audit.' })
export class DsfinvkExport implements Node {
  /** The upstream's JSON, for the fields that need other calls. */
  readonly json: Schemas['Export'];

  constructor(json: Schemas['Export']) {
    this.json = json;
  }

  get id(): string {
    return encodeGlobalId({ type: 'DsfinvkExport', ownId: this.uuid });
  }

  @Field(() => UUID, { description: 'Id of the export, chosen by its creator.' })
  get uuid(): string {
    return this.json._id.toLowerCase();
  }

  @Field(() => DsfinvkState, { description: 'How far it is.' })
  get state(): DsfinvkState {
    return known(DsfinvkState, this.json.state);
  }

  @Field(() => DsfinvkError, { nullable: true, description: 'Why it failed; null if it did not.' })
  get error(): DsfinvkError | undefined {
    const json = optionalObject(this.json, 'error');
    return json && new DsfinvkError(json);
  }

  @Field(() => DsfinvkFormat, { nullable: true, description: 'Format of the archive.' })
  get format(): DsfinvkFormat | undefined {
    return this.json.format === undefined ? undefined : oneOf(DsfinvkFormat, this.json, 'format');
  }

  @Field(() => [UUID], {
    nullable: true,
    description: 'UUIDs of the closings in the archive; null until it is made.',
  })
  get closingUuids(): readonly string[] | undefined {
    const uuids = this.json.cash_point_closings;
    if (!Array.isArray(uuids)) return undefined;
    return uuids.map((uuid) => String(uuid).toLowerCase());
  }

  @ToldField(() => DateTime, { description: 'When it was triggered.' })
  get requestedAt(): Date {
    return time(this.json, 'time_request');
  }

  @Field(() => DateTime, { nullable: true, description: 'When the work on it began.' })
  get startedAt(): Date | undefined {
    return optionalTime(this.json, 'time_start');
  }

  @Field(() => DateTime, { nullable: true, description: 'When it was completed.' })
  get completedAt(): Date | undefined {
    return optionalTime(this.json, 'time_completed');
  }

  @Field(() => DateTime, { nullable: true, description: 'Until when the archive is kept.' })
  get expiresAt(): Date | undefined {
    return optionalTime(this.json, 'time_expiration');
  }

  @Field(() => DateTime, { nullable: true, description: 'When it failed.' })
  get failedAt(): Date | undefined {
    return optionalTime(this.json, 'time_error');
  }

  @ToldField(() => Environment, { description: 'Whether it is of tests or of real sales.' })
  get environment(): Environment {
    return environment(this.json, '_env');
  }

  @ToldField(() => String, { description: "Version of the upstream's server that gave this answer." })
  get upstreamVersion(): string {
    return text(this.json, '_version');
  }
}

/** Name under which an archive is saved. */
export function dsfinvkFileName(exportUuid: string, format: 'tar' | 'zip'): string {
  return `dsfinvk-${exportUuid}.${format}`;
}

/** A page of exports. */
export const DsfinvkExportConnection = connectionOf('DsfinvkExport', 'DSFinV-K exports', () => DsfinvkExport);

/** What a list of exports can be sorted by. */
export enum DsfinvkExportOrderField {
  REQUESTED_AT = 'time_request',
  STATE = 'state',
}

/** Order of a list of exports. */
export const DsfinvkExportOrder = orderOf('DsfinvkExport', 'DSFinV-K exports', DsfinvkExportOrderField, {
  REQUESTED_AT: 'By the time of the request.',
  STATE: 'By the state, as the upstream sorts text.',
});

/** Which exports a list holds. */
@FilterOf('DSFinV-K exports')
export class DsfinvkExportFilter {
  @Field(() => [DsfinvkState], { nullable: true, description: 'Only exports in these states.' })
  readonly states?: DsfinvkState[] | null;

  @Field(() => UUID, { nullable: true, description: 'Only exports of the cash register with this client.' })
  readonly clientUuid?: string | null;

  @Field(() => DayRange, { nullable: true, description: 'Only exports of closings of these business days.' })
  readonly businessDays?: DayRange | null;
}

/** Arguments of every list of exports. */
@ArgsType()
export class DsfinvkExportListArguments extends listArgumentsOf(
  'DSFinV-K exports',
  DsfinvkExportOrder,
  'Order of the list; by REQUESTED_AT, ascending, by default.',
  DsfinvkExportFilter,
) {}
