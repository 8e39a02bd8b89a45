import type { ApolloServer } from '@apollo/server';
import { fastifyApolloHandler } from '@as-integrations/fastify';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { GraphQLFormattedError } from 'graphql';
import type { Draining } from '../../http/draining.js';
import { turns } from '../../upstream/turns.js';
import type { FastLane } from '../execution/fast-lane.js';
import type { LargeAnswers } from '../execution/large-answers.js';
import type { ServerContext } from '../pipeline/operation.js';
import { checkDocumentDepth, checkBodyIsObject, variablesInUrl } from './bodies.js';

/** Dependencies of the route. */
export interface GraphQLRouteSettings {
  readonly apollo: ApolloServer<ServerContext>;
  /** Creates the context of a request that Apollo executes. */
  readonly toServerContext: (request: FastifyRequest, reply: FastifyReply) => ServerContext;
  readonly fastLane: FastLane;
  readonly largeAnswers: LargeAnswers;
  readonly draining: Draining;
  /** Whether GraphiQL is served at `/`. */
  readonly hasExplorer: boolean;
}

/** Serves queries and mutations at `/graphql`. The fast lane answers a request if it can; otherwise Apollo does. */
export function serveGraphQL(app: FastifyInstance, settings: GraphQLRouteSettings): void {
  const { apollo, toServerContext, fastLane, largeAnswers, draining, hasExplorer } = settings;
  const askApollo = fastifyApolloHandler(apollo, {
    context: (request, reply) => Promise.resolve(toServerContext(request, reply)),
  });
  const answerByApollo = async (self: FastifyInstance, request: FastifyRequest, reply: FastifyReply) => {
    checkDocumentDepth(request);
    // Parsing and validating a document takes a millisecond, and hundreds may arrive at once.
    await turns.take(mayWrite(request) ? WRITES : READS);
    const answered: unknown = await askApollo.call(self, request, reply);
    if (!reply.hasHeader('cache-control')) return withRequestId(answered, request, reply);
    fastLane.learn(request, reply);
    return largeAnswers.take(answered);
  };
  app.route({
    method: ['GET', 'POST'], // Fastify adds HEAD and answers HEAD requests without a body
    url: '/graphql',
    handler: function (received, reply): unknown {
      const request = asGet(received);
      if (request.method === 'GET') variablesInUrl(request); // throws for invalid variables, before Apollo runs
      checkBodyIsObject(request);
      if (hasExplorer && isOpenedByHand(request)) return reply.redirect('/');
      const answer = fastLane.answer(request, reply);
      const byApollo = () => answerByApollo(this, request, reply);
      if (answer instanceof Promise) return draining.finish(() => answer.then((body) => body ?? byApollo()));
      return answer ?? draining.finish(byApollo);
    },
  });
}

/** Two queues of documents to parse. Documents that may sign wait only for each other. */
const [WRITES, READS] = [new AbortController().signal, new AbortController().signal];

/** Whether a document may contain a mutation. It only looks for the word, because the document is not parsed yet. */
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

/** Turns a HEAD request into a GET request, because Apollo does not know HEAD. */
function asGet(request: FastifyRequest): FastifyRequest {
  if (request.method !== 'HEAD') return request;
  return Object.create(request, { method: { value: 'GET' } }) as FastifyRequest; // same type, other method
}
