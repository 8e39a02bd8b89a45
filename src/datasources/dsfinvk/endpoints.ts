import type { OperationId } from '../../contract/dsfinvk.js';
import type { Endpoint } from '../../upstream/endpoint.js';

/** The only host of DSFinV-K (`dsfinvk-v1.md §1`). */
export type DsfinvkHost = 'DSFINVK';

const HOSTS = ['DSFINVK'] as const;
const READ = { method: 'GET', hosts: HOSTS, repeatable: true, timeout: 5_000 } as const;
const WRITE = { method: 'PUT', hosts: HOSTS, repeatable: true, timeout: 10_000 } as const;

/**
 * The endpoint list. A test checks each row against the contract. All writes are named by ids of the caller, so they
 * may be repeated (`dsfinvk-v1.md §3, §8`). A trigger or a deletion that is repeated fails without any effect, and a
 * read shows the state. The contract states no rate limits.
 */
export const endpoints = {
  authenticate: { method: 'POST', hosts: HOSTS, path: '/auth', repeatable: true, timeout: 4_000, isLogin: true },

  listVatDefinitions: { ...READ, path: '/vat_definitions' },
  retrieveVatDefinition: { ...READ, path: '/vat_definitions/{vat_definition_export_id}' },
  upsertVatDefinition: { ...WRITE, path: '/vat_definitions/{vat_definition_export_id}' },
  retrieveVatDefinitionMetadata: { ...READ, path: '/vat_definitions/{vat_definition_export_id}/metadata' },
  upsertVatDefinitionMetadata: { ...WRITE, path: '/vat_definitions/{vat_definition_export_id}/metadata' },

  listCashRegisters: { ...READ, path: '/cash_registers' },
  retrieveCashRegister: { ...READ, path: '/cash_registers/{client_id}' },
  upsertCashRegister: { ...WRITE, path: '/cash_registers/{client_id}' },
  retrieveCashRegisterMetadata: { ...READ, path: '/cash_registers/{client_id}/metadata' },
  upsertCashRegisterMetadata: { ...WRITE, path: '/cash_registers/{client_id}/metadata' },

  listPurchaserAgencies: { ...READ, path: '/purchaser_agencies' },
  retrievePurchaserAgency: { ...READ, path: '/purchaser_agencies/{purchaser_agency_id}' },
  upsertPurchaserAgency: { ...WRITE, path: '/purchaser_agencies/{purchaser_agency_id}' },
  retrievePurchaserAgencyMetadata: { ...READ, path: '/purchaser_agencies/{purchaser_agency_id}/metadata' },
  upsertPurchaserAgencyMetadata: { ...WRITE, path: '/purchaser_agencies/{purchaser_agency_id}/metadata' },

  listCashPointClosings: { ...READ, path: '/cash_point_closings' },
  retrieveCashPointClosing: { ...READ, path: '/cash_point_closings/{closing_id}' },
  // A closing may have 5,000 receipts, which take seconds to send and to check.
  insertCashPointClosing: { ...WRITE, path: '/cash_point_closings/{closing_id}', timeout: 30_000 },
  deleteCashPointClosing: { ...WRITE, method: 'DELETE', path: '/cash_point_closings/{closing_id}' },
  retrieveCashPointClosingDetails: { ...READ, path: '/cash_point_closings/{closing_id}/details', timeout: 30_000 },
  retrieveCashPointClosingMetadata: { ...READ, path: '/cash_point_closings/{closing_id}/metadata' },
  upsertCashPointClosingMetadata: { ...WRITE, path: '/cash_point_closings/{closing_id}/metadata' },
  retrieveCashPointClosingReports: { ...READ, path: '/cash_point_closings/{closing_id}/reports' },

  listExports: { ...READ, path: '/exports' },
  retrieveExport: { ...READ, path: '/exports/{export_id}' },
  triggerExport: { ...WRITE, path: '/exports/{export_id}' },
  cancelExport: { ...WRITE, method: 'DELETE', path: '/exports/{export_id}' },
  retrieveExportMetadata: { ...READ, path: '/exports/{export_id}/metadata' },
  upsertExportMetadata: { ...WRITE, path: '/exports/{export_id}/metadata' },
  getExportDownloadUrl: { ...READ, path: '/exports/{export_id}/href' },
  // The time limit applies until the first byte.
  getExportDownload: {
    ...READ,
    path: '/exports/{export_id}/download',
    timeout: 30_000,
    bytes: 'application/x-tar, application/zip',
  },
} as const satisfies Record<OperationId, Endpoint<DsfinvkHost>>;
