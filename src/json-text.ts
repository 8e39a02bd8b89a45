import { isUtf8 } from 'node:buffer';
import { Big } from 'big.js';

/**
 * Deepest nesting of JSON that is taken. What the contract and the graph know needs a dozen levels, and free data
 * hardly more.
 */
export const MAXIMUM_JSON_DEPTH = 100;

/**
 * A text that is not taken as JSON. The message says what is wrong and, where there is one, at which member. It never
 * repeats a value.
 */
export class JsonTextError extends Error {
  override readonly name = 'JsonTextError';
  /** Whether its bytes are wrong, its form, or what it holds. */
  readonly kind: 'encoding' | 'form' | 'content';

  constructor(kind: JsonTextError['kind'], message: string) {
    super(message);
    this.kind = kind;
  }
}

/**
 * A number as it was written, where a double does not give back what was written: `12345678901234567890.12` would
 * become another number on its way, and what is signed must be what was sent. No scalar takes it for a number.
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

  /** Whether the double is the same number, only written otherwise (`10.10` and `10.1`). */
  get isExact(): boolean {
    return isExact(this.source, this.value);
  }
}

/** What a number looks like in JSON (RFC 8259 section 6). */
const JSON_NUMBER = /^-?(?:0|[1-9]\d*)(?:\.\d+)?(?:e[+-]?\d+)?$/i;

/**
 * A number that {@link writeJson} sends with these very digits.
 * @throws RangeError when they are no number of JSON
 */
export function numberOfDigits(source: string): WrittenNumber {
  if (!JSON_NUMBER.test(source))
    throw new RangeError('A number of JSON has digits, and maybe a sign, point or exponent.');
  return new WrittenNumber(source, Number(source));
}

/** The digits of a number that was read with `respelled`, as they were written; undefined for anything else. */
export function digitsOf(value: unknown): string | undefined {
  if (value instanceof WrittenNumber) return value.source;
  // Others are read as doubles only where these give back what was written.
  return typeof value === 'number' ? String(value) : undefined;
}

// Node.js has it (since 21); the types of TypeScript do not know of it yet.
const { rawJSON } = JSON as typeof JSON & { readonly rawJSON: (text: string) => object };

/** Writes JSON in which each {@link WrittenNumber} has its own digits. It takes longer than `JSON.stringify`. */
export function writeJson(value: unknown): string {
  return JSON.stringify(value, (_key, member: unknown) =>
    member instanceof WrittenNumber ? rawJSON(member.source) : member,
  );
}

/** How texts of JSON are read. */
export interface JsonReading {
  /**
   * Which numbers become a {@link WrittenNumber}: `inexact` those that a double does not hold; `respelled` also those
   * that a double holds but does not give back as they were written, for places where the spelling is kept as a text.
   */
  readonly numbers: 'inexact' | 'respelled';
  /** Whether members are refused that could reach a prototype (`__proto__`, and `prototype` of `constructor`). */
  readonly refusesPrototypes?: boolean;
  /** Whether strings that hold half a character (an unpaired surrogate) are refused; UTF-8 cannot carry one. */
  readonly refusesHalfCharacters?: boolean;
  /** What holds too many values to be looked at one by one. */
  readonly limit?: ValueLimit;
}

/** A bound on values, without which looking at each of them costs a second for a body of a megabyte. */
export interface ValueLimit {
  /** Values of a text, counted by its commas and brackets. */
  readonly values: number;
  /** Whether the reader refuses a value in its own words, for what it holds; so it gets it as `JSON.parse` reads it. */
  readonly isRefusedByReader: (value: unknown) => boolean;
}

/**
 * The text of bytes that came in. A byte order mark in front is dropped, as RFC 8259 section 8.1 allows.
 * @throws JsonTextError when they are not UTF-8: read all the same, characters would be replaced, and signed so
 */
export function decodeUtf8(bytes: Uint8Array): string {
  if (!isUtf8(bytes)) throw new JsonTextError('encoding', 'is not valid UTF-8');
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('utf8');
  return text.startsWith('\u{FEFF}') ? text.slice(1) : text;
}

/**
 * Reads JSON without altering anything in it. Takes time in proportion to the text.
 * @throws JsonTextError for what is no JSON, is nested deeper than {@link MAXIMUM_JSON_DEPTH}, or holds what `reading`
 *   refuses
 */
export function parseJson(text: string, reading: JsonReading): unknown {
  const found = scan(text, reading.numbers);
  if (reading.limit && found.values > reading.limit.values) return readMany(text, reading.limit);
  let value: unknown;
  try {
    // A reviver makes reading ten times slower, so only texts have one that need it.
    value = found.hasSpecialNumber ? JSON.parse(text, reviveNumber(reading.numbers)) : JSON.parse(text);
  } catch {
    throw new JsonTextError('form', 'is not valid JSON');
  }
  if (found.hasEscape || text.includes('"__proto__"') || text.includes('"constructor"')) {
    const problem = problemIn(value, reading, '');
    if (problem !== undefined) throw new JsonTextError('content', problem);
  }
  return value;
}

