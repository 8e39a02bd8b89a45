import { type ApolloServerPlugin, HeaderMap } from '@apollo/server';
import { GraphQLError, OperationTypeNode } from 'graphql';
import { UpstreamError } from '../../upstream/call/upstream-error.js';
import type { Admission, Leave } from './admission.js';
import type { ServerContext } from './operation.js';

/**
 * Has operations on Apollo's way take places. Their costs are known by then (`costLimit`), and their clock has started
 * (`operationPlugin`).
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
          () => undefined, // it was refused
        );
      };
      return Promise.resolve({
        async didResolveOperation({ operation, contextValue }) {
          const { cost, deadline } = contextValue;
          entered = admission.enter(cost, operation?.operation === OperationTypeNode.MUTATION, deadline.signal);
          contextValue.onClosed(leave); // also when something unexpected leaves no response to send
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

/** A refusal as Apollo answers it: with HTTP 503. */
function toRefusal(originalError: UpstreamError): GraphQLError {
  const { message, code, retryAfter } = originalError;
  const http = { status: 503, headers: new HeaderMap([['retry-after', String(retryAfter)]]) };
  return new GraphQLError(message, { originalError, extensions: { code, retryAfter, http } });
}
