import { isAscii } from 'node:buffer';
import type { IncomingHttpHeaders } from 'node:http';
import type { Readable } from 'node:stream';
import { type Dispatcher, Pool } from 'undici';
import { decodeUtf8, parseJson, writeJson } from '../../json-text.js';
import type { Secret } from '../../secret.js';
import type { Numbers } from '../api.js';
import type { Endpoint, Host } from '../endpoint.js';
import { receive, type Received } from './receive.js';
import { toTransportError, TransportError } from './transport-error.js';

/** A request to the upstream, ready to be sent. */
export interface TransportRequest {
  readonly method: Endpoint['method'];
  /** Path below the base URL, query included. */
  readonly path: string;
  readonly token: Secret | undefined;
  readonly body: unknown;
  /** Time limit of this try, in milliseconds; of a stream, until it begins. */
  readonly timeout: number;
  /** Deadline of the operation. It ends a stream too. */
  readonly signal: AbortSignal;
  /** Media types that are taken; JSON when left out. */
  readonly accept?: string;
  /** Whether a good answer is not read but handed on as it comes. */
  readonly asStream?: boolean;
}

/**
 * The body of an answer while it comes in. Its owner reads it to its end or destroys it; until then the upstream is
 * held up.
 */
export interface AnswerStream {
  readonly content: Readable;
  /** In bytes; undefined when the upstream does not say. */
  readonly size: number | undefined;
}

/** An answer of the upstream, whatever its status. */
export class TransportAnswer {
  readonly status: number;
  /** The body as it came; nothing when it is a stream. */
  readonly chunks: readonly Buffer[];
  /** The body of a good answer that was asked for as a stream. */
  readonly stream: AnswerStream | undefined;
  readonly #headers: IncomingHttpHeaders;
  readonly #numbers: Numbers;

  constructor({ status, headers, chunks }: Received, numbers: Numbers, stream?: AnswerStream) {
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

  /** The body, parsed whenever this is read; undefined when it is no JSON. */
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

/** Longest time without a byte of a stream that is being read, in milliseconds. */
const LONGEST_STALL = 30_000;
/** Most that is read of a refusal in the place of a stream, in bytes. */
const LARGEST_REFUSAL = 65_536;

/** The connections to one host, of which writes have their own: reads that hang do not take them. */
interface Connections {
  readonly reads: Pool;
  readonly writes: Pool;
  readonly basePath: string;
}

/**
 * Sends requests to the hosts of one product over pooled connections. It follows no redirect, and reads no answer
 * beyond its limit.
 */
export class Transport {
  readonly #hosts: ReadonlyMap<Host, Connections>;
  readonly #maximumAnswerSize: number;
  readonly #numbers: Numbers;

  /** @param maximumAnswerSize largest answer that is read, in bytes */
  constructor(baseUrls: Readonly<Record<Host, string>>, maximumAnswerSize: number, numbers: Numbers = 'doubles') {
    this.#hosts = new Map(Object.entries(baseUrls).map(([host, baseUrl]) => [host, open(baseUrl)]));
    this.#maximumAnswerSize = maximumAnswerSize;
    this.#numbers = numbers;
  }

  /**
   * Sends one request and reads its answer to the end, unless a stream is asked for.
   * @throws TransportError when no whole answer came, or no stream began
   */
  async send(host: Host, request: TransportRequest): Promise<TransportAnswer> {
    const connections = this.#hosts.get(host);
    if (!connections) throw new TypeError(`There is no host ${host}.`);
    const { reads, writes, basePath } = connections;
    const pool = request.method === 'GET' ? reads : writes;
    const numbers = this.#numbers;
    const sent = {
      method: request.method,
      path: basePath + request.path,
      headers: {
        accept: request.accept ?? 'application/json',
        ...(request.token && { authorization: `Bearer ${request.token.reveal()}` }),
        ...(request.body !== undefined && { 'content-type': 'application/json' }),
      },
      ...(request.body !== undefined && { body: write(request.body, numbers) }),
    };
    if (request.asStream) return openStream(pool, sent, request, numbers);
    const received = await receive(pool, sent, { ...request, maximumSize: this.#maximumAnswerSize });
    return new TransportAnswer(received, numbers);
  }

  /** Closes all connections; what is still in flight is cut off. */
  async close(): Promise<void> {
    await Promise.all([...this.#hosts.values()].flatMap(({ reads, writes }) => [reads.destroy(), writes.destroy()]));
  }
}

async function openStream(
  pool: Pool,
  sent: Dispatcher.RequestOptions,
  { signal, timeout }: TransportRequest,
  numbers: Numbers,
): Promise<TransportAnswer> {
  const limit = new AbortController();
  const timer = setTimeout(() => {
    limit.abort();
  }, timeout);
  try {
    const {
      statusCode: status,
      headers,
      body,
    } = await pool.request({
      ...sent,
      signal: AbortSignal.any([signal, limit.signal]),
      bodyTimeout: LONGEST_STALL,
    });
    if (status !== 200) {
      // A refusal is a few lines; of anything longer the beginning will do.
      return new TransportAnswer({ status, headers, chunks: [await readUpTo(body, LARGEST_REFUSAL)] }, numbers);
    }
    // Its reader is told of errors; without one, as when it is destroyed unread, they are nobody's business.
    body.on('error', () => undefined);
    const size = sizeIn(headers['content-length']);
    return new TransportAnswer({ status, headers, chunks: [] }, numbers, { content: body, size });
  } catch (error) {
    if (signal.aborted) throw new TransportError('deadline', error);
    throw limit.signal.aborted ? new TransportError('timeout', error) : toTransportError(error);
  } finally {
    clearTimeout(timer);
  }
}

/** The beginning of a body. Leaving the loop early destroys it, and with it the connection. */
async function readUpTo(body: AsyncIterable<Buffer>, maximumSize: number): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of body) {
    chunks.push(chunk);
    size += chunk.length;
    if (size > maximumSize) break;
  }
  return Buffer.concat(chunks);
}

function open(baseUrl: string): Connections {
  const { origin, pathname } = new URL(baseUrl);
  // Time limits are per try and travel as signals.
  const pool = () =>
    new Pool(origin, { connections: 64, connect: { timeout: 3_000 }, headersTimeout: 0, bodyTimeout: 0 });
  return { reads: pool(), writes: pool(), basePath: pathname.replace(/\/$/, '') };
}

function read(bytes: Buffer, numbers: Numbers): unknown {
  try {
    // Nearly all answers are ASCII, which takes a fifth of the time to decode. What is not UTF-8 is no JSON: decoding
    // it would replace characters.
    const text = isAscii(bytes) ? bytes.toString('latin1') : decodeUtf8(bytes);
    return numbers === 'doubles' ? JSON.parse(text) : parseJson(text, { numbers: 'respelled' });
  } catch {
    return undefined;
  }
}

function write(body: unknown, numbers: Numbers): string {
  return numbers === 'doubles' ? JSON.stringify(body) : writeJson(body);
}

function sizeIn(header: string | string[] | undefined): number | undefined {
  return /^\d{1,15}$/.test(String(header)) ? Number(header) : undefined;
}

function one(header: string | string[] | undefined): string | undefined {
  return Array.isArray(header) ? header[0] : header;
}
