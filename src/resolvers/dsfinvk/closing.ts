import type { GraphQLResolveInfo } from 'graphql';
import { Arg, Args, Ctx, FieldResolver, Info, Mutation, Query, Resolver, Root } from 'type-graphql';
import type { ClosingListQuery } from '../../datasources/dsfinvk/closing.js';
import { isObject } from '../../json-value.js';
import type { Schemas } from '../../received/dsfinvk.js';
import { type Connection, PageArguments } from '../../schema/common/connection.js';
import { toFilter } from '../../schema/common/known.js';
import { MetadataEntry } from '../../schema/common/metadata.js';
import { secondsIn } from '../../schema/common/range.js';
import { UUID } from '../../schema/common/scalars.js';
import type { Json } from '../../schema/common/read-member.js';
import { CashRegister } from '../../schema/dsfinvk/cash-register.js';
import { closingProblems } from '../../schema/dsfinvk/closing/closing-problems.js';
import {
  CashPointClosing,
  CashPointClosingConnection,
  type CashPointClosingFilter,
  CashPointClosingListArguments,
  CashPointClosingOrderField,
  ClosingReport,
} from '../../schema/dsfinvk/closing/closing.js';
import {
  DeleteCashPointClosingInput,
  DeleteCashPointClosingPayload,
  InsertCashPointClosingInput,
  InsertCashPointClosingPayload,
} from '../../schema/dsfinvk/closing/closing-mutations.js';
import { BusinessCase, StatementPayment } from '../../schema/dsfinvk/closing/statement.js';
import { storedList, storedObject } from '../../schema/dsfinvk/closing/stored.js';
import { toClosing } from '../../schema/dsfinvk/closing/to-closing.js';
import { ClosingTransaction, ClosingTransactionPage } from '../../schema/dsfinvk/closing/transaction.js';
import { businessDays } from '../../schema/dsfinvk/day-range.js';
import { DsfinvkState } from '../../schema/dsfinvk/job-state.js';
import type { Context } from '../common/context.js';
import { type NounList, readNounPage } from '../common/noun-page.js';
import { runMutation } from '../common/run-mutation.js';
import { type Fields, invalid } from '../common/to-user-error.js';
import { metadataEntriesOf } from './metadata-of.js';
import { pageOfStored } from './stored-page.js';

/** Cash point closings: look-ups, lists, what they contain, and their mutations. */
@Resolver(() => CashPointClosing)
export class CashPointClosingResolver {
  @Query(() => CashPointClosing, { nullable: true, description: 'One closing by its UUID.' })
  async cashPointClosing(
    @Arg('uuid', () => UUID, { description: 'UUID of the closing.' }) uuid: string,
    @Ctx() { datasources }: Context,
  ): Promise<CashPointClosing> {
    return new CashPointClosing(await datasources.closings.load(uuid));
  }

  @Query(() => CashPointClosingConnection, { nullable: true, description: 'Closings of all cash registers.' })
  cashPointClosings(
    @Args(() => CashPointClosingListArguments) page: CashPointClosingListArguments,
    @Ctx() context: Context,
    @Info() info: GraphQLResolveInfo,
  ): Promise<Connection<CashPointClosing>> {
    return readClosings(context, undefined, page, info);
  }

  @FieldResolver(() => CashRegister, { nullable: true, description: 'The cash register that was closed.' })
  async cashRegister(@Root() closing: CashPointClosing, @Ctx() { datasources }: Context): Promise<CashRegister | null> {
    const clientUuid = closing.clientUuid ?? (await datasources.closings.load(closing.uuid)).client_id;
    return typeof clientUuid === 'string' ? new CashRegister(await datasources.cashRegisters.load(clientUuid)) : null;
  }

  @FieldResolver(() => [ClosingReport], {
    nullable: 'itemsAndList',
    description: 'Remarks of the upstream, newest first. Costs a call.',
  })
  async reports(
    @Root() { uuid }: CashPointClosing,
    @Ctx() { datasources }: Context,
  ): Promise<readonly (ClosingReport | Error)[]> {
    const reports = await datasources.closings.reports(uuid);
    return reports.map((json) => (json instanceof Error ? json : new ClosingReport(json)));
  }

  @FieldResolver(() => [BusinessCase], {
    nullable: true,
    description: 'Sums of the business cases. `businessCases`, `payment` and `transactions` together cost one call.',
  })
  async businessCases(@Root() { uuid }: CashPointClosing, @Ctx() context: Context): Promise<readonly BusinessCase[]> {
    const statement = storedObject(await bodyOf(context, uuid), 'cash_statement', (json) => json);
    return storedList(statement ?? {}, 'business_cases', (json) => new BusinessCase(json));
  }

