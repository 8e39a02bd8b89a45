import { type ApolloServerPlugin, type GraphQLResponse, HeaderMap } from '@apollo/server';
import type { GraphQLError } from 'graphql';
import { formatError } from '../pipeline/format-error.js';
import type { ServerContext } from '../pipeline/operation.js';
import type { Operations, Prepared } from './operations.js';

/**
 * Has operations on Apollo's way prepared and executed as all others are, which makes them known to the fast lane.
 * By then Apollo has parsed and validated the document. What costs too much is refused before anything is called; the
 * context is told what the others cost.
 * @param onErrors takes the errors of an answer, for the log
 */
export function apolloExecution(
  operations: Operations,
  onErrors: (errors: readonly GraphQLError[], requestId: string) => void,
): ApolloServerPlugin<ServerContext> {
  return {
    requestDidStart: () => {
      let prepared: Prepared | readonly GraphQLError[] | undefined;
      return Promise.resolve({
        didResolveOperation({ request, document, operation, contextValue }) {
          const { query = '', variables = {}, operationName } = request;
          // A name that the document has not comes here too; Apollo says so.
          if (operation) prepared = operations.prepare({ query, operationName, variables }, document);
          if (prepared && 'cost' in prepared) contextValue.cost = prepared.cost;
          return Promise.resolve();
        },
        async responseForOperation({ contextValue }): Promise<GraphQLResponse | null> {
          if (!prepared) return null;
          if (!('runnable' in prepared)) return refusalOf(prepared);
          const { deadline, requestId } = contextValue;
          const { asked, document, operation, runnable, variables } = prepared;
          operations.known.remember(asked, document, operation, prepared);
          const takeTurn = () => deadline.takeTurn();
          const { data, errors } = await operations.execute(runnable, variables, contextValue, takeTurn);
          if (data === undefined) return refusalOf(errors ?? []);
          if (errors) onErrors(errors, requestId);
          return {
            http: { headers: new HeaderMap() },
            body: { kind: 'single', singleResult: { data, ...(errors && { errors: errors.map(format) }) } },
          };
        },
      });
    },
  };
}

/** Mistakes that are found before anything is executed, such as wrong variables. */
function refusalOf(errors: readonly GraphQLError[]): GraphQLResponse {
  return {
    http: { headers: new HeaderMap(), status: 400 },
    body: { kind: 'single', singleResult: { errors: errors.map(format) } },
  };
}

function format(error: GraphQLError) {
  return formatError(error.toJSON(), error.originalError ?? error);
}
