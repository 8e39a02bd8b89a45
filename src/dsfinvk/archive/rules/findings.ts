import { RULES, type RuleCode, type Severity } from './rules.js';

/** A value that a text may show. */
export type ShownValue = string | number | bigint | null;

/** A place of an archive, with the values that belong into the text of a rule. */
export interface Place {
  readonly file?: string | undefined;
  /** Row of the file; the header is row 1. */
  readonly row?: number | undefined;
  readonly column?: string | undefined;
  readonly values?: Readonly<Record<string, ShownValue>>;
}

/** Something that a rule finds. */
export interface Finding {
  readonly code: RuleCode;
  readonly severity: Severity;
  readonly file?: string;
  readonly row?: number;
  readonly column?: string;
  /** A sentence for people, in English. */
  readonly text: string;
  /** The same in German. */
  readonly german: string;
  /** Where the rule comes from. */
  readonly source: string;
}

/** How often a rule found something. */
export interface FindingCount {
  readonly code: RuleCode;
  readonly severity: Severity;
  readonly count: number;
}

/** Maximum number of findings that are listed, of one rule and of all. All are counted. */
const [MAXIMUM_OF_ONE_RULE, MAXIMUM] = [200, 2_000];
/** Characters of a value or name that are shown. */
const MAXIMUM_SHOWN = 100;

/** Collects the findings of one archive. Its memory is bounded. */
export class Findings {
  readonly listed: Finding[] = [];
  readonly #counts = new Map<RuleCode, number>();

  /** Number of findings of each rule that found something. */
  get counts(): readonly FindingCount[] {
    return [...this.#counts].map(([code, count]) => ({ code, severity: RULES[code].severity, count }));
  }

  add(code: RuleCode, { file, row, column, values = {} }: Place = {}): void {
    const count = (this.#counts.get(code) ?? 0) + 1;
    this.#counts.set(code, count);
    if (count > MAXIMUM_OF_ONE_RULE || this.listed.length >= MAXIMUM) return;
    const { severity, text, german, source } = RULES[code];
    this.listed.push({
      code,
      severity,
      ...(file !== undefined && { file: shown(file) }),
      ...(row !== undefined && { row }),
      ...(column !== undefined && { column: shown(column) }),
      text: filled(text, values),
      german: filled(german, values),
      source,
    });
  }
}

/** Puts values into a text: `{name}` is the value of this name, `{name$}` an amount in units of 0.00001. */
function filled(text: string, values: Readonly<Record<string, ShownValue>>): string {
  return text.replaceAll(/\{(\w+)(\$?)\}/g, (_whole, name: string, isAmount: string) => {
    const value = values[name];
    return isAmount ? amountText(Number(value ?? 0)) : shown(String(value ?? ''));
  });
}

/** An amount in units of 0.00001 as a decimal number. */
function amountText(units: number): string {
  const digits = String(Math.abs(units)).padStart(6, '0');
  const fraction = digits.slice(-5).replace(/000$/, '');
  return `${units < 0 ? '-' : ''}${digits.slice(0, -5)}.${fraction}`;
}

function shown(text: string): string {
  return Array.from(text.slice(0, 2 * MAXIMUM_SHOWN))
    .slice(0, MAXIMUM_SHOWN)
    .join('')
    .toWellFormed();
}
