import { readFileSync, readdirSync } from 'node:fs';
import config from './jest.config.js';

/** Tests that take more random cases in the long run; see test/support/run-size.ts. */
const sized = readdirSync('test', { recursive: true, encoding: 'utf8' })
  .map((file) => `test/${file.replaceAll('\\', '/')}`)
  .filter((file) => file.endsWith('.test.ts') && readFileSync(file, 'utf8').includes('/support/run-size.js'));

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
