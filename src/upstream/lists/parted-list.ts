import { ByParent } from './by-parent.js';
import { type List, PAGE_SIZE, type Parents, type Window } from './list.js';
import { pagesThatPay, readSharedList, type SharedList } from './shared-list.js';

/** Lists of several parents, and a shared list that contains all their rows in the same order. */
export interface Parting<Row extends object> {
  /** The wanted lists, by their parents. */
  readonly lists: readonly Parents[];
  /** The part of each list that is wanted. */
  readonly window: Window;
  readonly shared: SharedList<Row>;
  /**
   * Number of pages of the shared list that contain all wanted rows if all parents are equally busy, see
   * `pagesToShare`.
   */
  readonly pages: number;
  /** Reads a list by itself. */
  readonly readOwn: (parents: Parents) => Promise<List<Row>>;
}

/**
 * Groups lists, and reads the lists of each group together.
 * @param read starts to read a group, and returns its lists in the order of the group
 * @returns the lists in the order of the keys; each settles by itself
 */
export function readGrouped<Key, Answer>(
  keys: readonly Key[],
  groupOf: (key: Key) => string,
  read: (group: readonly [Key, ...Key[]]) => readonly Promise<Answer>[],
): Promise<Answer>[] {
  const answers = new Map<Key, Promise<Answer>>();
  for (const [first, ...others] of Map.groupBy(keys, groupOf).values()) {
    if (!first) continue;
    const group = [first, ...others] as const;
    read(group).forEach((answer, index) => answers.set(group[index] ?? first, answer));
  }
  return keys.map((key) => answers.get(key) ?? Promise.reject(new Error('The list was not read.')));
}

/** How many rows are needed if each list is read from its first row to the end of a window. */
export function rowsWanted({ limit = PAGE_SIZE, offset = 0 }: Window, lists: number): number {
  return (offset + limit) * lists;
}

/**
 * Reads the same window of several lists from pages of a list that contains all of them. A list whose rows these pages
 * do not complete is read by itself.
 * @returns the lists in their order; each settles by itself
 */
export function readParted<Row extends object>({
  lists,
  window,
  shared,
  pages,
  readOwn,
}: Parting<Row>): Promise<List<Row>>[] {
  const offset = window.offset ?? 0;
  const end = rowsWanted(window, 1);
  const ofList = (byParent: ByParent<Row[]>, [outer = '', inner = '']: Parents) => byParent.get(outer, inner) ?? [];
  const reading = readSharedList(shared, pages, (rows, pagesRead) => {
    const byParent = part(rows, shared.ownerOf);
    const counts = lists.map((parents) => ofList(byParent, parents).length);
    return pagesThatPay(counts, end, pagesRead);
  });
  const parted = reading.then(({ rows, ...others }) => ({ ...others, byParent: part(rows, shared.ownerOf) }));
  return lists.map(async (parents) => {
    const { first, byParent, isWhole, trouble } = await parted;
    const own = ofList(byParent, parents);
    if (first && (isWhole || own.length >= end)) {
      const data = own.slice(offset, end);
      return { ...first, data, count: data.length };
    }
    if (trouble) throw trouble;
    return readOwn(parents);
  });
}

/** Groups rows by the parents of their lists. */
function part<Row>(rows: readonly Row[], ownerOf: (row: Row) => Parents | undefined): ByParent<Row[]> {
  const byParent = new ByParent<Row[]>();
  for (const row of rows) {
    const [outer = '', inner = ''] = ownerOf(row) ?? [];
    const own = byParent.get(outer, inner);
    if (own) own.push(row);
    else byParent.set(outer, inner, [row]);
  }
  return byParent;
}
