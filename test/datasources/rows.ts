import type { Schemas } from '../../src/contract/sign-de.js';

const common = { _env: 'TEST', _version: '2.2.2' } as const;

/** A TSS as the upstream shows it. */
export const tssRow = (id: string, changes: Partial<Schemas['TssResponse']> = {}): Schemas['TssResponse'] => ({
  ...common,
  _id: id,
  _type: 'TSS',
  state: 'INITIALIZED',
  certificate: '-',
  serial_number: 'a'.repeat(64),
  public_key: '-',
  signature_algorithm: 'ecdsa-plain-SHA256',
  signature_timestamp_format: 'unixTime',
  transaction_data_encoding: 'UTF-8',
  max_number_registered_clients: 199,
  max_number_active_transactions: 2000,
  supported_update_variants: 'SIGNED',
  time_creation: 1_700_000_000,
  ...changes,
});

/** A client as the upstream shows it. */
export const clientRow = (tssId: string, id: string): Schemas['ClientResponse'] => ({
  ...common,
  _id: id,
  _type: 'CLIENT',
  tss_id: tssId,
  serial_number: `till ${id}`,
  state: 'REGISTERED',
  time_creation: 1_700_000_000,
  time_update: 1_700_000_000,
});

/** A transaction as the upstream shows it. */
export const transactionRow = (
  tssId: string,
  clientId: string,
  id: string,
  number: number,
  changes: Partial<Schemas['TxResponse']> = {},
): Schemas['TxResponse'] => ({
  ...common,
  _id: id,
  _type: 'TRANSACTION',
  tss_id: tssId,
  client_id: clientId,
  client_serial_number: `till ${clientId}`,
  tss_serial_number: 'a'.repeat(64),
  number,
  time_start: 1_700_000_000,
  state: 'FINISHED',
  revision: 2,
  latest_revision: 2,
  log: { operation: 'Finish', timestamp: 1_700_000_001, timestamp_format: 'unixTime' },
  signature: { value: '-', algorithm: 'ecdsa-plain-SHA256', counter: 7, public_key: '-' },
  ...changes,
});

/** An export as the upstream shows it. */
export const exportRow = (
  tssId: string,
  id: string,
  changes: Partial<Schemas['ExportResponse']> = {},
): Schemas['ExportResponse'] => ({
  ...common,
  _id: id,
  _type: 'EXPORT',
  tss_id: tssId,
  state: 'PENDING',
  time_request: 1_700_000_000,
  ...changes,
});

/** A page of anything. */
export const page = (
  type: 'TSS' | 'CLIENT' | 'TRANSACTION' | 'EXPORT',
  rows: readonly unknown[],
  query: URLSearchParams,
) => {
  const offset = Number(query.get('offset') ?? 0);
  const data = rows.slice(offset, offset + Number(query.get('limit') ?? 100));
  return { json: { ...common, _type: `${type}_LIST`, data, count: data.length } };
};
