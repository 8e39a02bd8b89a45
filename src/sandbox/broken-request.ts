import { STATUS_CODES } from 'node:http';
import type { Socket } from 'node:net';
import type { FastifyInstance } from 'fastify';
import { Refusal } from './refusal.js';

/**
 * The code of the framework that the real service lets show (`integration-guide.md §3`); all others are told in the
 * contract's codes.
 */
const INVALID_CONTENT_LENGTH = 'FST_ERR_CTP_INVALID_CONTENT_LENGTH';
const MALFORMED = 'E_FAILED_SCHEMA_VALIDATION';

/**
 * What Fastify refuses before any operation is asked, in the contract's words.
 * @returns `undefined` for what is no refusal but a fault
 */
export function frameworkRefusal(error: unknown): Refusal | undefined {
  // Whatever it is: members that it does not have are undefined.
  const { statusCode, code, message } = error as Partial<Record<'statusCode' | 'code' | 'message', unknown>>;
  if (typeof statusCode !== 'number' || statusCode >= 500) return undefined;
  if (statusCode === 413) return new Refusal(413, undefined, 'body should NOT be larger than 1 MB');
  if (code === INVALID_CONTENT_LENGTH) return new Refusal(400, code, String(message));
  if (statusCode === 415) return otherMediaType(); // where the type is none at all
  if (code === 'FST_ERR_BAD_URL') return new Refusal(400, MALFORMED, 'url should be escaped UTF-8');
  return new Refusal(400, MALFORMED, String(message));
}

/**
 * Refuses a body of any content type but JSON. One that is empty is no mistake, whatever its type says
 * (`integration-guide.md §12`).
 */
export function refuseOtherBodies(server: FastifyInstance, refusal: () => Error): void {
  server.removeContentTypeParser('text/plain');
  server.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, done) => {
    if (body.length === 0) done(null, undefined);
    else done(refusal());
  });
}

/** The refusal of a body that is no JSON by its content type. */
export function otherMediaType(): Refusal {
  return new Refusal(400, MALFORMED, 'headers.content-type should be "application/json"');
}

/** What is wrong with bytes that are no request of HTTP. */
function brokenRequest(code: string): Refusal {
  switch (code) {
    case 'HPE_HEADER_OVERFLOW':
      return new Refusal(431, undefined, 'The headers are larger than 16 kB.');
    case 'ERR_HTTP_REQUEST_TIMEOUT':
      return new Refusal(408, undefined, 'The request took too long to arrive.');
    case 'HPE_INVALID_CONTENT_LENGTH':
    case 'HPE_UNEXPECTED_CONTENT_LENGTH':
    case 'HPE_INVALID_EOF_STATE':
      return new Refusal(400, INVALID_CONTENT_LENGTH, 'Request body size did not match Content-Length');
    default:
      return new Refusal(400, MALFORMED, 'This is no request of HTTP.');
  }
}

/**
 * Answers bytes that are no request of HTTP in the form of all refusals of a server; nobody is left to answer after a
 * reset.
 * @param bodyOf the body of a refusal
 */
export function answerBrokenRequest(
  bodyOf: (refusal: Refusal) => object,
): (error: Error & { readonly code: string }, socket: Socket) => void {
  return (error, socket) => {
    if (!socket.writable || error.code === 'ECONNRESET') {
      socket.destroy();
      return;
    }
    const refusal = brokenRequest(error.code);
    const text = JSON.stringify(bodyOf(refusal));
    socket.end(
      `HTTP/1.1 ${refusal.status} ${STATUS_CODES[refusal.status] ?? ''}\r\nContent-Type: application/json; charset=utf-8\r\n` +
        `Content-Length: ${Buffer.byteLength(text)}\r\nConnection: close\r\n\r\n${text}`,
    );
  };
}

/**
 * What Node.js would refuse by itself, without a body: requests without `Host`, which are answered, and expectations
 * that it does not know.
 */
export const answersAll = { http: { requireHostHeader: false } } as const;

/** Has a server ignore expectations (`Expect`) that it does not know, instead of refusing them without a body. */
export function ignoreExpectations({ server }: FastifyInstance): void {
  server.on('checkExpectation', (request, response) => server.emit('request', request, response));
}
