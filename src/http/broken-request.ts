import { STATUS_CODES } from 'node:http';
import type { Socket } from 'node:net';
import type { FastifyInstance } from 'fastify';

/** Describes bytes that are not a valid HTTP request. */
export interface BrokenRequest {
  /** HTTP status. */
  readonly status: 400 | 408 | 431;
  /** Whether the length of the body differs from its Content-Length. */
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
      return { status: 400, isOfLength: false, message: 'This is not a valid HTTP request.' };
  }
}

/**
 * Answers bytes that are not a valid HTTP request, in the format of the server's other errors. After a reset of the
 * connection there is nobody to answer.
 * @param bodyOf makes the body of the answer
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

/** Server option: Node.js must not reject requests without `Host` by itself, because its answer has no body. */
export const answersAll = { http: { requireHostHeader: false } } as const;

/** Makes a server ignore unknown expectations (`Expect`). Node.js would reject them with an answer without a body. */
export function ignoreExpectations({ server }: FastifyInstance): void {
  server.on('checkExpectation', (request, response) => server.emit('request', request, response));
}
