/**
 * The checks of an export, in their order (`tse-formats.md §1, §2`).
 *
 * `ARCHIVE`: a complete TAR of plain files of an export.
 * `INFO`: `info.csv` is readable.
 * `CERTIFICATES`: they are readable, and named by their key.
 * `CHAIN`: each is signed by another one in the archive, up to a self-signed one.
 * `FILE_NAMES`: the file name of each message fits its content.
 * `MESSAGES`: they have the form of TR-03151.
 * `SIGNATURES`: they verify, with the key of a certificate in the archive.
 * `VALIDITY`: the certificate was valid at the log time.
 * `COUNTERS`: no signature counter occurs twice.
 */
export const EXPORT_CHECKS = [
  'ARCHIVE',
  'INFO',
  'CERTIFICATES',
  'CHAIN',
  'FILE_NAMES',
  'MESSAGES',
  'SIGNATURES',
  'VALIDITY',
  'COUNTERS',
] as const;

/** One of {@link EXPORT_CHECKS}. */
export type ExportCheck = (typeof EXPORT_CHECKS)[number];

/** A failed check of an export. */
export interface ExportProblem {
  readonly check: ExportCheck;
  /** Name of the file, cut to 255 characters; absent if the problem is about the whole archive. */
  readonly file?: string;
  /** A sentence for people. */
  readonly problem: string;
}

/** Something unusual in an export that does not weaken its proof. */
export interface ExportNote {
  readonly check: ExportCheck;
  /** As in {@link ExportProblem}. */
  readonly file?: string;
  /** What is unusual and why it is not a failure, for people. */
  readonly note: string;
}

/** How often a check passed, and how often it failed. */
export interface CheckCount {
  readonly check: ExportCheck;
  readonly passed: number;
  readonly failed: number;
}

/** Maximum number of listed problems, and of listed notes. */
const MAXIMUM_PROBLEMS = 100;
/** Maximum number of listed notes of one kind, so that a common oddity of one device leaves room for other notes. */
const MAXIMUM_EQUAL_NOTES = 10;
/** Characters of a file name that are shown. File names of an export have at most about 200. */
const MAXIMUM_NAME_LENGTH = 255;

/** Counts the checks of an export, and keeps the first hundred problems and as many notes. */
export class ExportFindings {
  readonly problems: ExportProblem[] = [];
  readonly notes: ExportNote[] = [];
  /** Number of notes of each kind. */
  readonly #noteCounts = new Map<string, number>();
  readonly #counts = new Map(EXPORT_CHECKS.map((check) => [check, { passed: 0, failed: 0 }]));

  /** Result of each check, in their order. */
  get counts(): readonly CheckCount[] {
    return [...this.#counts].map(([check, count]) => ({ check, ...count }));
  }

  /** Number of problems, including those that are not listed. */
  get failures(): number {
    return this.counts.reduce((sum, { failed }) => sum + failed, 0);
  }

  pass(check: ExportCheck): void {
    this.#count(check).passed += 1;
  }

  /** @param problem a sentence for people */
  fail(check: ExportCheck, problem: string, file?: { readonly name: string }): void {
    this.#count(check).failed += 1;
    if (this.problems.length >= MAXIMUM_PROBLEMS) return;
    this.problems.push({ check, ...(file && { file: file.name.slice(0, MAXIMUM_NAME_LENGTH) }), problem });
  }

  /** @param note what is unusual and why it is not a failure, for people */
  note(check: ExportCheck, note: string, file?: { readonly name: string }): void {
    const count = this.#noteCounts.get(note) ?? 0;
    if (count >= MAXIMUM_EQUAL_NOTES || this.notes.length >= MAXIMUM_PROBLEMS) return;
    this.#noteCounts.set(note, count + 1);
    this.notes.push({ check, ...(file && { file: file.name.slice(0, MAXIMUM_NAME_LENGTH) }), note });
  }

  #count(check: ExportCheck): { passed: number; failed: number } {
    const count = this.#counts.get(check) ?? { passed: 0, failed: 0 };
    this.#counts.set(check, count);
    return count;
  }
}
