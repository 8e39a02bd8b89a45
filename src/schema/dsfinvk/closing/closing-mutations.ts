import { Field, InputType, Int, ObjectType } from 'type-graphql';
import { metadataMutationOf } from '../../common/metadata-mutation.js';
import { DSFINVK_PAIRS, MetadataEntryInput } from '../../common/metadata.js';
import { DateTime, UUID } from '../../common/scalars.js';
import { MutationPayload } from '../../common/user-error.js';
import { CashPointClosing } from './closing.js';
import { BusinessCaseInput, StatementPaymentInput } from './statement-input.js';
import { ClosingTransactionInput } from './transaction-input.js';

/** Input of `insertCashPointClosing`. */
@InputType({ description: 'Input of `insertCashPointClosing`: a whole closing, as it is stored.' })
export class InsertCashPointClosingInput {
  @Field(() => UUID, { description: 'Id of the new closing: make a random one (version 4).' })
  readonly closingUuid!: string; // filled by TypeGraphQL, as are all members of inputs here

  @Field(() => UUID, { description: 'UUID of the client of the MASTER register that is closed.' })
  readonly clientUuid!: string;

  @Field(() => Int, { description: 'Number of the closing (Z_NR): ascending without gaps, never reset.' })
  readonly number!: number;

  @Field(() => DateTime, { description: 'Time of the closing (Z_ERSTELLUNG).' })
  readonly exportCreatedAt!: Date;

  @Field(() => String, {
    nullable: true,
    description: 'Business day, as `YYYY-MM-DD`; only if it is not that of `exportCreatedAt`.',
  })
  readonly businessDate?: string | null;

  @Field(() => String, { nullable: true, description: 'First transaction (Z_START_ID); null for a day without any.' })
  readonly firstTransactionId?: string | null;

  @Field(() => String, { nullable: true, description: 'Last transaction (Z_ENDE_ID); null for a day without any.' })
  readonly lastTransactionId?: string | null;

  @Field(() => [BusinessCaseInput], { nullable: true, description: 'Sums of the business cases of all receipts.' })
  readonly businessCases?: BusinessCaseInput[] | null;

  @Field(() => StatementPaymentInput, { nullable: true, description: 'Sums of the payments of all receipts.' })
  readonly payment?: StatementPaymentInput | null;

  @Field(() => [ClosingTransactionInput], { nullable: true, description: 'The transactions of the day.' })
  readonly transactions?: ClosingTransactionInput[] | null;

  @Field(() => [MetadataEntryInput], { nullable: true, description: 'Your own data, up to 20 pairs.' })
  readonly metadata?: MetadataEntryInput[] | null;
}

/** Input of `deleteCashPointClosing`. */
@InputType({ description: 'Input of `deleteCashPointClosing`.' })
export class DeleteCashPointClosingInput {
  @Field(() => UUID, { description: 'Id of the closing.' })
  readonly closingUuid!: string;
}

@ObjectType()
abstract class CashPointClosingPayload extends MutationPayload {
  @Field(() => CashPointClosing, { nullable: true, description: 'The closing; null when nothing was changed.' })
  readonly closing!: CashPointClosing | null; // made by the resolver
}

/** Result of `insertCashPointClosing`. */
@ObjectType({ description: 'Result of `insertCashPointClosing`.' })
export class InsertCashPointClosingPayload extends CashPointClosingPayload {}

/** Result of `deleteCashPointClosing`. */
@ObjectType({ description: 'Result of `deleteCashPointClosing`.' })
export class DeleteCashPointClosingPayload extends CashPointClosingPayload {}

/** Input and payload of `updateCashPointClosingMetadata`. */
export const CashPointClosingMetadata = metadataMutationOf({
  name: 'CashPointClosing',
  field: 'closing',
  one: 'a closing',
  rowClass: () => CashPointClosing,
  ids: { closingUuid: 'the closing' },
  maximumPairs: DSFINVK_PAIRS,
});
