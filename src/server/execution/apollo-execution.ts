import { type ApolloServerPlugin, type GraphQLResponse, HeaderMap } from '@apollo/server';
import type { GraphQLError } from 'graphql';
import { formatError } from '../pipeline/format-error.js';
import type { ServerContext } from '../pipeline/operation.js';
import type { Operations, PreparedOperation } from './operations.js';

/**
 * Makes Apollo prepare and execute operations with {@link Operations}, so that the fast lane remembers these
 * operations. Apollo has already parsed and validated the document. An operation that costs too much fails before any
 * upstream call. Otherwise the cost is stored in the context.
 * @param onErrors writes the unexpected errors of an answer to the log
 */
export function apolloExecution(
  operations: Operations,
  onErrors: (errors: readonly GraphQLError[], requestId: string) => void,
): ApolloServerPlugin<ServerContext> {
  return {
    requestDidStart: () => {
      let prepared: PreparedOperation | readonly GraphQLError[] | undefined;
      return Promise.resolve({
        didResolveOperation({ request, document, operation, contextValue }) {
          const { query = '', variables = {}, operationName } = request;
          // The operation is undefined if the document does not have the requested name. Apollo reports that error.
          if (operation) prepared = operations.prepare({ query, operationName, variables }, document);
          if (prepared && 'cost' in prepared) contextValue.cost = prepared.cost;
          return Promise.resolve();
        },
        async responseForOperation({ contextValue }): Promise<GraphQLResponse | null> {
          if (!prepared) return null;
          if (!('executable' in prepared)) return refusalOf(prepared);
          const { deadline, requestId } = contextValue;
          const { request, document, operation, executable, variables } = prepared;
          operations.known.remember(request, document, operation, prepared);
          const takeTurn = () => deadline.takeTurn();
          const { data, errors } = await operations.execute(executable, variables, contextValue, takeTurn);
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

/** Creates the response for errors found before execution, such as wrong variables. */
function refusalOf(errors: readonly GraphQLError[]): GraphQLResponse {
  return {
    http: { headers: new HeaderMap(), status: 400 },
    body: { kind: 'single', singleResult: { errors: errors.map(format) } },
  };
}

function format(error: GraphQLError) {
  return formatError(error.toJSON(), error.originalError ?? error);
}
