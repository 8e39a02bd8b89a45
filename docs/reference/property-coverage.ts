import type { Schemas } from '../../src/contract/sign-de.js';
import type { Coordinates } from './operation-coverage.js';

/** Why a part of the contract is not in the graph. */
export interface Absent {
  readonly absent: string;
}

const TYPE: Absent = { absent: 'The type of the object is its `__typename`.' };
const list = (row: string) => ({
  data: `${row}Connection.nodes`,
  count: { absent: 'The length of the page, not of the list; `PageInfo.hasNextPage` says whether there is more.' },
  _type: TYPE,
  _env: `${row}.environment`,
  _version: `${row}.upstreamVersion`,
});
const createdTss = {
  _id: 'Tss.uuid',
  _type: TYPE,
  _env: 'Tss.environment',
  _version: 'Tss.upstreamVersion',
  state: 'Tss.state',
  serial_number: 'Tss.serialNumber',
  public_key: 'Tss.publicKey',
  certificate: 'Tss.certificate',
  signature_algorithm: 'Tss.signatureAlgorithm',
  signature_timestamp_format: 'Tss.signatureTimestampFormat',
  transaction_data_encoding: 'Tss.transactionDataEncoding',
  supported_update_variants: 'Tss.supportedUpdateVariants',
  max_number_registered_clients: 'Tss.maximumRegisteredClients',
  max_number_active_transactions: 'Tss.maximumActiveTransactions',
  time_creation: 'Tss.createdAt',
  metadata: 'Tss.metadata',
};
const tss = {
  ...createdTss,
  description: 'Tss.description',
  bsi_certification_id: 'Tss.bsiCertificationId',
  signature_counter: 'Tss.signatureCounter',
  transaction_counter: 'Tss.transactionCounter',
  number_registered_clients: 'Tss.registeredClientCount',
  number_active_transactions: 'Tss.activeTransactionCount',
  time_uninit: 'Tss.personalizedAt',
  time_init: 'Tss.initializedAt',
  time_disable: 'Tss.disabledAt',
  time_defective: 'Tss.defectiveAt',
};
const createdClient = {
  _id: 'Client.uuid',
  _type: TYPE,
  _env: 'Client.environment',
  _version: 'Client.upstreamVersion',
  serial_number: 'Client.serialNumber',
  state: 'Client.state',
  tss_id: 'Client.tssUuid',
  time_creation: 'Client.createdAt',
  metadata: 'Client.metadata',
};
const client = { ...createdClient, time_update: 'Client.updatedAt' };

/** Properties that are the same in requests and answers: read as `Type.field`, written as `TypeInput.field`. */
const bothWays = (type: string, fields: Readonly<Record<string, string>>) =>
  Object.fromEntries(
    Object.entries(fields).map(([name, field]) => [name, [`${type}.${field}`, `${type}Input.${field}`]]),
  );
const power = bothWays('MeterSnapshot', {
  'system.meter_type': 'meterType',
  'system.manufacturer': 'manufacturer',
  'system.model': 'model',
  'counter_unit.total_kilometers': 'totalKilometers',
  'counter_unit.total_kilometers_with_passengers': 'totalKilometersWithPassengers',
  'counter_unit.total_passenger_transfers': 'totalPassengerTransfers',
  'counter_unit.total_surcharge_or_base_amount': 'totalSurchargeOrBaseAmount',
  'counter_unit.total_billed_amount': 'totalBilledAmount',
  'generic_data.constant': 'constant',
  'generic_data.last_backup': 'lastBackupAt',
  'generic_data.vehicle_id': 'vehicleId',
  'generic_data.local_time': 'localTime',
  'generic_data.tariff_id': 'tariffId',
});
const driver = bothWays('TaximeterDriverStatus', { type: 'status', driver_id: 'driverId' });
const kilometers = (type: string) => ({
  kilometer_reading: [`${type}.kilometerReading`, 'KilometerReadingInput.kilometerReading'],
});

