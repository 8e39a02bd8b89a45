import type { ApolloServerPlugin } from '@apollo/server';
import { GraphQLError, OperationTypeNode } from 'graphql';
import type { Caller } from '../../upstream/access/caller.js';
import type { Context } from '../../resolvers/common/context.js';
import { isUrgent } from './admission.js';
import type { Deadline } from './deadline.js';
import { unexpectedIn } from './format-error.js';

/** Makes what resolvers may use, for one operation or one event. */
export type ToContext = (caller: Caller, deadline: Deadline) => Context;

/** What the server keeps of a request beside what resolvers may use. */
export interface ServerContext extends Context {
  readonly deadline: Deadline;
  /** Found in the answer's errors, in the header `request-id` and in the log. */
  readonly requestId: string;
  /** Variables of a GET request, read without altering them. */
  readonly variablesInUrl: Record<string, unknown> | undefined;
  /** Whether the caller asked what the operation cost (`x-explain: 1`). */
  readonly explain: boolean;
  /** Calls back when the caller closes the connection before the answer is out. */
  readonly onCallerGone: (callback: () => void) => void;
  /** Calls back when the connection is done with the answer, however. */
  readonly onClosed: (callback: () => void) => void;
  /** What the operation costs, in units, once that is known. */
  cost: number;
}

/**
 * Gives each operation its deadline, and its answer the request id and, on request, what it cost. A query ends when its
 * caller goes; a mutation is worked to its end, because a signature cannot be taken back half-way. Errors that nobody
 * expected go to the log under the request's id.
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
      // Empty means none (GraphQL over HTTP).
      if (request.operationName === '') delete request.operationName;
      // Apollo has read them by itself, and with that altered numbers that a double does not hold.
      if (variablesInUrl) request.variables = variablesInUrl;
      return Promise.resolve({
        didResolveOperation({ operation, contextValue }) {
          if (operation?.operation === OperationTypeNode.SUBSCRIPTION) {
            // graphql-js would run it as if it were a query.
            throw new GraphQLError(
              'Subscriptions go over WebSocket (graphql-transport-ws) to this address, or as Server-Sent Events from "/graphql/stream".',
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
