import type { FastifyReply, FastifyRequest } from 'fastify';
import type { UpstreamError } from '../../upstream/call/upstream-error.js';
import type { ErrorCode } from '../../errors/error-codes.js';

/** Why a request that is not GraphQL is refused. */
export interface Refusal {
  readonly code: ErrorCode;
  readonly message: string;
  readonly retryable?: boolean;
  readonly retryAfter?: number | undefined;
}

/** Refuses a request before the first byte of an answer. Errors come in the shape of GraphQL's. */
export function refuse(request: FastifyRequest, reply: FastifyReply, status: number, refusal: Refusal): FastifyReply {
  if (refusal.retryAfter !== undefined) void reply.header('retry-after', String(refusal.retryAfter));
  return reply.code(status).type('application/json; charset=utf-8').send(bodyOf(refusal, request.id));
}

/** The body of a refusal, in the shape of GraphQL's errors. */
export function bodyOf({ code, message, retryable = false, retryAfter }: Refusal, requestId: string): object {
  const extensions = { code, retryable, ...(retryAfter !== undefined && { retryAfter }), requestId };
  return { errors: [{ message, extensions }] };
}

/** The upstream's own status where it is about the caller; what is wrong with the upstream is that of a gateway. */
export function statusOf({ code, upstream: { status } }: UpstreamError): number {
  if (code === 'RATE_LIMITED') return 429;
  if (code === 'UPSTREAM_TIMEOUT' || code === 'DEADLINE_EXCEEDED') return 504;
  if (code === 'FORBIDDEN') return 403;
  if (code === 'GATEWAY_CREDENTIALS_REFUSED') return 502; // the credential is not the caller's
  if (status === 503) return 503;
  return status !== undefined && status >= 400 && status < 500 ? status : 502;
}
