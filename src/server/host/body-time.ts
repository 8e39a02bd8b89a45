import type { IncomingMessage } from 'node:http';
import type { FastifyInstance } from 'fastify';

declare module 'fastify' {
  interface FastifyContextConfig {
    /** Maximum time in which a request of this route must be received completely, in milliseconds. */
    bodyTime?: number;
  }
}

/**
 * Limits the time in which a request must be received completely, per route. Node's own limit is per server. Threat:
 * clients that send bodies very slowly hold connections.
 * @param standard limit for routes without their own limit, in milliseconds
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
