import { Arg, Ctx, Mutation, Resolver } from 'type-graphql';
import type { Schemas } from '../contract.js';
import type { SigningResult } from '../datasources/signing-result.js';
import type { UpstreamError } from '../datasources/upstream-error.js';
import { metadataProblems, toMetadataMap } from '../schema/metadata.js';
import { fromProcessDataInput, type ProcessDataInput, processDataProblems } from '../schema/process-data.js';
import { fromReceiptInput, receiptProblems } from '../schema/receipt.js';
import { Transaction } from '../schema/transaction.js';
import {
  CancelTransactionInput,
  CancelTransactionPayload,
  FinishTransactionInput,
  FinishTransactionPayload,
  revisionProblems,
  SignReceiptInput,
  SignReceiptPayload,
  StartTransactionInput,
  StartTransactionPayload,
  UpdateTransactionInput,
  UpdateTransactionPayload,
} from '../schema/transaction-mutations.js';
import type { Problem, UserError } from '../schema/user-error.js';
import { receiptWarnings, type Warning } from '../schema/warning.js';
import type { Context } from './context.js';
import { describe, invalid, isUserErrorCode } from './settle.js';

/** Mutations that sign. Each says whether what was asked for is signed; it is never guessed. */
@Resolver()
export class TransactionMutationsResolver {
  @Mutation(() => SignReceiptPayload, {
    description:
      'Signs a whole sale: starts the transaction and finishes it with the receipt. Safe to send again, any number of times and at once: the same UUID with the same receipt is signed once.',
  })
  signReceipt(
    @Arg('input', () => SignReceiptInput, { description: 'The sale.' }) input: SignReceiptInput,
    @Ctx() context: Context,
  ): Promise<SignReceiptPayload> {
    const { tssUuid, transactionUuid, receipt } = input;
    const problems = invalid(receiptProblems(receipt, ['receipt']), metadataProblems(input.metadata));
    const warnings = problems.length === 0 ? receiptWarnings(receipt, ['receipt']) : [];
    const schema = { standard_v1: { receipt: fromReceiptInput(receipt) } };
    return sign(context, problems, warnings, () =>
      context.datasources.signing.startAndFinish(tssUuid, transactionUuid, { ...toBody(input, 'FINISHED'), schema }),
    );
  }

  @Mutation(() => StartTransactionPayload, {
    description: 'Starts a transaction: revision 1. May be sent again as it is.',
  })
  startTransaction(
    @Arg('input', () => StartTransactionInput, { description: 'The transaction.' }) input: StartTransactionInput,
    @Ctx() context: Context,
  ): Promise<StartTransactionPayload> {
    return write(context, input, 'ACTIVE', 1, []);
  }

  @Mutation(() => UpdateTransactionPayload, {
    description:
      'Signs a further revision of an open transaction. May be sent again as it is when `revision` is given.',
  })
  updateTransaction(
    @Arg('input', () => UpdateTransactionInput, { description: 'The transaction.' }) input: UpdateTransactionInput,
    @Ctx() context: Context,
  ): Promise<UpdateTransactionPayload> {
    return write(context, input, 'ACTIVE', input.revision, revisionProblems(input.revision));
  }

  @Mutation(() => FinishTransactionPayload, {
    description: 'Finishes an open transaction for good; the answer has the QR code. May be sent again as it is.',
  })
  finishTransaction(
    @Arg('input', () => FinishTransactionInput, { description: 'The transaction.' }) input: FinishTransactionInput,
    @Ctx() context: Context,
  ): Promise<FinishTransactionPayload> {
    return write(context, input, 'FINISHED', input.revision, revisionProblems(input.revision));
  }

  @Mutation(() => CancelTransactionPayload, {
    description: 'Cancels an open transaction for good. May be sent again as it is.',
  })
  cancelTransaction(
    @Arg('input', () => CancelTransactionInput, { description: 'The transaction.' }) input: CancelTransactionInput,
    @Ctx() context: Context,
  ): Promise<CancelTransactionPayload> {
    return write(context, input, 'CANCELLED', input.revision, revisionProblems(input.revision));
  }
}

interface WriteInput {
  readonly tssUuid: string;
  readonly clientUuid: string;
  readonly transactionUuid: string;
  readonly processData?: ProcessDataInput | null;
  readonly metadata?: SignReceiptInput['metadata'];
}

/** Writes one revision. */
function write(
  context: Context,
  input: WriteInput,
  state: Schemas['TxState'],
  revision: number | null | undefined,
  wrongRevision: readonly Problem[],
): Promise<StartTransactionPayload> {
  const { processData } = input;
  const problems = invalid(
    wrongRevision,
    processDataProblems(processData, ['processData']),
    metadataProblems(input.metadata),
  );
  const warnings =
    problems.length === 0 && processData?.receipt
      ? receiptWarnings(processData.receipt, ['processData', 'receipt'])
      : [];
  const body = { ...toBody(input, state), ...(processData && { schema: fromProcessDataInput(processData) }) };
  return sign(context, problems, warnings, () =>
    context.datasources.signing.write(input.tssUuid, input.transactionUuid, revision ?? undefined, body),
  );
}

function toBody(input: WriteInput, state: Schemas['TxState']): Schemas['TxRequest'] {
  return {
    state,
    client_id: input.clientUuid,
    ...(input.metadata && { metadata: toMetadataMap(input.metadata) }),
  };
}

/** Signs, unless something speaks against it, and reports the outcome. */
async function sign(
  context: Context,
  problems: readonly UserError[],
  warnings: readonly Warning[],
  act: () => Promise<SigningResult>,
): Promise<SignReceiptPayload> {
  const refusals = context.refuseSuspiciousReceipts ? [...problems, ...warnings.map(toRefusal)] : problems;
  if (refusals.length > 0) return { outcome: 'NOT_SIGNED', transaction: null, warnings, userErrors: refusals };
  const result = await act();
  return {
    outcome: result.outcome,
    transaction: result.transaction ? new Transaction(result.transaction, 'write') : null,
    warnings,
    userErrors: result.outcome === 'SIGNED' ? [] : [toSigningError(result.error, result.outcome)],
  };
}

function toRefusal({ message, field }: Warning): UserError {
  return { code: 'SUSPICIOUS_RECEIPT', message, field, retryable: false };
}

/** A till needs the outcome whatever failed, so here even the upstream's own failures are data. What is UNKNOWN is settled by sending it again. */
function toSigningError(error: UpstreamError, outcome: 'NOT_SIGNED' | 'UNKNOWN'): UserError {
  const code = isUserErrorCode(error.code) ? error.code : 'UPSTREAM_UNAVAILABLE';
  return describe(error, code, outcome === 'UNKNOWN' || error.retryable);
}
