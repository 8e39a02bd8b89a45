import { isDeepStrictEqual } from 'node:util';
import type { Schemas } from '../../../contract/read-contract.js';
import { isObject, memberOf } from '../../../received.js';
import { processDataOf, type ProcessData as SignedData } from '../../../tse/process-data/process-data.js';
import { taximeterProcessData } from '../../../tse/process-data/taximeter.js';

/**
 * Whether stored process data is what was asked for. What decides is what is signed: the process type and the bytes of
 * the process data, however the content was spelled (`"10.00"` and `"010.000"`, 4.00 + 6.00 of one rate and 10.00;
 * docs/decisions/0044).
 *
 * Content that is spelled the same is the same as well, whatever bytes the upstream made of it: how it writes the JSON
 * of other cases and taximeter data is not documented. The upstream adds the raw form and fills in the currency, so
 * those are not compared there.
 */
export function isSameProcessData(asked: Schemas['TxSchemaRequest'] | undefined, stored: unknown): boolean {
  const wanted = signedDataOf(asked);
  const signed = attempt(() => processDataOf(stored));
  const isSignedAlike =
    wanted !== undefined &&
    signed?.processType === wanted.processType &&
    Buffer.compare(signed.processData, wanted.processData) === 0;
  return isSignedAlike || isDeepStrictEqual(asJson(essence(asked)), asJson(essence(stored)));
}

/**
 * What is signed for a request. The layout of taximeter data is our own, so it is only ever compared with the bytes
 * that the upstream shows.
 */
function signedDataOf(asked: Schemas['TxSchemaRequest'] | undefined): SignedData | undefined {
  return attempt(() =>
    asked && 'dsfinvtw_v1' in asked ? taximeterProcessData(asked.dsfinvtw_v1) : processDataOf(asked),
  );
}

/** Undefined for content that our rules do not know, or that an answer lacks. */
function attempt(read: () => SignedData): SignedData | undefined {
  try {
    return read();
  } catch {
    return undefined;
  }
}

/**
 * A value as it travels: without what JSON cannot hold, such as -0 and objects of another kind, of which GraphQL
 * literals are made.
 */
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
