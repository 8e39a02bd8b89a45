import { Field, InputType, ObjectType } from 'type-graphql';
import { Client } from './client.js';
import { Export } from './export/export.js';
import { MetadataEntry, MetadataEntryInput } from '../common/metadata.js';
import { UUID } from '../common/scalars.js';
import { Transaction } from './transaction/transaction.js';
import { Tss } from './tss.js';
import { MutationPayload } from '../common/user-error.js';

/** Base of the inputs that change metadata. */
@InputType()
abstract class UpdateMetadataInput {
  @Field(() => UUID, { description: 'UUID of the TSS.' })
  readonly tssUuid!: string; // filled by TypeGraphQL

  @Field(() => [MetadataEntryInput], {
    description: 'Pairs to add, change or (with a null value) remove; all others stay.',
  })
  readonly metadata!: MetadataEntryInput[];
}

/** Base of the results of changing metadata. */
@ObjectType()
abstract class UpdateMetadataPayload extends MutationPayload {
  @Field(() => [MetadataEntry], {
    nullable: true,
    description: 'All metadata after the change; null when nothing was changed.',
  })
  readonly metadata!: readonly MetadataEntry[] | null; // made by the metadata resolver
}

/** Input of `updateTssMetadata`. */
@InputType({ description: 'Input of `updateTssMetadata`.' })
export class UpdateTssMetadataInput extends UpdateMetadataInput {}

/** Result of `updateTssMetadata`. */
@ObjectType({ description: 'Result of `updateTssMetadata`.' })
export class UpdateTssMetadataPayload extends UpdateMetadataPayload {
  @Field(() => Tss, { nullable: true, description: 'The TSS, read when asked for; null when nothing was changed.' })
  readonly tss!: Promise<Tss> | null;
}

/** Input of `updateClientMetadata`. */
@InputType({ description: 'Input of `updateClientMetadata`.' })
export class UpdateClientMetadataInput extends UpdateMetadataInput {
  @Field(() => UUID, { description: 'UUID of the client.' })
  readonly clientUuid!: string;
}

/** Result of `updateClientMetadata`. */
@ObjectType({ description: 'Result of `updateClientMetadata`.' })
export class UpdateClientMetadataPayload extends UpdateMetadataPayload {
  @Field(() => Client, {
    nullable: true,
    description: 'The client, read when asked for; null when nothing was changed.',
  })
  readonly client!: Promise<Client> | null;
}

/** Input of `updateTransactionMetadata`. */
@InputType({ description: 'Input of `updateTransactionMetadata`.' })
export class UpdateTransactionMetadataInput extends UpdateMetadataInput {
  @Field(() => UUID, { description: 'UUID of the transaction.' })
  readonly transactionUuid!: string;
}

/** Result of `updateTransactionMetadata`. */
@ObjectType({ description: 'Result of `updateTransactionMetadata`.' })
export class UpdateTransactionMetadataPayload extends UpdateMetadataPayload {
  @Field(() => Transaction, {
    nullable: true,
    description: 'The transaction, read when asked for; null when nothing was changed.',
  })
  readonly transaction!: Promise<Transaction> | null;
}

/** Input of `updateExportMetadata`. */
@InputType({ description: 'Input of `updateExportMetadata`.' })
export class UpdateExportMetadataInput extends UpdateMetadataInput {
  @Field(() => UUID, { description: 'UUID of the export.' })
  readonly exportUuid!: string;
}

/** Result of `updateExportMetadata`. */
@ObjectType({ description: 'Result of `updateExportMetadata`.' })
export class UpdateExportMetadataPayload extends UpdateMetadataPayload {
  @Field(() => Export, {
    nullable: true,
    description: 'The export, read when asked for; null when nothing was changed.',
  })
  readonly export!: Promise<Export> | null;
}
