import { type CoveredSchemas, leftOut } from './covered.js';

/** Replace this by the places of the taximeter's fields once the graph has types for them. */
const TAXIMETER = leftOut(
  'Taximeter process data has no types of its own yet; ready-made it can be signed as `ProcessDataInput.raw`.',
);
const TYPE = leftOut('The kind of an object is its GraphQL type, `__typename`.');
const LIST_TYPE = leftOut('The kind of a list is its GraphQL type, `__typename`.');
const LIST_PLACE = leftOut('Each row of a list says so itself.');
const COUNT = leftOut(
  'The contract does not say whether it counts all rows or those of the page (sign-de-v2.md §10); `pageInfo.hasNextPage` is certain.',
);
const IN_CHANGE = leftOut('Metadata is changed by mutations of its own, so that a change of state is one thing only.');
const COUNTDOWN = leftOut('The time of the end is shown, which says the same and does not run.');

const list = { count: COUNT, _type: LIST_TYPE, _env: LIST_PLACE, _version: LIST_PLACE } as const;

const tss = {
  certificate: 'Tss.certificate',
  serial_number: 'Tss.serialNumber',
  public_key: 'Tss.publicKey',
  signature_algorithm: 'Tss.signatureAlgorithm',
  signature_timestamp_format: 'Tss.signatureTimestampFormat',
  transaction_data_encoding: 'Tss.transactionDataEncoding',
  max_number_registered_clients: 'Tss.maximumRegisteredClients',
  max_number_active_transactions: 'Tss.maximumActiveTransactions',
  supported_update_variants: 'Tss.supportedUpdateVariants',
  metadata: 'Tss.metadata',
  _id: ['Tss.uuid', 'Tss.id'],
  _type: TYPE,
  _env: 'Tss.environment',
  _version: 'Tss.upstreamVersion',
  time_creation: 'Tss.createdAt',
  state: 'Tss.state',
} as const;

const tssInService = {
  ...tss,
  description: 'Tss.description',
  bsi_certification_id: 'Tss.bsiCertificationId',
  signature_counter: 'Tss.signatureCounter',
  transaction_counter: 'Tss.transactionCounter',
  number_registered_clients: 'Tss.registeredClientCount',
  number_active_transactions: 'Tss.activeTransactionCount',
  time_uninit: 'Tss.personalizedAt',
  time_init: 'Tss.initializedAt',
  time_defective: 'Tss.defectiveAt',
  time_disable: 'Tss.disabledAt',
} as const;

const client = {
  serial_number: 'Client.serialNumber',
  state: 'Client.state',
  tss_id: ['Client.tssUuid', 'Client.tss'],
  metadata: 'Client.metadata',
  _id: ['Client.uuid', 'Client.id'],
  _type: TYPE,
  _env: 'Client.environment',
  _version: 'Client.upstreamVersion',
  time_creation: 'Client.createdAt',
} as const;

