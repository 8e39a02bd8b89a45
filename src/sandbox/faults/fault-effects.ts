import { Readable } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Contract, ContractOperation } from '../../contract/contract.js';
import { statusOf, type FaultRule } from './fault-rule.js';
import { Refusal } from '../engine/refusal.js';

/** The call that a fault disturbs. */
export interface StruckCall {
  readonly contract: Contract;
  readonly operation: ContractOperation;
  readonly request: FastifyRequest;
  readonly reply: FastifyReply;
  /** Ends the caller's access token now; does nothing for a login. */
  readonly expireToken: () => Promise<void>;
  /** Aborts when the sandbox closes. */
  readonly closing: AbortSignal;
}

/** The body of an answer, as Fastify passes it on. */
export type Payload = string | Buffer | Readable | null | undefined;

/**
 * Applies a fault before the work.
 * @throws Refusal when the work must not be done. Nobody receives it if the connection is closed.
 */
export async function strikeBefore(rule: FaultRule, call: StruckCall): Promise<void> {
  if (!('when' in rule) || rule.when !== 'before') return;
  switch (rule.kind) {
    case 'refuse':
      throw refusalOf(rule, call);
    case 'silence':
      await silence(call);
      throw NOBODY_LISTENS;
    case 'reset':
      reset(call);
      throw NOBODY_LISTENS;
    case 'expire-token':
      await call.expireToken();
      throw new Refusal(401, undefined, 'The access token has expired.');
  }
}

/**
 * Applies a fault to an answer.
 * @returns what to send instead
 */
export async function strikeAnswer(rule: FaultRule, call: StruckCall, payload: Payload): Promise<Payload> {
  if ('when' in rule && rule.when === 'before') return payload;
  const { reply } = call;
  switch (rule.kind) {
    case 'refuse': {
      const refusal = refusalOf(rule, call);
      reply.headers(refusal.headers);
      return replace(reply, payload, refusal.status, JSON_TYPE, JSON.stringify(refusal.body));
    }
    case 'silence':
      await silence(call);
      return payload;
    case 'reset':
      reset(call);
      return payload;
    case 'expire-token':
      await call.expireToken();
      return payload;
    case 'slow-headers':
      await sleep(rule.milliseconds, undefined, { signal: call.closing }).catch(() => undefined);
      return payload;
    case 'slow-body':
      return sendPart(reply, payload, (content) => trickle(content, rule.bytesPerSecond, call.closing));
    case 'reset-in-body':
      return sendPart(reply, payload, (content) => cutOff(content, call));
    case 'truncated-json': {
      const content = await contentOf(payload);
      return replace(reply, payload, reply.statusCode, JSON_TYPE, content.subarray(0, Math.floor(content.length / 2)));
    }
    case 'wrong-json':
      return replace(reply, payload, reply.statusCode, JSON_TYPE, JSON.stringify({ unexpected: ['sandbox'] }));
    case 'html':
      return replace(reply, payload, rule.status, 'text/html; charset=utf-8', HTML);
  }
}

const JSON_TYPE = 'application/json; charset=utf-8';
const HTML = '<!doctype html><title>Bad gateway</title><h1>Bad gateway</h1><p>This is a fault of the sandbox.</p>\n';
const NOBODY_LISTENS = new Refusal(499, undefined, 'The connection is closed.');

function refusalOf(rule: Extract<FaultRule, { kind: 'refuse' }>, { contract, operation }: StruckCall): Refusal {
  const { code, message = 'A fault that was switched on at the control port.', retryAfter, retryAfterAs } = rule;
  const status = rule.status ?? statusOf(contract, operation, code) ?? 500;
  const when =
    retryAfter !== undefined && retryAfterAs === 'date' ? new Date(Date.now() + retryAfter * 1_000) : retryAfter;
  return new Refusal(status, code, message, when);
}

/** Sends no answer. Resolves when the caller closes the connection or the sandbox closes. */
function silence({ request, closing }: StruckCall): Promise<void> {
  const { socket } = request.raw;
  return new Promise((resolve) => {
    const end = (): void => {
      socket.off('close', end);
      closing.removeEventListener('abort', end);
      socket.destroy();
      resolve();
    };
    if (socket.destroyed || closing.aborted) end();
    socket.once('close', end);
    closing.addEventListener('abort', end, { once: true });
  });
}

function reset({ request }: StruckCall): void {
  request.raw.socket.resetAndDestroy();
}

/** Replaces the content of an answer. */
function replace(
  reply: FastifyReply,
  payload: Payload,
  status: number,
  type: string,
  content: string | Buffer,
): string | Buffer {
  if (payload instanceof Readable) payload.destroy();
  void reply.code(status).headers({ 'content-type': type, 'content-length': Buffer.byteLength(content) });
  return content;
}

/** Sends the body through `send`. The header Content-Length still holds the full length. */
async function sendPart(
  reply: FastifyReply,
  payload: Payload,
  send: (content: AsyncIterable<Buffer> | Iterable<Buffer>) => AsyncGenerator<Buffer>,
): Promise<Readable> {
  if (payload instanceof Readable) return Readable.from(send(payload));
  const content = await contentOf(payload);
  void reply.header('content-length', content.length);
  return Readable.from(send([content]));
}

async function contentOf(payload: Payload): Promise<Buffer> {
  if (!(payload instanceof Readable)) return Buffer.from(payload ?? '');
  const [chunk] = (await payload.take(1).toArray()) as Buffer[]; // only archives are streams, of buffers
  return chunk ?? Buffer.alloc(0);
}

async function* trickle(
  content: AsyncIterable<Buffer> | Iterable<Buffer>,
  bytesPerSecond: number,
  signal: AbortSignal,
): AsyncGenerator<Buffer> {
  // At low speeds single bytes. At higher speeds more, because timers cannot fire fast enough.
  const step = Math.max(1, Math.round(bytesPerSecond / 100));
  for await (const chunk of content) {
    for (let start = 0; start < chunk.length; start += step) {
      yield chunk.subarray(start, start + step);
      await sleep((step * 1_000) / bytesPerSecond, undefined, { signal });
    }
  }
}

/** Sends half of the first chunk, then resets the connection. */
async function* cutOff(content: AsyncIterable<Buffer> | Iterable<Buffer>, call: StruckCall): AsyncGenerator<Buffer> {
  for await (const chunk of content) {
    yield chunk.subarray(0, Math.ceil(chunk.length / 2));
    // Waits until this half is sent. Otherwise the caller would not even receive the headers.
    await sleep(50);
    reset(call);
    return;
  }
}
