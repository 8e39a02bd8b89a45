import { readNumber } from '../read/numbers.js';
import type { DescribedTable } from '../read/index-description.js';
import type { Findings, Place } from '../rules/findings.js';
import type { RuleCode } from '../rules/rules.js';
import type { Column } from '../tables.js';
import type { Stored } from './database.js';

/** Columns without which a row says nothing. */
const REQUIRED: ReadonlySet<string> = new Set([
  'Z_KASSE_ID',
  'Z_NR',
  'BON_ID',
  'BON_TYP',
  'GV_TYP',
  'ZAHLART_TYP',
  'UST_SCHLUESSEL',
  'UMS_BRUTTO',
]);
/** Longer than its column as soon as an order has many items: what was signed is not cut. */
const SIGNED = 'TSE_VORGANGSDATEN';
const UNITS = 100_000;

const TIME = /^\d{4}-\d\d-\d\d(?:[T ]\d\d:\d\d(?::\d\d(?:\.\d+)?)?(Z|[+-]\d\d:?\d\d)?)?$/;

/** Checks single fields of a file, and converts them for the database. Notes are given once per file. */
export class FieldCheck {
  readonly #noted = new Set<RuleCode>();

  constructor(
    readonly file: string,
    readonly table: DescribedTable | undefined,
    readonly findings: Findings,
  ) {}

  /** @returns null for an empty number, and for a value that is not valid */
  read(column: Column, name: string, value: string, row: number): Stored {
    const place = { file: this.file, row, column: name };
    if (value === '') {
      if (REQUIRED.has(name)) this.findings.add('VALUE_MISSING', place);
      return column.kind === 'text' ? '' : null;
    }
    switch (column.kind) {
      case 'number':
        return this.#number(column.decimals, value, place);
      case 'time':
        return this.#time(value, place);
      case 'flag':
        if (value !== '0' && value !== '1') this.findings.add('NOT_A_FLAG', { ...place, values: { value } });
        return value;
      case 'text':
        if (value.length > column.length && name !== SIGNED && Array.from(value).length > column.length) {
          this.findings.add('TOO_LONG', { ...place, values: { limit: column.length } });
        }
        if (column.values && !column.values.includes(value)) {
          this.findings.add('UNKNOWN_WORD', { ...place, values: { value } });
        }
        return value;
    }
  }

  #number(decimals: number, value: string, place: Place): number | null {
    const number = readNumber(value, this.table?.decimalSign ?? ',', this.table?.grouping ?? '.');
    if (!number) {
      this.findings.add('NOT_A_NUMBER', { ...place, values: { value } });
      return null;
    }
    if (number.isGrouped) this.#note('GROUPED_DIGITS', place);
    if (number.decimals > decimals) this.findings.add('TOO_MANY_DECIMALS', { ...place, values: { value } });
    else if (number.written > decimals) this.#note('PADDED_DECIMALS', place);
    return decimals === 0 ? number.units / UNITS : number.units;
  }

  #time(value: string, place: Place): number | null {
    const found = TIME.exec(value);
    const hasTime = value.length > 10;
    const time = found ? Date.parse(found[1] === undefined && hasTime ? `${value.replace(' ', 'T')}Z` : value) : NaN;
    if (Number.isNaN(time)) {
      this.findings.add('NOT_A_TIME', { ...place, values: { value } });
      return null;
    }
    if (hasTime && found?.[1] === undefined) this.#note('TIME_WITHOUT_OFFSET', place);
    return time;
  }

  #note(code: RuleCode, place: Place): void {
    if (this.#noted.has(code)) return;
    this.#noted.add(code);
    this.findings.add(code, place);
  }
}
