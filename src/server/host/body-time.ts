import type { IncomingMessage } from 'node:http';
import type { FastifyInstance, FastifyRequest } from 'fastify';

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
  let begun: FastifyRequest[] = [];
  // Nearly all requests arrive in one piece. They need no timer, so the others are found after the event loop's turn.
  const limitOthers = () => {
    const requests = begun;
    begun = [];
    for (const { raw, routeOptions } of requests) {
      if (!raw.complete && !raw.destroyed) endUnlessWhole(raw, routeOptions.config.bodyTime ?? standard);
    }
  };
  app.addHook('onRequest', (request, _reply, done) => {
    if (begun.push(request) === 1) setImmediate(limitOthers);
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
