import { Arg, Ctx, Mutation, Resolver } from 'type-graphql';
import {
  type CancelledTransaction,
  CancelOpenTransactionsInput,
  CancelOpenTransactionsPayload,
  firstProblems,
} from '../schema/open-transactions.js';
import { toSeconds } from '../schema/time.js';
import type { Context } from './context.js';
import { invalid, toUserError, withoutField } from './settle.js';
import { toPayload, toSigningError } from './signing.js';

/** Open transactions at the end of the day. */
@Resolver()
export class OpenTransactionsResolver {
  @Mutation(() => CancelOpenTransactionsPayload, {
    description:
      'Cancels transactions that are still open, oldest first, each for its own client and with the process data that it needs: nobody else ever closes them. What somebody writes to meanwhile is left alone. May be sent again.',
  })
  async cancelOpenTransactions(
    @Arg('input', () => CancelOpenTransactionsInput, { description: 'Which ones.' }) input: CancelOpenTransactionsInput,
    @Ctx() { datasources }: Context,
  ): Promise<CancelOpenTransactionsPayload> {
    const { tssUuid, clientUuid, olderThan, first } = input;
    const problems = invalid(firstProblems(first));
    if (problems.length > 0) return { results: [], hasMore: true, userErrors: problems };
    try {
      const { cancellations, hasMore, error } = await datasources.openTransactions.cancel(tssUuid, {
        ...(clientUuid && { clientId: clientUuid }),
        ...(olderThan && { startedBefore: toSeconds(olderThan) }),
        maximum: first,
      });
      const results = cancellations.map(({ open, result }): CancelledTransaction => {
        const payload = toPayload(result);
        // No field of this input names the transaction.
        const userErrors = payload.userErrors.map(withoutField);
        return { ...payload, userErrors, transactionUuid: open._id, number: String(open.number) };
      });
      return { results, hasMore, userErrors: error ? [toSigningError(error)] : [] };
    } catch (error) {
      return { results: [], hasMore: true, userErrors: [toUserError(error)] };
    }
  }
}
