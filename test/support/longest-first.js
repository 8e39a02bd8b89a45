/** What takes longest in the long run, longest first: started last, one of these would run on alone. */
const LONGEST = [
  'test/e2e/reads/suite.ts',
  'test/long/ten-thousand-receipts.test.ts',
  'test/datasources/suite.ts',
  'test/long/fault-matrix.test.ts',
  'test/server/suite.ts',
  'test/suite.ts',
  'test/long/package.test.ts',
  'test/long/sandbox-kill.test.ts',
  'test/e2e/access/suite.ts',
];

/** The order of the long run. Jest itself would start small files last, and a suite is a small file. */
export default class LongestFirst {
  sort(tests) {
    const placeOf = ({ path }) => LONGEST.findIndex((file) => path.endsWith(file)) + 1 || Infinity;
    return tests.toSorted((one, other) => placeOf(one) - placeOf(other) || one.path.localeCompare(other.path));
  }

  allFailedTests(tests) {
    return tests;
  }

  cacheResults() {
    // The order is the same each time.
  }
}
