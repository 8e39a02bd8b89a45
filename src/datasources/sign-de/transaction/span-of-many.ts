import type { Schemas } from '../../../received/sign-de.js';
import { ByParent } from '../../../upstream/lists/by-parent.js';
import type { Operation } from '../api.js';
import { PAGE_SIZE } from '../../../upstream/lists/list.js';
import { readGrouped } from '../../../upstream/lists/parted-list.js';
import { select } from '../../../upstream/lists/selection.js';
import { type Found, SortedList } from '../../../upstream/lists/sorted-list.js';
import { rowName } from '../row-name.js';
import type { TransactionSource } from './transaction-lists.js';
import type { TransactionListQuery } from './tss-transactions.js';
import { identified } from '../../../upstream/lists/unidentified-row.js';
import { UpstreamError } from '../../../upstream/call/upstream-error.js';

/** A time range of the transactions of a TSS or a client, sorted by number or by start. */
export interface SpanKey {
  readonly tssId: string;
  readonly clientId: string | undefined;
  /** The query, without `limit` and `offset`. */
  readonly query: TransactionListQuery;
  /** Lowest and highest start as Unix times, both inclusive. */
  readonly lowest?: number | undefined;
  readonly highest?: number | undefined;
  /** Number of rows to read from the beginning of the range. */
  readonly wanted: number;
}

/** Rows of a time range, and whether they are all rows of that range. */
export interface SpanRows {
  readonly rows: readonly Schemas['TxResponse'][];
  readonly isWhole: boolean;
}

/** Minimum number of lists that are read together. Fewer lists are read separately. */
const FEWEST_LISTS = 3;
/**
 * Maximum number of pages of the common list, per list that is replaced: a search in a separate list takes about as
 * many calls.
 */
const PAGES_PER_LIST = 3;
const MAXIMUM_PAGES = 30;

/**
 * Reads the same time range of several lists from one common list, with one search. The result is false for a list that
 * must be read separately: there are too few lists, or too many rows of other lists come first.
 */
export function readSpans(source: TransactionSource, keys: readonly SpanKey[]): Promise<SpanRows | false>[] {
  const spanOf = ({ query, lowest, highest, wanted }: SpanKey) => JSON.stringify([query, lowest, highest, wanted]);
  return readGrouped<SpanKey, SpanRows | false>(keys, spanOf, (group) => {
    if (group.length < FEWEST_LISTS || source.operation.seesOnlyPart)
      return group.map(() => Promise.resolve(false as const));
    const together = readTogether(source, group).catch((error: unknown) => {
      // If the common list fails, each list is read separately and reports its own error.
      if (error instanceof UpstreamError) return [];
      throw error;
    });
    return group.map(async (_, index) => (await together)[index] ?? false);
  });
}

async function readTogether(
  source: TransactionSource,
  group: readonly [SpanKey, ...SpanKey[]],
): Promise<(SpanRows | false)[]> {
  const [{ tssId, query, lowest, highest, wanted }] = group;
  const isOfOne = group.every((key) => key.tssId === tssId);
  const isDescending = query.order === 'desc';
  const orderBy = isOfOne ? (query.order_by ?? 'number') : 'time_start';
  const parents = isOfOne ? [tssId] : [];
  const list = new SortedList<Schemas['TxResponse']>({
    orderBy,
    isDescending,
    isUnique: orderBy === 'number',
    nameOf: rowName,
    length: () => countIn(source.operation, isOfOne ? tssId : undefined),
    read: async (window) =>
      identified((await source.readList(parents, { ...query, order_by: orderBy, ...window })).data),
  });
  const span = {
    valueOf: ({ time_start: start }: Schemas['TxResponse']) => start,
    ...(lowest !== undefined && { lowest }),
    ...(highest !== undefined && { highest }),
  };
  const found: Found<Schemas['TxResponse']>[] = [];
  const whereabouts = { note: () => undefined };
  const rowsOf = new ByParent<Schemas['TxResponse'][]>();
  const own = ({ tssId: ofTss, clientId }: SpanKey) => rowsOf.once(ofTss, clientId ?? '', () => []);
  for (const key of group) own(key);
  let isEnd = false;
  // In a list sorted by start, the order of rows within one second is undefined. So rows of the last second that was
  // read are not used: other rows of that second, with lower numbers, may follow.
  const isInAnotherOrder = orderBy !== query.order_by;
  const complete = (key: SpanKey) => {
    const rows = own(key);
    if (!isInAnotherOrder || isEnd) return rows;
    const last = found.at(-1)?.row.time_start;
    return rows.filter(({ time_start: start }) => start !== last);
  };
  const isEnough = () => isEnd || group.every((key) => complete(key).length >= wanted);
  for (let page = 0; page < Math.min(group.length * PAGES_PER_LIST, MAXIMUM_PAGES) && !isEnough(); page += 1) {
    const place = found.length > 0 ? list.placeAfter(found.length - 1, found, undefined) : undefined;
    const next = await select(
      list,
      place,
      PAGE_SIZE - 2,
      { spans: [span], narrowBy: '`startedAt` or `number`' },
      isDescending,
      whereabouts,
    );
    found.push(...next.found);
    for (const index of next.kept) {
      const row = next.found[index]?.row;
      if (!row) continue;
      if (typeof row.client_id === 'string') rowsOf.get(row.tss_id, row.client_id)?.push(row);
      rowsOf.get(row.tss_id, '')?.push(row);
    }
    isEnd = next.isEnd;
  }
  return group.map((key) => {
    const rows = complete(key);
    if (!isEnd && rows.length < wanted) return false;
    // Within one TSS, numbers increase with start times.
    if (query.order_by === 'number') rows.sort((one, other) => (one.number - other.number) * (isDescending ? -1 : 1));
    return { rows: rows.slice(0, wanted), isWhole: isEnd && rows.length <= wanted };
  });
}

/**
 * Returns an upper bound of the number of transactions of a TSS, or of all TSS, from the counters of the TSS. Undefined
 * if there are too many TSS to read.
 */
async function countIn(operation: Operation, tssId: string | undefined): Promise<number | undefined> {
  const query = { limit: PAGE_SIZE, offset: 0, order_by: 'time_creation', order: 'asc' } as const;
  const data = identified((await operation.call('listTss', { path: {}, query })).data);
  const asked = tssId === undefined ? data : data.filter(({ _id }) => _id === tssId);
  const count = asked.reduce((sum, { transaction_counter: counter = '0' }) => sum + Number(counter), 0);
  return data.length < PAGE_SIZE && Number.isSafeInteger(count) ? count : undefined;
}
