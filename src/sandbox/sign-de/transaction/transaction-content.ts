import { createHash } from 'node:crypto';
import type { Schemas } from '../../../contract/sign-de.js';
import { processDataOf, ProcessDataError, type ProcessData } from '../../../tse/process-data/process-data.js';
import { taximeterProcessData } from '../../../tse/process-data/taximeter.js';
import { Refusal } from '../../engine/refusal.js';

/**
 * The type and bytes to sign for a schema.
 * @throws Refusal 400 for data that cannot be signed
 */
export function readProcessData(schema: Schemas['TxSchemaRequest'] | undefined): ProcessData {
  try {
    return schema && 'dsfinvtw_v1' in schema ? taximeterProcessData(schema.dsfinvtw_v1) : processDataOf(schema);
  } catch (error) {
    if (!(error instanceof ProcessDataError)) throw error;
    // For plain text instead of base64, the real service was seen to send this code (`integration-guide.md §3`).
    const code = error.path === 'raw.process_data' ? 'E_PARSER' : 'E_FAILED_SCHEMA_VALIDATION';
    throw new Refusal(400, code, `body.schema.${error.message}`);
  }
}

/**
 * Checks a revision after the start of a transaction with taximeter data. Such a transaction cannot be updated or
 * cancelled, and its finish must have data (`sign-de-v2.md §8, §9`).
 * @throws Refusal 400 for any other revision
 */
export function refuseTaximeterMove({ schema, state }: Schemas['TxRequest'], data: ProcessData): void {
  if (!schema || !('dsfinvtw_v1' in schema)) return;
  if (state !== 'FINISHED') {
    const move = state === 'ACTIVE' ? 'updated' : 'cancelled';
    throw new Refusal(400, 'E_TX_UPSERT', `A transaction with dsfinvtw_v1 is started and finished, never ${move}.`);
  }
  if (data.processData.length === 0 && !('other' in schema.dsfinvtw_v1)) {
    throw new Refusal(400, 'E_FAILED_SCHEMA_VALIDATION', 'body.schema.dsfinvtw_v1 must hold data when it finishes');
  }
}

/** A payment as sent. The generated type has the default currency filled in. */
type SentPayment = Omit<Schemas['AmountPerPaymentType'], 'currency_code'> & { readonly currency_code?: string };

/** The schema as answers show it: as sent, plus the default currency, plus the signed data as `raw`. */
export function storedSchema(
  schema: Schemas['TxSchemaRequest'] | undefined,
  { processType, processData }: ProcessData,
): Schemas['TxSchemaResponse'] {
  if (!schema) return {};
  const raw = { process_type: processType, process_data: Buffer.from(processData).toString('base64') };
  if ('dsfinvtw_v1' in schema) return { dsfinvtw_v1: schema.dsfinvtw_v1, raw };
  if (!('standard_v1' in schema)) return { raw };
  const { standard_v1 } = schema;
  if (!('receipt' in standard_v1)) return { standard_v1, raw };
  const { amounts_per_payment_type: payments, ...receipt } = standard_v1.receipt;
  const withCurrency = payments?.map((payment: SentPayment) => ({ currency_code: 'EUR', ...payment }));
  return {
    standard_v1: { receipt: { ...receipt, ...(withCurrency && { amounts_per_payment_type: withCurrency }) } },
    raw,
  };
}

/** A hash that is equal for bodies with the same meaning. It does not depend on the order of members. */
export function hashOfRequest({ state, client_id, schema, metadata }: Schemas['TxRequest']): Buffer {
  const sorted = (_key: string, value: unknown): unknown =>
    typeof value === 'object' && value !== null && !Array.isArray(value)
      ? Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)))
      : value;
  const text = JSON.stringify({ state, client_id, schema, metadata }, sorted);
  return createHash('sha256').update(text).digest();
}
