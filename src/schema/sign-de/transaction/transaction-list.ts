import { ArgsType, Field } from 'type-graphql';
import { NumberRange, TimeRange } from '../../common/range.js';
import { UUID } from '../../common/scalars.js';
import { TransactionState } from './transaction.js';
import { FilterOf, listArgumentsOf, orderArgumentsOf, orderOf } from '../../common/list-arguments.js';
import { IncludeDeleted } from '../include-deleted.js';

/** What a list of transactions can be sorted by. */
export enum TransactionOrderField {
  NUMBER = 'number',
  STATE = 'state',
  STARTED_AT = 'time_start',
  ENDED_AT = 'time_end',
}

/** Order of a list of transactions. */
export const TransactionOrder = orderOf('Transaction', 'transactions', TransactionOrderField, {
  NUMBER: 'By transaction number. Transactions of different TSS with the same number are in no particular order.',
  STATE:
    'By state. Transactions of the same state are in no particular order, and paging reaches only a thousand of them; for more, filter by `states` and sort by NUMBER. A transaction that changes its state between two pages may come twice or not at all.',
  STARTED_AT: 'By the time of the start, in whole seconds; rows of the same second are in no particular order.',
  ENDED_AT:
    'By the time of the end. Open transactions are adjacent, at the beginning or at the end. A transaction that ends between two pages may come twice or not at all.',
});

/** Which transactions a list holds. */
@FilterOf('transactions')
export class TransactionFilter {
  @Field(() => [TransactionState], { nullable: true, description: 'Only transactions in one of these states.' })
  readonly states?: TransactionState[] | null;

  @Field(() => TimeRange, {
    nullable: true,
    description:
      'Only transactions that were started in this time. For lists by STARTED_AT; in lists of one TSS or client also by NUMBER, because there numbers increase with time. A binary search finds the first row: at most 12 more calls in a list of 100,000, none if it was found before.',
  })
  readonly startedAt?: TimeRange | null;

  @Field(() => NumberRange, {
    nullable: true,
    description:
      'Only transactions with these numbers. For lists by NUMBER; in lists of one TSS or client also by STARTED_AT. It costs as many calls as `startedAt`; in the list of a TSS by NUMBER, ascending, one call, or three if no number is that high.',
  })
  readonly number?: NumberRange | null;

  @Field(() => UUID, {
    nullable: true,
    description:
      'Only transactions whose newest revision is from this client. In the list of all TSS, the gateway finds the client’s TSS among up to 2,000 clients.',
  })
  readonly clientUuid?: string | null;

  @Field(() => String, {
    nullable: true,
    description:
      'Only transactions with this process type, as `raw { processType }` shows it. The upstream has no such filter, so the gateway searches up to 1,800 rows for a page, and then fails with `LIST_TOO_LONG`. Narrow the list by `startedAt` or `number`.',
  })
  readonly processType?: string | null;

  @IncludeDeleted('transactions of TSS')
  readonly includeDeleted!: boolean;
}

const ORDER =
  'Order of the list. By default: by NUMBER, ascending, in lists of a TSS or a client; by STARTED_AT, ascending, in the list of all TSS.';

/** Arguments of lists of open transactions. */
@ArgsType()
export class OpenTransactionArguments extends orderArgumentsOf(TransactionOrder, ORDER) {}

/** Arguments of every list of transactions. */
@ArgsType()
export class TransactionListArguments extends listArgumentsOf(
  'transactions',
  TransactionOrder,
  ORDER,
  TransactionFilter,
) {}
