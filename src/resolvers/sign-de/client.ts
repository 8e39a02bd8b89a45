import type { GraphQLResolveInfo } from 'graphql';
import { Arg, Args, Ctx, FieldResolver, Info, Query, Resolver, Root } from 'type-graphql';
import type { Schemas } from '../../received/sign-de.js';
import type { ClientListQuery } from '../../datasources/sign-de/client.js';
import { rowName } from '../../datasources/sign-de/row-name.js';
import {
  Client,
  ClientConnection,
  type ClientFilter,
  ClientListArguments,
  ClientOrderField,
  ClientState,
} from '../../schema/sign-de/client.js';
import type { Connection } from '../../schema/common/connection.js';
import { MetadataEntry } from '../../schema/common/metadata.js';
import { UUID } from '../../schema/common/scalars.js';
import { type Transaction, TransactionConnection } from '../../schema/sign-de/transaction/transaction.js';
import { TransactionListArguments } from '../../schema/sign-de/transaction/transaction-list.js';
import { Tss } from '../../schema/sign-de/tss.js';
import type { Context } from '../common/context.js';
import { metadataOf } from '../common/metadata.js';
import { type NounList, readNounPage } from '../common/noun-page.js';
import { wantedBy } from './wanted-by.js';
import { readTransactions } from './transaction/transaction-list.js';

/** Clients: look-ups, lists, and related objects. */
@Resolver(() => Client)
export class ClientResolver {
  @Query(() => Client, { nullable: true, description: 'One client by its UUID.' })
  async client(
    @Arg('tssUuid', () => UUID, { description: 'UUID of its TSS.' }) tssUuid: string,
    @Arg('uuid', () => UUID, { description: 'UUID of the client.' }) uuid: string,
    @Ctx() { datasources }: Context,
  ): Promise<Client> {
    return new Client(await datasources.clients.load(tssUuid, uuid));
  }

  @Query(() => ClientConnection, { nullable: true, description: 'Clients of all TSS that the credential can see.' })
  clients(
    @Args(() => ClientListArguments) page: ClientListArguments,
    @Ctx() context: Context,
    @Info() info: GraphQLResolveInfo,
  ): Promise<Connection<Client>> {
    return readClients(context, undefined, page, info);
  }

  @FieldResolver(() => Tss, { nullable: true, description: 'The TSS it signs with.' })
  async tss(@Root() client: Client, @Ctx() { datasources }: Context): Promise<Tss> {
    return new Tss(await datasources.tss.load(client.tssUuid));
  }

  @FieldResolver(() => [MetadataEntry], { nullable: true, description: 'Your own data on the client.' })
  metadata(
    @Root() client: Client,
    @Ctx() { datasources }: Context,
  ): readonly MetadataEntry[] | Promise<readonly MetadataEntry[]> {
    return metadataOf(client.knownMetadata, () =>
      datasources.metadata.read('client', { tss_id: client.tssUuid, client_id: client.uuid }),
    );
  }

  @FieldResolver(() => TransactionConnection, {
    nullable: true,
    description: 'Transactions whose newest revision was written by this client.',
  })
  transactions(
    @Root() client: Client,
    @Args(() => TransactionListArguments) page: TransactionListArguments,
    @Ctx() context: Context,
    @Info() info: GraphQLResolveInfo,
  ): Promise<Connection<Transaction>> {
    return readTransactions(context, { tssId: client.tssUuid, clientId: client.uuid }, page, info);
  }
}

const CLIENT_LIST: NounList<
  Schemas['ClientResponse'],
  Client,
  ClientOrderField,
  ClientFilter,
  Partial<ClientListQuery>
> = {
  name: 'clients',
  defaultField: ClientOrderField.CREATED_AT,
  textFields: [ClientOrderField.SERIAL_NUMBER],
  nameOf: rowName,
  toRow: (json) => new Client(json),
  toQuery: ({ serialNumber, state, includeDeleted }) => {
    const { states, ...others } = wantedBy({ states: state && [state], includeDeleted }, ClientState.UNKNOWN);
    return {
      ...(typeof serialNumber === 'string' && { serial_number: serialNumber }),
      ...(states?.[0] && { state: states[0] }),
      ...others,
    };
  },
  time: {
    member: 'createdAt',
    orderBy: 'CREATED_AT',
    rangeOf: ({ createdAt }) => createdAt,
    valueOf: ({ time_creation: created }) => created,
  },
};

/** Reads one page of the clients of a TSS, or of all TSS. */
export function readClients(
  context: Context,
  tssId: string | undefined,
  page: ClientListArguments,
  info: GraphQLResolveInfo,
): Promise<Connection<Client>> {
  const read = (query: ClientListQuery, isAnew: boolean) => context.datasources.clients.list(tssId, query, isAnew);
  return readNounPage(context, CLIENT_LIST, [tssId], page, read, info);
}
