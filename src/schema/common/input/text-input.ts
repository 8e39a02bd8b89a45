import { characterCount } from '../../../character-count.js';
import type { Problem } from '../user-error.js';

/**
 * Checks a free text: it must not have more characters than the upstream accepts, nor an unpaired surrogate, which
 * cannot be signed.
 */
export function textProblems(text: string, field: readonly string[], maximum: number): readonly Problem[] {
  const length = characterCount(text);
  if (length > maximum) return [{ field, message: `At most ${maximum} characters, but this has ${length}.` }];
  return halfCharacterProblems(text, field);
}

/**
 * Checks a text for unpaired surrogates. UTF-8 cannot encode them, so a different character would be signed.
 */
export function halfCharacterProblems(text: string, field: readonly string[]): readonly Problem[] {
  return text.isWellFormed() ? [] : [{ field, message: 'The text holds half a character (an unpaired surrogate).' }];
}
