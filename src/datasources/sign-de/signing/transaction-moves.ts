import { isObject, memberOf, type Schemas } from '../../../received/sign-de.js';
import { isSameProcessData } from './same-content.js';
import { UpstreamError } from '../../../upstream/call/upstream-error.js';

/** Whether an answer has the parts of a signature that a receipt needs: the value and the counter of the signature. */
export function isSigned({ signature }: Schemas['TxResponse']): boolean {
  const [value, counter] = [memberOf(signature, 'value'), memberOf(signature, 'counter')];
  const isCounter = typeof counter === 'string' ? /^\d{1,20}$/.test(counter) : Number.isSafeInteger(counter);
  return typeof value === 'string' && value !== '' && isCounter;
}

/**
 * Whether a stored revision has the content of a body, and is signed. Metadata is not compared, because it is not
 * signed.
 */
export function isSame(stored: Schemas['TxResponse'], body: Schemas['TxRequest']): boolean {
  return (
    stored.state === body.state &&
    stored.client_id === body.client_id.toLowerCase() &&
    isSigned(stored) &&
    isSameProcessData(body.schema, stored.schema)
  );
}

/** Whether a transaction has already ended as a body would end it. */
export function hasEndedAs(stored: Schemas['TxResponse'], body: Schemas['TxRequest']): boolean {
  return stored.state !== 'ACTIVE' && isSame(stored, body);
}

/**
 * Returns the reason why a transaction does not accept this write (`sign-de-v2.md §8`): it has ended, or it is a
 * taximeter transaction, which can only be started and finished. Undefined if the write is allowed.
 */
export function forbids(
  stored: Schemas['TxResponse'] | undefined,
  { state, schema }: Schemas['TxRequest'],
): UpstreamError | undefined {
  if (stored && stored.state !== 'ACTIVE') {
    return stored.state === state
      ? new UpstreamError({
          code: 'TRANSACTION_CONTENT_DIFFERS',
          message: `This transaction has already ended (${stored.state}) with other content or by another client. A new sale needs a new UUID.`,
        })
      : forbidden(`The transaction is ${stored.state} and cannot be changed any more. A new sale needs a new UUID.`);
  }
  const isTaximeter = isObject(memberOf(stored?.schema, 'dsfinvtw_v1')) || (schema && 'dsfinvtw_v1' in schema);
  if (!isTaximeter || state === 'FINISHED') return undefined;
  return forbidden('A taximeter transaction can only be started and finished, so the next move is FINISH.');
}

/**
 * Adds process data to a cancellation. Its process type must be the type of the transaction (`integration-guide.md
 * §3`). So the last process data of the transaction is used, or an empty receipt of type CANCELLATION, like real tills
 * send.
 */
export function withEnding(stored: Schemas['TxResponse'], body: Schemas['TxRequest']): Schemas['TxRequest'] {
  if (body.state !== 'CANCELLED' || body.schema) return body;
  const [standard, raw] = [memberOf(stored.schema, 'standard_v1'), memberOf(stored.schema, 'raw')];
  const [order, other] = [memberOf(standard, 'order'), memberOf(standard, 'other')];
  // Stored data is sent unchanged, so the casts are safe: the upstream validates it again.
  if (isObject(order)) return { ...body, schema: { standard_v1: { order: order as Schemas['StandardV1Order'] } } };
  if (isObject(other)) return { ...body, schema: { standard_v1: { other } } };
  if (isObject(raw) && standard === undefined) return { ...body, schema: { raw: raw as Schemas['RawProcessData'] } };
  const receipt = { receipt_type: 'CANCELLATION' as const, amounts_per_vat_rate: [], amounts_per_payment_type: [] };
  return { ...body, schema: { standard_v1: { receipt } } };
}

function forbidden(message: string): UpstreamError {
  return new UpstreamError({ code: 'TRANSACTION_MOVE_FORBIDDEN', message });
}
