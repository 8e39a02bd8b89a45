import type { Problem } from './user-error.js';

/** What is wrong with a free text: more characters than the upstream takes, or half a character, which cannot be signed. */
export function textProblems(text: string, field: readonly string[], maximum: number): readonly Problem[] {
  // The upstream counts characters as JSON Schema does: one beyond 16 bits is one.
  const { length } = Array.from(text);
  if (length > maximum) return [{ field, message: `At most ${maximum} characters, but this has ${length}.` }];
  return text.isWellFormed() ? [] : [{ field, message: 'The text holds half a character (an unpaired surrogate).' }];
}
