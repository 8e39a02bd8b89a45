import { Big } from 'big.js';
import { numberOfDigits } from '../../json-text.js';

/**
 * Converts a decimal text to a number of the upstream's JSON that keeps all its digits. The contract's types have a
 * double there, which cannot store every amount (`dsfinvk-v1.md §3`).
 */
export function toJsonNumber(decimal: string): number {
  // `writeJson` writes it with these digits, so the double is never used.
  return numberOfDigits(new Big(decimal).toFixed()) as unknown as number;
}
