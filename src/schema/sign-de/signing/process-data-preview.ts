import { Field, ObjectType } from 'type-graphql';
import { Base64 } from '../../common/scalars.js';
import { toText } from '../process-data/raw.js';
import { UserError } from '../../common/user-error.js';
import { Warning } from '../../common/warning.js';

/** What would be signed for given process data. Makes no call. */
@ObjectType({ description: 'What would be signed for given process data, computed by this gateway without any call.' })
export class ProcessDataPreview {
  @Field(() => String, { nullable: true, description: 'Process type; null when something is wrong with the input.' })
  readonly processType: string | null;

  @Field(() => Base64, {
    nullable: true,
    description: 'The very bytes that would be signed; null when something is wrong with the input.',
  })
  readonly processData: string | null;

  @Field(() => Boolean, {
    description:
      'Whether the real service is known to sign these very bytes. Not for `other` and `taximeter`, whose text is documented nowhere: there the bytes are those of the sandbox.',
  })
  readonly isExact: boolean;

  @Field(() => [Warning], {
    description: 'What is odd but can be legal; it would be signed all the same. Of each code the first hundred.',
  })
  readonly warnings: readonly Warning[];

  @Field(() => [UserError], { description: 'What is wrong, so that it would not be signed; empty when all is well.' })
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

  @Field(() => String, { nullable: true, description: 'The bytes as text; null when they are no UTF-8.' })
  get text(): string | null {
    return this.processData === null ? null : toText(this.processData);
  }
}
