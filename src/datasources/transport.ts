import type { Readable } from 'node:stream';
import { Pool } from 'undici';
import type { Secret } from '../secret.js';
import type { Endpoint, Host } from './endpoints.js';

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

/** The body of an answer while it comes in. Whoever has it reads it to its end or destroys it; until it is read, the upstream is held up. */
export interface AnswerStream {
  readonly content: Readable;
  /** In bytes; undefined when the upstream does not say. */
  readonly size: number | undefined;
}

/** An answer of the upstream, whatever its status. */
export interface TransportAnswer {
  readonly status: number;
  /** The parsed JSON; undefined when the body is none. */
  readonly json: unknown;
  /** The body as it came; undefined when it is a stream. */
  readonly bytes?: Uint8Array;
  /** The body of a good answer that was asked for as a stream. */
  readonly stream?: AnswerStream;
  readonly requestId: string | undefined;
  readonly retryAfter: string | undefined;
}

/** No answer came. */
export class TransportError extends Error {
  override readonly name = 'TransportError';
  /**
   * `unreachable`: it was never sent. `timeout`, `lost` and `too-large`: it may have been worked on. `deadline`: the operation's
   * time is up.
   */
  readonly kind: 'unreachable' | 'timeout' | 'lost' | 'too-large' | 'deadline';

  constructor(kind: TransportError['kind'], cause: unknown) {
    super(`No answer from the upstream (${kind}).`, { cause });
    this.kind = kind;
  }
}

/** Codes of failures before a request was sent: what was asked for cannot have been done. */
const NOT_SENT: ReadonlySet<unknown> = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'UND_ERR_CONNECT_TIMEOUT',
  'CERT_HAS_EXPIRED',
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'SELF_SIGNED_CERT_IN_CHAIN',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
  'ERR_TLS_CERT_ALTNAME_INVALID',
]);

/** Longest time without a byte of a stream that is being read, in milliseconds. */
const LONGEST_STALL = 30_000;

/** The answer is larger than the gateway takes. */
class AnswerTooLarge extends Error {}

/** Sends requests to the two hosts over pooled connections. Follows no redirect, and reads no answer beyond its limit. */
export class Transport {
  readonly #hosts: Readonly<Record<Host, { readonly pool: Pool; readonly basePath: string }>>;
  readonly #maximumAnswerSize: number;

  /** @param maximumAnswerSize largest answer that is read, in bytes */
  constructor(baseUrls: Readonly<Record<Host, string>>, maximumAnswerSize: number) {
    this.#hosts = { BACKEND: open(baseUrls.BACKEND), MIDDLEWARE: open(baseUrls.MIDDLEWARE) };
    this.#maximumAnswerSize = maximumAnswerSize;
  }

  /**
   * Sends one request and reads its answer to the end, unless a stream is asked for.
   * @throws TransportError when no whole answer came, or no stream began
   */
  async send(host: Host, request: TransportRequest): Promise<TransportAnswer> {
    const { pool, basePath } = this.#hosts[host];
    const limit = new AbortController();
    const timer = setTimeout(() => {
      limit.abort();
    }, request.timeout);
    // Not inside: what cannot be written is a fault of ours, not of the host.
    const sent = request.body === undefined ? undefined : JSON.stringify(request.body);
    try {
      const { statusCode, headers, body } = await pool.request({
        method: request.method,
        path: basePath + request.path,
        headers: {
          accept: request.accept ?? 'application/json',
          ...(request.token && { authorization: `Bearer ${request.token.reveal()}` }),
          ...(request.body !== undefined && { 'content-type': 'application/json' }),
        },
        ...(sent !== undefined && { body: sent }),
        signal: AbortSignal.any([request.signal, limit.signal]),
        bodyTimeout: request.asStream ? LONGEST_STALL : 0,
      });
      const facts = {
        status: statusCode,
        requestId: one(headers['request-id']),
        retryAfter: one(headers['retry-after']),
      };
      if (request.asStream && statusCode === 200) {
        // Its reader is told of errors; without one, as when it is destroyed unread, they are nobody's business.
        body.on('error', () => undefined);
        return { ...facts, json: undefined, stream: { content: body, size: sizeIn(headers['content-length']) } };
      }
      const bytes = await this.#read(body);
      const isJson = String(headers['content-type'] ?? '').includes('json');
      return { ...facts, json: isJson ? parseJson(bytes.toString('utf8')) : undefined, bytes };
    } catch (error) {
      if (request.signal.aborted) throw new TransportError('deadline', error);
      if (limit.signal.aborted) throw new TransportError('timeout', error);
      if (error instanceof AnswerTooLarge) throw new TransportError('too-large', error);
      const code = typeof error === 'object' && error !== null && 'code' in error ? error.code : undefined;
      throw new TransportError(NOT_SENT.has(code) ? 'unreachable' : 'lost', error);
    } finally {
      clearTimeout(timer);
    }
  }

  /** Closes all connections; requests in flight end first. */
  async close(): Promise<void> {
    await Promise.all(Object.values(this.#hosts).map(({ pool }) => pool.close()));
  }

  async #read(body: AsyncIterable<Buffer>): Promise<Buffer> {
    const chunks: Buffer[] = [];
    let size = 0;
    // Leaving the loop early destroys the body, and with it the connection.
    for await (const chunk of body) {
      size += chunk.length;
      if (size > this.#maximumAnswerSize) throw new AnswerTooLarge();
      chunks.push(chunk);
    }
    return Buffer.concat(chunks);
  }
}

function open(baseUrl: string): { pool: Pool; basePath: string } {
  const { origin, pathname } = new URL(baseUrl);
  // Time limits are per try and travel as signals.
  const pool = new Pool(origin, { connections: 64, connect: { timeout: 3_000 }, headersTimeout: 0, bodyTimeout: 0 });
  return { pool, basePath: pathname.replace(/\/$/, '') };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function sizeIn(header: string | string[] | undefined): number | undefined {
  return /^\d{1,15}$/.test(String(header)) ? Number(header) : undefined;
}

function one(header: string | string[] | undefined): string | undefined {
  return Array.isArray(header) ? header[0] : header;
}
