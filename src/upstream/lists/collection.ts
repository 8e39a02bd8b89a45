import { ByParent } from './by-parent.js';
import { findOnPages, toError } from './find-on-pages.js';
import { Loader } from './loader.js';
import type { ListQuery, Noun, Picking, Sharing, Source } from './noun.js';
import { type List, PAGE_SIZE, type Parents } from './list.js';
import { readGrouped, readParted, rowsWanted } from './parted-list.js';
import { pagesToReadOn, pagesToShare } from './shared-list.js';

interface RowKey {
  readonly parent: string;
  readonly name: string;
}

interface ListKey<Query> {
  readonly parents: Parents;
  readonly query: Query;
}

/**
 * The rows of one noun (e.g. `client`) for one operation. It batches loads of single rows and of lists. Results are
 * remembered until the operation writes, because a write may have changed them. Rows of a list that was read are
 * remembered too.
 */
export class Collection<From extends Source, Row extends { readonly _id: string }, Query extends ListQuery> {
  readonly #noun: Noun<From, Row, Query>;
  readonly #from: From;
  /**
   * Loads of single rows. They are cached here and not in the DataLoader, which would make a new promise for each cache
   * hit.
   */
  readonly #loads = new ByParent<Promise<Row>>();
  /**
   * Pages whose rows are not in `#loads` yet. They are added only when a single row is needed: most operations that
   * read a list never load one.
   */
  readonly #listed: (readonly (Row | Error)[])[] = [];
  #byName: Loader<RowKey, Row> | undefined;
  #lists: Loader<ListKey<Query>, List<Row>, string> | undefined;

  constructor(noun: Noun<From, Row, Query>, from: From) {
    this.#noun = noun;
    this.#from = from;
    from.onWrite(() => {
      this.#listed.length = 0;
      this.#loads.clear();
      this.#lists?.clearAll();
    });
  }

  /** Loads one row by one of its names. @param parent id of its parent; empty if rows have no parent */
  load(parent: string, name: string): Promise<Row> {
    const known = this.#recall(parent, name);
    if (known) return known;
    const { picking } = this.#noun;
    const load = picking ? this.#gather(parent, name, picking) : this.#readOne(parent, name);
    this.#loads.set(parent, name, load);
    return load;
  }

  /** Like {@link load}, but reads the row again: somebody else may have changed it. */
  reload(parent: string, name: string): Promise<Row> {
    this.#rememberListed();
    // A row with several names may be remembered under any of them.
    if (this.#noun.namesOf) this.#loads.clear();
    else this.#loads.delete(parent, name);
    return this.load(parent, name);
  }

  /** Returns the remembered row, or reads it with the caller's function. */
  once(parent: string, name: string, read: () => Promise<Row>): Promise<Row> {
    const known = this.#recall(parent, name);
    if (known) return known;
    const load = read();
    this.#loads.set(parent, name, load);
    return load;
  }

  /**
   * Reads a page of a list.
   * @param isAnew whether to read it again, without batching, because rows may have been added or removed
   */
  async list(parents: Parents, query: Query, isAnew = false): Promise<List<Row>> {
    const key = { parents, query };
    const answer = await (isAnew ? this.#readOwn(key) : this.#gatherList(key));
    this.remember(answer.data);
    return answer;
  }

  /** Remembers rows that were read without this collection. */
  remember(rows: readonly (Row | Error)[]): void {
    this.#listed.push(rows);
  }

  #recall(parent: string, name: string): Promise<Row> | undefined {
    this.#rememberListed();
    return this.#loads.get(parent, name);
  }

  #rememberListed(): void {
    if (this.#listed.length === 0) return;
    for (const row of this.#listed.splice(0).flat()) {
      if (!(row instanceof Error)) this.#rememberRow(row);
    }
  }

  #rememberRow(row: Row): void {
    const { parentOf, namesOf } = this.#noun;
    const load = Promise.resolve(row);
    if (!namesOf) {
      this.#loads.add(parentOf(row), row._id, load);
      return;
    }
    for (const name of namesOf(row)) this.#loads.add(parentOf(row), name, load);
  }

