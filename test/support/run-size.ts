declare global {
  /** Set by jest.long.config.js. */
  var isLongRun: boolean | undefined;
}

/**
 * The cases of a test, or the number of its cases, tries or rows: few in `npm test`, many in `npm run test:long`, which
 * runs each file that imports this one. fast-check uses a new seed in each run, and prints it with the failed case.
 */
export function sized<T>(normal: T, long: T): T {
  return globalThis.isLongRun ? long : normal;
}
