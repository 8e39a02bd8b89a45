import { Field, Int, ObjectType, registerEnumType } from 'type-graphql';
import { type UserErrorCode, userErrorCodes } from '../../errors/user-error-codes.js';

export type { UserErrorCode } from '../../errors/user-error-codes.js';

/** A mistake in an input, found before any call. */
export interface Problem {
  /** Path below `input`, e.g. `['receipt', 'amountsPerVatRate', '0', 'amount']`. */
  readonly field: readonly string[];
  readonly message: string;
}

const userErrorCodeEnum = Object.fromEntries(Object.keys(userErrorCodes).map((code) => [code, code]));
registerEnumType(userErrorCodeEnum, {
  name: 'UserErrorCode',
  description: 'The kind of failure, for programs. New codes can be added; treat an unknown one as fatal.',
  valuesConfig: Object.fromEntries(
    Object.entries(userErrorCodes).map(([code, { what }]) => [code, { description: what }]),
  ),
});

/** An expected failure of a mutation, as data. */
@ObjectType({ description: 'An expected failure: what went wrong, where, and what would be right.' })
export class UserError {
  @Field(() => userErrorCodeEnum, { description: 'What went wrong, for programs.' })
  readonly code!: UserErrorCode; // made by the resolvers

  @Field(() => String, { description: 'What went wrong and what would be right, for people. In English.' })
  readonly message!: string;

  @Field(() => [String], {
    nullable: true,
    description:
      'Path of the invalid field below `input`, including list positions; null if no single field is the cause.',
  })
  readonly field?: readonly string[];

  @Field(() => Boolean, { description: 'Whether sending the same request again, unchanged, may succeed.' })
  readonly retryable!: boolean;

  @Field(() => Int, { nullable: true, description: 'Seconds to wait before the next try, if the upstream said so.' })
  readonly retryAfter?: number;

  @Field(() => String, {
    nullable: true,
    description: "The upstream's own error code, e.g. `E_TX_UPSERT`, for support.",
  })
  readonly upstreamCode?: string;
}

/** The common part of all mutation payloads. `query` is added to each when the schema is built. */
@ObjectType()
export abstract class MutationPayload {
  @Field(() => [UserError], {
    description: 'Expected failures; empty on success. Unexpected failures are in the top-level `errors`.',
  })
  readonly userErrors!: readonly UserError[]; // made by the resolvers
}
