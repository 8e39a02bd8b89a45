import type { OperationId } from '../../src/contract/sign-de.js';

/**
 * Where a part of the contract is in the graph: one or more schema coordinates, e.g. `Query.tss(uuid:)` or `Tss.state`.
 */
export type Coordinates = string | readonly string[];

/** How clients of the gateway reach one operation of the contract. */
export interface OperationCoverage {
  /** Fields that make the call. */
  readonly fields: readonly string[];
  /** Where each parameter comes from. */
  readonly parameters: Readonly<Record<string, Coordinates>>;
  /** The best example among the tests; `test/e2e/screens/every-operation.test.ts` also makes each call. */
  readonly test: string;
}

const ONE = {
  tss: 'Query.tss(uuid:)',
  client: 'Query.client',
  export: 'Query.export',
  tx: 'Query.transaction',
} as const;
const ofClient = { tss_id: `${ONE.client}(tssUuid:)`, client_id: `${ONE.client}(uuid:)` };
const ofExport = { tss_id: `${ONE.export}(tssUuid:)`, export_id: `${ONE.export}(uuid:)` };
const ofTransaction = {
  tss_id: `${ONE.tx}(tssUuid:)`,
  tx_id_or_number: [`${ONE.tx}(uuid:)`, `${ONE.tx}(number:)`],
};
const ofRevision = { ...ofTransaction, tx_revision: [`${ONE.tx}(revision:)`, 'Transaction.revisionAt(number:)'] };

/** Parameters that are fields of a mutation's input. */
const inputOf = (input: string, ids: Readonly<Record<string, string>>) =>
  Object.fromEntries(Object.entries({ tss_id: 'tssUuid', ...ids }).map(([name, field]) => [name, `${input}.${field}`]));

/** Parameters of all lists. */
const listOf = (field: string, noun: string) => ({
  limit: `${field}(first:)`,
  offset: `${field}(after:)`,
  order_by: `${noun}Order.field`,
  order: `${noun}Order.direction`,
  show_deleted: `${noun}Filter.includeDeleted`,
});
const listOfStates = (field: string, noun: string) => ({ ...listOf(field, noun), states: `${noun}Filter.states` });
const listOfClients = (field: string) => ({
  ...listOf(field, 'Client'),
  serial_number: 'ClientFilter.serialNumber',
  state: 'ClientFilter.state',
});

/**
 * How clients reach each of the 33 operations of SIGN DE V2. `test/conformance/coverage.test.ts` compares it with the
 * contract and the schema.
 */
