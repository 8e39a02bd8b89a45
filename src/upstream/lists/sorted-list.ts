import { LARGEST_OFFSET, PAGE_SIZE, type Window } from './list.js';
import { compareKeys, shortName, type SortKey, sortKeyOf } from './sort-key.js';
import { UpstreamError } from '../call/upstream-error.js';

/** A row of a sorted list; its `_id` identifies it. */
export interface ListRow {
  readonly _id: string;
}

/** How a list is sorted, and how a window of it is read. */
export interface Sorting<Row extends ListRow> {
  /** The member that the list is sorted by. */
  readonly orderBy: string;
  readonly isDescending: boolean;
  /**
   * Whether all rows have different keys. If not, the upstream may return rows with the same key in another order each
   * time. Keys that are not whole numbers are never unique: rows that do not say their own key have them
   * (`unidentified-row.ts`).
   */
  readonly isUnique: boolean;
  /** A text that is unique for each row. */
  readonly nameOf: (row: Row) => string;
  /**
   * Whether the keys are consecutive integers, so that keys show whether two rows are neighbours. Only with
   * `isUnique`: otherwise, other rows with the same keys may lie between two rows with consecutive keys.
   */
  readonly isGapless?: boolean;
  /**
   * Maximum number of rows in the list, if it can be found out. Called only if nothing is known about a place, or if
   * the place has moved.
   */
  readonly length?: (() => Promise<number | undefined>) | undefined;
  /** Reads a window of the list as it is now. */
  readonly read: (window: Required<Window>) => Promise<readonly Row[]>;
  /**
   * Returns a window that the operation is already reading for another field; undefined if there is none. Only for
   * lists from which rows never disappear: two windows that are read at different times show which rows were added in
   * between, but not which were removed.
   */
  readonly readBeside?: (window: Required<Window>) => Promise<readonly Row[]> | undefined;
}

/**
 * A place between two rows, where a reader continues. It stays valid if the list changes, even if its row is deleted.
 */
export interface Place {
  /** The key of the last row that was returned. */
  readonly key: SortKey;
  /** Names of the rows with this key that were returned, in order. */
  readonly given: readonly string[];
  /** Number of rows before the place when it was last seen. The search starts there. */
  readonly rank: number;
  /** Whether rows without a key came first when the place was last seen. */
  readonly hasNullsFirst: boolean;
}

/** A row that was read, and its position in the list, counted from 1. */
export interface Found<Row> {
  readonly row: Row;
  readonly rank: number;
}

/** Rows that follow a place. */
export interface Following<Row> {
  readonly found: readonly Found<Row>[];
  /** Whether the list ends with these rows. */
  readonly isEnd: boolean;
}

/** A window that was read, and where in it the wanted rows begin. */
interface Anchored<Row> {
  readonly offset: number;
  readonly rows: readonly Row[];
  /**
   * Number of rows in the window before the wanted rows. It is 0 only if the list begins there or the previous row is
   * known.
   */
  readonly index: number;
  /** Whether the list ends with this window. */
  readonly isEnd: boolean;
}

/**
 * Compares a row with the wanted rows: negative if it comes before them, 0 if it is one, positive if it comes after.
 */
export type Position<Row> = (row: Row) => number;

/**
 * Maximum number of reads to find a place. In a list of a billion rows, half of them are enough from any start; the
 * rest is for lists that change during the search.
 */
const MAXIMUM_PROBES = 60;
/**
 * Maximum number of pages to read for rows with the same key, before they are too many or change their order too often.
 */
const MAXIMUM_TIE_PAGES = 120;
/** Maximum number of pages on which to look for a text key that is not where it should be. */
const MAXIMUM_TEXT_PAGES = 20;
/** Maximum number of answers that make up one page. */
const MAXIMUM_STEPS = 40;
/** If more rows than this have the same key, it does not pay to read them again. */
const LARGEST_OVERLAP = PAGE_SIZE / 2;

/**
 * Reads a list of the upstream from a place on. The upstream knows only positions, and between two reads rows are
 * added, removed and moved. So this class relies only on what one answer shows: the rows after a place come from an
 * answer that begins before the place. The upstream returns rows with the same key in any order; so all of them are
 * read, and those that were returned before are left out.
 */
export class SortedList<Row extends ListRow> {
  readonly #sorting: Sorting<Row>;
  #hasNullsFirst = false;

  constructor(sorting: Sorting<Row>) {
    this.#sorting = sorting;
  }

  /** Accepts the first rows of the list, which another reader has read. */
  takeFirst(rows: readonly Row[]): readonly Found<Row>[] {
    const [first] = rows;
    this.#hasNullsFirst = first !== undefined && this.#keyOf(first) === null;
    return foundIn(rows, 0);
  }

