import { type ApolloServerPlugin, HeaderMap } from '@apollo/server';
import { GraphQLError, OperationTypeNode } from 'graphql';
import { UpstreamError } from '../../upstream/call/upstream-error.js';
import type { Admission, Leave } from './admission.js';
import type { ServerContext } from './operation.js';

/**
 * Admits operations that Apollo executes. The plugin must come after `apolloExecution`, which sets the cost of an
 * operation, and `operationPlugin`, which starts its deadline.
 */
export function admissionPlugin(admission: Admission): ApolloServerPlugin<ServerContext> {
  return {
    requestDidStart() {
      let entered: Promise<Leave> | undefined;
      const leave = () => {
        void entered?.then(
          (leaveNow) => {
            leaveNow();
          },
          () => undefined, // the operation was not admitted, so it holds no slots
        );
      };
      return Promise.resolve({
        async didResolveOperation({ operation, contextValue }) {
          const { cost, deadline } = contextValue;
          entered = admission.enter(cost, operation?.operation === OperationTypeNode.MUTATION, deadline.signal);
          contextValue.onClosed(leave); // also if no response is sent, because of an unexpected error
          try {
            await entered;
          } catch (error) {
            throw error instanceof UpstreamError ? toRefusal(error) : error;
          }
        },
        willSendResponse: () => {
          leave();
          return Promise.resolve();
        },
      });
    },
  };
}

/** Turns `OVERLOADED` into an error that Apollo answers with HTTP 503. */
function toRefusal(originalError: UpstreamError): GraphQLError {
  const { message, code, retryAfter } = originalError;
  const http = { status: 503, headers: new HeaderMap([['retry-after', String(retryAfter)]]) };
  return new GraphQLError(message, { originalError, extensions: { code, retryAfter, http } });
}
