import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { type Cell, FAULTS, LAWS, lineOf, type Tried, tryCells, WRITES } from './fault-matrix.js';

/** All cells, as the long run records them: test/long/fault-matrix.test.ts tries each. */
const snapshot = readFileSync('test/long/__snapshots__/fault-matrix.test.ts.snap', 'utf8');
const recorded = new Map(
  [...snapshot.matchAll(/^ {2}"(.+?)(: .+)",$/gm)].map(([, cell, found]) => [cell!, `${cell!}${found!}`]),
);

/** Names of the faults; each comes once, or always (fault-matrix.ts). */
const NAMES = [...new Set(FAULTS.map((fault) => fault.replace(/, (?:once|always)$/, '')))];

/**
 * Each fault, once or always, with one write, from the signing of a receipt to `updateTransactionMetadata` and the
 * `logoutAdmin` at the end of setting up, and each write with one or two faults, paired at random.
 */
const pairing = fc
  .tuple(
    fc.shuffledSubarray(NAMES, { minLength: NAMES.length }),
    fc.shuffledSubarray(WRITES, { minLength: WRITES.length }),
    fc.boolean(),
  )
  .map(([names, writes, isEven]) =>
    names.map((name, index): Cell => ({
      fault: `${name}, ${(index % 2 === 0) === isEven ? 'once' : 'always'}`,
      write: writes[index % writes.length]!,
    })),
  );

function check(tried: readonly Tried[]): void {
  expect(tried).toHaveLength(NAMES.length);
  for (const holds of Object.values(LAWS)) for (const each of tried) holds(each);
  expect(tried.map(lineOf)).toEqual(tried.map(({ write, fault }) => recorded.get(`${write}, ${fault}`)));
}

test('Each write meets a fault or two, and each fault a write: no law is broken, and each cell is as recorded', async () => {
  expect(recorded.size).toBe(WRITES.length * FAULTS.length);
  expect(NAMES.length * 2).toBe(FAULTS.length);
  const law = fc.asyncProperty(pairing, async (cells) => {
    check(await tryCells(cells, 4));
  });
  await fc.assert(law, { numRuns: 1, endOnFailure: true });
}, 240_000);
