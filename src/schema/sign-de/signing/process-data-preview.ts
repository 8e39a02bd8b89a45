import { Field, ObjectType } from 'type-graphql';
import { Base64 } from '../../common/scalars.js';
import { toText } from '../process-data/raw.js';
import { UserError } from '../../common/user-error.js';
import { Warning } from '../../common/warning.js';

/** What would be signed for given process data. Makes no call. */
@ObjectType({ description: 'What would be signed for given process data, computed by this gateway without any call.' })
export class ProcessDataPreview {
  @Field(() => String, { nullable: true, description: 'Process type; null if the input is invalid.' })
  readonly processType: string | null;

  @Field(() => Base64, {
    nullable: true,
    description: 'The exact bytes that would be signed; null if the input is invalid.',
  })
  readonly processData: string | null;

  @Field(() => Boolean, {
    description:
      'Whether the real service is known to sign exactly these bytes. False for `other` and `taximeter`, whose text is not documented: for these, the bytes are those of the sandbox.',
  })
  readonly isExact: boolean;

  @Field(() => [Warning], {
    description: 'Oddities that can be legal; the data would still be signed. The first hundred of each code.',
  })
  readonly warnings: readonly Warning[];

  @Field(() => [UserError], {
    description: 'Mistakes because of which the data would not be signed; empty if there are none.',
  })
  readonly userErrors: readonly UserError[];

  constructor(
    signed: { readonly processType: string; readonly processData: string } | null,
    isExact: boolean,
    warnings: readonly Warning[],
    userErrors: readonly UserError[],
  ) {
    this.processType = signed?.processType ?? null;
    this.processData = signed?.processData ?? null;
    this.isExact = isExact;
    this.warnings = warnings;
    this.userErrors = userErrors;
  }

  @Field(() => String, { nullable: true, description: 'The bytes as text; null if they are not UTF-8.' })
  get text(): string | null {
    return this.processData === null ? null : toText(this.processData);
  }
}
