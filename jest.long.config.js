import { existsSync, globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import config, { isNamed } from './jest.config.js';

/** Tests that take more cases in the long run; see test/support/run-size.ts. */
const sized = globSync('test/**/*.test.ts', { cwd: import.meta.dirname })
  .map((file) => file.replaceAll('\\', '/'))
  .filter((file) => readFileSync(new URL(file, import.meta.url), 'utf8').includes('/support/run-size.js'));
const files = isNamed ? sized : new Set(sized.map(suiteOf));

/** The suite that runs a test file. */
function suiteOf(file) {
  const folder = path.posix.dirname(file);
  const suite = `${folder}/suite.ts`;
  return existsSync(new URL(suite, import.meta.url)) ? suite : suiteOf(folder);
}

/**
 * The long run: loads, faults and random tests in numbers that `npm test` has no time for. Tests that measure a time
 * run alone, before all others ("pretest:long" in package.json).
 */
export default {
  ...config,
  testMatch: ['<rootDir>/test/long/*.test.ts', ...Array.from(files, (file) => `<rootDir>/${file}`)],
  testPathIgnorePatterns: ['/node_modules/', '<rootDir>/test/long/load.test.ts'],
  testSequencer: '<rootDir>/test/support/longest-first.js',
  globals: { isLongRun: true },
  testTimeout: 300_000,
};
