import { globSync, readFileSync } from 'node:fs';
import config from './jest.config.js';

/** Tests that take more cases in the long run; see test/support/run-size.ts. */
const sized = globSync('test/**/*.test.ts', { cwd: import.meta.dirname })
  .map((file) => file.replaceAll('\\', '/'))
  .filter((file) => readFileSync(new URL(file, import.meta.url), 'utf8').includes('/support/run-size.js'));

/**
 * The long run: loads, faults and random tests in numbers that `npm test` has no time for. Tests that measure a time
 * run alone, before all others ("pretest:long" in package.json).
 */
export default {
  ...config,
  testMatch: ['<rootDir>/test/long/*.test.ts', ...sized.map((file) => `<rootDir>/${file}`)],
  testPathIgnorePatterns: ['/node_modules/', '<rootDir>/test/long/load.test.ts'],
  globals: { isLongRun: true },
  testTimeout: 300_000,
};