/** Reads what holds more values than are looked at, for the reader to refuse. */
function readMany(text: string, { values, isRefusedByReader }: ValueLimit): unknown {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new JsonTextError('form', 'is not valid JSON');
  }
  if (isRefusedByReader(value)) return value;
  throw new JsonTextError('content', `holds more than ${values} values`);
}

/**
 * A reviver for `JSON.parse` that makes a {@link WrittenNumber} of each number that would be altered.
 * @param numbers see {@link JsonReading}
 */
export function reviveNumber(numbers: JsonReading['numbers']): (key: string, value: unknown) => unknown {
  // Node.js hands on the source text of each primitive (since 21); the types of TypeScript do not know of it yet.
  const revive = (_key: string, value: unknown, context?: { readonly source?: string }): unknown => {
    if (typeof value !== 'number') return value;
    const source = context?.source ?? String(value);
    if (source === String(value)) return value;
    return numbers === 'inexact' && isExact(source, value) ? value : new WrittenNumber(source, value);
  };
  return revive;
}

/** Whether a number of JSON or GraphQL is what its nearest double is: no digit lost, and not infinite. */
export function isExact(source: string, value: number): boolean {
  if (!Number.isFinite(value)) return false;
  const size = Math.abs(value);
  const isSurelyExact = source.length <= SAFE_DIGITS && size > SMALLEST_SAFE && size < LARGEST_SAFE;
  return isSurelyExact || new Big(source).eq(String(value));
}

/** Between these all doubles have their whole precision. */
const [SMALLEST_SAFE, LARGEST_SAFE] = [1e-300, 1e300];

/** What a text holds that is to be looked at. */
interface Scan {
  readonly hasSpecialNumber: boolean;
  /** Whether a string holds an escape like `\u005f`, which may spell anything. */
  readonly hasEscape: boolean;
  /** How many values it holds; somewhat more where lists or objects are empty. */
  readonly values: number;
}

const [QUOTE, BACKSLASH, LOWER_U, COMMA] = [0x22, 0x5c, 0x75, 0x2c];
const OPENING: ReadonlySet<number> = new Set([0x5b, 0x7b]);

/** Most digits that every double gives back. */
const SAFE_DIGITS = 15;

/** Goes through a text once. @throws JsonTextError when it is nested too deeply */
function scan(text: string, numbers: JsonReading['numbers']): Scan {
  let [depth, values, hasSpecialNumber, hasEscape] = [0, 0, false, false];
  for (let place = 0; place < text.length; place += 1) {
    const code = text.charCodeAt(place);
    if (code === QUOTE) {
      for (place += 1; place < text.length; place += 1) {
        const inner = text.charCodeAt(place);
        if (inner === QUOTE) break;
        if (inner !== BACKSLASH) continue;
        place += 1;
        hasEscape ||= text.charCodeAt(place) === LOWER_U;
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

function isDigit(code: number): boolean {
  return code >= 0x30 && code <= 0x39;
}

function isExponent(code: number): boolean {
  return code === 0x65 || code === 0x45;
}

/** Digits, and `.`, `+`, `-`, `e`, `E`. */
function isInNumber(code: number): boolean {
  return isDigit(code) || code === 0x2e || code === 0x2b || code === 0x2d || isExponent(code);
}

/** What is refused in a value, at whichever depth; there are at most {@link MAXIMUM_JSON_DEPTH} levels. */
function problemIn(value: unknown, reading: JsonReading, path: string): string | undefined {
  if (typeof value === 'string') {
    const isWhole = !reading.refusesHalfCharacters || value.isWellFormed();
    return isWhole ? undefined : `holds half a character (an unpaired surrogate)${at(path)}`;
  }
  if (typeof value !== 'object' || value === null) return undefined;
  for (const [key, member] of Object.entries(value)) {
    if (reading.refusesPrototypes && reachesPrototype(key, member)) {
      return `has a member "${key}"${at(path)}, which is not taken`;
    }
    const place = Array.isArray(value) ? `${path}[${key}]` : path === '' ? key : `${path}.${key}`;
    const problem = problemIn(key, reading, path) ?? problemIn(member, reading, place);
    if (problem !== undefined) return problem;
  }
  return undefined;
}

function reachesPrototype(key: string, member: unknown): boolean {
  if (key === '__proto__') return true;
  return key === 'constructor' && typeof member === 'object' && member !== null && Object.hasOwn(member, 'prototype');
}

/** A place in a message. Names come from the caller, so they are cut. */
function at(path: string): string {
  return path === '' ? '' : ` at "${path.slice(0, 200).toWellFormed()}"`;
}
