import type { Schemas } from '../../../received.js';
import { ByParent } from '../../../upstream/lists/by-parent.js';
import type { Operation } from '../api.js';
import { PAGE_SIZE } from '../../../upstream/lists/page-size.js';
import { readGrouped } from '../../../upstream/lists/parted-list.js';
import { select } from '../../../upstream/lists/selection.js';
import { type Found, SortedList } from '../../../upstream/lists/sorted-list.js';
import { rowName } from '../row-name.js';
import type { TransactionSource } from './transaction-lists.js';
import type { TransactionListQuery } from './tss-transactions.js';
import { identified } from '../../../upstream/lists/unidentified-row.js';
import { UpstreamError } from '../../../upstream/call/upstream-error.js';

/** A span of time of the transactions of a TSS or a client, sorted by number or by start. */
export interface SpanKey {
  readonly tssId: string;
  readonly clientId: string | undefined;
  /** Without a window. */
  readonly query: TransactionListQuery;
  /** Unix times of starts, both included. */
  readonly lowest?: number | undefined;
  readonly highest?: number | undefined;
  /** Rows wanted, from the beginning of the span. */
  readonly wanted: number;
}

/** Rows of a span, and whether there are no others in it. */
export interface SpanRows {
  readonly rows: readonly Schemas['TxResponse'][];
  readonly isWhole: boolean;
}

/** Fewest lists that are worth looking for a span in a list that holds them all. */
const FEWEST_LISTS = 3;
/** Pages of that list that each list is worth: about as many calls as it takes to find the span in its own. */
const PAGES_PER_LIST = 3;
const MAXIMUM_PAGES = 30;

/**
 * Reads the same span of time of several lists from one that holds them all, in which it is looked for once. False for
 * those who are to be read by themselves: they are few, or more rows of the others came first than it is worth to read.
 */
export function readSpans(source: TransactionSource, keys: readonly SpanKey[]): Promise<SpanRows | false>[] {
  const spanOf = ({ query, lowest, highest, wanted }: SpanKey) => JSON.stringify([query, lowest, highest, wanted]);
  return readGrouped<SpanKey, SpanRows | false>(keys, spanOf, (group) => {
    if (group.length < FEWEST_LISTS || source.operation.seesOnlyPart)
      return group.map(() => Promise.resolve(false as const));
    const together = readTogether(source, group).catch((error: unknown) => {
      // Each is told by itself what is wrong with it.
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
  // A list by start has rows of one second in no declared order: of the last second that was looked at there may be
  // others with lower numbers.
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
    // Inside one TSS numbers rise with the times of the starts.
    if (query.order_by === 'number') rows.sort((one, other) => (one.number - other.number) * (isDescending ? -1 : 1));
    return { rows: rows.slice(0, wanted), isWhole: isEnd && rows.length <= wanted };
  });
}

/**
 * How many transactions a TSS, or all of them, may have: by their own word, and undefined where they are too many to
 * ask.
 */
async function countIn(operation: Operation, tssId: string | undefined): Promise<number | undefined> {
  const query = { limit: PAGE_SIZE, offset: 0, order_by: 'time_creation', order: 'asc' } as const;
  const data = identified((await operation.call('listTss', { path: {}, query })).data);
  const asked = tssId === undefined ? data : data.filter(({ _id }) => _id === tssId);
  const count = asked.reduce((sum, { transaction_counter: counter = '0' }) => sum + Number(counter), 0);
  return data.length < PAGE_SIZE && Number.isSafeInteger(count) ? count : undefined;
}
