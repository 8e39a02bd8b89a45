import { Field, InputType } from 'type-graphql';
import { badArgument } from '../common/connection.js';
import type { Problem } from '../common/user-error.js';

/** A span of days. */
@InputType({ description: 'A span of days, both included. An absent end is open.' })
export class DayRange {
  @Field(() => String, { nullable: true, description: 'First day, as `YYYY-MM-DD`.' })
  readonly from?: string | null;

  @Field(() => String, { nullable: true, description: 'Last day, as `YYYY-MM-DD`.' })
  readonly to?: string | null;
}

/** Whether a text is a day that exists, as `YYYY-MM-DD`. */
export function isDay(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false;
  const time = Date.parse(`${text}T00:00:00Z`);
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(text);
}

/** Checks a day, if there is one. */
export function dayProblems(day: string | null | undefined, field: readonly string[]): readonly Problem[] {
  if (day === null || day === undefined || isDay(day)) return [];
  return [{ field, message: 'A day is written as YYYY-MM-DD and must exist, e.g. 2026-02-28.' }];
}

/**
 * The upstream's query for a span of business days.
 * @throws GraphQLError `BAD_USER_INPUT` for a day that does not exist, or an empty span
 */
export function businessDays(range: DayRange | null | undefined, field: string) {
  const { from, to } = range ?? {};
  for (const day of [from, to]) {
    if (typeof day === 'string' && !isDay(day))
      throw badArgument('filter', `has \`${field}\` with a day that is not written as YYYY-MM-DD or does not exist`);
  }
  if (from && to && from > to) throw badArgument('filter', `has \`${field}\` from ${from} to ${to}, which is empty`);
  return { ...(from && { business_date_start: from }), ...(to && { business_date_end: to }) };
}
