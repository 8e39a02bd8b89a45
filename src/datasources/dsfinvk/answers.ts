import type { OperationId } from '../../contract/dsfinvk.js';
import { type AnswerKind, type Identity, text, wholeNumber } from '../../upstream/call/answer-check.js';

const ANYTHING: Identity = [];
const VAT_DEFINITION = { of: [['vat_definition_export_id', wholeNumber]], idIn: 'vat_definition_export_id' } as const;
const CASH_REGISTER = { of: [['client_id', text]], idIn: 'client_id' } as const;
const AGENCY = { of: [['purchaser_agency_id', text]], idIn: 'purchaser_agency_id' } as const;
const CLOSING = {
  of: [
    ['closing_id', text],
    ['state', text],
  ],
  idIn: 'closing_id',
} as const;
const EXPORT: Identity = [
  ['_id', text],
  ['state', text],
];

/** One object. */
function one({ of, idIn }: { readonly of: Identity; readonly idIn: string }): AnswerKind {
  return { one: of, idIn };
}

/** A list of objects. */
function listOf({ of, idIn }: { readonly of: Identity; readonly idIn: string }): AnswerKind {
  return { listOf: of, idIn };
}

/**
 * The members that are checked in the answer of each operation. The types in `received/dsfinvk.ts` rely on these
 * checks.
 */
export const answers: Readonly<Record<OperationId, AnswerKind>> = {
  authenticate: { one: [['access_token', text]] },
  listVatDefinitions: listOf(VAT_DEFINITION),
  retrieveVatDefinition: one(VAT_DEFINITION),
  upsertVatDefinition: one(VAT_DEFINITION),
  retrieveVatDefinitionMetadata: { one: ANYTHING },
  upsertVatDefinitionMetadata: { one: ANYTHING },
  listCashRegisters: listOf(CASH_REGISTER),
  retrieveCashRegister: one(CASH_REGISTER),
  upsertCashRegister: one(CASH_REGISTER),
  retrieveCashRegisterMetadata: { one: ANYTHING },
  upsertCashRegisterMetadata: { one: ANYTHING },
  listPurchaserAgencies: listOf(AGENCY),
  retrievePurchaserAgency: one(AGENCY),
  upsertPurchaserAgency: one(AGENCY),
  retrievePurchaserAgencyMetadata: { one: ANYTHING },
  upsertPurchaserAgencyMetadata: { one: ANYTHING },
  listCashPointClosings: listOf(CLOSING),
  retrieveCashPointClosing: one(CLOSING),
  insertCashPointClosing: one(CLOSING),
  deleteCashPointClosing: one(CLOSING),
  retrieveCashPointClosingDetails: { one: ANYTHING },
  retrieveCashPointClosingMetadata: { one: ANYTHING },
  upsertCashPointClosingMetadata: { one: ANYTHING },
  retrieveCashPointClosingReports: { listOf: ANYTHING },
  listExports: { listOf: EXPORT },
  retrieveExport: { one: EXPORT },
  triggerExport: { one: EXPORT },
  cancelExport: { one: EXPORT },
  retrieveExportMetadata: { one: ANYTHING },
  upsertExportMetadata: { one: ANYTHING },
  getExportDownloadUrl: { one: [['href', text]] },
  getExportDownload: 'bytes',
};
