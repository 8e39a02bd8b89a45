/** Deepest nesting of a body; what the contract knows needs eight levels, and free data hardly more. */
const MAXIMUM_DEPTH = 100;

/**
 * Reads the JSON of a body; an empty one is no mistake, whatever its content type says (`integration-guide.md §12`).
 * @throws SyntaxError for what is no JSON, or nested so deeply that nobody could mean it
 */
export function parseJsonBody(text: string): unknown {
  if (text === '') return undefined;
  if (isDeeperThan(text, MAXIMUM_DEPTH)) throw new SyntaxError(`nested deeper than ${MAXIMUM_DEPTH} levels`);
  return JSON.parse(text);
}

function isDeeperThan(text: string, limit: number): boolean {
  let depth = 0;
  for (const [bracket] of text.matchAll(/"(?:[^"\\]|\\.)*"|[[{\]}]/gs)) {
    if (bracket === '{' || bracket === '[') depth += 1;
    else if (bracket === '}' || bracket === ']') depth -= 1;
    if (depth > limit) return true;
  }
  return false;
}
