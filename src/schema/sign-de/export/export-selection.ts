import { Extensions, Field, InputType } from 'type-graphql';
import type { Operations } from '../../../contract/sign-de.js';
import { BigInt, DateTime, UUID } from '../../common/scalars.js';
import type { Problem } from '../../common/user-error.js';

/** Maximum number of signatures of one export (`sign-de-v2.md §12`). */
export const MAXIMUM_RECORDS = 1_000_000;

/** A range of numbers. */
@InputType({ description: 'A range of numbers, both ends included; at least one end is given.' })
export class NumberRangeInput {
  @Field(() => BigInt, { nullable: true, description: 'Lowest number; none when left out.' })
  readonly from?: string | null;

  @Field(() => BigInt, { nullable: true, description: 'Highest number; none when left out.' })
  readonly to?: string | null;
}

/** A range of times. */
@InputType({ description: 'A range of log times, both ends included, to the second; at least one end is given.' })
export class DateTimeRangeInput {
  @Field(() => DateTime, { nullable: true, description: 'Earliest time; none when left out.' })
  readonly from?: Date | null;

  @Field(() => DateTime, { nullable: true, description: 'Latest time; none when left out.' })
  readonly to?: Date | null;
}

/** The logs that an export holds. */
@InputType({
  description: 'Which signed logs an export holds: exactly one of these. System logs in between are included.',
})
@Extensions({ oneOf: true })
export class ExportSelectionInput {
  @Field(() => UUID, {
    nullable: true,
    description: 'Those of one client. It cannot be combined with `maximumRecords`, which the upstream would ignore.',
  })
  readonly clientUuid?: string | null;

  @Field(() => BigInt, { nullable: true, description: 'Those of the transaction with this number.' })
  readonly transactionNumber?: string | null;

  @Field(() => NumberRangeInput, { nullable: true, description: 'Those of transactions with these numbers.' })
  readonly transactionNumbers?: NumberRangeInput | null;

  @Field(() => DateTimeRangeInput, { nullable: true, description: 'Those that were signed in this time.' })
  readonly logTimes?: DateTimeRangeInput | null;

  @Field(() => NumberRangeInput, { nullable: true, description: 'Those with these signature counters.' })
  readonly signatureCounters?: NumberRangeInput | null;
}

type ExportQuery = NonNullable<Operations['triggerExport']['parameters']['query']>;

/** Converts a selection to the upstream's form. Without a selection, everything is exported. */
export function fromExportSelection(
  selection: ExportSelectionInput | null | undefined,
  maximumRecords: number | null | undefined,
): ExportQuery {
  const { clientUuid, transactionNumber, transactionNumbers, logTimes, signatureCounters } = selection ?? {};
  const [firstTime, lastTime] = [firstSecond(logTimes?.from), lastSecond(logTimes?.to)];
  return {
    ...(clientUuid && { client_id: clientUuid }),
    ...(transactionNumber && { transaction_number: transactionNumber }),
    ...(transactionNumbers?.from && { start_transaction_number: transactionNumbers.from }),
    ...(transactionNumbers?.to && { end_transaction_number: transactionNumbers.to }),
    ...(firstTime !== undefined && { start_date: firstTime }),
    ...(lastTime !== undefined && { end_date: lastTime }),
    ...(signatureCounters?.from && { start_signature_counter: signatureCounters.from }),
    ...(signatureCounters?.to && { end_signature_counter: signatureCounters.to }),
    ...(typeof maximumRecords === 'number' && { maximum_number_records: String(maximumRecords) }),
  };
}

/** Checks a selection and its maximum. */
export function exportSelectionProblems(
  selection: ExportSelectionInput | null | undefined,
  maximumRecords: number | null | undefined,
): readonly Problem[] {
  const { clientUuid, transactionNumbers, logTimes, signatureCounters } = selection ?? {};
  const { from, to } = logTimes ?? {};
  const isAlone = clientUuid && typeof maximumRecords === 'number';
  return [
    ...rangeProblems(transactionNumbers, 'transactionNumbers', numberOf),
    ...rangeProblems(signatureCounters, 'signatureCounters', numberOf),
    ...rangeProblems(logTimes && { from: firstSecond(from), to: lastSecond(to) }, 'logTimes', Number),
    ...recordsProblems(maximumRecords, 'maximumRecords'),
    ...(isAlone ? [{ field: ['maximumRecords'], message: 'Cannot be given together with `clientUuid`.' }] : []),
  ];
}

/** Checks a maximum number of signatures. */
export function recordsProblems(records: number | null | undefined, field: string): readonly Problem[] {
  return typeof records !== 'number' || (records >= 1 && records <= MAXIMUM_RECORDS)
    ? []
    : [{ field: [field], message: `Must be from 1 to ${MAXIMUM_RECORDS}, but is ${records}.` }];
}

function rangeProblems<End>(
  range: { readonly from?: End; readonly to?: End } | null | undefined,
  field: string,
  order: (end: End & {}) => number | bigint,
): readonly Problem[] {
  if (!range) return [];
  const { from, to } = range;
  const path = ['selection', field];
  if ((from ?? undefined) === undefined && (to ?? undefined) === undefined) {
    return [{ field: path, message: 'Give at least one end; for everything leave the selection out.' }];
  }
  return from !== undefined && from !== null && to !== undefined && to !== null && order(from) > order(to)
    ? [{ field: path, message: 'The range ends before it begins.' }]
    : [];
}

/** Numbers may be larger than 2^53. */
function numberOf(digits: string): bigint {
  return globalThis.BigInt(digits);
}

/** The first whole second at or after a time. Logs have only whole seconds. */
function firstSecond(time: Date | null | undefined): number | undefined {
  return time ? Math.ceil(time.getTime() / 1_000) : undefined;
}

/** The last whole second at or before a time. */
function lastSecond(time: Date | null | undefined): number | undefined {
  return time ? Math.floor(time.getTime() / 1_000) : undefined;
}
