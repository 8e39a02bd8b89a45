import { Field, InputType, Int, ObjectType } from 'type-graphql';
import { ProcessDataInput } from '../process-data/process-data.js';
import { SigningPayload, TransactionInput } from './signing.js';
import type { Problem } from '../../common/user-error.js';

/** Base of the inputs that write a further revision. */
@InputType()
abstract class RevisionInput extends TransactionInput {
  @Field(() => Int, {
    nullable: true,
    description:
      'Revision to write: `latestRevision` plus 1, so 2 or more. If it is absent, the gateway reads the transaction and writes the next revision.',
  })
  readonly revision?: number | null;
}

/** Checks the revision of an update, finish or cancel. */
export function revisionProblems(revision: number | null | undefined): readonly Problem[] {
  if (revision === null || revision === undefined || revision >= 2) return [];
  return [{ field: ['revision'], message: `Revision 1 is the start, so this must be 2 or more, but is ${revision}.` }];
}

/** Input of `startTransaction`. */
@InputType({ description: 'Input of `startTransaction`.' })
export class StartTransactionInput extends TransactionInput {
  @Field(() => ProcessDataInput, {
    nullable: true,
    description:
      'Process data. DSFinV-K asks to leave it out at the start; a taximeter needs its event, without data if that is allowed.',
  })
  readonly processData?: ProcessDataInput | null;
}

/** Input of `updateTransaction`. */
@InputType({ description: 'Input of `updateTransaction`.' })
export class UpdateTransactionInput extends RevisionInput {
  @Field(() => ProcessDataInput, { description: 'New process data of the transaction.' })
  readonly processData!: ProcessDataInput;
}

/** Input of `finishTransaction`. */
@InputType({ description: 'Input of `finishTransaction`.' })
export class FinishTransactionInput extends RevisionInput {
  @Field(() => ProcessDataInput, { description: 'Final process data of the transaction.' })
  readonly processData!: ProcessDataInput;
}

/** Input of `cancelTransaction`. */
@InputType({ description: 'Input of `cancelTransaction`.' })
export class CancelTransactionInput extends RevisionInput {
  @Field(() => ProcessDataInput, {
    nullable: true,
    description:
      'Process data to sign with the cancellation. By default an empty receipt of type CANCELLATION, or the last process data if that is not a receipt.',
  })
  readonly processData?: ProcessDataInput | null;
}

/** Result of `startTransaction`. */
@ObjectType({ description: 'Result of `startTransaction`.' })
export class StartTransactionPayload extends SigningPayload {}

/** Result of `updateTransaction`. */
@ObjectType({ description: 'Result of `updateTransaction`.' })
export class UpdateTransactionPayload extends SigningPayload {}

/** Result of `finishTransaction`. */
@ObjectType({ description: 'Result of `finishTransaction`.' })
export class FinishTransactionPayload extends SigningPayload {}

/** Result of `cancelTransaction`. */
@ObjectType({ description: 'Result of `cancelTransaction`.' })
export class CancelTransactionPayload extends SigningPayload {}
