import { Field, Int, ObjectType, registerEnumType } from 'type-graphql';
import {
  EXPORT_CHECKS,
  type ExportCheck,
  type ExportVerification as Verified,
} from '../../../tse/archive/verify-export.js';
import { BigInt, DateTime } from '../../common/scalars.js';

const checkDescriptions: Readonly<Record<ExportCheck, string>> = {
  ARCHIVE: 'A whole TAR of plain files of an export.',
  INFO: '`info.csv` is there once, is UTF-8 and says what it should.',
  CERTIFICATES: 'Certificates can be read and are named by their key.',
  CHAIN: 'Each certificate is signed by another in the archive, up to one that signed itself.',
  FILE_NAMES: 'Each log message is named by what is in it.',
  MESSAGES: 'Each log message has the form of BSI TR-03151.',
  SIGNATURES: 'Each signature fits its message, by the key of a certificate in the archive.',
  VALIDITY: 'The certificate was valid at the log time.',
  COUNTERS: 'No signature counter is there twice. Gaps are told apart, since a filtered export has them.',
};
const checkEnum = Object.fromEntries(EXPORT_CHECKS.map((check) => [check, check]));
registerEnumType(checkEnum, {
  name: 'ExportCheck',
  description: 'What is looked at in the archive of an export.',
  valuesConfig: Object.fromEntries(
    Object.entries(checkDescriptions).map(([check, description]) => [check, { description }]),
  ),
});

const notChecked = {
  ROOT_OF_TRUST: 'Whether the certificate that signed itself belongs to an authority that may be trusted.',
  REVOCATION: 'Whether a certificate was revoked.',
  COMPLETENESS:
    'Whether the archive holds everything that was signed: a filtered archive, or one without its first or last messages, looks like a complete one.',
} as const;
const notCheckedEnum = Object.fromEntries(Object.keys(notChecked).map((name) => [name, name]));
registerEnumType(notCheckedEnum, {
  name: 'ExportLimitation',
  description: 'What the archive of an export alone cannot tell.',
  valuesConfig: Object.fromEntries(Object.entries(notChecked).map(([name, description]) => [name, { description }])),
});

/** Result of one check. */
@ObjectType({ description: 'How one check went.' })
export class ExportCheckCount {
  @Field(() => checkEnum, { description: 'What was looked at.' })
  readonly check!: ExportCheck; // made by toExportVerification

  @Field(() => Int, { description: 'How many times it was as it should be.' })
  readonly passed!: number;

  @Field(() => Int, { description: 'How many times it was not; `problems` tells the first of them.' })
  readonly failed!: number;
}

/** Something that is wrong. */
@ObjectType({ description: 'Something in the archive of an export that is not as it should be.' })
export class ExportProblem {
  @Field(() => checkEnum, { description: 'The check that failed.' })
  readonly check!: ExportCheck; // made by toExportVerification

  @Field(() => String, {
    nullable: true,
    description: 'Name of the file, its first 255 characters; null when it is about the archive as a whole.',
  })
  readonly file!: string | null;

  @Field(() => String, { description: 'What is wrong, for people. In English.' })
  readonly message!: string;
}

/** Something unusual. */
@ObjectType({
  description:
    'Something unusual in the archive of an export that does not weaken its proof. TSS of other vendors write such archives, and so do programs that pack them again.',
})
export class ExportNote {
  @Field(() => checkEnum, { description: 'The check that saw it.' })
  readonly check!: ExportCheck; // made by toExportVerification

  @Field(() => String, {
    nullable: true,
    description: 'Name of the file, its first 255 characters; null when it is about the archive as a whole.',
  })
  readonly file!: string | null;

  @Field(() => String, { description: 'What is unusual and why it is no failure, for people. In English.' })
  readonly message!: string;
}

/** A certificate of an archive. */
@ObjectType({ description: 'A certificate in the archive of an export.' })
export class ExportCertificate {
  @Field(() => String, { description: 'Whose key it certifies, e.g. `CN=…, O=…`.' })
  readonly subject!: string; // made by toExportVerification

  @Field(() => String, { description: 'Who signed it.' })
  readonly issuer!: string;

  @Field(() => DateTime, { description: 'From when on it is valid.' })
  readonly validFrom!: Date;

  @Field(() => DateTime, { description: 'Until when it is valid.' })
  readonly validTo!: Date;
}

/** A range of counters. */
@ObjectType({ description: 'A range of signature counters, both ends included.' })
export class CounterRange {
  @Field(() => BigInt, { description: 'The first.' })
  readonly first!: string; // made by toExportVerification

  @Field(() => BigInt, { description: 'The last.' })
  readonly last!: string;
}

