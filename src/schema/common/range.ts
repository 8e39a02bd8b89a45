import { Field, InputType } from 'type-graphql';
import { badArgument } from './connection.js';
import { BigInt, DateTime } from './scalars.js';

/** A span of time. */
@InputType({ description: 'A span of time. An absent end is open.' })
export class TimeRange {
  @Field(() => DateTime, { nullable: true, description: 'From this instant on.' })
  readonly from?: Date | null;

  @Field(() => DateTime, { nullable: true, description: 'Before this instant.' })
  readonly before?: Date | null;
}

/** A span of transaction numbers. */
@InputType({ description: 'A span of transaction numbers. An absent end is open.' })
export class NumberRange {
  @Field(() => BigInt, { nullable: true, description: 'From this number on.' })
  readonly from?: string | null;

  @Field(() => BigInt, { nullable: true, description: 'Up to this number, which is included.' })
  readonly to?: string | null;
}

/** Bounds of an integer, both included; an absent bound is open. */
export interface Bounds {
  readonly lowest?: number;
  readonly highest?: number;
}

/**
 * Converts a span of time to the upstream's whole seconds.
 * @throws GraphQLError `BAD_USER_INPUT` when it is empty
 */
export function secondsIn(range: TimeRange | null | undefined, field: string): Bounds | undefined {
  if (!range) return undefined;
  const { from, before } = range;
  if (from && before && from >= before) {
    throw badArgument(
      'filter',
      `has \`${field}\` from ${from.toISOString()}, which must lie before ${before.toISOString()}`,
    );
  }
  return boundsOf(from && Math.ceil(from.getTime() / 1_000), before && Math.ceil(before.getTime() / 1_000) - 1);
}

/** Largest transaction number (`TxNum` of the contract). */
const LARGEST_NUMBER = Number.MAX_SAFE_INTEGER;

/**
 * Converts a transaction number to the upstream's form.
 * @throws GraphQLError `BAD_USER_INPUT` when it is larger than the contract allows
 */
export function checkNumber(digits: string, argumentName: string): string {
  if (globalThis.BigInt(digits) <= LARGEST_NUMBER) return String(Number(digits));
  throw badArgument(argumentName, `must be at most ${LARGEST_NUMBER}, but is ${digits}`);
}

/**
 * A span of numbers. Numbers that are too large count as the first number that no transaction can have.
 * @throws GraphQLError `BAD_USER_INPUT` when it is empty
 */
export function numbersIn(range: NumberRange | null | undefined, field: string): Bounds | undefined {
  if (!range) return undefined;
  const { from, to } = range;
  if (typeof from === 'string' && typeof to === 'string' && globalThis.BigInt(from) > globalThis.BigInt(to)) {
    throw badArgument('filter', `has \`${field}\` from ${from}, which must not be greater than ${to}`);
  }
  const [lowest, highest] = [from, to].map((one) =>
    typeof one === 'string' ? Math.min(Number(one), LARGEST_NUMBER + 1) : undefined,
  );
  return boundsOf(lowest, highest);
}

function boundsOf(lowest: number | null | undefined, highest: number | null | undefined): Bounds | undefined {
  const bounds = {
    ...(typeof lowest === 'number' && { lowest }),
    ...(typeof highest === 'number' && { highest }),
  };
  return Object.keys(bounds).length > 0 ? bounds : undefined;
}
