import { Field, InputType, Int, ObjectType } from 'type-graphql';
import { Export } from './export.js';
import { ExportSelectionInput, MAXIMUM_RECORDS } from './export-selection.js';
import { BigInt, UUID } from '../../common/scalars.js';
import { MutationPayload } from '../../common/user-error.js';

/** Input of `triggerExport`. */
@InputType({ description: 'The export to trigger.' })
export class TriggerExportInput {
  @Field(() => UUID, { description: 'UUID of the TSS.' })
  readonly tssUuid!: string; // filled by TypeGraphQL

  @Field(() => UUID, {
    description: 'UUID of the new export: create a random one (version 4) and keep it until you have the archive.',
  })
  readonly exportUuid!: string;

  @Field(() => ExportSelectionInput, {
    nullable: true,
    description: 'Which logs it holds; by default all logs signed so far.',
  })
  readonly selection?: ExportSelectionInput | null;

  @Field(() => Int, {
    nullable: true,
    description: `Maximum number of signatures, from 1 to 1,000,000 (the default). With more signatures the export fails; use \`exportAll\` then.`,
  })
  readonly maximumRecords?: number | null;
}

/** Result of `triggerExport`. */
@ObjectType({ description: 'The export that was triggered.' })
export class TriggerExportPayload extends MutationPayload {
  @Field(() => Export, {
    nullable: true,
    description:
      'The export; null if there is none. After `EXPORT_CONFLICT`, the earlier export with this UUID, which may hold other logs.',
  })
  readonly export?: Export | Promise<Export> | null;
}

/** Input of `cancelExport`. */
@InputType({ description: 'The export to cancel.' })
export class CancelExportInput {
  @Field(() => UUID, { description: 'UUID of the TSS.' })
  readonly tssUuid!: string; // filled by TypeGraphQL

  @Field(() => UUID, { description: 'UUID of the export.' })
  readonly exportUuid!: string;
}

/** Result of `cancelExport`. */
@ObjectType({ description: 'The export that was cancelled.' })
export class CancelExportPayload extends MutationPayload {
  @Field(() => Export, {
    nullable: true,
    description: 'The export; after `EXPORT_NOT_CANCELLABLE` in its current state, or null if it cannot be read.',
  })
  readonly export?: Export | Promise<Export> | null;
}

/** Input of `exportAll`. */
@InputType({ description: 'Exports everything that a TSS has signed, split into as many exports as needed.' })
export class ExportAllInput {
  @Field(() => UUID, { description: 'UUID of the TSS.' })
  readonly tssUuid!: string; // filled by TypeGraphQL

  @Field(() => UUID, {
    description:
      'A random UUID for the whole. The UUIDs of the exports are derived from it. Use the same one when you send it again.',
  })
  readonly uuid!: string;

  @Field(() => Int, {
    defaultValue: MAXIMUM_RECORDS,
    description: 'Maximum number of signatures of one export, from 1 to 1,000,000.',
  })
  readonly signaturesPerExport!: number;
}

/** One of the exports that together hold everything. */
@ObjectType({ description: 'One of the exports of `exportAll`, and which signatures it holds.' })
export class ExportPart {
  @Field(() => BigInt, { description: 'Signature counter of its first log.' })
  readonly firstSignatureCounter!: string; // made by the resolver

  @Field(() => BigInt, { description: 'Signature counter of its last log.' })
  readonly lastSignatureCounter!: string;

  @Field(() => Export, { description: 'The export.' })
  readonly export!: Export;
}

/** Result of `exportAll`. */
@ObjectType({ description: 'The exports that together hold everything.' })
export class ExportAllPayload extends MutationPayload {
  @Field(() => [ExportPart], {
    description: 'The exports by signature counter. If there are `userErrors`, only the exports that were triggered.',
  })
  readonly parts!: readonly ExportPart[];

  @Field(() => Boolean, {
    description:
      'Whether these exports hold all signatures that the TSS had made. If not, see `userErrors` and send the same again.',
  })
  readonly complete!: boolean;
}
