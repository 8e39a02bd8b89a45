import { GraphQLError } from 'graphql';
import { Arg, Args, Ctx, FieldResolver, Query, Resolver, Root } from 'type-graphql';
import { Client } from '../schema/client.js';
import type { Connection } from '../schema/connection.js';
import { toFilter } from '../schema/known.js';
import { MetadataEntry, toMetadataEntries } from '../schema/metadata.js';
import { BigInt, UUID } from '../schema/scalars.js';
import {
  Transaction,
  TransactionConnection,
  TransactionListArguments,
  TransactionState,
} from '../schema/transaction.js';
import { Tss } from '../schema/tss.js';
import type { Context } from './context.js';
import { readPage } from './page.js';

/** Transactions: look-ups, lists, and what hangs on a transaction. */
@Resolver(() => Transaction)
export class TransactionResolver {
  @Query(() => Transaction, {
    nullable: true,
    description: 'One transaction at its newest revision, by its UUID or by its number: give exactly one of the two.',
  })
  async transaction(
    @Arg('tssUuid', () => UUID, { description: 'UUID of its TSS.' }) tssUuid: string,
    @Arg('uuid', () => UUID, { nullable: true, description: 'UUID of the transaction.' })
    uuid: string | null | undefined,
    @Arg('number', () => BigInt, { nullable: true, description: 'Number that the TSS gave the transaction.' })
    number: string | null | undefined,
    @Ctx() { datasources }: Context,
  ): Promise<Transaction> {
    const key = uuid ?? number;
    if (!key || (uuid && number)) {
      throw new GraphQLError('Give exactly one of the arguments "uuid" and "number".', {
        extensions: { code: 'BAD_USER_INPUT' },
      });
    }
    return new Transaction(await datasources.transactions.load(tssUuid, key));
  }

  @Query(() => TransactionConnection, {
    nullable: true,
    description: 'Transactions of all TSS that the credential can see, each at its newest revision.',
  })
  transactions(
    @Args(() => TransactionListArguments) page: TransactionListArguments,
    @Ctx() context: Context,
  ): Promise<Connection<Transaction>> {
    return readTransactions(context, {}, page);
  }

  @FieldResolver(() => Tss, { nullable: true, description: 'The TSS that signed.' })
  async tss(@Root() transaction: Transaction, @Ctx() { datasources }: Context): Promise<Tss> {
    return new Tss(await datasources.tss.load(transaction.tssUuid));
  }

  @FieldResolver(() => Client, { nullable: true, description: 'The client that wrote this revision.' })
  async client(@Root() transaction: Transaction, @Ctx() { datasources }: Context): Promise<Client> {
    return new Client(await datasources.clients.load(transaction.tssUuid, transaction.clientUuid));
  }

  @FieldResolver(() => [MetadataEntry], { nullable: true, description: 'Your own data on the transaction.' })
  async metadata(@Root() transaction: Transaction, @Ctx() { datasources }: Context): Promise<readonly MetadataEntry[]> {
    return toMetadataEntries(
      transaction.knownMetadata ?? (await datasources.metadata.transaction(transaction.tssUuid, transaction.uuid)),
    );
  }
}

/** One page of the transactions of a client, of a TSS, or of all TSS. */
export function readTransactions(
  { datasources }: Context,
  parent: { readonly tssId?: string; readonly clientId?: string },
  page: TransactionListArguments,
): Promise<Connection<Transaction>> {
  const wanted = {
    ...(page.filter?.states && { states: toFilter(page.filter.states, TransactionState.UNKNOWN) }),
    ...(page.filter?.includeDeleted === false && { show_deleted: false }),
  };
  return readPage(
    page,
    (query) => datasources.transactions.list(parent, { ...query, ...wanted }),
    (json) => new Transaction(json),
  );
}
