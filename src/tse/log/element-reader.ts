import { unsignedInteger } from '../signature/der.js';
import { LogMessageError } from './log-message-error.js';

/** One element of a message as it stands there: tag, length, content. */
interface Element {
  readonly tag: number;
  readonly bytes: Uint8Array;
  readonly content: Uint8Array;
}

/** An element with a context tag: a field of the certified data. */
export interface TaggedField {
  readonly content: Uint8Array;
  /** Whether it stands there in pieces, as BER allows and DER does not. */
  readonly isInPieces: boolean;
}

const SEQUENCE = 0x30;
const OCTET_STRING = 0x04;
/** The bit of a tag octet that says that there are elements inside. */
const CONSTRUCTED = 0x20;
/** The bits of a tag octet that tell its class, and the class whose meaning depends on where it stands. */
const [CLASS, CONTEXT] = [0xc0, 0x80];
/** A tag octet with all these bits set is the first of several, which no message needs. */
const LONG_TAG = 0x1f;
/** The length octet of what ends with two zero bytes. */
const INDEFINITE = 0x80;
const MAXIMUM_LENGTH_OCTETS = 4;
/** How deep pieces may lie within pieces; devices are known to go one level. */
const MAXIMUM_DEPTH = 4;

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/**
 * The elements of one BER SEQUENCE, taken in order. Each method throws a {@link LogMessageError} naming the field it was to read. Written by hand because an
 * export has a million of them, and because nothing in it goes deeper than a few levels: one, and the pieces of an OCTET STRING.
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

  /** The tag octet of the next element, `undefined` after the last. */
  nextTag(): number | undefined {
    return this.#elements[this.#next]?.tag;
  }

  /** Content of the next element, which must have one of `tags`. */
  content(field: string, ...tags: readonly number[]): Uint8Array {
    const { tag, content } = this.#take(field);
    if (!tags.includes(tag)) throw new LogMessageError(field, 'is missing');
    return content;
  }

  /** Takes all elements with context tags that come next, by the number of the tag, in their order. Each may be there once. */
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

  /** The content as UTF-8, of which PrintableString is a part. */
  text(field: string, ...tags: readonly number[]): string {
    return readText(field, this.content(field, ...tags));
  }

  /** The content as a number, which must not be negative. */
  number(field: string, tag: number): bigint {
    return readNumber(field, this.content(field, tag));
  }

  /** The key in `choices` of the element that comes next, compared byte by byte. */
  constant<Key extends string | number>(field: string, choices: Readonly<Record<Key, Uint8Array>>): Key {
    const { bytes } = this.#take(field);
    for (const key in choices) {
      if (Buffer.compare(choices[key], bytes) === 0) return key;
    }
    throw new LogMessageError(field, `must be one of ${Object.keys(choices).join(', ')}`);
  }

  /** The elements taken so far as they stand in the message. */
  bytesSoFar(): Uint8Array {
    const taken = this.#elements.slice(0, this.#next).reduce((sum, { bytes }) => sum + bytes.length, 0);
    return this.#sequence.subarray(0, taken);
  }

  /** Makes sure that nothing is left. */
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

/** Content as UTF-8, of which PrintableString is a part. @throws LogMessageError */
export function readText(field: string, content: Uint8Array): string {
  try {
    return utf8.decode(content);
  } catch {
    throw new LogMessageError(field, 'is no text');
  }
}

/** Content as a number. @throws LogMessageError when it is negative or there is none */
export function readNumber(field: string, content: Uint8Array): bigint {
  const value = unsignedInteger(content);
  if (value === undefined) throw new LogMessageError(field, 'must be a number that is not negative');
  return value;
}

/** Content of a field as one, put together from its OCTET STRINGs where it stands in pieces. @throws LogMessageError */
export function readOctets(name: string, { content, isInPieces }: TaggedField): Uint8Array {
  return isInPieces ? Buffer.concat(piecesOf(content, name, 1)) : content;
}

/** The elements that fill `bytes`; `undefined` when they do not end where it ends. */
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

/** The element that begins at `start`; `undefined` when its tag or length cannot be, or reaches beyond the end. */
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

/** An element without length: what it holds are elements until two zero bytes. */
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

/** The primitive OCTET STRINGs that a constructed one consists of, those within others included. */
function piecesOf(content: Uint8Array, name: string, depth: number): readonly Uint8Array[] {
  const pieces = readElements(content);
  if (!pieces) throw new LogMessageError(name, 'is cut off');
  if (pieces.some(({ tag }) => (tag & ~CONSTRUCTED) !== OCTET_STRING) || depth > MAXIMUM_DEPTH) {
    throw new LogMessageError(name, 'must consist of OCTET STRINGs');
  }
  return pieces.flatMap(({ tag, content: piece }) => (isConstructed(tag) ? piecesOf(piece, name, depth + 1) : [piece]));
}
