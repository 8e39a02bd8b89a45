import fc from 'fast-check';
import type { List, Parents } from '../../../src/upstream/lists/list.js';
import { readParted } from '../../../src/upstream/lists/parted-list.js';
import { type Movement, pagesThatPay, pagesToReadOn, pagesToShare } from '../../../src/upstream/lists/shared-list.js';

interface Sale {
  readonly tss: string;
  readonly till: string;
  readonly number: number;
}

/** The upstream: shops that each number their sales from one on. */
class Shops {
  readonly sales: Sale[] = [];
  calls = 0;
  rows = 0;
  /** What happens before a page of the list of all is answered. */
  meanwhile: () => void = () => undefined;
  /** How the list of all is sorted. */
  sort: (sales: Sale[]) => Sale[] = (sales) => sales.sort((one, other) => one.number - other.number);

  sell(tss: string, till: string): void {
    const number = 1 + this.sales.filter((sale) => sale.tss === tss).length;
    this.sales.push({ tss, till, number });
  }

  ownList([, till = '']: Parents, limit: number): Sale[] {
    return this.sales.filter((sale) => sale.till === till).slice(0, limit);
  }

  async read(tills: readonly Parents[], limit: number, movement: Movement): Promise<readonly List<Sale>[]> {
    const page = (data: readonly Sale[]): Promise<List<Sale>> => {
      this.calls += 1;
      this.rows += data.length;
      return Promise.resolve({ data, count: data.length });
    };
    const pages = pagesToShare(limit * tills.length, tills.length, movement);
    expect(pages).toBeGreaterThan(0);
    const lists = readParted<Sale>({
      lists: tills,
      window: { limit },
      pages,
      shared: {
        movement,
        orderBy: 'number',
        ownerOf: ({ tss, till }) => [tss, till],
        nameOf: ({ tss, number }) => `${tss} ${number}`,
        readPage: ({ limit: rows, offset }) => {
          this.meanwhile();
          return page(this.sort([...this.sales]).slice(offset, offset + rows));
        },
      },
      readOwn: (parents) => page(this.ownList(parents, limit)),
    });
    return Promise.all(lists);
  }
}

const tillsOf = (tss: number, tills: number): Parents[] =>
  Array.from({ length: tss * tills }, (_, index) => [`tss${index % tss}`, `till${index}`]);

/** Numbers that are random, but the same in each run. */
function randomNumbers(): () => number {
  let seed = 42;
  return () => (seed = (seed * 16_807) % 2_147_483_647) / 2_147_483_647;
}

test('Evenly busy tills take a call for each hundred rows, and no row in vain', async () => {
  const shops = new Shops();
  const tills = tillsOf(10, 20);
  for (let round = 0; round < 15; round += 1) for (const [tss = '', till = ''] of tills) shops.sell(tss, till);
  await shops.read(tills, 10, 'is numbered');
  expect(shops.calls).toBe(20);
  expect(shops.rows).toBe(2_000);
});

test('Tills that sell at random take half of the calls of their own lists at most', async () => {
  const shops = new Shops();
  const tills = tillsOf(10, 20);
  const random = randomNumbers();
  for (let sale = 0; sale < 6_000; sale += 1) {
    const [tss = '', till = ''] = tills[Math.floor(random() * tills.length)] ?? [];
    shops.sell(tss, till);
  }
  await shops.read(tills, 10, 'is numbered');
  expect(shops.calls).toBeLessThan(100);
});

test('Where one till of a shop sells a third of all, pages are read as long as they save calls', async () => {
  const shops = new Shops();
  const tills = tillsOf(10, 20);
  const random = randomNumbers();
  for (let sale = 0; sale < 10_000; sale += 1) {
    // The tenth sale of the quietest till is about the 800th of its shop.
    const till = Math.floor(20 * random() ** 2.2);
    shops.sell(`tss${sale % 10}`, `till${till * 10 + (sale % 10)}`);
  }
  await shops.read(tills, 10, 'is numbered');
  expect(shops.calls).toBeLessThan(150);
});

