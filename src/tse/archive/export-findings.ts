/**
 * What is looked at in an export, in the order of the looking (`tse-formats.md §1, §2`).
 *
 * `ARCHIVE`: a whole TAR of plain files of an export. `INFO`: `info.csv`. `CERTIFICATES`: readable, and named by their key. `CHAIN`: each is signed by one
 * that is there, up to one that signed itself. `FILE_NAMES`: each message is called what is in it. `MESSAGES`: they have the form of TR-03151. `SIGNATURES`: they
 * fit, by the key of a certificate that is there. `VALIDITY`: the certificate was valid at the log time. `COUNTERS`: no signature counter is there twice.
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

/** Something in an export that is not as it should be. */
export interface ExportProblem {
  readonly check: ExportCheck;
  /** Name of the file, cut to what can be shown; absent when it is about the archive as a whole. */
  readonly file?: string;
  /** A sentence for people. */
  readonly problem: string;
}

/** Something unusual in an export that takes nothing from what it proves. */
export interface ExportNote {
  readonly check: ExportCheck;
  /** As in {@link ExportProblem}. */
  readonly file?: string;
  /** What is unusual and why it is no failure, for people. */
  readonly note: string;
}

/** How often something was looked at, and how often it was not as it should be. */
export interface CheckCount {
  readonly check: ExportCheck;
  readonly passed: number;
  readonly failed: number;
}

/** Problems, and notes, that are told one by one; more would say nothing new. */
const MAXIMUM_PROBLEMS = 100;
/** How often one and the same note is told, so that one device's habit leaves room for what else is unusual. */
const MAXIMUM_EQUAL_NOTES = 10;
/** Characters of a file name that are shown; those of an export have some 200 at most. */
const MAXIMUM_NAME_LENGTH = 255;

/** Counts what was looked at in an export, and keeps the first hundred problems and as many notes. */
export class ExportFindings {
  readonly problems: ExportProblem[] = [];
  readonly notes: ExportNote[] = [];
  /** How often each note was told. */
  readonly #told = new Map<string, number>();
  readonly #counts = new Map(EXPORT_CHECKS.map((check) => [check, { passed: 0, failed: 0 }]));

  /** How each check went, in their order. */
  get counts(): readonly CheckCount[] {
    return [...this.#counts].map(([check, count]) => ({ check, ...count }));
  }

  /** How many things are not as they should be, those that are not told included. */
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

  /** @param note what is unusual and why it is no failure, for people */
  note(check: ExportCheck, note: string, file?: { readonly name: string }): void {
    const told = this.#told.get(note) ?? 0;
    if (told >= MAXIMUM_EQUAL_NOTES || this.notes.length >= MAXIMUM_PROBLEMS) return;
    this.#told.set(note, told + 1);
    this.notes.push({ check, ...(file && { file: file.name.slice(0, MAXIMUM_NAME_LENGTH) }), note });
  }

  #count(check: ExportCheck): { passed: number; failed: number } {
    const count = this.#counts.get(check) ?? { passed: 0, failed: 0 };
    this.#counts.set(check, count);
    return count;
  }
}
