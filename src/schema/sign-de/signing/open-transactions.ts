import { Field, InputType, Int, ObjectType } from 'type-graphql';
import { BigInt, DateTime, UUID } from '../../common/scalars.js';
import { SigningPayload } from './signing.js';
import { MutationPayload, type Problem, UserError } from '../../common/user-error.js';

/** Most transactions that one request cancels. */
const MAXIMUM_FIRST = 500;

/** Input of `cancelOpenTransactions`. */
@InputType({ description: 'Input of `cancelOpenTransactions`.' })
export class CancelOpenTransactionsInput {
  @Field(() => UUID, { description: 'UUID of the TSS.' })
  readonly tssUuid!: string; // filled by TypeGraphQL

  @Field(() => UUID, {
    nullable: true,
    description: 'Only transactions whose newest revision is by this client; those of all clients when left out.',
  })
  readonly clientUuid?: string | null;

  @Field(() => DateTime, {
    nullable: true,
    description: 'Only transactions that were started before this instant; all when left out.',
  })
  readonly olderThan?: Date | null;

  @Field(() => Int, {
    defaultValue: 100,
    description: `Most transactions to cancel in this request, up to ${MAXIMUM_FIRST}, oldest first. Send it again while \`hasMore\`.`,
  })
  readonly first!: number;
}

/** What is wrong with the number of transactions to cancel. */
export function firstProblems(first: number): readonly Problem[] {
  if (first >= 1 && first <= MAXIMUM_FIRST) return [];
  return [{ field: ['first'], message: `Must be 1 to ${MAXIMUM_FIRST}, but is ${first}.` }];
}

/** The result for one open transaction. */
@ObjectType({
  description: 'What became of one open transaction. Its own client cancelled it, if it let itself be cancelled.',
})
export class CancelledTransaction extends SigningPayload {
  @Field(() => UUID, { description: 'UUID of the transaction.' })
  readonly transactionUuid!: string; // made by the resolver

  @Field(() => BigInt, { description: 'Its number.' })
  readonly number!: string;
}

/** A transaction that should have been cancelled and is still open, as far as is known. */
@ObjectType({ description: 'A transaction that was to be cancelled and is still open, as far as is known.' })
export class LeftOpenTransaction {
  @Field(() => UUID, { description: 'UUID of the transaction.' })
  readonly transactionUuid!: string; // made by the resolver

  @Field(() => BigInt, { description: 'Its number.' })
  readonly number!: string;

  @Field(() => UserError, { description: 'Why it is open.' })
  readonly reason!: UserError;
}

/** Result of `cancelOpenTransactions`. */
@ObjectType({ description: 'Result of `cancelOpenTransactions`.' })
export class CancelOpenTransactionsPayload extends MutationPayload {
  @Field(() => [CancelledTransaction], { description: 'The transactions that were tried, each with its outcome.' })
  readonly results!: readonly CancelledTransaction[]; // made by the resolver

  @Field(() => [LeftOpenTransaction], {
    description:
      'All that was to be cancelled and is still open, each with its reason: what could not be cancelled, and what a fault has kept from being tried. Not what lies beyond `first` (`hasMore`). One that could have been cancelled is in `userErrors` as well.',
  })
  readonly leftOpen!: readonly LeftOpenTransaction[];

  @Field(() => Boolean, {
    description:
      'Whether open ones were left untried: there were more than `first`, or a fault of the TSS or the way to it ended the work (`userErrors`). Send the same again.',
  })
  readonly hasMore!: boolean;
}
