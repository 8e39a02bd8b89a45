import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import fastifyStatic from '@fastify/static';
import type { FastifyInstance } from 'fastify';

/** The folder that vite builds. The relative path is the same from `src/` and from `dist/`. */
const PAGE_FOLDER = fileURLToPath(new URL('../../../dist/explorer/', import.meta.url));

/**
 * The page may load from this server only. GraphiQL's editor creates `blob:` workers and inline styles itself; inline
 * scripts stay forbidden.
 */
const CONTENT_SECURITY_POLICY = [
  "default-src 'self'",
  "script-src 'self'",
  "style-src 'self' 'unsafe-inline'",
  "worker-src 'self' blob:",
  "img-src 'self' data:",
  "font-src 'self' data:",
  "connect-src 'self'",
  "frame-ancestors 'none'",
  "base-uri 'none'",
].join('; ');

/** Serves GraphiQL at `/` and its files under `/explorer/`. */
export async function serveExplorer(app: FastifyInstance): Promise<void> {
  if (!existsSync(PAGE_FOLDER)) {
    app.get('/', (_request, reply) =>
      reply.type('text/plain').send('GraphiQL is not built yet. Run "npm run build".\n'),
    );
    return;
  }
  await app.register(fastifyStatic, {
    root: PAGE_FOLDER,
    prefix: '/explorer/',
    index: false,
    // The names of built files contain a hash of their content.
    immutable: true,
    maxAge: '365d',
    setHeaders: (reply) => {
      void reply.header('x-content-type-options', 'nosniff');
    },
  });
  app.get('/', (_request, reply) =>
    reply
      .header('content-security-policy', CONTENT_SECURITY_POLICY)
      .header('x-content-type-options', 'nosniff')
      .header('referrer-policy', 'no-referrer')
      .header('cache-control', 'no-cache')
      .sendFile('index.html', { cacheControl: false }),
  );
}
