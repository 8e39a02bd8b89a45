import { availableParallelism } from 'node:os';

/** Tests run as native ES modules (see "test" in package.json); swc strips the types, tsc checks them. */
export default {
  testEnvironment: 'node',
  roots: ['<rootDir>/test'],
  testMatch: ['**/*.test.ts'],
  testPathIgnorePatterns: ['/node_modules/', '<rootDir>/test/long/'], // for `npm run test:long`
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
  testTimeout: 120_000, // a machine that is busy with something else takes four times as long
  maxWorkers: Math.ceil(availableParallelism() * 1.5), // some tests wait for most of their time
};
