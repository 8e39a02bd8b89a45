import type { CoveredOperations } from './covered.js';

const transactionPath = { tss_id: 'Query.transaction(tssUuid)' } as const;
const transactionKey = ['Query.transaction(uuid)', 'Query.transaction(number)'] as const;
const exportPath = { tss_id: 'Query.export(tssUuid)', export_id: 'Query.export(uuid)' } as const;

const listParameters = <List extends 'Tss' | 'Client' | 'Transaction' | 'Export', Field extends string>(
  list: List,
  field: Field,
) =>
  ({
    limit: `${field}(first)`,
    offset: `${field}(after)`,
    order: `${list}Order.direction`,
    order_by: `${list}Order.field`,
    show_deleted: `${list}Filter.includeDeleted`,
  }) as Readonly<Record<'limit' | 'offset' | 'order' | 'order_by' | 'show_deleted', `${string}.${string}`>>; // each has a dot

/** Where each operation of the contract is in the graph. Tests hold it against both. */
export const coveredOperations = {
  authenticateApi: { fields: ['Mutation.authenticate'], parameters: {}, test: 'e2e/journey.test.ts' },

  createTss: {
    fields: ['Mutation.createTss'],
    parameters: { tss_id: 'CreateTssInput.tssUuid' },
    test: 'e2e/routing.test.ts',
  },
  retrieveTss: {
    fields: ['Query.tss', 'Query.node', 'Query.nodes', 'Client.tss', 'Transaction.tss', 'Export.tss'],
    parameters: { tss_id: 'Query.tss(uuid)' },
    test: 'e2e/routing.test.ts',
  },
  listTss: {
    fields: ['Query.tssList'],
    parameters: { ...listParameters('Tss', 'Query.tssList'), states: 'TssFilter.states' },
    test: 'e2e/nested-query.test.ts',
  },
  updateTss: {
    fields: ['Mutation.personalizeTss', 'Mutation.initializeTss', 'Mutation.disableTss'],
    parameters: {
      tss_id: ['PersonalizeTssInput.tssUuid', 'InitializeTssInput.tssUuid', 'DisableTssInput.tssUuid'],
    },
    test: 'e2e/journey.test.ts',
  },

  changeAdminPin: {
    fields: ['Mutation.changeAdminPin'],
    parameters: { tss_id: 'ChangeAdminPinInput.tssUuid' },
    test: 'e2e/journey.test.ts',
  },
  authenticateAdmin: {
    fields: ['Mutation.authenticateAdmin', 'Mutation.initializeTss', 'Mutation.createClient'],
    parameters: { tss_id: 'AuthenticateAdminInput.tssUuid' },
    test: 'e2e/routing.test.ts',
  },
  logoutAdmin: {
    fields: ['Mutation.logoutAdmin', 'Mutation.initializeTss', 'Mutation.createClient'],
    parameters: { tss_id: 'LogoutAdminInput.tssUuid' },
    test: 'e2e/routing.test.ts',
  },

  createClient: {
    fields: ['Mutation.createClient'],
    parameters: { tss_id: 'CreateClientInput.tssUuid', client_id: 'CreateClientInput.clientUuid' },
    test: 'e2e/routing.test.ts',
  },
  retrieveClient: {
    fields: ['Query.client', 'Query.node', 'Query.nodes', 'Transaction.client'],
    parameters: { tss_id: 'Query.client(tssUuid)', client_id: 'Query.client(uuid)' },
    test: 'e2e/journey.test.ts',
  },
  updateClient: {
    fields: ['Mutation.registerClient', 'Mutation.deregisterClient'],
    parameters: {
      tss_id: ['RegisterClientInput.tssUuid', 'DeregisterClientInput.tssUuid'],
      client_id: ['RegisterClientInput.clientUuid', 'DeregisterClientInput.clientUuid'],
    },
    test: 'e2e/journey.test.ts',
  },
  listClients: {
    fields: ['Tss.clients'],
    parameters: {
      ...listParameters('Client', 'Tss.clients'),
      tss_id: 'Query.tss(uuid)',
      serial_number: 'ClientFilter.serialNumber',
      state: 'ClientFilter.state',
    },
    test: 'e2e/nested-query.test.ts',
  },
  listAllClients: {
    fields: ['Query.clients'],
    parameters: {
      ...listParameters('Client', 'Query.clients'),
      serial_number: 'ClientFilter.serialNumber',
      state: 'ClientFilter.state',
    },
    test: 'e2e/routing.test.ts',
  },

  upsertTransaction: {
    fields: [
      'Mutation.signReceipt',
      'Mutation.startTransaction',
      'Mutation.updateTransaction',
      'Mutation.finishTransaction',
      'Mutation.cancelTransaction',
    ],
    parameters: {
      tss_id: 'SignReceiptInput.tssUuid',
      tx_id_or_number: 'SignReceiptInput.transactionUuid',
      tx_revision: ['FinishTransactionInput.revision', 'UpdateTransactionInput.revision'],
    },
    test: 'e2e/routing.test.ts',
  },
  retrieveTransaction: {
    fields: ['Query.transaction', 'Transaction.revisionAt', 'Transaction.revisions', 'Query.node', 'Query.nodes'],
    parameters: {
      ...transactionPath,
      tx_id_or_number: transactionKey,
      tx_revision: ['Query.transaction(revision)', 'Transaction.revisionAt(number)'],
    },
    test: 'e2e/exports.test.ts',
  },
  retrieveTransactionLog: {
    fields: ['Transaction.signedLog'],
    parameters: {
      ...transactionPath,
      tx_id_or_number: transactionKey,
      tx_revision: ['Query.transaction(revision)', 'Transaction.revisionAt(number)'],
    },
    test: 'e2e/exports.test.ts',
  },
  listTransactions: {
    fields: ['Tss.transactions', 'Client.transactions'],
    parameters: {
      ...listParameters('Transaction', 'Tss.transactions'),
      tss_id: 'Query.tss(uuid)',
      states: 'TransactionFilter.states',
    },
    test: 'e2e/nested-query.test.ts',
  },
  listAllTransactions: {
    fields: ['Query.transactions'],
    parameters: {
      ...listParameters('Transaction', 'Query.transactions'),
      states: 'TransactionFilter.states',
    },
    test: 'e2e/routing.test.ts',
  },
  listClientTransactions: {
    fields: ['Client.transactions'],
    parameters: {
      ...listParameters('Transaction', 'Client.transactions'),
      tss_id: 'Query.client(tssUuid)',
      client_id: 'Query.client(uuid)',
      states: 'TransactionFilter.states',
    },
    test: 'datasources/loaders.test.ts',
  },

  triggerExport: {
    fields: ['Mutation.triggerExport', 'Mutation.exportAll'],
    parameters: {
      tss_id: ['TriggerExportInput.tssUuid', 'ExportAllInput.tssUuid'],
      export_id: ['TriggerExportInput.exportUuid', 'ExportAllInput.uuid'],
      client_id: 'ExportSelectionInput.clientUuid',
      transaction_number: 'ExportSelectionInput.transactionNumber',
      start_transaction_number: 'ExportSelectionInput.transactionNumbers',
      end_transaction_number: 'ExportSelectionInput.transactionNumbers',
      start_date: 'ExportSelectionInput.logTimes',
      end_date: 'ExportSelectionInput.logTimes',
      start_signature_counter: 'ExportSelectionInput.signatureCounters',
      end_signature_counter: 'ExportSelectionInput.signatureCounters',
      maximum_number_records: ['TriggerExportInput.maximumRecords', 'ExportAllInput.signaturesPerExport'],
    },
    test: 'e2e/exports.test.ts',
  },
  cancelExport: {
    fields: ['Mutation.cancelExport'],
    parameters: { tss_id: 'CancelExportInput.tssUuid', export_id: 'CancelExportInput.exportUuid' },
    test: 'e2e/exports.test.ts',
  },
  retrieveExport: {
    fields: ['Query.export', 'Query.awaitExport', 'Query.node', 'Query.nodes'],
    parameters: exportPath,
    test: 'e2e/exports.test.ts',
  },
  retrieveExportFile: {
    fields: ['Export.download'],
    parameters: exportPath,
    test: 'e2e/export-download.test.ts',
  },
  listExports: {
    fields: ['Tss.exports'],
    parameters: {
      ...listParameters('Export', 'Tss.exports'),
      tss_id: 'Query.tss(uuid)',
      states: 'ExportFilter.states',
    },
    test: 'e2e/exports.test.ts',
  },
  listAllExports: {
    fields: ['Query.exports'],
    parameters: {
      ...listParameters('Export', 'Query.exports'),
      states: 'ExportFilter.states',
    },
    test: 'e2e/exports.test.ts',
  },

  retrieveTssMetadata: {
    fields: ['Tss.metadata'],
    parameters: { tss_id: 'Query.tss(uuid)' },
    test: 'e2e/metadata.test.ts',
  },
  updateTssMetadata: {
    fields: ['Mutation.updateTssMetadata'],
    parameters: { tss_id: 'UpdateTssMetadataInput.tssUuid' },
    test: 'e2e/metadata.test.ts',
  },
  retrieveClientMetadata: {
    fields: ['Client.metadata'],
    parameters: { tss_id: 'Query.client(tssUuid)', client_id: 'Query.client(uuid)' },
    test: 'e2e/metadata.test.ts',
  },
  updateClientMetadata: {
    fields: ['Mutation.updateClientMetadata'],
    parameters: { tss_id: 'UpdateClientMetadataInput.tssUuid', client_id: 'UpdateClientMetadataInput.clientUuid' },
    test: 'e2e/metadata.test.ts',
  },
  retrieveTransactionMetadata: {
    fields: ['Transaction.metadata'],
    parameters: { ...transactionPath, tx_id_or_number: transactionKey },
    test: 'e2e/metadata.test.ts',
  },
  updateTransactionMetadata: {
    fields: ['Mutation.updateTransactionMetadata'],
    parameters: {
      tss_id: 'UpdateTransactionMetadataInput.tssUuid',
      tx_id_or_number: 'UpdateTransactionMetadataInput.transactionUuid',
    },
    test: 'e2e/metadata.test.ts',
  },
  retrieveExportMetadata: {
    fields: ['Export.metadata'],
    parameters: exportPath,
    test: 'e2e/metadata.test.ts',
  },
  updateExportMetadata: {
    fields: ['Mutation.updateExportMetadata'],
    parameters: { tss_id: 'UpdateExportMetadataInput.tssUuid', export_id: 'UpdateExportMetadataInput.exportUuid' },
    test: 'e2e/metadata.test.ts',
  },
} as const satisfies CoveredOperations;
