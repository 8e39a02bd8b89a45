import { Arg, Resolver, Root, Subscription } from 'type-graphql';
import type { Schemas } from '../../../received.js';
import type { ExportJson } from '../../../datasources/sign-de/export.js';
import type { TransactionNews } from '../../../datasources/sign-de/transaction/transaction-watch.js';
import { Export } from '../../../schema/sign-de/export/export.js';
import { UUID } from '../../../schema/common/scalars.js';
import { Transaction } from '../../../schema/sign-de/transaction/transaction.js';
import { Tss } from '../../../schema/sign-de/tss.js';
import type { Context } from '../../common/context.js';

/** The argument of `subscribe`. TypeGraphQL does not type it; graphql-js has coerced `args` by the schema. */
interface Start<Arguments> {
  readonly args: Arguments;
  readonly context: Context;
}

/** Subscriptions. Each event is what the upstream answered, under the name of the subscribed field. */
@Resolver()
export class SubscriptionResolver {
  @Subscription(() => Tss, {
    description:
      'A TSS whenever it differs from before, beginning with its present state. Signing counts up its counters, so a busy TSS gives an event every two seconds.',
    subscribe: ({ args, context }: Start<{ tssUuid: string }>) => context.datasources.watch.tss(args.tssUuid),
  })
  tssChanged(
    @Arg('tssUuid', () => UUID, { description: 'UUID of the TSS.' }) _tssUuid: string,
    @Root() json: Schemas['TssResponse'],
  ): Tss {
    return new Tss(json);
  }

  @Subscription(() => Export, {
    description:
      'An export whenever it differs from before, beginning with its present state. Completes when the export is COMPLETED, CANCELLED or has failed.',
    subscribe: ({ args, context }: Start<{ tssUuid: string; exportUuid: string }>) =>
      context.datasources.watch.export(args.tssUuid, args.exportUuid),
  })
  exportUpdated(
    @Arg('tssUuid', () => UUID, { description: 'UUID of its TSS.' }) _tssUuid: string,
    @Arg('exportUuid', () => UUID, { description: 'UUID of the export.' }) _exportUuid: string,
    @Root() json: ExportJson,
  ): Export {
    return new Export(json);
  }

  @Subscription(() => Transaction, {
    description:
      'Transactions of a TSS that were written from now on, each at its newest revision: of several in a row there may be only the last. What this gateway writes with the same credential comes at once, the rest within seconds, on a busy TSS within ten. Of the transactions that were open before, the newest 500 are watched.',
    subscribe: ({ args, context }: Start<{ tssUuid: string; clientUuid?: string | null }>) =>
      context.datasources.watch.transactions(args.tssUuid, args.clientUuid ?? undefined),
  })
  transactionChanged(
    @Arg('tssUuid', () => UUID, { description: 'UUID of the TSS.' }) _tssUuid: string,
    @Arg('clientUuid', () => UUID, { nullable: true, description: 'Only revisions that this client wrote.' })
    _clientUuid: string | null | undefined,
    @Root() { transaction, isAnswerOfWrite }: TransactionNews,
  ): Transaction {
    return new Transaction(transaction, isAnswerOfWrite ? 'write' : 'read');
  }
}
