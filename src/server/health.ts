import type { FastifyInstance } from 'fastify';
import type { Upstreams } from '../datasources/index.js';
import { UpstreamError } from '../datasources/upstream-error.js';

/** `/healthz`: the process lives. `/readyz`: the gateway, where it has a key of its own, gets answers with it from the upstream. */
export function serveHealth(app: FastifyInstance, upstreams: Upstreams): void {
  app.get('/healthz', () => ({ status: 'ok' }));
  app.get('/readyz', async (_request, reply) => {
    try {
      await upstreams.ready();
      return { status: 'ready' };
    } catch (error) {
      if (!(error instanceof UpstreamError)) throw error;
      return reply.code(503).send({ status: 'not ready', code: error.code, message: error.message });
    }
  });
}
