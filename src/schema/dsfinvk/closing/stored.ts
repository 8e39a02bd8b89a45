import { isObject } from '../../../json-value.js';
import { known } from '../../common/known.js';
import { type Json, decimal, text, time, untold } from '../../common/read-member.js';

// Readers for stored closings, in which nearly every member may be null (`dsfinvk-v1.md §8`). Null counts as absent.

/** Whether a member is there. */
function has(json: Json, name: string): boolean {
  return json[name] !== undefined && json[name] !== null;
}

/** Reads a text. */
export function storedText(json: Json, name: string): string | undefined {
  return has(json, name) ? text(json, name) : undefined;
}

/** Reads a decimal number. */
export function storedDecimal(json: Json, name: string): string | undefined {
  return has(json, name) ? decimal(json, name) : undefined;
}

/** Reads a Unix time. */
export function storedTime(json: Json, name: string): Date | undefined {
  return has(json, name) ? time(json, name) : undefined;
}

/** Reads a whole number as text of digits. */
export function storedDigits(json: Json, name: string): string | undefined {
  const value = json[name];
  if (!has(json, name)) return undefined;
  if (Number.isSafeInteger(value) && Number(value) >= 0) return String(value);
  throw untold(name, value, 'a whole number');
}

/** Reads true or false. */
export function storedBoolean(json: Json, name: string): boolean | undefined {
  const value = json[name];
  if (!has(json, name)) return undefined;
  if (typeof value === 'boolean') return value;
  throw untold(name, value, 'true or false');
}

/** Reads a term of one of our enums. */
export function storedTerm<Values extends Readonly<Record<string, string>> & { readonly UNKNOWN: string }>(
  values: Values,
  json: Json,
  name: string,
): Values[keyof Values] | undefined {
  return has(json, name) ? known(values, text(json, name)) : undefined;
}

/** Reads an object. */
export function storedObject<Item>(json: Json, name: string, make: (item: Json) => Item): Item | undefined {
  const value = json[name];
  if (!has(json, name)) return undefined;
  if (isObject(value)) return make(value);
  throw untold(name, value, 'an object');
}

/** Reads a list of objects. Null items are left out. */
export function storedList<Item>(json: Json, name: string, make: (item: Json) => Item): readonly Item[] {
  const value = json[name];
  if (!has(json, name)) return [];
  if (!Array.isArray(value)) throw untold(name, value, 'a list');
  const items: readonly unknown[] = value;
  return items.filter(isObject).map(make);
}

/** Reads a list of texts. Null items are left out. */
export function storedTexts(json: Json, name: string): readonly string[] {
  const value = json[name];
  if (!has(json, name)) return [];
  if (!Array.isArray(value)) throw untold(name, value, 'a list');
  const items: readonly unknown[] = value;
  return items.filter((item) => typeof item === 'string');
}
