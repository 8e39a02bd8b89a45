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
  NUMBER: 'By transaction number. Of several TSS, those with the same number are in no particular order.',
  STATE:
    'By state. Transactions of one state are in no particular order, and paging reaches a thousand of them; for more, filter by `states` and sort by NUMBER. A transaction that changes its state between two pages may come twice or not at all.',
  STARTED_AT: 'By the time of the start, in whole seconds; those of one second are in no particular order.',
  ENDED_AT:
    'By the time of the end. Open transactions are together, at the beginning or at the end. A transaction that ends between two pages may come twice or not at all.',
});

/** Which transactions a list holds. */
@FilterOf('transactions')
export class TransactionFilter {
  @Field(() => [TransactionState], { nullable: true, description: 'Only transactions in one of these states.' })
  readonly states?: TransactionState[] | null;

  @Field(() => TimeRange, {
    nullable: true,
    description:
      'Only transactions that were started in this time. For lists by STARTED_AT; in lists of one TSS or client also by NUMBER, because numbers rise with time there. A binary search finds the first row: at most 12 calls more in a list of 100,000, none if it was found before.',
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
      'Only transactions whose newest revision is of this client. In the list of all TSS the gateway finds its TSS among up to 2,000 clients.',
  })
  readonly clientUuid?: string | null;

  @Field(() => String, {
    nullable: true,
    description:
      'Only transactions with this process type, as `raw { processType }` shows it. The upstream has no such filter, so the gateway looks through up to 1,800 rows for a page, then fails with `LIST_TOO_LONG`. Narrow the list by `startedAt` or `number`.',
  })
  readonly processType?: string | null;

  @IncludeDeleted('transactions of TSS')
  readonly includeDeleted!: boolean;
}

const ORDER =
  'In which order. When left out: by NUMBER, ascending, in lists of a TSS or a client; by STARTED_AT, ascending, in the list of all TSS.';

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
