import { characterCount } from '../../../character-count.js';
import type { Problem } from '../user-error.js';

/**
 * What is wrong with a free text: more characters than the upstream accepts, or half a character, which cannot be
 * signed.
 */
export function textProblems(text: string, field: readonly string[], maximum: number): readonly Problem[] {
  const length = characterCount(text);
  if (length > maximum) return [{ field, message: `At most ${maximum} characters, but this has ${length}.` }];
  return halfCharacterProblems(text, field);
}

/**
 * What is wrong with a text that holds half a character. UTF-8 cannot hold one, so another character would be signed.
 */
export function halfCharacterProblems(text: string, field: readonly string[]): readonly Problem[] {
  return text.isWellFormed() ? [] : [{ field, message: 'The text holds half a character (an unpaired surrogate).' }];
}
