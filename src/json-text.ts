import { isUtf8 } from 'node:buffer';
import { Big } from 'big.js';

/**
 * Maximum nesting of JSON. The contract and the schema need about a dozen levels, and free-form data needs hardly more.
 */
export const MAXIMUM_JSON_DEPTH = 100;

/**
 * Error for a text that is not accepted as JSON. The message names the mistake and, if possible, the member. It never
 * contains a value.
 */
export class JsonTextError extends Error {
  override readonly name = 'JsonTextError';
  /** Whether the error is in the bytes, the syntax or the values. */
  readonly kind: 'encoding' | 'form' | 'content';

  constructor(kind: JsonTextError['kind'], message: string) {
    super(message);
    this.kind = kind;
  }
}

/**
 * A number with its original digits, for numbers that a double cannot store exactly: `12345678901234567890.12` would
 * become another number, but the gateway must sign what the caller sent. No scalar accepts it as a number.
 */
export class WrittenNumber {
  /** The digits as they were sent. */
  readonly source: string;
  /** The nearest double. */
  readonly value: number;

  constructor(source: string, value: number) {
    this.source = source;
    this.value = value;
  }

  /** Whether the double has the same value in another notation (`10.10` and `10.1`). */
  get isExact(): boolean {
    return isExact(this.source, this.value);
  }
}

/** A JSON number (RFC 8259 section 6). */
const JSON_NUMBER = /^-?(?:0|[1-9]\d*)(?:\.\d+)?(?:e[+-]?\d+)?$/i;

/**
 * Creates a number that {@link writeJson} writes with exactly these digits.
 * @throws RangeError if they are not a JSON number
 */
export function numberOfDigits(source: string): WrittenNumber {
  if (!JSON_NUMBER.test(source))
    throw new RangeError('A number of JSON has digits, and maybe a sign, point or exponent.');
  return new WrittenNumber(source, Number(source));
}

/** Returns the original digits of a number that was parsed with `respelled`; undefined for other values. */
export function digitsOf(value: unknown): string | undefined {
  if (value instanceof WrittenNumber) return value.source;
  // A number stays a plain double only if its text is its original digits.
  return typeof value === 'number' ? String(value) : undefined;
}

// In Node.js since version 21; not yet in TypeScript's types.
const { rawJSON } = JSON as typeof JSON & { readonly rawJSON: (text: string) => object };

/** Writes JSON. Each {@link WrittenNumber} keeps its digits. Slower than `JSON.stringify`. */
export function writeJson(value: unknown): string {
  return JSON.stringify(value, (_key, member: unknown) =>
    member instanceof WrittenNumber ? rawJSON(member.source) : member,
  );
}

/** Options for parsing JSON. */
export interface JsonParseOptions {
  /**
   * Which numbers become a {@link WrittenNumber}. `inexact`: numbers that a double cannot store exactly. `respelled`:
   * also numbers that a double stores exactly but writes in another notation. Use `respelled` if the notation is kept
   * as text.
   */
  readonly numbers: 'inexact' | 'respelled';
  /** Whether to reject members that could reach a prototype (`__proto__`, and `prototype` inside `constructor`). */
  readonly rejectsProtoKeys?: boolean;
  /** Whether to reject strings with an unpaired surrogate, which UTF-8 cannot encode. */
  readonly rejectsUnpairedSurrogates?: boolean;
  /** Limit for texts that have too many values to check each of them. Default: no limit. */
  readonly limit?: ValueLimit;
}

/** A limit on the number of values. Without a limit, checking each value of a one-megabyte body takes a second. */
export interface ValueLimit {
  /** Maximum number of values in a text, counted by its commas and brackets. */
  readonly values: number;
  /**
   * Whether the caller of the parser itself rejects this value. If so, the parser returns the value unchecked, as from
   * `JSON.parse`.
   */
  readonly isRejectedByCaller: (value: unknown) => boolean;
}

/**
 * Decodes UTF-8. Drops a leading byte order mark, as RFC 8259 section 8.1 allows.
 * @throws JsonTextError for invalid UTF-8. A lenient decoder would replace characters, and the gateway would sign the
 *   replacement
 */
export function decodeUtf8(bytes: Uint8Array): string {
  if (!isUtf8(bytes)) throw new JsonTextError('encoding', 'is not valid UTF-8');
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('utf8');
  return text.startsWith('\u{FEFF}') ? text.slice(1) : text;
}

/**
 * Parses JSON. Numbers keep their digits (see {@link JsonParseOptions}). The time is linear in the length of the text.
 * @throws JsonTextError for invalid JSON, JSON nested deeper than {@link MAXIMUM_JSON_DEPTH}, and for everything that
 *   `options` rejects
 */
export function parseJson(text: string, options: JsonParseOptions): unknown {
  const found = scan(text, options.numbers);
  if (options.limit && found.values > options.limit.values) return readMany(text, options.limit);
  let value: unknown;
  try {
    // A reviver makes parsing ten times slower, so it is used only for texts that need it.
    value = found.hasSpecialNumber ? JSON.parse(text, reviveNumber(options.numbers)) : JSON.parse(text);
  } catch {
    throw new JsonTextError('form', 'is not valid JSON');
  }
  if (found.hasEscape || text.includes('"__proto__"') || text.includes('"constructor"')) {
    const problem = problemIn(value, options, '');
    if (problem !== undefined) throw new JsonTextError('content', problem);
  }
  return value;
}

/** Parses a text with too many values, if the caller of the parser rejects it. */
function readMany(text: string, { values, isRejectedByCaller }: ValueLimit): unknown {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new JsonTextError('form', 'is not valid JSON');
  }
  if (isRejectedByCaller(value)) return value;
  throw new JsonTextError('content', `holds more than ${values} values`);
}

