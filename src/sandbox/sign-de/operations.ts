import type { OperationId, Operations } from '../../contract/sign-de.js';
import { authenticateAdmin, changeAdminPin, logoutAdmin } from './admin/admin.js';
import { listAllClients, listClients, retrieveClient, retrieveClientMetadata, updateClientMetadata } from './client.js';
import { createClient, updateClient } from './admin/client-registration.js';
import type { Engine } from '../engine/engine.js';
import {
  listAllExports,
  listExports,
  retrieveExport,
  retrieveExportMetadata,
  updateExportMetadata,
} from './export/export.js';
import type { OperationCall } from '../faces/operation-call.js';
import type { FileAnswer } from '../faces/file-answer.js';
import { retrieveExportFile } from './export/export-file.js';
import { cancelExport, triggerExport } from './export/export-request.js';
import { authenticate } from '../session/login.js';
import type { Caller } from '../session/session.js';
import { createTss, prepareTss } from './admin/tss-creation.js';
import { updateTss } from './admin/tss-states.js';
import { listTss, retrieveTss, retrieveTssMetadata, updateTssMetadata } from './tss.js';
import {
  retrieveTransaction,
  retrieveTransactionLog,
  retrieveTransactionMetadata,
  updateTransactionMetadata,
} from './transaction/transaction.js';
import { listAllTransactions, listClientTransactions, listTransactions } from './transaction/transaction-list.js';
import { upsertTransaction } from './transaction/transaction-writing.js';

/** A validated request of an operation. A login has no caller. */
type Call<Id extends OperationId> = OperationCall<Operations[Id], Id extends 'authenticateApi' ? undefined : Caller>;

type Answer<Id extends OperationId> = Operations[Id]['responses'][200] extends {
  content: { 'application/json': infer Body };
}
  ? Body
  : Id extends 'retrieveExportFile'
    ? FileAnswer
    : Uint8Array;

type Handler<Id extends OperationId> = (engine: Engine, call: Call<Id>) => Answer<Id> | Promise<Answer<Id>>;

/** The handler of each operation of the contract. */
export const operations: { readonly [Id in OperationId]: Handler<Id> } = {
  authenticateApi: (engine, { host, body }) => authenticate(engine, host, body),

  authenticateAdmin: async (engine, { caller, path, body }) => {
    const refusal = await engine.store.write(() => authenticateAdmin(engine, caller, path.tss_id, body));
    if (refusal) throw refusal;
    return {};
  },
  logoutAdmin: async (engine, { caller, path }) => {
    await engine.store.write(() => {
      logoutAdmin(engine, caller, path.tss_id);
    });
    return {};
  },
  changeAdminPin: async (engine, { caller, path, body }) => {
    await engine.store.write(() => {
      changeAdminPin(engine, caller, path.tss_id, body);
    });
    return {};
  },

  createTss: async (engine, { caller, path, body }) => {
    const made = await prepareTss(engine, path.tss_id);
    return engine.store.write(() => createTss(engine, caller, made, body));
  },
  updateTss: (engine, { caller, path, body }) => engine.store.write(() => updateTss(engine, caller, path.tss_id, body)),
  retrieveTss: (engine, { caller, path }) => retrieveTss(engine, caller, path.tss_id),
  listTss: (engine, { caller, query }) => listTss(engine, caller, query),
  retrieveTssMetadata: (engine, { caller, path }) => retrieveTssMetadata(engine, caller, path.tss_id),
  updateTssMetadata: (engine, { caller, path, body }) =>
    engine.store.write(() => updateTssMetadata(engine, caller, path.tss_id, body)),

  createClient: (engine, { caller, path, body }) =>
    engine.store.write(() => createClient(engine, caller, path.tss_id, path.client_id, body)),
  updateClient: (engine, { caller, path, body }) =>
    engine.store.write(() => updateClient(engine, caller, path.tss_id, path.client_id, body)),
  retrieveClient: (engine, { caller, path }) => retrieveClient(engine, caller, path.tss_id, path.client_id),
  listClients: (engine, { caller, path, query }) => listClients(engine, caller, path.tss_id, query),
  listAllClients: (engine, { caller, query }) => listAllClients(engine, caller, query),
  retrieveClientMetadata: (engine, { caller, path }) =>
    retrieveClientMetadata(engine, caller, path.tss_id, path.client_id),
  updateClientMetadata: (engine, { caller, path, body }) =>
    engine.store.write(() => updateClientMetadata(engine, caller, path.tss_id, path.client_id, body)),

  upsertTransaction: (engine, { caller, path, query, body }) => {
    const request = { tssId: path.tss_id, idOrNumber: path.tx_id_or_number, revision: query.tx_revision, body };
    return engine.store.write(() => upsertTransaction(engine, caller, request));
  },
  retrieveTransaction: (engine, { caller, path, query }) =>
    retrieveTransaction(engine, caller, path.tss_id, path.tx_id_or_number, query.tx_revision),
  retrieveTransactionLog: (engine, { caller, path, query }) =>
    retrieveTransactionLog(engine, caller, path.tss_id, path.tx_id_or_number, query.tx_revision),
  listTransactions: (engine, { caller, path, query }) => listTransactions(engine, caller, path.tss_id, query),
  listClientTransactions: (engine, { caller, path, query }) =>
    listClientTransactions(engine, caller, path.tss_id, path.client_id, query),
  listAllTransactions: (engine, { caller, query }) => listAllTransactions(engine, caller, query),
  retrieveTransactionMetadata: (engine, { caller, path }) =>
    retrieveTransactionMetadata(engine, caller, path.tss_id, path.tx_id_or_number),
  updateTransactionMetadata: (engine, { caller, path, body }) =>
    engine.store.write(() => updateTransactionMetadata(engine, caller, path.tss_id, path.tx_id_or_number, body)),

  triggerExport: async (engine, { caller, path, query }) => {
    const answer = await engine.store.write(() => triggerExport(engine, caller, path.tss_id, path.export_id, query));
    engine.exports.resume();
    return answer;
  },
  cancelExport: (engine, { caller, path }) =>
    engine.store.write(() => cancelExport(engine, caller, path.tss_id, path.export_id)),
  retrieveExport: (engine, { caller, path }) => retrieveExport(engine, caller, path.tss_id, path.export_id),
  retrieveExportFile: (engine, { caller, path }) => retrieveExportFile(engine, caller, path.tss_id, path.export_id),
  listExports: (engine, { caller, path, query }) => listExports(engine, caller, path.tss_id, query),
  listAllExports: (engine, { caller, query }) => listAllExports(engine, caller, query),
  retrieveExportMetadata: (engine, { caller, path }) =>
    retrieveExportMetadata(engine, caller, path.tss_id, path.export_id),
  updateExportMetadata: (engine, { caller, path, body }) =>
    engine.store.write(() => updateExportMetadata(engine, caller, path.tss_id, path.export_id, body)),
};
