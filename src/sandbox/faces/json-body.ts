import { decodeUtf8, type JsonParseOptions, parseJson } from '../../json-text.js';

/**
 * Reads the JSON of a body. An empty body is accepted, whatever its content type says (`integration-guide.md §12`).
 * Members with names like `__proto__` are data like all others.
 * @throws JsonTextError for what cannot be read without altering or replacing something
 */
export function readJsonBody(bytes: Uint8Array, numbers: JsonParseOptions['numbers']): unknown {
  const text = decodeUtf8(bytes);
  return text === '' ? undefined : parseJson(text, { numbers, rejectsUnpairedSurrogates: true });
}
