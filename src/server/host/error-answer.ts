import type { FastifyReply, FastifyRequest } from 'fastify';
import type { UpstreamError } from '../../upstream/call/upstream-error.js';
import type { ErrorCode } from '../../errors/error-codes.js';

/** The error of a request outside GraphQL. */
export interface ErrorAnswer {
  readonly code: ErrorCode;
  readonly message: string;
  readonly retryable?: boolean;
  readonly retryAfter?: number | undefined;
}

/** Answers a request with an error, in the shape of GraphQL errors. Call it before any part of the response is sent. */
export function sendError(
  request: FastifyRequest,
  reply: FastifyReply,
  status: number,
  answer: ErrorAnswer,
): FastifyReply {
  if (answer.retryAfter !== undefined) void reply.header('retry-after', String(answer.retryAfter));
  return reply.code(status).type('application/json; charset=utf-8').send(errorBody(answer, request.id));
}

/** Creates the body of an error answer, in the shape of GraphQL errors. */
export function errorBody({ code, message, retryable = false, retryAfter }: ErrorAnswer, requestId: string): object {
  const extensions = { code, retryable, ...(retryAfter !== undefined && { retryAfter }), requestId };
  return { errors: [{ message, extensions }] };
}

/**
 * Returns the HTTP status for an upstream error: the upstream's own status if it concerns the caller, otherwise the
 * status of a gateway (502, 503 or 504).
 */
export function statusOf({ code, upstream: { status } }: UpstreamError): number {
  if (code === 'RATE_LIMITED') return 429;
  if (code === 'UPSTREAM_TIMEOUT' || code === 'DEADLINE_EXCEEDED') return 504;
  if (code === 'FORBIDDEN') return 403;
  if (code === 'GATEWAY_CREDENTIALS_REFUSED') return 502; // the gateway's credential, not the caller's
  if (status === 503) return 503;
  return status !== undefined && status >= 400 && status < 500 ? status : 502;
}
