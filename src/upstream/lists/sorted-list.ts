import { LARGEST_OFFSET, PAGE_SIZE, type Window } from './page-size.js';
import { compareKeys, shortName, type SortKey, sortKeyOf } from './sort-key.js';
import { UpstreamError } from '../call/upstream-error.js';

/** A row of a sorted list, by which it is known again. */
export interface ListRow {
  readonly _id: string;
}

/** How a list is sorted, and how a part of it is read. */
export interface Sorting<Row extends ListRow> {
  /** The member that it is sorted by. */
  readonly orderBy: string;
  readonly isDescending: boolean;
  /** Whether no two rows have the same key. Where they have, the upstream may give them in another order each time. */
  readonly isUnique: boolean;
  /** A text that tells a row from all others. */
  readonly nameOf: (row: Row) => string;
  /** Whether keys are whole numbers of which none is left out, so that neighbours are known by their keys. */
  readonly isGapless?: boolean;
  /**
   * How many rows it has at most, if that can be told. It is asked for only where nothing is known of a place, or where
   * the place is not found where it was.
   */
  readonly length?: (() => Promise<number | undefined>) | undefined;
  /** Reads a part of the list as it is now. */
  readonly read: (window: Required<Window>) => Promise<readonly Row[]>;
  /**
   * A part of the list, where it is being read just now for somebody else; undefined where it is not. Only of a list
   * that no row leaves: two parts read at different times show which rows came in between, but not which left.
   */
  readonly readBeside?: (window: Required<Window>) => Promise<readonly Row[]> | undefined;
}

/**
 * A place between two rows: where a reader goes on. It stays good whatever happens to the list, and whether or not its
 * row is still there.
 */
export interface Place {
  /** The key of the last row that was given. */
  readonly key: SortKey;
  /** Names of the rows of that key that were given, the last one last. */
  readonly given: readonly string[];
  /** How many rows came before the place when it was seen: where it is looked for first. */
  readonly rank: number;
  /** Whether rows without a key came first when it was seen. */
  readonly hasNullsFirst: boolean;
}

/** A row that was read, and how many rows there are up to it. */
export interface Found<Row> {
  readonly row: Row;
  readonly rank: number;
}

/** Rows that follow a place. */
export interface Following<Row> {
  readonly found: readonly Found<Row>[];
  /** Whether the list ends with them. */
  readonly isEnd: boolean;
}

/** Where a part of the list that was read has the rows that are looked for. */
interface Anchored<Row> {
  readonly offset: number;
  readonly rows: readonly Row[];
  /** Rows of it that come before; none only where the list itself begins there, or where the row before is known. */
  readonly index: number;
  /** Whether the list ends with it. */
  readonly isEnd: boolean;
}

/** Tells a row that comes before what is looked for (negative), belongs to it (0), or comes after it (positive). */
export type Position<Row> = (row: Row) => number;

/**
 * Most reads until a place is found. A list of a billion rows takes half of them, wherever the search begins; the rest
 * is for a list that moves meanwhile.
 */
const MAXIMUM_PROBES = 60;
/** Pages on which rows of one key are looked for, before they are too many or change places too often. */
const MAXIMUM_TIE_PAGES = 120;
/** Pages on which a text is looked for that is not where it should be. */
const MAXIMUM_TEXT_PAGES = 20;
/** Answers from which a page is put together. */
const MAXIMUM_STEPS = 40;
/** Rows of one key from which on it is not worth while to read those that were given again. */
const LARGEST_OVERLAP = PAGE_SIZE / 2;

/**
 * A list of the upstream that one can read on in. The upstream knows positions only, and rows come, leave and change
 * places between two reads. So nothing is taken for granted that was not seen in one answer: rows that follow a place
 * are taken from an answer that begins before it. Rows of one key, which the upstream gives in any order, are read all,
 * and those that were given before are left out.
 */
export class SortedList<Row extends ListRow> {
  readonly #sorting: Sorting<Row>;
  #hasNullsFirst = false;

  constructor(sorting: Sorting<Row>) {
    this.#sorting = sorting;
  }

  /** The first rows of the list, which were read by somebody else. */
  takeFirst(rows: readonly Row[]): readonly Found<Row>[] {
    const [first] = rows;
    this.#hasNullsFirst = first !== undefined && this.#keyOf(first) === null;
    return foundIn(rows, 0);
  }

