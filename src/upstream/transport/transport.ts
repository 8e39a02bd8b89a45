import { type Dispatcher, Pool } from 'undici';
import { writeJson } from '../../json-text.js';
import type { Secret } from '../../secret.js';
import type { Numbers } from '../api.js';
import type { Endpoint, Host } from '../endpoint.js';
import { receive, type Receiving } from './receive.js';
import { TransportAnswer } from './transport-answer.js';
import { toTransportError, TransportError } from './transport-error.js';
import { type Signal, toAbortSignal } from '../../coordination/cancellation.js';

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
  readonly signal: Signal;
  /** Accepted media types. Default: JSON. */
  readonly accept?: string | undefined;
  /** Whether a good answer is returned as a stream. */
  readonly asStream?: boolean;
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
  readonly #receiving: Receiving;

  /** @param maximumSize of an answer, in bytes */
  constructor(baseUrls: Readonly<Record<Host, string>>, maximumSize: number, numbers: Numbers = 'doubles') {
    this.#hosts = new Map(Object.entries(baseUrls).map(([host, baseUrl]) => [host, open(baseUrl)]));
    this.#receiving = { maximumSize, numbers };
  }

  /**
   * Sends one request and reads its complete answer, unless a stream is requested.
   * @throws TransportError if the answer was not complete, or no stream began
   */
  send(host: Host, request: TransportRequest): Promise<TransportAnswer> {
    const connections = this.#hosts.get(host);
    if (!connections) throw new TypeError(`There is no host ${host}.`);
    const { method, path, token, body, accept = 'application/json' } = request;
    const pool = method === 'GET' ? connections.reads : connections.writes;
    const headers: Record<string, string> = { accept };
    if (token) headers.authorization = `Bearer ${token.reveal()}`;
    const sent: Dispatcher.RequestOptions = { method, path: connections.basePath + path, headers, body: null };
    if (body !== undefined) {
      headers['content-type'] = 'application/json';
      sent.body = write(body, this.#receiving.numbers);
    }
    return request.asStream
      ? openStream(pool, sent, request, this.#receiving.numbers)
      : receive(pool, sent, request.signal, request.timeout, this.#receiving);
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
      signal: AbortSignal.any([toAbortSignal(signal), limit.signal]),
      bodyTimeout: LONGEST_STALL,
    });
    if (status !== 200) {
      // An error answer has a few lines; of a longer one the beginning is enough.
      return new TransportAnswer(status, headers, [await readUpTo(body, LARGEST_REFUSAL)], numbers);
    }
    // The reader of the stream gets its errors. If the stream is destroyed unread, they may be ignored.
    body.on('error', () => undefined);
    const size = sizeIn(headers['content-length']);
    return new TransportAnswer(status, headers, [], numbers, { content: body, size });
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

function write(body: unknown, numbers: Numbers): string {
  return numbers === 'doubles' ? JSON.stringify(body) : writeJson(body);
}

function sizeIn(header: string | string[] | undefined): number | undefined {
  return /^\d{1,15}$/.test(String(header)) ? Number(header) : undefined;
}
