import { Big } from 'big.js';
import { digitsOf, type WrittenNumber } from '../../../json-text.js';
import type { Column } from '../tables.js';

/** What the writer may put into a column. Undefined and null leave the field empty. */
export type Value = string | number | WrittenNumber | Big | boolean | null | undefined;

/** The digits of a number. An object of its own, so that the CSV library does not quote it. */
export class Digits {
  constructor(readonly text: string) {}
}

/** A value that does not fit its column. */
export class ArchiveValueError extends Error {
  override readonly name = 'ArchiveValueError';
}

/** The field of a row, and whether it differs from the value. */
export interface Field {
  readonly content: string | Digits;
  /** Whether characters were cut off or replaced. */
  readonly isChanged?: boolean;
}

const EMPTY: Field = { content: '' };

/**
 * Formats a value for its column. Numbers have a decimal comma and no grouping (dsfinvk-v1.md §10). Decimals that the
 * column does not have are cut off, as the API cuts them (§8). Text that is too long is cut between two characters,
 * and half a character (an unpaired surrogate) becomes U+FFFD, because UTF-8 cannot hold it.
 * @param mayBeLonger whether the column takes any length: what was signed must not be cut
 * @throws ArchiveValueError if the value is of another kind than the column
 */
export function fieldOf(column: Column, value: Value, mayBeLonger = false): Field {
  if (value === undefined || value === null || value === '') return EMPTY;
  if (column.kind === 'number') {
    if (typeof value === 'string' || typeof value === 'boolean') throw new ArchiveValueError('must be a number');
    return { content: new Digits(numberText(value, column.decimals)) };
  }
  if (typeof value === 'boolean') return { content: value ? '1' : '0' };
  if (typeof value !== 'string') throw new ArchiveValueError('must be text');
  const whole = value.isWellFormed() ? value : value.toWellFormed();
  const fits = mayBeLonger || whole.length <= column.length;
  const content = fits ? whole : firstCharacters(whole, column.length);
  return content === value ? { content } : { content, isChanged: true };
}

function firstCharacters(text: string, length: number): string {
  return Array.from(text).slice(0, length).join('');
}

/** A number with two decimals at least, if its column has decimals for money. */
function numberText(value: number | WrittenNumber | Big, decimals: number): string {
  const digits = value instanceof Big ? value.toFixed() : (digitsOf(value) ?? '');
  const [whole = '', fraction = ''] = /e/i.test(digits) ? new Big(digits).toFixed().split('.') : digits.split('.');
  const kept = fraction.slice(0, decimals);
  const least = decimals === 3 ? 0 : Math.min(decimals, 2);
  let end = kept.length;
  while (end > least && kept[end - 1] === '0') end -= 1;
  const shown = kept.slice(0, end).padEnd(least, '0');
  const text = shown === '' ? whole : `${whole},${shown}`;
  return /[1-9]/.test(text) ? text : text.replace('-', '');
}
