import type { ApolloServerOptions, BaseContext } from '@apollo/server';
import type { Logger } from 'pino';

/**
 * Writes Apollo's messages to the log, up to the first blank line. After it, GraphQL errors quote the document, which
 * may contain secrets.
 */
export function apolloLogger(log: Logger): NonNullable<ApolloServerOptions<BaseContext>['logger']> {
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
