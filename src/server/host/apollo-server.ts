import { ApolloServer } from '@apollo/server';
import {
  ApolloServerPluginCacheControlDisabled,
  ApolloServerPluginLandingPageDisabled,
} from '@apollo/server/plugin/disabled';
import { fastifyApolloDrainPlugin } from '@as-integrations/fastify';
import type { FastifyInstance } from 'fastify';
import type { GraphQLError } from 'graphql';
import type { Logger } from 'pino';
import { apolloExecution } from '../execution/apollo-execution.js';
import type { LargeAnswers } from '../execution/large-answers.js';
import type { Operations } from '../execution/operations.js';
import type { Admission } from '../pipeline/admission.js';
import { admissionPlugin } from '../pipeline/admission-plugin.js';
import { formatError } from '../pipeline/format-error.js';
import { legacyStatusPlugin } from '../pipeline/legacy-status.js';
import { limitRules, MAXIMUM_TOKENS } from '../pipeline/limits.js';
import { operationPlugin, type ServerContext } from '../pipeline/operation.js';
import { apolloLogger } from './apollo-logger.js';

/** Settings of Apollo Server. `operations` and `admission` are shared with the fast lane and with subscriptions. */
export interface ApolloSettings {
  readonly operations: Operations;
  readonly admission: Admission;
  readonly largeAnswers: LargeAnswers;
  /** Deadlines, in milliseconds. */
  readonly timeouts: { readonly query: number; readonly mutation: number };
  readonly log: Logger;
  /** Writes an unexpected error to the log. */
  readonly onUnexpected: (error: unknown, requestId?: string) => void;
  /** Writes the unexpected errors of an answer to the log. */
  readonly onErrors: (errors: readonly GraphQLError[], requestId: string) => void;
}

/** Creates an Apollo Server with our limits, execution and errors. It is not started yet. */
export function createApollo(app: FastifyInstance, settings: ApolloSettings): ApolloServer<ServerContext> {
  const { operations, admission, largeAnswers, timeouts, log, onUnexpected, onErrors } = settings;
  return new ApolloServer<ServerContext>({
    schema: operations.schema,
    introspection: true,
    includeStacktraceInErrorResponses: false,
    allowBatchedHttpRequests: false,
    csrfPrevention: true,
    persistedQueries: false,
    // The fast lane remembers repeated documents. Apollo's cache of 30 MiB would take several times as much memory,
    // mostly for documents that are never sent again.
    documentStore: null,
    stopOnTerminationSignals: false,
    logger: apolloLogger(log),
    validationRules: limitRules,
    validationOptions: { maxErrors: 10 },
    parseOptions: { maxLexicalTokens: MAXIMUM_TOKENS },
    formatError,
    stringifyResult: (result) => largeAnswers.stringify(result),
    plugins: [
      ApolloServerPluginLandingPageDisabled(),
      ApolloServerPluginCacheControlDisabled(),
      fastifyApolloDrainPlugin(app),
      // The order matters: the first plugin sets the cost, the second starts the deadline according to the cost, and
      // admission waits within that deadline.
      apolloExecution(operations, onErrors),
      operationPlugin(timeouts, onUnexpected),
      admissionPlugin(admission),
      legacyStatusPlugin,
    ],
  });
}