  /** The place after a row of `found`. @param from the place after which `found` begins, including the row */
  placeAfter(index: number, found: readonly Found<Row>[], from: Place | undefined): Place {
    const last = found[index];
    if (!last) throw new RangeError('There is no such row.');
    const key = this.#keyOf(last.row);
    let first = index;
    while (first > 0 && found[first - 1] && this.#keyOf((found[first - 1] ?? last).row) === key) first -= 1;
    const before = first === 0 && from?.key === key ? from.given : [];
    const names = found.slice(first, index + 1).map(({ row }) => this.#nameOf(row));
    return { key, given: [...before, ...names], rank: last.rank, hasNullsFirst: this.#hasNullsFirst };
  }

  /**
   * Reads the rows after a place, or the first rows.
   * @throws UpstreamError of the reads; `LIST_TOO_LONG` if too many rows have the same key
   */
  async readAfter(place: Place | undefined, wanted: number): Promise<Following<Row>> {
    const found: Found<Row>[] = [];
    for (let from = place, steps = 0; steps < MAXIMUM_STEPS; steps += 1) {
      const room = wanted - found.length;
      const next = await this.#step(from, room);
      found.push(...next.found.slice(0, room));
      if (next.isEnd || found.length >= wanted) return { found, isEnd: next.isEnd && next.found.length <= room };
      if (found.length > 0) from = this.placeAfter(found.length - 1, found, place);
    }
    throw tooLong('The list changes faster than it can be read');
  }

  /**
   * Reads rows, beginning with the first that does not come before a position.
   * @param hint estimated number of rows before it. Without a hint, each read halves the part to search, until a
   *   hundred rows are left
   * @returns also `begin`, the number of rows before them
   */
  async readFrom(
    position: Position<Row>,
    wanted: number,
    hint?: number,
  ): Promise<Following<Row> & { readonly begin: number }> {
    const { offset, rows, index, isEnd } =
      hint === undefined
        ? await this.#search(position, undefined, PAGE_SIZE)
        : await this.#search(position, hint - 1, wanted + 1);
    return { found: foundIn(rows.slice(index), offset + index), isEnd, begin: offset + index };
  }

  /** Reads the rows after a place from one answer, or from a few. */
  async #step(place: Place | undefined, wanted: number): Promise<Following<Row>> {
    if (!place) {
      const limit = Math.min(wanted, PAGE_SIZE);
      const rows = await this.#sorting.read({ offset: 0, limit });
      return { found: this.takeFirst(rows), isEnd: rows.length < limit };
    }
    this.#hasNullsFirst = place.hasNullsFirst;
    const isUnique = this.#isOnlyOf(place.key);
    const overlap = isUnique ? 1 : place.given.length + 1;
    const fullPage = await this.#readFullPage(place, overlap, wanted);
    if (!fullPage && overlap > LARGEST_OVERLAP) {
      const ties = await this.#moreTies(place);
      if (ties.length > 0) return { found: ties, isEnd: false };
    }
    const position = this.#positionAfter(place);
    const { offset, rows, index, isEnd } = fullPage ?? (await this.#find(place, overlap, wanted));
    const ties = rows.slice(index).findIndex((row) => position(row) !== 0);
    const group = ties < 0 ? rows.slice(index) : rows.slice(index, index + ties);
    const others = rows.slice(index + group.length);
    const fresh = this.#fresh(group, place);
    const found = foundIn(fresh, offset + index + group.length - fresh.length);
    // The row of the place was the last row of a full answer.
    if (isUnique && others.length === 0 && !isEnd) return this.#step({ ...place, rank: offset + index + 1 }, wanted);
    if (others.length > 0 || isEnd) {
      return { found: [...found, ...foundIn(others, offset + index + group.length)], isEnd };
    }
    return fresh.length >= wanted ? { found, isEnd: false } : this.#readTies(place, offset + index, wanted);
  }

  /** Finds an answer in which the rows with the key of a place begin. */
  async #find(place: Place, overlap: number, wanted: number): Promise<Anchored<Row>> {
    const position = this.#positionAfter(place);
    const search = () => this.#search(position, place.rank - overlap, overlap + wanted);
    const found = await search();
    // If no answer has had rows with a key and rows without one, it is not known which come first. Try both.
    const isOfItsKind = (row: Row) => (this.#keyOf(row) === null) === (place.key === null);
    if (found.rows.length > 0 && !found.rows.some(isOfItsKind)) {
      this.#hasNullsFirst = !this.#hasNullsFirst;
      const other = await search();
      if (other.rows.some(isOfItsKind)) return other;
      this.#hasNullsFirst = place.hasNullsFirst;
    }
    if (found.rows.some((row) => position(row) === 0)) return found;
    if (typeof place.key !== 'string') return found;
    // The upstream may not sort text by its code units.
    for (let page = 0, offset = 0; page < MAXIMUM_TEXT_PAGES; page += 1, offset += PAGE_SIZE - 1) {
      const rows = await this.#read(offset, PAGE_SIZE);
      const index = rows.findIndex((row) => position(row) === 0);
      const isEnd = rows.length < PAGE_SIZE;
      if (index >= 0) return { offset, rows, index, isEnd };
      if (isEnd) break;
    }
    return found;
  }

  /**
   * Reads a page that is too large to have the row before it in the same answer. It must still be certain that the page
   * follows the place: by the row before it, which another read returns, or by its number.
   * @returns undefined if that is not certain
   */
  async #readFullPage(place: Place, overlap: number, wanted: number): Promise<Anchored<Row> | undefined> {
    const { isGapless = false, readBeside } = this.#sorting;
    const offset = Math.max(place.rank - overlap, 0);
    if (overlap + wanted <= PAGE_SIZE) return undefined;
    const beside = readBeside?.({ offset, limit: place.rank - offset });
    if (!beside && !isGapless) return undefined;
    const limit = Math.min(wanted, PAGE_SIZE);
    // The other reader gets the error.
    const known = beside?.catch(() => undefined);
    const [before = [], page] = await Promise.all([known, this.#read(place.rank, limit)]);
    const isEnd = page.length < limit;
    const [first] = page;
    const isNext = first && Math.abs(Number(this.#keyOf(first)) - Number(place.key)) === 1;
    const position = this.#positionAfter(place);
    if (isGapless && isNext && position(first) > 0) return { offset: place.rank, rows: page, index: 0, isEnd };
    const rows = [...before, ...page];
    // Rows with the same key may have changed their order.
    if (before.length < place.rank - offset || new Set(rows.map(this.#sorting.nameOf)).size < rows.length)
      return undefined;
    const index = this.#boundaryIn(rows, offset, position);
    return index !== undefined && (index < rows.length || isEnd) ? { offset, rows, index, isEnd } : undefined;
  }

  /** Compares rows with the last row that was returned: by its key. */
  #positionAfter({ key }: Place): Position<Row> {
    const { isDescending } = this.#sorting;
    return (row) => compareKeys(this.#keyOf(row), key, { isDescending, hasNullsFirst: this.#hasNullsFirst });
  }

  /** The rows with the key of the place that were not returned before. */
  #fresh(group: readonly Row[], { key, given }: Place): readonly Row[] {
    if (this.#isOnlyOf(key) || group.length === 0) return [];
    const names = new Set(given);
    return group.filter((row) => !names.has(this.#nameOf(row)));
  }

  /**
   * Reads one more page of many rows with the same key. It does not check whether the rows have moved, because each
   * row that was not returned before may come next.
   */
  async #moreTies(place: Place): Promise<readonly Found<Row>[]> {
    const rows = await this.#read(place.rank, PAGE_SIZE);
    const fresh = this.#fresh(
      rows.filter((row) => this.#keyOf(row) === place.key),
      place,
    );
    return foundIn(fresh, place.rank);
  }

  /**
   * Reads rows with the same key that fill more than a page, and the rows after them. It repeats this until every
   * position has a known row and a pass finds no new row, or until it has enough rows.
   */
  async #readTies(place: Place, hint: number, wanted: number): Promise<Following<Row>> {
    const position = this.#positionAfter(place);
    const given = new Set(place.given);
    const known = new Set(place.given);
    const fresh: Row[] = [];
    for (let pages = 0; pages < MAXIMUM_TIE_PAGES;) {
      const knownBefore = known.size;
      const anchored = await this.#search(position, hint - 1, PAGE_SIZE);
      const begin = anchored.offset + anchored.index;
      let rows: readonly Row[] = anchored.rows.slice(anchored.index);
      for (let offset = begin; ;) {
        pages += 1;
        const end = rows.findIndex((row) => position(row) !== 0);
        for (const row of end < 0 ? rows : rows.slice(0, end)) {
          const name = this.#nameOf(row);
          if (!known.has(name)) fresh.push(row);
          known.add(name);
        }
        if (fresh.length >= wanted) return { found: foundIn(fresh, begin + given.size), isEnd: false };
        const isEnd = offset === begin ? anchored.isEnd : rows.length < PAGE_SIZE;
        if (end >= 0 || isEnd) {
          const places = offset - begin + (end < 0 ? rows.length : end);
          if (known.size < places || known.size > knownBefore) break;
          const others = end < 0 ? [] : rows.slice(end);
          const found = [...foundIn(fresh, begin + given.size), ...foundIn(others, begin + places)];
          return { found, isEnd };
        }
        offset += rows.length;
        rows = await this.#read(offset, PAGE_SIZE);
      }
    }
    throw tooLong(`Too many rows have the same \`${this.#sorting.orderBy}\`, and their order changes with each answer`);
  }

  /**
   * Finds an answer that has the beginning of the wanted rows and the row before it, or the beginning of the list. From
   * a wrong hint, it continues in growing steps, then by halves. A hint beyond the end of the list gives no
   * information, however far it is. Then the search continues at the end of the list if its length is known; otherwise
   * it halves the number of digits.
   * @param hint where to look first; without it, the search goes by halves immediately
   */
  async #search(position: Position<Row>, hint: number | undefined, size: number): Promise<Anchored<Row>> {
    let length = hint === undefined ? await this.#sorting.length?.() : undefined;
    let [low, high] = [0, length ?? Infinity];
    let isBetween = length !== undefined;
    /** Whether `high` is only known to be beyond the end of the list. */
    let isBeyond = false;
    let isLost = false;
    let at = Math.min(Math.max(hint ?? Math.floor(((length ?? 0) - PAGE_SIZE) / 2), 0), LARGEST_OFFSET);
    let limit = Math.min(size, PAGE_SIZE);
    for (let probe = 0, span = PAGE_SIZE - 1; probe < MAXIMUM_PROBES; probe += 1, limit = PAGE_SIZE) {
      const rows = await this.#read(at, limit);
      const isEnd = rows.length < limit;
      const index = this.#boundaryIn(rows, at, position);
      if (index !== undefined && (index < rows.length || isEnd)) return { offset: at, rows, index, isEnd };
      const isBefore = index !== undefined;
      if (isBefore) {
        low = at + rows.length;
        isBetween ||= high < Infinity;
      } else {
        isBetween ||= low > 0 || isLost;
        high = at;
        isBeyond = rows.length === 0;
      }
      // The list has changed so much that the bounds are wrong.
      if (low > high) [low, high, isBetween] = isBefore ? [low, Infinity, false] : [0, high, false];
      if (isBeyond && !isBetween && !isLost && high >= PAGE_SIZE) {
        length = await this.#sorting.length?.();
        high = Math.min(high, length ?? high);
        isLost = true;
      }
      const least = Math.max(low, PAGE_SIZE);
      if (high - low < PAGE_SIZE - 1) at = low - 1;
      else if (isBetween && isBeyond && length === undefined && high > 4 * least)
        at = Math.floor(Math.sqrt(high * least));
      else if (isBetween) at = Math.floor((low + high - PAGE_SIZE) / 2);
      else at = isBefore ? low - 1 + span - (PAGE_SIZE - 1) : high - span;
      at = Math.max(at, low - 1, 0);
      if (!isBetween) span *= 2;
    }
    throw tooLong('The list changes faster than a place in it can be found');
  }

  /**
   * Index of the first row that does not come before a position, if the answer proves that it is the first. The number
   * of rows if all of them come before. Undefined if a row before the answer may also be wanted.
   */
  #boundaryIn(rows: readonly Row[], offset: number, position: Position<Row>): number | undefined {
    // A row with the same key is better evidence than a comparison: the upstream may sort text in its own way.
    const same = rows.findIndex((row) => position(row) === 0);
    const first = same < 0 ? rows.findIndex((row) => position(row) > 0) : same;
    if (first < 0) return rows.length > 0 || offset === 0 ? rows.length : undefined;
    if (first > 0 || offset === 0) return first;
    return same === 0 && rows.slice(0, 1).every((row) => this.#isOnlyOf(this.#keyOf(row))) ? first : undefined;
  }

  async #read(offset: number, limit: number): Promise<readonly Row[]> {
    const rows = await this.#sorting.read({ offset, limit });
    const [first] = rows;
    if (!first) return rows;
    // Only an answer with both kinds of rows shows which come first.
    const isFirstNull = this.#keyOf(first) === null;
    if (rows.some((row) => (this.#keyOf(row) === null) !== isFirstNull)) this.#hasNullsFirst = isFirstNull;
    return rows;
  }

  /** Whether at most one row can have this key. */
  #isOnlyOf(key: SortKey): boolean {
    return this.#sorting.isUnique && Number.isInteger(key);
  }

  #nameOf(row: Row): string {
    return shortName(this.#sorting.nameOf(row));
  }

  #keyOf(row: Row): SortKey {
    return sortKeyOf(row, this.#sorting.orderBy);
  }
}

function foundIn<Row>(rows: readonly Row[], rowsBefore: number): Found<Row>[] {
  return rows.map((row, index) => ({ row, rank: rowsBefore + index + 1 }));
}

function tooLong(problem: string): UpstreamError {
  return new UpstreamError({
    code: 'LIST_TOO_LONG',
    message: `${problem}; narrow the list by a filter, or sort it by something else.`,
  });
}
