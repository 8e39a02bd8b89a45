import { isAscii } from 'node:buffer';
import type { IncomingHttpHeaders } from 'node:http';
import type { Readable } from 'node:stream';
import { decodeUtf8, parseJson } from '../../json-text.js';
import type { Numbers } from '../api.js';

/**
 * The body of an answer as a stream. Its owner must read it to its end or destroy it; until then, the upstream is
 * blocked.
 */
export interface AnswerStream {
  readonly content: Readable;
  /** In bytes; undefined if the upstream does not state it. */
  readonly size: number | undefined;
}

/** An answer of the upstream, with any status. */
export class TransportAnswer {
  readonly status: number;
  /** The body in chunks; empty if it is a stream. */
  readonly chunks: readonly Buffer[];
  /** The body of a good answer, if a stream was requested. */
  readonly stream: AnswerStream | undefined;
  readonly #headers: IncomingHttpHeaders;
  readonly #numbers: Numbers;

  constructor(
    status: number,
    headers: IncomingHttpHeaders,
    chunks: readonly Buffer[],
    numbers: Numbers,
    stream?: AnswerStream,
  ) {
    this.status = status;
    this.chunks = chunks;
    this.stream = stream;
    this.#headers = headers;
    this.#numbers = numbers;
  }

  /** The body in one piece. */
  get bytes(): Buffer {
    const [first] = this.chunks;
    return first && this.chunks.length === 1 ? first : Buffer.concat(this.chunks);
  }

  /** The body, parsed again at each access; undefined if it is not JSON. */
  get json(): unknown {
    return (this.#headers['content-type'] ?? '').includes('json') ? read(this.bytes, this.#numbers) : undefined;
  }

  get requestId(): string | undefined {
    return one(this.#headers['request-id']);
  }

  get retryAfter(): string | undefined {
    return one(this.#headers['retry-after']);
  }
}

function read(bytes: Buffer, numbers: Numbers): unknown {
  try {
    // Nearly all answers are ASCII, and latin1 decodes five times faster than UTF-8. A body that is not UTF-8 is not
    // JSON: decoding must not replace characters.
    const text = isAscii(bytes) ? bytes.toString('latin1') : decodeUtf8(bytes);
    return numbers === 'doubles' ? JSON.parse(text) : parseJson(text, { numbers: 'respelled' });
  } catch {
    return undefined;
  }
}

function one(header: string | string[] | undefined): string | undefined {
  return Array.isArray(header) ? header[0] : header;
}
