import { Big } from 'big.js';

/**
 * The exact sum of decimal numbers. Adds the shortest numbers first: each addition copies all digits of the sum so far,
 * so a long number at the beginning would make every later addition expensive. In this order, the time is proportional
 * to the total number of digits.
 */
export function exactSum(amounts: readonly string[]): Big {
  const shortestFirst = amounts.toSorted((one, other) => one.length - other.length);
  return shortestFirst.reduce<Big>((total, amount) => total.plus(amount), new Big(0));
}
