import { type BaseBlock, Constructed, fromBER, Sequence } from 'asn1js';
import { unsignedInteger } from './der.js';
import { LogMessageError } from './log-message-error.js';

/** Two zero bytes close what has no length. */
const endOfContents = 2;

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** The elements of one BER SEQUENCE, taken in order. Each method throws a {@link LogMessageError} naming the field it was to read. */
export class ElementReader {
  readonly #blocks: readonly BaseBlock[];
  #next = 0;

  constructor(bytes: Uint8Array) {
    this.#blocks = sequenceBlocks(bytes);
  }

  /** The tag octet of the next element, `undefined` after the last. */
  nextTag(): number | undefined {
    return this.#blocks[this.#next]?.valueBeforeDecodeView[0];
  }

  /** Content of the next element, which must have one of `tags`; a constructed one is the sum of its OCTET STRINGs. */
  content(field: string, ...tags: readonly number[]): Uint8Array {
    const block = this.#take(field);
    if (!tags.includes(block.valueBeforeDecodeView[0] ?? -1)) throw new LogMessageError(field, 'is missing');
    if (block instanceof Constructed) return joinPieces(block, field);
    return contentOf(block);
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
    const bytes = this.#take(field).valueBeforeDecodeView;
    for (const key in choices) {
      if (Buffer.compare(choices[key], bytes) === 0) return key;
    }
    throw new LogMessageError(field, `must be one of ${Object.keys(choices).join(', ')}`);
  }

  /** The elements taken so far as they stand in the message. */
  bytesSoFar(): Uint8Array {
    return Buffer.concat(this.#blocks.slice(0, this.#next).map((block) => block.valueBeforeDecodeView));
  }

  /** Makes sure that nothing is left. */
  end(): void {
    if (this.#next < this.#blocks.length) throw new LogMessageError('signature', 'must be the last element');
  }

  #take(field: string): BaseBlock {
    const block = this.#blocks[this.#next];
    if (!block) throw new LogMessageError(field, 'is missing');
    this.#next += 1;
    return block;
  }
}

function sequenceBlocks(bytes: Uint8Array): readonly BaseBlock[] {
  const problem = new LogMessageError('message', 'must be one SEQUENCE');
  let parsed;
  try {
    parsed = fromBER(bytes);
  } catch {
    throw problem; // asn1js reports most faults in its result, some by throwing
  }
  const { offset, result } = parsed;
  if (offset !== bytes.length || bytes[0] !== 0x30 || !(result instanceof Sequence)) throw problem;
  if (result.lenBlock.isIndefiniteForm || !isFilled(result)) throw problem;
  return result.valueBlock.value;
}

/** Whether the elements inside `block` end where it ends: asn1js lets them reach beyond and end before. */
function isFilled(block: Constructed | Sequence): boolean {
  const length = block.valueBlock.value.reduce(
    (sum, { valueBeforeDecodeView }) => sum + valueBeforeDecodeView.length,
    0,
  );
  if (!block.lenBlock.isIndefiniteForm) return length === block.lenBlock.length;
  return contentOf(block).length === length + endOfContents;
}

function contentOf(block: BaseBlock): Uint8Array {
  return block.valueBeforeDecodeView.subarray(block.idBlock.blockLength + block.lenBlock.blockLength);
}

function joinPieces(block: Constructed, field: string): Uint8Array {
  if (!isFilled(block)) throw new LogMessageError(field, 'is cut off');
  return Buffer.concat(
    block.valueBlock.value.map((piece) => {
      if (piece.valueBeforeDecodeView[0] !== 0x04) throw new LogMessageError(field, 'must consist of OCTET STRINGs');
      return contentOf(piece);
    }),
  );
}
