import { randomUUID } from 'node:crypto';
import { ApolloServer, type ApolloServerOptions } from '@apollo/server';
import {
  ApolloServerPluginCacheControlDisabled,
  ApolloServerPluginLandingPageDisabled,
} from '@apollo/server/plugin/disabled';
import { fastifyApolloDrainPlugin, fastifyApolloHandler } from '@as-integrations/fastify';
import {
  fastify,
  type FastifyBaseLogger,
  type FastifyError,
  type FastifyInstance,
  type FastifyReply,
  type FastifyRequest,
  LogController,
} from 'fastify';
import type { GraphQLError, GraphQLFormattedError } from 'graphql';
import { answerBrokenRequest, answersAll, ignoreExpectations } from '../http/broken-request.js';
import type { Config } from '../config/config.js';
import { Draining } from '../http/draining.js';
import type { Upstreams } from '../datasources/index.js';
import { turns } from '../upstream/turns.js';
import { buildSchema } from '../resolvers/build-schema.js';
import { ExportVerifier } from '../resolvers/sign-de/verification/export-verifier.js';
import { Admission } from './pipeline/admission.js';
import { admissionPlugin } from './pipeline/admission-plugin.js';
import { readBodies, refuseDeepDocument, refuseEmptyBody, UNREADABLE_URL, variablesInUrl } from './host/bodies.js';
import { limitBodyTime } from './host/body-time.js';
import { type Lending, lendingOf, readCaller } from './pipeline/caller.js';
import { Deadline } from './pipeline/deadline.js';
import { serveDownloads } from './archives/download.js';
import { DownloadLinks, LONGEST_LINK } from './archives/download-links.js';
import { serveEventStream } from './subscriptions/event-stream.js';
import { serveExplorer } from './host/explorer-page.js';
import { LONGEST_UPLOAD, serveExportVerification } from './archives/verify-export-route.js';
import { FastLane } from './execution/fast-lane.js';
import { formatError, unexpectedIn } from './pipeline/format-error.js';
import { isHealth, serveHealth } from './host/health.js';
import { LargeAnswers } from './execution/large-answers.js';
import { legacyStatusPlugin } from './pipeline/legacy-status.js';
import { limitRules, MAXIMUM_BODY_SIZE, MAXIMUM_TOKENS } from './pipeline/limits.js';
import { OpenConnections } from './subscriptions/open-connections.js';
import { operationPlugin, type ServerContext, type ToContext } from './pipeline/operation.js';
import { apolloExecution } from './execution/apollo-execution.js';
import { Operations } from './execution/operations.js';
import { errorBody, sendError } from './host/error-answer.js';
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
 * The gateway as a Fastify application that is not listening yet: GraphQL at `/graphql` (queries and mutations over
 * HTTP, subscriptions over WebSocket), subscriptions over SSE at `/graphql/stream`, archives at `/download`,
 * verification of archives at `/verify-export`, GraphiQL at `/`, `/healthz` and `/readyz`. Closing it lets running
 * requests finish, including mutations whose callers have disconnected, and ends subscriptions (docs/decisions/0043).
 */
