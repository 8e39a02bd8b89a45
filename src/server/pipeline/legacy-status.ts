import type { ApolloServerPlugin } from '@apollo/server';

const REQUEST_MISTAKES: ReadonlySet<unknown> = new Set([
  'GRAPHQL_PARSE_FAILED',
  'GRAPHQL_VALIDATION_FAILED',
  'BAD_USER_INPUT',
]);

/**
 * GraphQL over HTTP: a client that accepts `application/json` but not `application/graphql-response+json` expects
 * status 200 even when the document cannot be parsed, is invalid or has wrong variables. Apollo answers 400.
 */
export const legacyStatusPlugin: ApolloServerPlugin = {
  requestDidStart: () =>
    Promise.resolve({
      willSendResponse({ request, response }) {
        const accepted = request.http?.headers.get('accept') ?? '';
        if (response.body.kind !== 'single' || accepted.includes('application/graphql-response+json'))
          return Promise.resolve();
        const { data, errors } = response.body.singleResult;
        if (data === undefined && errors?.every(({ extensions }) => REQUEST_MISTAKES.has(extensions?.code))) {
          response.http.status = 200;
        }
        return Promise.resolve();
      },
    }),
};
