import type { OperationId } from '../contract.js';

/** One of the two hosts of the upstream (`sign-de-v2.md §1`). */
export type Host = 'BACKEND' | 'MIDDLEWARE';

/** How one operation of the upstream is called: the whole of the routing. */
export interface Endpoint {
  readonly method: 'GET' | 'PUT' | 'POST' | 'PATCH';
  /** Path template below the base URL, as in the contract. */
  readonly path: `/${string}`;
  /** Hosts it may go to, first choice first. Only from the Backend to the Middleware does a call fall over, never the other way. */
  readonly hosts: readonly [Host, ...Host[]];
  /**
   * Whether the same call may be sent again after a lost answer: reads, and writes that the caller's ids and revision make idempotent
   * (`sign-de-v2.md §15`). Wrong PINs are counted, so calls with a PIN or PUK are not repeated.
   */
  readonly repeatable: boolean;
  /** Time limit of one try, in milliseconds (`integration-guide.md §4`). */
  readonly timeout: number;
}

const READ = { method: 'GET', hosts: ['BACKEND', 'MIDDLEWARE'], repeatable: true, timeout: 5_000 } as const;
const METADATA = { method: 'PATCH', hosts: ['BACKEND', 'MIDDLEWARE'], repeatable: true, timeout: 5_000 } as const;
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
  listTransactions: { ...READ, path: '/tss/{tss_id}/tx' },
  listAllTransactions: { ...READ, path: '/tx' },
  listClientTransactions: { ...READ, path: '/tss/{tss_id}/client/{client_id}/tx' },

  retrieveTssMetadata: { ...READ, path: '/tss/{tss_id}/metadata' },
  updateTssMetadata: { ...METADATA, path: '/tss/{tss_id}/metadata' },
  retrieveClientMetadata: { ...READ, path: '/tss/{tss_id}/client/{client_id}/metadata' },
  updateClientMetadata: { ...METADATA, path: '/tss/{tss_id}/client/{client_id}/metadata' },
  retrieveTransactionMetadata: { ...READ, path: '/tss/{tss_id}/tx/{tx_id_or_number}/metadata' },
  updateTransactionMetadata: { ...METADATA, path: '/tss/{tss_id}/tx/{tx_id_or_number}/metadata' },
} as const satisfies Partial<Record<OperationId, Endpoint>>;

/** Operations that this gateway calls. */
export type CalledOperation = keyof typeof endpoints;
