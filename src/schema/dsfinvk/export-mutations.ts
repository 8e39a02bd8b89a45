import { Field, InputType, ObjectType } from 'type-graphql';
import type { Schemas as Contract } from '../../contract/dsfinvk.js';
import { unknownProblems } from '../common/known.js';
import { DSFINVK_PAIRS, MetadataEntryInput, metadataProblems, toMetadataMap } from '../common/metadata.js';
import { toSeconds } from '../common/time.js';
import { DateTime, UUID } from '../common/scalars.js';
import { MutationPayload, type Problem } from '../common/user-error.js';
import { dayProblems } from './day-range.js';
import { DsfinvkExport, DsfinvkFormat } from './export.js';

/** A span of time, both ends included. */
@InputType({ description: 'Closings that were inserted in this span of time, both ends included.' })
export class InsertedBetweenInput {
  @Field(() => DateTime, { description: 'First instant.' })
  readonly from!: Date; // filled by TypeGraphQL, as are all members of inputs here

  @Field(() => DateTime, { description: 'Last instant.' })
  readonly to!: Date;
}

/** A span of business days, both included. */
@InputType({ description: 'Closings of these business days, both included.' })
export class BusinessDaysInput {
  @Field(() => String, { description: 'First day, as `YYYY-MM-DD`.' })
  readonly from!: string;

  @Field(() => String, { description: 'Last day, as `YYYY-MM-DD`.' })
  readonly to!: string;
}

/** Input of `triggerDsfinvkExport`. */
@InputType({
  description: 'Input of `triggerDsfinvkExport`. Give exactly one of `businessDays` and `insertedBetween`.',
})
export class TriggerDsfinvkExportInput {
  @Field(() => UUID, { description: 'Id of the new export: make a random one (version 4).' })
  readonly exportUuid!: string;

  @Field(() => BusinessDaysInput, { nullable: true, description: 'Which closings: by their business day.' })
  readonly businessDays?: BusinessDaysInput | null;

  @Field(() => InsertedBetweenInput, { nullable: true, description: 'Which closings: by when they were inserted.' })
  readonly insertedBetween?: InsertedBetweenInput | null;

  @Field(() => UUID, { nullable: true, description: 'Only closings of the MASTER register with this client.' })
  readonly clientUuid?: string | null;

  @Field(() => DsfinvkFormat, { defaultValue: DsfinvkFormat.TAR, description: 'Format of the archive.' })
  readonly format!: DsfinvkFormat;

  @Field(() => [MetadataEntryInput], { nullable: true, description: 'Your own data, up to 20 pairs.' })
  readonly metadata?: MetadataEntryInput[] | null;
}

/** Input of `cancelDsfinvkExport`. */
@InputType({ description: 'Input of `cancelDsfinvkExport`.' })
export class CancelDsfinvkExportInput {
  @Field(() => UUID, { description: 'Id of the export.' })
  readonly exportUuid!: string;
}

@ObjectType()
abstract class DsfinvkExportPayload extends MutationPayload {
  @Field(() => DsfinvkExport, { nullable: true, description: 'The export; null when there is none.' })
  readonly export!: DsfinvkExport | Promise<DsfinvkExport> | null; // made by the resolver
}

/** Result of `triggerDsfinvkExport`. */
@ObjectType({ description: 'Result of `triggerDsfinvkExport`.' })
export class TriggerDsfinvkExportPayload extends DsfinvkExportPayload {}

/** Result of `cancelDsfinvkExport`. */
@ObjectType({ description: 'Result of `cancelDsfinvkExport`.' })
export class CancelDsfinvkExportPayload extends DsfinvkExportPayload {}

/** Checks the input of `triggerDsfinvkExport` (`dsfinvk-v1.md §10`). */
export function triggerExportProblems(input: TriggerDsfinvkExportInput): readonly Problem[] {
  const { businessDays, insertedBetween, format, metadata } = input;
  const isOne = !businessDays !== !insertedBetween;
  return [
    ...(isOne ? [] : [{ field: ['businessDays'], message: 'Give exactly one of businessDays and insertedBetween.' }]),
    ...dayProblems(businessDays?.from, ['businessDays', 'from']),
    ...dayProblems(businessDays?.to, ['businessDays', 'to']),
    ...(businessDays && businessDays.from > businessDays.to
      ? [{ field: ['businessDays'], message: 'The first day must not lie after the last one.' }]
      : []),
    ...(insertedBetween && insertedBetween.from > insertedBetween.to
      ? [{ field: ['insertedBetween'], message: 'The first instant must not lie after the last one.' }]
      : []),
    ...unknownProblems(format, ['format']),
    ...metadataProblems(metadata, DSFINVK_PAIRS),
  ];
}

/** The upstream's form of a new export. */
export function toExportTrigger(input: TriggerDsfinvkExportInput): Contract['ExportTrigger'] {
  const { businessDays, insertedBetween, clientUuid, format, metadata } = input;
  const range = businessDays
    ? { business_date_start: businessDays.from, business_date_end: businessDays.to }
    : insertedBetween && { start_date: toSeconds(insertedBetween.from), end_date: toSeconds(insertedBetween.to) };
  return {
    ...range,
    format,
    ...(clientUuid && { client_id: clientUuid }),
    ...(metadata && { metadata: toMetadataMap(metadata) }),
  } as Contract['ExportTrigger']; // that there is one range, and a known format, was checked
}
