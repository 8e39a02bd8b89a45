import { PAGE_SIZE } from './page-size.js';
import { type Found, type ListRow, type Place, type SortedList } from './sorted-list.js';
import { UpstreamError } from '../call/upstream-error.js';

/**
 * Between which numbers a member of a row lies, both included; without a bound where one is absent. The member rises
 * along the list or falls along it. A row in which it is no number is in every span.
 */
export interface Span<Row> {
  readonly valueOf: (row: Row) => unknown;
  readonly lowest?: number;
  readonly highest?: number;
}

/** Which rows of a sorted list are wanted. */
export interface Selection<Row extends ListRow> {
  /** Spans that are one part of the list: where it begins is looked for, and nothing is read after it. */
  readonly spans: readonly Span<Row>[];
  /** Tells rows that are wanted from others between them. */
  readonly keeps?: (row: Row) => boolean;
  /** What narrows the list, for those who are told that too many rows would have to be looked through. */
  readonly narrowBy?: string;
}

/** Selects all rows. */
export const EVERYTHING = { spans: [] };

/** Where a part of a list begins, as it was found before. */
export interface Whereabouts {
  /** Rows before the part, when it was last found. */
  readonly begin?: () => number | undefined;
  /** Is told where the part begins. */
  readonly note: (begin: number) => void;
}

/** Rows that were selected. */
export interface Selected<Row> {
  /** All rows that were looked at, one after another. */
  readonly found: readonly Found<Row>[];
  /** Which of them were selected, by their index. */
  readonly kept: readonly number[];
  /** Whether no others follow. */
  readonly isEnd: boolean;
}

/** Most pages that are looked through for rows that the upstream cannot be asked for. */
const MAXIMUM_PAGES = 20;
/** Rows that are asked for when many are looked through: with those before them they fit into one answer. */
const ROWS_PER_LOOK = PAGE_SIZE - 10;

/**
 * Selects rows of a sorted list from a place on, or from the beginning of the part that is wanted. Finding that takes
 * some `log2(length / 100)` reads, one where it was found before.
 * @throws UpstreamError of the reads; `LIST_TOO_LONG` where too many rows would have to be looked through
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
    message: `Among ${found.length} rows there are too few that fit the filter, and no more are looked through; narrow the list by ${narrowBy}.`,
  });
}

/** A value as a number; none that compares with any other where it is something else. */
function numberOf(value: unknown): number {
  return typeof value === 'number' ? value : NaN;
}
