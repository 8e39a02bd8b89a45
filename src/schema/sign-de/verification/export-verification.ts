import { Field, Int, ObjectType, registerEnumType } from 'type-graphql';
import {
  EXPORT_CHECKS,
  type ExportCheck,
  type ExportVerification as Verified,
} from '../../../tse/archive/verify-export.js';
import { BigInt, DateTime } from '../../common/scalars.js';

const checkDescriptions: Readonly<Record<ExportCheck, string>> = {
  ARCHIVE: 'The archive is a complete TAR with only the plain files of an export.',
  INFO: 'There is exactly one `info.csv`, in UTF-8 and with the required content.',
  CERTIFICATES: 'Certificates can be read, and their file names match their keys.',
  CHAIN: 'Each certificate is signed by another one in the archive, up to a self-signed one.',
  FILE_NAMES: 'The file name of each log message matches its content.',
  MESSAGES: 'Each log message has the form of BSI TR-03151.',
  SIGNATURES: 'Each signature is valid for its message, with the key of a certificate in the archive.',
  VALIDITY: 'The certificate was valid at the log time.',
  COUNTERS: 'No signature counter occurs twice. Gaps are reported separately, because a filtered export has them.',
};
const checkEnum = Object.fromEntries(EXPORT_CHECKS.map((check) => [check, check]));
registerEnumType(checkEnum, {
  name: 'ExportCheck',
  description: 'A check of the archive of an export.',
  valuesConfig: Object.fromEntries(
    Object.entries(checkDescriptions).map(([check, description]) => [check, { description }]),
  ),
});

const notChecked = {
  ROOT_OF_TRUST: 'Whether the self-signed certificate belongs to a trusted authority.',
  REVOCATION: 'Whether a certificate was revoked.',
  COMPLETENESS:
    'Whether the archive holds everything that was signed: a filtered archive, or one without its first or last messages, looks like a complete one.',
} as const;
const notCheckedEnum = Object.fromEntries(Object.keys(notChecked).map((name) => [name, name]));
registerEnumType(notCheckedEnum, {
  name: 'ExportLimitation',
  description: 'Facts that the archive of an export alone cannot prove.',
  valuesConfig: Object.fromEntries(Object.entries(notChecked).map(([name, description]) => [name, { description }])),
});

/** Result of one check. */
@ObjectType({ description: 'Result of one check.' })
export class ExportCheckCount {
  @Field(() => checkEnum, { description: 'The check.' })
  readonly check!: ExportCheck; // made by toExportVerification

  @Field(() => Int, { description: 'How many times it passed.' })
  readonly passed!: number;

  @Field(() => Int, { description: 'How many times it failed; `problems` lists the first failures.' })
  readonly failed!: number;
}

/** A failed check. */
@ObjectType({ description: 'A failed check in the archive of an export.' })
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

/** An oddity that is not a failure. */
@ObjectType({
  description:
    'An oddity in the archive of an export that does not weaken its proof. TSS of other vendors write such archives, and so do programs that repack them.',
})
export class ExportNote {
  @Field(() => checkEnum, { description: 'The check that found it.' })
  readonly check!: ExportCheck; // made by toExportVerification

  @Field(() => String, {
    nullable: true,
    description: 'Name of the file, its first 255 characters; null when it is about the archive as a whole.',
  })
  readonly file!: string | null;

  @Field(() => String, { description: 'What is unusual and why it is not a failure, for people. In English.' })
  readonly message!: string;
}

/** A certificate of an archive. */
@ObjectType({ description: 'A certificate in the archive of an export.' })
export class ExportCertificate {
  @Field(() => String, { description: 'Whose key it certifies, e.g. `CN=…, O=…`.' })
  readonly subject!: string; // made by toExportVerification

  @Field(() => String, { description: 'Who signed it.' })
  readonly issuer!: string;

  @Field(() => DateTime, { description: 'Start of its validity.' })
  readonly validFrom!: Date;

  @Field(() => DateTime, { description: 'End of its validity.' })
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
@ObjectType({ description: 'Content of `info.csv`: facts about the TSS.' })
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
    'Result of checking the archive of an export as an auditor does. `POST /verify-export` returns the same as JSON, for archives of any origin.',
})
export class ExportVerification {
  @Field(() => Boolean, { description: 'Whether nothing failed. Oddities that are not failures are in `notes`.' })
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
    description: 'The first hundred ranges of missing counters. An export without filters has none.',
  })
  readonly gaps!: readonly CounterRange[];

  @Field(() => [ExportCertificate], { description: 'Certificates in the order of the archive, twenty at most.' })
  readonly certificates!: readonly ExportCertificate[];

  @Field(() => [ExportCheckCount], { description: 'All checks, in the order in which they were made.' })
  readonly checks!: readonly ExportCheckCount[];

  @Field(() => [ExportProblem], { description: 'The first hundred failures; `checks` has the number of all.' })
  readonly problems!: readonly ExportProblem[];

  @Field(() => [ExportNote], {
    description:
      'Oddities that are not failures: the first ten of each kind, at most a hundred. Notes do not change `valid`.',
  })
  readonly notes!: readonly ExportNote[];

  @Field(() => [notCheckedEnum], {
    description: 'Facts that were not checked, because the archive alone cannot prove them.',
  })
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
