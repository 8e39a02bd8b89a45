import type { OperationId } from '../../contract/sign-de.js';
import type { Endpoint } from '../../upstream/endpoint.js';

/** One of the two hosts of SIGN DE (`sign-de-v2.md §1`). */
export type SignDeHost = 'BACKEND' | 'MIDDLEWARE';

const READ = { method: 'GET', hosts: ['BACKEND', 'MIDDLEWARE'], repeatable: true, timeout: 5_000 } as const;
const METADATA = { method: 'PATCH', hosts: ['BACKEND', 'MIDDLEWARE'], repeatable: true, timeout: 5_000 } as const;
const EXPORT = {
  path: '/tss/{tss_id}/export/{export_id}',
  hosts: ['BACKEND', 'MIDDLEWARE'],
  repeatable: true,
} as const;
// The contract does not say whether the state and the file of an export have separate limits, so they share one.
const EXPORT_BUDGET = { name: 'export', calls: 12 } as const;
const MIDDLEWARE_ONLY = { hosts: ['MIDDLEWARE'] } as const;
const SET_UP = 30_000;

/**
 * The endpoint list. A test checks each row against the contract. Calls fail over only from the Backend to the
 * Middleware, never the other way. A write is repeatable if the ids and the revision of the caller make it idempotent
 * (`sign-de-v2.md §15`). If an export is triggered or cancelled twice, the second call fails without any effect, and a
 * read shows the state of the export. Wrong PINs are counted, so calls with a PIN or PUK are not repeatable. Time
 * limits come from `integration-guide.md §4`, budgets from `sign-de-v2.md §2`.
 */
export const endpoints = {
  // Sessions of the Middleware are valid at both hosts. Sessions of the Backend are not.
  authenticateApi: {
    ...MIDDLEWARE_ONLY,
    method: 'POST',
    path: '/auth',
    repeatable: true,
    timeout: 4_000,
    isLogin: true,
  },

  createTss: {
    method: 'PUT',
    path: '/tss/{tss_id}',
    hosts: ['BACKEND', 'MIDDLEWARE'],
    repeatable: true,
    timeout: SET_UP,
  },
  retrieveTss: { ...READ, path: '/tss/{tss_id}' },
  listTss: { ...READ, path: '/tss' },
  updateTss: { ...MIDDLEWARE_ONLY, method: 'PATCH', path: '/tss/{tss_id}', repeatable: true, timeout: SET_UP },

  changeAdminPin: {
    ...MIDDLEWARE_ONLY,
    method: 'PATCH',
    path: '/tss/{tss_id}/admin',
    repeatable: false,
    timeout: SET_UP,
  },
  authenticateAdmin: {
    ...MIDDLEWARE_ONLY,
    method: 'POST',
    path: '/tss/{tss_id}/admin/auth',
    repeatable: false,
    timeout: 10_000,
  },
  logoutAdmin: {
    ...MIDDLEWARE_ONLY,
    method: 'POST',
    path: '/tss/{tss_id}/admin/logout',
    repeatable: true,
    timeout: 5_000,
  },

  createClient: {
    ...MIDDLEWARE_ONLY,
    method: 'PUT',
    path: '/tss/{tss_id}/client/{client_id}',
    repeatable: true,
    timeout: 10_000,
  },
  retrieveClient: { ...READ, path: '/tss/{tss_id}/client/{client_id}' },
  updateClient: {
    ...MIDDLEWARE_ONLY,
    method: 'PATCH',
    path: '/tss/{tss_id}/client/{client_id}',
    repeatable: true,
    timeout: 10_000,
  },
  listClients: { ...READ, path: '/tss/{tss_id}/client' },
  listAllClients: { ...READ, path: '/client' },

  upsertTransaction: {
    ...MIDDLEWARE_ONLY,
    method: 'PUT',
    path: '/tss/{tss_id}/tx/{tx_id_or_number}',
    repeatable: true,
    timeout: 5_000,
  },
  retrieveTransaction: { ...READ, path: '/tss/{tss_id}/tx/{tx_id_or_number}' },
  retrieveTransactionLog: {
    ...READ,
    path: '/tss/{tss_id}/tx/{tx_id_or_number}/log',
    bytes: 'application/octet-stream',
  },
  listTransactions: { ...READ, path: '/tss/{tss_id}/tx', budget: { name: 'transaction list', calls: 20 } },
  listAllTransactions: { ...READ, path: '/tx' },
  listClientTransactions: { ...READ, path: '/tss/{tss_id}/client/{client_id}/tx' },

  triggerExport: { ...EXPORT, method: 'PUT', timeout: 10_000 },
  cancelExport: { ...EXPORT, method: 'DELETE', timeout: 10_000 },
  retrieveExport: { ...EXPORT, ...READ, budget: EXPORT_BUDGET },
  // The time limit applies until the first byte.
  retrieveExportFile: {
    ...READ,
    path: '/tss/{tss_id}/export/{export_id}/file',
    timeout: 30_000,
    bytes: 'application/x-tar',
    budget: EXPORT_BUDGET,
  },
  listExports: { ...READ, path: '/tss/{tss_id}/export' },
  listAllExports: { ...READ, path: '/export' },

  retrieveTssMetadata: { ...READ, path: '/tss/{tss_id}/metadata' },
  updateTssMetadata: { ...METADATA, path: '/tss/{tss_id}/metadata' },
  retrieveClientMetadata: { ...READ, path: '/tss/{tss_id}/client/{client_id}/metadata' },
  updateClientMetadata: { ...METADATA, path: '/tss/{tss_id}/client/{client_id}/metadata' },
  retrieveTransactionMetadata: { ...READ, path: '/tss/{tss_id}/tx/{tx_id_or_number}/metadata' },
  updateTransactionMetadata: { ...METADATA, path: '/tss/{tss_id}/tx/{tx_id_or_number}/metadata' },
  retrieveExportMetadata: { ...READ, path: '/tss/{tss_id}/export/{export_id}/metadata' },
  updateExportMetadata: { ...METADATA, path: '/tss/{tss_id}/export/{export_id}/metadata' },
} as const satisfies Record<OperationId, Endpoint<SignDeHost>>;
