import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { Upstreams } from '../../datasources/index.js';
import { UpstreamError } from '../../upstream/call/upstream-error.js';

/**
 * `/healthz`: the process is alive. `/readyz`: the gateway accepts requests and, if it has its own API key, the
 * upstream accepts that key.
 * @param isClosing whether the gateway is shutting down
 */
export function serveHealth(app: FastifyInstance, upstreams: Upstreams, isClosing: () => boolean): void {
  app.get('/healthz', () => ({ status: 'ok' }));
  app.get('/readyz', async (_request, reply) => {
    const notReady = (code: string, message: string) => reply.code(503).send({ status: 'not ready', code, message });
    if (isClosing()) return notReady('SHUTTING_DOWN', 'The gateway is shutting down.');
    try {
      await upstreams.ready();
      return { status: 'ready' };
    } catch (error) {
      if (!(error instanceof UpstreamError)) throw error;
      return notReady(error.code, error.message);
    }
  });
}

/** Whether a request is a health check. Health checks are answered even while the gateway shuts down. */
export function isHealth({ routeOptions: { url } }: FastifyRequest): boolean {
  return url === '/healthz' || url === '/readyz';
}
