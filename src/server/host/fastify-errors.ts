import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify';
import type { Logger } from 'pino';
import { UNREADABLE_URL } from './bodies.js';
import { sendError } from './error-answer.js';

/**
 * Answers errors that Fastify raises before GraphQL runs (invalid JSON, a body that is too large), in the shape of
 * GraphQL errors.
 */
export function answerFastifyError(
  log: Logger,
  error: FastifyError,
  request: FastifyRequest,
  reply: FastifyReply,
): FastifyReply {
  const status = error.statusCode ?? 500;
  if (status >= 500) log.error({ err: error, requestId: request.id }, 'unexpected error');
  const message = status >= 500 ? 'Something went wrong inside the gateway.' : (whatToSend(error) ?? error.message);
  const code = status >= 500 ? 'INTERNAL_SERVER_ERROR' : 'BAD_REQUEST';
  void reply.header('request-id', request.id).header('cache-control', 'no-store');
  return sendError(request, reply, status, { code, message });
}

/** Returns a message that says what the client should send, if Fastify's own message only says what is wrong. */
function whatToSend({ code }: FastifyError): string | undefined {
  if (code === 'FST_ERR_BAD_URL') return UNREADABLE_URL;
  return code === 'FST_ERR_CTP_INVALID_MEDIA_TYPE'
    ? 'This Content-Type is not supported. Send GraphQL to "/graphql" with "Content-Type: application/json", and an archive to "/verify-export" with "Content-Type: application/x-tar".'
    : undefined;
}

/** Answers requests for unknown addresses. */
export function answerNotFound(request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const path = request.url.split('?', 1)[0] ?? '';
  const message = `There is no ${request.method} ${path.slice(0, 200)}. GraphQL is at "/graphql".`;
  return sendError(request, reply, 404, { code: 'BAD_REQUEST', message });
}
