import { FAULTS, LAWS, lineOf, type Tried, tryCells, WRITES } from '../e2e/faults/fault-matrix.js';

let matrix: readonly Tried[];
beforeAll(async () => {
  const cells = FAULTS.flatMap((fault) => WRITES.map((write) => ({ write, fault })));
  matrix = await tryCells(cells, 28);
}, 600_000);

test('Each write met each fault, once and for ever', () => {
  expect(matrix).toHaveLength(14 * 21 * 2);
});

test.each(Object.entries(LAWS))('%s', (_title, holds) => {
  for (const tried of matrix) holds(tried);
});

test('Each cell has its outcome and its number of upstream calls', () => {
  expect(matrix.map(lineOf).toSorted()).toMatchSnapshot();
});
