/**
 * Removes secrets from the data that the page stores in the browser: tabs and history. It works on text and not on
 * syntax trees, because the stored text is often incomplete. If it is not certain, it removes too much rather than too
 * little.
 */

import { Gaps } from './gaps.js';

/** Replaces a removed secret. */
export const REDACTED = '[redacted]';

/**
 * Names whose values are secrets: input fields, their scalar types, the upstream's names (`admin_pin`), and headers.
 * Case, `_` and `-` are ignored.
 */
const SECRET_NAMES: ReadonlySet<string> = new Set([
  'adminpin',
  'newadminpin',
  'pin',
  'adminpuk',
  'puk',
  'apisecret',
  'secret',
  'accesstoken',
  'refreshtoken',
  'token',
  'authorization',
]);

/** A GraphQL name, variable or JSON key, which may be spelled with `\u` escapes. */
const WORD = /\$?(?:[\w-]|\\u[\da-f]{4})+/gi;
/** The quote after a JSON key. */
const QUOTE = /\\*["']?/y;
const NAME = /\$?\w+/y;

/**
 * Replaces the value of every secret by `"[redacted]"`: strings, block strings, numbers, lists and objects, in GraphQL
 * and JSON, also in comments and in incomplete text. `null`, references to variables and all other text stay unchanged.
 * `secretVariables` are names of more variables that hold secrets, see {@link secretVariablesOf}; they match exactly.
 */
export function redactText(text: string, secretVariables: ReadonlySet<string> = secretVariablesOf(text)): string {
  const parts: string[] = [];
  const gaps = new Gaps(text);
  let done = 0;
  for (const { 0: word, index } of text.matchAll(WORD)) {
    if (index < done || !(isSecret(word) || secretVariables.has(decode(word).replace('$', '')))) continue;
    const start = startOfValue(text, gaps, index + word.length, word.startsWith('$'));
    if (start === undefined || /^(?:\$\w|null\b)/.test(text.slice(start, start + 5))) continue;
    const end = endOfValue(text, start);
    if (end === start) continue;
    parts.push(text.slice(done, start), JSON.stringify(REDACTED));
    done = end;
  }
  return [...parts, text.slice(done)].join('');
}

function startOfValue(text: string, gaps: Gaps, endOfName: number, isVariable: boolean): number | undefined {
  const plain = afterName(text, gaps, endOfName);
  if (!isVariable) return plain;
  // Users also write `"$adminPin": "…"` by mistake.
  return (
    afterType(text, gaps, endOfName) ?? (plain !== undefined && /["'`\d]/.test(text.charAt(plain)) ? plain : undefined)
  );
}

/** Goes from a name, or from the type of a variable, to its value: `adminPin: `, `"adminPin" : `, `AdminPin! = `. */
function afterName(text: string, gaps: Gaps, endOfName: number): number | undefined {
  const sign = gaps.end(matchAt(QUOTE, text, endOfName) ?? endOfName, 'end of a type');
  return /[:=]/.test(text.charAt(sign)) ? gaps.end(sign + 1, 'nothing') : undefined;
}

/** Goes from a variable in the head of an operation to its default value: `$adminPin: String! = `. */
function afterType(text: string, gaps: Gaps, endOfName: number): number | undefined {
  const colon = gaps.end(endOfName, 'nothing');
  if (text[colon] !== ':') return undefined;
  const sign = gaps.end(colon + 1, 'a type');
  return text[sign] === '=' ? gaps.end(sign + 1, 'nothing') : undefined;
}

/** Goes from a variable in the head of an operation to the name of its type: `$adminPin: [`. */
function toType(text: string, gaps: Gaps, endOfName: number): number | undefined {
  const colon = gaps.end(endOfName, 'nothing');
  return text[colon] === ':' ? gaps.end(colon + 1, 'start of a list') : undefined;
}

/**
 * Names of the variables that have the type of a secret or are passed to an argument that is a secret, whatever the
 * variables are called.
 */
export function secretVariablesOf(document: string): ReadonlySet<string> {
  const variables = new Set<string>();
  const gaps = new Gaps(document);
  for (const { 0: word, index } of document.matchAll(WORD)) {
    const after = word.startsWith('$') ? toType : afterName;
    const next = after(document, gaps, index + word.length);
    if (next === undefined) continue;
    const target = document.slice(next, matchAt(NAME, document, next) ?? next);
    if (word.startsWith('$') && isSecret(target)) variables.add(word.slice(1));
    if (target.startsWith('$') && isSecret(word)) variables.add(target.slice(1));
  }
  return variables;
}

/**
 * Removes the secrets, headers and responses from GraphiQL's tabs, history or favourites, which are given as JSON.
 * Throws SyntaxError if the text is not JSON.
 */
export function redactOperations(json: string): string {
  return JSON.stringify(JSON.parse(json), (_key, value: unknown) =>
    isOperation(value) ? redactOperation(value) : value,
  );
}

/**
 * Members that are never stored. Headers contain tokens under any name, responses contain any data, and GraphiQL's hash
 * repeats the whole tab.
 */
const NEVER_KEPT: ReadonlySet<string> = new Set(['headers', 'response', 'hash']);

type Operation = Readonly<Record<string, unknown>> & { readonly query: unknown };

function isOperation(value: unknown): value is Operation {
  return typeof value === 'object' && value !== null && 'query' in value;
}

function redactOperation(operation: Operation): Readonly<Record<string, unknown>> {
  const secretVariables = secretVariablesOf(String(operation.query));
  return Object.fromEntries(
    Object.entries(operation).map(([name, value]) => {
      if (typeof value !== 'string') return [name, typeof value === 'object' ? null : value];
      return [name, NEVER_KEPT.has(name) ? '' : redactText(value, secretVariables)];
    }),
  );
}

function isSecret(name: string): boolean {
  return SECRET_NAMES.has(
    decode(name)
      .replaceAll(/[^a-z\d]/gi, '')
      .toLowerCase(),
  );
}

function decode(name: string): string {
  return name.replaceAll(/\\u([\da-f]{4})/gi, (_escape, code: string) => String.fromCharCode(parseInt(code, 16)));
}

/** The end of the match of a sticky pattern at an offset; undefined if there is no match. */
function matchAt(pattern: RegExp, text: string, place: number): number | undefined {
  pattern.lastIndex = place;
  return pattern.test(text) ? pattern.lastIndex : undefined;
}

const BLOCK_STRING = /"""(?:\\"""|(?!""")[\s\S])*"""/y;
const QUOTED = /(["'`])(?:\\.|(?!\1)[^\\\n\r])*\1/y;
const BARE = /(?:(?:bearer|basic)[^\S\n\r]+)?[^\s,()[\]{}]+/iy;

/**
 * The end of the value that begins at an offset. It is the end of the text if the value is not closed, and the offset
 * itself if there is no value.
 */
function endOfValue(text: string, start: number): number {
  if (text.startsWith('"""', start)) return matchAt(BLOCK_STRING, text, start) ?? text.length;
  const first = text.charAt(start);
  if (/["'`]/.test(first)) return matchAt(QUOTED, text, start) ?? text.length;
  if (/[[{]/.test(first)) return endOfBrackets(text, start);
  return matchAt(BARE, text, start) ?? start;
}

function endOfBrackets(text: string, start: number): number {
  let depth = 0;
  for (let place = start; place < text.length; place += 1) {
    const character = text.charAt(place);
    if (/["'`]/.test(character)) place = endOfValue(text, place) - 1;
    else if (/[[{]/.test(character)) depth += 1;
    else if (/[\]}]/.test(character)) depth -= 1;
    if (depth === 0) return place + 1;
  }
  return text.length;
}
