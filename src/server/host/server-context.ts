import type { FastifyReply, FastifyRequest } from 'fastify';
import { type Lending, readCaller } from '../pipeline/caller.js';
import { Deadline } from '../pipeline/deadline.js';
import type { ServerContext, ToContext } from '../pipeline/operation.js';
import { variablesInUrl } from './bodies.js';

/**
 * Creates the context of a request that Apollo executes.
 * @throws GraphQLError see {@link readCaller}
 */
export function toServerContext(
  request: FastifyRequest,
  reply: FastifyReply,
  lending: Lending,
  toContext: ToContext,
): ServerContext {
  const deadline = new Deadline();
  const caller = readCaller(request, lending);
  void reply.header('request-id', request.id);
  return {
    ...toContext(caller, deadline),
    variablesInUrl: variablesInUrl(request),
    callerIsGone: () => reply.raw.closed && !reply.raw.writableFinished,
    deadline,
    requestId: request.id,
    explain: request.headers['x-explain'] === '1',
    cost: 0,
    onClosed: (callback) => {
      reply.raw.once('close', callback);
    },
    onCallerGone: (callback) => {
      reply.raw.once('close', () => {
        if (!reply.raw.writableFinished) callback();
      });
    },
  };
}
