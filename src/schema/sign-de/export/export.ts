import { ArgsType, Field, Float, ObjectType, registerEnumType } from 'type-graphql';
import type { Schemas } from '../../../received/sign-de.js';
import { connectionOf } from '../../common/connection.js';
import { Environment } from '../../common/environment.js';
import { known } from '../../common/known.js';
import { type AnswerOrigin, metadataIn } from '../../common/metadata.js';
import { encodeGlobalId, Node } from '../../common/node.js';
import { CHANGING_ORDER } from '../../common/order-direction.js';
import { TimeRange } from '../../common/range.js';
import { environment, oneOf, optionalTime, text, time, ToldField } from '../../common/read-member.js';
import { DateTime, UUID } from '../../common/scalars.js';
import { FilterOf, listArgumentsOf, orderOf } from '../../common/list-arguments.js';
import { IncludeDeleted } from '../include-deleted.js';

/** State of an export job (`sign-de-v2.md §12`). */
export enum ExportState {
  PENDING = 'PENDING',
  WORKING = 'WORKING',
  COMPLETED = 'COMPLETED',
  CANCELLED = 'CANCELLED',
  ERROR = 'ERROR',
  UNKNOWN = 'UNKNOWN',
}
registerEnumType(ExportState, {
  name: 'ExportState',
  description: 'State of an export. COMPLETED, CANCELLED and ERROR are final.',
  valuesConfig: {
    PENDING: { description: 'Waits for its turn.' },
    WORKING: { description: 'The archive is being made; a large one takes an hour or more.' },
    COMPLETED: { description: 'The archive can be downloaded until it expires.' },
    CANCELLED: { description: 'Stopped by `cancelExport`; there is no archive.' },
    ERROR: { description: 'Failed for the reason in `exception`; there is no archive. Trigger a new export.' },
    UNKNOWN: { description: 'A state that this version of the gateway does not know yet. Not for filters.' },
  },
});

/** Why an export failed (`sign-de-v2.md §12`). */
export enum ExportException {
  UNEXPECTED = 'E_UNEXPECTED',
  ID_NOT_FOUND = 'E_ID_NOT_FOUND',
  BAD_REQUEST = 'E_BAD_REQUEST',
  INTERNAL = 'E_INTERNAL',
  TRANSACTION_ID_NOT_FOUND = 'E_TRANSACTION_ID_NOT_FOUND',
  NO_DATA_AVAILABLE = 'E_NO_DATA_AVAILABLE',
  TOO_MANY_RECORDS = 'E_TOO_MANY_RECORDS',
  ALREADY_PROCESSING = 'E_ALREADY_PROCESSING',
  LOGS_NOT_DELETED = 'E_LOGS_NOT_DELETED',
  EXPORT_PROCESSING_TIMEOUT = 'E_EXPORT_PROCESSING_TIMEOUT',
  UNKNOWN = 'UNKNOWN',
}
registerEnumType(ExportException, {
  name: 'ExportException',
  description: 'Why an export failed. The upstream explains only some of its reasons.',
  valuesConfig: {
    UNEXPECTED: { description: 'Something unexpected at the upstream; trigger a new export.' },
    ID_NOT_FOUND: { description: 'The TSS does not know an id of the filter.' },
    BAD_REQUEST: { description: 'The TSS did not accept the filter.' },
    INTERNAL: { description: 'A fault at the upstream; trigger a new export.' },
    TRANSACTION_ID_NOT_FOUND: { description: 'The TSS does not know a transaction of the filter.' },
    NO_DATA_AVAILABLE: { description: 'The filter matches nothing.' },
    TOO_MANY_RECORDS: { description: 'More signatures than `maximumRecords`; `exportAll` splits them.' },
    ALREADY_PROCESSING: { description: 'The TSS was processing another export.' },
    LOGS_NOT_DELETED: { description: 'A fault at the upstream, which does not explain it.' },
    EXPORT_PROCESSING_TIMEOUT: { description: 'Not done within 24 hours; export less at once.' },
    UNKNOWN: { description: 'A reason that this version of the gateway does not know yet.' },
  },
});

/** An export as the upstream sends it, of a known TSS. */
type ExportJson = Schemas['ExportResponse'] & { readonly tss_id: string };

/** File name of the archive of an export. */
export function exportFileName(exportUuid: string): string {
  return `export-${exportUuid}.tar`;
}

/** A TAR export. Holds the upstream's JSON and reads a field only when it is selected. */
@ObjectType({
  implements: Node,
  description:
    'An export of the signed logs of a TSS as a TAR archive for the tax auditor. It is made in the background, and the archive expires.',
})
export class Export implements Node {
  readonly #json: ExportJson;

  readonly #origin: AnswerOrigin;

  constructor(json: ExportJson, origin: AnswerOrigin = 'read') {
    this.#json = json;
    this.#origin = origin;
  }

