import { unsignedInteger } from '../signature/der.js';
import { LogMessageError } from './log-message-error.js';

/** One element of a message, with its bytes: tag, length, content. */
interface Element {
  readonly tag: number;
  readonly bytes: Uint8Array;
  readonly content: Uint8Array;
}

/** An element with a context tag: a field of the certified data. */
export interface TaggedField {
  readonly content: Uint8Array;
  /** Whether the content is split into pieces, as BER allows and DER does not. */
  readonly isInPieces: boolean;
}

const SEQUENCE = 0x30;
const OCTET_STRING = 0x04;
/** The bit of a tag octet that marks an element made of elements. */
const CONSTRUCTED = 0x20;
/** The bits of a tag octet that hold its class, and the value of the context-specific class. */
const [CLASS, CONTEXT] = [0xc0, 0x80];
/** All these bits set mark the first of several tag octets. No message needs that. */
const LONG_TAG = 0x1f;
/** The length octet of an element that ends with two zero bytes. */
const INDEFINITE = 0x80;
const MAXIMUM_LENGTH_OCTETS = 4;
/** Maximum nesting of pieces. Known devices use one level. */
const MAXIMUM_DEPTH = 4;

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/**
 * Reads the elements of one BER SEQUENCE in order. Each method throws a {@link LogMessageError} that names the field
 * it was reading. Written by hand for speed, because an export has a million messages, and to allow only one level of
 * nesting (except for the pieces of an OCTET STRING).
 */
export class ElementReader {
  readonly #sequence: Uint8Array;
  readonly #elements: readonly Element[];
  #next = 0;

  constructor(bytes: Uint8Array) {
    const outer = readElement(bytes, 0);
    const elements = outer?.tag === SEQUENCE && outer.bytes.length === bytes.length && readElements(outer.content);
    if (!outer || !elements || bytes[1] === INDEFINITE) throw new LogMessageError('message', 'must be one SEQUENCE');
    this.#sequence = outer.content;
    this.#elements = elements;
  }

  /** The tag octet of the next element; `undefined` after the last one. */
  nextTag(): number | undefined {
    return this.#elements[this.#next]?.tag;
  }

  /** Reads the content of the next element, which must have one of `tags`. */
  content(field: string, ...tags: readonly number[]): Uint8Array {
    const { tag, content } = this.#take(field);
    if (!tags.includes(tag)) throw new LogMessageError(field, 'is missing');
    return content;
  }

  /** Reads all following elements with context tags, by tag number, in their order. Each may occur once. */
  tagged(): ReadonlyMap<number, TaggedField> {
    const fields = new Map<number, TaggedField>();
    for (let tag = this.nextTag(); tag !== undefined && (tag & CLASS) === CONTEXT; tag = this.nextTag()) {
      const number = tag & LONG_TAG;
      const { content } = this.#take('field');
      if (fields.has(number)) throw new LogMessageError(`field ${number}`, 'is there twice');
      fields.set(number, { content, isInPieces: isConstructed(tag) });
    }
    return fields;
  }

  /** Reads the content as UTF-8, which includes PrintableString. */
  text(field: string, ...tags: readonly number[]): string {
    return readText(field, this.content(field, ...tags));
  }

  /** Reads the content as a number, which must not be negative. */
  number(field: string, tag: number): bigint {
    return readNumber(field, this.content(field, tag));
  }

  /** Reads the next element, and returns the key in `choices` with the same bytes. */
  constant<Key extends string | number>(field: string, choices: Readonly<Record<Key, Uint8Array>>): Key {
    const { bytes } = this.#take(field);
    for (const key in choices) {
      if (Buffer.compare(choices[key], bytes) === 0) return key;
    }
    throw new LogMessageError(field, `must be one of ${Object.keys(choices).join(', ')}`);
  }

  /** The bytes of all elements read so far. */
  bytesSoFar(): Uint8Array {
    const taken = this.#elements.slice(0, this.#next).reduce((sum, { bytes }) => sum + bytes.length, 0);
    return this.#sequence.subarray(0, taken);
  }

