import { Field, Int, ObjectType, registerEnumType } from 'type-graphql';
import type { ArchiveCheck } from '../../dsfinvk/archive/check/check-archive.js';

/** How bad a finding is. The values are those of the checker. */
export enum DsfinvkSeverity {
  ERROR = 'error',
  WARNING = 'warning',
  NOTE = 'note',
}
registerEnumType(DsfinvkSeverity, {
  name: 'DsfinvkSeverity',
  description: 'How bad a finding in an archive is.',
  valuesConfig: {
    ERROR: { description: "An auditor's software objects to it. The archive is not valid." },
    WARNING: { description: 'It may be wrong.' },
    NOTE: { description: 'It is unusual, but right.' },
  },
});

/** Something that the check of an archive found. */
@ObjectType({ description: 'Something that the check of an archive found.' })
export class DsfinvkFinding {
  @Field(() => String, { description: 'The rule, for programs.' })
  readonly code!: string; // made from the result of the checker, as are all members here

  @Field(() => DsfinvkSeverity, { description: 'How bad it is.' })
  readonly severity!: DsfinvkSeverity;

  @Field(() => String, { nullable: true, description: 'File of the archive.' })
  readonly file?: string;

  @Field(() => Int, { nullable: true, description: 'Row of the file; the header is row 1.' })
  readonly row?: number;

  @Field(() => String, { nullable: true, description: 'Column of the file.' })
  readonly column?: string;

  @Field(() => String, { description: 'What is wrong, and what would be right, in English.' })
  readonly text!: string;

  @Field(() => String, { description: 'The same in German.' })
  readonly german!: string;

  @Field(() => String, { description: 'Where the rule comes from.' })
  readonly source!: string;
}

/** How often a rule found something. */
@ObjectType({ description: 'How often a rule found something.' })
export class DsfinvkFindingCount {
  @Field(() => String, { description: 'The rule.' })
  readonly code!: string;

  @Field(() => DsfinvkSeverity, { description: 'How bad it is.' })
  readonly severity!: DsfinvkSeverity;

  @Field(() => Int, { description: 'Number of all findings, also of those that are not listed.' })
  readonly count!: number;
}

/** Numbers of signatures. */
@ObjectType({ description: 'Numbers of signatures in `transactions_tse.csv`.' })
export class DsfinvkSignatureCounts {
  @Field(() => Int, { description: 'Signatures that fit their data and the key in `tse.csv`.' })
  readonly valid!: number;

  @Field(() => Int, { description: 'Signatures that do not fit.' })
  readonly invalid!: number;

  @Field(() => Int, { description: 'Signatures that could not be checked.' })
  readonly notChecked!: number;
}

/** The result of a check. */
@ObjectType({ description: 'The result of the check of an archive of DSFinV-K.' })
export class DsfinvkVerification {
  @Field(() => Boolean, {
    description: 'Whether the archive was read to its end and has no finding of severity ERROR.',
  })
  readonly valid!: boolean;

  @Field(() => Boolean, { description: 'Whether the archive was read to its end.' })
  readonly complete!: boolean;

  @Field(() => Int, { description: 'Number of closings.' })
  readonly closings!: number;

  @Field(() => Int, { description: 'Number of transactions.' })
  readonly transactions!: number;

  @Field(() => Int, { description: 'Number of rows of all tables.' })
  readonly rows!: number;

  @Field(() => DsfinvkSignatureCounts, { description: 'Numbers of signatures.' })
  readonly signatures!: DsfinvkSignatureCounts;

  @Field(() => [DsfinvkFinding], { description: 'The first findings: at most 200 of one rule, and 2,000 of all.' })
  readonly findings!: readonly DsfinvkFinding[];

  @Field(() => [DsfinvkFindingCount], { description: 'How often each rule found something.' })
  readonly counts!: readonly DsfinvkFindingCount[];

  @Field(() => [String], { description: 'What was not checked, in English.' })
  readonly notChecked!: readonly string[];
}

/** Shows the result of the checker in the schema. Its severities are those of the enum. */
export function toDsfinvkVerification(check: ArchiveCheck): DsfinvkVerification {
  return check as ArchiveCheck & DsfinvkVerification;
}