/** Where each property of what is sent and answered is in the graph. Tests hold it against the contract and the graph. */
export const coveredSchemas = {
  ApiKeyAuthentication: { api_key: 'ApiKeyInput.key', api_secret: 'ApiKeyInput.secret' },
  RefreshTokenAuthentication: { refresh_token: 'AuthenticateInput.refreshToken' },
  AuthenticationResponse: {
    access_token: 'Session.accessToken',
    access_token_claims: ['Session.environment', 'Session.organizationUuid'],
    access_token_expires_in: COUNTDOWN,
    access_token_expires_at: 'Session.accessTokenExpiresAt',
    refresh_token: 'Session.refreshToken',
    refresh_token_expires_in: COUNTDOWN,
    refresh_token_expires_at: 'Session.refreshTokenExpiresAt',
  },
  'AuthenticationResponse.access_token_claims': {
    env: ['Session.environment', 'Viewer.environment'],
    organization_id: ['Session.organizationUuid', 'Viewer.organizationUuid'],
  },
  AdminAuthenticationRequest: { admin_pin: 'AuthenticateAdminInput.adminPin' },
  ChangeAdminPinRequest: { admin_puk: 'ChangeAdminPinInput.adminPuk', new_admin_pin: 'ChangeAdminPinInput.newAdminPin' },

  CreateTssRequest: { metadata: 'CreateTssInput.metadata' },
  CreateTssResponse: { ...tss, admin_puk: 'CreateTssPayload.adminPuk' },
  UpdateTssRequest: {
    state: ['Mutation.personalizeTss', 'Mutation.initializeTss', 'Mutation.disableTss'],
    description: 'InitializeTssInput.description',
    metadata: IN_CHANGE,
  },
  UpdateTssResponse: tssInService,
  TssResponse: tssInService,
  TssListResponse: { ...list, data: ['TssConnection.nodes', 'TssConnection.edges'] },

  CreateClientRequest: { serial_number: 'CreateClientInput.serialNumber', metadata: 'CreateClientInput.metadata' },
  CreateClientResponse: client,
  UpdateClientRequest: { state: ['Mutation.registerClient', 'Mutation.deregisterClient'], metadata: IN_CHANGE },
  ClientResponse: { ...client, time_update: 'Client.updatedAt' },
  ClientListResponse: { ...list, data: ['ClientConnection.nodes', 'ClientConnection.edges'] },

  TxRequest: {
    state: [
      'Mutation.startTransaction',
      'Mutation.updateTransaction',
      'Mutation.finishTransaction',
      'Mutation.cancelTransaction',
    ],
    client_id: ['SignReceiptInput.clientUuid', 'StartTransactionInput.clientUuid'],
    schema: ['FinishTransactionInput.processData', 'SignReceiptInput.receipt'],
    metadata: ['SignReceiptInput.metadata', 'StartTransactionInput.metadata'],
  },
  TxSchemaRequest: { standard_v1: 'FinishTransactionInput.processData', dsfinvtw_v1: TAXIMETER, raw: 'ProcessDataInput.raw' },
  StandardV1Request: {
    receipt: ['SignReceiptInput.receipt', 'ProcessDataInput.receipt'],
    order: 'ProcessDataInput.order',
    other: 'ProcessDataInput.other',
  },
  TxResponse: {
    number: 'Transaction.number',
    time_start: 'Transaction.startedAt',
    time_end: 'Transaction.endedAt',
    client_serial_number: 'Transaction.clientSerialNumber',
    tss_serial_number: 'Transaction.tssSerialNumber',
    state: 'Transaction.state',
    client_id: ['Transaction.clientUuid', 'Transaction.client'],
    schema: ['Transaction.receipt', 'Transaction.order', 'Transaction.other', 'Transaction.raw'],
    revision: 'Transaction.revision',
    latest_revision: 'Transaction.latestRevision',
    tss_id: ['Transaction.tssUuid', 'Transaction.tss'],
    metadata: 'Transaction.metadata',
    _type: TYPE,
    _id: ['Transaction.uuid', 'Transaction.id'],
    _env: 'Transaction.environment',
    _version: 'Transaction.upstreamVersion',
    qr_code_data: 'Transaction.qrCode',
    log: 'Transaction.log',
    signature: 'Transaction.signature',
  },
  TxSchemaResponse: {
    standard_v1: ['Transaction.receipt', 'Transaction.order', 'Transaction.other'],
    dsfinvtw_v1: TAXIMETER,
    raw: 'Transaction.raw',
  },
  StandardV1Response: { receipt: 'Transaction.receipt', order: 'Transaction.order', other: 'Transaction.other' },
  StandardV1Receipt: {
    receipt_type: ['Receipt.type', 'ReceiptInput.type'],
    amounts_per_vat_rate: ['Receipt.amountsPerVatRate', 'ReceiptInput.amountsPerVatRate'],
    amounts_per_payment_type: ['Receipt.amountsPerPaymentType', 'ReceiptInput.amountsPerPaymentType'],
  },
  AmountPerVatRate: {
    vat_rate: ['VatAmount.vatRate', 'VatAmountInput.vatRate'],
    amount: ['VatAmount.amount', 'VatAmountInput.amount'],
  },
  AmountPerPaymentType: {
    payment_type: ['PaymentAmount.paymentType', 'PaymentAmountInput.paymentType'],
    amount: ['PaymentAmount.amount', 'PaymentAmountInput.amount'],
    currency_code: ['PaymentAmount.currencyCode', 'PaymentAmountInput.currencyCode'],
  },
  StandardV1Order: { line_items: ['Order.lines', 'OrderInput.lines'] },
  OrderLineItem: {
    quantity: ['OrderLine.quantity', 'OrderLineInput.quantity'],
    text: ['OrderLine.text', 'OrderLineInput.text'],
    price_per_unit: ['OrderLine.pricePerUnit', 'OrderLineInput.pricePerUnit'],
  },
  RawProcessData: {
    process_type: ['RawProcessData.processType', 'RawProcessDataInput.processType'],
    process_data: ['RawProcessData.processData', 'RawProcessDataInput.processData'],
  },
  TxLog: {
    operation: 'TransactionLog.operation',
    timestamp: 'TransactionLog.timestamp',
    timestamp_format: 'TransactionLog.timestampFormat',
  },
  TxSignature: {
    value: 'Signature.value',
    algorithm: 'Signature.algorithm',
    counter: 'Signature.counter',
    public_key: 'Signature.publicKey',
  },
  TxListResponse: { ...list, data: ['TransactionConnection.nodes', 'TransactionConnection.edges'] },

  ExportResponse: {
    state: 'Export.state',
    exception: 'Export.exception',
    time_request: 'Export.requestedAt',
    time_start: 'Export.startedAt',
    time_end: 'Export.endedAt',
    time_expiration: 'Export.expiresAt',
    time_error: 'Export.failedAt',
    estimated_time_of_completion: ['Export.estimatedCompletionAt', 'Export.progress'],
    metadata: 'Export.metadata',
    tss_id: ['Export.tssUuid', 'Export.tss'],
    _type: TYPE,
    _id: ['Export.uuid', 'Export.id'],
    _env: 'Export.environment',
    _version: 'Export.upstreamVersion',
  },
  ExportListResponse: { ...list, data: ['ExportConnection.nodes', 'ExportConnection.edges'] },
} as const satisfies CoveredSchemas;