export const operationCoverage = {
  authenticateApi: { fields: ['Mutation.authenticate'], parameters: {}, test: 'test/e2e/access/sessions.test.ts' },

  createTss: {
    fields: ['Mutation.createTss', 'Mutation.provisionTss'],
    parameters: inputOf('CreateTssInput', {}),
    test: 'test/e2e/screens/journey.test.ts',
  },
  retrieveTss: { fields: ['Query.tss'], parameters: { tss_id: ONE.tss }, test: 'test/e2e/reads/nested-query.test.ts' },
  listTss: {
    fields: ['Query.tssList'],
    parameters: listOfStates('Query.tssList', 'Tss'),
    test: 'test/e2e/reads/nested-query.test.ts',
  },
  updateTss: {
    fields: [
      'Mutation.personalizeTss',
      'Mutation.initializeTss',
      'Mutation.disableTss',
      'Mutation.provisionTss',
      'Mutation.deprovisionTss',
    ],
    parameters: inputOf('InitializeTssInput', {}),
    test: 'test/e2e/screens/tss-moves.test.ts',
  },

  changeAdminPin: {
    fields: ['Mutation.changeAdminPin', 'Mutation.provisionTss'],
    parameters: inputOf('ChangeAdminPinInput', {}),
    test: 'test/datasources/sign-de/tss/pin-tries.test.ts',
  },
  authenticateAdmin: {
    fields: ['Mutation.authenticateAdmin'],
    parameters: inputOf('AuthenticateAdminInput', {}),
    test: 'test/e2e/screens/every-operation.test.ts',
  },
  logoutAdmin: {
    fields: ['Mutation.logoutAdmin'],
    parameters: inputOf('LogoutAdminInput', {}),
    test: 'test/e2e/faults/fault-matrix.test.ts',
  },

  createClient: {
    fields: ['Mutation.createClient', 'Mutation.provisionTss'],
    parameters: inputOf('CreateClientInput', { client_id: 'clientUuid' }),
    test: 'test/e2e/screens/journey.test.ts',
  },
  retrieveClient: { fields: [ONE.client], parameters: ofClient, test: 'test/e2e/screens/every-operation.test.ts' },
  updateClient: {
    fields: ['Mutation.registerClient', 'Mutation.deregisterClient'],
    parameters: inputOf('DeregisterClientInput', { client_id: 'clientUuid' }),
    test: 'test/e2e/signing/open-transactions.test.ts',
  },
  listClients: {
    fields: ['Tss.clients'],
    parameters: { ...listOfClients('Tss.clients'), tss_id: ONE.tss },
    test: 'test/e2e/reads/nested-query.test.ts',
  },
  listAllClients: {
    fields: ['Query.clients'],
    parameters: listOfClients('Query.clients'),
    test: 'test/e2e/screens/every-operation.test.ts',
  },

  upsertTransaction: {
    fields: [
      'Mutation.signReceipt',
      'Mutation.signOrder',
      'Mutation.signOther',
      'Mutation.signRaw',
      'Mutation.signTaximeter',
      'Mutation.startTransaction',
      'Mutation.updateTransaction',
      'Mutation.finishTransaction',
      'Mutation.cancelTransaction',
      'Mutation.cancelOpenTransactions',
    ],
    parameters: inputOf('FinishTransactionInput', { tx_id_or_number: 'transactionUuid', tx_revision: 'revision' }),
    test: 'test/e2e/signing/exactly-once.test.ts',
  },
  retrieveTransaction: {
    fields: [ONE.tx, 'Transaction.revisionAt', 'Transaction.revisions'],
    parameters: ofRevision,
    test: 'test/e2e/screens/exports.test.ts',
  },
  retrieveTransactionLog: {
    fields: ['Transaction.signedLog'],
    parameters: ofRevision,
    test: 'test/e2e/screens/exports.test.ts',
  },
  listTransactions: {
    fields: ['Tss.transactions', 'Tss.openTransactions'],
    parameters: { ...listOfStates('Tss.transactions', 'Transaction'), tss_id: ONE.tss },
    test: 'test/e2e/reads/nested-query.test.ts',
  },
  listAllTransactions: {
    fields: ['Query.transactions'],
    parameters: listOfStates('Query.transactions', 'Transaction'),
    test: 'test/e2e/access/routing-matrix.test.ts',
  },
  listClientTransactions: {
    fields: ['Client.transactions'],
    parameters: { ...listOfStates('Client.transactions', 'Transaction'), ...ofClient },
    test: 'test/e2e/screens/every-operation.test.ts',
  },

  triggerExport: {
    fields: ['Mutation.triggerExport', 'Mutation.exportAll'],
    parameters: {
      ...inputOf('TriggerExportInput', { export_id: 'exportUuid', maximum_number_records: 'maximumRecords' }),
      client_id: 'ExportSelectionInput.clientUuid',
      transaction_number: 'ExportSelectionInput.transactionNumber',
      start_transaction_number: ['ExportSelectionInput.transactionNumbers', 'NumberRangeInput.from'],
      end_transaction_number: ['ExportSelectionInput.transactionNumbers', 'NumberRangeInput.to'],
      start_date: ['ExportSelectionInput.logTimes', 'DateTimeRangeInput.from'],
      end_date: ['ExportSelectionInput.logTimes', 'DateTimeRangeInput.to'],
      start_signature_counter: ['ExportSelectionInput.signatureCounters', 'NumberRangeInput.from'],
      end_signature_counter: ['ExportSelectionInput.signatureCounters', 'NumberRangeInput.to'],
    },
    test: 'test/e2e/screens/exports.test.ts',
  },
  cancelExport: {
    fields: ['Mutation.cancelExport'],
    parameters: inputOf('CancelExportInput', { export_id: 'exportUuid' }),
    test: 'test/e2e/screens/exports.test.ts',
  },
  retrieveExport: {
    fields: [ONE.export, 'Query.awaitExport', 'Subscription.exportUpdated'],
    parameters: ofExport,
    test: 'test/e2e/screens/exports.test.ts',
  },
  retrieveExportFile: {
    fields: ['ExportDownload.url'],
    parameters: ofExport,
    test: 'test/e2e/screens/export-download.test.ts',
  },
  listExports: {
    fields: ['Tss.exports'],
    parameters: { ...listOfStates('Tss.exports', 'Export'), tss_id: ONE.tss },
    test: 'test/e2e/screens/exports.test.ts',
  },
  listAllExports: {
    fields: ['Query.exports'],
    parameters: listOfStates('Query.exports', 'Export'),
    test: 'test/e2e/screens/every-operation.test.ts',
  },

  retrieveTssMetadata: {
    fields: ['Tss.metadata'],
    parameters: { tss_id: ONE.tss },
    test: 'test/e2e/screens/every-operation.test.ts',
  },
  updateTssMetadata: {
    fields: ['Mutation.updateTssMetadata'],
    parameters: inputOf('UpdateTssMetadataInput', {}),
    test: 'test/e2e/access/sessions.test.ts',
  },
  retrieveClientMetadata: {
    fields: ['Client.metadata'],
    parameters: ofClient,
    test: 'test/e2e/screens/every-operation.test.ts',
  },
  updateClientMetadata: {
    fields: ['Mutation.updateClientMetadata'],
    parameters: inputOf('UpdateClientMetadataInput', { client_id: 'clientUuid' }),
    test: 'test/e2e/screens/every-operation.test.ts',
  },
  retrieveTransactionMetadata: {
    fields: ['Transaction.metadata'],
    parameters: ofTransaction,
    test: 'test/e2e/screens/every-operation.test.ts',
  },
  updateTransactionMetadata: {
    fields: ['Mutation.updateTransactionMetadata'],
    parameters: inputOf('UpdateTransactionMetadataInput', { tx_id_or_number: 'transactionUuid' }),
    test: 'test/e2e/faults/fault-matrix.test.ts',
  },
  retrieveExportMetadata: {
    fields: ['Export.metadata'],
    parameters: ofExport,
    test: 'test/e2e/screens/every-operation.test.ts',
  },
  updateExportMetadata: {
    fields: ['Mutation.updateExportMetadata'],
    parameters: inputOf('UpdateExportMetadataInput', { export_id: 'exportUuid' }),
    test: 'test/e2e/screens/exports.test.ts',
  },
} as const satisfies Record<OperationId, OperationCoverage>;
