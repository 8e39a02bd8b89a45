import type { Operations, Schemas } from '../../../contract/sign-de.js';
import { findClient } from '../client.js';
import { SERVER_VERSION, type Engine } from '../../engine/engine.js';
import { hidesDeleted, oneOf, readPage, type Condition } from '../../engine/list.js';
import type { Caller } from '../../session/session.js';
import { selectRevision, transactionAnswer, type RevisionRow } from './transaction.js';
import { findTss } from '../tss.js';

type TransactionQuery = NonNullable<Operations['listAllTransactions']['parameters']['query']>;

/**
 * Start times never decrease as numbers increase. So inside one TSS the order by number equals the order by start
 * time, and it has an index.
 */
const ORDER_INSIDE_TSS = {
  number: ['tx.number'],
  time_start: ['tx.number'],
  state: ['tx.state', 'tx.number'],
  time_end: ['tx.time_end', 'tx.number'],
};

const ORDER_OVER_ALL_TSS = {
  number: ['tx.number', 'tx.key'],
  time_start: ['tx.time_start', 'tx.key'],
  state: ['tx.state', 'tx.key'],
  time_end: ['tx.time_end', 'tx.key'],
};

/**
 * Lists the transactions of one TSS at their newest revisions. The default order is by number.
 * @throws Refusal 429 above the TSS's limit of calls per minute
 */
export function listTransactions(
  engine: Engine,
  caller: Caller,
  tssId: string,
  query: TransactionQuery,
): Schemas['TxListResponse'] {
  const tss = findTss(engine, caller, tssId);
  engine.rates.count(`listTransactions ${tss.key}`, engine.limits.transactionListsPerMinute);
  const owner = { sql: 'tx.tss = ?', values: [tss.key] };
  return listWhere(engine, caller, owner, ORDER_INSIDE_TSS[query.order_by ?? 'number'], query);
}

/** Lists the transactions whose newest revision is from the given client. The default order is by number. */
export function listClientTransactions(
  engine: Engine,
  caller: Caller,
  tssId: string,
  clientId: string,
  query: TransactionQuery,
): Schemas['TxListResponse'] {
  const client = findClient(engine, findTss(engine, caller, tssId), clientId);
  const owner = { sql: 'tx.client = ?', values: [client.key] };
  return listWhere(engine, caller, owner, ORDER_INSIDE_TSS[query.order_by ?? 'number'], query);
}

/** Lists the transactions of all TSS of the caller's organization. The default order is by start time. */
export function listAllTransactions(
  engine: Engine,
  caller: Caller,
  query: TransactionQuery,
): Schemas['TxListResponse'] {
  const owner = { sql: 'tx.organization = ?', values: [caller.organization] };
  return listWhere(engine, caller, owner, ORDER_OVER_ALL_TSS[query.order_by ?? 'time_start'], query);
}

function listWhere(
  engine: Engine,
  caller: Caller,
  owner: Condition,
  orderBy: readonly string[],
  query: TransactionQuery,
): Schemas['TxListResponse'] {
  const source = {
    select: selectRevision('tx.latest_revision'),
    where: [owner, oneOf('tx.state', query.states), query.show_deleted === false ? hidesDeleted('tx') : undefined],
    orderBy,
    answerOf: (row: RevisionRow) => transactionAnswer(caller, row),
  };
  return {
    ...readPage(engine.store, source, query),
    _type: 'TRANSACTION_LIST',
    _env: caller.environment,
    _version: SERVER_VERSION,
  };
}