/**
 * Where each property of requests and answers is in the graph, by its schema in the contract. Properties of nested
 * objects without a name are given by their path.
 */
export const propertyCoverage: Partial<Record<keyof Schemas, Readonly<Record<string, Coordinates | Absent>>>> = {
  ApiKeyAuthentication: { api_key: 'ApiKeyInput.key', api_secret: 'ApiKeyInput.secret' },
  RefreshTokenAuthentication: { refresh_token: 'AuthenticateInput.refreshToken' },
  AuthenticationResponse: {
    access_token: 'Session.accessToken',
    'access_token_claims.env': 'Session.environment',
    'access_token_claims.organization_id': 'Session.organizationUuid',
    access_token_expires_in: { absent: 'The same as `Session.accessTokenExpiresAt`, as seconds from now.' },
    access_token_expires_at: 'Session.accessTokenExpiresAt',
    refresh_token: 'Session.refreshToken',
    refresh_token_expires_in: { absent: 'The same as `Session.refreshTokenExpiresAt`, as seconds from now.' },
    refresh_token_expires_at: 'Session.refreshTokenExpiresAt',
  },

  AdminAuthenticationRequest: { admin_pin: 'AuthenticateAdminInput.adminPin' },
  ChangeAdminPinRequest: {
    admin_puk: 'ChangeAdminPinInput.adminPuk',
    new_admin_pin: 'ChangeAdminPinInput.newAdminPin',
  },

  CreateTssRequest: { metadata: 'CreateTssInput.metadata' },
  CreateTssResponse: { ...createdTss, admin_puk: 'CreateTssPayload.adminPuk' },
  UpdateTssRequest: {
    state: ['Mutation.personalizeTss', 'Mutation.initializeTss', 'Mutation.disableTss'],
    description: 'InitializeTssInput.description',
    metadata: 'UpdateTssMetadataInput.metadata',
  },
  UpdateTssResponse: tss,
  TssResponse: tss,
  TssListResponse: list('Tss'),

  CreateClientRequest: { serial_number: 'CreateClientInput.serialNumber', metadata: 'CreateClientInput.metadata' },
  CreateClientResponse: createdClient,
  UpdateClientRequest: {
    state: ['Mutation.registerClient', 'Mutation.deregisterClient'],
    metadata: 'UpdateClientMetadataInput.metadata',
  },
  ClientResponse: client,
  ClientListResponse: list('Client'),

  TxRequest: {
    state: [
      'Mutation.startTransaction',
      'Mutation.updateTransaction',
      'Mutation.finishTransaction',
      'Mutation.cancelTransaction',
    ],
    client_id: 'FinishTransactionInput.clientUuid',
    schema: 'FinishTransactionInput.processData',
    metadata: 'FinishTransactionInput.metadata',
  },
  TxResponse: {
    _id: 'Transaction.uuid',
    _type: TYPE,
    _env: 'Transaction.environment',
    _version: 'Transaction.upstreamVersion',
    number: 'Transaction.number',
    state: 'Transaction.state',
    revision: 'Transaction.revision',
    latest_revision: 'Transaction.latestRevision',
    tss_id: 'Transaction.tssUuid',
    tss_serial_number: 'Transaction.tssSerialNumber',
    client_id: 'Transaction.clientUuid',
    client_serial_number: 'Transaction.clientSerialNumber',
    time_start: 'Transaction.startedAt',
    time_end: 'Transaction.endedAt',
    schema: 'Transaction.processData',
    log: 'Transaction.log',
    signature: 'Transaction.signature',
    qr_code_data: 'QrCode.data',
    metadata: 'Transaction.metadata',
  },
  TxListResponse: list('Transaction'),
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

  TxSchemaRequest: {
    standard_v1: 'ProcessDataInput',
    dsfinvtw_v1: 'ProcessDataInput.taximeter',
    raw: 'ProcessDataInput.raw',
  },
  TxSchemaResponse: { standard_v1: 'ProcessData', dsfinvtw_v1: 'ProcessData', raw: 'Transaction.raw' },
  StandardV1Request: {
    receipt: 'ProcessDataInput.receipt',
    order: 'ProcessDataInput.order',
    other: 'ProcessDataInput.other',
  },
  StandardV1Response: { receipt: 'Transaction.receipt', order: 'Transaction.order', other: 'Transaction.other' },
  StandardV1Receipt: bothWays('Receipt', {
    receipt_type: 'type',
    amounts_per_vat_rate: 'amountsPerVatRate',
    amounts_per_payment_type: 'amountsPerPaymentType',
  }),
  AmountPerVatRate: bothWays('VatAmount', { vat_rate: 'vatRate', amount: 'amount' }),
  AmountPerPaymentType: bothWays('PaymentAmount', {
    payment_type: 'paymentType',
    amount: 'amount',
    currency_code: 'currencyCode',
  }),
  StandardV1Order: bothWays('Order', { line_items: 'lines' }),
  OrderLineItem: bothWays('OrderLine', { quantity: 'quantity', text: 'text', price_per_unit: 'pricePerUnit' }),
  RawProcessData: bothWays('RawProcessData', { process_type: 'processType', process_data: 'processData' }),

  DsfinvtwV1Request: {
    power_up: 'TaximeterInput.powerUp',
    power_off: 'TaximeterInput.powerOff',
    driver_status: 'TaximeterInput.driverStatus',
    trip_receipt: 'TaximeterInput.tripReceipt',
    empty_trip: 'TaximeterInput.emptyTrip',
    break: 'TaximeterInput.break',
    other: 'TaximeterInput.other',
  },
  DsfinvtwV1Response: {
    power_up: 'TaximeterPowerUp',
    power_off: 'TaximeterPowerOff',
    driver_status: 'TaximeterDriverStatus',
    trip_receipt: 'TaximeterTripReceipt',
    empty_trip: 'TaximeterEmptyTrip',
    break: 'TaximeterBreak',
    other: 'TaximeterOther',
  },
  TwPowerData: power,
  TwDriverLogon: driver,
  TwDriverLogoff: driver,
  TwTripData: {
    ...bothWays('Trip', {
      meter_type: 'meterType',
      vehicle_id: 'vehicleId',
      tariff_id: 'tariffId',
      trip_type: 'type',
      amounts_per_vat_rate: 'amountsPerVatRate',
    }),
    ...bothWays('VatAmount', { 'amounts_per_vat_rate.vat_rate': 'vatRate', 'amounts_per_vat_rate.amount': 'amount' }),
    ...bothWays('PaymentAmount', {
      'amounts_per_payment_type.cash': 'paymentType',
      'amounts_per_payment_type.non_cash': 'paymentType',
    }),
    trip_data: ['Trip', 'TripInput'],
  },
  TwPriceData: bothWays('Trip', {
    trip_start: 'startedAt',
    trip_end: 'endedAt',
    distance_traveled: 'distanceKilometers',
    fare: 'fare',
    surcharge: 'surcharge',
    total_billed: 'totalBilled',
  }),
  TwCurrencyAmount: bothWays('PaymentAmount', { amount: 'amount', currency_code: 'currencyCode' }),
  TwEmptyTrip: kilometers('TaximeterEmptyTrip'),
  TwBreak: kilometers('TaximeterBreak'),

  ExportResponse: {
    _id: 'Export.uuid',
    _type: TYPE,
    _env: 'Export.environment',
    _version: 'Export.upstreamVersion',
    tss_id: 'Export.tssUuid',
    state: 'Export.state',
    exception: 'Export.exception',
    time_request: 'Export.requestedAt',
    time_start: 'Export.startedAt',
    time_end: 'Export.endedAt',
    time_expiration: 'Export.expiresAt',
    time_error: 'Export.failedAt',
    estimated_time_of_completion: 'Export.estimatedCompletionAt',
    metadata: 'Export.metadata',
  },
  ExportListResponse: list('Export'),
};
