import { signDeContract } from '../../contract/sign-de.js';
import { WrittenNumber } from '../../json-text.js';

/**
 * Converts a body to the contract's form before the check. Real clients send forms that the real service accepts and
 * the contract does not mention (`integration-guide.md §12`).
 */
export function tolerate(body: unknown, bodyIsMetadata: boolean): unknown {
  const tidy = emptyListsToObjects(body ?? {});
  if (bodyIsMetadata) return metadataToStrings(tidy);
  return isObject(tidy) && 'metadata' in tidy ? { ...tidy, metadata: metadataToStrings(tidy.metadata) } : tidy;
}

/** PHP writes `[]` for an empty object. Keeps `[]` for members that are lists in the contract, and inside `other`. */
function emptyListsToObjects(value: unknown, name = ''): unknown {
  if (Array.isArray(value)) return value.length === 0 && !listNames().has(name) ? {} : value;
  if (!isObject(value) || name === 'other') return value;
  return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, emptyListsToObjects(member, key)]));
}

/** Turns numbers into their text, and null into the empty string. Both null and the empty string delete a key. */
function metadataToStrings(metadata: unknown): unknown {
  if (!isObject(metadata)) return metadata;
  return Object.fromEntries(
    Object.entries(metadata).map(([key, value]) => {
      if (value === null) return [key, ''];
      if (value instanceof WrittenNumber) return [key, value.source];
      return [key, typeof value === 'number' ? String(value) : value];
    }),
  );
}

let names: ReadonlySet<string> | undefined;

/** Names of all members that are lists somewhere in the contract. */
function listNames(): ReadonlySet<string> {
  return (names ??= new Set(collectListNames(signDeContract().document)));
}

function collectListNames(node: unknown): readonly string[] {
  if (!isObject(node)) return [];
  return Object.entries(node).flatMap(([name, child]) => [
    ...(isObject(child) && child.type === 'array' ? [name] : []),
    ...(Array.isArray(child) ? child.flatMap(collectListNames) : collectListNames(child)),
  ]);
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof WrittenNumber);
}
