import { characterCount } from '../../../character-count.js';
import type { Secret } from '../../../secret.js';
import { halfCharacterProblems } from './text-input.js';
import type { Problem } from '../user-error.js';

/** Smallest length of an admin PIN (`sign-de-v2.md §5`). */
const MINIMUM_PIN_LENGTH = 6;
/** Smallest length of an admin PUK. */
const MINIMUM_PUK_LENGTH = 10;

/** Checks an admin PIN. The message never repeats it. */
export function adminPinProblems(pin: Secret | null | undefined, field = 'adminPin'): readonly Problem[] {
  return tooShort(pin, MINIMUM_PIN_LENGTH, 'An admin PIN', field);
}

/** Checks an admin PUK. The message never repeats it. */
export function adminPukProblems(puk: Secret, field = 'adminPuk'): readonly Problem[] {
  return tooShort(puk, MINIMUM_PUK_LENGTH, 'An admin PUK', field);
}

function tooShort(secret: Secret | null | undefined, minimum: number, name: string, field: string): readonly Problem[] {
  if (!secret) return [];
  const text = secret.reveal();
  if (characterCount(text) >= minimum) return halfCharacterProblems(text, [field]);
  return [{ field: [field], message: `${name} is a string of at least ${minimum} characters.` }];
}
