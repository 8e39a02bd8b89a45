import { isDeepStrictEqual } from 'node:util';
import type { Schemas } from '../../../contract/sign-de.js';
import { isObject, memberOf } from '../../../received/sign-de.js';
import { processDataOf, type ProcessData as SignedData } from '../../../tse/process-data/process-data.js';
import { taximeterProcessData } from '../../../tse/process-data/taximeter.js';

/**
 * Whether stored process data equals the requested process data. The function compares what is signed: the process type
 * and the bytes of the process data. So contents in different notations may be equal (`"10.00"` and `"010.000"`, or
 * 4.00 + 6.00 at one rate and 10.00; docs/decisions/0044).
 *
 * Content in the same notation is also equal, even if we cannot derive the same bytes: for other business cases in JSON
 * and for taximeter data, the bytes are not documented. This comparison ignores the raw form and the default currency,
 * because the upstream adds them.
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
 * Returns the process data that is signed for a request. For taximeter data the byte layout is our own, so these bytes
 * are only compared with the bytes that the upstream returns.
 */
function signedDataOf(asked: Schemas['TxSchemaRequest'] | undefined): SignedData | undefined {
  return attempt(() =>
    asked && 'dsfinvtw_v1' in asked ? taximeterProcessData(asked.dsfinvtw_v1) : processDataOf(asked),
  );
}

/** Returns undefined if our rules do not cover the content, or if the answer lacks it. */
function attempt(read: () => SignedData): SignedData | undefined {
  try {
    return read();
  } catch {
    return undefined;
  }
}

/**
 * Returns the value in the form in which it is sent: without values that JSON cannot represent, such as -0, and with
 * plain objects, because objects from GraphQL literals have no prototype.
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
