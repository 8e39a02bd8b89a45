import { unsignedInteger } from './der.js';
import { LogMessageError } from './log-message-error.js';

/** One element of a message as it stands there: tag, length, content. */
interface Element {
  readonly tag: number;
  readonly bytes: Uint8Array;
  readonly content: Uint8Array;
}

const SEQUENCE = 0x30;
const OCTET_STRING = 0x04;
/** The bit of a tag octet that says that there are elements inside. */
const CONSTRUCTED = 0x20;
/** A tag octet with all these bits set is the first of several, which no message needs. */
const LONG_TAG = 0x1f;
/** The length octet of what ends with two zero bytes. */
const INDEFINITE = 0x80;
const MAXIMUM_LENGTH_OCTETS = 4;

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/**
 * The elements of one BER SEQUENCE, taken in order. Each method throws a {@link LogMessageError} naming the field it was to read. Written by hand because an
 * export has a million of them, and because nothing in it goes deeper than the bytes allow: one level, and the pieces of an OCTET STRING.
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

  /** Content of the next element, which must have one of `tags`; a constructed one is the sum of its OCTET STRINGs. */
  content(field: string, ...tags: readonly number[]): Uint8Array {
    const { tag, content } = this.#take(field);
    if (!tags.includes(tag)) throw new LogMessageError(field, 'is missing');
    return isConstructed(tag) ? joinPieces(content, field) : content;
  }

  /** The content as UTF-8, of which PrintableString is a part. */
  text(field: string, ...tags: readonly number[]): string {
    const content = this.content(field, ...tags);
    try {
      return utf8.decode(content);
    } catch {
      throw new LogMessageError(field, 'is no text');
    }
  }

  /** The content as a number, which must not be negative. */
  number(field: string, tag: number): bigint {
    const value = unsignedInteger(this.content(field, tag));
    if (value === undefined) throw new LogMessageError(field, 'must be a number that is not negative');
    return value;
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
function readElement(bytes: Uint8Array, start: number): Element | undefined {
  const [tag, first] = [bytes[start], bytes[start + 1]];
  if (tag === undefined || first === undefined || (tag & LONG_TAG) === LONG_TAG) return undefined;
  if (first === INDEFINITE) return isConstructed(tag) ? readIndefinite(tag, bytes, start) : undefined;
  const octets = first < INDEFINITE ? 0 : first & 0x7f;
  if (octets > MAXIMUM_LENGTH_OCTETS) return undefined;
  let length = octets === 0 ? first : 0;
  for (let index = 0; index < octets; index += 1) length = length * 256 + (bytes[start + 2 + index] ?? 0);
  const contentStart = start + 2 + octets;
  const end = contentStart + length;
  if (end > bytes.length) return undefined;
  return { tag, bytes: bytes.subarray(start, end), content: bytes.subarray(contentStart, end) };
}

/** An element without length: what it holds are primitive elements until two zero bytes. */
function readIndefinite(tag: number, bytes: Uint8Array, start: number): Element | undefined {
  for (let position = start + 2; ;) {
    if (bytes[position] === 0 && bytes[position + 1] === 0) {
      return { tag, bytes: bytes.subarray(start, position + 2), content: bytes.subarray(start + 2, position) };
    }
    const piece = isConstructed(bytes[position] ?? CONSTRUCTED) ? undefined : readElement(bytes, position);
    if (!piece) return undefined;
    position += piece.bytes.length;
  }
}

function isConstructed(tag: number): boolean {
  return (tag & CONSTRUCTED) !== 0;
}

function joinPieces(content: Uint8Array, field: string): Uint8Array {
  const pieces = readElements(content);
  if (!pieces) throw new LogMessageError(field, 'is cut off');
  if (pieces.some(({ tag }) => tag !== OCTET_STRING)) {
    throw new LogMessageError(field, 'must consist of OCTET STRINGs');
  }
  return Buffer.concat(pieces.map((piece) => piece.content));
}
