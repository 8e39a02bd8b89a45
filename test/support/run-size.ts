declare global {
  /** Set by jest.long.config.js. */
  var isLongRun: boolean | undefined;
}

/**
 * The number of random cases, tries or rows of a test: few in `npm test`, many in `npm run test:long`, which runs each
 * file that imports this one. fast-check uses a new seed in each run, and prints it with the failed case.
 */
export function sized(normal: number, long: number): number {
  return globalThis.isLongRun ? long : normal;
}