/** The content of `info.csv`. */
@ObjectType({ description: 'What `info.csv` says of the TSS.' })
export class ExportInfo {
  @Field(() => String, { description: 'Description of the TSS; may be empty.' })
  readonly description!: string; // made by toExportVerification

  @Field(() => String, { description: 'Its manufacturer.' })
  readonly manufacturer!: string;

  @Field(() => String, { description: 'Its version.' })
  readonly version!: string;
}

/** Number of messages of each kind. */
@ObjectType({ description: 'How many log messages of each kind there are.' })
export class MessageCounts {
  @Field(() => Int, { description: 'Of transactions: starts, updates and finishes.' })
  readonly transaction!: number; // made by toExportVerification

  @Field(() => Int, { description: 'Of the TSS itself.' })
  readonly system!: number;

  @Field(() => Int, { description: 'Of the secure element about itself.' })
  readonly audit!: number;
}

/** Result of checking an archive. */
@ObjectType({
  description:
    'Result of checking the archive of an export as an auditor does. Also what `POST /verify-export` answers as JSON, for archives from anywhere.',
})
export class ExportVerification {
  @Field(() => Boolean, { description: 'Whether nothing failed. What is unusual without being wrong is in `notes`.' })
  readonly valid!: boolean; // made by toExportVerification

  @Field(() => Boolean, {
    description: 'Whether the archive was read to its end; if not, a problem of `ARCHIVE` says why.',
  })
  readonly complete!: boolean;

  @Field(() => Int, { description: 'Files that were read.' })
  readonly files!: number;

  @Field(() => ExportInfo, { nullable: true, description: 'What `info.csv` says; null when it cannot be read.' })
  readonly info!: ExportInfo | null;

  @Field(() => MessageCounts, { description: 'Log messages of each kind.' })
  readonly messages!: MessageCounts;

  @Field(() => DateTime, { nullable: true, description: 'Earliest log time; null without messages.' })
  readonly firstLogTime!: Date | null;

  @Field(() => DateTime, { nullable: true, description: 'Latest log time; null without messages.' })
  readonly lastLogTime!: Date | null;

  @Field(() => CounterRange, {
    nullable: true,
    description: 'Lowest and highest signature counter; null without messages.',
  })
  readonly counters!: CounterRange | null;

  @Field(() => BigInt, { description: 'Signature counters that are missing between the lowest and the highest.' })
  readonly missingCounters!: string;

  @Field(() => [CounterRange], {
    description: 'Where they are missing, the first hundred ranges. An export without filters has none.',
  })
  readonly gaps!: readonly CounterRange[];

  @Field(() => [ExportCertificate], { description: 'Certificates in the order of the archive, twenty at most.' })
  readonly certificates!: readonly ExportCertificate[];

  @Field(() => [ExportCheckCount], { description: 'What was checked, in the order of the checking.' })
  readonly checks!: readonly ExportCheckCount[];

  @Field(() => [ExportProblem], { description: 'What failed, the first hundred; `checks` counts all.' })
  readonly problems!: readonly ExportProblem[];

  @Field(() => [ExportNote], {
    description:
      'What is unusual but not wrong: the first ten of each kind, at most a hundred. Notes do not change `valid`.',
  })
  readonly notes!: readonly ExportNote[];

  @Field(() => [notCheckedEnum], { description: 'What was not checked, because the archive alone cannot tell.' })
  readonly notChecked!: readonly string[];
}

/** The result in the form of the schema; the JSON is the same. */
export function toExportVerification(found: Verified): ExportVerification {
  const { logTimes, counters } = found;
  return {
    valid: found.valid,
    complete: found.complete,
    files: found.files,
    info: found.info ?? null,
    messages: found.counts,
    firstLogTime: logTimes ? new Date(logTimes.first) : null,
    lastLogTime: logTimes ? new Date(logTimes.last) : null,
    counters: counters ? toRange(counters) : null,
    missingCounters: String(found.missing),
    gaps: found.gaps.map(toRange),
    certificates: found.certificates.map(({ validFrom, validTo, ...names }) => ({
      ...names,
      validFrom: new Date(validFrom),
      validTo: new Date(validTo),
    })),
    checks: found.checks,
    problems: found.problems.map(({ check, file, problem }) => ({ check, file: file ?? null, message: problem })),
    notes: (found.notes ?? []).map(({ check, file, note }) => ({ check, file: file ?? null, message: note })),
    notChecked: Object.keys(notChecked),
  };
}

function toRange({ first, last }: { readonly first: number; readonly last: number }): CounterRange {
  return { first: String(first), last: String(last) };
}