test('Where one till sells nearly everything, four pages tell so, and the others are read by themselves', async () => {
  const shops = new Shops();
  const tills = tillsOf(1, 60);
  for (let sale = 0; sale < 3_000; sale += 1) shops.sell('tss0', sale % 50 === 0 ? `till${(sale / 50) % 60}` : 'till0');
  await shops.read(tills, 10, 'is numbered');
  expect(shops.calls).toBe(4 + 59);
});

test('Numbers tell which rows are the first, so sales meanwhile and another order change no list', async () => {
  const shop = fc.record({
    sellers: fc.array(fc.nat({ max: 8 }), { minLength: 150, maxLength: 500 }),
    meanwhile: fc.array(fc.nat({ max: 8 }), { maxLength: 6 }),
    limit: fc.integer({ min: 1, max: 30 }),
    isShuffled: fc.boolean(),
  });
  await fc.assert(
    fc.asyncProperty(shop, async ({ sellers, meanwhile, limit, isShuffled }) => {
      const shops = new Shops();
      const tills = tillsOf(3, 3);
      const sell = (index: number) => {
        const [tss = '', till = ''] = tills[index] ?? [];
        shops.sell(tss, till);
      };
      sellers.forEach(sell);
      // Where the upstream does not sort as it was asked to, the last come first.
      if (isShuffled) shops.sort = (sales) => sales.reverse();
      shops.meanwhile = () => {
        meanwhile.forEach(sell);
      };
      const before = tills.map((parents) => shops.ownList(parents, limit));
      const lists = pagesToShare(limit * 9, 9, 'is numbered') > 0 ? await shops.read(tills, limit, 'is numbered') : [];
      for (const [index, { data }] of lists.entries()) {
        // What was there before is there, and what came meanwhile follows it.
        expect(data.slice(0, before[index]?.length)).toEqual(before[index]);
        expect(data).toEqual(shops.ownList(tills[index] ?? [], data.length));
      }
      expect(shops.calls).toBeLessThanOrEqual(9 + 3);
    }),
  );
});

test('A row that the shared list lacks leaves a gap that no list goes beyond', async () => {
  const tills = tillsOf(2, 8);
  const build = () => {
    const shops = new Shops();
    for (let round = 0; round < 30; round += 1) for (const [tss = '', till = ''] of tills) shops.sell(tss, till);
    return shops;
  };
  for (const lost of [3, 40, 200]) {
    const shops = build();
    const { tss, number } = shops.sort([...shops.sales])[lost] ?? { tss: '', number: 0 };
    shops.sort = (sales) =>
      sales
        .sort((one, other) => one.number - other.number)
        .filter((sale) => sale.tss !== tss || sale.number !== number);
    const lists = await shops.read(tills, 20, 'is numbered');
    for (const [index, { data }] of lists.entries()) expect(data).toEqual(shops.ownList(tills[index] ?? [], 20));
  }
});

describe('Pages that pay', () => {
  test.each([
    ['all tills are alike', Array<number>(200).fill(2), 10, 4, 20],
    ['all lists are complete', Array<number>(30).fill(10), 10, 4, 4],
    ['no row of them was there', Array<number>(90).fill(0), 10, 4, 4],
    ['one till has all rows', [400, ...Array<number>(199).fill(0)], 10, 4, 4],
  ])('if %s', (_case, counts, end, read, pages) => {
    expect(pagesThatPay(counts, end, read)).toBe(pages);
  });

  test('are at most a third as many as the lists', () => {
    const counts = fc.array(fc.nat({ max: 40 }), { minLength: 15, maxLength: 300 });
    fc.assert(
      fc.property(counts, fc.integer({ min: 1, max: 100 }), (rows, end) => {
        const pages = pagesThatPay(rows, end, 4);
        expect(pages).toBeGreaterThanOrEqual(4);
        expect(pages).toBeLessThanOrEqual(Math.max(4, rows.length / 3));
      }),
    );
  });

  test('for single rows are as many as the last ones let expect', () => {
    expect(pagesToReadOn(42, 42, 5)).toBe(1);
    expect(pagesToReadOn(42, 42, 1)).toBe(0);
    expect(pagesToReadOn(90, 30, 5)).toBe(0);
    expect(pagesToReadOn(90, 30, 6)).toBe(3);
    expect(pagesToReadOn(10, 0, 5)).toBe(0);
    expect(pagesToReadOn(0, 10, 5)).toBe(0);
  });
});
