import type { GraphQLResolveInfo } from 'graphql';
import { Arg, Args, Ctx, FieldResolver, Info, Int, Mutation, Query, Resolver, Root } from 'type-graphql';
import type { PurchaserAgencyListQuery } from '../../datasources/dsfinvk/purchaser-agency.js';
import type { Schemas } from '../../received/dsfinvk.js';
import type { Connection } from '../../schema/common/connection.js';
import { MetadataEntry } from '../../schema/common/metadata.js';
import { UUID } from '../../schema/common/scalars.js';
import { CashRegister } from '../../schema/dsfinvk/cash-register.js';
import {
  PurchaserAgency,
  PurchaserAgencyConnection,
  type PurchaserAgencyFilter,
  PurchaserAgencyListArguments,
  PurchaserAgencyOrderField,
  purchaserAgencyProblems,
  toPurchaserAgency,
  UpsertPurchaserAgencyInput,
  UpsertPurchaserAgencyPayload,
} from '../../schema/dsfinvk/purchaser-agency.js';
import type { Context } from '../common/context.js';
import { type NounList, readNounPage } from '../common/noun-page.js';
import { runMutation } from '../common/run-mutation.js';
import { type Fields, invalid } from '../common/to-user-error.js';
import { metadataEntriesOf } from './metadata-of.js';

/** Purchaser agencies: look-ups, lists, related objects, and their mutation. */
@Resolver(() => PurchaserAgency)
export class PurchaserAgencyResolver {
  @Query(() => PurchaserAgency, { nullable: true, description: 'One purchaser agency by its UUID.' })
  async purchaserAgency(
    @Arg('uuid', () => UUID, { description: 'UUID of the agency.' }) uuid: string,
    @Arg('revision', () => Int, { nullable: true, description: 'Version to return. Default: the newest one.' })
    revision: number | null | undefined,
    @Ctx() { datasources: { purchaserAgencies } }: Context,
  ): Promise<PurchaserAgency> {
    const json = await (typeof revision === 'number'
      ? purchaserAgencies.revision(uuid, revision)
      : purchaserAgencies.load(uuid));
    return new PurchaserAgency(json);
  }

  @Query(() => PurchaserAgencyConnection, { nullable: true, description: 'All purchaser agencies.' })
  purchaserAgencies(
    @Args(() => PurchaserAgencyListArguments) page: PurchaserAgencyListArguments,
    @Ctx() context: Context,
    @Info() info: GraphQLResolveInfo,
  ): Promise<Connection<PurchaserAgency>> {
    return readAgencies(context, undefined, page, info);
  }

  @FieldResolver(() => CashRegister, { nullable: true, description: 'The cash register that sells for it.' })
  async cashRegister(@Root() agency: PurchaserAgency, @Ctx() { datasources }: Context): Promise<CashRegister> {
    return new CashRegister(await datasources.cashRegisters.load(agency.clientUuid));
  }

  @FieldResolver(() => [MetadataEntry], { nullable: true, description: 'Your own data on the agency.' })
  metadata(@Root() { json }: PurchaserAgency): readonly MetadataEntry[] {
    return metadataEntriesOf(json);
  }

  @Mutation(() => UpsertPurchaserAgencyPayload, {
    description: 'Creates or changes a purchaser agency. You may repeat it.',
  })
  upsertPurchaserAgency(
    @Arg('input', () => UpsertPurchaserAgencyInput, { description: 'The agency.' }) input: UpsertPurchaserAgencyInput,
    @Ctx() { datasources }: Context,
  ): Promise<UpsertPurchaserAgencyPayload> {
    return runMutation<Omit<UpsertPurchaserAgencyPayload, 'userErrors'>>(
      invalid(purchaserAgencyProblems(input)),
      async () => ({
        purchaserAgency: new PurchaserAgency(
          await datasources.purchaserAgencies.upsert(input.purchaserAgencyUuid, toPurchaserAgency(input)),
        ),
      }),
      { purchaserAgency: null },
      FIELDS,
    );
  }
}

/** The fields of the input that errors concern. */
const FIELDS: Fields = { CASH_REGISTER_NOT_FOUND: ['clientUuid'] };

const AGENCY_LIST: NounList<
  Schemas['PurchaserAgency'],
  PurchaserAgency,
  PurchaserAgencyOrderField,
  PurchaserAgencyFilter,
  Partial<PurchaserAgencyListQuery>
> = {
  name: 'purchaserAgencies',
  defaultField: PurchaserAgencyOrderField.CREATED_AT,
  textFields: [PurchaserAgencyOrderField.NAME],
  nameOf: ({ _id: id }) => id,
  toRow: (json) => new PurchaserAgency(json),
  toQuery: ({ clientUuid }) => (clientUuid ? { client_id: clientUuid } : {}),
};

/** Reads one page of the agencies of a cash register, or of all. */
export function readAgencies(
  context: Context,
  clientUuid: string | undefined,
  page: PurchaserAgencyListArguments,
  info: GraphQLResolveInfo,
): Promise<Connection<PurchaserAgency>> {
  const read = (query: PurchaserAgencyListQuery, isAnew: boolean) =>
    context.datasources.purchaserAgencies.list(clientUuid, query, isAnew);
  return readNounPage(context, AGENCY_LIST, [clientUuid], page, read, info);
}
