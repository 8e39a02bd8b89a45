import { GraphQLError, type GraphQLResolveInfo } from 'graphql';
import { Arg, Args, Ctx, FieldResolver, Info, Int, Query, Resolver, Root } from 'type-graphql';
import type { Schemas } from '../../../received.js';
import { Client } from '../../../schema/sign-de/client.js';
import type { Connection } from '../../../schema/common/connection.js';
import { MetadataEntry } from '../../../schema/common/metadata.js';
import { checkNumber } from '../../../schema/common/range.js';
import { BigInt, UUID } from '../../../schema/common/scalars.js';
import { SignedLog } from '../../../schema/sign-de/transaction/signed-log.js';
import { Transaction, TransactionConnection } from '../../../schema/sign-de/transaction/transaction.js';
import { TransactionListArguments } from '../../../schema/sign-de/transaction/transaction-list.js';
import { Tss } from '../../../schema/sign-de/tss.js';
import type { Verification } from '../../../schema/sign-de/transaction/verification.js';
import type { Context } from '../../common/context.js';
import { metadataOf } from '../../common/metadata.js';
import { readTransactions } from './transaction-list.js';

/** Transactions: look-ups, lists, and related objects. */
@Resolver(() => Transaction)
export class TransactionResolver {
  @Query(() => Transaction, {
    nullable: true,
    description:
      'One transaction by its UUID or by its number: use exactly one of the two arguments. Returns the newest revision, unless `revision` is set.',
  })
  transaction(
    @Arg('tssUuid', () => UUID, { description: 'UUID of its TSS.' }) tssUuid: string,
    @Arg('uuid', () => UUID, { nullable: true, description: 'UUID of the transaction.' })
    uuid: string | null | undefined,
    @Arg('number', () => BigInt, { nullable: true, description: 'Number of the transaction, from its TSS.' })
    number: string | null | undefined,
    @Arg('revision', () => Int, { nullable: true, description: 'Revision to return. Default: the newest revision.' })
    revision: number | null | undefined,
    @Ctx() { datasources }: Context,
  ): Promise<Transaction> {
    const key = uuid ?? (typeof number === 'string' ? checkNumber(number, 'number') : undefined);
    if (!key || (uuid && number)) {
      throw new GraphQLError('Use exactly one of the arguments "uuid" and "number".', {
        extensions: { code: 'BAD_USER_INPUT' },
      });
    }
    const { transactions } = datasources;
    if (typeof revision !== 'number') return transactions.load(tssUuid, key).then((json) => new Transaction(json));
    return transactions
      .revision(tssUuid, key, checkRevision(revision, 'revision'))
      .then((json) => new Transaction(json).asRevision);
  }

  @Query(() => TransactionConnection, {
    nullable: true,
    description: 'Transactions of all TSS that the credential can see, each at its newest revision.',
  })
  transactions(
    @Args(() => TransactionListArguments) page: TransactionListArguments,
    @Ctx() context: Context,
    @Info() info: GraphQLResolveInfo,
  ): Promise<Connection<Transaction>> {
    return readTransactions(context, {}, page, info);
  }

  @FieldResolver(() => Tss, { nullable: true, description: 'The TSS that signed.' })
  tss(@Root() transaction: Transaction, @Ctx() { datasources }: Context): Promise<Tss> {
    return datasources.tss.load(transaction.tssUuid).then(toTss);
  }

  @FieldResolver(() => Client, { nullable: true, description: 'The client that wrote this revision.' })
  client(@Root() transaction: Transaction, @Ctx() { datasources }: Context): Promise<Client> {
    return datasources.clients.load(transaction.tssUuid, transaction.clientUuid).then(toClient);
  }

  @FieldResolver(() => Transaction, {
    nullable: true,
    description:
      'One revision of this transaction. It has its own `id`, which always means this revision. Costs no call for the revision that is already loaded.',
  })
  revisionAt(
    @Root() transaction: Transaction,
    @Arg('number', () => Int, { description: 'Number of the revision: 1 is the start.' }) number: number,
    @Ctx() context: Context,
  ): Promise<Transaction> {
    return readRevision(context, transaction, checkRevision(number, 'number'));
  }

  @FieldResolver(() => [Transaction], {
    nullable: 'itemsAndList',
    description:
      'All revisions, oldest first. Each has its own `id`. A revision that cannot be read is null. Costs a call for each revision that is not loaded yet, so up to 100 calls.',
  })
  revisions(@Root() transaction: Transaction, @Ctx() context: Context): readonly Promise<Transaction>[] {
    const { latestRevision } = transaction;
    if (latestRevision > MAXIMUM_REVISIONS) {
      throw new GraphQLError(
        `The transaction has ${latestRevision} revisions, but at most ${MAXIMUM_REVISIONS} can be read at once. Read single revisions with \`revisionAt\`.`,
        { extensions: { code: 'BAD_USER_INPUT' } },
      );
    }
    const numbers = Array.from({ length: latestRevision }, (_, index) => index + 1);
    return numbers.map((number) => readRevision(context, transaction, number));
  }

  @FieldResolver(() => SignedLog, {
    nullable: true,
    description:
      'The log message that the TSS signed for this revision. The upstream has deprecated this operation. Use exports to read logs in the long term.',
  })
  async signedLog(
    @Root() { tssUuid, uuid, revision }: Transaction,
    @Ctx() { datasources }: Context,
  ): Promise<SignedLog> {
    return new SignedLog(await datasources.transactions.log(tssUuid, uuid, revision));
  }

  @FieldResolver()
  verification(@Root() transaction: Transaction, @Ctx() { compute }: Context): Verification | Promise<Verification> {
    return compute(() => transaction.verification);
  }

  @FieldResolver(() => [MetadataEntry], { nullable: true, description: 'Your own data on the transaction.' })
  metadata(
    @Root() transaction: Transaction,
    @Ctx() { datasources }: Context,
  ): readonly MetadataEntry[] | Promise<readonly MetadataEntry[]> {
    return metadataOf(transaction.knownMetadata, () =>
      datasources.metadata.read('transaction', { tss_id: transaction.tssUuid, tx_id_or_number: transaction.uuid }),
    );
  }
}

// These functions are created once, because they are called for each row of a list.
const toTss = (json: Schemas['TssResponse']) => new Tss(json);
const toClient = (json: Schemas['ClientResponse']) => new Client(json);

/** Maximum number of revisions that are read at once. Each costs an upstream call. */
const MAXIMUM_REVISIONS = 100;

function readRevision({ datasources }: Context, transaction: Transaction, revision: number): Promise<Transaction> {
  if (revision === transaction.revision) return Promise.resolve(transaction.asRevision);
  return datasources.transactions
    .revision(transaction.tssUuid, transaction.uuid, revision)
    .then((json) => new Transaction(json).asRevision);
}

function checkRevision(revision: number, argumentName: string): number {
  if (revision >= 1) return revision;
  throw new GraphQLError(`Argument "${argumentName}" must be 1 or more, but is ${revision}.`, {
    extensions: { code: 'BAD_USER_INPUT', argumentName },
  });
}