  /** Checks that no element is left. */
  end(): void {
    if (this.#next < this.#elements.length) throw new LogMessageError('signature', 'must be the last element');
  }

  #take(field: string): Element {
    const element = this.#elements[this.#next];
    if (!element) throw new LogMessageError(field, 'is missing');
    this.#next += 1;
    return element;
  }
}

/**
 * Decodes content as UTF-8, which includes PrintableString.
 * @throws LogMessageError
 */
export function readText(field: string, content: Uint8Array): string {
  try {
    return utf8.decode(content);
  } catch {
    throw new LogMessageError(field, 'is no text');
  }
}

/**
 * Decodes content as a number.
 * @throws LogMessageError when it is negative or empty
 */
export function readNumber(field: string, content: Uint8Array): bigint {
  const value = unsignedInteger(content);
  if (value === undefined) throw new LogMessageError(field, 'must be a number that is not negative');
  return value;
}

/**
 * The content of a field in one piece, even if it is split into OCTET STRINGs.
 * @throws LogMessageError
 */
export function readOctets(name: string, { content, isInPieces }: TaggedField): Uint8Array {
  return isInPieces ? Buffer.concat(piecesOf(content, name, 1)) : content;
}

/** Splits `bytes` into elements; `undefined` if the last one does not end at the end of `bytes`. */
function readElements(bytes: Uint8Array): readonly Element[] | undefined {
  const elements: Element[] = [];
  for (let start = 0; start < bytes.length;) {
    const element = readElement(bytes, start);
    if (!element) return undefined;
    elements.push(element);
    start += element.bytes.length;
  }
  return elements;
}

/** The element that begins at `start`; `undefined` if its tag or length is invalid or reaches beyond the end. */
function readElement(bytes: Uint8Array, start: number, depth = 0): Element | undefined {
  const [tag, first] = [bytes[start], bytes[start + 1]];
  if (tag === undefined || first === undefined || (tag & LONG_TAG) === LONG_TAG) return undefined;
  if (first === INDEFINITE) return isConstructed(tag) ? readIndefinite(tag, bytes, start, depth) : undefined;
  const octets = first < INDEFINITE ? 0 : first & 0x7f;
  if (octets > MAXIMUM_LENGTH_OCTETS) return undefined;
  let length = octets === 0 ? first : 0;
  for (let index = 0; index < octets; index += 1) length = length * 256 + (bytes[start + 2 + index] ?? 0);
  const contentStart = start + 2 + octets;
  const end = contentStart + length;
  if (end > bytes.length) return undefined;
  return { tag, bytes: bytes.subarray(start, end), content: bytes.subarray(contentStart, end) };
}

/** Reads an element of indefinite length: it holds elements and ends with two zero bytes. */
function readIndefinite(tag: number, bytes: Uint8Array, start: number, depth: number): Element | undefined {
  if (depth >= MAXIMUM_DEPTH) return undefined;
  for (let position = start + 2; ;) {
    if (bytes[position] === 0 && bytes[position + 1] === 0) {
      return { tag, bytes: bytes.subarray(start, position + 2), content: bytes.subarray(start + 2, position) };
    }
    const piece = readElement(bytes, position, depth + 1);
    if (!piece) return undefined;
    position += piece.bytes.length;
  }
}

function isConstructed(tag: number): boolean {
  return (tag & CONSTRUCTED) !== 0;
}

/** The primitive OCTET STRINGs of a constructed one, nested ones included. */
function piecesOf(content: Uint8Array, name: string, depth: number): readonly Uint8Array[] {
  const pieces = readElements(content);
  if (!pieces) throw new LogMessageError(name, 'is cut off');
  if (pieces.some(({ tag }) => (tag & ~CONSTRUCTED) !== OCTET_STRING) || depth > MAXIMUM_DEPTH) {
    throw new LogMessageError(name, 'must consist of OCTET STRINGs');
  }
  return pieces.flatMap(({ tag, content: piece }) => (isConstructed(tag) ? piecesOf(piece, name, depth + 1) : [piece]));
}
