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
  /** Path below the base URL, including the query. */
  readonly path: string;
  readonly token: Secret | undefined;
  readonly body: unknown;
  /** Time limit of this try, in milliseconds. For a stream: until it begins. */
  readonly timeout: number;
  /** Deadline of the operation. It also ends a stream. */
  readonly signal: AbortSignal;
  /** Accepted media types. Default: JSON. */
  readonly accept?: string;
  /** Whether a good answer is returned as a stream. */
  readonly asStream?: boolean;
}

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

/** Maximum time without a byte in a stream that is being read, in milliseconds. */
const LONGEST_STALL = 30_000;
/** Maximum size in bytes of an error answer that is read when a stream was requested. */
const LARGEST_REFUSAL = 65_536;

/** The connections to one host. Writes have their own pool: reads that hang cannot use up its connections. */
interface Connections {
  readonly reads: Pool;
  readonly writes: Pool;
  readonly basePath: string;
}

/**
 * Sends requests to the hosts of one product over pooled connections. It never follows a redirect, and stops reading an
 * answer at its size limit.
 */
export class Transport {
  readonly #hosts: ReadonlyMap<Host, Connections>;
  readonly #maximumAnswerSize: number;
  readonly #numbers: Numbers;

  /** @param maximumAnswerSize in bytes */
  constructor(baseUrls: Readonly<Record<Host, string>>, maximumAnswerSize: number, numbers: Numbers = 'doubles') {
    this.#hosts = new Map(Object.entries(baseUrls).map(([host, baseUrl]) => [host, open(baseUrl)]));
    this.#maximumAnswerSize = maximumAnswerSize;
    this.#numbers = numbers;
  }

  /**
   * Sends one request and reads its complete answer, unless a stream is requested.
   * @throws TransportError if the answer was not complete, or no stream began
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

  /** Closes all connections, also those with requests in flight. */
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
      // An error answer has a few lines; of a longer one the beginning is enough.
      return new TransportAnswer({ status, headers, chunks: [await readUpTo(body, LARGEST_REFUSAL)] }, numbers);
    }
    // The reader of the stream gets its errors. If the stream is destroyed unread, they may be ignored.
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

/** Reads the beginning of a body. To leave the loop early destroys the body, and with it the connection. */
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
  // Time limits belong to a try and come as signals.
  const pool = () =>
    new Pool(origin, { connections: 64, connect: { timeout: 3_000 }, headersTimeout: 0, bodyTimeout: 0 });
  return { reads: pool(), writes: pool(), basePath: pathname.replace(/\/$/, '') };
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

function write(body: unknown, numbers: Numbers): string {
  return numbers === 'doubles' ? JSON.stringify(body) : writeJson(body);
}

function sizeIn(header: string | string[] | undefined): number | undefined {
  return /^\d{1,15}$/.test(String(header)) ? Number(header) : undefined;
}

function one(header: string | string[] | undefined): string | undefined {
  return Array.isArray(header) ? header[0] : header;
}