  @FieldResolver(() => StatementPayment, { nullable: true, description: 'Sums of the payments.' })
  async payment(@Root() { uuid }: CashPointClosing, @Ctx() context: Context): Promise<StatementPayment | undefined> {
    const statement = storedObject(await bodyOf(context, uuid), 'cash_statement', (json) => json);
    return storedObject(statement ?? {}, 'payment', (json) => new StatementPayment(json));
  }

  @FieldResolver(() => ClosingTransactionPage, { nullable: true, description: 'The transactions of the day.' })
  async transactions(
    @Root() { uuid }: CashPointClosing,
    @Args(() => PageArguments) page: PageArguments,
    @Ctx() context: Context,
  ): Promise<ClosingTransactionPage> {
    const body = await bodyOf(context, uuid);
    const clientUuid = typeof body.client_id === 'string' ? body.client_id.toLowerCase() : undefined;
    const rows = storedList(body, 'transactions', (json) => json);
    return pageOfStored(rows, page, (json) => new ClosingTransaction(json, clientUuid));
  }

  @FieldResolver(() => [MetadataEntry], { nullable: true, description: 'Your own data on the closing.' })
  metadata(@Root() { json }: CashPointClosing): readonly MetadataEntry[] {
    return metadataEntriesOf(json);
  }

  @Mutation(() => InsertCashPointClosingPayload, {
    description:
      'Inserts a whole closing. The upstream checks it later: read it until it is COMPLETED or in ERROR. You may repeat it with the same content.',
  })
  insertCashPointClosing(
    @Arg('input', () => InsertCashPointClosingInput, { description: 'The closing.' })
    input: InsertCashPointClosingInput,
    @Ctx() { datasources }: Context,
  ): Promise<InsertCashPointClosingPayload> {
    return runMutation<Omit<InsertCashPointClosingPayload, 'userErrors'>>(
      invalid(closingProblems(input)),
      async () => ({
        closing: new CashPointClosing(await datasources.closings.insert(input.closingUuid, toClosing(input))),
      }),
      { closing: null },
      FIELDS,
    );
  }

  @Mutation(() => DeleteCashPointClosingPayload, {
    description: 'Deletes a closing that is PENDING, WORKING or COMPLETED. It stays readable. You may repeat it.',
  })
  deleteCashPointClosing(
    @Arg('input', () => DeleteCashPointClosingInput, { description: 'The closing.' })
    input: DeleteCashPointClosingInput,
    @Ctx() { datasources }: Context,
  ): Promise<DeleteCashPointClosingPayload> {
    return runMutation<Omit<DeleteCashPointClosingPayload, 'userErrors'>>(
      [],
      async () => ({ closing: new CashPointClosing(await datasources.closings.delete(input.closingUuid)) }),
      { closing: null },
      FIELDS,
    );
  }
}

/** The fields of the input that errors concern. */
const FIELDS: Fields = {
  CASH_REGISTER_NOT_FOUND: ['clientUuid'],
  SLAVE_CASH_REGISTER: ['clientUuid'],
  CLOSING_CONFLICT: ['closingUuid'],
  CLOSING_NOT_FOUND: ['closingUuid'],
  CLOSING_NOT_DELETABLE: ['closingUuid'],
};

/** The stored body of a closing; empty if the upstream no longer has it. */
async function bodyOf({ datasources }: Context, uuid: string): Promise<Json> {
  const { cash_point_closing: body } = await datasources.closings.details(uuid);
  return isObject(body) ? body : {};
}

const CLOSING_LIST: NounList<
  Schemas['CashPointClosing'],
  CashPointClosing,
  CashPointClosingOrderField,
  CashPointClosingFilter,
  Partial<ClosingListQuery>
> = {
  name: 'cashPointClosings',
  defaultField: CashPointClosingOrderField.CREATED_AT,
  textFields: [CashPointClosingOrderField.STATE, CashPointClosingOrderField.BUSINESS_DATE],
  nameOf: ({ _id: id }) => id,
  toRow: (json) => new CashPointClosing(json),
  toQuery: ({ clientUuid, states, businessDays: days, createdAt }) => {
    const bounds = secondsIn(createdAt, 'createdAt');
    return {
      ...(clientUuid && { client_id: clientUuid }),
      ...(states && { states: toFilter(states, DsfinvkState.UNKNOWN) }),
      ...businessDays(days, 'businessDays'),
      ...(bounds?.lowest !== undefined && { start_date: bounds.lowest }),
      ...(bounds?.highest !== undefined && { end_date: bounds.highest }),
    };
  },
};

/** Reads one page of the closings of a cash register, or of all. */
export function readClosings(
  context: Context,
  clientUuid: string | undefined,
  page: CashPointClosingListArguments,
  info: GraphQLResolveInfo,
): Promise<Connection<CashPointClosing>> {
  const read = (query: ClosingListQuery, isAnew: boolean) =>
    context.datasources.closings.list(clientUuid, query, isAnew);
  return readNounPage(context, CLOSING_LIST, [clientUuid], page, read, info);
}
