import { Collection } from '../../../src/upstream/lists/collection.js';
import type { ListQuery, Noun } from '../../../src/upstream/lists/noun.js';
import type { Parents } from '../../../src/upstream/lists/list.js';

/** A row of a product that there is not: a book on a shelf in a room. */
interface Book {
  readonly _id: string;
  readonly room: string;
  readonly shelf: string;
}

/** An upstream in memory, which says what it was asked for. */
class Library {
  readonly asked: string[] = [];
  readonly #books: readonly Book[];
  readonly #forget: (() => void)[] = [];

  constructor(books: readonly Book[]) {
    this.#books = books;
  }

  onWrite(forget: () => void): void {
    this.#forget.push(forget);
  }

  write(): void {
    for (const forget of this.#forget) forget();
  }

  readOne(room: string, name: string): Promise<Book> {
    this.asked.push(`one ${room} ${name}`);
    const found = this.#books.find((book) => book.room === room && book._id === name);
    return found ? Promise.resolve(found) : Promise.reject(new Error('There is no such book.'));
  }

  readList(
    [room, shelf]: Parents,
    { limit = 100, offset = 0 }: ListQuery,
  ): Promise<{ readonly data: readonly Book[] }> {
    this.asked.push(['list', room, shelf].filter((part) => part !== undefined).join(' '));
    const rows = this.#books.filter(
      (book) => (room === undefined || book.room === room) && (shelf === undefined || book.shelf === shelf),
    );
    return Promise.resolve({ data: rows.slice(offset, offset + limit) });
  }
}

/** A noun that has all that a noun can have, but for what is given. */
function nounOf(other: Partial<Noun<Library, Book, ListQuery>> = {}): Noun<Library, Book, ListQuery> {
  return {
    readOne: (library, room, name) => library.readOne(room, name),
    readList: (library, parents, query) => library.readList(parents, query),
    hasListOfAll: () => true,
    parentOf: ({ room }) => room,
    picking: { toQuery: (page) => page, isFromAll: true },
    sharing: {
      depth: 2,
      movementOf: () => 'grows',
      ownerOf: ({ room, shelf }) => [room, shelf],
      nameOf: ({ room, _id }) => `${room} ${_id}`,
    },
    ...other,
  };
}

const shelves = (rooms: number, each: number) =>
  Array.from({ length: rooms * each }, (_, index) => [`r${index % rooms}`, `s${Math.floor(index / rooms)}`] as const);

/** A collection of one book on each of some shelves. */
function start(places: readonly (readonly [room: string, shelf: string])[], noun = nounOf()) {
  const library = new Library(places.map(([room, shelf]) => ({ _id: `${shelf}-1`, room, shelf })));
  return { library, books: new Collection(noun, library) };
}

describe('one row', () => {
  test('is read by itself, once', async () => {
    const { library, books } = start(shelves(1, 3));
    await Promise.all([books.load('r0', 's1-1'), books.load('r0', 's1-1')]);
    await books.load('r0', 's1-1');
    expect(library.asked).toEqual(['one r0 s1-1']);
  });

  test('costs nothing after a list that holds it', async () => {
    const { library, books } = start(shelves(1, 3));
    await books.list(['r0'], {});
    expect(await books.load('r0', 's2-1')).toMatchObject({ shelf: 's2' });
    expect(library.asked).toEqual(['list r0']);
  });

  test('is read anew after a write, and its list as well', async () => {
    const { library, books } = start(shelves(1, 3));
    const readAll = () => Promise.all([books.load('r0', 's0-1'), books.list([], {})]);
    await readAll();
    await readAll();
    library.write();
    await readAll();
    expect(library.asked).toHaveLength(4);
  });

  test('that is read anew does not make others be read anew', async () => {
    const { library, books } = start(shelves(1, 3));
    await books.list(['r0'], {});
    await books.reload('r0', 's0-1');
    await books.load('r0', 's1-1');
    expect(library.asked).toEqual(['list r0', 'one r0 s0-1']);
  });

  test('with several names is read once under all of them, and anew under all of them', async () => {
    const noun = nounOf({ namesOf: ({ _id, shelf }) => [_id, shelf] });
    const { library, books } = start(shelves(1, 3), noun);
    await books.load('r0', 's0-1');
    await books.load('r0', 's0');
    expect(library.asked).toEqual(['one r0 s0-1']);
    await books.reload('r0', 's0-1');
    await books.load('r0', 's0');
    expect(library.asked).toEqual(['one r0 s0-1', 'one r0 s0-1']);
  });
});

