import type { ApolloServerOptions, BaseContext } from '@apollo/server';
import type { FastifyBaseLogger } from 'fastify';

/**
 * Apollo's messages for the log. GraphQL errors quote the document, which may contain secrets, after a blank line; that
 * part is cut off.
 */
export function apolloLogger(log: FastifyBaseLogger): NonNullable<ApolloServerOptions<BaseContext>['logger']> {
  const without = (message: unknown) => String(message).split('\n\n', 1)[0];
  return {
    debug: (message) => {
      log.debug(without(message));
    },
    info: (message) => {
      log.info(without(message));
    },
    warn: (message) => {
      log.warn(without(message));
    },
    error: (message) => {
      log.error(without(message));
    },
  };
}
