import { Big } from 'big.js';
import type { Schemas } from '../../../contract/dsfinvk.js';
import { digitsOf, WrittenNumber } from '../../../json-text.js';
import type { ArchiveClosing, Written } from '../archive-content.js';
import type { Value } from './field.js';

/** Gross, net and tax of one VAT key. */
export interface AmountTriple {
  readonly gross: Value;
  readonly net: Value;
  readonly tax: Value;
}

/** A VAT amount in any form of the contract: net and tax, gross, or all three. */
export type VatAmount = Written<Schemas['VatAmount']>;

/** Decimals of the columns that hold amounts of lines. */
const DECIMALS = 5;

/**
 * All three amounts of a VAT amount. An archive has columns for all of them, and its readers add up each column: so the
 * writer completes what was not sent. Net and tax give the exact gross amount. A gross amount is divided by the rate
 * and rounded half up to five decimals, and the tax is the rest.
 */
export class AmountCompleter {
  /** 1 + rate, by VAT key. */
  readonly #divisors: ReadonlyMap<number, Big>;

  constructor(definitions: ArchiveClosing['vatDefinitions']) {
    this.#divisors = new Map(
      definitions.flatMap(({ vat_definition_export_id: key, percentage }) =>
        key === undefined || percentage === undefined ? [] : [[numberOf(key), exact(percentage).div(100).plus(1)]],
      ),
    );
  }

  /** @returns only the gross amount if the VAT key has no definition */
  complete(amount: VatAmount): AmountTriple {
    const given: Partial<Record<'incl_vat' | 'excl_vat' | 'vat', number | WrittenNumber>> = amount;
    const { incl_vat: gross, excl_vat: net, vat: tax } = given;
    if (gross !== undefined && net !== undefined) return { gross, net, tax };
    if (net !== undefined && tax !== undefined) return { gross: exact(net).plus(exact(tax)), net, tax };
    const divisor = this.#divisors.get(numberOf(amount.vat_definition_export_id));
    if (gross === undefined || !divisor) return { gross, net: undefined, tax: undefined };
    const quotient = exact(gross).div(divisor).round(DECIMALS, Big.roundHalfUp);
    return { gross, net: quotient, tax: exact(gross).minus(quotient) };
  }
}

/** An amount without loss of digits. */
function exact(amount: number | WrittenNumber): Big {
  return new Big(digitsOf(amount) ?? '0');
}

/** A whole number of the contract, all of which a double holds exactly. */
export function numberOf(value: number | WrittenNumber): number {
  return value instanceof WrittenNumber ? value.value : value;
}

/** An amount of a receipt, cut to two decimals as the API cuts it (dsfinvk-v1.md §8). */
export function cutToCents(amount: number | WrittenNumber): Big {
  return exact(amount).round(2, Big.roundDown);
}
