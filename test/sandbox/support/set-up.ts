import { randomUUID } from 'node:crypto';
import type { Schemas } from '../../../src/contract/sign-de.js';
import type { ContractClient } from './contract-client.js';

/** A TSS with its secrets. */
export interface TestTss {
  readonly tss_id: string;
  readonly admin_puk: string;
}

export const PIN = '123456';

/**
 * Creates a TSS in the given state. If it is INITIALIZED or UNINITIALIZED, the PIN is set and the caller is logged in
 * as admin.
 */
export async function setUpTss(
  client: ContractClient,
  state: 'CREATED' | 'UNINITIALIZED' | 'INITIALIZED' | 'DISABLED' = 'INITIALIZED',
): Promise<TestTss> {
  const path = { tss_id: randomUUID() };
  const { admin_puk } = await client.ok('createTss', { path, body: {} });
  if (state === 'CREATED') return { ...path, admin_puk };
  await client.ok('updateTss', { path, body: { state: 'UNINITIALIZED' } });
  await client.ok('changeAdminPin', { path, body: { admin_puk, new_admin_pin: PIN } });
  await client.ok('authenticateAdmin', { path, body: { admin_pin: PIN } });
  if (state !== 'UNINITIALIZED') await client.ok('updateTss', { path, body: { state } });
  return { ...path, admin_puk };
}

/** Registers a client and returns its id. */
export async function setUpClient(
  client: ContractClient,
  tss_id: string,
  serial_number: string = randomUUID(),
): Promise<string> {
  const client_id = randomUUID();
  await client.ok('createClient', { path: { tss_id, client_id }, body: { serial_number } });
  return client_id;
}

/** A receipt of one amount, paid in cash. */
export function receipt(amount = '2.55'): Schemas['TxSchemaRequest'] {
  return {
    standard_v1: {
      receipt: {
        receipt_type: 'RECEIPT',
        amounts_per_vat_rate: [{ vat_rate: 'NORMAL', amount }],
        amounts_per_payment_type: [{ payment_type: 'CASH', amount, currency_code: 'EUR' }],
      },
    },
  };
}

/** Starts and finishes a receipt and returns the finished transaction. */
export async function sell(
  client: ContractClient,
  tss_id: string,
  client_id: string,
  tx_id: string = randomUUID(),
): Promise<Schemas['TxResponse']> {
  const path = { tss_id, tx_id_or_number: tx_id };
  await client.ok('upsertTransaction', { path, query: { tx_revision: 1 }, body: { state: 'ACTIVE', client_id } });
  const body = { state: 'FINISHED', client_id, schema: receipt() } as const;
  return client.ok('upsertTransaction', { path, query: { tx_revision: 2 }, body });
}
