import type { GraphQLResolveInfo } from 'graphql';
import { Arg, Args, Ctx, FieldResolver, Info, Int, Mutation, Query, Resolver, Root } from 'type-graphql';
import type { CashRegisterListQuery } from '../../datasources/dsfinvk/cash-register.js';
import type { Schemas } from '../../received/dsfinvk.js';
import type { Connection } from '../../schema/common/connection.js';
import { MetadataEntry } from '../../schema/common/metadata.js';
import { UUID } from '../../schema/common/scalars.js';
import {
  CashRegister,
  CashRegisterConnection,
  CashRegisterListArguments,
  CashRegisterOrderField,
} from '../../schema/dsfinvk/cash-register.js';
import {
  cashRegisterProblems,
  toCashRegister,
  UpsertCashRegisterInput,
  UpsertCashRegisterPayload,
} from '../../schema/dsfinvk/cash-register-input.js';
import {
  type PurchaserAgency,
  PurchaserAgencyConnection,
  PurchaserAgencyListArguments,
} from '../../schema/dsfinvk/purchaser-agency.js';
import {
  type CashPointClosing,
  CashPointClosingConnection,
  CashPointClosingListArguments,
} from '../../schema/dsfinvk/closing/closing.js';
import { readClosings } from './closing.js';
import type { Context } from '../common/context.js';
import { type NounList, readNounPage } from '../common/noun-page.js';
import { runMutation } from '../common/run-mutation.js';
import { type Fields, invalid } from '../common/to-user-error.js';
import { metadataEntriesOf } from './metadata-of.js';
import { readAgencies } from './purchaser-agency.js';

/** Cash registers: look-ups, the list, related objects, and their mutation. */
@Resolver(() => CashRegister)
export class CashRegisterResolver {
  @Query(() => CashRegister, { nullable: true, description: 'One cash register by the UUID of its client.' })
  async cashRegister(
    @Arg('clientUuid', () => UUID, { description: 'UUID of its client.' }) clientUuid: string,
    @Arg('revision', () => Int, { nullable: true, description: 'Version to return. Default: the newest one.' })
    revision: number | null | undefined,
    @Ctx() { datasources: { cashRegisters } }: Context,
  ): Promise<CashRegister> {
    const json = await (typeof revision === 'number'
      ? cashRegisters.revision(clientUuid, revision)
      : cashRegisters.load(clientUuid));
    return new CashRegister(json);
  }

  @Query(() => CashRegisterConnection, { nullable: true, description: 'All cash registers and terminals.' })
  cashRegisters(
    @Args(() => CashRegisterListArguments) page: CashRegisterListArguments,
    @Ctx() context: Context,
    @Info() info: GraphQLResolveInfo,
  ): Promise<Connection<CashRegister>> {
    const read = (query: CashRegisterListQuery, isAnew: boolean) =>
      context.datasources.cashRegisters.list(query, isAnew);
    return readNounPage(context, CASH_REGISTER_LIST, [], page, read, info);
  }

  @FieldResolver(() => CashRegister, {
    nullable: true,
    description: 'The register that closes its day; null for a MASTER.',
  })
  async master(@Root() register: CashRegister, @Ctx() { datasources }: Context): Promise<CashRegister | null> {
    const { masterClientUuid } = register;
    return masterClientUuid === undefined
      ? null
      : new CashRegister(await datasources.cashRegisters.load(masterClientUuid));
  }

  @FieldResolver(() => [CashRegister], {
    nullable: true,
    description: 'The terminals whose day it closes. Reads the list of all registers, 100 in a call.',
  })
  async slaves(@Root() register: CashRegister, @Ctx() { datasources }: Context): Promise<readonly CashRegister[]> {
    const all = await datasources.cashRegisters.all();
    return all.filter((json) => json.master_client_id === register.clientUuid).map((json) => new CashRegister(json));
  }

  @FieldResolver(() => PurchaserAgencyConnection, {
    nullable: true,
    description: 'The third parties on whose behalf it sells.',
  })
  agencies(
    @Root() register: CashRegister,
    @Args(() => PurchaserAgencyListArguments) page: PurchaserAgencyListArguments,
    @Ctx() context: Context,
    @Info() info: GraphQLResolveInfo,
  ): Promise<Connection<PurchaserAgency>> {
    return readAgencies(context, register.clientUuid, page, info);
  }

  @FieldResolver(() => CashPointClosingConnection, { nullable: true, description: 'Its closings.' })
  closings(
    @Root() register: CashRegister,
    @Args(() => CashPointClosingListArguments) page: CashPointClosingListArguments,
    @Ctx() context: Context,
    @Info() info: GraphQLResolveInfo,
  ): Promise<Connection<CashPointClosing>> {
    return readClosings(context, register.clientUuid, page, info);
  }

  @FieldResolver(() => [MetadataEntry], { nullable: true, description: 'Your own data on the register.' })
  metadata(@Root() { json }: CashRegister): readonly MetadataEntry[] {
    return metadataEntriesOf(json);
  }

  @Mutation(() => UpsertCashRegisterPayload, {
    description: 'Creates or changes a cash register or terminal. Its kind cannot be changed. You may repeat it.',
  })
  upsertCashRegister(
    @Arg('input', () => UpsertCashRegisterInput, { description: 'The register.' }) input: UpsertCashRegisterInput,
    @Ctx() { datasources }: Context,
  ): Promise<UpsertCashRegisterPayload> {
    return runMutation<Omit<UpsertCashRegisterPayload, 'userErrors'>>(
      invalid(cashRegisterProblems(input)),
      async () => ({
        cashRegister: new CashRegister(await datasources.cashRegisters.upsert(input.clientUuid, toCashRegister(input))),
      }),
      { cashRegister: null },
      FIELDS,
    );
  }
}

/** The fields of the input that errors concern. */
const FIELDS: Fields = {
  TSS_NOT_FOUND: ['master', 'tssUuid'],
  CLIENT_NOT_FOUND: ['clientUuid'],
  CASH_REGISTER_NOT_FOUND: ['terminal', 'masterClientUuid'],
  CASH_REGISTER_CONFLICT: ['clientUuid'],
};

const CASH_REGISTER_LIST: NounList<
  Schemas['CashRegister'],
  CashRegister,
  CashRegisterOrderField,
  object,
  Partial<CashRegisterListQuery>
> = {
  name: 'cashRegisters',
  defaultField: CashRegisterOrderField.CREATED_AT,
  textFields: [CashRegisterOrderField.KIND],
  nameOf: ({ _id: id }) => id,
  toRow: (json) => new CashRegister(json),
  toQuery: () => ({}),
};
