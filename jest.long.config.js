import config from './jest.config.js';

/** The long run: loads, one file after another, so that nothing else of ours competes with what is measured. */
export default {
  ...config,
  roots: ['<rootDir>/test/long'],
  testPathIgnorePatterns: ['/node_modules/'],
  testTimeout: 300_000,
  maxWorkers: 1,
};
