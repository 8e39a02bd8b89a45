import { isDeepStrictEqual } from 'node:util';
import { isObject, memberOf, type Schemas } from '../received.js';

/**
 * Whether stored process data is what was asked for, no more and no less. The upstream adds the raw form beside a receipt or an order and fills in the
 * currency, so those are not compared; a start without process data is stored as an empty object (`sign-de-v2.md §8`).
 */
export function isSameProcessData(asked: Schemas['TxSchemaRequest'] | undefined, stored: unknown): boolean {
  return isDeepStrictEqual(asJson(essence(asked)), asJson(essence(stored)));
}

/** A value as it travels: without what JSON cannot hold, such as -0 and objects of another kind, of which GraphQL literals are made. */
function asJson(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value));
}

function essence(data: unknown): unknown {
  const standard = memberOf(data, 'standard_v1');
  const receipt = memberOf(standard, 'receipt');
  if (!isObject(receipt)) return standard ?? memberOf(data, 'dsfinvtw_v1') ?? memberOf(data, 'raw') ?? {};
  const { receipt_type, amounts_per_vat_rate, amounts_per_payment_type = [] } = receipt;
  const payments = Array.isArray(amounts_per_payment_type)
    ? amounts_per_payment_type.map(withCurrency)
    : amounts_per_payment_type;
  return { receipt: { receipt_type, amounts_per_vat_rate, payments } };
}

function withCurrency(payment: unknown): unknown {
  if (!isObject(payment)) return payment;
  const { payment_type, amount, currency_code = 'EUR' } = payment;
  return { payment_type, amount, currency_code };
}
