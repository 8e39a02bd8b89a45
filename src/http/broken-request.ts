import { STATUS_CODES } from 'node:http';
import type { Socket } from 'node:net';
import type { FastifyInstance } from 'fastify';

/** What is wrong with bytes that are no request of HTTP. */
export interface BrokenRequest {
  /** HTTP status. */
  readonly status: 400 | 408 | 431;
  /** Whether the body is longer or shorter than its Content-Length. */
  readonly isOfLength: boolean;
  readonly message: string;
}

function brokenRequest(code: string): BrokenRequest {
  switch (code) {
    case 'HPE_HEADER_OVERFLOW':
      return { status: 431, isOfLength: false, message: 'The headers are larger than 16 kB.' };
    case 'ERR_HTTP_REQUEST_TIMEOUT':
      return { status: 408, isOfLength: false, message: 'The request took too long to arrive.' };
    case 'HPE_INVALID_CONTENT_LENGTH':
    case 'HPE_UNEXPECTED_CONTENT_LENGTH':
    case 'HPE_INVALID_EOF_STATE':
      return { status: 400, isOfLength: true, message: 'Request body size did not match Content-Length' };
    default:
      return { status: 400, isOfLength: false, message: 'This is no request of HTTP.' };
  }
}

/**
 * Answers bytes that are no request of HTTP in the form of all refusals of a server; nobody is left to answer after a
 * reset.
 * @param bodyOf the body of a refusal
 */
export function answerBrokenRequest(
  bodyOf: (broken: BrokenRequest) => object,
): (error: Error & { readonly code: string }, socket: Socket) => void {
  return (error, socket) => {
    if (!socket.writable || error.code === 'ECONNRESET') {
      socket.destroy();
      return;
    }
    const broken = brokenRequest(error.code);
    const text = JSON.stringify(bodyOf(broken));
    socket.end(
      `HTTP/1.1 ${broken.status} ${STATUS_CODES[broken.status] ?? ''}\r\nContent-Type: application/json; charset=utf-8\r\n` +
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
