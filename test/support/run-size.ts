declare global {
  /** Set by jest.long.config.js. */
  var isLongRun: boolean | undefined;
}

/**
 * How many random cases, tries or rows a test takes: few in `npm test`, many in `npm run test:long`, which runs each
 * file that imports this one. fast-check takes a new seed in each run, and prints it with the case that failed.
 */
export function sized(normal: number, long: number): number {
  return globalThis.isLongRun ? long : normal;
}
