import { Arg, Ctx, Mutation, Resolver } from 'type-graphql';
import type { Schemas } from '../../../received/sign-de.js';
import { type ProcessDataInput, processDataProblems } from '../../../schema/sign-de/process-data/process-data.js';
import { processDataWarnings } from '../../../schema/sign-de/process-data/process-data-warnings.js';
import type { TransactionInput } from '../../../schema/sign-de/signing/signing.js';
import {
  CancelTransactionInput,
  CancelTransactionPayload,
  FinishTransactionInput,
  FinishTransactionPayload,
  revisionProblems,
  StartTransactionInput,
  StartTransactionPayload,
  UpdateTransactionInput,
  UpdateTransactionPayload,
} from '../../../schema/sign-de/signing/transaction-mutations.js';
import type { Problem } from '../../../schema/common/user-error.js';
import type { Context } from '../../common/context.js';
import { type Payload, sign } from './signing.js';

/** The four steps of a transaction. Each step reports whether the revision is signed, and never guesses. */
@Resolver()
export class TransactionMutationsResolver {
  @Mutation(() => StartTransactionPayload, {
    description: 'Starts a transaction: revision 1. You may repeat the same request.',
  })
  startTransaction(
    @Arg('input', () => StartTransactionInput, { description: 'The transaction.' }) input: StartTransactionInput,
    @Ctx() context: Context,
  ): Promise<StartTransactionPayload> {
    return write(context, input, 'ACTIVE', 1, []);
  }

  @Mutation(() => UpdateTransactionPayload, {
    description:
      'Signs another revision of an open transaction. You may repeat the same request if it has `revision`. Without `revision`, each request is a new update.',
  })
  updateTransaction(
    @Arg('input', () => UpdateTransactionInput, { description: 'The transaction.' }) input: UpdateTransactionInput,
    @Ctx() context: Context,
  ): Promise<UpdateTransactionPayload> {
    return write(context, input, 'ACTIVE', input.revision, revisionProblems(input.revision));
  }

  @Mutation(() => FinishTransactionPayload, {
    description:
      'Finishes an open transaction. It cannot be changed after that. The answer has the QR code. You may repeat the same request.',
  })
  finishTransaction(
    @Arg('input', () => FinishTransactionInput, { description: 'The transaction.' }) input: FinishTransactionInput,
    @Ctx() context: Context,
  ): Promise<FinishTransactionPayload> {
    return write(context, input, 'FINISHED', input.revision, revisionProblems(input.revision));
  }

  @Mutation(() => CancelTransactionPayload, {
    description: 'Cancels an open transaction. It cannot be changed after that. You may repeat the same request.',
  })
  cancelTransaction(
    @Arg('input', () => CancelTransactionInput, { description: 'The transaction.' }) input: CancelTransactionInput,
    @Ctx() context: Context,
  ): Promise<CancelTransactionPayload> {
    return write(context, input, 'CANCELLED', input.revision, revisionProblems(input.revision));
  }
}

interface WriteInput extends TransactionInput {
  readonly processData?: ProcessDataInput | null;
}

/** Writes one revision. */
function write(
  context: Context,
  input: WriteInput,
  state: Schemas['TxState'],
  revision: number | null | undefined,
  wrongRevision: readonly Problem[],
): Promise<Payload> {
  const { tssUuid, transactionUuid, processData } = input;
  const findings = {
    problems: [...wrongRevision, ...processDataProblems(processData, ['processData'], state === 'FINISHED')],
    warnings: () => processDataWarnings(processData, ['processData']),
  };
  const requested = { state, processData, revision: revision ?? undefined };
  return sign(context, input, findings, requested, (body) =>
    context.datasources.signing.write(tssUuid, transactionUuid, requested.revision, body, input.repeat === true),
  );
}
