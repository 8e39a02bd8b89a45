import config from './jest.config.js';

/**
 * The long run: loads, faults and random tests in numbers that `npm test` has no time for. Tests that measure a time
 * run alone, before all others ("pretest:long" in package.json).
 */
export default {
  ...config,
  testMatch: ['<rootDir>/test/long/*.test.ts', ...config.testMatch],
  testPathIgnorePatterns: ['/node_modules/', '<rootDir>/test/long/load.test.ts'],
  globals: { isLongRun: true },
  testTimeout: 300_000,
};