describe('several rows', () => {
  test('of one parent are picked from its list, and one that is not on it is read by itself', async () => {
    const { library, books } = start(shelves(1, 5));
    const [first, second, gone] = await Promise.allSettled(['s0-1', 's4-1', 'x'].map((name) => books.load('r0', name)));
    expect([first?.status, second?.status, gone?.status]).toEqual(['fulfilled', 'fulfilled', 'rejected']);
    expect(library.asked).toEqual(['list r0', 'one r0 x']);
  });

  test('of many parents are picked from the list of all', async () => {
    const { library, books } = start(shelves(4, 2));
    await Promise.all(['r0', 'r1', 'r2', 'r3'].map((room) => books.load(room, 's1-1')));
    expect(library.asked).toEqual(['list']);
  });

  test.each([
    ['is not to be picked from', nounOf({ picking: { toQuery: (page) => page, isFromAll: false } })],
    ['costs more than one call for each page', nounOf({ hasListOfAll: () => false })],
  ])('of many parents are read from where they are where the list of all %s', async (_case, noun) => {
    const { library, books } = start(shelves(3, 2), noun);
    await Promise.all(['r0', 'r1', 'r2'].map((room) => books.load(room, 's1-1')));
    expect(library.asked.toSorted()).toEqual(['one r0 s1-1', 'one r1 s1-1', 'one r2 s1-1']);
  });

  test('without a parent are read one by one where the list of all costs more than one call for each page', async () => {
    const { library, books } = start([], nounOf({ parentOf: () => '', hasListOfAll: () => false }));
    await Promise.allSettled(['a', 'b'].map((name) => books.load('', name)));
    expect(library.asked).toEqual(['one  a', 'one  b']);
  });
});

describe('lists', () => {
  const listAll = (books: Collection<Library, Book, ListQuery>, lists: readonly Parents[]) =>
    Promise.all(lists.map((parents) => books.list(parents, { limit: 2 })));

  test('of several shelves of one room are parted from the list of the room', async () => {
    const { library, books } = start(shelves(1, 3));
    const lists = await listAll(books, shelves(1, 3));
    expect(lists.map(({ data }) => data)).toMatchObject([[{ shelf: 's0' }], [{ shelf: 's1' }], [{ shelf: 's2' }]]);
    expect(library.asked).toEqual(['list r0']);
  });

  test('of shelves of several rooms are parted from the list of all', async () => {
    const { library, books } = start(shelves(2, 2));
    const lists = await listAll(books, shelves(2, 2));
    expect(lists.map(({ data }) => data.length)).toEqual([1, 1, 1, 1]);
    expect(library.asked).toEqual(['list']);
  });

  test('of shelves of several rooms are parted from those of the rooms where there is no list of all', async () => {
    const { library, books } = start(shelves(2, 3), nounOf({ hasListOfAll: () => false }));
    await listAll(books, shelves(2, 3));
    expect(library.asked).toEqual(['list r0', 'list r1']);
  });

  test('of rooms are read by themselves, since they are not those that are shared', async () => {
    const { library, books } = start(shelves(3, 2));
    await listAll(books, [['r0'], ['r1'], ['r2'], []]);
    expect(library.asked).toEqual(['list r0', 'list r1', 'list r2', 'list']);
  });

  test('that are equal are read once, and again where that is asked for', async () => {
    const { library, books } = start(shelves(1, 3));
    await Promise.all([books.list(['r0'], { limit: 1 }), books.list(['r0'], { limit: 1 })]);
    expect(library.asked).toHaveLength(1);
    await books.list(['r0'], { limit: 1 }, true);
    expect(library.asked).toHaveLength(2);
  });
});
