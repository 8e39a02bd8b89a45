import type { ApolloServerPlugin } from '@apollo/server';
import { GraphQLError, OperationTypeNode } from 'graphql';
import type { Caller } from '../../upstream/access/caller.js';
import type { Context } from '../../resolvers/common/context.js';
import { isUrgent } from './admission.js';
import type { Deadline } from './deadline.js';
import { unexpectedIn } from './format-error.js';

/** Creates the context of resolvers for one operation or one event. */
export type ToContext = (caller: Caller, deadline: Deadline) => Context;

/** The context of one HTTP request: the context of resolvers, and members that only the server uses. */
export interface ServerContext extends Context {
  readonly deadline: Deadline;
  /** The id of the request in the errors of the response, in the header `request-id` and in the log. */
  readonly requestId: string;
  /** Variables of a GET request. Numbers keep all their digits. */
  readonly variablesInUrl: Record<string, unknown> | undefined;
  /** Whether the caller asked for the upstream calls of the operation (`x-explain: 1`). */
  readonly explain: boolean;
  /** Registers a callback that runs if the caller disconnects before the response is sent. */
  readonly onCallerGone: (callback: () => void) => void;
  /** Registers a callback that runs when the response is finished or the connection is lost. */
  readonly onClosed: (callback: () => void) => void;
  /** Cost of the operation, in units. It is 0 until it is computed. */
  cost: number;
}

/**
 * Gives each operation a deadline. Adds the request id to the errors of its response and, if the caller asked for them,
 * the upstream calls. A query is aborted when its caller disconnects. A mutation is not aborted, because a signature
 * cannot be undone. Unexpected errors are logged with the request id.
 * @param timeouts in milliseconds
 */
export function operationPlugin(
  timeouts: { readonly query: number; readonly mutation: number },
  onUnexpected: (error: unknown, requestId?: string) => void,
): ApolloServerPlugin<ServerContext> {
  return {
    contextCreationDidFail: ({ error }) => {
      const unexpected = error instanceof GraphQLError ? unexpectedIn(error) : error;
      if (unexpected !== undefined) onUnexpected(unexpected);
      return Promise.resolve();
    },
    requestDidStart: ({ request, contextValue: { variablesInUrl } }) => {
      // An empty name means no name (GraphQL over HTTP).
      if (request.operationName === '') delete request.operationName;
      // Apollo parses variables in a URL with `JSON.parse`, which rounds numbers that a double cannot store exactly.
      if (variablesInUrl) request.variables = variablesInUrl;
      return Promise.resolve({
        didResolveOperation({ operation, contextValue }) {
          if (operation?.operation === OperationTypeNode.SUBSCRIPTION) {
            // graphql-js would execute a subscription like a query.
            throw new GraphQLError(
              'This is a subscription. Send it over WebSocket (graphql-transport-ws) to this URL, or request it as Server-Sent Events from "/graphql/stream".',
              { extensions: { code: 'BAD_USER_INPUT', http: { status: 400 } } },
            );
          }
          const isMutation = operation?.operation === OperationTypeNode.MUTATION;
          const { deadline, cost } = contextValue;
          deadline.start(isMutation ? timeouts.mutation : timeouts.query, isMutation && isUrgent(cost));
          if (!isMutation) {
            contextValue.onCallerGone(() => {
              contextValue.deadline.abort();
            });
          }
          return Promise.resolve();
        },
        didEncounterErrors({ errors, contextValue }) {
          for (const unexpected of errors.map(unexpectedIn)) {
            if (unexpected !== undefined) onUnexpected(unexpected, contextValue.requestId);
          }
          return Promise.resolve();
        },
        willSendResponse({ contextValue, response }) {
          contextValue.deadline.clear();
          response.http.headers.set('cache-control', 'no-store');
          if (response.body.kind !== 'single') return Promise.resolve();
          const { singleResult } = response.body;
          if (singleResult.errors) {
            const { requestId } = contextValue;
            response.body.singleResult = {
              ...singleResult,
              errors: singleResult.errors.map((error) => ({
                ...error,
                extensions: { ...error.extensions, requestId },
              })),
            };
          }
          if (contextValue.explain) {
            const { calls } = contextValue.datasources;
            response.body.singleResult.extensions = {
              ...singleResult.extensions,
              upstream: { calls: calls.length, operations: calls },
            };
          }
          return Promise.resolve();
        },
      });
    },
  };
}
