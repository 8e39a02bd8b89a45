import { Arg, Ctx, Mutation, Resolver } from 'type-graphql';
import {
  fromProcessDataInput,
  type ProcessDataInput,
  processDataProblems,
} from '../../../schema/sign-de/process-data/process-data.js';
import { processDataWarnings } from '../../../schema/sign-de/process-data/process-data-warnings.js';
import type { TransactionInput } from '../../../schema/sign-de/signing/signing.js';
import {
  SignOrderInput,
  SignOrderPayload,
  SignOtherInput,
  SignOtherPayload,
  SignRawInput,
  SignRawPayload,
  SignReceiptInput,
  SignReceiptPayload,
  SignTaximeterInput,
  SignTaximeterPayload,
} from '../../../schema/sign-de/signing/signing-mutations.js';
import { taximeterStart } from '../../../schema/sign-de/process-data/taximeter-input.js';
import type { Context } from '../../common/context.js';
import { type Payload, sign } from './signing.js';

/** Mutations that sign a complete transaction at once. */
@Resolver()
export class SigningMutationsResolver {
  @Mutation(() => SignReceiptPayload, {
    description:
      'Signs a complete sale: starts the transaction and finishes it with the receipt. You may safely repeat it with `repeat: true`, any number of times, also concurrently: the same UUID with the same receipt is signed once.',
  })
  signReceipt(
    @Arg('input', () => SignReceiptInput, { description: 'The sale.' }) input: SignReceiptInput,
    @Ctx() context: Context,
  ): Promise<SignReceiptPayload> {
    return signWhole(context, input, { receipt: input.receipt });
  }

  @Mutation(() => SignOrderPayload, {
    description:
      'Signs a complete order. An order is a separate transaction, in addition to the receipt. You may safely repeat it, like `signReceipt`.',
  })
  signOrder(
    @Arg('input', () => SignOrderInput, { description: 'The order.' }) input: SignOrderInput,
    @Ctx() context: Context,
  ): Promise<SignOrderPayload> {
    return signWhole(context, input, { order: input.order });
  }

  @Mutation(() => SignOtherPayload, {
    description: 'Signs a complete transaction of any other kind. You may safely repeat it, like `signReceipt`.',
  })
  signOther(
    @Arg('input', () => SignOtherInput, { description: 'The case.' }) input: SignOtherInput,
    @Ctx() context: Context,
  ): Promise<SignOtherPayload> {
    return signWhole(context, input, { other: input.other });
  }

  @Mutation(() => SignRawPayload, {
    description: 'Signs a complete transaction with raw process data. You may safely repeat it, like `signReceipt`.',
  })
  signRaw(
    @Arg('input', () => SignRawInput, { description: 'The case.' }) input: SignRawInput,
    @Ctx() context: Context,
  ): Promise<SignRawPayload> {
    return signWhole(context, input, { raw: input.raw });
  }

  @Mutation(() => SignTaximeterPayload, {
    description:
      'Signs a complete event of a taximeter or odometer. You may safely repeat it, like `signReceipt`. For an empty trip or a break with a duration, use `startTransaction` and `finishTransaction`.',
  })
  signTaximeter(
    @Arg('input', () => SignTaximeterInput, { description: 'The event.' }) input: SignTaximeterInput,
    @Ctx() context: Context,
  ): Promise<SignTaximeterPayload> {
    const { taximeter } = input;
    return signWhole(context, input, { taximeter }, { taximeter: taximeterStart(taximeter) });
  }
}

/** Starts a transaction, with process data if its kind needs it, and finishes it. */
function signWhole(
  context: Context,
  input: TransactionInput,
  end: ProcessDataInput,
  start?: ProcessDataInput,
): Promise<Payload> {
  const findings = {
    problems: processDataProblems(end, [], true),
    warnings: () => processDataWarnings(end, []),
  };
  return sign(context, input, findings, { state: 'FINISHED', processData: end }, (body) =>
    context.datasources.signing.startAndFinish(
      input.tssUuid,
      input.transactionUuid,
      body,
      start && fromProcessDataInput(start),
      input.repeat === true,
    ),
  );
}
