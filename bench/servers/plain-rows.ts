import type { Schemas } from '../../src/contract/sign-de.js';

const pairs = (metadata: Record<string, string> = {}) =>
  Object.entries(metadata).map(([key, value]) => ({ key, value }));

/** A TSS, as the servers with plain lists (without connections) return it. */
export const toTss = (row: Schemas['TssResponse']) => ({
  uuid: row._id,
  description: row.description ?? null,
  serialNumber: row.serial_number,
  state: row.state,
  metadata: pairs(row.metadata),
  health: {
    state: row.state,
    openTransactions: { used: row.number_active_transactions ?? 0, maximum: row.max_number_active_transactions },
  },
});
/** A client, as the servers with plain lists return it. */
export const toClient = (row: Schemas['ClientResponse']) => ({
  uuid: row._id,
  serialNumber: row.serial_number,
  state: row.state,
  metadata: pairs(row.metadata),
  tssUuid: row.tss_id,
});
const toDate = (seconds: number) => new Date(seconds * 1_000).toISOString();
/** A transaction, as the servers with plain lists return it. */
export const toTransaction = (row: Schemas['TxResponse']) => {
  const receipt = row.schema?.standard_v1?.receipt;
  return {
    uuid: row._id,
    number: String(row.number),
    state: row.state,
    revision: row.revision,
    latestRevision: row.latest_revision,
    environment: row._env,
    tssSerialNumber: row.tss_serial_number,
    clientSerialNumber: row.client_serial_number,
    startedAt: toDate(row.time_start),
    endedAt: row.time_end === undefined ? null : toDate(row.time_end),
    receipt: receipt
      ? {
          type: receipt.receipt_type,
          amountsPerVatRate: receipt.amounts_per_vat_rate.map((each) => ({
            vatRate: each.vat_rate,
            amount: each.amount,
          })),
          amountsPerPaymentType: (receipt.amounts_per_payment_type ?? []).map((each) => ({
            paymentType: each.payment_type,
            amount: each.amount,
            currencyCode: each.currency_code ?? 'EUR',
          })),
        }
      : null,
    signature: { ...row.signature, counter: String(row.signature.counter) },
    qrCode: row.qr_code_data === undefined ? null : { data: row.qr_code_data },
    metadata: pairs(row.metadata),
    tssUuid: row.tss_id,
    clientUuid: row.client_id,
  };
};
