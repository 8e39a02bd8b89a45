import { characterCount } from '../../character-count.js';
import { halfCharacterProblems } from '../common/input/text-input.js';
import type { Problem } from '../common/user-error.js';

/** Checks that a text, if there is one, has 1 to `maximum` characters (Unicode code points). */
export function lengthProblems(
  value: string | null | undefined,
  maximum: number,
  field: readonly string[],
): readonly Problem[] {
  if (value === null || value === undefined) return [];
  const length = characterCount(value);
  if (length >= 1 && length <= maximum) return halfCharacterProblems(value, field);
  return [{ field, message: `It has 1 to ${maximum} characters, but this has ${length}.` }];
}

/** Checks a text against a pattern, if there is one. @param expected what would be right */
export function patternProblems(
  value: string | null | undefined,
  pattern: RegExp,
  expected: string,
  field: readonly string[],
): readonly Problem[] {
  return value === null || value === undefined || pattern.test(value)
    ? []
    : [{ field, message: `It must be ${expected}.` }];
}
