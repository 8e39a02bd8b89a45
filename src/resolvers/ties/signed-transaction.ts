import { Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import { ClosingTransaction } from '../../schema/dsfinvk/closing/transaction.js';
import { Transaction } from '../../schema/sign-de/transaction/transaction.js';
import type { Context } from '../common/context.js';

/** The signed transaction of SIGN DE behind a transaction of a closing. */
@Resolver(() => ClosingTransaction)
export class SignedTransactionResolver {
  @FieldResolver(() => Transaction, {
    nullable: true,
    description:
      'The signed transaction at SIGN DE; null if it was not signed there. It is read from the TSS of the register, one call each.',
  })
  async signedTransaction(
    @Root() transaction: ClosingTransaction,
    @Ctx() { datasources }: Context,
  ): Promise<Transaction | null> {
    const { transactionUuid } = transaction.security;
    const clientUuid = transaction.clientUuid ?? transaction.closingClientUuid;
    if (transactionUuid === undefined || clientUuid === undefined) return null;
    const register = await datasources.cashRegisters.load(clientUuid);
    const { master_client_id: master } = register;
    // A terminal without a TSS signs with that of its master.
    const { tss_id: tssId } =
      typeof register.tss_id !== 'string' && typeof master === 'string'
        ? await datasources.cashRegisters.load(master)
        : register;
    if (typeof tssId !== 'string') return null;
    return new Transaction(await datasources.transactions.load(tssId, transactionUuid));
  }
}
