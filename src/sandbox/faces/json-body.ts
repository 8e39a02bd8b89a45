import { decodeUtf8, type JsonParseOptions, parseJson } from '../../json-text.js';

/**
 * Reads the JSON of a body. An empty body is accepted with any content type (`integration-guide.md §12`). Members
 * with names like `__proto__` are ordinary data.
 * @throws JsonTextError for a body that cannot be read without loss
 */
export function readJsonBody(bytes: Uint8Array, numbers: JsonParseOptions['numbers']): unknown {
  const text = decodeUtf8(bytes);
  return text === '' ? undefined : parseJson(text, { numbers, rejectsUnpairedSurrogates: true });
}
