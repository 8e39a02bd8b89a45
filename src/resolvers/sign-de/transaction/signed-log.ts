import { FieldResolver, Resolver, Root } from 'type-graphql';
import { UpstreamError } from '../../../upstream/call/upstream-error.js';
import { ParsedLogMessage, SignedLog } from '../../../schema/sign-de/transaction/signed-log.js';
import { LogMessageError, parseLogMessage } from '../../../tse/log/log-message.js';

/** Computed fields of a signed log. */
@Resolver(() => SignedLog)
export class SignedLogResolver {
  @FieldResolver(() => ParsedLogMessage, {
    nullable: true,
    description: 'The parsed message. Null with an error if the bytes are not a log message.',
  })
  message(@Root() { content }: SignedLog): ParsedLogMessage {
    try {
      return new ParsedLogMessage(parseLogMessage(content));
    } catch (error) {
      if (!(error instanceof LogMessageError)) throw error;
      throw new UpstreamError({
        code: 'UPSTREAM_ANSWER_INVALID',
        message: 'The upstream sent bytes that are not a log message.',
        upstream: { operation: 'retrieveTransactionLog' },
      });
    }
  }
}