  /** The upstream's metadata; undefined if this answer does not say. */
  get knownMetadata(): Schemas['MetadataResponse'] | undefined {
    return metadataIn(this.#json, this.#origin);
  }

  /** Whether there is an archive to download now. */
  get hasFile(): boolean {
    return this.state === ExportState.COMPLETED && (this.expiresAt?.getTime() ?? Infinity) > Date.now();
  }

  get id(): string {
    return encodeGlobalId({ type: 'Export', tssId: this.tssUuid, exportId: this.uuid });
  }

  @Field(() => UUID, { description: 'Id of the export at the upstream, chosen by its creator.' })
  get uuid(): string {
    return this.#json._id.toLowerCase();
  }

  @Field(() => UUID, { description: 'Id of the TSS whose logs it holds.' })
  get tssUuid(): string {
    return this.#json.tss_id.toLowerCase();
  }

  @Field(() => ExportState, { description: 'State of the export.' })
  get state(): ExportState {
    return known(ExportState, this.#json.state);
  }

  @Field(() => ExportException, { nullable: true, description: 'Why it failed; null unless its state is ERROR.' })
  get exception(): ExportException | null {
    return this.#json.exception === undefined ? null : oneOf(ExportException, this.#json, 'exception');
  }

  @ToldField(() => Environment, { description: 'Whether it holds data of tests or of real sales.' })
  get environment(): Environment {
    return environment(this.#json, '_env');
  }

  @ToldField(() => DateTime, { description: 'When it was triggered. It holds the logs signed until then.' })
  get requestedAt(): Date {
    return time(this.#json, 'time_request');
  }

  @Field(() => DateTime, { nullable: true, description: 'When work on it began; null before.' })
  get startedAt(): Date | undefined {
    return optionalTime(this.#json, 'time_start');
  }

  @Field(() => DateTime, {
    nullable: true,
    description: 'Expected time of completion; null unless it is WORKING and the upstream gives an estimate.',
  })
  get estimatedCompletionAt(): Date | undefined {
    return optionalTime(this.#json, 'estimated_time_of_completion');
  }

  @Field(() => DateTime, { nullable: true, description: 'When work on it ended; null before.' })
  get endedAt(): Date | undefined {
    return optionalTime(this.#json, 'time_end');
  }

  @Field(() => DateTime, { nullable: true, description: 'When it failed; null unless it did.' })
  get failedAt(): Date | undefined {
    return optionalTime(this.#json, 'time_error');
  }

  @Field(() => DateTime, {
    nullable: true,
    description: 'When its archive is deleted; null if there is no archive or the upstream does not say.',
  })
  get expiresAt(): Date | undefined {
    return optionalTime(this.#json, 'time_expiration');
  }

  @Field(() => Float, {
    nullable: true,
    description:
      'Progress from 0 to 1, estimated from the times: 0 while PENDING, 1 when COMPLETED. Null if the upstream gives no estimate, and for exports that failed or were cancelled.',
  })
  get progress(): number | null {
    if (this.state === ExportState.PENDING) return 0;
    if (this.state === ExportState.COMPLETED) return 1;
    const [start, end] = [this.startedAt?.getTime(), this.estimatedCompletionAt?.getTime()];
    if (this.state !== ExportState.WORKING || start === undefined || end === undefined || end <= start) return null;
    // Less than 1 until the upstream reports COMPLETED, even if it takes longer than estimated.
    return Math.min(Math.max((Date.now() - start) / (end - start), 0), 0.99);
  }

  @ToldField(() => String, { description: "Version of the upstream's server that gave this answer." })
  get upstreamVersion(): string {
    return text(this.#json, '_version');
  }
}

/** A page of exports. */
export const ExportConnection = connectionOf('Export', 'exports', () => Export);

/** What a list of exports can be sorted by. */
export enum ExportOrderField {
  STATE = 'state',
  REQUESTED_AT = 'time_request',
  STARTED_AT = 'time_start',
  ENDED_AT = 'time_end',
  EXPIRES_AT = 'time_expiration',
  FAILED_AT = 'time_error',
}

/** Order of a list of exports. */
export const ExportOrder = orderOf('Export', 'exports', ExportOrderField, {
  STATE: `By state. ${CHANGING_ORDER}`,
  REQUESTED_AT: 'By the time of the trigger; rows of the same second are in no particular order.',
  STARTED_AT: `By the time when work began. ${CHANGING_ORDER}`,
  ENDED_AT: `By the time when work ended. ${CHANGING_ORDER}`,
  EXPIRES_AT: `By the time when the archive is removed. ${CHANGING_ORDER}`,
  FAILED_AT: `By the time of the failure. ${CHANGING_ORDER}`,
});

/** Which exports a list holds. */
@FilterOf('exports')
export class ExportFilter {
  @Field(() => [ExportState], { nullable: true, description: 'Only exports in one of these states.' })
  readonly states?: ExportState[] | null;

  @Field(() => TimeRange, {
    nullable: true,
    description:
      'Only exports that were triggered in this time; for lists by REQUESTED_AT. A binary search finds the first row: at most 10 more calls in a list of 1,000.',
  })
  readonly requestedAt?: TimeRange | null;

  @IncludeDeleted('exports of TSS')
  readonly includeDeleted!: boolean;
}

/** Arguments of every list of exports. */
@ArgsType()
export class ExportListArguments extends listArgumentsOf(
  'exports',
  ExportOrder,
  'Order of the list; by REQUESTED_AT, ascending, by default.',
  ExportFilter,
) {}
