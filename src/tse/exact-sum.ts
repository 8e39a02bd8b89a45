import { Big } from 'big.js';

/**
 * The exact sum of decimal numbers. The shortest are added first: each addition copies all digits of the sum so far, so
 * with a long number in front every short one would cost as much as that. In this order it takes time in proportion to
 * all digits together.
 */
export function exactSum(amounts: readonly string[]): Big {
  const shortestFirst = amounts.toSorted((one, other) => one.length - other.length);
  return shortestFirst.reduce<Big>((total, amount) => total.plus(amount), new Big(0));
}