  #gather(parent: string, name: string, picking: Picking<Query>): Promise<Row> {
    this.#byName ??= new Loader((keys) => this.#read(keys, picking), { cache: false });
    return this.#byName.load({ parent, name });
  }

  #gatherList(key: ListKey<Query>): Promise<List<Row>> {
    this.#lists ??= new Loader((keys) => this.#readLists(keys), { cacheKeyFn: (each) => JSON.stringify(each) });
    return this.#lists.load(key);
  }

  #readOne(parent: string, name: string): Promise<Row> {
    const load = this.#noun.readOne(this.#from, parent, name);
    return this.#noun.namesOf ? this.#rememberNames(load) : load;
  }

  #rememberNames(load: Promise<Row>): Promise<Row> {
    return load.then((row) => {
      this.#listed.push([row]);
      return row;
    });
  }

  /** Reads a batch of single rows. Rows of many parents are read from the list of all rows if that saves calls. */
  #read(keys: readonly RowKey[], picking: Picking<Query>): Promise<Row>[] {
    const parents = new Set(keys.map(({ parent }) => parent)).size;
    const isFromAll = picking.isFromAll && this.#noun.hasListOfAll(this.#from);
    const pages = isFromAll ? pagesToShare(keys.length, parents, 'grows') : 0;
    const amongAll = pages > 0 ? this.#findAmongAll(keys, pages, picking) : undefined;
    return readGrouped(
      keys,
      ({ parent }) => parent,
      (group) => {
        const [{ parent }] = group;
        const names = group.map(({ name }) => name);
        if (!amongAll) return this.#findInParent(parent, names, picking);
        const others = amongAll.then((found) => {
          const missing = names.filter((name) => !found.get(parent, name));
          const loads = this.#findInParent(parent, missing, picking);
          return new Map(missing.map((name, index) => [name, loads[index]]));
        });
        return names.map(async (name) => {
          const row = (await amongAll).get(parent, name) ?? (await (await others).get(name));
          if (!row) throw new Error('The row was not read.');
          return row;
        });
      },
    );
  }

  /**
   * Looks for rows of many parents on pages of the list of all rows. It reads more pages as long as they are expected
   * to cost fewer calls than the lists of the parents. If a page fails, the search ends with the rows found so far.
   */
  async #findAmongAll(keys: readonly RowKey[], pages: number, { toQuery }: Picking<Query>): Promise<ByParent<Row>> {
    const found = new ByParent<Row>();
    let missing = keys;
    for (let from = 0, more = pages; more > 0;) {
      const offsets = Array.from({ length: more }, (_, page) => (from + page) * PAGE_SIZE);
      const lists = await Promise.all(
        offsets.map((offset) => this.list([], toQuery({ limit: PAGE_SIZE, offset })).catch(toError)),
      );
      for (const list of lists) {
        if (list instanceof Error) return found;
        for (const row of list.data) {
          if (!(row instanceof Error)) found.set(this.#noun.parentOf(row), row._id, row);
        }
      }
      const isWhole = lists.some((list) => !(list instanceof Error) && list.data.length < PAGE_SIZE);
      const left = missing.filter(({ parent, name }) => !found.get(parent, name));
      const parents = new Set(left.map(({ parent }) => parent)).size;
      from += more;
      more = isWhole ? 0 : pagesToReadOn(left.length, (missing.length - left.length) / more, parents);
      missing = left;
    }
    return found;
  }

  /** Starts to look for rows of one parent. */
  #findInParent(parent: string, names: readonly string[], { toQuery }: Picking<Query>): Promise<Row>[] {
    const readOne = (name: string) => this.#readOne(parent, name);
    const isListOfAll = parent === '';
    // If a page of the list of all rows takes several calls, it costs more than to read each row by itself.
    if (isListOfAll && !this.#noun.hasListOfAll(this.#from)) return names.map(readOne);
    return findOnPages(
      names,
      (row: Row) => row._id,
      async (page) => (await this.list(isListOfAll ? [] : [parent], toQuery(page))).data,
      readOne,
    );
  }

  #readLists(keys: readonly ListKey<Query>[]): Promise<List<Row>>[] {
    const { sharing } = this.#noun;
    if (!sharing) return keys.map((key) => this.#readOwn(key));
    return readGrouped(
      keys,
      ({ parents, query }) => `${parents.length} ${JSON.stringify(query)}`,
      (group) =>
        group[0].parents.length === sharing.depth
          ? this.#readTogether(group, 0, sharing)
          : group.map((key) => this.#readOwn(key)),
    );
  }

  /**
   * Reads the same window of several lists. If it saves calls, it reads the list that contains all of them. Otherwise
   * it tries the same for each group of lists that has the next parent in common, and at last reads each list by
   * itself.
   * @param level how many parents the lists have in common
   */
  #readTogether(
    keys: readonly [ListKey<Query>, ...ListKey<Query>[]],
    level: number,
    sharing: Sharing<From, Row, Query>,
  ): Promise<List<Row>>[] {
    const [{ parents, query }] = keys;
    if (level === parents.length) return keys.map((key) => this.#readOwn(key));
    const common = parents.slice(0, level);
    const movement = sharing.movementOf(query, common);
    const pages = this.#mayShare(keys, level) ? pagesToShare(rowsWanted(query, keys.length), keys.length, movement) : 0;
    if (pages === 0) {
      return readGrouped(
        keys,
        (key) => key.parents[level] ?? '',
        (group) => this.#readTogether(group, level + 1, sharing),
      );
    }
    const { ownerOf, nameOf, readList = this.#noun.readList } = sharing;
    return readParted<Row>({
      lists: keys.map((key) => key.parents),
      window: query,
      shared: {
        movement,
        orderBy: query.order_by,
        ownerOf,
        nameOf,
        readPage: (window) => readList(this.#from, common, { ...query, ...window }),
      },
      pages,
      readOwn: (own) => this.#readOwn({ parents: own, query }),
    });
  }

  /** Whether the lists may be read from the list of the parents that they have in common. */
  #mayShare(keys: readonly [ListKey<Query>, ...ListKey<Query>[]], level: number): boolean {
    if (level === 0 && !this.#noun.hasListOfAll(this.#from)) return false;
    const [{ parents }] = keys;
    // If the lists have one more parent in common, the list of that parent is smaller and also contains all of them.
    const isInnermost = level === parents.length - 1;
    return isInnermost || keys.some((key) => key.parents[level] !== parents[level]);
  }

  #readOwn({ parents, query }: ListKey<Query>): Promise<List<Row>> {
    return this.#noun.readList(this.#from, parents, query);
  }
}
