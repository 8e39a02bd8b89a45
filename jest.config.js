import { availableParallelism } from 'node:os';

/** Whether test files are named on the command line. They run by themselves, others in suites (support/run-suite.ts). */
export const isNamed = process.argv.slice(2).some((word) => word.endsWith('.test.ts'));

/** Tests run as native ES modules (see "test" in package.json); swc strips the types, tsc checks them. */
export default {
  testEnvironment: 'node',
  roots: ['<rootDir>/test'],
  testMatch: [isNamed ? '**/*.test.ts' : '**/suite.ts'],
  testPathIgnorePatterns: ['/node_modules/', '<rootDir>/test/long/'],
  extensionsToTreatAsEsm: ['.ts'],
  moduleNameMapper: { '^(\\.{1,2}/.*)\\.js$': '$1' },
  transform: {
    '^.+\\.ts$': [
      '@swc/jest',
      {
        jsc: {
          target: 'es2024',
          parser: { syntax: 'typescript', decorators: true },
          transform: { legacyDecorator: true, decoratorMetadata: false },
        },
        module: { type: 'es6' },
      },
    ],
  },
  globalSetup: '<rootDir>/test/support/set-up.js',
  setupFiles: ['reflect-metadata'],
  testTimeout: 180_000, // a machine that is busy with something else takes four times as long
  maxWorkers: availableParallelism() * 2, // some tests wait for most of their time
};
