/** A number of an archive in units of 0.00001. */
export interface ReadNumber {
  readonly units: number;
  readonly isGrouped: boolean;
  /** Decimals as written, without zeros at the end. */
  readonly decimals: number;
  /** Decimals as written. */
  readonly written: number;
}

/** Decimals of a unit. */
const DECIMALS = 5;

/**
 * Reads a number. Exact: all digits go into one whole number, which a double holds up to 2^53.
 * @returns undefined for anything else, and for numbers with more digits
 */
export function readNumber(text: string, decimalSign: string, grouping: string): ReadNumber | undefined {
  const isNegative = text.startsWith('-');
  const [whole = '', fraction = '', ...more] = (isNegative ? text.slice(1) : text).split(decimalSign);
  const groups = whole.split(grouping);
  const isGrouped = groups.length > 1;
  if (more.length > 0 || (isGrouped && !groups.every((group, index) => group.length === 3 || (index === 0 && group)))) {
    return undefined;
  }
  const digits = groups.join('');
  if (!/^\d{1,15}$/.test(digits) || !/^\d{0,20}$/.test(fraction)) return undefined;
  let decimals = fraction.length;
  while (fraction[decimals - 1] === '0') decimals -= 1;
  const units = Number(`${digits}${fraction.slice(0, DECIMALS).padEnd(DECIMALS, '0')}`);
  if (!Number.isSafeInteger(units)) return undefined;
  return { units: isNegative ? -units : units, isGrouped, decimals, written: fraction.length };
}