export async function createServer(settings: ServerSettings, upstreams: Upstreams): Promise<FastifyInstance> {
  const app = fastify({
    bodyLimit: MAXIMUM_BODY_SIZE,
    logController: new LogController({ disableRequestLogging: true }),
    genReqId: () => randomUUID(),
    // Log entries name the request themselves; creating a logger for each request would cost every request.
    childLoggerFactory: (logger) => logger,
    // Only what may be logged: headers contain tokens, and bodies contain secrets and metadata.
    logger: { level: settings.logLevel, serializers: { req: ({ method, id }: FastifyRequest) => ({ method, id }) } },
    requestTimeout: LONGEST_UPLOAD,
    return503OnClosing: false, // Fastify's 503 has another shape than our errors, and would also answer health checks
    // A client that offers another protocol (Java clients offer h2c) is answered over HTTP/1.1.
    http: {
      ...answersAll.http,
      shouldUpgradeCallback: ({ headers }) => headers.upgrade?.toLowerCase() === 'websocket',
    },
    routerOptions: { maxParamLength: LONGEST_LINK },
    frameworkErrors: (error, request, reply) => void answerAsGraphQL(error, request, reply),
    clientErrorHandler: answerBrokenRequest(({ message }) => errorBody({ code: 'BAD_REQUEST', message }, randomUUID())),
  });
  ignoreExpectations(app);
  const draining = new Draining(app, {
    transfer: LONGEST_TRANSFER,
    work: Math.max(settings.queryTimeout, settings.mutationTimeout) + AFTER_DEADLINE,
  });
  app.addHook('onRequest', (request, reply, done) => {
    if (!draining.isClosing || isHealth(request)) done();
    else sendError(request, reply, 503, CLOSING);
  });
  readBodies(app);
  limitBodyTime(app, settings.mutationTimeout + 5_000);
  const schema = buildSchema();
  const onUnexpected = (error: unknown, requestId?: string) => {
    app.log.error({ err: error, requestId }, 'unexpected error');
  };
  const onErrors = (errors: readonly GraphQLError[], requestId: string) => {
    for (const unexpected of errors.map(unexpectedIn))
      if (unexpected !== undefined) onUnexpected(unexpected, requestId);
  };
  const operations = new Operations(schema, settings.maximumQueryCost);
  const admission = new Admission();
  const largeAnswers = new LargeAnswers();
  const apollo = new ApolloServer<ServerContext>({
    schema,
    introspection: true,
    includeStacktraceInErrorResponses: false,
    allowBatchedHttpRequests: false,
    csrfPrevention: true,
    persistedQueries: false,
    // The fast lane remembers repeated documents. Apollo's cache of 30 MiB takes several times that in memory, mostly
    // for documents that are never sent again.
    documentStore: null,
    stopOnTerminationSignals: false,
    logger: loggerOf(app.log),
    validationRules: limitRules,
    validationOptions: { maxErrors: 10 },
    parseOptions: { maxLexicalTokens: MAXIMUM_TOKENS },
    formatError,
    stringifyResult: (result) => largeAnswers.stringify(result),
    plugins: [
      ApolloServerPluginLandingPageDisabled(),
      ApolloServerPluginCacheControlDisabled(),
      fastifyApolloDrainPlugin(app),
      // Order matters: the cost decides how the deadline is started, and admission waits with that deadline.
      apolloExecution(operations, onErrors),
      operationPlugin({ query: settings.queryTimeout, mutation: settings.mutationTimeout }, onUnexpected),
      admissionPlugin(admission),
      legacyStatusPlugin,
    ],
  });
  await apollo.start();
  app.setErrorHandler(answerAsGraphQL);
  app.setNotFoundHandler((request, reply) => {
    const path = request.url.split('?', 1)[0] ?? '';
    const message = `There is no ${request.method} ${path.slice(0, 200)}; GraphQL is at "/graphql".`;
    return sendError(request, reply, 404, { code: 'BAD_REQUEST', message });
  });

  const links = new DownloadLinks(settings.linkSecret);
  const verifier = new ExportVerifier();
  const lending = lendingOf(settings.host, settings.gatewayKeys);
  const { sandbox, refuseSuspiciousReceipts } = settings;
  const toContext: ToContext = (caller, deadline) => ({
    datasources: upstreams.forOperation(caller, deadline.signal, () => deadline.timeLeft),
    downloadLink: (tssUuid, exportUuid, fileExpiresAt) =>
      Promise.resolve(links.make({ caller, tssUuid, exportUuid }, fileExpiresAt)),
    verifyArchive: (open) => verifier.verify(open, deadline.signal),
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
  const askApollo = fastifyApolloHandler(apollo, {
    context: (request, reply) => Promise.resolve(toServerContext(request, reply, lending, toContext)),
  });
  app.route({
    method: ['GET', 'POST'], // Fastify adds HEAD, and answers it without a body
    url: '/graphql',
    onSend: (_request, _reply, payload, done) => {
      done(null, largeAnswers.take(payload));
    },
    handler: function (received, reply): Promise<unknown> {
      const request = asGet(received);
      if (request.method === 'GET') variablesInUrl(request); // throws for broken variables, before Apollo runs
      refuseEmptyBody(request);
      return draining.finish(async () => {
        if (settings.graphiql && isOpenedByHand(request)) return reply.redirect('/');
        const answer = await fastLane.answer(request, reply);
        if (answer !== undefined) return answer;
        refuseDeepDocument(request);
        // Parsing and validating a document takes a millisecond, and hundreds may arrive at once.
        await turns.take(mayWrite(request) ? WRITES : READS);
        const answered: unknown = await askApollo.call(this, request, reply);
        if (!reply.hasHeader('cache-control')) return withRequestId(answered, request, reply);
        fastLane.learn(request, reply);
        return answered;
      });
    },
  });
  const connections = new OpenConnections(app);
  const subscriptions = new Subscriptions({ ...settings, operations, lending, toContext, admission, onUnexpected });
  serveWebSocket(app, subscriptions, connections);
  serveEventStream(app, subscriptions, connections);
  serveDownloads(app, upstreams, links);
  await serveExportVerification(app, { ...settings, upstreams, lending, verifier });
  serveHealth(app, upstreams, () => draining.isClosing);
  if (settings.graphiql) await serveExplorer(app);
  return app;
}

/**
 * How long archives and slow bodies may continue while the gateway shuts down, in milliseconds. Container runtimes kill
 * a process after ten seconds.
 */
const LONGEST_TRANSFER = 5_000;
/** How long an operation may run beyond its deadline, in milliseconds: to log out the admin. */
const AFTER_DEADLINE = 6_000;

const CLOSING = {
  code: 'SHUTTING_DOWN',
  message: 'The gateway is shutting down; nothing was done. Send it again in a moment.',
  retryable: true,
  retryAfter: 1,
} as const;

/** Two queues of documents to parse, so that documents that may sign wait only for each other. */
const [WRITES, READS] = [new AbortController().signal, new AbortController().signal];

/** Whether a document may contain a mutation, judged by the word alone, before parsing. */
function mayWrite({ body }: FastifyRequest): boolean {
  const query = typeof body === 'object' && body !== null && 'query' in body ? body.query : undefined;
  return typeof query === 'string' && query.includes('mutation');
}

/**
 * Completes Apollo's answers to requests that fail before `operationPlugin` runs. That plugin adds `Cache-Control` and
 * the request id to all other answers.
 */
function withRequestId(answered: unknown, { id }: FastifyRequest, reply: FastifyReply): unknown {
  void reply.header('request-id', id).header('cache-control', 'no-store');
  const answer = JSON.parse(String(answered)) as { readonly errors: readonly GraphQLFormattedError[] }; // by Apollo
  const errors = answer.errors.map((error) => ({ ...error, extensions: { ...error.extensions, requestId: id } }));
  return JSON.stringify({ ...answer, errors });
}

/** Whether a person has opened the URL of the API in a browser. */
function isOpenedByHand({ method, url, headers }: FastifyRequest): boolean {
  return method === 'GET' && !url.includes('?') && (headers.accept ?? '').includes('text/html');
}

/** A HEAD request as a GET request, because Apollo does not know HEAD. */
function asGet(request: FastifyRequest): FastifyRequest {
  if (request.method !== 'HEAD') return request;
  return Object.create(request, { method: { value: 'GET' } }) as FastifyRequest; // same type, other method
}

/**
 * Apollo's messages for the log. GraphQL errors quote the document, which may contain secrets, after a blank line; that
 * part is cut off.
 */
function loggerOf(log: FastifyBaseLogger): NonNullable<ApolloServerOptions<ServerContext>['logger']> {
  const without = (message: unknown) => String(message).split('\n\n', 1)[0];
  return {
    debug: (message) => {
      log.debug(without(message));
    },
    info: (message) => {
      log.info(without(message));
    },
    warn: (message) => {
      log.warn(without(message));
    },
    error: (message) => {
      log.error(without(message));
    },
  };
}

/**
 * Answers errors that Fastify raises before GraphQL runs (broken JSON, too large a body) in the shape of GraphQL
 * errors.
 */
function answerAsGraphQL(error: FastifyError, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const status = error.statusCode ?? 500;
  if (status >= 500) request.log.error({ err: error, requestId: request.id }, 'unexpected error');
  const message = status >= 500 ? 'Something went wrong inside the gateway.' : (whatToSend(error) ?? error.message);
  const code = status >= 500 ? 'INTERNAL_SERVER_ERROR' : 'BAD_REQUEST';
  void reply.header('request-id', request.id).header('cache-control', 'no-store');
  return sendError(request, reply, status, { code, message });
}

/** What the client should send, where Fastify's own message only says what is wrong. */
function whatToSend({ code }: FastifyError): string | undefined {
  if (code === 'FST_ERR_BAD_URL') return UNREADABLE_URL;
  return code === 'FST_ERR_CTP_INVALID_MEDIA_TYPE'
    ? 'This Content-Type is not taken: GraphQL goes to "/graphql" with "Content-Type: application/json", an archive to "/verify-export" with "Content-Type: application/x-tar".'
    : undefined;
}

function toServerContext(
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