  /** The place after a row that was found. @param from what was found from which place on, the row included */
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
   * The rows that follow a place, or the first ones.
   * @throws UpstreamError of the reads; `LIST_TOO_LONG` when too many rows have the same key
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
    throw tooLong('The list moves faster than it can be read');
  }

  /**
   * The rows from the first one on that does not come before a position.
   * @param hint how many rows may come before it; when left out, it takes a read for each halving of the list until a
   *   hundred are left
   * @returns with it how many rows come before it
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

  /** Rows after a place: as many as one answer has of them. */
  async #step(place: Place | undefined, wanted: number): Promise<Following<Row>> {
    if (!place) {
      const limit = Math.min(wanted, PAGE_SIZE);
      const rows = await this.#sorting.read({ offset: 0, limit });
      return { found: this.takeFirst(rows), isEnd: rows.length < limit };
    }
    this.#hasNullsFirst = place.hasNullsFirst;
    const { isUnique } = this.#sorting;
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
    // It was the last row of a full answer.
    if (isUnique && others.length === 0 && !isEnd) return this.#step({ ...place, rank: offset + index + 1 }, wanted);
    if (others.length > 0 || isEnd) {
      return { found: [...found, ...foundIn(others, offset + index + group.length)], isEnd };
    }
    return fresh.length >= wanted ? { found, isEnd: false } : this.#readTies(place, offset + index, wanted);
  }

  /** An answer in which the rows of a place begin. */
  async #find(place: Place, overlap: number, wanted: number): Promise<Anchored<Row>> {
    const position = this.#positionAfter(place);
    const search = () => this.#search(position, place.rank - overlap, overlap + wanted);
    const found = await search();
    // Where rows with a key and rows without one were never seen side by side, either may come first.
    const isOfItsKind = (row: Row) => (this.#keyOf(row) === null) === (place.key === null);
    if (found.rows.length > 0 && !found.rows.some(isOfItsKind)) {
      this.#hasNullsFirst = !this.#hasNullsFirst;
      const other = await search();
      if (other.rows.some(isOfItsKind)) return other;
      this.#hasNullsFirst = place.hasNullsFirst;
    }
    if (found.rows.some((row) => position(row) === 0)) return found;
    if (typeof place.key !== 'string') return found;
    // The upstream may sort text otherwise than by its code units.
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
   * A page so large that the row before it does not fit into the same answer, where it is known all the same that it
   * follows the place: by that row, which is being read beside it, or by its number.
   */
  async #readFullPage(place: Place, overlap: number, wanted: number): Promise<Anchored<Row> | undefined> {
    const { isGapless = false, readBeside } = this.#sorting;
    const offset = Math.max(place.rank - overlap, 0);
    if (overlap + wanted <= PAGE_SIZE) return undefined;
    const beside = readBeside?.({ offset, limit: place.rank - offset });
    if (!beside && !isGapless) return undefined;
    const limit = Math.min(wanted, PAGE_SIZE);
    // Whoever else reads it is told why it fails.
    const known = beside?.catch(() => undefined);
    const [before = [], page] = await Promise.all([known, this.#read(place.rank, limit)]);
    const isEnd = page.length < limit;
    const [first] = page;
    const isNext = first && Math.abs(Number(this.#keyOf(first)) - Number(place.key)) === 1;
    const position = this.#positionAfter(place);
    if (isGapless && isNext && position(first) > 0) return { offset: place.rank, rows: page, index: 0, isEnd };
    const rows = [...before, ...page];
    // Rows of one key may have come in another order.
    if (before.length < place.rank - offset || new Set(rows.map(this.#sorting.nameOf)).size < rows.length)
      return undefined;
    const index = this.#boundaryIn(rows, offset, position);
    return index !== undefined && (index < rows.length || isEnd) ? { offset, rows, index, isEnd } : undefined;
  }

  /** Whether rows come before the last row that was given, have its key, or come after it. */
  #positionAfter({ key }: Place): Position<Row> {
    const { isDescending } = this.#sorting;
    return (row) => compareKeys(this.#keyOf(row), key, { isDescending, hasNullsFirst: this.#hasNullsFirst });
  }

  /** Of rows of the place's key those that were not given. */
  #fresh(group: readonly Row[], { given }: Place): readonly Row[] {
    if (this.#sorting.isUnique || group.length === 0) return [];
    const names = new Set(given);
    return group.filter((row) => !names.has(this.#nameOf(row)));
  }

  /**
   * Of many rows of one key those on one more page, without a look at whether the page has moved: whichever were not
   * given may come next.
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
   * Rows of one key that fill more than a page, and what follows them. They are read again and again until as many are
   * known as there are places for them, and nothing new is seen; or as many are as are wanted.
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
   * An answer that has the beginning of what is looked for, and a row before it, unless the list begins with it. From a
   * hint that is wrong it goes on in growing steps, then by halves. A hint beyond the list tells nothing, however far
   * it lies. Then it goes on at the end of the list, if its length is told, or halves the number of digits.
   * @param hint where to look first; without it, it goes by halves at once
   */
  async #search(position: Position<Row>, hint: number | undefined, size: number): Promise<Anchored<Row>> {
    let length = hint === undefined ? await this.#sorting.length?.() : undefined;
    let [low, high] = [0, length ?? Infinity];
    let isBetween = length !== undefined;
    /** Whether `high` is but a place beyond the list. */
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
      // The list has moved past what was seen of it.
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
    throw tooLong('The list moves faster than a place in it can be found');
  }

  /**
   * Index of the first row that does not come before a position, in an answer that shows it to be the first: all its
   * rows where each of them comes before. Undefined where rows before the answer may belong to it as well.
   */
  #boundaryIn(rows: readonly Row[], offset: number, position: Position<Row>): number | undefined {
    // A row of the very key tells more than how others compare: the upstream may sort text in its own way.
    const same = rows.findIndex((row) => position(row) === 0);
    const first = same < 0 ? rows.findIndex((row) => position(row) > 0) : same;
    if (first < 0) return rows.length > 0 || offset === 0 ? rows.length : undefined;
    return first > 0 || offset === 0 || (this.#sorting.isUnique && same === 0) ? first : undefined;
  }

  async #read(offset: number, limit: number): Promise<readonly Row[]> {
    const rows = await this.#sorting.read({ offset, limit });
    const [first] = rows;
    if (!first) return rows;
    // A row with a key beside one without tells. A list that begins with a key may have no row without one.
    const isFirstNull = this.#keyOf(first) === null;
    if (rows.some((row) => (this.#keyOf(row) === null) !== isFirstNull)) this.#hasNullsFirst = isFirstNull;
    return rows;
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
