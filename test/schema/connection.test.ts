import fc from 'fast-check';
import { memberOf } from '../../src/received.js';
import {
  decodeCursor,
  encodeCursor,
  type PageArguments,
  toConnection,
  upstreamLimit,
  windowOf,
} from '../../src/schema/connection.js';

/** Reads a whole list through pages, as a client would, from an upstream that gives at most 100 rows. */
async function readAll(total: number, first: number) {
  const list = Array.from({ length: total }, (_, row) => ({ row }));
  const rows: number[] = [];
  let calls = 0;
  for (let after: string | null = null; ;) {
    const page: PageArguments = { first, after };
    const window = windowOf(page);
    calls += 1;
    const sent = list.slice(window.offset, window.offset + upstreamLimit(window));
    const connection = toConnection(
      window,
      sent,
      upstreamLimit(window),
      (json) => json,
      (position) => Promise.resolve(position < total),
    );
    rows.push(...connection.nodes.map((node) => Number(memberOf(node, 'row'))));
    if (!(await connection.pageInfo.hasNextPage())) return { rows, calls };
    after = connection.pageInfo.endCursor;
  }
}

test('pages of any size hold every row once, in order, and end where the list ends', async () => {
  await fc.assert(
    fc.asyncProperty(fc.integer({ min: 0, max: 450 }), fc.integer({ min: 1, max: 100 }), async (total, first) => {
      const { rows, calls } = await readAll(total, first);
      expect(rows).toEqual(Array.from({ length: total }, (_, row) => row));
      expect(calls).toBe(Math.max(1, Math.ceil(total / first)));
    }),
  );
});

test('a cursor decodes to its position', () => {
  fc.assert(fc.property(fc.nat(), (position) => decodeCursor(encodeCursor(position)) === position));
});

test('any other text is refused as a cursor', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      expect(() => decodeCursor(text)).toThrow(/cursor that this list returned/);
    }),
  );
});

test.each([0, 101, -1, 2_147_483_647])('a page of %d rows is refused, and the limit is named', (first) => {
  expect(() => windowOf({ first })).toThrow(`must be from 1 to 100, but is ${first}`);
});
