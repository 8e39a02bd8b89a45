import { type ApolloServerPlugin, type GraphQLResponse, HeaderMap } from '@apollo/server';
import type { GraphQLError } from 'graphql';
import { formatError } from '../pipeline/format-error.js';
import type { KnownDocuments } from './known-documents.js';
import type { ServerContext } from '../pipeline/operation.js';
import { coerceVariables } from '../pipeline/variables.js';

/**
 * Has operations executed as the fast lane does, by their plans, and so makes them known to the fast lane. By then Apollo has parsed and validated the document, and its
 * costs are within the limit.
 * @param onErrors takes the errors of an answer, for the log
 */
export function plannedExecution(
  documents: KnownDocuments,
  onErrors: (errors: readonly GraphQLError[], requestId: string) => void,
): ApolloServerPlugin<ServerContext> {
  return {
    requestDidStart: () =>
      Promise.resolve({
        async responseForOperation({
          request,
          document,
          operation,
          schema,
          contextValue,
        }): Promise<GraphQLResponse | null> {
          const { query = '', variables = {}, operationName } = request;
          // Apollo's type says that there is one; a name that the document has not comes here too.
          const definitions = (operation as typeof operation | undefined)?.variableDefinitions ?? [];
          const coerced = coerceVariables(schema, definitions, variables);
          if (coerced.errors) return refusalOf(coerced.errors);
          const { deadline, cost } = contextValue;
          const runnable = documents.accept({ query, operationName, variables }, document, cost);
          const result = await runnable?.run(contextValue, coerced, () => deadline.takeTurn());
          if (result?.data === undefined) return null; // graphql-js says what is wrong
          const { data, errors } = result;
          if (errors) onErrors(errors, contextValue.requestId);
          return {
            http: { headers: new HeaderMap() },
            body: {
              kind: 'single',
              singleResult: {
                data,
                ...(errors && {
                  errors: errors.map((error) => formatError(error.toJSON(), error.originalError ?? error)),
                }),
              },
            },
          };
        },
      }),
  };
}

/** Wrong variables, which graphql-js would tell of with all that was sent. */
function refusalOf(errors: readonly GraphQLError[]): GraphQLResponse {
  return {
    http: { headers: new HeaderMap(), status: 400 },
    body: { kind: 'single', singleResult: { errors: errors.map((error) => formatError(error.toJSON(), error)) } },
  };
}
