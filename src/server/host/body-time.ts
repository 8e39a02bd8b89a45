import type { IncomingMessage } from 'node:http';
import type { FastifyInstance } from 'fastify';

declare module 'fastify' {
  interface FastifyContextConfig {
    /** Longest time that a request of this route may take to come in whole, in milliseconds. */
    bodyTime?: number;
  }
}

/**
 * Bounds the time in which a request comes in whole, for each route its own; that of the server is one for all. Threat:
 * bodies that trickle in hold connections.
 * @param standard for routes that say nothing, in milliseconds
 */
export function limitBodyTime(app: FastifyInstance, standard: number): void {
  app.addHook('onRequest', (request, _reply, done) => {
    endUnlessWhole(request.raw, request.routeOptions.config.bodyTime ?? standard);
    done();
  });
}

function endUnlessWhole(request: IncomingMessage, time: number): void {
  const timer = setTimeout(() => {
    if (!request.complete) request.destroy();
  }, time);
  timer.unref();
  for (const event of ['end', 'close']) {
    request.once(event, () => {
      clearTimeout(timer);
    });
  }
}
