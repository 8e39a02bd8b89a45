import { Field, InputType, Int, ObjectType } from 'type-graphql';
import { BigInt, DateTime, UUID } from '../../common/scalars.js';
import { SigningPayload } from './signing.js';
import { MutationPayload, type Problem, UserError } from '../../common/user-error.js';

/** Maximum number of transactions that one request cancels. */
const MAXIMUM_FIRST = 500;

/** Input of `cancelOpenTransactions`. */
@InputType({ description: 'Input of `cancelOpenTransactions`.' })
export class CancelOpenTransactionsInput {
  @Field(() => UUID, { description: 'UUID of the TSS.' })
  readonly tssUuid!: string; // filled by TypeGraphQL

  @Field(() => UUID, {
    nullable: true,
    description: 'Only transactions whose newest revision is by this client; all clients by default.',
  })
  readonly clientUuid?: string | null;

  @Field(() => DateTime, {
    nullable: true,
    description: 'Only transactions that were started before this instant; all by default.',
  })
  readonly olderThan?: Date | null;

  @Field(() => Int, {
    defaultValue: 100,
    description: `Maximum number of transactions to cancel in this request, up to ${MAXIMUM_FIRST}, oldest first. Send it again while \`hasMore\` is true.`,
  })
  readonly first!: number;
}

/** Checks the number of transactions to cancel. */
export function firstProblems(first: number): readonly Problem[] {
  if (first >= 1 && first <= MAXIMUM_FIRST) return [];
  return [{ field: ['first'], message: `Must be 1 to ${MAXIMUM_FIRST}, but is ${first}.` }];
}

/** The result for one open transaction. */
@ObjectType({
  description: 'Result for one open transaction. It is cancelled by its own client.',
})
export class CancelledTransaction extends SigningPayload {
  @Field(() => UUID, { description: 'UUID of the transaction.' })
  readonly transactionUuid!: string; // made by the resolver

  @Field(() => BigInt, { description: 'Its number.' })
  readonly number!: string;
}

/** A transaction that should have been cancelled but, as far as is known, is still open. */
@ObjectType({ description: 'A transaction that should have been cancelled but, as far as is known, is still open.' })
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
      'All transactions that should have been cancelled but are still open, each with its reason: those that cannot be cancelled, those whose cancellation failed, and those that were not tried because of a fault. Transactions beyond `first` are not listed (see `hasMore`). Those that could have been cancelled are in `userErrors` as well.',
  })
  readonly leftOpen!: readonly LeftOpenTransaction[];

  @Field(() => Boolean, {
    description:
      'Whether some open transactions were not tried: there were more than `first`, or a fault of the TSS or of the connection to it stopped the work (`userErrors`). Send the same again.',
  })
  readonly hasMore!: boolean;
}
