import { Arg, Resolver, Root, Subscription } from 'type-graphql';
import type { TransactionEvent } from '../../../datasources/sign-de/transaction/transaction-watch.js';
import { UUID } from '../../../schema/common/scalars.js';
import { Transaction } from '../../../schema/sign-de/transaction/transaction.js';
import type { SubscribeInput } from '../../common/subscribe-input.js';

/** `transactionChanged`. */
@Resolver()
export class TransactionSubscriptionResolver {
  @Subscription(() => Transaction, {
    description:
      'Sends every transaction of the TSS that is written from now on, at its newest revision. If a transaction is written several times quickly, you may get only the last revision. Writes through this gateway with the same credential arrive immediately. Other writes arrive within seconds; on a busy TSS within ten seconds. Of the transactions that are already open, only the newest 500 are watched.',
    subscribe: ({ args, context }: SubscribeInput<{ tssUuid: string; clientUuid?: string | null }>) =>
      context.datasources.watch.transactions(args.tssUuid, args.clientUuid ?? undefined),
  })
  transactionChanged(
    @Arg('tssUuid', () => UUID, { description: 'UUID of the TSS.' }) _tssUuid: string,
    @Arg('clientUuid', () => UUID, { nullable: true, description: 'Only revisions that this client wrote.' })
    _clientUuid: string | null | undefined,
    @Root() { transaction, isAnswerOfWrite }: TransactionEvent,
  ): Transaction {
    return new Transaction(transaction, isAnswerOfWrite ? 'write' : 'read');
  }
}
