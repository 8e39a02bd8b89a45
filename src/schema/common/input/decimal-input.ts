import type { Problem } from '../user-error.js';

/**
 * Checks the number of decimals of an amount or quantity (`sign-de-v2.md §9`).
 * @param least minimum number of decimals that the upstream requires if there are any
 */
export function decimalProblems(
  value: string,
  field: readonly string[],
  least: number,
  most: number,
): readonly Problem[] {
  const places = value.split('.')[1]?.length ?? 0;
  if (places >= least && places <= most) return [];
  const range = least === 0 ? `at most ${most} decimals` : `${least} to ${most} decimals`;
  return [{ field, message: `Must have ${range}, but ${JSON.stringify(value)} has ${places}.` }];
}
