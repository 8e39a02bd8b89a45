/** An error: an auditor objects. A warning: he may ask. A note: unusual, and taken all the same. */
export type Severity = 'error' | 'warning' | 'note';

/** A rule that an archive is checked by. Texts hold `{name}` for values, `{name$}` for amounts. */
export interface Rule {
  readonly severity: Severity;
  readonly text: string;
  readonly german: string;
  /** Where the rule comes from. */
  readonly source: string;
}
