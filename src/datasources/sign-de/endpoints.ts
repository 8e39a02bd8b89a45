import type { OperationId } from '../../contract/read-contract.js';

/** One of the two hosts of the upstream (`sign-de-v2.md §1`). */
export type Host = 'BACKEND' | 'MIDDLEWARE';

/** How one operation of the upstream is called: the whole of the routing. */
export interface Endpoint {
  readonly method: 'GET' | 'PUT' | 'POST' | 'PATCH' | 'DELETE';
  /** Path template below the base URL, as in the contract. */
  readonly path: `/${string}`;
  /** Hosts it may go to, first choice first. Only from the Backend to the Middleware does a call fall over, never the other way. */
  readonly hosts: readonly [Host, ...Host[]];
  /**
   * Whether the same call may be sent again after a lost answer: reads, and writes that the caller's ids and revision make idempotent
   * (`sign-de-v2.md §15`). A repeated trigger or cancellation of an export is refused but does nothing a second time, and is settled by reading.
   * Wrong PINs are counted, so calls with a PIN or PUK are not repeated, unless they were turned away.
   */
  readonly repeatable: boolean;
  /** Time limit of one try, in milliseconds (`integration-guide.md §4`). */
  readonly timeout: number;
  /** Media type of a good answer that is no JSON. */
  readonly bytes?: 'application/octet-stream' | 'application/x-tar';
  /** What the upstream takes in a minute for the same path (`sign-de-v2.md §2`); the gateway keeps to it. Operations of one name share it. */
  readonly budget?: { readonly name: string; readonly calls: number };
}

const READ = { method: 'GET', hosts: ['BACKEND', 'MIDDLEWARE'], repeatable: true, timeout: 5_000 } as const;
const METADATA = { method: 'PATCH', hosts: ['BACKEND', 'MIDDLEWARE'], repeatable: true, timeout: 5_000 } as const;
const EXPORT = {
  path: '/tss/{tss_id}/export/{export_id}',
  hosts: ['BACKEND', 'MIDDLEWARE'],
  repeatable: true,
} as const;
// Whether the state and the file of an export have a budget each is not documented, so they share one.
const EXPORT_BUDGET = { name: 'export', calls: 12 } as const;
const MIDDLEWARE_ONLY = { hosts: ['MIDDLEWARE'] } as const;
const SET_UP = 30_000;

/** The endpoint list. A test holds every row against the contract. */
export const endpoints = {
  // Sessions of the Middleware are good at both hosts, those of the Backend are not.
  authenticateApi: { ...MIDDLEWARE_ONLY, method: 'POST', path: '/auth', repeatable: true, timeout: 4_000 },

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
  // The time limit is that of the first byte.
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
} as const satisfies Record<OperationId, Endpoint>;

/** Operations that this gateway calls. */
export type CalledOperation = keyof typeof endpoints;
