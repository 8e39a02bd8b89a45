import { checkPageSize, toConnection } from '../../../src/schema/common/connection.js';

test.each([0, 101, -1, 2_147_483_647])('a page of %d rows is refused, and the limit is named', (first) => {
  expect(() => {
    checkPageSize(first);
  }).toThrow(`must be from 1 to 100, but is ${first}`);
});

test('cursors of a page are made when they are asked for, and an empty page has none', () => {
  const made: number[] = [];
  const page = (rows: readonly object[]) =>
    toConnection(
      {
        rows,
        cursorOf: (index) => `cursor ${made.push(index)}`,
        hasPreviousPage: true,
        hasNextPage: () => false,
      },
      (row) => row,
    );
  const { nodes, pageInfo, edges } = page([{ a: 1 }, { b: 2 }]);
  expect(nodes).toEqual([{ a: 1 }, { b: 2 }]);
  expect(pageInfo).toMatchObject({ startCursor: 'cursor 3', endCursor: 'cursor 4', hasPreviousPage: true });
  expect(edges.map(({ cursor }) => cursor)).toEqual(['cursor 1', 'cursor 2']);
  expect(made).toEqual([0, 1, 0, 1]);
  expect(page([]).pageInfo).toMatchObject({ startCursor: null, endCursor: null });
});
