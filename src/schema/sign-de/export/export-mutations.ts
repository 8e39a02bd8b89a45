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

  @Field(() => UUID, { description: 'UUID of the new export; make a random one and keep it until the export is read.' })
  readonly exportUuid!: string;

  @Field(() => ExportSelectionInput, {
    nullable: true,
    description: 'Which logs it holds; all that are signed by now when left out.',
  })
  readonly selection?: ExportSelectionInput | null;

  @Field(() => Int, {
    nullable: true,
    description: `Most signatures it may hold, from 1 to 1,000,000, which is also the default; with more of them the export fails. For more use \`exportAll\`.`,
  })
  readonly maximumRecords?: number | null;
}

/** Result of `triggerExport`. */
@ObjectType({ description: 'The export that was triggered.' })
export class TriggerExportPayload extends MutationPayload {
  @Field(() => Export, {
    nullable: true,
    description:
      'The export; null if there is none. After `EXPORT_CONFLICT` the earlier export with this UUID, maybe with other logs.',
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
    description: 'The export; after `EXPORT_NOT_CANCELLABLE` as it stands, and null when it cannot be read.',
  })
  readonly export?: Export | Promise<Export> | null;
}

/** Input of `exportAll`. */
@InputType({ description: 'Everything that a TSS has signed, in as many exports as it takes.' })
export class ExportAllInput {
  @Field(() => UUID, { description: 'UUID of the TSS.' })
  readonly tssUuid!: string; // filled by TypeGraphQL

  @Field(() => UUID, {
    description:
      'A random UUID for the whole; those of the exports are derived from it. Give the same one when sending again.',
  })
  readonly uuid!: string;

  @Field(() => Int, {
    defaultValue: MAXIMUM_RECORDS,
    description: 'Most signatures of one export, from 1 to 1,000,000.',
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
    description: 'The exports by signature counter; with user errors those that are under way or done all the same.',
  })
  readonly parts!: readonly ExportPart[];

  @Field(() => Boolean, {
    description:
      'Whether all signatures that the TSS had made are in these exports. If not, see `userErrors` and send the same again.',
  })
  readonly complete!: boolean;
}
