import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { Upstreams } from '../../datasources/index.js';
import { UpstreamError } from '../../upstream/call/upstream-error.js';

/**
 * `/healthz`: the process lives. `/readyz`: the gateway takes new requests and, where it has a key of its own, gets
 * answers with it from the upstream.
 * @param isClosing whether it takes no more
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

/** Whether a request asks how the gateway is, which is answered as long as there is a connection. */
export function isHealth({ routeOptions: { url } }: FastifyRequest): boolean {
  return url === '/healthz' || url === '/readyz';
}
