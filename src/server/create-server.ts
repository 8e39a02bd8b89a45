import type { FastifyInstance } from 'fastify';
import type { GraphQLError } from 'graphql';
import type { Config } from '../config/config.js';
import { toAbortSignal } from '../coordination/cancellation.js';
import type { Upstreams } from '../datasources/index.js';
import { buildSchema } from '../resolvers/build-schema.js';
import { DsfinvkArchiveVerifier } from '../resolvers/dsfinvk/verification/archive-verifier.js';
import { ExportVerifier } from '../resolvers/sign-de/verification/export-verifier.js';
import { serveDownloads } from './archives/download.js';
import { DownloadLinks } from './archives/download-links.js';
import { serveExportVerification } from './archives/verify-export-route.js';
import { FastLane } from './execution/fast-lane.js';
import { LargeAnswers } from './execution/large-answers.js';
import { Operations } from './execution/operations.js';
import { createApollo } from './host/apollo-server.js';
import { serveExplorer } from './host/explorer-page.js';
import { createApp } from './host/fastify-app.js';
import { serveGraphQL } from './host/graphql-route.js';
import { serveHealth } from './host/health.js';
import { toServerContext } from './host/server-context.js';
import { Admission } from './pipeline/admission.js';
import { lendingOf, readCaller } from './pipeline/caller.js';
import { unexpectedIn } from './pipeline/format-error.js';
import type { ToContext } from './pipeline/operation.js';
import { serveEventStream } from './subscriptions/event-stream.js';
import { OpenConnections } from './subscriptions/open-connections.js';
import { Subscriptions } from './subscriptions/subscriptions.js';
import { serveWebSocket } from './subscriptions/web-socket.js';

/** The part of the configuration that the server uses. */
export type ServerSettings = Pick<
  Config,
  | 'host'
  | 'gatewayKeys'
  | 'linkSecret'
  | 'graphiql'
  | 'refuseSuspiciousReceipts'
  | 'queryTimeout'
  | 'mutationTimeout'
  | 'maximumQueryCost'
  | 'maximumArchiveSize'
  | 'logLevel'
> & { readonly sandbox: boolean };

/**
 * Creates the gateway as a Fastify application that is not listening yet: GraphQL at `/graphql` (queries and mutations
 * over HTTP, subscriptions over WebSocket), subscriptions over SSE at `/graphql/stream`, archives at `/download`,
 * verification of archives at `/verify-export` and `/verify-dsfinvk`, GraphiQL at `/`, `/healthz` and `/readyz`.
 * Closing the application ends subscriptions and lets running requests finish, including mutations whose callers have
 * disconnected (docs/decisions/0043).
 */
export async function createServer(settings: ServerSettings, upstreams: Upstreams): Promise<FastifyInstance> {
  const { app, log, draining } = createApp(settings);
  const onUnexpected = (error: unknown, requestId?: string) => {
    log.error({ err: error, requestId }, 'unexpected error');
  };
  const onErrors = (errors: readonly GraphQLError[], requestId: string) => {
    for (const unexpected of errors.map(unexpectedIn))
      if (unexpected !== undefined) onUnexpected(unexpected, requestId);
  };
  const operations = new Operations(buildSchema(), settings.maximumQueryCost);
  const admission = new Admission();
  const largeAnswers = new LargeAnswers();
  const apollo = createApollo(app, {
    operations,
    admission,
    largeAnswers,
    timeouts: { query: settings.queryTimeout, mutation: settings.mutationTimeout },
    log,
    onUnexpected,
    onErrors,
  });
  await apollo.start();

  const links = new DownloadLinks(settings.linkSecret);
  const verifier = new ExportVerifier();
  const dsfinvkVerifier = new DsfinvkArchiveVerifier();
  const lending = lendingOf(settings.host, settings.gatewayKeys);
  const { sandbox, refuseSuspiciousReceipts } = settings;
  const toContext: ToContext = (caller, deadline) => ({
    datasources: upstreams.forOperation(caller, deadline.signal, () => deadline.timeLeft),
    downloadLink: (source, exportUuid, fileExpiresAt) =>
      Promise.resolve(links.make({ caller, ...source, exportUuid }, fileExpiresAt)),
    verifyArchive: (open) => verifier.verify(open, toAbortSignal(deadline.signal)),
    verifyDsfinvkArchive: (open) => dsfinvkVerifier.verify(open, toAbortSignal(deadline.signal)),
    compute: (work) => deadline.compute(work),
    callerIsGone: () => false,
    sandbox,
    refuseSuspiciousReceipts,
  });
  const fastLane = new FastLane({
    operations,
    admission,
    ...settings,
    readCaller: (request) => readCaller(request, lending),
    toContext,
    share: (...work) => upstreams.share(...work),
    onErrors,
  });
  serveGraphQL(app, {
    apollo,
    toServerContext: (request, reply) => toServerContext(request, reply, lending, toContext),
    fastLane,
    largeAnswers,
    draining,
    hasExplorer: settings.graphiql,
  });
  const connections = new OpenConnections(app);
  const subscriptions = new Subscriptions({ ...settings, operations, lending, toContext, admission, onUnexpected });
  serveWebSocket(app, log, subscriptions, connections);
  serveEventStream(app, subscriptions, connections);
  serveDownloads(app, upstreams, links);
  await serveExportVerification(app, { ...settings, upstreams, lending, verifier, dsfinvkVerifier });
  serveHealth(app, upstreams, () => draining.isClosing);
  if (settings.graphiql) await serveExplorer(app);
  return app;
}
