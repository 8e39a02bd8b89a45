import type { OperationId, Operations, Schemas } from '../../contract/dsfinvk.js';
import type { Engine } from '../engine/engine.js';
import type { FileAnswer } from '../faces/file-answer.js';
import type { OperationCall } from '../faces/operation-call.js';
import { authenticate } from '../session/login.js';
import type { Caller } from '../session/session.js';
import {
  deleteCashPointClosing,
  getClosingMetadata,
  listCashPointClosings,
  putClosingMetadata,
  retrieveCashPointClosing,
  retrieveCashPointClosingDetails,
} from './closing/closing.js';
import { retrieveCashPointClosingReports } from './closing/closing-reports.js';
import { insertCashPointClosing, prepareClosing } from './closing/insert-closing.js';
import { getExportMetadata, listExports, putExportMetadata, retrieveExport } from './export/export.js';
import { getExportDownload, getExportDownloadUrl } from './export/export-download.js';
import { cancelExport, triggerExport } from './export/export-request.js';
import { listCashRegisters, retrieveCashRegister, upsertCashRegister } from './master-data/cash-register.js';
import { getMasterMetadata, putMasterMetadata } from './master-data/master-data.js';
import {
  listPurchaserAgencies,
  retrievePurchaserAgency,
  upsertPurchaserAgency,
} from './master-data/purchaser-agency.js';
import { listVatDefinitions, retrieveVatDefinition, upsertVatDefinition } from './master-data/vat-definition.js';

type Call<Id extends OperationId> = OperationCall<Operations[Id], Id extends 'authenticate' ? undefined : Caller>;

type Answer<Id extends OperationId> = Id extends 'getExportDownload'
  ? FileAnswer
  : // The generated type of this answer has members of type never.
    Id extends 'insertCashPointClosing'
    ? Schemas['CashPointClosing']
    : Operations[Id]['responses'][200] extends { content: { 'application/json': infer Body } }
      ? Body
      : never;

type Handler<Id extends OperationId> = (engine: Engine, call: Call<Id>) => Answer<Id> | Promise<Answer<Id>>;

/** The handler of each operation of the contract. */
export const operations: { readonly [Id in OperationId]: Handler<Id> } = {
  authenticate: (engine, { host, body }) => authenticate(engine, host, body),

  listVatDefinitions,
  retrieveVatDefinition,
  upsertVatDefinition: (engine, call) => engine.store.write(() => upsertVatDefinition(engine, call)),
  retrieveVatDefinitionMetadata: (engine, { caller, path }) =>
    getMasterMetadata(engine, caller, 'VAT_DEFINITION', path.vat_definition_export_id),
  upsertVatDefinitionMetadata: (engine, { caller, path, body }) =>
    engine.store.write(() => putMasterMetadata(engine, caller, 'VAT_DEFINITION', path.vat_definition_export_id, body)),

  listCashRegisters,
  retrieveCashRegister,
  upsertCashRegister: (engine, call) => engine.store.write(() => upsertCashRegister(engine, call)),
  retrieveCashRegisterMetadata: (engine, { caller, path }) =>
    getMasterMetadata(engine, caller, 'CASH_REGISTER', path.client_id),
  upsertCashRegisterMetadata: (engine, { caller, path, body }) =>
    engine.store.write(() => putMasterMetadata(engine, caller, 'CASH_REGISTER', path.client_id, body)),

  listPurchaserAgencies,
  retrievePurchaserAgency,
  upsertPurchaserAgency: (engine, call) => engine.store.write(() => upsertPurchaserAgency(engine, call)),
  retrievePurchaserAgencyMetadata: (engine, { caller, path }) =>
    getMasterMetadata(engine, caller, 'PURCHASER_AGENCY', path.purchaser_agency_id),
  upsertPurchaserAgencyMetadata: (engine, { caller, path, body }) =>
    engine.store.write(() => putMasterMetadata(engine, caller, 'PURCHASER_AGENCY', path.purchaser_agency_id, body)),

  listCashPointClosings,
  retrieveCashPointClosing,
  retrieveCashPointClosingDetails,
  retrieveCashPointClosingReports,
  insertCashPointClosing: async (engine, call) => {
    const prepared = prepareClosing(call.body);
    const answer = await engine.store.write(() => insertCashPointClosing(engine, call, prepared));
    engine.closings.resume();
    return answer;
  },
  deleteCashPointClosing: (engine, call) => engine.store.write(() => deleteCashPointClosing(engine, call)),
  retrieveCashPointClosingMetadata: getClosingMetadata,
  upsertCashPointClosingMetadata: (engine, call) => engine.store.write(() => putClosingMetadata(engine, call)),

  listExports,
  retrieveExport,
  triggerExport: async (engine, call) => {
    const answer = await engine.store.write(() => triggerExport(engine, call));
    engine.dsfinvkExports.resume();
    return answer;
  },
  cancelExport: (engine, call) => engine.store.write(() => cancelExport(engine, call)),
  retrieveExportMetadata: getExportMetadata,
  upsertExportMetadata: (engine, call) => engine.store.write(() => putExportMetadata(engine, call)),
  getExportDownloadUrl,
  getExportDownload,
};
