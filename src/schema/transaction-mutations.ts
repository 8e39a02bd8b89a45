import { Field, InputType, Int, ObjectType, registerEnumType } from 'type-graphql';
import { MetadataEntryInput } from './metadata.js';
import { ProcessDataInput } from './process-data.js';
import { ReceiptInput } from './receipt.js';
import { UUID } from './scalars.js';
import { Transaction } from './transaction.js';
import { MutationPayload, type Problem } from './user-error.js';
import { Warning } from './warning.js';

const signingOutcomes = {
  SIGNED: 'What was asked for is signed; `transaction` holds the signature.',
  NOT_SIGNED:
    'What was asked for is not signed, and `userErrors` says why: nothing reached the upstream, or it refused and does not hold it. For `signReceipt` that is the receipt: its transaction may have been started, and sending the same again finishes it.',
  UNKNOWN:
    'The answer of the upstream was lost and reading back did not settle it. Send the same request again: it is signed once at most.',
} as const;
const signingOutcomeEnum = Object.fromEntries(Object.keys(signingOutcomes).map((outcome) => [outcome, outcome]));
registerEnumType(signingOutcomeEnum, {
  name: 'SigningOutcome',
  description: 'Whether what was asked for is signed. It is never guessed.',
  valuesConfig: Object.fromEntries(
    Object.entries(signingOutcomes).map(([outcome, description]) => [outcome, { description }]),
  ),
});

/** Whether what was asked for is signed. */
export type SigningOutcome = keyof typeof signingOutcomes;

/** Base of the inputs that write a transaction. */
@InputType()
abstract class TransactionInput {
  @Field(() => UUID, { description: 'UUID of the TSS.' })
  readonly tssUuid!: string; // filled by TypeGraphQL

  @Field(() => UUID, { description: 'UUID of the client that writes. It must be registered.' })
  readonly clientUuid!: string;

  @Field(() => UUID, {
    description:
      'UUID of the transaction: make a random one (version 4) for a new sale and keep it before you send it, so that you can send the same again.',
  })
  readonly transactionUuid!: string;

  @Field(() => [MetadataEntryInput], {
    nullable: true,
    description: 'Your own data on the transaction, up to 40 pairs; merged into what is there.',
  })
  readonly metadata?: MetadataEntryInput[] | null;
}

/** Base of the inputs that write a further revision. */
@InputType()
abstract class RevisionInput extends TransactionInput {
  @Field(() => Int, {
    nullable: true,
    description:
      'Revision to write: `latestRevision` plus 1, so 2 or more. When it is left out, the gateway reads where the transaction stands and continues from there.',
  })
  readonly revision?: number | null;
}

/** What is wrong with the revision of an update, finish or cancel. */
export function revisionProblems(revision: number | null | undefined): readonly Problem[] {
  if (revision === null || revision === undefined || revision >= 2) return [];
  return [{ field: ['revision'], message: `Revision 1 is the start, so this must be 2 or more, but is ${revision}.` }];
}

/** Input of `startTransaction`. */
@InputType({ description: 'Input of `startTransaction`.' })
export class StartTransactionInput extends TransactionInput {
  @Field(() => ProcessDataInput, {
    nullable: true,
    description: 'What the transaction is about. DSFinV-K asks to leave it out at the start.',
  })
  readonly processData?: ProcessDataInput | null;
}

/** Input of `updateTransaction`. */
@InputType({ description: 'Input of `updateTransaction`.' })
export class UpdateTransactionInput extends RevisionInput {
  @Field(() => ProcessDataInput, { description: 'What the transaction is about now.' })
  readonly processData!: ProcessDataInput;
}

/** Input of `finishTransaction`. */
@InputType({ description: 'Input of `finishTransaction`.' })
export class FinishTransactionInput extends RevisionInput {
  @Field(() => ProcessDataInput, { description: 'What the transaction is about in the end.' })
  readonly processData!: ProcessDataInput;
}

/** Input of `cancelTransaction`. */
@InputType({ description: 'Input of `cancelTransaction`.' })
export class CancelTransactionInput extends RevisionInput {
  @Field(() => ProcessDataInput, {
    nullable: true,
    description:
      'What is signed as the end; when left out, an empty receipt of type CANCELLATION, or what the transaction was last about if that is no receipt.',
  })
  readonly processData?: ProcessDataInput | null;
}

/** Input of `signReceipt`. */
@InputType({ description: 'Input of `signReceipt`.' })
export class SignReceiptInput extends TransactionInput {
  @Field(() => ReceiptInput, { description: 'The receipt.' })
  readonly receipt!: ReceiptInput;
}

/** Base of the results of signing. */
@ObjectType()
abstract class SigningPayload extends MutationPayload {
  @Field(() => signingOutcomeEnum, { description: 'Whether what was asked for is signed.' })
  readonly outcome!: SigningOutcome; // made by the transaction resolver

  @Field(() => Transaction, {
    nullable: true,
    description:
      'The transaction: as signed, or, after a conflict, as it stands at the upstream. Null when it is not known.',
  })
  readonly transaction!: Transaction | null;

  @Field(() => [Warning], { description: 'What is odd in the receipt but can be legal; empty in the usual case.' })
  readonly warnings!: readonly Warning[];
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

/** Result of `signReceipt`. */
@ObjectType({ description: 'Result of `signReceipt`.' })
export class SignReceiptPayload extends SigningPayload {}