/**
 * A reviver for `JSON.parse` that creates a {@link WrittenNumber} for each number that a double would change.
 * @param numbers see {@link JsonParseOptions}
 */
export function reviveNumber(numbers: JsonParseOptions['numbers']): (key: string, value: unknown) => unknown {
  // Node.js passes the source text of primitives since version 21; not yet in TypeScript's types.
  const revive = (_key: string, value: unknown, context?: { readonly source?: string }): unknown => {
    if (typeof value !== 'number') return value;
    const source = context?.source ?? String(value);
    if (source === String(value)) return value;
    return numbers === 'inexact' && isExact(source, value) ? value : new WrittenNumber(source, value);
  };
  return revive;
}

/** Whether a double can store a JSON or GraphQL number exactly: no digit is lost, and the double is finite. */
export function isExact(source: string, value: number): boolean {
  if (!Number.isFinite(value)) return false;
  const size = Math.abs(value);
  const isSurelyExact = source.length <= SAFE_DIGITS && size > SMALLEST_SAFE && size < LARGEST_SAFE;
  return isSurelyExact || new Big(source).eq(String(value));
}

/** Doubles between these two have full precision. */
const [SMALLEST_SAFE, LARGEST_SAFE] = [1e-300, 1e300];

/** The results of scanning a text. */
interface Scan {
  readonly hasSpecialNumber: boolean;
  /** Whether a string has an escape such as `\u005f`, which may hide any character. */
  readonly hasEscape: boolean;
  /** Number of values. It is slightly too high if there are empty lists or objects. */
  readonly values: number;
}

const [QUOTE, LOWER_U, COMMA] = [0x22, 0x75, 0x2c];
const OPENING: ReadonlySet<number> = new Set([0x5b, 0x7b]);

/** Maximum number of digits that every double preserves. */
const SAFE_DIGITS = 15;

/** Scans a text once. @throws JsonTextError if the text is nested too deeply */
function scan(text: string, numbers: JsonParseOptions['numbers']): Scan {
  let [depth, values, hasSpecialNumber, hasEscape] = [0, 0, false, false];
  let backslash = -1; // the next one
  for (let place = 0; place < text.length; place += 1) {
    const code = text.charCodeAt(place);
    if (code === QUOTE) {
      // The built-in search is faster than a loop over the characters.
      if (backslash < place) backslash = indexOrEnd(text, '\\', place);
      place = indexOrEnd(text, '"', place + 1);
      while (backslash < place) {
        hasEscape ||= text.charCodeAt(backslash + 1) === LOWER_U;
        if (place === backslash + 1) place = indexOrEnd(text, '"', place + 1);
        backslash = indexOrEnd(text, '\\', backslash + 2);
      }
    } else if (isDigit(code) || code === 0x2d) {
      const start = place;
      let isPlain = code !== 0x2d || numbers === 'inexact'; // "-0" loses its sign
      while (place + 1 < text.length && isInNumber(text.charCodeAt(place + 1))) {
        place += 1;
        isPlain &&= numbers === 'inexact' ? !isExponent(text.charCodeAt(place)) : isDigit(text.charCodeAt(place));
      }
      hasSpecialNumber ||= !isPlain || place - start >= SAFE_DIGITS;
    } else if (OPENING.has(code)) {
      depth += 1;
      values += 1;
      if (depth > MAXIMUM_JSON_DEPTH) {
        throw new JsonTextError('form', `is nested deeper than ${MAXIMUM_JSON_DEPTH} levels`);
      }
    } else if (code === 0x5d || code === 0x7d) depth -= 1;
    else if (code === COMMA) values += 1;
  }
  return { hasSpecialNumber, hasEscape, values };
}

/** Returns the first place of a character, or the length of the text. */
function indexOrEnd(text: string, character: string, from: number): number {
  const place = text.indexOf(character, from);
  return place < 0 ? text.length : place;
}

function isDigit(code: number): boolean {
  return code >= 0x30 && code <= 0x39;
}

function isExponent(code: number): boolean {
  return code === 0x65 || code === 0x45;
}

/** Whether a character is a digit, `.`, `+`, `-`, `e` or `E`. */
function isInNumber(code: number): boolean {
  return isDigit(code) || code === 0x2e || code === 0x2b || code === 0x2d || isExponent(code);
}

/**
 * Finds the first rejected part of a value, at any depth. Recursion is safe: there are at most {@link
 * MAXIMUM_JSON_DEPTH} levels.
 */
function problemIn(value: unknown, options: JsonParseOptions, path: string): string | undefined {
  if (typeof value === 'string') {
    const isWhole = !options.rejectsUnpairedSurrogates || value.isWellFormed();
    return isWhole ? undefined : `holds half a character (an unpaired surrogate)${at(path)}`;
  }
  if (typeof value !== 'object' || value === null) return undefined;
  for (const [key, member] of Object.entries(value)) {
    if (options.rejectsProtoKeys && reachesPrototype(key, member)) {
      return `has a member "${key}"${at(path)}, which is not taken`;
    }
    const place = Array.isArray(value) ? `${path}[${key}]` : path === '' ? key : `${path}.${key}`;
    const problem = problemIn(key, options, path) ?? problemIn(member, options, place);
    if (problem !== undefined) return problem;
  }
  return undefined;
}

function reachesPrototype(key: string, member: unknown): boolean {
  if (key === '__proto__') return true;
  return key === 'constructor' && typeof member === 'object' && member !== null && Object.hasOwn(member, 'prototype');
}

/** Returns a path for a message. It is shortened, because member names come from the caller. */
function at(path: string): string {
  return path === '' ? '' : ` at "${path.slice(0, 200).toWellFormed()}"`;
}
