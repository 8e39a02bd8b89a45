import { PAGE_SIZE } from './list.js';
import { type Found, type ListRow, type Place, type SortedList } from './sorted-list.js';
import { UpstreamError } from '../call/upstream-error.js';

/**
 * A range of numbers for a member of the rows, both bounds included; a missing bound means no limit. The member only
 * rises or only falls along the list. A row in which the member is not a number is in every range.
 */
export interface Span<Row> {
  readonly valueOf: (row: Row) => unknown;
  readonly lowest?: number;
  readonly highest?: number;
}

/** Selects rows of a sorted list. */
export interface Selection<Row extends ListRow> {
  /**
   * Ranges that together are one continuous part of the list. The search finds its beginning, and reads nothing after
   * it.
   */
  readonly spans: readonly Span<Row>[];
  /** Whether a row within the ranges is wanted. Default: every row is. */
  readonly keeps?: (row: Row) => boolean;
  /** For the error message: what the caller can use to narrow the list. */
  readonly narrowBy?: string;
}

/** Selects all rows. */
export const EVERYTHING = { spans: [] };

/** Remembers where a part of a list begins. */
export interface Whereabouts {
  /** Number of rows before the part when it was last found. */
  readonly begin?: () => number | undefined;
  /** Called with the number of rows before the part. */
  readonly note: (begin: number) => void;
}

/** Result of a selection. */
export interface Selected<Row> {
  /** All rows that were checked, in order. */
  readonly found: readonly Found<Row>[];
  /** Indexes of the selected rows in `found`. */
  readonly kept: readonly number[];
  /** Whether no more rows can follow. */
  readonly isEnd: boolean;
}

/** Maximum number of pages to check for a filter that the upstream does not have. */
const MAXIMUM_PAGES = 20;
/** Page size while checking many rows. Together with the overlapping rows before them, they fit into one answer. */
const ROWS_PER_LOOK = PAGE_SIZE - 10;

/**
 * Selects rows of a sorted list, from a place on or from the beginning of the wanted part. To find the beginning takes
 * about `log2(length / 100)` reads, or one if it was found before.
 * @throws UpstreamError of the reads; `LIST_TOO_LONG` if too many rows would have to be checked
 */
export async function select<Row extends ListRow>(
  list: SortedList<Row>,
  from: Place | undefined,
  wanted: number,
  { spans, keeps, narrowBy = 'a filter' }: Selection<Row>,
  isDescending: boolean,
  whereabouts: Whereabouts,
): Promise<Selected<Row>> {
  const isTooLow = (row: Row) => spans.some(({ valueOf, lowest = -Infinity }) => numberOf(valueOf(row)) < lowest);
  const isTooHigh = (row: Row) => spans.some(({ valueOf, highest = Infinity }) => numberOf(valueOf(row)) > highest);
  const [isBefore, isBeyond] = isDescending ? [isTooHigh, isTooLow] : [isTooLow, isTooHigh];
  const hasBegin = spans.some((span) => (isDescending ? span.highest : span.lowest) !== undefined);
  const found: Found<Row>[] = [];
  const kept: number[] = [];
  const readOn = async () => {
    const room = keeps ? ROWS_PER_LOOK : wanted - kept.length;
    const place = found.length > 0 ? list.placeAfter(found.length - 1, found, from) : from;
    if (place || !hasBegin) return list.readAfter(place, room);
    const part = await list.readFrom((row) => (isBefore(row) ? -1 : 1), room, whereabouts.begin?.());
    whereabouts.note(part.begin);
    return part;
  };
  for (let page = 0; page < MAXIMUM_PAGES; page += 1) {
    const next = await readOn();
    for (const [index, each] of next.found.entries()) {
      if (isBeyond(each.row)) return { found, kept, isEnd: true };
      const isKept = !isBefore(each.row) && (keeps?.(each.row) ?? true);
      if (found.push(each) && isKept) kept.push(found.length - 1);
      if (kept.length === wanted) return { found, kept, isEnd: next.isEnd && index === next.found.length - 1 };
    }
    if (next.isEnd) return { found, kept, isEnd: true };
  }
  throw new UpstreamError({
    code: 'LIST_TOO_LONG',
    message: `Too few of the first ${found.length} rows match the filter, and no more are read; narrow the list by ${narrowBy}.`,
  });
}

/** A value as a number. Anything else becomes NaN, which is neither too low nor too high. */
function numberOf(value: unknown): number {
  return typeof value === 'number' ? value : NaN;
}
