import type { GraphQLResolveInfo } from 'graphql';
import { Arg, Args, Ctx, FieldResolver, Info, Query, Resolver, Root } from 'type-graphql';
import type { Schemas } from '../../received/sign-de.js';
import type { TssListQuery } from '../../datasources/sign-de/tss/tss.js';
import { rowName } from '../../datasources/sign-de/row-name.js';
import { type Client, ClientConnection, ClientListArguments } from '../../schema/sign-de/client.js';
import type { Connection } from '../../schema/common/connection.js';
import { type Export, ExportConnection, ExportListArguments } from '../../schema/sign-de/export/export.js';
import { MetadataEntry } from '../../schema/common/metadata.js';
import { UUID } from '../../schema/common/scalars.js';
import {
  type Transaction,
  TransactionConnection,
  TransactionState,
} from '../../schema/sign-de/transaction/transaction.js';
import {
  OpenTransactionArguments,
  TransactionListArguments,
} from '../../schema/sign-de/transaction/transaction-list.js';
import {
  Tss,
  TssConnection,
  type TssFilter,
  TssListArguments,
  TssOrderField,
  TssState,
} from '../../schema/sign-de/tss.js';
import { TssHealth } from '../../schema/sign-de/tss-health.js';
import { readClients } from './client.js';
import type { Context } from '../common/context.js';
import { readExports } from './export/export.js';
import { metadataOf } from '../common/metadata.js';
import { type NounList, readNounPage } from '../common/noun-page.js';
import { emptyPage } from '../common/page.js';
import { wantedBy } from './wanted-by.js';
import { readTransactions } from './transaction/transaction-list.js';

/** Selects open transactions. */
const OPEN = { states: [TransactionState.ACTIVE], includeDeleted: true };

const TSS_LIST: NounList<Schemas['TssResponse'], Tss, TssOrderField, TssFilter, Partial<TssListQuery>> = {
  name: 'tss',
  defaultField: TssOrderField.CREATED_AT,
  textFields: [TssOrderField.DESCRIPTION, TssOrderField.STATE],
  nameOf: rowName,
  toRow: (json) => new Tss(json),
  toQuery: (filter) => wantedBy(filter, TssState.UNKNOWN),
};

/** TSS: look-ups, lists, and related objects. */
@Resolver(() => Tss)
export class TssResolver {
  @Query(() => Tss, { nullable: true, description: 'One TSS by its UUID.' })
  async tss(
    @Arg('uuid', () => UUID, { description: 'UUID of the TSS.' }) uuid: string,
    @Ctx() { datasources }: Context,
  ): Promise<Tss> {
    return new Tss(await datasources.tss.load(uuid));
  }

  @Query(() => TssConnection, { nullable: true, description: 'All TSS that the credential can see.' })
  tssList(
    @Args(() => TssListArguments) page: TssListArguments,
    @Ctx() context: Context,
    @Info() info: GraphQLResolveInfo,
  ): Promise<Connection<Tss>> {
    const read = (query: TssListQuery, isAnew: boolean) => context.datasources.tss.list(query, isAnew);
    return readNounPage(context, TSS_LIST, [], page, read, info);
  }

  @FieldResolver(() => [MetadataEntry], { nullable: true, description: 'Your own data on the TSS.' })
  metadata(
    @Root() tss: Tss,
    @Ctx() { datasources }: Context,
  ): readonly MetadataEntry[] | Promise<readonly MetadataEntry[]> {
    return metadataOf(tss.knownMetadata, () => datasources.metadata.read('tss', { tss_id: tss.uuid }));
  }

  @FieldResolver(() => ClientConnection, { nullable: true, description: 'Clients of the TSS.' })
  clients(
    @Root() tss: Tss,
    @Args(() => ClientListArguments) page: ClientListArguments,
    @Ctx() context: Context,
    @Info() info: GraphQLResolveInfo,
  ): Promise<Connection<Client>> {
    return readClients(context, tss.uuid, page, info);
  }

  @FieldResolver(() => TransactionConnection, {
    nullable: true,
    description:
      'Transactions of the TSS, each at its newest revision. The upstream allows 20 such lists per minute and TSS. Beyond that limit, the gateway reads the newest transactions from other lists, which have no limit.',
  })
  transactions(
    @Root() tss: Tss,
    @Args(() => TransactionListArguments) page: TransactionListArguments,
    @Ctx() context: Context,
    @Info() info: GraphQLResolveInfo,
  ): Promise<Connection<Transaction>> {
    return readTransactions(context, { tssId: tss.uuid }, page, info);
  }

  @FieldResolver(() => TransactionConnection, {
    nullable: true,
    description:
      'Open transactions of the TSS. Costs no call if the TSS itself says that it has no open transactions. Otherwise it is a list like `transactions`.',
  })
  openTransactions(
    @Root() tss: Tss,
    @Args(() => OpenTransactionArguments) page: OpenTransactionArguments,
    @Ctx() context: Context,
    @Info() info: GraphQLResolveInfo,
  ): Connection<Transaction> | Promise<Connection<Transaction>> {
    if (tss.hasNoneOpen && typeof page.after !== 'string') return emptyPage(page);
    const open = Object.assign({}, page, { filter: OPEN });
    return readTransactions(context, { tssId: tss.uuid, isEmpty: tss.hasNoneOpen }, open, info);
  }

  @FieldResolver(() => TssHealth, { description: 'Whether the TSS can sign, and what may soon prevent it.' })
  health(@Root() tss: Tss): TssHealth {
    return new TssHealth(tss);
  }

  @FieldResolver(() => ExportConnection, { nullable: true, description: 'Exports of the TSS.' })
  exports(
    @Root() tss: Tss,
    @Args(() => ExportListArguments) page: ExportListArguments,
    @Ctx() context: Context,
    @Info() info: GraphQLResolveInfo,
  ): Promise<Connection<Export>> {
    return readExports(context, tss.uuid, page, info);
  }
}
