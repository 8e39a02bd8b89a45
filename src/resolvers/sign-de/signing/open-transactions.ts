import { Arg, Ctx, Mutation, Resolver } from 'type-graphql';
import type { LeftOpen } from '../../../datasources/sign-de/signing/open-transactions.js';
import {
  type CancelledTransaction,
  CancelOpenTransactionsInput,
  CancelOpenTransactionsPayload,
  firstProblems,
} from '../../../schema/sign-de/signing/open-transactions.js';
import { toSeconds } from '../../../schema/common/time.js';
import type { UserError } from '../../../schema/common/user-error.js';
import type { Context } from '../../common/context.js';
import { invalid, toUserError, withoutField } from '../../common/to-user-error.js';
import { toPayload, toSigningError } from './signing.js';

/** `cancelOpenTransactions`: cleans up at the end of the day. */
@Resolver()
export class OpenTransactionsResolver {
  @Mutation(() => CancelOpenTransactionsPayload, {
    description:
      'Cancels transactions that are still open, oldest first, each for its own client and with the process data that it needs. The upstream never closes them itself. A transaction is not cancelled if somebody else writes to it meanwhile. `leftOpen` lists the transactions that stay open, and the reasons. You may repeat it.',
  })
  async cancelOpenTransactions(
    @Arg('input', () => CancelOpenTransactionsInput, { description: 'The transactions to cancel.' })
    input: CancelOpenTransactionsInput,
    @Ctx() { datasources }: Context,
  ): Promise<CancelOpenTransactionsPayload> {
    const { tssUuid, clientUuid, olderThan, first } = input;
    const problems = invalid(firstProblems(first));
    if (problems.length > 0) return { ...NOTHING_DONE, userErrors: problems };
    try {
      const { cancellations, leftOpen, hasMore, error } = await datasources.openTransactions.cancel(tssUuid, {
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
      return {
        results,
        leftOpen: leftOpen.map(({ open, error: reason }) => ({
          transactionUuid: open._id,
          number: String(open.number),
          reason: withoutField(toSigningError(reason)),
        })),
        hasMore,
        userErrors: error ? [toSigningError(error)] : leftOpen.flatMap(toSurprise),
      };
    } catch (error) {
      return { ...NOTHING_DONE, userErrors: [toUserError(error)] };
    }
  }
}

const NOTHING_DONE = { results: [], leftOpen: [], hasMore: true } as const;

/** Reasons why a transaction cannot be cancelled in its current state. They are not failures of the request. */
const STAYS: ReadonlySet<string> = new Set(['TRANSACTION_MOVE_FORBIDDEN', 'CLIENT_DEREGISTERED']);

/** Returns the user error for a transaction that is still open although it could have been cancelled. */
function toSurprise({ open, error }: LeftOpen): readonly UserError[] {
  if (STAYS.has(error.code)) return [];
  const { code, retryable } = error;
  const message = `Transaction ${open.number} (${open._id}) may still be open: ${error.message}`;
  return [toSigningError(error.withCode({ code, message, retryable }))];
}
