import type { GraphQLResolveInfo } from 'graphql';
import { memberOf, type Schemas } from '../../../received/sign-de.js';
import type { TransactionListQuery } from '../../../datasources/sign-de/transaction/tss-transactions.js';
import { PAGE_SIZE } from '../../../upstream/lists/list.js';
import { EVERYTHING, type Selection, type Span } from '../../../upstream/lists/selection.js';
import { badArgument, type Connection } from '../../../schema/common/connection.js';
import { OrderDirection } from '../../../schema/common/order-direction.js';
import { type Bounds, numbersIn, secondsIn } from '../../../schema/common/range.js';
import { Transaction, TransactionState } from '../../../schema/sign-de/transaction/transaction.js';
import {
  type TransactionFilter,
  type TransactionListArguments,
  TransactionOrderField,
} from '../../../schema/sign-de/transaction/transaction-list.js';
import type { Context } from '../../common/context.js';
import { emptyPage, readPage } from '../../common/page.js';
import { wantedBy } from '../wanted-by.js';
import { rowName } from '../../../datasources/sign-de/row-name.js';

type TransactionJson = Schemas['TxResponse'];

/** The parent of a list: a client, or a TSS. Without both, the list contains the transactions of all TSS. */
interface TransactionParent {
  readonly tssId?: string | undefined;
  readonly clientId?: string | undefined;
  /** Whether the list is known to be empty. */
  readonly isEmpty?: boolean;
}

/** Reads one page of the transactions of a client, of a TSS, or of all TSS. */
export async function readTransactions(
  context: Context,
  parent: TransactionParent,
  page: TransactionListArguments,
  info: GraphQLResolveInfo,
): Promise<Connection<Transaction>> {
  const { filter } = page;
  const {
    tssId,
    clientId,
    isEmpty = false,
  } = typeof filter?.clientUuid === 'string'
    ? await narrowTo(context, parent, filter.clientUuid.toLowerCase())
    : parent;
  // Transaction numbers are unique only within one TSS.
  const isOfOneTss = parent.tssId !== undefined;
  const defaultField = isOfOneTss ? TransactionOrderField.NUMBER : TransactionOrderField.STARTED_AT;
  const selection = selectionOf(filter, page.orderBy?.field ?? defaultField, tssId !== undefined);
  if (isEmpty && typeof page.after !== 'string') return emptyPage(page);
  const wanted = filter ? wantedBy(filter, TransactionState.UNKNOWN) : NOTHING;
  // A transaction leaves a client's list when another client continues it, and a filtered list when it changes.
  const keepsRows = clientId === undefined && Object.keys(wanted).length === 0;
  const { lowest: lowestNumber } = numbersIn(filter?.number, 'number') ?? {};
  const isRising = page.orderBy?.direction !== OrderDirection.DESC;
  // In such a list, a transaction number is a position, unless a time filter starts at another row.
  const isPlace = isOfOneTss && keepsRows && isRising && lowestNumber !== undefined && !filter?.startedAt;
  return readPage(
    context,
    page,
    {
      name: ['transactions', tssId, clientId, wanted, filter?.processType ?? null],
      defaultField,
      uniqueField: tssId === undefined ? undefined : TransactionOrderField.NUMBER,
      keepsRows,
      begin: isPlace ? Math.max(lowestNumber - 1, 0) : undefined,
      read: (query: TransactionListQuery, isAnew) =>
        isEmpty ? EMPTY : context.datasources.transactions.list({ tssId, clientId }, { ...query, ...wanted }, isAnew),
      textFields: TEXT_FIELDS,
      nameOf: rowName,
      toRow: toTransaction,
      selection,
      readWithOthers:
        isOfOneTss && tssId !== undefined && !isEmpty && hasOnlySpanOfTime(filter)
          ? ({ field, direction }, count) => {
              const query = { ...wanted, order_by: field, order: direction };
              const bounds = secondsIn(filter?.startedAt, 'startedAt');
              return context.datasources.transactions.listSpan({ tssId, clientId, query, ...bounds, wanted: count });
            }
          : undefined,
      length: () => countTransactions(context, tssId),
    },
    info,
  );
}

function toTransaction(json: TransactionJson): Transaction {
  return new Transaction(json);
}

const NOTHING = {};
const TEXT_FIELDS = [TransactionOrderField.STATE];

/** Whether rows are selected by a time range alone. */
function hasOnlySpanOfTime(filter: TransactionFilter | null | undefined): boolean {
  return (filter?.startedAt ?? null) !== null && (filter?.number ?? filter?.processType ?? null) === null;
}

const EMPTY = Promise.resolve({ data: [] });

/** Maximum number of pages of clients in which a client is searched whose TSS is not known. */
const MAXIMUM_CLIENT_PAGES = 20;

