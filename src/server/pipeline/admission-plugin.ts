import { type ApolloServerPlugin, HeaderMap } from '@apollo/server';
import { GraphQLError, OperationTypeNode } from 'graphql';
import { UpstreamError } from '../../upstream/call/upstream-error.js';
import type { Admission, Leave } from './admission.js';
import type { ServerContext } from './operation.js';

/**
 * Admits operations that Apollo executes. Must come after `apolloExecution`, which sets their cost, and
 * `operationPlugin`, which starts their deadline.
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
          () => undefined, // it was not admitted, so it holds no slots
        );
      };
      return Promise.resolve({
        async didResolveOperation({ operation, contextValue }) {
          const { cost, deadline } = contextValue;
          entered = admission.enter(cost, operation?.operation === OperationTypeNode.MUTATION, deadline.signal);
          contextValue.onClosed(leave); // also when an unexpected error leaves no response to send
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

/** The error for Apollo, which answers it with HTTP 503. */
function toRefusal(originalError: UpstreamError): GraphQLError {
  const { message, code, retryAfter } = originalError;
  const http = { status: 503, headers: new HeaderMap([['retry-after', String(retryAfter)]]) };
  return new GraphQLError(message, { originalError, extensions: { code, retryAfter, http } });
}
