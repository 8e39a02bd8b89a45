import { isDeepStrictEqual } from 'node:util';
import type { Schemas } from '../contract.js';

type ProcessData = Schemas['TxSchemaRequest'] | Schemas['TxSchemaResponse'];

/**
 * Whether stored process data is what was asked for, no more and no less. The upstream adds the raw form beside a receipt or an order and fills in the
 * currency, so those are not compared; a start without process data is stored as an empty object (`sign-de-v2.md §8`).
 */
export function isSameProcessData(asked: ProcessData | undefined, stored: ProcessData | undefined): boolean {
  return isDeepStrictEqual(asJson(essence(asked)), asJson(essence(stored)));
}

/** A value as it travels: without what JSON cannot hold, such as -0 and objects of another kind, of which GraphQL literals are made. */
function asJson(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value));
}

function essence(data: ProcessData | undefined): unknown {
  const { standard_v1: standard, dsfinvtw_v1: taximeter, raw }: Schemas['TxSchemaResponse'] = data ?? {};
  if (standard?.receipt) {
    const { receipt_type, amounts_per_vat_rate, amounts_per_payment_type } = standard.receipt;
    const payments = (amounts_per_payment_type ?? []).map(({ payment_type, amount, currency_code }) => ({
      payment_type,
      amount,
      currency_code: currency_code ?? 'EUR',
    }));
    return { receipt: { receipt_type, amounts_per_vat_rate, payments } };
  }
  return standard ?? taximeter ?? raw ?? {};
}
