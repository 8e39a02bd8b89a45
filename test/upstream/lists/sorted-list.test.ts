import fc from 'fast-check';
import { LARGEST_OFFSET } from '../../../src/upstream/lists/list.js';
import { type ListRow, SortedList, type Sorting } from '../../../src/upstream/lists/sorted-list.js';

interface Row extends ListRow {
  readonly number: number;
}

/**
 * A list whose keys are every `step`-th number, and how often it is read. If it does not say that they are unique, it
 * must not say that they are gapless.
 */
function listOf(
  total: number,
  isDescending: boolean,
  step: number,
  { isUnique = true, ...options }: Partial<Pick<Sorting<Row>, 'isUnique' | 'length'>>,
) {
  let calls = 0;
  const rowAt = (index: number): Row => {
    const number = (isDescending ? total - index : index + 1) * step;
    return { _id: String(number), number };
  };
  const list = new SortedList<Row>({
    orderBy: 'number',
    isDescending,
    isUnique,
    nameOf: ({ _id }) => _id,
    isGapless: isUnique && step === 1,
    read: ({ offset, limit }) => {
      calls += 1;
      expect(offset).toBeLessThanOrEqual(LARGEST_OFFSET);
      const count = Math.max(Math.min(limit, total - offset), 0);
      return Promise.resolve(Array.from({ length: count }, (_, index) => rowAt(offset + index)));
    },
    ...options,
  });
  /** The numbers of the rows after, or from, a number. */
  const expected = (key: number, isIncluded: boolean, wanted: number) => {
    const index = isDescending
      ? total - (isIncluded ? Math.floor(key / step) : Math.ceil(key / step) - 1)
      : isIncluded
        ? Math.ceil(key / step) - 1
        : Math.floor(key / step);
    const first = Math.min(Math.max(index, 0), total);
    const count = Math.min(wanted, total - first);
    return Array.from({ length: count }, (_, each) => rowAt(first + each).number);
  };
  return { list, expected, calls: () => calls };
}

/** A read for each halving until a hundred are left. */
const halvings = (total: number) => Math.ceil(Math.log2(Math.max(total / 99, 1)));

const shape = {
  total: fc.oneof(fc.nat(300), fc.nat(100_000)),
  isDescending: fc.boolean(),
  step: fc.constantFrom(1, 3),
  wanted: fc.integer({ min: 1, max: 100 }),
};
const far = fc.oneof(fc.nat(400), fc.nat(400_000), fc.maxSafeNat());
/** The name of no row. */
const otherName = 'aaaaaaaaaaa';
const names = fc.array(fc.constant(otherName), { minLength: 1, maxLength: 60 });
const rank = fc.oneof(
  fc.integer({ min: 1, max: 400 }),
  fc.integer({ min: 1, max: 400_000 }),
  fc.integer({ min: 1, max: LARGEST_OFFSET }),
);

/** The row with the key is the 102nd. */
const descending = { total: 133, isDescending: true, step: 1, key: 32 };

test('whatever place is asked for, with whatever hint, its rows follow, and the reads are bounded by the length of the list', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.record({ ...shape, key: far, rank, given: names, isUnique: fc.boolean() }),
      async ({ total, isDescending, step, wanted, isUnique, ...place }) => {
        const { list, expected, calls } = listOf(total, isDescending, step, { isUnique });
        const { found, isEnd } = await list.readAfter({ ...place, hasNullsFirst: false }, wanted);
        // Where keys may come again, the row of the key itself is one that was not given: the names are others.
        expect(found.map(({ row }) => row.number)).toEqual(expected(place.key, !isUnique, wanted));
        // The end may stay unseen, which costs a read more; it is never said where a row follows.
        expect(isEnd && expected(place.key, !isUnique, wanted + 1).length > wanted).toBe(false);
        expect(calls()).toBeLessThanOrEqual(2 * halvings(total) + 9);
      },
    ),
    {
      numRuns: 2_000,
      examples: [
        // No page may begin at the rank itself: the row before it was not given.
        [{ ...descending, wanted: 92, rank: 102, given: Array<string>(8).fill(otherName), isUnique: false }],
        // Nor where a row lies between.
        [{ ...descending, wanted: 100, rank: 103, given: [otherName], isUnique: true }],
      ],
    },
  );
});

test('where the length is told, a part is found by halves of it, and a hint beyond the list costs two reads more', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.record({ ...shape, key: far, hint: fc.option(rank, { nil: undefined }) }),
      async ({ total, isDescending, step, wanted, key, hint }) => {
        const { list, expected, calls } = listOf(total, isDescending, step, {
          length: () => Promise.resolve(total),
        });
        const { found } = await list.readFrom(
          ({ number }) => (isDescending ? key - number : number - key),
          wanted,
          hint,
        );
        // As many as one answer has of them.
        expect(found.map(({ row }) => row.number)).toEqual(expected(key, true, found.length));
        expect(found.length > 0).toBe(expected(key, true, 1).length > 0);
        if (hint === undefined || hint > total) expect(calls()).toBeLessThanOrEqual(halvings(total) + 2);
      },
    ),
    { numRuns: 2_000 },
  );
});