/** Replaces the parent of a list with one client of that parent. */
async function narrowTo(
  { datasources }: Context,
  parent: TransactionParent,
  clientUuid: string,
): Promise<TransactionParent> {
  if (parent.clientId !== undefined) return { ...parent, isEmpty: parent.clientId.toLowerCase() !== clientUuid };
  if (parent.tssId !== undefined) return { ...parent, clientId: clientUuid };
  for (let page = 0; page < MAXIMUM_CLIENT_PAGES; page += 1) {
    const window = { limit: PAGE_SIZE, offset: page * PAGE_SIZE };
    const { data } = await datasources.clients.list(undefined, { ...window, order_by: 'time_creation', order: 'asc' });
    const found = data.find((row) => !(row instanceof Error) && row._id === clientUuid);
    if (found && !(found instanceof Error)) return { tssId: found.tss_id, clientId: clientUuid };
    if (data.length < PAGE_SIZE) return { isEmpty: true };
  }
  throw badArgument(
    'filter',
    `has a \`clientUuid\` that is not among the first ${MAXIMUM_CLIENT_PAGES * PAGE_SIZE} clients. Use \`tss(uuid:) { transactions }\` or \`client(tssUuid:, uuid:) { transactions }\` instead`,
  );
}

/** In these orders, the rows of a time range or a number range are contiguous within one TSS. */
const ORDERS_OF_ONE_TSS = [TransactionOrderField.NUMBER, TransactionOrderField.STARTED_AT];

/**
 * Returns the part of a filter that the upstream cannot apply. Within one TSS, transaction numbers increase with start
 * times: the TSS numbers its transactions in sequence, and its clock is never set back.
 * @throws GraphQLError `BAD_USER_INPUT` for an order in which the selected rows are not contiguous
 */
function selectionOf(
  filter: TransactionFilter | null | undefined,
  field: TransactionOrderField,
  isOfOneTss: boolean,
): Selection<TransactionJson> {
  if (!filter) return EVERYTHING;
  const span = (
    name: 'startedAt' | 'number',
    own: TransactionOrderField,
    bounds: Bounds | undefined,
    valueOf: (row: TransactionJson) => unknown,
  ): readonly Span<TransactionJson>[] => {
    if (!bounds) return [];
    if (field === own || (isOfOneTss && ORDERS_OF_ONE_TSS.includes(field))) return [{ ...bounds, valueOf }];
    const names = Object.entries(TransactionOrderField).filter(([, value]) => value === own);
    throw badArgument(
      'filter',
      `has \`${name}\`, which needs \`orderBy: { field: ${names[0]?.[0] ?? own} }\`${isOfOneTss ? ', or NUMBER or STARTED_AT' : '; in the list of one TSS it may be NUMBER or STARTED_AT'}`,
    );
  };
  const { STARTED_AT, NUMBER } = TransactionOrderField;
  const wanted = filter.processType;
  return {
    spans: [
      ...span('startedAt', STARTED_AT, secondsIn(filter.startedAt, 'startedAt'), ({ time_start: start }) => start),
      ...span('number', NUMBER, numbersIn(filter.number, 'number'), ({ number }) => number),
    ],
    narrowBy: '`startedAt` or `number`',
    ...(typeof wanted === 'string' && { keeps: (row: TransactionJson) => processTypeOf(row) === wanted }),
  };
}

/** Key: a member of `standard_v1`. Value: the process type that is made from it (`tse-formats.md §3`). */
const PROCESS_TYPES: Readonly<Record<string, string>> = {
  receipt: 'Kassenbeleg-V1',
  order: 'Bestellung-V1',
  other: 'SonstigerVorgang',
};

/**
 * Returns the signed process type. If the upstream's answer does not contain it, it is derived from the structured
 * data.
 */
function processTypeOf({ schema }: TransactionJson): string | undefined {
  const signed = memberOf(memberOf(schema, 'raw'), 'process_type');
  if (typeof signed === 'string') return signed;
  const standard = memberOf(schema, 'standard_v1');
  return Object.entries(PROCESS_TYPES).find(([member]) => memberOf(standard, member) !== undefined)?.[1];
}

/**
 * Returns an upper bound of the number of transactions of a TSS, or of all TSS, from the counters of the TSS. Undefined
 * if there are too many TSS to read.
 */
async function countTransactions({ datasources }: Context, tssId: string | undefined): Promise<number | undefined> {
  const query = { limit: PAGE_SIZE, offset: 0, order_by: 'time_creation', order: 'asc' } as const;
  const tss = tssId === undefined ? (await datasources.tss.list(query)).data : [await datasources.tss.load(tssId)];
  if (tss.length === PAGE_SIZE) return undefined;
  const counters = tss.map((row) => memberOf(row, 'transaction_counter') ?? 0);
  const count = counters.reduce<number>((sum, counter) => sum + Number(counter), 0);
  return Number.isSafeInteger(count) ? count : undefined;
}
