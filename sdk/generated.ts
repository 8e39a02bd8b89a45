// @ts-nocheck
/** Internal type. DO NOT USE DIRECTLY. */
type Exact<T extends { [key: string]: unknown }> = { [K in keyof T]: T[K] };
/** Internal type. DO NOT USE DIRECTLY. */
export type Incremental<T> = T | { [P in keyof T]?: P extends ' $fragmentName' | '__typename' ? T[P] : never };
import { type GraphQLClient, type RequestOptions } from 'graphql-request';
import type { DocumentNode } from 'graphql';
type GraphQLClientRequestHeaders = RequestOptions['requestHeaders'];
/** A fiskaly API key pair. */
export type ApiKeyInput = {
  /** The API key. */
  readonly key: string;
  /** Its secret. */
  readonly secret: string;
};

/** Input of `authenticateAdmin`. */
export type AuthenticateAdminInput = {
  /** The admin PIN. Five wrong ones block it. */
  readonly adminPin: string;
  /** UUID of the TSS. */
  readonly tssUuid: string;
};

/** What to log in with: exactly one of these. */
export type AuthenticateInput =
  {   /** An API key pair. */
  readonly apiKey: ApiKeyInput; readonly refreshToken?: never; }
  |  { readonly apiKey?: never;   /** The refresh token of an earlier login. */
  readonly refreshToken: string; };

/** The export to cancel. */
export type CancelExportInput = {
  /** UUID of the export. */
  readonly exportUuid: string;
  /** UUID of the TSS. */
  readonly tssUuid: string;
};

/** Input of `cancelOpenTransactions`. */
export type CancelOpenTransactionsInput = {
  /** Only transactions whose newest revision is by this client; those of all clients when left out. */
  readonly clientUuid?: string | null | undefined;
  /** Most transactions to cancel in this request, up to 500, oldest first. Send it again while `hasMore`. */
  readonly first?: number;
  /** Only transactions that were started before this instant; all when left out. */
  readonly olderThan?: string | null | undefined;
  /** UUID of the TSS. */
  readonly tssUuid: string;
};

/** Input of `cancelTransaction`. */
export type CancelTransactionInput = {
  /** UUID of the client that writes. It must be registered. */
  readonly clientUuid: string;
  /** Your own data on the transaction, up to 40 pairs; merged into what is there by the write that signs. A repeat of what is signed already stores nothing. */
  readonly metadata?: ReadonlyArray<MetadataEntryInput> | null | undefined;
  /** What is signed as the end; when left out, an empty receipt of type CANCELLATION, or what the transaction was last about if that is no receipt. */
  readonly processData?: ProcessDataInput | null | undefined;
  /** Revision to write: `latestRevision` plus 1, so 2 or more. When it is left out, the gateway reads where the transaction stands and continues from there. */
  readonly revision?: number | null | undefined;
  /** UUID of the transaction: make a random one (version 4) for a new sale and keep it before you send it, so that you can send the same again. */
  readonly transactionUuid: string;
  /** UUID of the TSS. */
  readonly tssUuid: string;
};

/** Input of `changeAdminPin`. */
export type ChangeAdminPinInput = {
  /** The PUK that `createTss` showed. */
  readonly adminPuk: string;
  /** The new PIN, at least 6 characters. */
  readonly newAdminPin: string;
  /** UUID of the TSS. */
  readonly tssUuid: string;
};

/** Which clients a list holds; everything given must be met. */
export type ClientFilter = {
  /** Only clients that were created in this time; for lists by CREATED_AT. Where it begins is looked for by halves: at most 10 calls before the rows in a list of 1,000. */
  readonly createdAt?: TimeRange | null | undefined;
  /** Whether clients of TSS that the TEST clean-up wiped are listed too. */
  readonly includeDeleted?: boolean;
  /** Only the client with this serial number. */
  readonly serialNumber?: string | null | undefined;
  /** Only clients in this state. */
  readonly state?: ClientState | null | undefined;
};

/** Order of a list of clients. */
export type ClientOrder = {
  /** Direction; ascending by default. */
  readonly direction?: OrderDirection;
  /** What to sort by. */
  readonly field: ClientOrderField;
};

/** What a list of clients can be sorted by. */
export type ClientOrderField =
  /** By the time of creation; those of one second are in no particular order. */
  | 'CREATED_AT'
  /** Alphabetically by serial number, as the upstream sorts text. */
  | 'SERIAL_NUMBER';

/** Whether a client may sign. It can be switched either way, any number of times. */
export type ClientState =
  /** May not sign until it is registered again; its data stays. */
  | 'DEREGISTERED'
  /** May sign. */
  | 'REGISTERED'
  /** A state that this version of the gateway does not know yet. Not for filters. */
  | 'UNKNOWN';

/** Input of `createClient`. */
export type CreateClientInput = {
  /** Admin PIN: the gateway logs the admin in, acts, and logs out again as one step. Required for callers of the gateway’s own key; others may leave it out when they have called `authenticateAdmin`. */
  readonly adminPin?: string | null | undefined;
  /** UUID of the new client: make a random one (version 4). It can never be used on another TSS. */
  readonly clientUuid: string;
  /** Your own data on the client, up to 40 pairs. */
  readonly metadata?: ReadonlyArray<MetadataEntryInput> | null | undefined;
  /** Serial number of the till: 1 to 70 characters of A-Z a-z 0-9 space ' ( ) + , - . : = ?, no space at either end, unique on the TSS. It goes on each receipt and cannot be changed. */
  readonly serialNumber: string;
  /** UUID of the TSS. */
  readonly tssUuid: string;
};

/** Input of `createTss`. */
export type CreateTssInput = {
  /** Your own data on the TSS, up to 40 pairs. */
  readonly metadata?: ReadonlyArray<MetadataEntryInput> | null | undefined;
  /** UUID of the new TSS: make a random one (version 4) and keep it before you send it. */
  readonly tssUuid: string;
};

/** Whose credential an operation is run with. */
export type CredentialKind =
  /** The gateway's own API key, or the sandbox's demo key, lent to callers on this machine or to those who bring a gateway key. */
  | 'GATEWAY_KEY'
  /** The access token that the caller sent. */
  | 'OWN_TOKEN';

/** A range of log times, both ends included, to the second; at least one end is given. */
export type DateTimeRangeInput = {
  /** Earliest time; none when left out. */
  readonly from?: string | null | undefined;
  /** Latest time; none when left out. */
  readonly to?: string | null | undefined;
};

/** Input of `deprovisionTss`. */
export type DeprovisionTssInput = {
  /** Admin PIN: the gateway logs the admin in, acts, and logs out again as one step. Required for callers of the gateway’s own key; others may leave it out when they have called `authenticateAdmin`. */
  readonly adminPin?: string | null | undefined;
  /** The UUID of the TSS once more, because this cannot be undone. */
  readonly confirmTssUuid: string;
  /** Whether to go on although transactions are open, which can never be finished then. */
  readonly leaveTransactionsOpen?: boolean;
  /** UUID of the TSS. */
  readonly tssUuid: string;
};

/** Input of `deregisterClient`. */
export type DeregisterClientInput = {
  /** Admin PIN: the gateway logs the admin in, acts, and logs out again as one step. Required for callers of the gateway’s own key; others may leave it out when they have called `authenticateAdmin`. */
  readonly adminPin?: string | null | undefined;
  /** UUID of the client. */
  readonly clientUuid: string;
  /** UUID of the TSS. */
  readonly tssUuid: string;
};

/** Input of `disableTss`. */
export type DisableTssInput = {
  /** Admin PIN: the gateway logs the admin in, acts, and logs out again as one step. Required for callers of the gateway’s own key; others may leave it out when they have called `authenticateAdmin`. */
  readonly adminPin?: string | null | undefined;
  /** The UUID of the TSS once more, because disabling cannot be undone. */
  readonly confirmTssUuid: string;
  /** UUID of the TSS. */
  readonly tssUuid: string;
};

/** Whether a driver logs on or off. */
export type DriverStatus =
  /** Logs off (Fahrerabmeldung). */
  | 'LOGOFF'
  /** Logs on (Fahreranmeldung). */
  | 'LOGON'
  /** A status that this version of the gateway does not know yet. Not for inputs. */
  | 'UNKNOWN';

/** Environment of a credential, and of everything that is read or written with it. */
export type Environment =
  /** For real sales: each signature counts and cannot be taken back. */
  | 'LIVE'
  /** For trying out: nothing signed here is a receipt before the law. */
  | 'TEST';

/** Everything that a TSS has signed, in as many exports as it takes. */
export type ExportAllInput = {
  /** Most signatures of one export, from 1 to 1,000,000. */
  readonly signaturesPerExport?: number;
  /** UUID of the TSS. */
  readonly tssUuid: string;
  /** A random UUID for the whole; those of the exports are derived from it. Give the same one when sending again. */
  readonly uuid: string;
};

/** What is looked at in the archive of an export. */
export type ExportCheck =
  /** A whole TAR of plain files of an export, all with one modification time. */
  | 'ARCHIVE'
  /** Certificates can be read and are named by their key. */
  | 'CERTIFICATES'
  /** Each certificate is signed by another in the archive, up to one that signed itself. */
  | 'CHAIN'
  /** No signature counter is there twice. Gaps are told apart, since a filtered export has them. */
  | 'COUNTERS'
  /** Each log message is named by what is in it. */
  | 'FILE_NAMES'
  /** `info.csv` is there and is the one line that it should be. */
  | 'INFO'
  /** Each log message has the form of BSI TR-03151. */
  | 'MESSAGES'
  /** Each signature fits its message, by the key of a certificate in the archive. */
  | 'SIGNATURES'
  /** The certificate was valid at the log time. */
  | 'VALIDITY';

/** Why an export failed. The upstream explains only some of its reasons. */
export type ExportException =
  /** The TSS was at work on another export. */
  | 'ALREADY_PROCESSING'
  /** The TSS did not take the filter. */
  | 'BAD_REQUEST'
  /** Not done within 24 hours; export less at once. */
  | 'EXPORT_PROCESSING_TIMEOUT'
  /** The TSS does not know an id of the filter. */
  | 'ID_NOT_FOUND'
  /** A fault at the upstream; trigger a new export. */
  | 'INTERNAL'
  /** A fault at the upstream, which does not explain it. */
  | 'LOGS_NOT_DELETED'
  /** The filter leaves nothing to export. */
  | 'NO_DATA_AVAILABLE'
  /** More signatures than `maximumRecords`; `exportAll` splits them. */
  | 'TOO_MANY_RECORDS'
  /** The TSS does not know a transaction of the filter. */
  | 'TRANSACTION_ID_NOT_FOUND'
  /** Something unexpected at the upstream; trigger a new export. */
  | 'UNEXPECTED'
  /** A reason that this version of the gateway does not know yet. */
  | 'UNKNOWN';

/** Which exports a list holds; everything given must be met. */
export type ExportFilter = {
  /** Whether exports of TSS that the TEST clean-up wiped are listed too. */
  readonly includeDeleted?: boolean;
  /** Only exports that were triggered in this time; for lists by REQUESTED_AT. Where it begins is looked for by halves: at most 10 calls before the rows in a list of 1,000. */
  readonly requestedAt?: TimeRange | null | undefined;
  /** Only exports in one of these states. */
  readonly states?: ReadonlyArray<ExportState> | null | undefined;
};

/** What the archive of an export alone cannot tell. */
export type ExportLimitation =
  /** Whether all that was signed is in the archive: one that was filtered, or from which messages were taken at the beginning or the end, cannot be told from a whole one. */
  | 'COMPLETENESS'
  /** Whether a certificate was revoked. */
  | 'REVOCATION'
  /** Whether the certificate that signed itself belongs to an authority that may be trusted. */
  | 'ROOT_OF_TRUST';

/** Order of a list of exports. */
export type ExportOrder = {
  /** Direction; ascending by default. */
  readonly direction?: OrderDirection;
  /** What to sort by. */
  readonly field: ExportOrderField;
};

/** What a list of exports can be sorted by. */
export type ExportOrderField =
  /** By the time when work ended. Those that have the same there, or nothing, are together, in no particular order. One that changes there between two pages may come twice or not at all. */
  | 'ENDED_AT'
  /** By the time when the archive is removed. Those that have the same there, or nothing, are together, in no particular order. One that changes there between two pages may come twice or not at all. */
  | 'EXPIRES_AT'
  /** By the time of the failure. Those that have the same there, or nothing, are together, in no particular order. One that changes there between two pages may come twice or not at all. */
  | 'FAILED_AT'
  /** By the time of the trigger; those of one second are in no particular order. */
  | 'REQUESTED_AT'
  /** By the time when work began. Those that have the same there, or nothing, are together, in no particular order. One that changes there between two pages may come twice or not at all. */
  | 'STARTED_AT'
  /** By state. Those that have the same there, or nothing, are together, in no particular order. One that changes there between two pages may come twice or not at all. */
  | 'STATE';

/** Which signed logs an export holds, in exactly one way. System logs in between come along. */
export type ExportSelectionInput =
  {   /** Those of one client. `maximumRecords` cannot be given beside it, since the upstream ignores it then. */
  readonly clientUuid: string; readonly logTimes?: never; readonly signatureCounters?: never; readonly transactionNumber?: never; readonly transactionNumbers?: never; }
  |  { readonly clientUuid?: never;   /** Those that were signed in this time. */
  readonly logTimes: DateTimeRangeInput; readonly signatureCounters?: never; readonly transactionNumber?: never; readonly transactionNumbers?: never; }
  |  { readonly clientUuid?: never; readonly logTimes?: never;   /** Those with these signature counters. */
  readonly signatureCounters: NumberRangeInput; readonly transactionNumber?: never; readonly transactionNumbers?: never; }
  |  { readonly clientUuid?: never; readonly logTimes?: never; readonly signatureCounters?: never;   /** Those of the transaction with this number. */
  readonly transactionNumber: string; readonly transactionNumbers?: never; }
  |  { readonly clientUuid?: never; readonly logTimes?: never; readonly signatureCounters?: never; readonly transactionNumber?: never;   /** Those of transactions with these numbers. */
  readonly transactionNumbers: NumberRangeInput; };

/** Where an export stands. COMPLETED, CANCELLED and ERROR are final. */
export type ExportState =
  /** Stopped by `cancelExport`; there is no archive. */
  | 'CANCELLED'
  /** The archive can be downloaded until it expires. */
  | 'COMPLETED'
  /** Failed for the reason in `exception`; there is no archive. Trigger a new export. */
  | 'ERROR'
  /** Waits for its turn. */
  | 'PENDING'
  /** A state that this version of the gateway does not know yet. Not for filters. */
  | 'UNKNOWN'
  /** The archive is being made; a large one takes up to an hour and more. */
  | 'WORKING';

/** Input of `finishTransaction`. */
export type FinishTransactionInput = {
  /** UUID of the client that writes. It must be registered. */
  readonly clientUuid: string;
  /** Your own data on the transaction, up to 40 pairs; merged into what is there by the write that signs. A repeat of what is signed already stores nothing. */
  readonly metadata?: ReadonlyArray<MetadataEntryInput> | null | undefined;
  /** What the transaction is about in the end. */
  readonly processData: ProcessDataInput;
  /** Revision to write: `latestRevision` plus 1, so 2 or more. When it is left out, the gateway reads where the transaction stands and continues from there. */
  readonly revision?: number | null | undefined;
  /** UUID of the transaction: make a random one (version 4) for a new sale and keep it before you send it, so that you can send the same again. */
  readonly transactionUuid: string;
  /** UUID of the TSS. */
  readonly tssUuid: string;
};

/** Input of `initializeTss`. */
export type InitializeTssInput = {
  /** Admin PIN: the gateway logs the admin in, acts, and logs out again as one step. Required for callers of the gateway’s own key; others may leave it out when they have called `authenticateAdmin`. */
  readonly adminPin?: string | null | undefined;
  /** Description of the TSS, up to 100 characters of A-Z a-z 0-9 space ' ( ) + , - . / : = ?; cannot be changed later. */
  readonly description?: string | null | undefined;
  /** UUID of the TSS. */
  readonly tssUuid: string;
};

/** A reading of the meter. */
export type KilometerReadingInput = {
  /** Kilometres, with 3 decimals. */
  readonly kilometerReading: string;
};

/** What a log message is about. */
export type LogKind =
  /** Something that the secure element says about itself. */
  | 'AUDIT'
  /** Something that happened to the TSS, such as the registration of a client. */
  | 'SYSTEM'
  /** One revision of a transaction. */
  | 'TRANSACTION';

/** Operation of the TSS behind a revision of a transaction. */
export type LogOperation =
  /** It was finished or cancelled. */
  | 'FINISH'
  /** The transaction was started. */
  | 'START'
  /** An operation that this version of the gateway does not know yet. */
  | 'UNKNOWN'
  /** Its data was updated. */
  | 'UPDATE';

/** Input of `logoutAdmin`. */
export type LogoutAdminInput = {
  /** UUID of the TSS. */
  readonly tssUuid: string;
};

/** One pair of the caller's own data to add, change or remove. */
export type MetadataEntryInput = {
  /** Key, 1 to 40 characters. */
  readonly key: string;
  /** New value, up to 500 characters. Null or the empty string removes the key. */
  readonly value?: string | null | undefined;
};

/** What a meter shows of itself at one moment. */
export type MeterSnapshotInput = {
  /** Constant of the distance transmitter, up to 10 digits. */
  readonly constant: string;
  /** When its data was last backed up. */
  readonly lastBackupAt: string;
  /** Its local time. */
  readonly localTime: string;
  /** Maker of the meter, up to 50 characters. */
  readonly manufacturer: string;
  /** Kind of the meter. */
  readonly meterType: MeterType;
  /** Model of the meter, up to 50 characters. */
  readonly model: string;
  /** Tariff, up to 50 characters, none of `_ / ^`. */
  readonly tariffId?: string;
  /** Fares billed in all, in EUR with 2 decimals. */
  readonly totalBilledAmount: string;
  /** Kilometres in all, with 3 decimals, e.g. `"12345.678"`. */
  readonly totalKilometers: string;
  /** Kilometres with passengers, with 3 decimals. */
  readonly totalKilometersWithPassengers: string;
  /** Number of passenger transfers. */
  readonly totalPassengerTransfers: string;
  /** Surcharges billed in all (taximeter) or base price (odometer), in EUR with 2 decimals. */
  readonly totalSurchargeOrBaseAmount: string;
  /** Number of the vehicle, up to 20 characters, none of `_ / ^`. */
  readonly vehicleId: string;
};

/** Kind of a meter (DSFinV-TW TW_PRAEFIX). */
export type MeterType =
  /** Of a rental car with driver (Wegstreckenzähler, `W`). */
  | 'ODOMETER'
  /** Of a taxi (`T`). */
  | 'TAXIMETER'
  /** A kind that this version of the gateway does not know yet. Not for inputs. */
  | 'UNKNOWN';

/** A span of transaction numbers, open at an end that is left out. */
export type NumberRange = {
  /** From this number on. */
  readonly from?: string | null | undefined;
  /** Up to this number, which is included. */
  readonly to?: string | null | undefined;
};

/** A range of numbers, both ends included; at least one end is given. */
export type NumberRangeInput = {
  /** Lowest number; none when left out. */
  readonly from?: string | null | undefined;
  /** Highest number; none when left out. */
  readonly to?: string | null | undefined;
};

/** Sort direction of a list. */
export type OrderDirection =
  /** Smallest, earliest or alphabetically first first. */
  | 'ASC'
  /** Greatest, latest or alphabetically last first. */
  | 'DESC';

/** An order to be signed (process type `Bestellung-V1`). */
export type OrderInput = {
  /** The lines, in the order in which they are to be signed. Up to 1,000. */
  readonly lines: ReadonlyArray<OrderLineInput>;
};

/** One line of an order. */
export type OrderLineInput = {
  /** Gross price of a single unit in EUR with 2 to 5 decimals, e.g. `"3.99"`. */
  readonly pricePerUnit: string;
  /** Quantity with up to 5 decimals; negative to take a line back. More than 3 decimals are cut off in what is signed. */
  readonly quantity: string;
  /** Name of the goods or service, up to 255 characters; quotes are fine. */
  readonly text: string;
};

/** Amount paid in one way on a receipt. */
export type PaymentAmountInput = {
  /** Amount in its currency with 2 to 5 decimals, e.g. `"21.42"`; negative for money given out. */
  readonly amount: string;
  /** Currency, three letters of ISO 4217. */
  readonly currencyCode?: string;
  /** How it was paid. */
  readonly paymentType: PaymentType;
};

/** How a part of a receipt was paid. */
export type PaymentType =
  /** In cash (`Bar`). */
  | 'CASH'
  /** In any other way: card, voucher, transfer … (`Unbar`). */
  | 'NON_CASH'
  /** A way that this version of the gateway does not know yet. Not for inputs. */
  | 'UNKNOWN';

/** Input of `personalizeTss`. */
export type PersonalizeTssInput = {
  /** UUID of the TSS. */
  readonly tssUuid: string;
};

/** What must stand on a receipt (numbers are those of § 6 sentence 1 KassenSichV). */
export type PrintoutField =
  /** Serial number of the recording system (no. 6). */
  | 'CLIENT_SERIAL_NUMBER'
  /** When it was finished (no. 2). */
  | 'END'
  /** Form of the times in what was signed. */
  | 'LOG_TIME_FORMAT'
  /** Public key of the TSS in base64. */
  | 'PUBLIC_KEY'
  /** The signature in base64 (no. 7). */
  | 'SIGNATURE'
  /** Algorithm of the signature. */
  | 'SIGNATURE_ALGORITHM'
  /** Counter of the signature (no. 7). */
  | 'SIGNATURE_COUNTER'
  /** When the transaction was started (no. 2). */
  | 'START'
  /** Number that the TSS gave the transaction (no. 4). */
  | 'TRANSACTION_NUMBER'
  /** Serial number of the security module (no. 6). */
  | 'TSS_SERIAL_NUMBER';

/** What is to be signed: exactly one of these. */
export type ProcessDataInput =
  {   /** An order (`Bestellung-V1`). */
  readonly order: OrderInput; readonly other?: never; readonly raw?: never; readonly receipt?: never; readonly taximeter?: never; }
  |  { readonly order?: never;   /** Any other case, as a JSON object of your own (`SonstigerVorgang`). */
  readonly other: Record<string, unknown>; readonly raw?: never; readonly receipt?: never; readonly taximeter?: never; }
  |  { readonly order?: never; readonly other?: never;   /** Ready-made process data. */
  readonly raw: RawProcessDataInput; readonly receipt?: never; readonly taximeter?: never; }
  |  { readonly order?: never; readonly other?: never; readonly raw?: never;   /** A receipt (`Kassenbeleg-V1`). */
  readonly receipt: ReceiptInput; readonly taximeter?: never; }
  |  { readonly order?: never; readonly other?: never; readonly raw?: never; readonly receipt?: never;   /** An event of a taximeter or odometer. */
  readonly taximeter: TaximeterInput; };

/** A client that `provisionTss` is to create. */
export type ProvisionClientInput = {
  /** Your own data on the client, up to 40 pairs. */
  readonly metadata?: ReadonlyArray<MetadataEntryInput> | null | undefined;
  /** Serial number of the till, as for `createClient`. */
  readonly serialNumber: string;
  /** UUID of the client: make a random one (version 4). */
  readonly uuid: string;
};

/** A step from nothing to a TSS in service. */
export type ProvisionStepName =
  /** The TSS is created, and its PUK read. */
  | 'CREATE'
  /** The clients are created, and the admin logs out. */
  | 'CREATE_CLIENTS'
  /** The admin logs in, and the TSS goes to INITIALIZED: into service. */
  | 'INITIALIZE'
  /** The TSS goes to UNINITIALIZED; from here on nobody shows the PUK any more. */
  | 'PERSONALIZE'
  /** The admin PIN is set with the PUK. */
  | 'SET_ADMIN_PIN';

/** How a step stands at the end of a run. */
export type ProvisionStepState =
  /** Was done before. */
  | 'ALREADY_DONE'
  /** Done by this run. */
  | 'DONE'
  /** Was not done; `userErrors` says why. */
  | 'FAILED'
  /** Was not begun, because one before it was not done. */
  | 'NOT_REACHED'
  /** Its answer was lost; send the same again, which finds out. */
  | 'UNKNOWN';

/** Input of `provisionTss`. */
export type ProvisionTssInput = {
  /** Admin PIN that you choose, at least 6 characters; keep it. */
  readonly adminPin: string;
  /** The PUK, once you have it: needed to go on where the PIN was not set yet. Given while the TSS is CREATED, it is compared first, and not shown again. */
  readonly adminPuk?: string | null | undefined;
  /** Clients to create, up to 199. Those that are there already are left as they are. */
  readonly clients?: ReadonlyArray<ProvisionClientInput>;
  /** Description of the TSS, as for `initializeTss`; cannot be changed later. */
  readonly description?: string | null | undefined;
  /** Your own data on the TSS, up to 40 pairs, stored when it is created. */
  readonly metadata?: ReadonlyArray<MetadataEntryInput> | null | undefined;
  /** UUID of the TSS: make a random one (version 4), keep it, and send the same again after a failure. */
  readonly tssUuid: string;
};

/** A field of a receipt's QR code (DSFinV-K annex I). */
export type QrField =
  /** Serial number of the till. */
  | 'CLIENT_SERIAL_NUMBER'
  /** When it was finished. */
  | 'LOG_TIME'
  /** Form of the time in what was signed. */
  | 'LOG_TIME_FORMAT'
  /** Process data. */
  | 'PROCESS_DATA'
  /** Process type. */
  | 'PROCESS_TYPE'
  /** Public key of the TSS. */
  | 'PUBLIC_KEY'
  /** The signature. */
  | 'SIGNATURE'
  /** Signature algorithm. */
  | 'SIGNATURE_ALGORITHM'
  /** Signature counter of the finish. */
  | 'SIGNATURE_COUNTER'
  /** When the transaction was started. */
  | 'START_TIME'
  /** Transaction number. */
  | 'TRANSACTION_NUMBER';

/** Ready-made process data: signed exactly as given. Nobody refuses what is wrong in it, so prefer the other members; `processDataPreview` tells what looks odd. */
export type RawProcessDataInput = {
  /** Process data as base64 of its bytes, usually UTF-8 text; the empty string for none. */
  readonly processData: string;
  /** Process type, up to 100 characters of A-Z a-z 0-9 space ' ( ) + , - . / : = ? */
  readonly processType: string;
};

/** A receipt to be signed (process type `Kassenbeleg-V1`). */
export type ReceiptInput = {
  /** Amounts by way of payment, in the order in which they are to be signed. Up to 100; empty when nothing was paid. */
  readonly amountsPerPaymentType?: ReadonlyArray<PaymentAmountInput>;
  /** Gross amounts by VAT rate; entries of the same rate are added up. Up to 100; may be empty. */
  readonly amountsPerVatRate: ReadonlyArray<VatAmountInput>;
  /** Kind of the receipt. */
  readonly type?: ReceiptType;
};

/** What the QR code of a receipt alone cannot tell. */
export type ReceiptLimitation =
  /** Whether it is the receipt itself: a copy has the same code. */
  | 'COPY'
  /** Whether the key is that of a certified TSE, and was at that time: the code holds no certificate. */
  | 'KEY_OWNER'
  /** Whether what else stands on the paper agrees with the code. */
  | 'PAPER'
  /** When the transaction was started: the signature of the finish does not cover it. `upstream` can tell. */
  | 'START_TIME';

/** Kind of a receipt (DSFinV-K BON_TYP). */
export type ReceiptType =
  /** A receipt that was aborted before its end (`AVBelegabbruch`). */
  | 'ABORT'
  /** A reversal afterwards (`AVBelegstorno`); with a TSS use RECEIPT with turned signs instead. */
  | 'ANNULATION'
  /** Consumption by the owner or staff (`AVSachbezug`). */
  | 'BENEFIT_IN_KIND'
  /** A receipt that was cancelled before its end (`AVBelegabbruch`). */
  | 'CANCELLATION'
  /** An invoice made elsewhere (`AVRechnung`). */
  | 'INVOICE'
  /** An order (`AVBestellung`). */
  | 'ORDER'
  /** Any other case (`AVSonstige`). */
  | 'OTHER'
  /** An ordinary receipt, reversals and returns with turned signs included (`Beleg`). */
  | 'RECEIPT'
  /** A training booking (`AVTraining`). */
  | 'TRAINING'
  /** A transfer, e.g. of a table to another waiter (`AVTransfer`). */
  | 'TRANSFER'
  /** A kind that this version of the gateway does not know yet. Not for inputs. */
  | 'UNKNOWN';

/** Input of `registerClient`. */
export type RegisterClientInput = {
  /** Admin PIN: the gateway logs the admin in, acts, and logs out again as one step. Required for callers of the gateway’s own key; others may leave it out when they have called `authenticateAdmin`. */
  readonly adminPin?: string | null | undefined;
  /** UUID of the client. */
  readonly clientUuid: string;
  /** UUID of the TSS. */
  readonly tssUuid: string;
};

/** What a caller may do as far as this gateway is concerned. */
export type Role =
  /** Everything: also set up and take down TSS and clients, and export. */
  | 'ADMIN'
  /** Look: all queries and subscriptions. */
  | 'READ'
  /** Look and sign: transactions and their metadata. */
  | 'SIGN';

/** Input of `signOrder`. */
export type SignOrderInput = {
  /** UUID of the client that writes. It must be registered. */
  readonly clientUuid: string;
  /** Your own data on the transaction, up to 40 pairs; merged into what is there by the write that signs. A repeat of what is signed already stores nothing. */
  readonly metadata?: ReadonlyArray<MetadataEntryInput> | null | undefined;
  /** The order. */
  readonly order: OrderInput;
  /** UUID of the transaction: make a random one (version 4) for a new sale and keep it before you send it, so that you can send the same again. */
  readonly transactionUuid: string;
  /** UUID of the TSS. */
  readonly tssUuid: string;
};

/** Input of `signOther`. */
export type SignOtherInput = {
  /** UUID of the client that writes. It must be registered. */
  readonly clientUuid: string;
  /** Your own data on the transaction, up to 40 pairs; merged into what is there by the write that signs. A repeat of what is signed already stores nothing. */
  readonly metadata?: ReadonlyArray<MetadataEntryInput> | null | undefined;
  /** A JSON object of your own. */
  readonly other: Record<string, unknown>;
  /** UUID of the transaction: make a random one (version 4) for a new sale and keep it before you send it, so that you can send the same again. */
  readonly transactionUuid: string;
  /** UUID of the TSS. */
  readonly tssUuid: string;
};

/** Input of `signRaw`. */
export type SignRawInput = {
  /** UUID of the client that writes. It must be registered. */
  readonly clientUuid: string;
  /** Your own data on the transaction, up to 40 pairs; merged into what is there by the write that signs. A repeat of what is signed already stores nothing. */
  readonly metadata?: ReadonlyArray<MetadataEntryInput> | null | undefined;
  /** Ready-made process data. */
  readonly raw: RawProcessDataInput;
  /** UUID of the transaction: make a random one (version 4) for a new sale and keep it before you send it, so that you can send the same again. */
  readonly transactionUuid: string;
  /** UUID of the TSS. */
  readonly tssUuid: string;
};

/** Input of `signReceipt`. */
export type SignReceiptInput = {
  /** UUID of the client that writes. It must be registered. */
  readonly clientUuid: string;
  /** Your own data on the transaction, up to 40 pairs; merged into what is there by the write that signs. A repeat of what is signed already stores nothing. */
  readonly metadata?: ReadonlyArray<MetadataEntryInput> | null | undefined;
  /** The receipt. */
  readonly receipt: ReceiptInput;
  /** UUID of the transaction: make a random one (version 4) for a new sale and keep it before you send it, so that you can send the same again. */
  readonly transactionUuid: string;
  /** UUID of the TSS. */
  readonly tssUuid: string;
};

/** Input of `signTaximeter`. */
export type SignTaximeterInput = {
  /** UUID of the client that writes. It must be registered. */
  readonly clientUuid: string;
  /** Your own data on the transaction, up to 40 pairs; merged into what is there by the write that signs. A repeat of what is signed already stores nothing. */
  readonly metadata?: ReadonlyArray<MetadataEntryInput> | null | undefined;
  /** The event. */
  readonly taximeter: TaximeterInput;
  /** UUID of the transaction: make a random one (version 4) for a new sale and keep it before you send it, so that you can send the same again. */
  readonly transactionUuid: string;
  /** UUID of the TSS. */
  readonly tssUuid: string;
};

/** Whether what was asked for is signed. It is never guessed. */
export type SigningOutcome =
  /** What was asked for is not signed, and `userErrors` says why: nothing reached the upstream, or it refused and does not hold it. For the mutations that sign a whole case that is its end: the transaction may have been started, and sending the same again finishes it. */
  | 'NOT_SIGNED'
  /** What was asked for is signed; `transaction` holds the signature. */
  | 'SIGNED'
  /** The answer of the upstream was lost and reading back did not settle it. Send the same request again, an update with the `revision` of this answer: it is signed once at most. */
  | 'UNKNOWN';

/** Input of `startTransaction`. */
export type StartTransactionInput = {
  /** UUID of the client that writes. It must be registered. */
  readonly clientUuid: string;
  /** Your own data on the transaction, up to 40 pairs; merged into what is there by the write that signs. A repeat of what is signed already stores nothing. */
  readonly metadata?: ReadonlyArray<MetadataEntryInput> | null | undefined;
  /** What the transaction is about. DSFinV-K asks to leave it out at the start; a taximeter needs its event, without data where that is allowed. */
  readonly processData?: ProcessDataInput | null | undefined;
  /** UUID of the transaction: make a random one (version 4) for a new sale and keep it before you send it, so that you can send the same again. */
  readonly transactionUuid: string;
  /** UUID of the TSS. */
  readonly tssUuid: string;
};

/** A driver logs on or off: empty at the start of the transaction, both fields given at its end. */
export type TaximeterDriverStatusInput = {
  /** The driver, up to 40 characters, none of `_ / ^`. */
  readonly driverId?: string | null | undefined;
  /** On or off. */
  readonly status?: DriverStatus | null | undefined;
};

/** One event of a taximeter or odometer (DSFinV-TW): exactly one of these. Such transactions are started and finished; they cannot be updated or cancelled. */
export type TaximeterInput =
  {   /** The driver takes a break (`Pause-V1`). */
  readonly break: KilometerReadingInput; readonly driverStatus?: never; readonly emptyTrip?: never; readonly other?: never; readonly powerOff?: never; readonly powerUp?: never; readonly tripReceipt?: never; }
  |  { readonly break?: never;   /** A driver logs on or off (`Fahrer-V1`). */
  readonly driverStatus: TaximeterDriverStatusInput; readonly emptyTrip?: never; readonly other?: never; readonly powerOff?: never; readonly powerUp?: never; readonly tripReceipt?: never; }
  |  { readonly break?: never; readonly driverStatus?: never;   /** The vehicle drives empty (`Frei-V1`). */
  readonly emptyTrip: KilometerReadingInput; readonly other?: never; readonly powerOff?: never; readonly powerUp?: never; readonly tripReceipt?: never; }
  |  { readonly break?: never; readonly driverStatus?: never; readonly emptyTrip?: never;   /** Any other event, as text of up to 512 characters (`SonstigerVorgangTW`). */
  readonly other: string; readonly powerOff?: never; readonly powerUp?: never; readonly tripReceipt?: never; }
  |  { readonly break?: never; readonly driverStatus?: never; readonly emptyTrip?: never; readonly other?: never;   /** The meter is switched off (`Ausschalten-V1`). */
  readonly powerOff: TaximeterPowerInput; readonly powerUp?: never; readonly tripReceipt?: never; }
  |  { readonly break?: never; readonly driverStatus?: never; readonly emptyTrip?: never; readonly other?: never; readonly powerOff?: never;   /** The meter is switched on (`Einschalten-V1`). */
  readonly powerUp: TaximeterPowerInput; readonly tripReceipt?: never; }
  |  { readonly break?: never; readonly driverStatus?: never; readonly emptyTrip?: never; readonly other?: never; readonly powerOff?: never; readonly powerUp?: never;   /** Receipt of a trip (`Fahrtbeleg-V1`). */
  readonly tripReceipt: TaximeterTripReceiptInput; };

/** A meter is switched on or off. */
export type TaximeterPowerInput = {
  /** What it shows; left out at the start of the transaction, given at its end. */
  readonly snapshot?: MeterSnapshotInput | null | undefined;
};

/** Receipt of a trip. */
export type TaximeterTripReceiptInput = {
  /** The trip; left out at the start of the transaction, given at its end. */
  readonly trip?: TripInput | null | undefined;
};

/** A span of time, open at an end that is left out. */
export type TimeRange = {
  /** Before this instant. */
  readonly before?: string | null | undefined;
  /** From this instant on. */
  readonly from?: string | null | undefined;
};

/** Which transactions a list holds; everything given must be met. */
export type TransactionFilter = {
  /** Only transactions whose newest revision is of this client. In the list of all TSS its TSS is looked for among up to 2,000 clients. */
  readonly clientUuid?: string | null | undefined;
  /** Whether transactions of TSS that the TEST clean-up wiped are listed too. */
  readonly includeDeleted?: boolean;
  /** Only transactions with these numbers. For lists by NUMBER, and by STARTED_AT in those of one TSS or client. It costs what `startedAt` does; in the list of a TSS one call. */
  readonly number?: NumberRange | null | undefined;
  /** Only transactions with this process type, as `raw { processType }` shows it. The upstream cannot be asked for it: rows are looked through, up to 1,800 for a page, then it is `LIST_TOO_LONG`; narrow the list by `startedAt` or `number`. */
  readonly processType?: string | null | undefined;
  /** Only transactions that were started in this time. For lists by STARTED_AT, and by NUMBER in those of one TSS or client, whose numbers rise with time. Where it begins is looked for by halves: at most 12 calls before the rows in a list of 100,000, none more when it was found before. */
  readonly startedAt?: TimeRange | null | undefined;
  /** Only transactions in one of these states. */
  readonly states?: ReadonlyArray<TransactionState> | null | undefined;
};

/** What can be written to a transaction after its start. */
export type TransactionMove =
  /** The end of what came to nothing: `cancelTransaction`. */
  | 'CANCEL'
  /** The end: `finishTransaction`. */
  | 'FINISH'
  /** A further revision: `updateTransaction`. */
  | 'UPDATE';

/** Order of a list of transactions. */
export type TransactionOrder = {
  /** Direction; ascending by default. */
  readonly direction?: OrderDirection;
  /** What to sort by. */
  readonly field: TransactionOrderField;
};

/** What a list of transactions can be sorted by. */
export type TransactionOrderField =
  /** By the time of the end; those that are open are together, at the end or at the beginning. One that ends between two pages may come twice or not at all. */
  | 'ENDED_AT'
  /** By transaction number. Of several TSS, those with the same number are in no particular order. */
  | 'NUMBER'
  /** By the time of the start, in whole seconds; those of one second are in no particular order. */
  | 'STARTED_AT'
  /** By state; those of one state are in no particular order, and one can page through a thousand of them: for more, filter by `states` and sort by NUMBER. One that changes its state between two pages may come twice or not at all. */
  | 'STATE';

/** Where a transaction stands in its life. */
export type TransactionState =
  /** Started and open; nobody closes it but its tills. */
  | 'ACTIVE'
  /** Cancelled for good. */
  | 'CANCELLED'
  /** Finished for good; it has a QR code. */
  | 'FINISHED'
  /** A state that this version of the gateway does not know yet. Not for filters. */
  | 'UNKNOWN';

/** The export to trigger. */
export type TriggerExportInput = {
  /** UUID of the new export; make a random one and keep it until the export is read. */
  readonly exportUuid: string;
  /** Most signatures it may hold, from 1 to 1,000,000, which is also the default; with more of them the export fails. For more use `exportAll`. */
  readonly maximumRecords?: number | null | undefined;
  /** Which logs it holds; all that are signed by now when left out. */
  readonly selection?: ExportSelectionInput | null | undefined;
  /** UUID of the TSS. */
  readonly tssUuid: string;
};

/** A trip and what it cost. */
export type TripInput = {
  /** Amounts by way of payment, with 2 decimals; only for meters that double as a till. */
  readonly amountsPerPaymentType?: ReadonlyArray<PaymentAmountInput> | null | undefined;
  /** Gross amounts by VAT rate, with 2 decimals. A trip knows NORMAL, REDUCED_1 and NULL only. */
  readonly amountsPerVatRate: ReadonlyArray<VatAmountInput>;
  /** How far it went, in kilometres with 3 decimals. */
  readonly distanceKilometers: string;
  /** When it ended. */
  readonly endedAt: string;
  /** Fare in EUR with 2 decimals. */
  readonly fare: string;
  /** Kind of the meter. */
  readonly meterType: MeterType;
  /** When it began. */
  readonly startedAt: string;
  /** Surcharge in EUR with 2 decimals. */
  readonly surcharge: string;
  /** Tariff, up to 50 characters, none of `_ / ^`. */
  readonly tariffId?: string;
  /** What was billed, in EUR with 2 decimals. */
  readonly totalBilled: string;
  /** How it was charged. */
  readonly type: TripType;
  /** Number of the vehicle, up to 20 characters, none of `_ / ^`. */
  readonly vehicleId: string;
};

/** How a trip was charged. */
export type TripType =
  /** In another way. */
  | 'OTHER'
  /** By tariff (Tariffahrt). */
  | 'TARIFF'
  /** A way that this version of the gateway does not know yet. Not for inputs. */
  | 'UNKNOWN';

/** Which TSS a list holds; everything given must be met. */
export type TssFilter = {
  /** Whether TSS that the TEST clean-up wiped are listed too. */
  readonly includeDeleted?: boolean;
  /** Only TSS in one of these states. */
  readonly states?: ReadonlyArray<TssState> | null | undefined;
};

/** Order of a list of TSS. */
export type TssOrder = {
  /** Direction; ascending by default. */
  readonly direction?: OrderDirection;
  /** What to sort by. */
  readonly field: TssOrderField;
};

/** What a list of TSS can be sorted by. */
export type TssOrderField =
  /** By the time of creation; those of one second are in no particular order. */
  | 'CREATED_AT'
  /** Alphabetically by description, as the upstream sorts text. Those that have the same there, or nothing, are together, in no particular order. One that changes there between two pages may come twice or not at all. */
  | 'DESCRIPTION'
  /** By the time of disabling. Those that have the same there, or nothing, are together, in no particular order. One that changes there between two pages may come twice or not at all. */
  | 'DISABLED_AT'
  /** By the time of initialization. Those that have the same there, or nothing, are together, in no particular order. One that changes there between two pages may come twice or not at all. */
  | 'INITIALIZED_AT'
  /** By state. Those that have the same there, or nothing, are together, in no particular order. One that changes there between two pages may come twice or not at all. */
  | 'STATE';

/** Where a TSS stands in its life. No state can be set back. */
export type TssState =
  /** Just created: `createTss` may be repeated to read the PUK; next is `personalizeTss`. */
  | 'CREATED'
  /** Broken, set by the service: it signs no more and must be replaced. */
  | 'DEFECTIVE'
  /** Wiped by the weekly clean-up of the TEST environment. */
  | 'DELETED'
  /** Out of service for ever; reading and exporting go on. */
  | 'DISABLED'
  /** Removed by the service because it was never used. */
  | 'EVICTED'
  /** In service: clients can be created and transactions signed. */
  | 'INITIALIZED'
  /** Personalized: the admin PIN can be set; next is `initializeTss`. */
  | 'UNINITIALIZED'
  /** A state that this version of the gateway does not know yet. Not for filters. */
  | 'UNKNOWN';

/** Input of `updateClientMetadata`. */
export type UpdateClientMetadataInput = {
  /** UUID of the client. */
  readonly clientUuid: string;
  /** Pairs to add, change or (with a null value) remove; all others stay. */
  readonly metadata: ReadonlyArray<MetadataEntryInput>;
  /** UUID of the TSS. */
  readonly tssUuid: string;
};

/** Input of `updateExportMetadata`. */
export type UpdateExportMetadataInput = {
  /** UUID of the export. */
  readonly exportUuid: string;
  /** Pairs to add, change or (with a null value) remove; all others stay. */
  readonly metadata: ReadonlyArray<MetadataEntryInput>;
  /** UUID of the TSS. */
  readonly tssUuid: string;
};

/** Input of `updateTransaction`. */
export type UpdateTransactionInput = {
  /** UUID of the client that writes. It must be registered. */
  readonly clientUuid: string;
  /** Your own data on the transaction, up to 40 pairs; merged into what is there by the write that signs. A repeat of what is signed already stores nothing. */
  readonly metadata?: ReadonlyArray<MetadataEntryInput> | null | undefined;
  /** What the transaction is about now. */
  readonly processData: ProcessDataInput;
  /** Revision to write: `latestRevision` plus 1, so 2 or more. When it is left out, the gateway reads where the transaction stands and continues from there. */
  readonly revision?: number | null | undefined;
  /** UUID of the transaction: make a random one (version 4) for a new sale and keep it before you send it, so that you can send the same again. */
  readonly transactionUuid: string;
  /** UUID of the TSS. */
  readonly tssUuid: string;
};

/** Input of `updateTransactionMetadata`. */
export type UpdateTransactionMetadataInput = {
  /** Pairs to add, change or (with a null value) remove; all others stay. */
  readonly metadata: ReadonlyArray<MetadataEntryInput>;
  /** UUID of the transaction. */
  readonly transactionUuid: string;
  /** UUID of the TSS. */
  readonly tssUuid: string;
};

/** Input of `updateTssMetadata`. */
export type UpdateTssMetadataInput = {
  /** Pairs to add, change or (with a null value) remove; all others stay. */
  readonly metadata: ReadonlyArray<MetadataEntryInput>;
  /** UUID of the TSS. */
  readonly tssUuid: string;
};

/** One of the two hosts of the upstream. */
export type UpstreamHost =
  /** Serves all but what touches the signing component; its sessions are good only there. */
  | 'BACKEND'
  /** Serves everything; its sessions are good at both hosts. */
  | 'MIDDLEWARE';

/** What went wrong, as a code that programs may branch on. New codes can be added; treat an unknown one as fatal. */
export type UserErrorCode =
  /** The resource belongs to another organization than the caller's. */
  | 'ACCESS_DENIED'
  /** The admin PIN was never set or is blocked after five wrong tries; set a new one with `changeAdminPin` and the PUK. */
  | 'ADMIN_PIN_BLOCKED'
  /** Callers of the gateway's own key, or of the very token it uses, must give `adminPin` in the input of this mutation. Nothing was sent. */
  | 'ADMIN_PIN_REQUIRED'
  /** The admin PIN was never set or is blocked, and setting it needs `adminPuk`: the one that was shown while the TSS was CREATED. */
  | 'ADMIN_PUK_REQUIRED'
  /** This needs the admin: give `adminPin`, or log in with `authenticateAdmin` first. */
  | 'ADMIN_REQUIRED'
  /** This access token was opened at the Backend, which cannot sign or administrate. Authenticate at the Middleware. Nothing was sent. */
  | 'BACKEND_SESSION'
  /** The base URL is not one of those this gateway is configured for. Nothing was sent. */
  | 'BASE_URL_NOT_ALLOWED'
  /** The client UUID is taken, maybe on another TSS; choose a new one. */
  | 'CLIENT_CONFLICT'
  /** The client is deregistered and may not sign. */
  | 'CLIENT_DEREGISTERED'
  /** The TSS has its maximum of registered clients (199). */
  | 'CLIENT_LIMIT_REACHED'
  /** There is no such client on this TSS. */
  | 'CLIENT_NOT_FOUND'
  /** The API key, secret or refresh token is wrong or expired. */
  | 'CREDENTIALS_REFUSED'
  /** An export with this UUID has been triggered before, maybe of other logs; it is shown as it stands. */
  | 'EXPORT_CONFLICT'
  /** The upstream does not take these filters of an export together. */
  | 'EXPORT_FILTERS_CONFLICT'
  /** The upstream refuses this export and does not say why. */
  | 'EXPORT_FORBIDDEN'
  /** An export of the same logs is under way on this TSS; wait for that one. */
  | 'EXPORT_IN_PROGRESS'
  /** Only exports that are PENDING or WORKING can be cancelled. */
  | 'EXPORT_NOT_CANCELLABLE'
  /** There is no such export on this TSS. */
  | 'EXPORT_NOT_FOUND'
  /** The gateway key is not for this: `viewer` says what it is for. Nothing was sent. */
  | 'FORBIDDEN'
  /** The serial number is malformed or already taken on this TSS. */
  | 'ILLEGAL_CLIENT_SERIAL_NUMBER'
  /** The TSS cannot go from its present state to the one asked for; see `Tss.nextStates`. */
  | 'ILLEGAL_TSS_STATE_CHANGE'
  /** A field of the input is wrong; `field` says which and `message` what would be right. Nothing was sent. */
  | 'INVALID_INPUT'
  /** The credential is of LIVE, but this gateway writes to TEST only. Nothing was written. */
  | 'LIVE_WRITES_FORBIDDEN'
  /** Transactions are open that could never be finished once the TSS is disabled. Finish or cancel them first. Nothing was changed. */
  | 'OPEN_TRANSACTIONS'
  /** This mutation is for callers with an access token of their own, other than the one this gateway uses itself (a login with its own API key gives that one; a login by refresh token opens a new one). Nothing was sent. */
  | 'OWN_TOKEN_REQUIRED'
  /** The process type of a transaction cannot change once it is set. */
  | 'PROCESS_TYPE_CHANGED'
  /** The transaction needs process data here, or it has already ended. */
  | 'PROCESS_TYPE_MISSING'
  /** Too many requests; try again after `retryAfter` seconds. */
  | 'RATE_LIMITED'
  /** The upstream refused the request; `upstreamCode` and `message` say why. */
  | 'REFUSED_BY_UPSTREAM'
  /** The revision is not the next one, or the transaction has ended; `transaction` shows where it stands. */
  | 'REVISION_CONFLICT'
  /** What was to be signed looks odd, and this gateway is configured to refuse that. Nothing was sent. */
  | 'SUSPICIOUS_RECEIPT'
  /** Ten exports are under way on this TSS; wait for one to end or cancel one. */
  | 'TOO_MANY_EXPORTS'
  /** The last admin PINs were wrong, and this gateway sends no more, since five block the PIN; set a new one with `changeAdminPin` and the PUK. Nothing was sent. */
  | 'TOO_MANY_WRONG_PINS'
  /** The transaction is being written by somebody else right now, or its UUID is in use. */
  | 'TRANSACTION_CONFLICT'
  /** A transaction with this UUID has already ended with other content or by another client; a new sale needs a new UUID. */
  | 'TRANSACTION_CONTENT_DIFFERS'
  /** The TSS has 2,000 open transactions; finish or cancel some. */
  | 'TRANSACTION_LIMIT_REACHED'
  /** The transaction does not take this as it stands; `conflict` says what it takes. Nothing was sent. */
  | 'TRANSACTION_MOVE_FORBIDDEN'
  /** There is no such transaction on this TSS. */
  | 'TRANSACTION_NOT_FOUND'
  /** The UUID belongs to a TSS that has already left the state CREATED; choose a new UUID. */
  | 'TSS_CONFLICT'
  /** The TSS is disabled, for ever. It can still be read and exported. */
  | 'TSS_DISABLED'
  /** No more TSS may be created now: five live ones in TEST, or the quota of the day. */
  | 'TSS_LIMIT_REACHED'
  /** Exports need a TSS that is INITIALIZED or DISABLED. */
  | 'TSS_NOT_EXPORTABLE'
  /** There is no TSS with this UUID. */
  | 'TSS_NOT_FOUND'
  /** The TSS must be in state INITIALIZED for this. */
  | 'TSS_NOT_INITIALIZED'
  /** The TSS is defective, deleted, evicted or its certificate has expired; it has to be replaced. */
  | 'TSS_UNUSABLE'
  /** The upstream could not be reached, did not answer in time or answered with a fault; try again. */
  | 'UPSTREAM_UNAVAILABLE'
  /** The admin PIN is wrong. After five wrong tries it is blocked. */
  | 'WRONG_ADMIN_PIN'
  /** The admin PUK is wrong. */
  | 'WRONG_ADMIN_PUK';

/** Gross amount of one VAT rate on a receipt. */
export type VatAmountInput = {
  /** Gross amount in EUR with 2 to 5 decimals, e.g. `"21.42"`; negative for returns. More than 2 are cut off in what is signed. */
  readonly amount: string;
  /** The rate. */
  readonly vatRate: VatRate;
};

/** Legal category of a VAT rate. A rate changed for a time stays in its category. */
export type VatRate =
  /** General rate (19 %). */
  | 'NORMAL'
  /** 0 %, not taxable or not determinable. */
  | 'NULL'
  /** Reduced rate (7 %). */
  | 'REDUCED_1'
  /** Average rate of § 24 (1) no. 3 UStG (10.7 % as DSFinV-K names it). */
  | 'SPECIAL_RATE_1'
  /** Average rate of § 24 (1) no. 1 UStG (5.5 %). */
  | 'SPECIAL_RATE_2'
  /** A rate that this version of the gateway does not know yet. Not for inputs. */
  | 'UNKNOWN';

/** What checking a signature found. */
export type VerificationStatus =
  /** The signature fits only when read as DER, which the algorithm named does not allow. */
  | 'DER_SIGNATURE'
  /** The data cannot be read as what it should be. */
  | 'MALFORMED'
  /** The signature does not fit: something of what was signed, or the signature itself, was altered. */
  | 'SIGNATURE_MISMATCH'
  /** The algorithm, curve or time format is not one that can be checked. */
  | 'UNSUPPORTED'
  /** The signature fits the data, the counter, the times and the public key. */
  | 'VALID';

/** What is odd in what was to be signed. New codes can be added. */
export type WarningCode =
  /** A receipt of type ANNULATION. DSFinV-K rules it out for tills with a TSS: a reversal is a RECEIPT with turned signs. */
  | 'ANNULATION_WITH_TSS'
  /** Decimals that are cut off, not rounded, in what is signed. */
  | 'DECIMALS_CUT'
  /** Ready-made process data that does not have the form of its process type. It is signed as given, and auditors will not be able to read it. */
  | 'MALFORMED_PROCESS_DATA'
  /** An earlier request had signed this already; the metadata of this one differs and was not stored. Use `updateTransactionMetadata`. */
  | 'METADATA_NOT_STORED'
  /** The payments in EUR do not add up to the VAT amounts. Legal with vouchers or foreign currency, else a mistake. */
  | 'PAYMENTS_DIFFER_FROM_VAT_AMOUNTS'
  /** Several payments of one type and currency. DSFinV-K asks for one sum each; they are signed as given. */
  | 'PAYMENTS_NOT_ADDED_UP'
  /** Fare and surcharge, or the VAT amounts, do not add up to what was billed for the trip. */
  | 'TRIP_AMOUNTS_DIFFER'
  /** A process type that neither DSFinV-K nor DSFinV-TW knows. It is signed as given. */
  | 'UNKNOWN_PROCESS_TYPE'
  /** A payment of 0.00. DSFinV-K asks tills to leave it out; it is signed as given. */
  | 'ZERO_PAYMENT';

export type UserErrorFieldsFragment = { readonly code: UserErrorCode, readonly message: string, readonly field: ReadonlyArray<string> | null, readonly retryable: boolean, readonly retryAfter: number | null, readonly upstreamCode: string | null, readonly cashierMessage: { readonly german: string, readonly english: string } | null };

export type TssFieldsFragment = { readonly id: string, readonly uuid: string, readonly state: TssState, readonly nextStates: ReadonlyArray<TssState>, readonly environment: Environment, readonly description: string | null, readonly serialNumber: string, readonly publicKey: string, readonly certificate: string, readonly bsiCertificationId: string | null, readonly signatureCounter: string | null, readonly transactionCounter: string | null, readonly registeredClientCount: number | null, readonly maximumRegisteredClients: number, readonly activeTransactionCount: number | null, readonly maximumActiveTransactions: number, readonly createdAt: string, readonly personalizedAt: string | null, readonly initializedAt: string | null, readonly disabledAt: string | null };

export type ClientFieldsFragment = { readonly id: string, readonly uuid: string, readonly tssUuid: string, readonly serialNumber: string, readonly state: ClientState, readonly environment: Environment, readonly createdAt: string, readonly updatedAt: string | null };

export type TransactionFieldsFragment = { readonly id: string, readonly uuid: string, readonly number: string, readonly state: TransactionState, readonly nextMoves: ReadonlyArray<TransactionMove>, readonly revision: number, readonly latestRevision: number, readonly environment: Environment, readonly tssUuid: string, readonly tssSerialNumber: string, readonly clientUuid: string, readonly clientSerialNumber: string, readonly startedAt: string, readonly endedAt: string | null, readonly other: Record<string, unknown> | null, readonly receipt: { readonly type: ReceiptType, readonly amountsPerVatRate: ReadonlyArray<{ readonly vatRate: VatRate, readonly amount: string }>, readonly amountsPerPaymentType: ReadonlyArray<{ readonly paymentType: PaymentType, readonly amount: string, readonly currencyCode: string }> } | null, readonly order: { readonly lines: ReadonlyArray<{ readonly quantity: string, readonly text: string, readonly pricePerUnit: string }> } | null, readonly raw: { readonly processType: string, readonly processData: string, readonly text: string | null } | null, readonly log: { readonly operation: LogOperation, readonly timestamp: string, readonly timestampFormat: string }, readonly signature: { readonly value: string, readonly algorithm: string, readonly counter: string, readonly publicKey: string }, readonly qrCode: { readonly data: string } | null };

export type ExportFieldsFragment = { readonly id: string, readonly uuid: string, readonly tssUuid: string, readonly state: ExportState, readonly exception: ExportException | null, readonly environment: Environment, readonly requestedAt: string, readonly startedAt: string | null, readonly estimatedCompletionAt: string | null, readonly endedAt: string | null, readonly failedAt: string | null, readonly expiresAt: string | null, readonly progress: number | null, readonly download: { readonly url: string, readonly expiresAt: string, readonly fileName: string } | null };

export type TransactionConflictFieldsFragment = { readonly currentRevision: number, readonly currentState: TransactionState, readonly nextMoves: ReadonlyArray<TransactionMove> };

export type ReceiptNoteFieldsFragment = { readonly print: { readonly german: string, readonly english: string } | null, readonly advice: { readonly german: string, readonly english: string } };

export type MeterSnapshotFieldsFragment = { readonly meterType: MeterType, readonly manufacturer: string, readonly model: string, readonly totalKilometers: string, readonly totalKilometersWithPassengers: string, readonly totalPassengerTransfers: string, readonly totalSurchargeOrBaseAmount: string, readonly totalBilledAmount: string, readonly constant: string, readonly lastBackupAt: string, readonly vehicleId: string, readonly localTime: string, readonly tariffId: string };

type ProcessDataFields_Order_Fragment = { readonly __typename: 'Order', readonly lines: ReadonlyArray<{ readonly quantity: string, readonly text: string, readonly pricePerUnit: string }> };

type ProcessDataFields_OtherProcessData_Fragment = { readonly __typename: 'OtherProcessData', readonly content: Record<string, unknown> };

type ProcessDataFields_RawProcessData_Fragment = { readonly __typename: 'RawProcessData', readonly processType: string, readonly processData: string, readonly text: string | null };

type ProcessDataFields_Receipt_Fragment = { readonly __typename: 'Receipt', readonly type: ReceiptType, readonly amountsPerVatRate: ReadonlyArray<{ readonly vatRate: VatRate, readonly amount: string }>, readonly amountsPerPaymentType: ReadonlyArray<{ readonly paymentType: PaymentType, readonly amount: string, readonly currencyCode: string }> };

type ProcessDataFields_TaximeterBreak_Fragment = { readonly __typename: 'TaximeterBreak', readonly kilometerReading: string };

type ProcessDataFields_TaximeterDriverStatus_Fragment = { readonly __typename: 'TaximeterDriverStatus', readonly status: DriverStatus | null, readonly driverId: string | null };

type ProcessDataFields_TaximeterEmptyTrip_Fragment = { readonly __typename: 'TaximeterEmptyTrip', readonly kilometerReading: string };

type ProcessDataFields_TaximeterOther_Fragment = { readonly __typename: 'TaximeterOther', readonly freeText: string };

type ProcessDataFields_TaximeterPowerOff_Fragment = { readonly __typename: 'TaximeterPowerOff', readonly snapshot: { readonly meterType: MeterType, readonly manufacturer: string, readonly model: string, readonly totalKilometers: string, readonly totalKilometersWithPassengers: string, readonly totalPassengerTransfers: string, readonly totalSurchargeOrBaseAmount: string, readonly totalBilledAmount: string, readonly constant: string, readonly lastBackupAt: string, readonly vehicleId: string, readonly localTime: string, readonly tariffId: string } | null };

type ProcessDataFields_TaximeterPowerUp_Fragment = { readonly __typename: 'TaximeterPowerUp', readonly snapshot: { readonly meterType: MeterType, readonly manufacturer: string, readonly model: string, readonly totalKilometers: string, readonly totalKilometersWithPassengers: string, readonly totalPassengerTransfers: string, readonly totalSurchargeOrBaseAmount: string, readonly totalBilledAmount: string, readonly constant: string, readonly lastBackupAt: string, readonly vehicleId: string, readonly localTime: string, readonly tariffId: string } | null };

type ProcessDataFields_TaximeterTripReceipt_Fragment = { readonly __typename: 'TaximeterTripReceipt', readonly trip: { readonly meterType: MeterType, readonly vehicleId: string, readonly tariffId: string, readonly type: TripType, readonly startedAt: string, readonly endedAt: string, readonly distanceKilometers: string, readonly fare: string, readonly surcharge: string, readonly totalBilled: string, readonly amountsPerVatRate: ReadonlyArray<{ readonly vatRate: VatRate, readonly amount: string }>, readonly amountsPerPaymentType: ReadonlyArray<{ readonly paymentType: PaymentType, readonly amount: string, readonly currencyCode: string }> } | null };

export type ProcessDataFieldsFragment =
  | ProcessDataFields_Order_Fragment
  | ProcessDataFields_OtherProcessData_Fragment
  | ProcessDataFields_RawProcessData_Fragment
  | ProcessDataFields_Receipt_Fragment
  | ProcessDataFields_TaximeterBreak_Fragment
  | ProcessDataFields_TaximeterDriverStatus_Fragment
  | ProcessDataFields_TaximeterEmptyTrip_Fragment
  | ProcessDataFields_TaximeterOther_Fragment
  | ProcessDataFields_TaximeterPowerOff_Fragment
  | ProcessDataFields_TaximeterPowerUp_Fragment
  | ProcessDataFields_TaximeterTripReceipt_Fragment
;

export type ReceiptVerificationFieldsFragment = { readonly valid: boolean, readonly status: VerificationStatus, readonly detail: string | null, readonly curve: string | null, readonly proven: ReadonlyArray<QrField>, readonly notChecked: ReadonlyArray<ReceiptLimitation>, readonly content: { readonly clientSerialNumber: string, readonly processType: string, readonly processData: string, readonly transactionNumber: string, readonly signatureCounter: string, readonly startTime: string, readonly logTime: string, readonly signatureAlgorithm: string, readonly logTimeFormat: string, readonly signature: string, readonly publicKey: string, readonly tssSerialNumber: string | null } | null };

export type AuthenticateMutationVariables = Exact<{
  input: AuthenticateInput;
  baseUrl?: string | null | undefined;
}>;


export type AuthenticateMutation = { readonly authenticate: { readonly session: { readonly accessToken: string, readonly accessTokenExpiresAt: string | null, readonly refreshToken: string | null, readonly refreshTokenExpiresAt: string | null, readonly environment: Environment | null, readonly organizationUuid: string | null, readonly host: UpstreamHost } | null, readonly userErrors: ReadonlyArray<{ readonly code: UserErrorCode, readonly message: string, readonly field: ReadonlyArray<string> | null, readonly retryable: boolean, readonly retryAfter: number | null, readonly upstreamCode: string | null, readonly cashierMessage: { readonly german: string, readonly english: string } | null }> } };

export type ProvisionTssMutationVariables = Exact<{
  input: ProvisionTssInput;
}>;


export type ProvisionTssMutation = { readonly provisionTss: { readonly adminPuk: string | null, readonly tss: { readonly id: string, readonly uuid: string, readonly state: TssState, readonly nextStates: ReadonlyArray<TssState>, readonly environment: Environment, readonly description: string | null, readonly serialNumber: string, readonly publicKey: string, readonly certificate: string, readonly bsiCertificationId: string | null, readonly signatureCounter: string | null, readonly transactionCounter: string | null, readonly registeredClientCount: number | null, readonly maximumRegisteredClients: number, readonly activeTransactionCount: number | null, readonly maximumActiveTransactions: number, readonly createdAt: string, readonly personalizedAt: string | null, readonly initializedAt: string | null, readonly disabledAt: string | null } | null, readonly clients: ReadonlyArray<{ readonly id: string, readonly uuid: string, readonly tssUuid: string, readonly serialNumber: string, readonly state: ClientState, readonly environment: Environment, readonly createdAt: string, readonly updatedAt: string | null }>, readonly steps: ReadonlyArray<{ readonly name: ProvisionStepName, readonly state: ProvisionStepState }>, readonly userErrors: ReadonlyArray<{ readonly code: UserErrorCode, readonly message: string, readonly field: ReadonlyArray<string> | null, readonly retryable: boolean, readonly retryAfter: number | null, readonly upstreamCode: string | null, readonly cashierMessage: { readonly german: string, readonly english: string } | null }> } };

export type DeprovisionTssMutationVariables = Exact<{
  input: DeprovisionTssInput;
}>;


export type DeprovisionTssMutation = { readonly deprovisionTss: { readonly disabled: boolean, readonly tss: { readonly id: string, readonly uuid: string, readonly state: TssState, readonly nextStates: ReadonlyArray<TssState>, readonly environment: Environment, readonly description: string | null, readonly serialNumber: string, readonly publicKey: string, readonly certificate: string, readonly bsiCertificationId: string | null, readonly signatureCounter: string | null, readonly transactionCounter: string | null, readonly registeredClientCount: number | null, readonly maximumRegisteredClients: number, readonly activeTransactionCount: number | null, readonly maximumActiveTransactions: number, readonly createdAt: string, readonly personalizedAt: string | null, readonly initializedAt: string | null, readonly disabledAt: string | null } | null, readonly userErrors: ReadonlyArray<{ readonly code: UserErrorCode, readonly message: string, readonly field: ReadonlyArray<string> | null, readonly retryable: boolean, readonly retryAfter: number | null, readonly upstreamCode: string | null, readonly cashierMessage: { readonly german: string, readonly english: string } | null }> } };

export type CreateTssMutationVariables = Exact<{
  input: CreateTssInput;
}>;


export type CreateTssMutation = { readonly createTss: { readonly adminPuk: string | null, readonly tss: { readonly id: string, readonly uuid: string, readonly state: TssState, readonly nextStates: ReadonlyArray<TssState>, readonly environment: Environment, readonly description: string | null, readonly serialNumber: string, readonly publicKey: string, readonly certificate: string, readonly bsiCertificationId: string | null, readonly signatureCounter: string | null, readonly transactionCounter: string | null, readonly registeredClientCount: number | null, readonly maximumRegisteredClients: number, readonly activeTransactionCount: number | null, readonly maximumActiveTransactions: number, readonly createdAt: string, readonly personalizedAt: string | null, readonly initializedAt: string | null, readonly disabledAt: string | null } | null, readonly userErrors: ReadonlyArray<{ readonly code: UserErrorCode, readonly message: string, readonly field: ReadonlyArray<string> | null, readonly retryable: boolean, readonly retryAfter: number | null, readonly upstreamCode: string | null, readonly cashierMessage: { readonly german: string, readonly english: string } | null }> } };

export type PersonalizeTssMutationVariables = Exact<{
  input: PersonalizeTssInput;
}>;


export type PersonalizeTssMutation = { readonly personalizeTss: { readonly tss: { readonly id: string, readonly uuid: string, readonly state: TssState, readonly nextStates: ReadonlyArray<TssState>, readonly environment: Environment, readonly description: string | null, readonly serialNumber: string, readonly publicKey: string, readonly certificate: string, readonly bsiCertificationId: string | null, readonly signatureCounter: string | null, readonly transactionCounter: string | null, readonly registeredClientCount: number | null, readonly maximumRegisteredClients: number, readonly activeTransactionCount: number | null, readonly maximumActiveTransactions: number, readonly createdAt: string, readonly personalizedAt: string | null, readonly initializedAt: string | null, readonly disabledAt: string | null } | null, readonly userErrors: ReadonlyArray<{ readonly code: UserErrorCode, readonly message: string, readonly field: ReadonlyArray<string> | null, readonly retryable: boolean, readonly retryAfter: number | null, readonly upstreamCode: string | null, readonly cashierMessage: { readonly german: string, readonly english: string } | null }> } };

export type InitializeTssMutationVariables = Exact<{
  input: InitializeTssInput;
}>;


export type InitializeTssMutation = { readonly initializeTss: { readonly tss: { readonly id: string, readonly uuid: string, readonly state: TssState, readonly nextStates: ReadonlyArray<TssState>, readonly environment: Environment, readonly description: string | null, readonly serialNumber: string, readonly publicKey: string, readonly certificate: string, readonly bsiCertificationId: string | null, readonly signatureCounter: string | null, readonly transactionCounter: string | null, readonly registeredClientCount: number | null, readonly maximumRegisteredClients: number, readonly activeTransactionCount: number | null, readonly maximumActiveTransactions: number, readonly createdAt: string, readonly personalizedAt: string | null, readonly initializedAt: string | null, readonly disabledAt: string | null } | null, readonly userErrors: ReadonlyArray<{ readonly code: UserErrorCode, readonly message: string, readonly field: ReadonlyArray<string> | null, readonly retryable: boolean, readonly retryAfter: number | null, readonly upstreamCode: string | null, readonly cashierMessage: { readonly german: string, readonly english: string } | null }> } };

export type DisableTssMutationVariables = Exact<{
  input: DisableTssInput;
}>;


export type DisableTssMutation = { readonly disableTss: { readonly tss: { readonly id: string, readonly uuid: string, readonly state: TssState, readonly nextStates: ReadonlyArray<TssState>, readonly environment: Environment, readonly description: string | null, readonly serialNumber: string, readonly publicKey: string, readonly certificate: string, readonly bsiCertificationId: string | null, readonly signatureCounter: string | null, readonly transactionCounter: string | null, readonly registeredClientCount: number | null, readonly maximumRegisteredClients: number, readonly activeTransactionCount: number | null, readonly maximumActiveTransactions: number, readonly createdAt: string, readonly personalizedAt: string | null, readonly initializedAt: string | null, readonly disabledAt: string | null } | null, readonly userErrors: ReadonlyArray<{ readonly code: UserErrorCode, readonly message: string, readonly field: ReadonlyArray<string> | null, readonly retryable: boolean, readonly retryAfter: number | null, readonly upstreamCode: string | null, readonly cashierMessage: { readonly german: string, readonly english: string } | null }> } };

export type ChangeAdminPinMutationVariables = Exact<{
  input: ChangeAdminPinInput;
}>;


export type ChangeAdminPinMutation = { readonly changeAdminPin: { readonly tss: { readonly uuid: string } | null, readonly userErrors: ReadonlyArray<{ readonly code: UserErrorCode, readonly message: string, readonly field: ReadonlyArray<string> | null, readonly retryable: boolean, readonly retryAfter: number | null, readonly upstreamCode: string | null, readonly cashierMessage: { readonly german: string, readonly english: string } | null }> } };

export type AuthenticateAdminMutationVariables = Exact<{
  input: AuthenticateAdminInput;
}>;


export type AuthenticateAdminMutation = { readonly authenticateAdmin: { readonly tss: { readonly uuid: string } | null, readonly userErrors: ReadonlyArray<{ readonly code: UserErrorCode, readonly message: string, readonly field: ReadonlyArray<string> | null, readonly retryable: boolean, readonly retryAfter: number | null, readonly upstreamCode: string | null, readonly cashierMessage: { readonly german: string, readonly english: string } | null }> } };

export type LogoutAdminMutationVariables = Exact<{
  input: LogoutAdminInput;
}>;


export type LogoutAdminMutation = { readonly logoutAdmin: { readonly tss: { readonly uuid: string } | null, readonly userErrors: ReadonlyArray<{ readonly code: UserErrorCode, readonly message: string, readonly field: ReadonlyArray<string> | null, readonly retryable: boolean, readonly retryAfter: number | null, readonly upstreamCode: string | null, readonly cashierMessage: { readonly german: string, readonly english: string } | null }> } };

export type CreateClientMutationVariables = Exact<{
  input: CreateClientInput;
}>;


export type CreateClientMutation = { readonly createClient: { readonly client: { readonly id: string, readonly uuid: string, readonly tssUuid: string, readonly serialNumber: string, readonly state: ClientState, readonly environment: Environment, readonly createdAt: string, readonly updatedAt: string | null } | null, readonly userErrors: ReadonlyArray<{ readonly code: UserErrorCode, readonly message: string, readonly field: ReadonlyArray<string> | null, readonly retryable: boolean, readonly retryAfter: number | null, readonly upstreamCode: string | null, readonly cashierMessage: { readonly german: string, readonly english: string } | null }> } };

export type RegisterClientMutationVariables = Exact<{
  input: RegisterClientInput;
}>;


export type RegisterClientMutation = { readonly registerClient: { readonly client: { readonly id: string, readonly uuid: string, readonly tssUuid: string, readonly serialNumber: string, readonly state: ClientState, readonly environment: Environment, readonly createdAt: string, readonly updatedAt: string | null } | null, readonly userErrors: ReadonlyArray<{ readonly code: UserErrorCode, readonly message: string, readonly field: ReadonlyArray<string> | null, readonly retryable: boolean, readonly retryAfter: number | null, readonly upstreamCode: string | null, readonly cashierMessage: { readonly german: string, readonly english: string } | null }> } };

export type DeregisterClientMutationVariables = Exact<{
  input: DeregisterClientInput;
}>;


export type DeregisterClientMutation = { readonly deregisterClient: { readonly client: { readonly id: string, readonly uuid: string, readonly tssUuid: string, readonly serialNumber: string, readonly state: ClientState, readonly environment: Environment, readonly createdAt: string, readonly updatedAt: string | null } | null, readonly userErrors: ReadonlyArray<{ readonly code: UserErrorCode, readonly message: string, readonly field: ReadonlyArray<string> | null, readonly retryable: boolean, readonly retryAfter: number | null, readonly upstreamCode: string | null, readonly cashierMessage: { readonly german: string, readonly english: string } | null }> } };

export type SignReceiptMutationVariables = Exact<{
  input: SignReceiptInput;
}>;


export type SignReceiptMutation = { readonly signReceipt: { readonly outcome: SigningOutcome, readonly revision: number | null, readonly transaction: { readonly id: string, readonly uuid: string, readonly number: string, readonly state: TransactionState, readonly nextMoves: ReadonlyArray<TransactionMove>, readonly revision: number, readonly latestRevision: number, readonly environment: Environment, readonly tssUuid: string, readonly tssSerialNumber: string, readonly clientUuid: string, readonly clientSerialNumber: string, readonly startedAt: string, readonly endedAt: string | null, readonly other: Record<string, unknown> | null, readonly receipt: { readonly type: ReceiptType, readonly amountsPerVatRate: ReadonlyArray<{ readonly vatRate: VatRate, readonly amount: string }>, readonly amountsPerPaymentType: ReadonlyArray<{ readonly paymentType: PaymentType, readonly amount: string, readonly currencyCode: string }> } | null, readonly order: { readonly lines: ReadonlyArray<{ readonly quantity: string, readonly text: string, readonly pricePerUnit: string }> } | null, readonly raw: { readonly processType: string, readonly processData: string, readonly text: string | null } | null, readonly log: { readonly operation: LogOperation, readonly timestamp: string, readonly timestampFormat: string }, readonly signature: { readonly value: string, readonly algorithm: string, readonly counter: string, readonly publicKey: string }, readonly qrCode: { readonly data: string } | null } | null, readonly conflict: { readonly currentRevision: number, readonly currentState: TransactionState, readonly nextMoves: ReadonlyArray<TransactionMove> } | null, readonly receiptNote: { readonly print: { readonly german: string, readonly english: string } | null, readonly advice: { readonly german: string, readonly english: string } }, readonly warnings: ReadonlyArray<{ readonly code: WarningCode, readonly message: string, readonly field: ReadonlyArray<string> }>, readonly userErrors: ReadonlyArray<{ readonly code: UserErrorCode, readonly message: string, readonly field: ReadonlyArray<string> | null, readonly retryable: boolean, readonly retryAfter: number | null, readonly upstreamCode: string | null, readonly cashierMessage: { readonly german: string, readonly english: string } | null }> } };

export type SignOrderMutationVariables = Exact<{
  input: SignOrderInput;
}>;


export type SignOrderMutation = { readonly signOrder: { readonly outcome: SigningOutcome, readonly revision: number | null, readonly transaction: { readonly id: string, readonly uuid: string, readonly number: string, readonly state: TransactionState, readonly nextMoves: ReadonlyArray<TransactionMove>, readonly revision: number, readonly latestRevision: number, readonly environment: Environment, readonly tssUuid: string, readonly tssSerialNumber: string, readonly clientUuid: string, readonly clientSerialNumber: string, readonly startedAt: string, readonly endedAt: string | null, readonly other: Record<string, unknown> | null, readonly receipt: { readonly type: ReceiptType, readonly amountsPerVatRate: ReadonlyArray<{ readonly vatRate: VatRate, readonly amount: string }>, readonly amountsPerPaymentType: ReadonlyArray<{ readonly paymentType: PaymentType, readonly amount: string, readonly currencyCode: string }> } | null, readonly order: { readonly lines: ReadonlyArray<{ readonly quantity: string, readonly text: string, readonly pricePerUnit: string }> } | null, readonly raw: { readonly processType: string, readonly processData: string, readonly text: string | null } | null, readonly log: { readonly operation: LogOperation, readonly timestamp: string, readonly timestampFormat: string }, readonly signature: { readonly value: string, readonly algorithm: string, readonly counter: string, readonly publicKey: string }, readonly qrCode: { readonly data: string } | null } | null, readonly conflict: { readonly currentRevision: number, readonly currentState: TransactionState, readonly nextMoves: ReadonlyArray<TransactionMove> } | null, readonly receiptNote: { readonly print: { readonly german: string, readonly english: string } | null, readonly advice: { readonly german: string, readonly english: string } }, readonly warnings: ReadonlyArray<{ readonly code: WarningCode, readonly message: string, readonly field: ReadonlyArray<string> }>, readonly userErrors: ReadonlyArray<{ readonly code: UserErrorCode, readonly message: string, readonly field: ReadonlyArray<string> | null, readonly retryable: boolean, readonly retryAfter: number | null, readonly upstreamCode: string | null, readonly cashierMessage: { readonly german: string, readonly english: string } | null }> } };

export type SignOtherMutationVariables = Exact<{
  input: SignOtherInput;
}>;


export type SignOtherMutation = { readonly signOther: { readonly outcome: SigningOutcome, readonly revision: number | null, readonly transaction: { readonly id: string, readonly uuid: string, readonly number: string, readonly state: TransactionState, readonly nextMoves: ReadonlyArray<TransactionMove>, readonly revision: number, readonly latestRevision: number, readonly environment: Environment, readonly tssUuid: string, readonly tssSerialNumber: string, readonly clientUuid: string, readonly clientSerialNumber: string, readonly startedAt: string, readonly endedAt: string | null, readonly other: Record<string, unknown> | null, readonly receipt: { readonly type: ReceiptType, readonly amountsPerVatRate: ReadonlyArray<{ readonly vatRate: VatRate, readonly amount: string }>, readonly amountsPerPaymentType: ReadonlyArray<{ readonly paymentType: PaymentType, readonly amount: string, readonly currencyCode: string }> } | null, readonly order: { readonly lines: ReadonlyArray<{ readonly quantity: string, readonly text: string, readonly pricePerUnit: string }> } | null, readonly raw: { readonly processType: string, readonly processData: string, readonly text: string | null } | null, readonly log: { readonly operation: LogOperation, readonly timestamp: string, readonly timestampFormat: string }, readonly signature: { readonly value: string, readonly algorithm: string, readonly counter: string, readonly publicKey: string }, readonly qrCode: { readonly data: string } | null } | null, readonly conflict: { readonly currentRevision: number, readonly currentState: TransactionState, readonly nextMoves: ReadonlyArray<TransactionMove> } | null, readonly receiptNote: { readonly print: { readonly german: string, readonly english: string } | null, readonly advice: { readonly german: string, readonly english: string } }, readonly warnings: ReadonlyArray<{ readonly code: WarningCode, readonly message: string, readonly field: ReadonlyArray<string> }>, readonly userErrors: ReadonlyArray<{ readonly code: UserErrorCode, readonly message: string, readonly field: ReadonlyArray<string> | null, readonly retryable: boolean, readonly retryAfter: number | null, readonly upstreamCode: string | null, readonly cashierMessage: { readonly german: string, readonly english: string } | null }> } };

export type SignRawMutationVariables = Exact<{
  input: SignRawInput;
}>;


export type SignRawMutation = { readonly signRaw: { readonly outcome: SigningOutcome, readonly revision: number | null, readonly transaction: { readonly id: string, readonly uuid: string, readonly number: string, readonly state: TransactionState, readonly nextMoves: ReadonlyArray<TransactionMove>, readonly revision: number, readonly latestRevision: number, readonly environment: Environment, readonly tssUuid: string, readonly tssSerialNumber: string, readonly clientUuid: string, readonly clientSerialNumber: string, readonly startedAt: string, readonly endedAt: string | null, readonly other: Record<string, unknown> | null, readonly receipt: { readonly type: ReceiptType, readonly amountsPerVatRate: ReadonlyArray<{ readonly vatRate: VatRate, readonly amount: string }>, readonly amountsPerPaymentType: ReadonlyArray<{ readonly paymentType: PaymentType, readonly amount: string, readonly currencyCode: string }> } | null, readonly order: { readonly lines: ReadonlyArray<{ readonly quantity: string, readonly text: string, readonly pricePerUnit: string }> } | null, readonly raw: { readonly processType: string, readonly processData: string, readonly text: string | null } | null, readonly log: { readonly operation: LogOperation, readonly timestamp: string, readonly timestampFormat: string }, readonly signature: { readonly value: string, readonly algorithm: string, readonly counter: string, readonly publicKey: string }, readonly qrCode: { readonly data: string } | null } | null, readonly conflict: { readonly currentRevision: number, readonly currentState: TransactionState, readonly nextMoves: ReadonlyArray<TransactionMove> } | null, readonly receiptNote: { readonly print: { readonly german: string, readonly english: string } | null, readonly advice: { readonly german: string, readonly english: string } }, readonly warnings: ReadonlyArray<{ readonly code: WarningCode, readonly message: string, readonly field: ReadonlyArray<string> }>, readonly userErrors: ReadonlyArray<{ readonly code: UserErrorCode, readonly message: string, readonly field: ReadonlyArray<string> | null, readonly retryable: boolean, readonly retryAfter: number | null, readonly upstreamCode: string | null, readonly cashierMessage: { readonly german: string, readonly english: string } | null }> } };

export type SignTaximeterMutationVariables = Exact<{
  input: SignTaximeterInput;
}>;


export type SignTaximeterMutation = { readonly signTaximeter: { readonly outcome: SigningOutcome, readonly revision: number | null, readonly transaction: { readonly id: string, readonly uuid: string, readonly number: string, readonly state: TransactionState, readonly nextMoves: ReadonlyArray<TransactionMove>, readonly revision: number, readonly latestRevision: number, readonly environment: Environment, readonly tssUuid: string, readonly tssSerialNumber: string, readonly clientUuid: string, readonly clientSerialNumber: string, readonly startedAt: string, readonly endedAt: string | null, readonly other: Record<string, unknown> | null, readonly receipt: { readonly type: ReceiptType, readonly amountsPerVatRate: ReadonlyArray<{ readonly vatRate: VatRate, readonly amount: string }>, readonly amountsPerPaymentType: ReadonlyArray<{ readonly paymentType: PaymentType, readonly amount: string, readonly currencyCode: string }> } | null, readonly order: { readonly lines: ReadonlyArray<{ readonly quantity: string, readonly text: string, readonly pricePerUnit: string }> } | null, readonly raw: { readonly processType: string, readonly processData: string, readonly text: string | null } | null, readonly log: { readonly operation: LogOperation, readonly timestamp: string, readonly timestampFormat: string }, readonly signature: { readonly value: string, readonly algorithm: string, readonly counter: string, readonly publicKey: string }, readonly qrCode: { readonly data: string } | null } | null, readonly conflict: { readonly currentRevision: number, readonly currentState: TransactionState, readonly nextMoves: ReadonlyArray<TransactionMove> } | null, readonly receiptNote: { readonly print: { readonly german: string, readonly english: string } | null, readonly advice: { readonly german: string, readonly english: string } }, readonly warnings: ReadonlyArray<{ readonly code: WarningCode, readonly message: string, readonly field: ReadonlyArray<string> }>, readonly userErrors: ReadonlyArray<{ readonly code: UserErrorCode, readonly message: string, readonly field: ReadonlyArray<string> | null, readonly retryable: boolean, readonly retryAfter: number | null, readonly upstreamCode: string | null, readonly cashierMessage: { readonly german: string, readonly english: string } | null }> } };

export type StartTransactionMutationVariables = Exact<{
  input: StartTransactionInput;
}>;


export type StartTransactionMutation = { readonly startTransaction: { readonly outcome: SigningOutcome, readonly revision: number | null, readonly transaction: { readonly id: string, readonly uuid: string, readonly number: string, readonly state: TransactionState, readonly nextMoves: ReadonlyArray<TransactionMove>, readonly revision: number, readonly latestRevision: number, readonly environment: Environment, readonly tssUuid: string, readonly tssSerialNumber: string, readonly clientUuid: string, readonly clientSerialNumber: string, readonly startedAt: string, readonly endedAt: string | null, readonly other: Record<string, unknown> | null, readonly receipt: { readonly type: ReceiptType, readonly amountsPerVatRate: ReadonlyArray<{ readonly vatRate: VatRate, readonly amount: string }>, readonly amountsPerPaymentType: ReadonlyArray<{ readonly paymentType: PaymentType, readonly amount: string, readonly currencyCode: string }> } | null, readonly order: { readonly lines: ReadonlyArray<{ readonly quantity: string, readonly text: string, readonly pricePerUnit: string }> } | null, readonly raw: { readonly processType: string, readonly processData: string, readonly text: string | null } | null, readonly log: { readonly operation: LogOperation, readonly timestamp: string, readonly timestampFormat: string }, readonly signature: { readonly value: string, readonly algorithm: string, readonly counter: string, readonly publicKey: string }, readonly qrCode: { readonly data: string } | null } | null, readonly conflict: { readonly currentRevision: number, readonly currentState: TransactionState, readonly nextMoves: ReadonlyArray<TransactionMove> } | null, readonly receiptNote: { readonly print: { readonly german: string, readonly english: string } | null, readonly advice: { readonly german: string, readonly english: string } }, readonly warnings: ReadonlyArray<{ readonly code: WarningCode, readonly message: string, readonly field: ReadonlyArray<string> }>, readonly userErrors: ReadonlyArray<{ readonly code: UserErrorCode, readonly message: string, readonly field: ReadonlyArray<string> | null, readonly retryable: boolean, readonly retryAfter: number | null, readonly upstreamCode: string | null, readonly cashierMessage: { readonly german: string, readonly english: string } | null }> } };

export type UpdateTransactionMutationVariables = Exact<{
  input: UpdateTransactionInput;
}>;


export type UpdateTransactionMutation = { readonly updateTransaction: { readonly outcome: SigningOutcome, readonly revision: number | null, readonly transaction: { readonly id: string, readonly uuid: string, readonly number: string, readonly state: TransactionState, readonly nextMoves: ReadonlyArray<TransactionMove>, readonly revision: number, readonly latestRevision: number, readonly environment: Environment, readonly tssUuid: string, readonly tssSerialNumber: string, readonly clientUuid: string, readonly clientSerialNumber: string, readonly startedAt: string, readonly endedAt: string | null, readonly other: Record<string, unknown> | null, readonly receipt: { readonly type: ReceiptType, readonly amountsPerVatRate: ReadonlyArray<{ readonly vatRate: VatRate, readonly amount: string }>, readonly amountsPerPaymentType: ReadonlyArray<{ readonly paymentType: PaymentType, readonly amount: string, readonly currencyCode: string }> } | null, readonly order: { readonly lines: ReadonlyArray<{ readonly quantity: string, readonly text: string, readonly pricePerUnit: string }> } | null, readonly raw: { readonly processType: string, readonly processData: string, readonly text: string | null } | null, readonly log: { readonly operation: LogOperation, readonly timestamp: string, readonly timestampFormat: string }, readonly signature: { readonly value: string, readonly algorithm: string, readonly counter: string, readonly publicKey: string }, readonly qrCode: { readonly data: string } | null } | null, readonly conflict: { readonly currentRevision: number, readonly currentState: TransactionState, readonly nextMoves: ReadonlyArray<TransactionMove> } | null, readonly receiptNote: { readonly print: { readonly german: string, readonly english: string } | null, readonly advice: { readonly german: string, readonly english: string } }, readonly warnings: ReadonlyArray<{ readonly code: WarningCode, readonly message: string, readonly field: ReadonlyArray<string> }>, readonly userErrors: ReadonlyArray<{ readonly code: UserErrorCode, readonly message: string, readonly field: ReadonlyArray<string> | null, readonly retryable: boolean, readonly retryAfter: number | null, readonly upstreamCode: string | null, readonly cashierMessage: { readonly german: string, readonly english: string } | null }> } };

export type FinishTransactionMutationVariables = Exact<{
  input: FinishTransactionInput;
}>;


export type FinishTransactionMutation = { readonly finishTransaction: { readonly outcome: SigningOutcome, readonly revision: number | null, readonly transaction: { readonly id: string, readonly uuid: string, readonly number: string, readonly state: TransactionState, readonly nextMoves: ReadonlyArray<TransactionMove>, readonly revision: number, readonly latestRevision: number, readonly environment: Environment, readonly tssUuid: string, readonly tssSerialNumber: string, readonly clientUuid: string, readonly clientSerialNumber: string, readonly startedAt: string, readonly endedAt: string | null, readonly other: Record<string, unknown> | null, readonly receipt: { readonly type: ReceiptType, readonly amountsPerVatRate: ReadonlyArray<{ readonly vatRate: VatRate, readonly amount: string }>, readonly amountsPerPaymentType: ReadonlyArray<{ readonly paymentType: PaymentType, readonly amount: string, readonly currencyCode: string }> } | null, readonly order: { readonly lines: ReadonlyArray<{ readonly quantity: string, readonly text: string, readonly pricePerUnit: string }> } | null, readonly raw: { readonly processType: string, readonly processData: string, readonly text: string | null } | null, readonly log: { readonly operation: LogOperation, readonly timestamp: string, readonly timestampFormat: string }, readonly signature: { readonly value: string, readonly algorithm: string, readonly counter: string, readonly publicKey: string }, readonly qrCode: { readonly data: string } | null } | null, readonly conflict: { readonly currentRevision: number, readonly currentState: TransactionState, readonly nextMoves: ReadonlyArray<TransactionMove> } | null, readonly receiptNote: { readonly print: { readonly german: string, readonly english: string } | null, readonly advice: { readonly german: string, readonly english: string } }, readonly warnings: ReadonlyArray<{ readonly code: WarningCode, readonly message: string, readonly field: ReadonlyArray<string> }>, readonly userErrors: ReadonlyArray<{ readonly code: UserErrorCode, readonly message: string, readonly field: ReadonlyArray<string> | null, readonly retryable: boolean, readonly retryAfter: number | null, readonly upstreamCode: string | null, readonly cashierMessage: { readonly german: string, readonly english: string } | null }> } };

export type CancelTransactionMutationVariables = Exact<{
  input: CancelTransactionInput;
}>;


export type CancelTransactionMutation = { readonly cancelTransaction: { readonly outcome: SigningOutcome, readonly revision: number | null, readonly transaction: { readonly id: string, readonly uuid: string, readonly number: string, readonly state: TransactionState, readonly nextMoves: ReadonlyArray<TransactionMove>, readonly revision: number, readonly latestRevision: number, readonly environment: Environment, readonly tssUuid: string, readonly tssSerialNumber: string, readonly clientUuid: string, readonly clientSerialNumber: string, readonly startedAt: string, readonly endedAt: string | null, readonly other: Record<string, unknown> | null, readonly receipt: { readonly type: ReceiptType, readonly amountsPerVatRate: ReadonlyArray<{ readonly vatRate: VatRate, readonly amount: string }>, readonly amountsPerPaymentType: ReadonlyArray<{ readonly paymentType: PaymentType, readonly amount: string, readonly currencyCode: string }> } | null, readonly order: { readonly lines: ReadonlyArray<{ readonly quantity: string, readonly text: string, readonly pricePerUnit: string }> } | null, readonly raw: { readonly processType: string, readonly processData: string, readonly text: string | null } | null, readonly log: { readonly operation: LogOperation, readonly timestamp: string, readonly timestampFormat: string }, readonly signature: { readonly value: string, readonly algorithm: string, readonly counter: string, readonly publicKey: string }, readonly qrCode: { readonly data: string } | null } | null, readonly conflict: { readonly currentRevision: number, readonly currentState: TransactionState, readonly nextMoves: ReadonlyArray<TransactionMove> } | null, readonly receiptNote: { readonly print: { readonly german: string, readonly english: string } | null, readonly advice: { readonly german: string, readonly english: string } }, readonly warnings: ReadonlyArray<{ readonly code: WarningCode, readonly message: string, readonly field: ReadonlyArray<string> }>, readonly userErrors: ReadonlyArray<{ readonly code: UserErrorCode, readonly message: string, readonly field: ReadonlyArray<string> | null, readonly retryable: boolean, readonly retryAfter: number | null, readonly upstreamCode: string | null, readonly cashierMessage: { readonly german: string, readonly english: string } | null }> } };

export type CancelOpenTransactionsMutationVariables = Exact<{
  input: CancelOpenTransactionsInput;
}>;


export type CancelOpenTransactionsMutation = { readonly cancelOpenTransactions: { readonly hasMore: boolean, readonly results: ReadonlyArray<{ readonly transactionUuid: string, readonly number: string, readonly outcome: SigningOutcome, readonly revision: number | null, readonly transaction: { readonly id: string, readonly uuid: string, readonly number: string, readonly state: TransactionState, readonly nextMoves: ReadonlyArray<TransactionMove>, readonly revision: number, readonly latestRevision: number, readonly environment: Environment, readonly tssUuid: string, readonly tssSerialNumber: string, readonly clientUuid: string, readonly clientSerialNumber: string, readonly startedAt: string, readonly endedAt: string | null, readonly other: Record<string, unknown> | null, readonly receipt: { readonly type: ReceiptType, readonly amountsPerVatRate: ReadonlyArray<{ readonly vatRate: VatRate, readonly amount: string }>, readonly amountsPerPaymentType: ReadonlyArray<{ readonly paymentType: PaymentType, readonly amount: string, readonly currencyCode: string }> } | null, readonly order: { readonly lines: ReadonlyArray<{ readonly quantity: string, readonly text: string, readonly pricePerUnit: string }> } | null, readonly raw: { readonly processType: string, readonly processData: string, readonly text: string | null } | null, readonly log: { readonly operation: LogOperation, readonly timestamp: string, readonly timestampFormat: string }, readonly signature: { readonly value: string, readonly algorithm: string, readonly counter: string, readonly publicKey: string }, readonly qrCode: { readonly data: string } | null } | null, readonly conflict: { readonly currentRevision: number, readonly currentState: TransactionState, readonly nextMoves: ReadonlyArray<TransactionMove> } | null, readonly userErrors: ReadonlyArray<{ readonly code: UserErrorCode, readonly message: string, readonly field: ReadonlyArray<string> | null, readonly retryable: boolean, readonly retryAfter: number | null, readonly upstreamCode: string | null, readonly cashierMessage: { readonly german: string, readonly english: string } | null }> }>, readonly userErrors: ReadonlyArray<{ readonly code: UserErrorCode, readonly message: string, readonly field: ReadonlyArray<string> | null, readonly retryable: boolean, readonly retryAfter: number | null, readonly upstreamCode: string | null, readonly cashierMessage: { readonly german: string, readonly english: string } | null }> } };

export type UpdateTssMetadataMutationVariables = Exact<{
  input: UpdateTssMetadataInput;
}>;


export type UpdateTssMetadataMutation = { readonly updateTssMetadata: { readonly metadata: ReadonlyArray<{ readonly key: string, readonly value: string }> | null, readonly userErrors: ReadonlyArray<{ readonly code: UserErrorCode, readonly message: string, readonly field: ReadonlyArray<string> | null, readonly retryable: boolean, readonly retryAfter: number | null, readonly upstreamCode: string | null, readonly cashierMessage: { readonly german: string, readonly english: string } | null }> } };

export type UpdateClientMetadataMutationVariables = Exact<{
  input: UpdateClientMetadataInput;
}>;


export type UpdateClientMetadataMutation = { readonly updateClientMetadata: { readonly metadata: ReadonlyArray<{ readonly key: string, readonly value: string }> | null, readonly userErrors: ReadonlyArray<{ readonly code: UserErrorCode, readonly message: string, readonly field: ReadonlyArray<string> | null, readonly retryable: boolean, readonly retryAfter: number | null, readonly upstreamCode: string | null, readonly cashierMessage: { readonly german: string, readonly english: string } | null }> } };

export type UpdateTransactionMetadataMutationVariables = Exact<{
  input: UpdateTransactionMetadataInput;
}>;


export type UpdateTransactionMetadataMutation = { readonly updateTransactionMetadata: { readonly metadata: ReadonlyArray<{ readonly key: string, readonly value: string }> | null, readonly userErrors: ReadonlyArray<{ readonly code: UserErrorCode, readonly message: string, readonly field: ReadonlyArray<string> | null, readonly retryable: boolean, readonly retryAfter: number | null, readonly upstreamCode: string | null, readonly cashierMessage: { readonly german: string, readonly english: string } | null }> } };

export type TriggerExportMutationVariables = Exact<{
  input: TriggerExportInput;
}>;


export type TriggerExportMutation = { readonly triggerExport: { readonly export: { readonly id: string, readonly uuid: string, readonly tssUuid: string, readonly state: ExportState, readonly exception: ExportException | null, readonly environment: Environment, readonly requestedAt: string, readonly startedAt: string | null, readonly estimatedCompletionAt: string | null, readonly endedAt: string | null, readonly failedAt: string | null, readonly expiresAt: string | null, readonly progress: number | null, readonly download: { readonly url: string, readonly expiresAt: string, readonly fileName: string } | null } | null, readonly userErrors: ReadonlyArray<{ readonly code: UserErrorCode, readonly message: string, readonly field: ReadonlyArray<string> | null, readonly retryable: boolean, readonly retryAfter: number | null, readonly upstreamCode: string | null, readonly cashierMessage: { readonly german: string, readonly english: string } | null }> } };

export type CancelExportMutationVariables = Exact<{
  input: CancelExportInput;
}>;


export type CancelExportMutation = { readonly cancelExport: { readonly export: { readonly id: string, readonly uuid: string, readonly tssUuid: string, readonly state: ExportState, readonly exception: ExportException | null, readonly environment: Environment, readonly requestedAt: string, readonly startedAt: string | null, readonly estimatedCompletionAt: string | null, readonly endedAt: string | null, readonly failedAt: string | null, readonly expiresAt: string | null, readonly progress: number | null, readonly download: { readonly url: string, readonly expiresAt: string, readonly fileName: string } | null } | null, readonly userErrors: ReadonlyArray<{ readonly code: UserErrorCode, readonly message: string, readonly field: ReadonlyArray<string> | null, readonly retryable: boolean, readonly retryAfter: number | null, readonly upstreamCode: string | null, readonly cashierMessage: { readonly german: string, readonly english: string } | null }> } };

export type ExportAllMutationVariables = Exact<{
  input: ExportAllInput;
}>;


export type ExportAllMutation = { readonly exportAll: { readonly complete: boolean, readonly parts: ReadonlyArray<{ readonly firstSignatureCounter: string, readonly lastSignatureCounter: string, readonly export: { readonly id: string, readonly uuid: string, readonly tssUuid: string, readonly state: ExportState, readonly exception: ExportException | null, readonly environment: Environment, readonly requestedAt: string, readonly startedAt: string | null, readonly estimatedCompletionAt: string | null, readonly endedAt: string | null, readonly failedAt: string | null, readonly expiresAt: string | null, readonly progress: number | null, readonly download: { readonly url: string, readonly expiresAt: string, readonly fileName: string } | null } }>, readonly userErrors: ReadonlyArray<{ readonly code: UserErrorCode, readonly message: string, readonly field: ReadonlyArray<string> | null, readonly retryable: boolean, readonly retryAfter: number | null, readonly upstreamCode: string | null, readonly cashierMessage: { readonly german: string, readonly english: string } | null }> } };

export type UpdateExportMetadataMutationVariables = Exact<{
  input: UpdateExportMetadataInput;
}>;


export type UpdateExportMetadataMutation = { readonly updateExportMetadata: { readonly metadata: ReadonlyArray<{ readonly key: string, readonly value: string }> | null, readonly userErrors: ReadonlyArray<{ readonly code: UserErrorCode, readonly message: string, readonly field: ReadonlyArray<string> | null, readonly retryable: boolean, readonly retryAfter: number | null, readonly upstreamCode: string | null, readonly cashierMessage: { readonly german: string, readonly english: string } | null }> } };

export type ViewerQueryVariables = Exact<{ [key: string]: never; }>;


export type ViewerQuery = { readonly viewer: { readonly environment: Environment | null, readonly organizationUuid: string | null, readonly credential: CredentialKind, readonly gatewayKey: string | null, readonly role: Role, readonly tssUuids: ReadonlyArray<string> | null, readonly liveWritesAllowed: boolean, readonly sandbox: boolean } | null };

export type TssQueryVariables = Exact<{
  uuid: string;
}>;


export type TssQuery = { readonly tss: { readonly id: string, readonly uuid: string, readonly state: TssState, readonly nextStates: ReadonlyArray<TssState>, readonly environment: Environment, readonly description: string | null, readonly serialNumber: string, readonly publicKey: string, readonly certificate: string, readonly bsiCertificationId: string | null, readonly signatureCounter: string | null, readonly transactionCounter: string | null, readonly registeredClientCount: number | null, readonly maximumRegisteredClients: number, readonly activeTransactionCount: number | null, readonly maximumActiveTransactions: number, readonly createdAt: string, readonly personalizedAt: string | null, readonly initializedAt: string | null, readonly disabledAt: string | null, readonly metadata: ReadonlyArray<{ readonly key: string, readonly value: string }> | null } | null };

export type TssHealthQueryVariables = Exact<{
  uuid: string;
  first?: number | null | undefined;
  after?: string | null | undefined;
}>;


export type TssHealthQuery = { readonly tss: { readonly health: { readonly state: TssState, readonly canSign: boolean, readonly certificateValidFrom: string | null, readonly certificateValidTo: string | null, readonly certificateDaysLeft: number | null, readonly signatureCounter: string | null, readonly registeredClients: { readonly used: number | null, readonly maximum: number, readonly left: number | null }, readonly openTransactions: { readonly used: number | null, readonly maximum: number, readonly left: number | null } }, readonly openTransactions: { readonly nodes: ReadonlyArray<{ readonly id: string, readonly uuid: string, readonly number: string, readonly state: TransactionState, readonly nextMoves: ReadonlyArray<TransactionMove>, readonly revision: number, readonly latestRevision: number, readonly environment: Environment, readonly tssUuid: string, readonly tssSerialNumber: string, readonly clientUuid: string, readonly clientSerialNumber: string, readonly startedAt: string, readonly endedAt: string | null, readonly other: Record<string, unknown> | null, readonly receipt: { readonly type: ReceiptType, readonly amountsPerVatRate: ReadonlyArray<{ readonly vatRate: VatRate, readonly amount: string }>, readonly amountsPerPaymentType: ReadonlyArray<{ readonly paymentType: PaymentType, readonly amount: string, readonly currencyCode: string }> } | null, readonly order: { readonly lines: ReadonlyArray<{ readonly quantity: string, readonly text: string, readonly pricePerUnit: string }> } | null, readonly raw: { readonly processType: string, readonly processData: string, readonly text: string | null } | null, readonly log: { readonly operation: LogOperation, readonly timestamp: string, readonly timestampFormat: string }, readonly signature: { readonly value: string, readonly algorithm: string, readonly counter: string, readonly publicKey: string }, readonly qrCode: { readonly data: string } | null }>, readonly pageInfo: { readonly hasNextPage: boolean, readonly endCursor: string | null } } | null } | null };

export type TssListQueryVariables = Exact<{
  first?: number | null | undefined;
  after?: string | null | undefined;
  filter?: TssFilter | null | undefined;
  orderBy?: TssOrder | null | undefined;
}>;


export type TssListQuery = { readonly tssList: { readonly nodes: ReadonlyArray<{ readonly id: string, readonly uuid: string, readonly state: TssState, readonly nextStates: ReadonlyArray<TssState>, readonly environment: Environment, readonly description: string | null, readonly serialNumber: string, readonly publicKey: string, readonly certificate: string, readonly bsiCertificationId: string | null, readonly signatureCounter: string | null, readonly transactionCounter: string | null, readonly registeredClientCount: number | null, readonly maximumRegisteredClients: number, readonly activeTransactionCount: number | null, readonly maximumActiveTransactions: number, readonly createdAt: string, readonly personalizedAt: string | null, readonly initializedAt: string | null, readonly disabledAt: string | null }>, readonly pageInfo: { readonly hasNextPage: boolean, readonly endCursor: string | null } } | null };

export type ClientQueryVariables = Exact<{
  tssUuid: string;
  uuid: string;
}>;


export type ClientQuery = { readonly client: { readonly id: string, readonly uuid: string, readonly tssUuid: string, readonly serialNumber: string, readonly state: ClientState, readonly environment: Environment, readonly createdAt: string, readonly updatedAt: string | null, readonly metadata: ReadonlyArray<{ readonly key: string, readonly value: string }> | null } | null };

export type ClientsQueryVariables = Exact<{
  tssUuid: string;
  first?: number | null | undefined;
  after?: string | null | undefined;
  filter?: ClientFilter | null | undefined;
  orderBy?: ClientOrder | null | undefined;
}>;


export type ClientsQuery = { readonly tss: { readonly clients: { readonly nodes: ReadonlyArray<{ readonly id: string, readonly uuid: string, readonly tssUuid: string, readonly serialNumber: string, readonly state: ClientState, readonly environment: Environment, readonly createdAt: string, readonly updatedAt: string | null }>, readonly pageInfo: { readonly hasNextPage: boolean, readonly endCursor: string | null } } | null } | null };

export type TransactionQueryVariables = Exact<{
  tssUuid: string;
  uuid?: string | null | undefined;
  number?: string | null | undefined;
  revision?: number | null | undefined;
}>;


export type TransactionQuery = { readonly transaction: { readonly id: string, readonly uuid: string, readonly number: string, readonly state: TransactionState, readonly nextMoves: ReadonlyArray<TransactionMove>, readonly revision: number, readonly latestRevision: number, readonly environment: Environment, readonly tssUuid: string, readonly tssSerialNumber: string, readonly clientUuid: string, readonly clientSerialNumber: string, readonly startedAt: string, readonly endedAt: string | null, readonly other: Record<string, unknown> | null, readonly processData:
      | { readonly __typename: 'Order', readonly lines: ReadonlyArray<{ readonly quantity: string, readonly text: string, readonly pricePerUnit: string }> }
      | { readonly __typename: 'OtherProcessData', readonly content: Record<string, unknown> }
      | { readonly __typename: 'RawProcessData', readonly processType: string, readonly processData: string, readonly text: string | null }
      | { readonly __typename: 'Receipt', readonly type: ReceiptType, readonly amountsPerVatRate: ReadonlyArray<{ readonly vatRate: VatRate, readonly amount: string }>, readonly amountsPerPaymentType: ReadonlyArray<{ readonly paymentType: PaymentType, readonly amount: string, readonly currencyCode: string }> }
      | { readonly __typename: 'TaximeterBreak', readonly kilometerReading: string }
      | { readonly __typename: 'TaximeterDriverStatus', readonly status: DriverStatus | null, readonly driverId: string | null }
      | { readonly __typename: 'TaximeterEmptyTrip', readonly kilometerReading: string }
      | { readonly __typename: 'TaximeterOther', readonly freeText: string }
      | { readonly __typename: 'TaximeterPowerOff', readonly snapshot: { readonly meterType: MeterType, readonly manufacturer: string, readonly model: string, readonly totalKilometers: string, readonly totalKilometersWithPassengers: string, readonly totalPassengerTransfers: string, readonly totalSurchargeOrBaseAmount: string, readonly totalBilledAmount: string, readonly constant: string, readonly lastBackupAt: string, readonly vehicleId: string, readonly localTime: string, readonly tariffId: string } | null }
      | { readonly __typename: 'TaximeterPowerUp', readonly snapshot: { readonly meterType: MeterType, readonly manufacturer: string, readonly model: string, readonly totalKilometers: string, readonly totalKilometersWithPassengers: string, readonly totalPassengerTransfers: string, readonly totalSurchargeOrBaseAmount: string, readonly totalBilledAmount: string, readonly constant: string, readonly lastBackupAt: string, readonly vehicleId: string, readonly localTime: string, readonly tariffId: string } | null }
      | { readonly __typename: 'TaximeterTripReceipt', readonly trip: { readonly meterType: MeterType, readonly vehicleId: string, readonly tariffId: string, readonly type: TripType, readonly startedAt: string, readonly endedAt: string, readonly distanceKilometers: string, readonly fare: string, readonly surcharge: string, readonly totalBilled: string, readonly amountsPerVatRate: ReadonlyArray<{ readonly vatRate: VatRate, readonly amount: string }>, readonly amountsPerPaymentType: ReadonlyArray<{ readonly paymentType: PaymentType, readonly amount: string, readonly currencyCode: string }> } | null }
     | null, readonly metadata: ReadonlyArray<{ readonly key: string, readonly value: string }> | null, readonly verification: { readonly valid: boolean, readonly status: VerificationStatus, readonly detail: string | null }, readonly receipt: { readonly type: ReceiptType, readonly amountsPerVatRate: ReadonlyArray<{ readonly vatRate: VatRate, readonly amount: string }>, readonly amountsPerPaymentType: ReadonlyArray<{ readonly paymentType: PaymentType, readonly amount: string, readonly currencyCode: string }> } | null, readonly order: { readonly lines: ReadonlyArray<{ readonly quantity: string, readonly text: string, readonly pricePerUnit: string }> } | null, readonly raw: { readonly processType: string, readonly processData: string, readonly text: string | null } | null, readonly log: { readonly operation: LogOperation, readonly timestamp: string, readonly timestampFormat: string }, readonly signature: { readonly value: string, readonly algorithm: string, readonly counter: string, readonly publicKey: string }, readonly qrCode: { readonly data: string } | null } | null };

export type TransactionsQueryVariables = Exact<{
  tssUuid: string;
  first?: number | null | undefined;
  after?: string | null | undefined;
  filter?: TransactionFilter | null | undefined;
  orderBy?: TransactionOrder | null | undefined;
}>;


export type TransactionsQuery = { readonly tss: { readonly transactions: { readonly nodes: ReadonlyArray<{ readonly id: string, readonly uuid: string, readonly number: string, readonly state: TransactionState, readonly nextMoves: ReadonlyArray<TransactionMove>, readonly revision: number, readonly latestRevision: number, readonly environment: Environment, readonly tssUuid: string, readonly tssSerialNumber: string, readonly clientUuid: string, readonly clientSerialNumber: string, readonly startedAt: string, readonly endedAt: string | null, readonly other: Record<string, unknown> | null, readonly receipt: { readonly type: ReceiptType, readonly amountsPerVatRate: ReadonlyArray<{ readonly vatRate: VatRate, readonly amount: string }>, readonly amountsPerPaymentType: ReadonlyArray<{ readonly paymentType: PaymentType, readonly amount: string, readonly currencyCode: string }> } | null, readonly order: { readonly lines: ReadonlyArray<{ readonly quantity: string, readonly text: string, readonly pricePerUnit: string }> } | null, readonly raw: { readonly processType: string, readonly processData: string, readonly text: string | null } | null, readonly log: { readonly operation: LogOperation, readonly timestamp: string, readonly timestampFormat: string }, readonly signature: { readonly value: string, readonly algorithm: string, readonly counter: string, readonly publicKey: string }, readonly qrCode: { readonly data: string } | null }>, readonly pageInfo: { readonly hasNextPage: boolean, readonly endCursor: string | null } } | null } | null };

export type TransactionHistoryQueryVariables = Exact<{
  tssUuid: string;
  uuid: string;
}>;


export type TransactionHistoryQuery = { readonly transaction: { readonly revisions: ReadonlyArray<{ readonly id: string, readonly uuid: string, readonly number: string, readonly state: TransactionState, readonly nextMoves: ReadonlyArray<TransactionMove>, readonly revision: number, readonly latestRevision: number, readonly environment: Environment, readonly tssUuid: string, readonly tssSerialNumber: string, readonly clientUuid: string, readonly clientSerialNumber: string, readonly startedAt: string, readonly endedAt: string | null, readonly other: Record<string, unknown> | null, readonly signedLog: { readonly bytes: string, readonly message: { readonly kind: LogKind, readonly operation: LogOperation | null, readonly signatureCounter: string, readonly loggedAt: string, readonly tssSerialNumber: string, readonly clientSerialNumber: string | null, readonly transactionNumber: string | null, readonly processType: string | null, readonly processData: string | null, readonly signatureAlgorithm: string, readonly signature: string } | null } | null, readonly receipt: { readonly type: ReceiptType, readonly amountsPerVatRate: ReadonlyArray<{ readonly vatRate: VatRate, readonly amount: string }>, readonly amountsPerPaymentType: ReadonlyArray<{ readonly paymentType: PaymentType, readonly amount: string, readonly currencyCode: string }> } | null, readonly order: { readonly lines: ReadonlyArray<{ readonly quantity: string, readonly text: string, readonly pricePerUnit: string }> } | null, readonly raw: { readonly processType: string, readonly processData: string, readonly text: string | null } | null, readonly log: { readonly operation: LogOperation, readonly timestamp: string, readonly timestampFormat: string }, readonly signature: { readonly value: string, readonly algorithm: string, readonly counter: string, readonly publicKey: string }, readonly qrCode: { readonly data: string } | null }> | null } | null };

export type ExportQueryVariables = Exact<{
  tssUuid: string;
  uuid: string;
}>;


export type ExportQuery = { readonly export: { readonly id: string, readonly uuid: string, readonly tssUuid: string, readonly state: ExportState, readonly exception: ExportException | null, readonly environment: Environment, readonly requestedAt: string, readonly startedAt: string | null, readonly estimatedCompletionAt: string | null, readonly endedAt: string | null, readonly failedAt: string | null, readonly expiresAt: string | null, readonly progress: number | null, readonly metadata: ReadonlyArray<{ readonly key: string, readonly value: string }> | null, readonly download: { readonly url: string, readonly expiresAt: string, readonly fileName: string } | null } | null };

export type AwaitExportQueryVariables = Exact<{
  tssUuid: string;
  uuid: string;
  timeout?: number | null | undefined;
}>;


export type AwaitExportQuery = { readonly awaitExport: { readonly id: string, readonly uuid: string, readonly tssUuid: string, readonly state: ExportState, readonly exception: ExportException | null, readonly environment: Environment, readonly requestedAt: string, readonly startedAt: string | null, readonly estimatedCompletionAt: string | null, readonly endedAt: string | null, readonly failedAt: string | null, readonly expiresAt: string | null, readonly progress: number | null, readonly download: { readonly url: string, readonly expiresAt: string, readonly fileName: string } | null } | null };

export type ExportsQueryVariables = Exact<{
  tssUuid: string;
  first?: number | null | undefined;
  after?: string | null | undefined;
  filter?: ExportFilter | null | undefined;
  orderBy?: ExportOrder | null | undefined;
}>;


export type ExportsQuery = { readonly tss: { readonly exports: { readonly nodes: ReadonlyArray<{ readonly id: string, readonly uuid: string, readonly tssUuid: string, readonly state: ExportState, readonly exception: ExportException | null, readonly environment: Environment, readonly requestedAt: string, readonly startedAt: string | null, readonly estimatedCompletionAt: string | null, readonly endedAt: string | null, readonly failedAt: string | null, readonly expiresAt: string | null, readonly progress: number | null, readonly download: { readonly url: string, readonly expiresAt: string, readonly fileName: string } | null }>, readonly pageInfo: { readonly hasNextPage: boolean, readonly endCursor: string | null } } | null } | null };

export type ProcessDataPreviewQueryVariables = Exact<{
  input: ProcessDataInput;
}>;


export type ProcessDataPreviewQuery = { readonly processDataPreview: { readonly processType: string | null, readonly processData: string | null, readonly text: string | null, readonly isExact: boolean, readonly warnings: ReadonlyArray<{ readonly code: WarningCode, readonly message: string, readonly field: ReadonlyArray<string> }>, readonly userErrors: ReadonlyArray<{ readonly code: UserErrorCode, readonly message: string, readonly field: ReadonlyArray<string> | null, readonly retryable: boolean, readonly retryAfter: number | null, readonly upstreamCode: string | null, readonly cashierMessage: { readonly german: string, readonly english: string } | null }> } | null };

export type PrintoutQueryVariables = Exact<{
  tssUuid: string;
  uuid?: string | null | undefined;
  number?: string | null | undefined;
}>;


export type PrintoutQuery = { readonly transaction: { readonly printout: { readonly lines: ReadonlyArray<{ readonly field: PrintoutField, readonly value: string, readonly label: { readonly german: string, readonly english: string } }>, readonly qrCode: { readonly data: string, readonly svg: string | null } } | null } | null };

export type VerifyReceiptQueryVariables = Exact<{
  qr: string;
}>;


export type VerifyReceiptQuery = { readonly verifyReceipt: { readonly valid: boolean, readonly status: VerificationStatus, readonly detail: string | null, readonly curve: string | null, readonly proven: ReadonlyArray<QrField>, readonly notChecked: ReadonlyArray<ReceiptLimitation>, readonly content: { readonly clientSerialNumber: string, readonly processType: string, readonly processData: string, readonly transactionNumber: string, readonly signatureCounter: string, readonly startTime: string, readonly logTime: string, readonly signatureAlgorithm: string, readonly logTimeFormat: string, readonly signature: string, readonly publicKey: string, readonly tssSerialNumber: string | null } | null } | null };

export type CompareReceiptQueryVariables = Exact<{
  qr: string;
  tssUuid?: string | null | undefined;
}>;


export type CompareReceiptQuery = { readonly verifyReceipt: { readonly valid: boolean, readonly status: VerificationStatus, readonly detail: string | null, readonly curve: string | null, readonly proven: ReadonlyArray<QrField>, readonly notChecked: ReadonlyArray<ReceiptLimitation>, readonly upstream: { readonly known: boolean, readonly agrees: boolean, readonly differences: ReadonlyArray<QrField>, readonly transaction: { readonly id: string, readonly uuid: string, readonly number: string, readonly state: TransactionState, readonly nextMoves: ReadonlyArray<TransactionMove>, readonly revision: number, readonly latestRevision: number, readonly environment: Environment, readonly tssUuid: string, readonly tssSerialNumber: string, readonly clientUuid: string, readonly clientSerialNumber: string, readonly startedAt: string, readonly endedAt: string | null, readonly other: Record<string, unknown> | null, readonly receipt: { readonly type: ReceiptType, readonly amountsPerVatRate: ReadonlyArray<{ readonly vatRate: VatRate, readonly amount: string }>, readonly amountsPerPaymentType: ReadonlyArray<{ readonly paymentType: PaymentType, readonly amount: string, readonly currencyCode: string }> } | null, readonly order: { readonly lines: ReadonlyArray<{ readonly quantity: string, readonly text: string, readonly pricePerUnit: string }> } | null, readonly raw: { readonly processType: string, readonly processData: string, readonly text: string | null } | null, readonly log: { readonly operation: LogOperation, readonly timestamp: string, readonly timestampFormat: string }, readonly signature: { readonly value: string, readonly algorithm: string, readonly counter: string, readonly publicKey: string }, readonly qrCode: { readonly data: string } | null } | null } | null, readonly content: { readonly clientSerialNumber: string, readonly processType: string, readonly processData: string, readonly transactionNumber: string, readonly signatureCounter: string, readonly startTime: string, readonly logTime: string, readonly signatureAlgorithm: string, readonly logTimeFormat: string, readonly signature: string, readonly publicKey: string, readonly tssSerialNumber: string | null } | null } | null };

export type VerifyExportQueryVariables = Exact<{
  tssUuid: string;
  exportUuid: string;
}>;


export type VerifyExportQuery = { readonly verifyExport: { readonly valid: boolean, readonly complete: boolean, readonly files: number, readonly firstLogTime: string | null, readonly lastLogTime: string | null, readonly missingCounters: string, readonly notChecked: ReadonlyArray<ExportLimitation>, readonly info: { readonly description: string, readonly manufacturer: string, readonly version: string } | null, readonly messages: { readonly transaction: number, readonly system: number, readonly audit: number }, readonly counters: { readonly first: string, readonly last: string } | null, readonly gaps: ReadonlyArray<{ readonly first: string, readonly last: string }>, readonly certificates: ReadonlyArray<{ readonly subject: string, readonly issuer: string, readonly validFrom: string, readonly validTo: string }>, readonly checks: ReadonlyArray<{ readonly check: ExportCheck, readonly passed: number, readonly failed: number }>, readonly problems: ReadonlyArray<{ readonly check: ExportCheck, readonly file: string | null, readonly message: string }> } | null };

export const UserErrorFieldsFragmentDoc = {"kind":"Document","definitions":[{"kind":"FragmentDefinition","name":{"kind":"Name","value":"UserErrorFields"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"UserError"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"message"}},{"kind":"Field","name":{"kind":"Name","value":"field"}},{"kind":"Field","name":{"kind":"Name","value":"retryable"}},{"kind":"Field","name":{"kind":"Name","value":"retryAfter"}},{"kind":"Field","name":{"kind":"Name","value":"upstreamCode"}},{"kind":"Field","name":{"kind":"Name","value":"cashierMessage"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"german"}},{"kind":"Field","name":{"kind":"Name","value":"english"}}]}}]}}]} as unknown as DocumentNode;
export const TssFieldsFragmentDoc = {"kind":"Document","definitions":[{"kind":"FragmentDefinition","name":{"kind":"Name","value":"TssFields"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Tss"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"uuid"}},{"kind":"Field","name":{"kind":"Name","value":"state"}},{"kind":"Field","name":{"kind":"Name","value":"nextStates"}},{"kind":"Field","name":{"kind":"Name","value":"environment"}},{"kind":"Field","name":{"kind":"Name","value":"description"}},{"kind":"Field","name":{"kind":"Name","value":"serialNumber"}},{"kind":"Field","name":{"kind":"Name","value":"publicKey"}},{"kind":"Field","name":{"kind":"Name","value":"certificate"}},{"kind":"Field","name":{"kind":"Name","value":"bsiCertificationId"}},{"kind":"Field","name":{"kind":"Name","value":"signatureCounter"}},{"kind":"Field","name":{"kind":"Name","value":"transactionCounter"}},{"kind":"Field","name":{"kind":"Name","value":"registeredClientCount"}},{"kind":"Field","name":{"kind":"Name","value":"maximumRegisteredClients"}},{"kind":"Field","name":{"kind":"Name","value":"activeTransactionCount"}},{"kind":"Field","name":{"kind":"Name","value":"maximumActiveTransactions"}},{"kind":"Field","name":{"kind":"Name","value":"createdAt"}},{"kind":"Field","name":{"kind":"Name","value":"personalizedAt"}},{"kind":"Field","name":{"kind":"Name","value":"initializedAt"}},{"kind":"Field","name":{"kind":"Name","value":"disabledAt"}}]}}]} as unknown as DocumentNode;
export const ClientFieldsFragmentDoc = {"kind":"Document","definitions":[{"kind":"FragmentDefinition","name":{"kind":"Name","value":"ClientFields"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Client"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"uuid"}},{"kind":"Field","name":{"kind":"Name","value":"tssUuid"}},{"kind":"Field","name":{"kind":"Name","value":"serialNumber"}},{"kind":"Field","name":{"kind":"Name","value":"state"}},{"kind":"Field","name":{"kind":"Name","value":"environment"}},{"kind":"Field","name":{"kind":"Name","value":"createdAt"}},{"kind":"Field","name":{"kind":"Name","value":"updatedAt"}}]}}]} as unknown as DocumentNode;
export const TransactionFieldsFragmentDoc = {"kind":"Document","definitions":[{"kind":"FragmentDefinition","name":{"kind":"Name","value":"TransactionFields"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Transaction"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"uuid"}},{"kind":"Field","name":{"kind":"Name","value":"number"}},{"kind":"Field","name":{"kind":"Name","value":"state"}},{"kind":"Field","name":{"kind":"Name","value":"nextMoves"}},{"kind":"Field","name":{"kind":"Name","value":"revision"}},{"kind":"Field","name":{"kind":"Name","value":"latestRevision"}},{"kind":"Field","name":{"kind":"Name","value":"environment"}},{"kind":"Field","name":{"kind":"Name","value":"tssUuid"}},{"kind":"Field","name":{"kind":"Name","value":"tssSerialNumber"}},{"kind":"Field","name":{"kind":"Name","value":"clientUuid"}},{"kind":"Field","name":{"kind":"Name","value":"clientSerialNumber"}},{"kind":"Field","name":{"kind":"Name","value":"startedAt"}},{"kind":"Field","name":{"kind":"Name","value":"endedAt"}},{"kind":"Field","name":{"kind":"Name","value":"receipt"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"type"}},{"kind":"Field","name":{"kind":"Name","value":"amountsPerVatRate"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"vatRate"}},{"kind":"Field","name":{"kind":"Name","value":"amount"}}]}},{"kind":"Field","name":{"kind":"Name","value":"amountsPerPaymentType"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"paymentType"}},{"kind":"Field","name":{"kind":"Name","value":"amount"}},{"kind":"Field","name":{"kind":"Name","value":"currencyCode"}}]}}]}},{"kind":"Field","name":{"kind":"Name","value":"order"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"lines"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"quantity"}},{"kind":"Field","name":{"kind":"Name","value":"text"}},{"kind":"Field","name":{"kind":"Name","value":"pricePerUnit"}}]}}]}},{"kind":"Field","name":{"kind":"Name","value":"other"}},{"kind":"Field","name":{"kind":"Name","value":"raw"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"processType"}},{"kind":"Field","name":{"kind":"Name","value":"processData"}},{"kind":"Field","name":{"kind":"Name","value":"text"}}]}},{"kind":"Field","name":{"kind":"Name","value":"log"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"operation"}},{"kind":"Field","name":{"kind":"Name","value":"timestamp"}},{"kind":"Field","name":{"kind":"Name","value":"timestampFormat"}}]}},{"kind":"Field","name":{"kind":"Name","value":"signature"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"value"}},{"kind":"Field","name":{"kind":"Name","value":"algorithm"}},{"kind":"Field","name":{"kind":"Name","value":"counter"}},{"kind":"Field","name":{"kind":"Name","value":"publicKey"}}]}},{"kind":"Field","name":{"kind":"Name","value":"qrCode"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"data"}}]}}]}}]} as unknown as DocumentNode;
export const ExportFieldsFragmentDoc = {"kind":"Document","definitions":[{"kind":"FragmentDefinition","name":{"kind":"Name","value":"ExportFields"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Export"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"uuid"}},{"kind":"Field","name":{"kind":"Name","value":"tssUuid"}},{"kind":"Field","name":{"kind":"Name","value":"state"}},{"kind":"Field","name":{"kind":"Name","value":"exception"}},{"kind":"Field","name":{"kind":"Name","value":"environment"}},{"kind":"Field","name":{"kind":"Name","value":"requestedAt"}},{"kind":"Field","name":{"kind":"Name","value":"startedAt"}},{"kind":"Field","name":{"kind":"Name","value":"estimatedCompletionAt"}},{"kind":"Field","name":{"kind":"Name","value":"endedAt"}},{"kind":"Field","name":{"kind":"Name","value":"failedAt"}},{"kind":"Field","name":{"kind":"Name","value":"expiresAt"}},{"kind":"Field","name":{"kind":"Name","value":"progress"}},{"kind":"Field","name":{"kind":"Name","value":"download"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"url"}},{"kind":"Field","name":{"kind":"Name","value":"expiresAt"}},{"kind":"Field","name":{"kind":"Name","value":"fileName"}}]}}]}}]} as unknown as DocumentNode;
export const TransactionConflictFieldsFragmentDoc = {"kind":"Document","definitions":[{"kind":"FragmentDefinition","name":{"kind":"Name","value":"TransactionConflictFields"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"TransactionConflict"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"currentRevision"}},{"kind":"Field","name":{"kind":"Name","value":"currentState"}},{"kind":"Field","name":{"kind":"Name","value":"nextMoves"}}]}}]} as unknown as DocumentNode;
export const ReceiptNoteFieldsFragmentDoc = {"kind":"Document","definitions":[{"kind":"FragmentDefinition","name":{"kind":"Name","value":"ReceiptNoteFields"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"ReceiptNote"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"print"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"german"}},{"kind":"Field","name":{"kind":"Name","value":"english"}}]}},{"kind":"Field","name":{"kind":"Name","value":"advice"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"german"}},{"kind":"Field","name":{"kind":"Name","value":"english"}}]}}]}}]} as unknown as DocumentNode;
export const MeterSnapshotFieldsFragmentDoc = {"kind":"Document","definitions":[{"kind":"FragmentDefinition","name":{"kind":"Name","value":"MeterSnapshotFields"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"MeterSnapshot"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"meterType"}},{"kind":"Field","name":{"kind":"Name","value":"manufacturer"}},{"kind":"Field","name":{"kind":"Name","value":"model"}},{"kind":"Field","name":{"kind":"Name","value":"totalKilometers"}},{"kind":"Field","name":{"kind":"Name","value":"totalKilometersWithPassengers"}},{"kind":"Field","name":{"kind":"Name","value":"totalPassengerTransfers"}},{"kind":"Field","name":{"kind":"Name","value":"totalSurchargeOrBaseAmount"}},{"kind":"Field","name":{"kind":"Name","value":"totalBilledAmount"}},{"kind":"Field","name":{"kind":"Name","value":"constant"}},{"kind":"Field","name":{"kind":"Name","value":"lastBackupAt"}},{"kind":"Field","name":{"kind":"Name","value":"vehicleId"}},{"kind":"Field","name":{"kind":"Name","value":"localTime"}},{"kind":"Field","name":{"kind":"Name","value":"tariffId"}}]}}]} as unknown as DocumentNode;
export const ProcessDataFieldsFragmentDoc = {"kind":"Document","definitions":[{"kind":"FragmentDefinition","name":{"kind":"Name","value":"ProcessDataFields"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"ProcessData"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Receipt"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"type"}},{"kind":"Field","name":{"kind":"Name","value":"amountsPerVatRate"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"vatRate"}},{"kind":"Field","name":{"kind":"Name","value":"amount"}}]}},{"kind":"Field","name":{"kind":"Name","value":"amountsPerPaymentType"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"paymentType"}},{"kind":"Field","name":{"kind":"Name","value":"amount"}},{"kind":"Field","name":{"kind":"Name","value":"currencyCode"}}]}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Order"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"lines"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"quantity"}},{"kind":"Field","name":{"kind":"Name","value":"text"}},{"kind":"Field","name":{"kind":"Name","value":"pricePerUnit"}}]}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"OtherProcessData"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"content"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"TaximeterPowerUp"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"snapshot"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"MeterSnapshotFields"}}]}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"TaximeterPowerOff"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"snapshot"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"MeterSnapshotFields"}}]}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"TaximeterDriverStatus"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"status"}},{"kind":"Field","name":{"kind":"Name","value":"driverId"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"TaximeterTripReceipt"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"trip"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"meterType"}},{"kind":"Field","name":{"kind":"Name","value":"vehicleId"}},{"kind":"Field","name":{"kind":"Name","value":"tariffId"}},{"kind":"Field","name":{"kind":"Name","value":"type"}},{"kind":"Field","name":{"kind":"Name","value":"startedAt"}},{"kind":"Field","name":{"kind":"Name","value":"endedAt"}},{"kind":"Field","name":{"kind":"Name","value":"distanceKilometers"}},{"kind":"Field","name":{"kind":"Name","value":"fare"}},{"kind":"Field","name":{"kind":"Name","value":"surcharge"}},{"kind":"Field","name":{"kind":"Name","value":"totalBilled"}},{"kind":"Field","name":{"kind":"Name","value":"amountsPerVatRate"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"vatRate"}},{"kind":"Field","name":{"kind":"Name","value":"amount"}}]}},{"kind":"Field","name":{"kind":"Name","value":"amountsPerPaymentType"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"paymentType"}},{"kind":"Field","name":{"kind":"Name","value":"amount"}},{"kind":"Field","name":{"kind":"Name","value":"currencyCode"}}]}}]}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"TaximeterEmptyTrip"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"kilometerReading"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"TaximeterBreak"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"kilometerReading"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"TaximeterOther"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"freeText"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"RawProcessData"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"processType"}},{"kind":"Field","name":{"kind":"Name","value":"processData"}},{"kind":"Field","name":{"kind":"Name","value":"text"}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"MeterSnapshotFields"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"MeterSnapshot"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"meterType"}},{"kind":"Field","name":{"kind":"Name","value":"manufacturer"}},{"kind":"Field","name":{"kind":"Name","value":"model"}},{"kind":"Field","name":{"kind":"Name","value":"totalKilometers"}},{"kind":"Field","name":{"kind":"Name","value":"totalKilometersWithPassengers"}},{"kind":"Field","name":{"kind":"Name","value":"totalPassengerTransfers"}},{"kind":"Field","name":{"kind":"Name","value":"totalSurchargeOrBaseAmount"}},{"kind":"Field","name":{"kind":"Name","value":"totalBilledAmount"}},{"kind":"Field","name":{"kind":"Name","value":"constant"}},{"kind":"Field","name":{"kind":"Name","value":"lastBackupAt"}},{"kind":"Field","name":{"kind":"Name","value":"vehicleId"}},{"kind":"Field","name":{"kind":"Name","value":"localTime"}},{"kind":"Field","name":{"kind":"Name","value":"tariffId"}}]}}]} as unknown as DocumentNode;
export const ReceiptVerificationFieldsFragmentDoc = {"kind":"Document","definitions":[{"kind":"FragmentDefinition","name":{"kind":"Name","value":"ReceiptVerificationFields"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"ReceiptVerification"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"valid"}},{"kind":"Field","name":{"kind":"Name","value":"status"}},{"kind":"Field","name":{"kind":"Name","value":"detail"}},{"kind":"Field","name":{"kind":"Name","value":"curve"}},{"kind":"Field","name":{"kind":"Name","value":"content"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"clientSerialNumber"}},{"kind":"Field","name":{"kind":"Name","value":"processType"}},{"kind":"Field","name":{"kind":"Name","value":"processData"}},{"kind":"Field","name":{"kind":"Name","value":"transactionNumber"}},{"kind":"Field","name":{"kind":"Name","value":"signatureCounter"}},{"kind":"Field","name":{"kind":"Name","value":"startTime"}},{"kind":"Field","name":{"kind":"Name","value":"logTime"}},{"kind":"Field","name":{"kind":"Name","value":"signatureAlgorithm"}},{"kind":"Field","name":{"kind":"Name","value":"logTimeFormat"}},{"kind":"Field","name":{"kind":"Name","value":"signature"}},{"kind":"Field","name":{"kind":"Name","value":"publicKey"}},{"kind":"Field","name":{"kind":"Name","value":"tssSerialNumber"}}]}},{"kind":"Field","name":{"kind":"Name","value":"proven"}},{"kind":"Field","name":{"kind":"Name","value":"notChecked"}}]}}]} as unknown as DocumentNode;
export const AuthenticateDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"Authenticate"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"AuthenticateInput"}}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"baseUrl"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"String"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"authenticate"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}},{"kind":"Argument","name":{"kind":"Name","value":"baseUrl"},"value":{"kind":"Variable","name":{"kind":"Name","value":"baseUrl"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"session"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"accessToken"}},{"kind":"Field","name":{"kind":"Name","value":"accessTokenExpiresAt"}},{"kind":"Field","name":{"kind":"Name","value":"refreshToken"}},{"kind":"Field","name":{"kind":"Name","value":"refreshTokenExpiresAt"}},{"kind":"Field","name":{"kind":"Name","value":"environment"}},{"kind":"Field","name":{"kind":"Name","value":"organizationUuid"}},{"kind":"Field","name":{"kind":"Name","value":"host"}}]}},{"kind":"Field","name":{"kind":"Name","value":"userErrors"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"UserErrorFields"}}]}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"UserErrorFields"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"UserError"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"message"}},{"kind":"Field","name":{"kind":"Name","value":"field"}},{"kind":"Field","name":{"kind":"Name","value":"retryable"}},{"kind":"Field","name":{"kind":"Name","value":"retryAfter"}},{"kind":"Field","name":{"kind":"Name","value":"upstreamCode"}},{"kind":"Field","name":{"kind":"Name","value":"cashierMessage"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"german"}},{"kind":"Field","name":{"kind":"Name","value":"english"}}]}}]}}]} as unknown as DocumentNode;
export const ProvisionTssDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"ProvisionTss"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"ProvisionTssInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"provisionTss"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"tss"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"TssFields"}}]}},{"kind":"Field","name":{"kind":"Name","value":"adminPuk"}},{"kind":"Field","name":{"kind":"Name","value":"clients"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"ClientFields"}}]}},{"kind":"Field","name":{"kind":"Name","value":"steps"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"state"}}]}},{"kind":"Field","name":{"kind":"Name","value":"userErrors"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"UserErrorFields"}}]}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"UserErrorFields"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"UserError"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"message"}},{"kind":"Field","name":{"kind":"Name","value":"field"}},{"kind":"Field","name":{"kind":"Name","value":"retryable"}},{"kind":"Field","name":{"kind":"Name","value":"retryAfter"}},{"kind":"Field","name":{"kind":"Name","value":"upstreamCode"}},{"kind":"Field","name":{"kind":"Name","value":"cashierMessage"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"german"}},{"kind":"Field","name":{"kind":"Name","value":"english"}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"TssFields"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Tss"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"uuid"}},{"kind":"Field","name":{"kind":"Name","value":"state"}},{"kind":"Field","name":{"kind":"Name","value":"nextStates"}},{"kind":"Field","name":{"kind":"Name","value":"environment"}},{"kind":"Field","name":{"kind":"Name","value":"description"}},{"kind":"Field","name":{"kind":"Name","value":"serialNumber"}},{"kind":"Field","name":{"kind":"Name","value":"publicKey"}},{"kind":"Field","name":{"kind":"Name","value":"certificate"}},{"kind":"Field","name":{"kind":"Name","value":"bsiCertificationId"}},{"kind":"Field","name":{"kind":"Name","value":"signatureCounter"}},{"kind":"Field","name":{"kind":"Name","value":"transactionCounter"}},{"kind":"Field","name":{"kind":"Name","value":"registeredClientCount"}},{"kind":"Field","name":{"kind":"Name","value":"maximumRegisteredClients"}},{"kind":"Field","name":{"kind":"Name","value":"activeTransactionCount"}},{"kind":"Field","name":{"kind":"Name","value":"maximumActiveTransactions"}},{"kind":"Field","name":{"kind":"Name","value":"createdAt"}},{"kind":"Field","name":{"kind":"Name","value":"personalizedAt"}},{"kind":"Field","name":{"kind":"Name","value":"initializedAt"}},{"kind":"Field","name":{"kind":"Name","value":"disabledAt"}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"ClientFields"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Client"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"uuid"}},{"kind":"Field","name":{"kind":"Name","value":"tssUuid"}},{"kind":"Field","name":{"kind":"Name","value":"serialNumber"}},{"kind":"Field","name":{"kind":"Name","value":"state"}},{"kind":"Field","name":{"kind":"Name","value":"environment"}},{"kind":"Field","name":{"kind":"Name","value":"createdAt"}},{"kind":"Field","name":{"kind":"Name","value":"updatedAt"}}]}}]} as unknown as DocumentNode;
export const DeprovisionTssDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"DeprovisionTss"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"DeprovisionTssInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"deprovisionTss"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"tss"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"TssFields"}}]}},{"kind":"Field","name":{"kind":"Name","value":"disabled"}},{"kind":"Field","name":{"kind":"Name","value":"userErrors"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"UserErrorFields"}}]}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"UserErrorFields"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"UserError"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"message"}},{"kind":"Field","name":{"kind":"Name","value":"field"}},{"kind":"Field","name":{"kind":"Name","value":"retryable"}},{"kind":"Field","name":{"kind":"Name","value":"retryAfter"}},{"kind":"Field","name":{"kind":"Name","value":"upstreamCode"}},{"kind":"Field","name":{"kind":"Name","value":"cashierMessage"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"german"}},{"kind":"Field","name":{"kind":"Name","value":"english"}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"TssFields"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Tss"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"uuid"}},{"kind":"Field","name":{"kind":"Name","value":"state"}},{"kind":"Field","name":{"kind":"Name","value":"nextStates"}},{"kind":"Field","name":{"kind":"Name","value":"environment"}},{"kind":"Field","name":{"kind":"Name","value":"description"}},{"kind":"Field","name":{"kind":"Name","value":"serialNumber"}},{"kind":"Field","name":{"kind":"Name","value":"publicKey"}},{"kind":"Field","name":{"kind":"Name","value":"certificate"}},{"kind":"Field","name":{"kind":"Name","value":"bsiCertificationId"}},{"kind":"Field","name":{"kind":"Name","value":"signatureCounter"}},{"kind":"Field","name":{"kind":"Name","value":"transactionCounter"}},{"kind":"Field","name":{"kind":"Name","value":"registeredClientCount"}},{"kind":"Field","name":{"kind":"Name","value":"maximumRegisteredClients"}},{"kind":"Field","name":{"kind":"Name","value":"activeTransactionCount"}},{"kind":"Field","name":{"kind":"Name","value":"maximumActiveTransactions"}},{"kind":"Field","name":{"kind":"Name","value":"createdAt"}},{"kind":"Field","name":{"kind":"Name","value":"personalizedAt"}},{"kind":"Field","name":{"kind":"Name","value":"initializedAt"}},{"kind":"Field","name":{"kind":"Name","value":"disabledAt"}}]}}]} as unknown as DocumentNode;
export const CreateTssDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"CreateTss"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"CreateTssInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"createTss"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"tss"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"TssFields"}}]}},{"kind":"Field","name":{"kind":"Name","value":"adminPuk"}},{"kind":"Field","name":{"kind":"Name","value":"userErrors"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"UserErrorFields"}}]}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"UserErrorFields"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"UserError"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"message"}},{"kind":"Field","name":{"kind":"Name","value":"field"}},{"kind":"Field","name":{"kind":"Name","value":"retryable"}},{"kind":"Field","name":{"kind":"Name","value":"retryAfter"}},{"kind":"Field","name":{"kind":"Name","value":"upstreamCode"}},{"kind":"Field","name":{"kind":"Name","value":"cashierMessage"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"german"}},{"kind":"Field","name":{"kind":"Name","value":"english"}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"TssFields"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Tss"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"uuid"}},{"kind":"Field","name":{"kind":"Name","value":"state"}},{"kind":"Field","name":{"kind":"Name","value":"nextStates"}},{"kind":"Field","name":{"kind":"Name","value":"environment"}},{"kind":"Field","name":{"kind":"Name","value":"description"}},{"kind":"Field","name":{"kind":"Name","value":"serialNumber"}},{"kind":"Field","name":{"kind":"Name","value":"publicKey"}},{"kind":"Field","name":{"kind":"Name","value":"certificate"}},{"kind":"Field","name":{"kind":"Name","value":"bsiCertificationId"}},{"kind":"Field","name":{"kind":"Name","value":"signatureCounter"}},{"kind":"Field","name":{"kind":"Name","value":"transactionCounter"}},{"kind":"Field","name":{"kind":"Name","value":"registeredClientCount"}},{"kind":"Field","name":{"kind":"Name","value":"maximumRegisteredClients"}},{"kind":"Field","name":{"kind":"Name","value":"activeTransactionCount"}},{"kind":"Field","name":{"kind":"Name","value":"maximumActiveTransactions"}},{"kind":"Field","name":{"kind":"Name","value":"createdAt"}},{"kind":"Field","name":{"kind":"Name","value":"personalizedAt"}},{"kind":"Field","name":{"kind":"Name","value":"initializedAt"}},{"kind":"Field","name":{"kind":"Name","value":"disabledAt"}}]}}]} as unknown as DocumentNode;
export const PersonalizeTssDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"PersonalizeTss"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"PersonalizeTssInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"personalizeTss"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"tss"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"TssFields"}}]}},{"kind":"Field","name":{"kind":"Name","value":"userErrors"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"UserErrorFields"}}]}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"UserErrorFields"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"UserError"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"message"}},{"kind":"Field","name":{"kind":"Name","value":"field"}},{"kind":"Field","name":{"kind":"Name","value":"retryable"}},{"kind":"Field","name":{"kind":"Name","value":"retryAfter"}},{"kind":"Field","name":{"kind":"Name","value":"upstreamCode"}},{"kind":"Field","name":{"kind":"Name","value":"cashierMessage"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"german"}},{"kind":"Field","name":{"kind":"Name","value":"english"}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"TssFields"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Tss"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"uuid"}},{"kind":"Field","name":{"kind":"Name","value":"state"}},{"kind":"Field","name":{"kind":"Name","value":"nextStates"}},{"kind":"Field","name":{"kind":"Name","value":"environment"}},{"kind":"Field","name":{"kind":"Name","value":"description"}},{"kind":"Field","name":{"kind":"Name","value":"serialNumber"}},{"kind":"Field","name":{"kind":"Name","value":"publicKey"}},{"kind":"Field","name":{"kind":"Name","value":"certificate"}},{"kind":"Field","name":{"kind":"Name","value":"bsiCertificationId"}},{"kind":"Field","name":{"kind":"Name","value":"signatureCounter"}},{"kind":"Field","name":{"kind":"Name","value":"transactionCounter"}},{"kind":"Field","name":{"kind":"Name","value":"registeredClientCount"}},{"kind":"Field","name":{"kind":"Name","value":"maximumRegisteredClients"}},{"kind":"Field","name":{"kind":"Name","value":"activeTransactionCount"}},{"kind":"Field","name":{"kind":"Name","value":"maximumActiveTransactions"}},{"kind":"Field","name":{"kind":"Name","value":"createdAt"}},{"kind":"Field","name":{"kind":"Name","value":"personalizedAt"}},{"kind":"Field","name":{"kind":"Name","value":"initializedAt"}},{"kind":"Field","name":{"kind":"Name","value":"disabledAt"}}]}}]} as unknown as DocumentNode;
export const InitializeTssDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"InitializeTss"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"InitializeTssInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"initializeTss"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"tss"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"TssFields"}}]}},{"kind":"Field","name":{"kind":"Name","value":"userErrors"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"UserErrorFields"}}]}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"UserErrorFields"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"UserError"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"message"}},{"kind":"Field","name":{"kind":"Name","value":"field"}},{"kind":"Field","name":{"kind":"Name","value":"retryable"}},{"kind":"Field","name":{"kind":"Name","value":"retryAfter"}},{"kind":"Field","name":{"kind":"Name","value":"upstreamCode"}},{"kind":"Field","name":{"kind":"Name","value":"cashierMessage"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"german"}},{"kind":"Field","name":{"kind":"Name","value":"english"}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"TssFields"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Tss"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"uuid"}},{"kind":"Field","name":{"kind":"Name","value":"state"}},{"kind":"Field","name":{"kind":"Name","value":"nextStates"}},{"kind":"Field","name":{"kind":"Name","value":"environment"}},{"kind":"Field","name":{"kind":"Name","value":"description"}},{"kind":"Field","name":{"kind":"Name","value":"serialNumber"}},{"kind":"Field","name":{"kind":"Name","value":"publicKey"}},{"kind":"Field","name":{"kind":"Name","value":"certificate"}},{"kind":"Field","name":{"kind":"Name","value":"bsiCertificationId"}},{"kind":"Field","name":{"kind":"Name","value":"signatureCounter"}},{"kind":"Field","name":{"kind":"Name","value":"transactionCounter"}},{"kind":"Field","name":{"kind":"Name","value":"registeredClientCount"}},{"kind":"Field","name":{"kind":"Name","value":"maximumRegisteredClients"}},{"kind":"Field","name":{"kind":"Name","value":"activeTransactionCount"}},{"kind":"Field","name":{"kind":"Name","value":"maximumActiveTransactions"}},{"kind":"Field","name":{"kind":"Name","value":"createdAt"}},{"kind":"Field","name":{"kind":"Name","value":"personalizedAt"}},{"kind":"Field","name":{"kind":"Name","value":"initializedAt"}},{"kind":"Field","name":{"kind":"Name","value":"disabledAt"}}]}}]} as unknown as DocumentNode;
export const DisableTssDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"DisableTss"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"DisableTssInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"disableTss"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"tss"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"TssFields"}}]}},{"kind":"Field","name":{"kind":"Name","value":"userErrors"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"UserErrorFields"}}]}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"UserErrorFields"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"UserError"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"message"}},{"kind":"Field","name":{"kind":"Name","value":"field"}},{"kind":"Field","name":{"kind":"Name","value":"retryable"}},{"kind":"Field","name":{"kind":"Name","value":"retryAfter"}},{"kind":"Field","name":{"kind":"Name","value":"upstreamCode"}},{"kind":"Field","name":{"kind":"Name","value":"cashierMessage"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"german"}},{"kind":"Field","name":{"kind":"Name","value":"english"}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"TssFields"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Tss"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"uuid"}},{"kind":"Field","name":{"kind":"Name","value":"state"}},{"kind":"Field","name":{"kind":"Name","value":"nextStates"}},{"kind":"Field","name":{"kind":"Name","value":"environment"}},{"kind":"Field","name":{"kind":"Name","value":"description"}},{"kind":"Field","name":{"kind":"Name","value":"serialNumber"}},{"kind":"Field","name":{"kind":"Name","value":"publicKey"}},{"kind":"Field","name":{"kind":"Name","value":"certificate"}},{"kind":"Field","name":{"kind":"Name","value":"bsiCertificationId"}},{"kind":"Field","name":{"kind":"Name","value":"signatureCounter"}},{"kind":"Field","name":{"kind":"Name","value":"transactionCounter"}},{"kind":"Field","name":{"kind":"Name","value":"registeredClientCount"}},{"kind":"Field","name":{"kind":"Name","value":"maximumRegisteredClients"}},{"kind":"Field","name":{"kind":"Name","value":"activeTransactionCount"}},{"kind":"Field","name":{"kind":"Name","value":"maximumActiveTransactions"}},{"kind":"Field","name":{"kind":"Name","value":"createdAt"}},{"kind":"Field","name":{"kind":"Name","value":"personalizedAt"}},{"kind":"Field","name":{"kind":"Name","value":"initializedAt"}},{"kind":"Field","name":{"kind":"Name","value":"disabledAt"}}]}}]} as unknown as DocumentNode;
export const ChangeAdminPinDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"ChangeAdminPin"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"ChangeAdminPinInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"changeAdminPin"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"tss"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"uuid"}}]}},{"kind":"Field","name":{"kind":"Name","value":"userErrors"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"UserErrorFields"}}]}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"UserErrorFields"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"UserError"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"message"}},{"kind":"Field","name":{"kind":"Name","value":"field"}},{"kind":"Field","name":{"kind":"Name","value":"retryable"}},{"kind":"Field","name":{"kind":"Name","value":"retryAfter"}},{"kind":"Field","name":{"kind":"Name","value":"upstreamCode"}},{"kind":"Field","name":{"kind":"Name","value":"cashierMessage"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"german"}},{"kind":"Field","name":{"kind":"Name","value":"english"}}]}}]}}]} as unknown as DocumentNode;
export const AuthenticateAdminDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"AuthenticateAdmin"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"AuthenticateAdminInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"authenticateAdmin"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"tss"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"uuid"}}]}},{"kind":"Field","name":{"kind":"Name","value":"userErrors"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"UserErrorFields"}}]}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"UserErrorFields"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"UserError"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"message"}},{"kind":"Field","name":{"kind":"Name","value":"field"}},{"kind":"Field","name":{"kind":"Name","value":"retryable"}},{"kind":"Field","name":{"kind":"Name","value":"retryAfter"}},{"kind":"Field","name":{"kind":"Name","value":"upstreamCode"}},{"kind":"Field","name":{"kind":"Name","value":"cashierMessage"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"german"}},{"kind":"Field","name":{"kind":"Name","value":"english"}}]}}]}}]} as unknown as DocumentNode;
export const LogoutAdminDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"LogoutAdmin"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"LogoutAdminInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"logoutAdmin"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"tss"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"uuid"}}]}},{"kind":"Field","name":{"kind":"Name","value":"userErrors"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"UserErrorFields"}}]}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"UserErrorFields"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"UserError"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"message"}},{"kind":"Field","name":{"kind":"Name","value":"field"}},{"kind":"Field","name":{"kind":"Name","value":"retryable"}},{"kind":"Field","name":{"kind":"Name","value":"retryAfter"}},{"kind":"Field","name":{"kind":"Name","value":"upstreamCode"}},{"kind":"Field","name":{"kind":"Name","value":"cashierMessage"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"german"}},{"kind":"Field","name":{"kind":"Name","value":"english"}}]}}]}}]} as unknown as DocumentNode;
export const CreateClientDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"CreateClient"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"CreateClientInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"createClient"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"client"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"ClientFields"}}]}},{"kind":"Field","name":{"kind":"Name","value":"userErrors"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"UserErrorFields"}}]}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"UserErrorFields"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"UserError"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"message"}},{"kind":"Field","name":{"kind":"Name","value":"field"}},{"kind":"Field","name":{"kind":"Name","value":"retryable"}},{"kind":"Field","name":{"kind":"Name","value":"retryAfter"}},{"kind":"Field","name":{"kind":"Name","value":"upstreamCode"}},{"kind":"Field","name":{"kind":"Name","value":"cashierMessage"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"german"}},{"kind":"Field","name":{"kind":"Name","value":"english"}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"ClientFields"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Client"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"uuid"}},{"kind":"Field","name":{"kind":"Name","value":"tssUuid"}},{"kind":"Field","name":{"kind":"Name","value":"serialNumber"}},{"kind":"Field","name":{"kind":"Name","value":"state"}},{"kind":"Field","name":{"kind":"Name","value":"environment"}},{"kind":"Field","name":{"kind":"Name","value":"createdAt"}},{"kind":"Field","name":{"kind":"Name","value":"updatedAt"}}]}}]} as unknown as DocumentNode;
export const RegisterClientDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"RegisterClient"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"RegisterClientInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"registerClient"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"client"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"ClientFields"}}]}},{"kind":"Field","name":{"kind":"Name","value":"userErrors"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"UserErrorFields"}}]}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"UserErrorFields"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"UserError"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"message"}},{"kind":"Field","name":{"kind":"Name","value":"field"}},{"kind":"Field","name":{"kind":"Name","value":"retryable"}},{"kind":"Field","name":{"kind":"Name","value":"retryAfter"}},{"kind":"Field","name":{"kind":"Name","value":"upstreamCode"}},{"kind":"Field","name":{"kind":"Name","value":"cashierMessage"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"german"}},{"kind":"Field","name":{"kind":"Name","value":"english"}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"ClientFields"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Client"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"uuid"}},{"kind":"Field","name":{"kind":"Name","value":"tssUuid"}},{"kind":"Field","name":{"kind":"Name","value":"serialNumber"}},{"kind":"Field","name":{"kind":"Name","value":"state"}},{"kind":"Field","name":{"kind":"Name","value":"environment"}},{"kind":"Field","name":{"kind":"Name","value":"createdAt"}},{"kind":"Field","name":{"kind":"Name","value":"updatedAt"}}]}}]} as unknown as DocumentNode;
export const DeregisterClientDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"DeregisterClient"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"DeregisterClientInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"deregisterClient"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"client"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"ClientFields"}}]}},{"kind":"Field","name":{"kind":"Name","value":"userErrors"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"UserErrorFields"}}]}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"UserErrorFields"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"UserError"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"message"}},{"kind":"Field","name":{"kind":"Name","value":"field"}},{"kind":"Field","name":{"kind":"Name","value":"retryable"}},{"kind":"Field","name":{"kind":"Name","value":"retryAfter"}},{"kind":"Field","name":{"kind":"Name","value":"upstreamCode"}},{"kind":"Field","name":{"kind":"Name","value":"cashierMessage"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"german"}},{"kind":"Field","name":{"kind":"Name","value":"english"}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"ClientFields"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Client"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"uuid"}},{"kind":"Field","name":{"kind":"Name","value":"tssUuid"}},{"kind":"Field","name":{"kind":"Name","value":"serialNumber"}},{"kind":"Field","name":{"kind":"Name","value":"state"}},{"kind":"Field","name":{"kind":"Name","value":"environment"}},{"kind":"Field","name":{"kind":"Name","value":"createdAt"}},{"kind":"Field","name":{"kind":"Name","value":"updatedAt"}}]}}]} as unknown as DocumentNode;
export const SignReceiptDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"SignReceipt"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"SignReceiptInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"signReceipt"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"outcome"}},{"kind":"Field","name":{"kind":"Name","value":"transaction"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"TransactionFields"}}]}},{"kind":"Field","name":{"kind":"Name","value":"revision"}},{"kind":"Field","name":{"kind":"Name","value":"conflict"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"TransactionConflictFields"}}]}},{"kind":"Field","name":{"kind":"Name","value":"receiptNote"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"ReceiptNoteFields"}}]}},{"kind":"Field","name":{"kind":"Name","value":"warnings"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"message"}},{"kind":"Field","name":{"kind":"Name","value":"field"}}]}},{"kind":"Field","name":{"kind":"Name","value":"userErrors"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"UserErrorFields"}}]}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"UserErrorFields"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"UserError"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"message"}},{"kind":"Field","name":{"kind":"Name","value":"field"}},{"kind":"Field","name":{"kind":"Name","value":"retryable"}},{"kind":"Field","name":{"kind":"Name","value":"retryAfter"}},{"kind":"Field","name":{"kind":"Name","value":"upstreamCode"}},{"kind":"Field","name":{"kind":"Name","value":"cashierMessage"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"german"}},{"kind":"Field","name":{"kind":"Name","value":"english"}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"TransactionFields"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Transaction"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"uuid"}},{"kind":"Field","name":{"kind":"Name","value":"number"}},{"kind":"Field","name":{"kind":"Name","value":"state"}},{"kind":"Field","name":{"kind":"Name","value":"nextMoves"}},{"kind":"Field","name":{"kind":"Name","value":"revision"}},{"kind":"Field","name":{"kind":"Name","value":"latestRevision"}},{"kind":"Field","name":{"kind":"Name","value":"environment"}},{"kind":"Field","name":{"kind":"Name","value":"tssUuid"}},{"kind":"Field","name":{"kind":"Name","value":"tssSerialNumber"}},{"kind":"Field","name":{"kind":"Name","value":"clientUuid"}},{"kind":"Field","name":{"kind":"Name","value":"clientSerialNumber"}},{"kind":"Field","name":{"kind":"Name","value":"startedAt"}},{"kind":"Field","name":{"kind":"Name","value":"endedAt"}},{"kind":"Field","name":{"kind":"Name","value":"receipt"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"type"}},{"kind":"Field","name":{"kind":"Name","value":"amountsPerVatRate"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"vatRate"}},{"kind":"Field","name":{"kind":"Name","value":"amount"}}]}},{"kind":"Field","name":{"kind":"Name","value":"amountsPerPaymentType"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"paymentType"}},{"kind":"Field","name":{"kind":"Name","value":"amount"}},{"kind":"Field","name":{"kind":"Name","value":"currencyCode"}}]}}]}},{"kind":"Field","name":{"kind":"Name","value":"order"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"lines"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"quantity"}},{"kind":"Field","name":{"kind":"Name","value":"text"}},{"kind":"Field","name":{"kind":"Name","value":"pricePerUnit"}}]}}]}},{"kind":"Field","name":{"kind":"Name","value":"other"}},{"kind":"Field","name":{"kind":"Name","value":"raw"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"processType"}},{"kind":"Field","name":{"kind":"Name","value":"processData"}},{"kind":"Field","name":{"kind":"Name","value":"text"}}]}},{"kind":"Field","name":{"kind":"Name","value":"log"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"operation"}},{"kind":"Field","name":{"kind":"Name","value":"timestamp"}},{"kind":"Field","name":{"kind":"Name","value":"timestampFormat"}}]}},{"kind":"Field","name":{"kind":"Name","value":"signature"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"value"}},{"kind":"Field","name":{"kind":"Name","value":"algorithm"}},{"kind":"Field","name":{"kind":"Name","value":"counter"}},{"kind":"Field","name":{"kind":"Name","value":"publicKey"}}]}},{"kind":"Field","name":{"kind":"Name","value":"qrCode"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"data"}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"TransactionConflictFields"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"TransactionConflict"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"currentRevision"}},{"kind":"Field","name":{"kind":"Name","value":"currentState"}},{"kind":"Field","name":{"kind":"Name","value":"nextMoves"}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"ReceiptNoteFields"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"ReceiptNote"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"print"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"german"}},{"kind":"Field","name":{"kind":"Name","value":"english"}}]}},{"kind":"Field","name":{"kind":"Name","value":"advice"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"german"}},{"kind":"Field","name":{"kind":"Name","value":"english"}}]}}]}}]} as unknown as DocumentNode;
export const SignOrderDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"SignOrder"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"SignOrderInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"signOrder"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"outcome"}},{"kind":"Field","name":{"kind":"Name","value":"transaction"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"TransactionFields"}}]}},{"kind":"Field","name":{"kind":"Name","value":"revision"}},{"kind":"Field","name":{"kind":"Name","value":"conflict"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"TransactionConflictFields"}}]}},{"kind":"Field","name":{"kind":"Name","value":"receiptNote"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"ReceiptNoteFields"}}]}},{"kind":"Field","name":{"kind":"Name","value":"warnings"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"message"}},{"kind":"Field","name":{"kind":"Name","value":"field"}}]}},{"kind":"Field","name":{"kind":"Name","value":"userErrors"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"UserErrorFields"}}]}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"UserErrorFields"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"UserError"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"message"}},{"kind":"Field","name":{"kind":"Name","value":"field"}},{"kind":"Field","name":{"kind":"Name","value":"retryable"}},{"kind":"Field","name":{"kind":"Name","value":"retryAfter"}},{"kind":"Field","name":{"kind":"Name","value":"upstreamCode"}},{"kind":"Field","name":{"kind":"Name","value":"cashierMessage"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"german"}},{"kind":"Field","name":{"kind":"Name","value":"english"}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"TransactionFields"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Transaction"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"uuid"}},{"kind":"Field","name":{"kind":"Name","value":"number"}},{"kind":"Field","name":{"kind":"Name","value":"state"}},{"kind":"Field","name":{"kind":"Name","value":"nextMoves"}},{"kind":"Field","name":{"kind":"Name","value":"revision"}},{"kind":"Field","name":{"kind":"Name","value":"latestRevision"}},{"kind":"Field","name":{"kind":"Name","value":"environment"}},{"kind":"Field","name":{"kind":"Name","value":"tssUuid"}},{"kind":"Field","name":{"kind":"Name","value":"tssSerialNumber"}},{"kind":"Field","name":{"kind":"Name","value":"clientUuid"}},{"kind":"Field","name":{"kind":"Name","value":"clientSerialNumber"}},{"kind":"Field","name":{"kind":"Name","value":"startedAt"}},{"kind":"Field","name":{"kind":"Name","value":"endedAt"}},{"kind":"Field","name":{"kind":"Name","value":"receipt"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"type"}},{"kind":"Field","name":{"kind":"Name","value":"amountsPerVatRate"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"vatRate"}},{"kind":"Field","name":{"kind":"Name","value":"amount"}}]}},{"kind":"Field","name":{"kind":"Name","value":"amountsPerPaymentType"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"paymentType"}},{"kind":"Field","name":{"kind":"Name","value":"amount"}},{"kind":"Field","name":{"kind":"Name","value":"currencyCode"}}]}}]}},{"kind":"Field","name":{"kind":"Name","value":"order"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"lines"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"quantity"}},{"kind":"Field","name":{"kind":"Name","value":"text"}},{"kind":"Field","name":{"kind":"Name","value":"pricePerUnit"}}]}}]}},{"kind":"Field","name":{"kind":"Name","value":"other"}},{"kind":"Field","name":{"kind":"Name","value":"raw"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"processType"}},{"kind":"Field","name":{"kind":"Name","value":"processData"}},{"kind":"Field","name":{"kind":"Name","value":"text"}}]}},{"kind":"Field","name":{"kind":"Name","value":"log"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"operation"}},{"kind":"Field","name":{"kind":"Name","value":"timestamp"}},{"kind":"Field","name":{"kind":"Name","value":"timestampFormat"}}]}},{"kind":"Field","name":{"kind":"Name","value":"signature"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"value"}},{"kind":"Field","name":{"kind":"Name","value":"algorithm"}},{"kind":"Field","name":{"kind":"Name","value":"counter"}},{"kind":"Field","name":{"kind":"Name","value":"publicKey"}}]}},{"kind":"Field","name":{"kind":"Name","value":"qrCode"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"data"}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"TransactionConflictFields"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"TransactionConflict"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"currentRevision"}},{"kind":"Field","name":{"kind":"Name","value":"currentState"}},{"kind":"Field","name":{"kind":"Name","value":"nextMoves"}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"ReceiptNoteFields"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"ReceiptNote"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"print"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"german"}},{"kind":"Field","name":{"kind":"Name","value":"english"}}]}},{"kind":"Field","name":{"kind":"Name","value":"advice"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"german"}},{"kind":"Field","name":{"kind":"Name","value":"english"}}]}}]}}]} as unknown as DocumentNode;
export const SignOtherDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"SignOther"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"SignOtherInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"signOther"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"outcome"}},{"kind":"Field","name":{"kind":"Name","value":"transaction"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"TransactionFields"}}]}},{"kind":"Field","name":{"kind":"Name","value":"revision"}},{"kind":"Field","name":{"kind":"Name","value":"conflict"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"TransactionConflictFields"}}]}},{"kind":"Field","name":{"kind":"Name","value":"receiptNote"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"ReceiptNoteFields"}}]}},{"kind":"Field","name":{"kind":"Name","value":"warnings"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"message"}},{"kind":"Field","name":{"kind":"Name","value":"field"}}]}},{"kind":"Field","name":{"kind":"Name","value":"userErrors"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"UserErrorFields"}}]}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"UserErrorFields"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"UserError"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"message"}},{"kind":"Field","name":{"kind":"Name","value":"field"}},{"kind":"Field","name":{"kind":"Name","value":"retryable"}},{"kind":"Field","name":{"kind":"Name","value":"retryAfter"}},{"kind":"Field","name":{"kind":"Name","value":"upstreamCode"}},{"kind":"Field","name":{"kind":"Name","value":"cashierMessage"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"german"}},{"kind":"Field","name":{"kind":"Name","value":"english"}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"TransactionFields"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Transaction"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"uuid"}},{"kind":"Field","name":{"kind":"Name","value":"number"}},{"kind":"Field","name":{"kind":"Name","value":"state"}},{"kind":"Field","name":{"kind":"Name","value":"nextMoves"}},{"kind":"Field","name":{"kind":"Name","value":"revision"}},{"kind":"Field","name":{"kind":"Name","value":"latestRevision"}},{"kind":"Field","name":{"kind":"Name","value":"environment"}},{"kind":"Field","name":{"kind":"Name","value":"tssUuid"}},{"kind":"Field","name":{"kind":"Name","value":"tssSerialNumber"}},{"kind":"Field","name":{"kind":"Name","value":"clientUuid"}},{"kind":"Field","name":{"kind":"Name","value":"clientSerialNumber"}},{"kind":"Field","name":{"kind":"Name","value":"startedAt"}},{"kind":"Field","name":{"kind":"Name","value":"endedAt"}},{"kind":"Field","name":{"kind":"Name","value":"receipt"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"type"}},{"kind":"Field","name":{"kind":"Name","value":"amountsPerVatRate"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"vatRate"}},{"kind":"Field","name":{"kind":"Name","value":"amount"}}]}},{"kind":"Field","name":{"kind":"Name","value":"amountsPerPaymentType"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"paymentType"}},{"kind":"Field","name":{"kind":"Name","value":"amount"}},{"kind":"Field","name":{"kind":"Name","value":"currencyCode"}}]}}]}},{"kind":"Field","name":{"kind":"Name","value":"order"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"lines"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"quantity"}},{"kind":"Field","name":{"kind":"Name","value":"text"}},{"kind":"Field","name":{"kind":"Name","value":"pricePerUnit"}}]}}]}},{"kind":"Field","name":{"kind":"Name","value":"other"}},{"kind":"Field","name":{"kind":"Name","value":"raw"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"processType"}},{"kind":"Field","name":{"kind":"Name","value":"processData"}},{"kind":"Field","name":{"kind":"Name","value":"text"}}]}},{"kind":"Field","name":{"kind":"Name","value":"log"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"operation"}},{"kind":"Field","name":{"kind":"Name","value":"timestamp"}},{"kind":"Field","name":{"kind":"Name","value":"timestampFormat"}}]}},{"kind":"Field","name":{"kind":"Name","value":"signature"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"value"}},{"kind":"Field","name":{"kind":"Name","value":"algorithm"}},{"kind":"Field","name":{"kind":"Name","value":"counter"}},{"kind":"Field","name":{"kind":"Name","value":"publicKey"}}]}},{"kind":"Field","name":{"kind":"Name","value":"qrCode"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"data"}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"TransactionConflictFields"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"TransactionConflict"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"currentRevision"}},{"kind":"Field","name":{"kind":"Name","value":"currentState"}},{"kind":"Field","name":{"kind":"Name","value":"nextMoves"}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"ReceiptNoteFields"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"ReceiptNote"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"print"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"german"}},{"kind":"Field","name":{"kind":"Name","value":"english"}}]}},{"kind":"Field","name":{"kind":"Name","value":"advice"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"german"}},{"kind":"Field","name":{"kind":"Name","value":"english"}}]}}]}}]} as unknown as DocumentNode;
export const SignRawDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"SignRaw"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"SignRawInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"signRaw"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"outcome"}},{"kind":"Field","name":{"kind":"Name","value":"transaction"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"TransactionFields"}}]}},{"kind":"Field","name":{"kind":"Name","value":"revision"}},{"kind":"Field","name":{"kind":"Name","value":"conflict"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"TransactionConflictFields"}}]}},{"kind":"Field","name":{"kind":"Name","value":"receiptNote"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"ReceiptNoteFields"}}]}},{"kind":"Field","name":{"kind":"Name","value":"warnings"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"message"}},{"kind":"Field","name":{"kind":"Name","value":"field"}}]}},{"kind":"Field","name":{"kind":"Name","value":"userErrors"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"UserErrorFields"}}]}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"UserErrorFields"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"UserError"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"message"}},{"kind":"Field","name":{"kind":"Name","value":"field"}},{"kind":"Field","name":{"kind":"Name","value":"retryable"}},{"kind":"Field","name":{"kind":"Name","value":"retryAfter"}},{"kind":"Field","name":{"kind":"Name","value":"upstreamCode"}},{"kind":"Field","name":{"kind":"Name","value":"cashierMessage"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"german"}},{"kind":"Field","name":{"kind":"Name","value":"english"}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"TransactionFields"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Transaction"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"uuid"}},{"kind":"Field","name":{"kind":"Name","value":"number"}},{"kind":"Field","name":{"kind":"Name","value":"state"}},{"kind":"Field","name":{"kind":"Name","value":"nextMoves"}},{"kind":"Field","name":{"kind":"Name","value":"revision"}},{"kind":"Field","name":{"kind":"Name","value":"latestRevision"}},{"kind":"Field","name":{"kind":"Name","value":"environment"}},{"kind":"Field","name":{"kind":"Name","value":"tssUuid"}},{"kind":"Field","name":{"kind":"Name","value":"tssSerialNumber"}},{"kind":"Field","name":{"kind":"Name","value":"clientUuid"}},{"kind":"Field","name":{"kind":"Name","value":"clientSerialNumber"}},{"kind":"Field","name":{"kind":"Name","value":"startedAt"}},{"kind":"Field","name":{"kind":"Name","value":"endedAt"}},{"kind":"Field","name":{"kind":"Name","value":"receipt"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"type"}},{"kind":"Field","name":{"kind":"Name","value":"amountsPerVatRate"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"vatRate"}},{"kind":"Field","name":{"kind":"Name","value":"amount"}}]}},{"kind":"Field","name":{"kind":"Name","value":"amountsPerPaymentType"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"paymentType"}},{"kind":"Field","name":{"kind":"Name","value":"amount"}},{"kind":"Field","name":{"kind":"Name","value":"currencyCode"}}]}}]}},{"kind":"Field","name":{"kind":"Name","value":"order"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"lines"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"quantity"}},{"kind":"Field","name":{"kind":"Name","value":"text"}},{"kind":"Field","name":{"kind":"Name","value":"pricePerUnit"}}]}}]}},{"kind":"Field","name":{"kind":"Name","value":"other"}},{"kind":"Field","name":{"kind":"Name","value":"raw"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"processType"}},{"kind":"Field","name":{"kind":"Name","value":"processData"}},{"kind":"Field","name":{"kind":"Name","value":"text"}}]}},{"kind":"Field","name":{"kind":"Name","value":"log"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"operation"}},{"kind":"Field","name":{"kind":"Name","value":"timestamp"}},{"kind":"Field","name":{"kind":"Name","value":"timestampFormat"}}]}},{"kind":"Field","name":{"kind":"Name","value":"signature"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"value"}},{"kind":"Field","name":{"kind":"Name","value":"algorithm"}},{"kind":"Field","name":{"kind":"Name","value":"counter"}},{"kind":"Field","name":{"kind":"Name","value":"publicKey"}}]}},{"kind":"Field","name":{"kind":"Name","value":"qrCode"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"data"}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"TransactionConflictFields"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"TransactionConflict"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"currentRevision"}},{"kind":"Field","name":{"kind":"Name","value":"currentState"}},{"kind":"Field","name":{"kind":"Name","value":"nextMoves"}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"ReceiptNoteFields"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"ReceiptNote"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"print"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"german"}},{"kind":"Field","name":{"kind":"Name","value":"english"}}]}},{"kind":"Field","name":{"kind":"Name","value":"advice"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"german"}},{"kind":"Field","name":{"kind":"Name","value":"english"}}]}}]}}]} as unknown as DocumentNode;
export const SignTaximeterDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"SignTaximeter"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"SignTaximeterInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"signTaximeter"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"outcome"}},{"kind":"Field","name":{"kind":"Name","value":"transaction"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"TransactionFields"}}]}},{"kind":"Field","name":{"kind":"Name","value":"revision"}},{"kind":"Field","name":{"kind":"Name","value":"conflict"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"TransactionConflictFields"}}]}},{"kind":"Field","name":{"kind":"Name","value":"receiptNote"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"ReceiptNoteFields"}}]}},{"kind":"Field","name":{"kind":"Name","value":"warnings"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"message"}},{"kind":"Field","name":{"kind":"Name","value":"field"}}]}},{"kind":"Field","name":{"kind":"Name","value":"userErrors"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"UserErrorFields"}}]}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"UserErrorFields"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"UserError"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"message"}},{"kind":"Field","name":{"kind":"Name","value":"field"}},{"kind":"Field","name":{"kind":"Name","value":"retryable"}},{"kind":"Field","name":{"kind":"Name","value":"retryAfter"}},{"kind":"Field","name":{"kind":"Name","value":"upstreamCode"}},{"kind":"Field","name":{"kind":"Name","value":"cashierMessage"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"german"}},{"kind":"Field","name":{"kind":"Name","value":"english"}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"TransactionFields"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Transaction"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"uuid"}},{"kind":"Field","name":{"kind":"Name","value":"number"}},{"kind":"Field","name":{"kind":"Name","value":"state"}},{"kind":"Field","name":{"kind":"Name","value":"nextMoves"}},{"kind":"Field","name":{"kind":"Name","value":"revision"}},{"kind":"Field","name":{"kind":"Name","value":"latestRevision"}},{"kind":"Field","name":{"kind":"Name","value":"environment"}},{"kind":"Field","name":{"kind":"Name","value":"tssUuid"}},{"kind":"Field","name":{"kind":"Name","value":"tssSerialNumber"}},{"kind":"Field","name":{"kind":"Name","value":"clientUuid"}},{"kind":"Field","name":{"kind":"Name","value":"clientSerialNumber"}},{"kind":"Field","name":{"kind":"Name","value":"startedAt"}},{"kind":"Field","name":{"kind":"Name","value":"endedAt"}},{"kind":"Field","name":{"kind":"Name","value":"receipt"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"type"}},{"kind":"Field","name":{"kind":"Name","value":"amountsPerVatRate"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"vatRate"}},{"kind":"Field","name":{"kind":"Name","value":"amount"}}]}},{"kind":"Field","name":{"kind":"Name","value":"amountsPerPaymentType"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"paymentType"}},{"kind":"Field","name":{"kind":"Name","value":"amount"}},{"kind":"Field","name":{"kind":"Name","value":"currencyCode"}}]}}]}},{"kind":"Field","name":{"kind":"Name","value":"order"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"lines"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"quantity"}},{"kind":"Field","name":{"kind":"Name","value":"text"}},{"kind":"Field","name":{"kind":"Name","value":"pricePerUnit"}}]}}]}},{"kind":"Field","name":{"kind":"Name","value":"other"}},{"kind":"Field","name":{"kind":"Name","value":"raw"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"processType"}},{"kind":"Field","name":{"kind":"Name","value":"processData"}},{"kind":"Field","name":{"kind":"Name","value":"text"}}]}},{"kind":"Field","name":{"kind":"Name","value":"log"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"operation"}},{"kind":"Field","name":{"kind":"Name","value":"timestamp"}},{"kind":"Field","name":{"kind":"Name","value":"timestampFormat"}}]}},{"kind":"Field","name":{"kind":"Name","value":"signature"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"value"}},{"kind":"Field","name":{"kind":"Name","value":"algorithm"}},{"kind":"Field","name":{"kind":"Name","value":"counter"}},{"kind":"Field","name":{"kind":"Name","value":"publicKey"}}]}},{"kind":"Field","name":{"kind":"Name","value":"qrCode"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"data"}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"TransactionConflictFields"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"TransactionConflict"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"currentRevision"}},{"kind":"Field","name":{"kind":"Name","value":"currentState"}},{"kind":"Field","name":{"kind":"Name","value":"nextMoves"}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"ReceiptNoteFields"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"ReceiptNote"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"print"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"german"}},{"kind":"Field","name":{"kind":"Name","value":"english"}}]}},{"kind":"Field","name":{"kind":"Name","value":"advice"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"german"}},{"kind":"Field","name":{"kind":"Name","value":"english"}}]}}]}}]} as unknown as DocumentNode;
export const StartTransactionDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"StartTransaction"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"StartTransactionInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"startTransaction"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"outcome"}},{"kind":"Field","name":{"kind":"Name","value":"transaction"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"TransactionFields"}}]}},{"kind":"Field","name":{"kind":"Name","value":"revision"}},{"kind":"Field","name":{"kind":"Name","value":"conflict"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"TransactionConflictFields"}}]}},{"kind":"Field","name":{"kind":"Name","value":"receiptNote"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"ReceiptNoteFields"}}]}},{"kind":"Field","name":{"kind":"Name","value":"warnings"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"message"}},{"kind":"Field","name":{"kind":"Name","value":"field"}}]}},{"kind":"Field","name":{"kind":"Name","value":"userErrors"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"UserErrorFields"}}]}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"UserErrorFields"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"UserError"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"message"}},{"kind":"Field","name":{"kind":"Name","value":"field"}},{"kind":"Field","name":{"kind":"Name","value":"retryable"}},{"kind":"Field","name":{"kind":"Name","value":"retryAfter"}},{"kind":"Field","name":{"kind":"Name","value":"upstreamCode"}},{"kind":"Field","name":{"kind":"Name","value":"cashierMessage"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"german"}},{"kind":"Field","name":{"kind":"Name","value":"english"}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"TransactionFields"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Transaction"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"uuid"}},{"kind":"Field","name":{"kind":"Name","value":"number"}},{"kind":"Field","name":{"kind":"Name","value":"state"}},{"kind":"Field","name":{"kind":"Name","value":"nextMoves"}},{"kind":"Field","name":{"kind":"Name","value":"revision"}},{"kind":"Field","name":{"kind":"Name","value":"latestRevision"}},{"kind":"Field","name":{"kind":"Name","value":"environment"}},{"kind":"Field","name":{"kind":"Name","value":"tssUuid"}},{"kind":"Field","name":{"kind":"Name","value":"tssSerialNumber"}},{"kind":"Field","name":{"kind":"Name","value":"clientUuid"}},{"kind":"Field","name":{"kind":"Name","value":"clientSerialNumber"}},{"kind":"Field","name":{"kind":"Name","value":"startedAt"}},{"kind":"Field","name":{"kind":"Name","value":"endedAt"}},{"kind":"Field","name":{"kind":"Name","value":"receipt"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"type"}},{"kind":"Field","name":{"kind":"Name","value":"amountsPerVatRate"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"vatRate"}},{"kind":"Field","name":{"kind":"Name","value":"amount"}}]}},{"kind":"Field","name":{"kind":"Name","value":"amountsPerPaymentType"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"paymentType"}},{"kind":"Field","name":{"kind":"Name","value":"amount"}},{"kind":"Field","name":{"kind":"Name","value":"currencyCode"}}]}}]}},{"kind":"Field","name":{"kind":"Name","value":"order"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"lines"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"quantity"}},{"kind":"Field","name":{"kind":"Name","value":"text"}},{"kind":"Field","name":{"kind":"Name","value":"pricePerUnit"}}]}}]}},{"kind":"Field","name":{"kind":"Name","value":"other"}},{"kind":"Field","name":{"kind":"Name","value":"raw"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"processType"}},{"kind":"Field","name":{"kind":"Name","value":"processData"}},{"kind":"Field","name":{"kind":"Name","value":"text"}}]}},{"kind":"Field","name":{"kind":"Name","value":"log"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"operation"}},{"kind":"Field","name":{"kind":"Name","value":"timestamp"}},{"kind":"Field","name":{"kind":"Name","value":"timestampFormat"}}]}},{"kind":"Field","name":{"kind":"Name","value":"signature"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"value"}},{"kind":"Field","name":{"kind":"Name","value":"algorithm"}},{"kind":"Field","name":{"kind":"Name","value":"counter"}},{"kind":"Field","name":{"kind":"Name","value":"publicKey"}}]}},{"kind":"Field","name":{"kind":"Name","value":"qrCode"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"data"}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"TransactionConflictFields"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"TransactionConflict"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"currentRevision"}},{"kind":"Field","name":{"kind":"Name","value":"currentState"}},{"kind":"Field","name":{"kind":"Name","value":"nextMoves"}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"ReceiptNoteFields"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"ReceiptNote"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"print"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"german"}},{"kind":"Field","name":{"kind":"Name","value":"english"}}]}},{"kind":"Field","name":{"kind":"Name","value":"advice"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"german"}},{"kind":"Field","name":{"kind":"Name","value":"english"}}]}}]}}]} as unknown as DocumentNode;
export const UpdateTransactionDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"UpdateTransaction"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"UpdateTransactionInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"updateTransaction"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"outcome"}},{"kind":"Field","name":{"kind":"Name","value":"transaction"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"TransactionFields"}}]}},{"kind":"Field","name":{"kind":"Name","value":"revision"}},{"kind":"Field","name":{"kind":"Name","value":"conflict"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"TransactionConflictFields"}}]}},{"kind":"Field","name":{"kind":"Name","value":"receiptNote"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"ReceiptNoteFields"}}]}},{"kind":"Field","name":{"kind":"Name","value":"warnings"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"message"}},{"kind":"Field","name":{"kind":"Name","value":"field"}}]}},{"kind":"Field","name":{"kind":"Name","value":"userErrors"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"UserErrorFields"}}]}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"UserErrorFields"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"UserError"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"message"}},{"kind":"Field","name":{"kind":"Name","value":"field"}},{"kind":"Field","name":{"kind":"Name","value":"retryable"}},{"kind":"Field","name":{"kind":"Name","value":"retryAfter"}},{"kind":"Field","name":{"kind":"Name","value":"upstreamCode"}},{"kind":"Field","name":{"kind":"Name","value":"cashierMessage"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"german"}},{"kind":"Field","name":{"kind":"Name","value":"english"}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"TransactionFields"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Transaction"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"uuid"}},{"kind":"Field","name":{"kind":"Name","value":"number"}},{"kind":"Field","name":{"kind":"Name","value":"state"}},{"kind":"Field","name":{"kind":"Name","value":"nextMoves"}},{"kind":"Field","name":{"kind":"Name","value":"revision"}},{"kind":"Field","name":{"kind":"Name","value":"latestRevision"}},{"kind":"Field","name":{"kind":"Name","value":"environment"}},{"kind":"Field","name":{"kind":"Name","value":"tssUuid"}},{"kind":"Field","name":{"kind":"Name","value":"tssSerialNumber"}},{"kind":"Field","name":{"kind":"Name","value":"clientUuid"}},{"kind":"Field","name":{"kind":"Name","value":"clientSerialNumber"}},{"kind":"Field","name":{"kind":"Name","value":"startedAt"}},{"kind":"Field","name":{"kind":"Name","value":"endedAt"}},{"kind":"Field","name":{"kind":"Name","value":"receipt"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"type"}},{"kind":"Field","name":{"kind":"Name","value":"amountsPerVatRate"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"vatRate"}},{"kind":"Field","name":{"kind":"Name","value":"amount"}}]}},{"kind":"Field","name":{"kind":"Name","value":"amountsPerPaymentType"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"paymentType"}},{"kind":"Field","name":{"kind":"Name","value":"amount"}},{"kind":"Field","name":{"kind":"Name","value":"currencyCode"}}]}}]}},{"kind":"Field","name":{"kind":"Name","value":"order"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"lines"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"quantity"}},{"kind":"Field","name":{"kind":"Name","value":"text"}},{"kind":"Field","name":{"kind":"Name","value":"pricePerUnit"}}]}}]}},{"kind":"Field","name":{"kind":"Name","value":"other"}},{"kind":"Field","name":{"kind":"Name","value":"raw"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"processType"}},{"kind":"Field","name":{"kind":"Name","value":"processData"}},{"kind":"Field","name":{"kind":"Name","value":"text"}}]}},{"kind":"Field","name":{"kind":"Name","value":"log"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"operation"}},{"kind":"Field","name":{"kind":"Name","value":"timestamp"}},{"kind":"Field","name":{"kind":"Name","value":"timestampFormat"}}]}},{"kind":"Field","name":{"kind":"Name","value":"signature"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"value"}},{"kind":"Field","name":{"kind":"Name","value":"algorithm"}},{"kind":"Field","name":{"kind":"Name","value":"counter"}},{"kind":"Field","name":{"kind":"Name","value":"publicKey"}}]}},{"kind":"Field","name":{"kind":"Name","value":"qrCode"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"data"}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"TransactionConflictFields"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"TransactionConflict"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"currentRevision"}},{"kind":"Field","name":{"kind":"Name","value":"currentState"}},{"kind":"Field","name":{"kind":"Name","value":"nextMoves"}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"ReceiptNoteFields"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"ReceiptNote"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"print"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"german"}},{"kind":"Field","name":{"kind":"Name","value":"english"}}]}},{"kind":"Field","name":{"kind":"Name","value":"advice"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"german"}},{"kind":"Field","name":{"kind":"Name","value":"english"}}]}}]}}]} as unknown as DocumentNode;
export const FinishTransactionDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"FinishTransaction"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"FinishTransactionInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"finishTransaction"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"outcome"}},{"kind":"Field","name":{"kind":"Name","value":"transaction"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"TransactionFields"}}]}},{"kind":"Field","name":{"kind":"Name","value":"revision"}},{"kind":"Field","name":{"kind":"Name","value":"conflict"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"TransactionConflictFields"}}]}},{"kind":"Field","name":{"kind":"Name","value":"receiptNote"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"ReceiptNoteFields"}}]}},{"kind":"Field","name":{"kind":"Name","value":"warnings"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"message"}},{"kind":"Field","name":{"kind":"Name","value":"field"}}]}},{"kind":"Field","name":{"kind":"Name","value":"userErrors"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"UserErrorFields"}}]}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"UserErrorFields"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"UserError"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"message"}},{"kind":"Field","name":{"kind":"Name","value":"field"}},{"kind":"Field","name":{"kind":"Name","value":"retryable"}},{"kind":"Field","name":{"kind":"Name","value":"retryAfter"}},{"kind":"Field","name":{"kind":"Name","value":"upstreamCode"}},{"kind":"Field","name":{"kind":"Name","value":"cashierMessage"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"german"}},{"kind":"Field","name":{"kind":"Name","value":"english"}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"TransactionFields"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Transaction"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"uuid"}},{"kind":"Field","name":{"kind":"Name","value":"number"}},{"kind":"Field","name":{"kind":"Name","value":"state"}},{"kind":"Field","name":{"kind":"Name","value":"nextMoves"}},{"kind":"Field","name":{"kind":"Name","value":"revision"}},{"kind":"Field","name":{"kind":"Name","value":"latestRevision"}},{"kind":"Field","name":{"kind":"Name","value":"environment"}},{"kind":"Field","name":{"kind":"Name","value":"tssUuid"}},{"kind":"Field","name":{"kind":"Name","value":"tssSerialNumber"}},{"kind":"Field","name":{"kind":"Name","value":"clientUuid"}},{"kind":"Field","name":{"kind":"Name","value":"clientSerialNumber"}},{"kind":"Field","name":{"kind":"Name","value":"startedAt"}},{"kind":"Field","name":{"kind":"Name","value":"endedAt"}},{"kind":"Field","name":{"kind":"Name","value":"receipt"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"type"}},{"kind":"Field","name":{"kind":"Name","value":"amountsPerVatRate"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"vatRate"}},{"kind":"Field","name":{"kind":"Name","value":"amount"}}]}},{"kind":"Field","name":{"kind":"Name","value":"amountsPerPaymentType"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"paymentType"}},{"kind":"Field","name":{"kind":"Name","value":"amount"}},{"kind":"Field","name":{"kind":"Name","value":"currencyCode"}}]}}]}},{"kind":"Field","name":{"kind":"Name","value":"order"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"lines"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"quantity"}},{"kind":"Field","name":{"kind":"Name","value":"text"}},{"kind":"Field","name":{"kind":"Name","value":"pricePerUnit"}}]}}]}},{"kind":"Field","name":{"kind":"Name","value":"other"}},{"kind":"Field","name":{"kind":"Name","value":"raw"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"processType"}},{"kind":"Field","name":{"kind":"Name","value":"processData"}},{"kind":"Field","name":{"kind":"Name","value":"text"}}]}},{"kind":"Field","name":{"kind":"Name","value":"log"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"operation"}},{"kind":"Field","name":{"kind":"Name","value":"timestamp"}},{"kind":"Field","name":{"kind":"Name","value":"timestampFormat"}}]}},{"kind":"Field","name":{"kind":"Name","value":"signature"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"value"}},{"kind":"Field","name":{"kind":"Name","value":"algorithm"}},{"kind":"Field","name":{"kind":"Name","value":"counter"}},{"kind":"Field","name":{"kind":"Name","value":"publicKey"}}]}},{"kind":"Field","name":{"kind":"Name","value":"qrCode"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"data"}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"TransactionConflictFields"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"TransactionConflict"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"currentRevision"}},{"kind":"Field","name":{"kind":"Name","value":"currentState"}},{"kind":"Field","name":{"kind":"Name","value":"nextMoves"}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"ReceiptNoteFields"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"ReceiptNote"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"print"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"german"}},{"kind":"Field","name":{"kind":"Name","value":"english"}}]}},{"kind":"Field","name":{"kind":"Name","value":"advice"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"german"}},{"kind":"Field","name":{"kind":"Name","value":"english"}}]}}]}}]} as unknown as DocumentNode;
export const CancelTransactionDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"CancelTransaction"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"CancelTransactionInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"cancelTransaction"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"outcome"}},{"kind":"Field","name":{"kind":"Name","value":"transaction"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"TransactionFields"}}]}},{"kind":"Field","name":{"kind":"Name","value":"revision"}},{"kind":"Field","name":{"kind":"Name","value":"conflict"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"TransactionConflictFields"}}]}},{"kind":"Field","name":{"kind":"Name","value":"receiptNote"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"ReceiptNoteFields"}}]}},{"kind":"Field","name":{"kind":"Name","value":"warnings"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"message"}},{"kind":"Field","name":{"kind":"Name","value":"field"}}]}},{"kind":"Field","name":{"kind":"Name","value":"userErrors"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"UserErrorFields"}}]}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"UserErrorFields"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"UserError"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"message"}},{"kind":"Field","name":{"kind":"Name","value":"field"}},{"kind":"Field","name":{"kind":"Name","value":"retryable"}},{"kind":"Field","name":{"kind":"Name","value":"retryAfter"}},{"kind":"Field","name":{"kind":"Name","value":"upstreamCode"}},{"kind":"Field","name":{"kind":"Name","value":"cashierMessage"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"german"}},{"kind":"Field","name":{"kind":"Name","value":"english"}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"TransactionFields"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Transaction"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"uuid"}},{"kind":"Field","name":{"kind":"Name","value":"number"}},{"kind":"Field","name":{"kind":"Name","value":"state"}},{"kind":"Field","name":{"kind":"Name","value":"nextMoves"}},{"kind":"Field","name":{"kind":"Name","value":"revision"}},{"kind":"Field","name":{"kind":"Name","value":"latestRevision"}},{"kind":"Field","name":{"kind":"Name","value":"environment"}},{"kind":"Field","name":{"kind":"Name","value":"tssUuid"}},{"kind":"Field","name":{"kind":"Name","value":"tssSerialNumber"}},{"kind":"Field","name":{"kind":"Name","value":"clientUuid"}},{"kind":"Field","name":{"kind":"Name","value":"clientSerialNumber"}},{"kind":"Field","name":{"kind":"Name","value":"startedAt"}},{"kind":"Field","name":{"kind":"Name","value":"endedAt"}},{"kind":"Field","name":{"kind":"Name","value":"receipt"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"type"}},{"kind":"Field","name":{"kind":"Name","value":"amountsPerVatRate"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"vatRate"}},{"kind":"Field","name":{"kind":"Name","value":"amount"}}]}},{"kind":"Field","name":{"kind":"Name","value":"amountsPerPaymentType"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"paymentType"}},{"kind":"Field","name":{"kind":"Name","value":"amount"}},{"kind":"Field","name":{"kind":"Name","value":"currencyCode"}}]}}]}},{"kind":"Field","name":{"kind":"Name","value":"order"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"lines"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"quantity"}},{"kind":"Field","name":{"kind":"Name","value":"text"}},{"kind":"Field","name":{"kind":"Name","value":"pricePerUnit"}}]}}]}},{"kind":"Field","name":{"kind":"Name","value":"other"}},{"kind":"Field","name":{"kind":"Name","value":"raw"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"processType"}},{"kind":"Field","name":{"kind":"Name","value":"processData"}},{"kind":"Field","name":{"kind":"Name","value":"text"}}]}},{"kind":"Field","name":{"kind":"Name","value":"log"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"operation"}},{"kind":"Field","name":{"kind":"Name","value":"timestamp"}},{"kind":"Field","name":{"kind":"Name","value":"timestampFormat"}}]}},{"kind":"Field","name":{"kind":"Name","value":"signature"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"value"}},{"kind":"Field","name":{"kind":"Name","value":"algorithm"}},{"kind":"Field","name":{"kind":"Name","value":"counter"}},{"kind":"Field","name":{"kind":"Name","value":"publicKey"}}]}},{"kind":"Field","name":{"kind":"Name","value":"qrCode"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"data"}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"TransactionConflictFields"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"TransactionConflict"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"currentRevision"}},{"kind":"Field","name":{"kind":"Name","value":"currentState"}},{"kind":"Field","name":{"kind":"Name","value":"nextMoves"}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"ReceiptNoteFields"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"ReceiptNote"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"print"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"german"}},{"kind":"Field","name":{"kind":"Name","value":"english"}}]}},{"kind":"Field","name":{"kind":"Name","value":"advice"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"german"}},{"kind":"Field","name":{"kind":"Name","value":"english"}}]}}]}}]} as unknown as DocumentNode;
export const CancelOpenTransactionsDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"CancelOpenTransactions"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"CancelOpenTransactionsInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"cancelOpenTransactions"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"results"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"transactionUuid"}},{"kind":"Field","name":{"kind":"Name","value":"number"}},{"kind":"Field","name":{"kind":"Name","value":"outcome"}},{"kind":"Field","name":{"kind":"Name","value":"transaction"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"TransactionFields"}}]}},{"kind":"Field","name":{"kind":"Name","value":"revision"}},{"kind":"Field","name":{"kind":"Name","value":"conflict"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"TransactionConflictFields"}}]}},{"kind":"Field","name":{"kind":"Name","value":"userErrors"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"UserErrorFields"}}]}}]}},{"kind":"Field","name":{"kind":"Name","value":"hasMore"}},{"kind":"Field","name":{"kind":"Name","value":"userErrors"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"UserErrorFields"}}]}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"UserErrorFields"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"UserError"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"message"}},{"kind":"Field","name":{"kind":"Name","value":"field"}},{"kind":"Field","name":{"kind":"Name","value":"retryable"}},{"kind":"Field","name":{"kind":"Name","value":"retryAfter"}},{"kind":"Field","name":{"kind":"Name","value":"upstreamCode"}},{"kind":"Field","name":{"kind":"Name","value":"cashierMessage"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"german"}},{"kind":"Field","name":{"kind":"Name","value":"english"}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"TransactionFields"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Transaction"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"uuid"}},{"kind":"Field","name":{"kind":"Name","value":"number"}},{"kind":"Field","name":{"kind":"Name","value":"state"}},{"kind":"Field","name":{"kind":"Name","value":"nextMoves"}},{"kind":"Field","name":{"kind":"Name","value":"revision"}},{"kind":"Field","name":{"kind":"Name","value":"latestRevision"}},{"kind":"Field","name":{"kind":"Name","value":"environment"}},{"kind":"Field","name":{"kind":"Name","value":"tssUuid"}},{"kind":"Field","name":{"kind":"Name","value":"tssSerialNumber"}},{"kind":"Field","name":{"kind":"Name","value":"clientUuid"}},{"kind":"Field","name":{"kind":"Name","value":"clientSerialNumber"}},{"kind":"Field","name":{"kind":"Name","value":"startedAt"}},{"kind":"Field","name":{"kind":"Name","value":"endedAt"}},{"kind":"Field","name":{"kind":"Name","value":"receipt"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"type"}},{"kind":"Field","name":{"kind":"Name","value":"amountsPerVatRate"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"vatRate"}},{"kind":"Field","name":{"kind":"Name","value":"amount"}}]}},{"kind":"Field","name":{"kind":"Name","value":"amountsPerPaymentType"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"paymentType"}},{"kind":"Field","name":{"kind":"Name","value":"amount"}},{"kind":"Field","name":{"kind":"Name","value":"currencyCode"}}]}}]}},{"kind":"Field","name":{"kind":"Name","value":"order"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"lines"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"quantity"}},{"kind":"Field","name":{"kind":"Name","value":"text"}},{"kind":"Field","name":{"kind":"Name","value":"pricePerUnit"}}]}}]}},{"kind":"Field","name":{"kind":"Name","value":"other"}},{"kind":"Field","name":{"kind":"Name","value":"raw"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"processType"}},{"kind":"Field","name":{"kind":"Name","value":"processData"}},{"kind":"Field","name":{"kind":"Name","value":"text"}}]}},{"kind":"Field","name":{"kind":"Name","value":"log"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"operation"}},{"kind":"Field","name":{"kind":"Name","value":"timestamp"}},{"kind":"Field","name":{"kind":"Name","value":"timestampFormat"}}]}},{"kind":"Field","name":{"kind":"Name","value":"signature"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"value"}},{"kind":"Field","name":{"kind":"Name","value":"algorithm"}},{"kind":"Field","name":{"kind":"Name","value":"counter"}},{"kind":"Field","name":{"kind":"Name","value":"publicKey"}}]}},{"kind":"Field","name":{"kind":"Name","value":"qrCode"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"data"}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"TransactionConflictFields"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"TransactionConflict"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"currentRevision"}},{"kind":"Field","name":{"kind":"Name","value":"currentState"}},{"kind":"Field","name":{"kind":"Name","value":"nextMoves"}}]}}]} as unknown as DocumentNode;
export const UpdateTssMetadataDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"UpdateTssMetadata"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"UpdateTssMetadataInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"updateTssMetadata"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"metadata"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"key"}},{"kind":"Field","name":{"kind":"Name","value":"value"}}]}},{"kind":"Field","name":{"kind":"Name","value":"userErrors"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"UserErrorFields"}}]}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"UserErrorFields"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"UserError"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"message"}},{"kind":"Field","name":{"kind":"Name","value":"field"}},{"kind":"Field","name":{"kind":"Name","value":"retryable"}},{"kind":"Field","name":{"kind":"Name","value":"retryAfter"}},{"kind":"Field","name":{"kind":"Name","value":"upstreamCode"}},{"kind":"Field","name":{"kind":"Name","value":"cashierMessage"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"german"}},{"kind":"Field","name":{"kind":"Name","value":"english"}}]}}]}}]} as unknown as DocumentNode;
export const UpdateClientMetadataDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"UpdateClientMetadata"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"UpdateClientMetadataInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"updateClientMetadata"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"metadata"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"key"}},{"kind":"Field","name":{"kind":"Name","value":"value"}}]}},{"kind":"Field","name":{"kind":"Name","value":"userErrors"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"UserErrorFields"}}]}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"UserErrorFields"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"UserError"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"message"}},{"kind":"Field","name":{"kind":"Name","value":"field"}},{"kind":"Field","name":{"kind":"Name","value":"retryable"}},{"kind":"Field","name":{"kind":"Name","value":"retryAfter"}},{"kind":"Field","name":{"kind":"Name","value":"upstreamCode"}},{"kind":"Field","name":{"kind":"Name","value":"cashierMessage"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"german"}},{"kind":"Field","name":{"kind":"Name","value":"english"}}]}}]}}]} as unknown as DocumentNode;
export const UpdateTransactionMetadataDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"UpdateTransactionMetadata"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"UpdateTransactionMetadataInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"updateTransactionMetadata"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"metadata"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"key"}},{"kind":"Field","name":{"kind":"Name","value":"value"}}]}},{"kind":"Field","name":{"kind":"Name","value":"userErrors"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"UserErrorFields"}}]}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"UserErrorFields"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"UserError"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"message"}},{"kind":"Field","name":{"kind":"Name","value":"field"}},{"kind":"Field","name":{"kind":"Name","value":"retryable"}},{"kind":"Field","name":{"kind":"Name","value":"retryAfter"}},{"kind":"Field","name":{"kind":"Name","value":"upstreamCode"}},{"kind":"Field","name":{"kind":"Name","value":"cashierMessage"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"german"}},{"kind":"Field","name":{"kind":"Name","value":"english"}}]}}]}}]} as unknown as DocumentNode;
export const TriggerExportDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"TriggerExport"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"TriggerExportInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"triggerExport"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"export"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"ExportFields"}}]}},{"kind":"Field","name":{"kind":"Name","value":"userErrors"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"UserErrorFields"}}]}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"UserErrorFields"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"UserError"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"message"}},{"kind":"Field","name":{"kind":"Name","value":"field"}},{"kind":"Field","name":{"kind":"Name","value":"retryable"}},{"kind":"Field","name":{"kind":"Name","value":"retryAfter"}},{"kind":"Field","name":{"kind":"Name","value":"upstreamCode"}},{"kind":"Field","name":{"kind":"Name","value":"cashierMessage"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"german"}},{"kind":"Field","name":{"kind":"Name","value":"english"}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"ExportFields"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Export"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"uuid"}},{"kind":"Field","name":{"kind":"Name","value":"tssUuid"}},{"kind":"Field","name":{"kind":"Name","value":"state"}},{"kind":"Field","name":{"kind":"Name","value":"exception"}},{"kind":"Field","name":{"kind":"Name","value":"environment"}},{"kind":"Field","name":{"kind":"Name","value":"requestedAt"}},{"kind":"Field","name":{"kind":"Name","value":"startedAt"}},{"kind":"Field","name":{"kind":"Name","value":"estimatedCompletionAt"}},{"kind":"Field","name":{"kind":"Name","value":"endedAt"}},{"kind":"Field","name":{"kind":"Name","value":"failedAt"}},{"kind":"Field","name":{"kind":"Name","value":"expiresAt"}},{"kind":"Field","name":{"kind":"Name","value":"progress"}},{"kind":"Field","name":{"kind":"Name","value":"download"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"url"}},{"kind":"Field","name":{"kind":"Name","value":"expiresAt"}},{"kind":"Field","name":{"kind":"Name","value":"fileName"}}]}}]}}]} as unknown as DocumentNode;
export const CancelExportDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"CancelExport"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"CancelExportInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"cancelExport"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"export"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"ExportFields"}}]}},{"kind":"Field","name":{"kind":"Name","value":"userErrors"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"UserErrorFields"}}]}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"UserErrorFields"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"UserError"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"message"}},{"kind":"Field","name":{"kind":"Name","value":"field"}},{"kind":"Field","name":{"kind":"Name","value":"retryable"}},{"kind":"Field","name":{"kind":"Name","value":"retryAfter"}},{"kind":"Field","name":{"kind":"Name","value":"upstreamCode"}},{"kind":"Field","name":{"kind":"Name","value":"cashierMessage"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"german"}},{"kind":"Field","name":{"kind":"Name","value":"english"}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"ExportFields"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Export"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"uuid"}},{"kind":"Field","name":{"kind":"Name","value":"tssUuid"}},{"kind":"Field","name":{"kind":"Name","value":"state"}},{"kind":"Field","name":{"kind":"Name","value":"exception"}},{"kind":"Field","name":{"kind":"Name","value":"environment"}},{"kind":"Field","name":{"kind":"Name","value":"requestedAt"}},{"kind":"Field","name":{"kind":"Name","value":"startedAt"}},{"kind":"Field","name":{"kind":"Name","value":"estimatedCompletionAt"}},{"kind":"Field","name":{"kind":"Name","value":"endedAt"}},{"kind":"Field","name":{"kind":"Name","value":"failedAt"}},{"kind":"Field","name":{"kind":"Name","value":"expiresAt"}},{"kind":"Field","name":{"kind":"Name","value":"progress"}},{"kind":"Field","name":{"kind":"Name","value":"download"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"url"}},{"kind":"Field","name":{"kind":"Name","value":"expiresAt"}},{"kind":"Field","name":{"kind":"Name","value":"fileName"}}]}}]}}]} as unknown as DocumentNode;
export const ExportAllDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"ExportAll"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"ExportAllInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"exportAll"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"complete"}},{"kind":"Field","name":{"kind":"Name","value":"parts"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"firstSignatureCounter"}},{"kind":"Field","name":{"kind":"Name","value":"lastSignatureCounter"}},{"kind":"Field","name":{"kind":"Name","value":"export"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"ExportFields"}}]}}]}},{"kind":"Field","name":{"kind":"Name","value":"userErrors"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"UserErrorFields"}}]}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"UserErrorFields"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"UserError"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"message"}},{"kind":"Field","name":{"kind":"Name","value":"field"}},{"kind":"Field","name":{"kind":"Name","value":"retryable"}},{"kind":"Field","name":{"kind":"Name","value":"retryAfter"}},{"kind":"Field","name":{"kind":"Name","value":"upstreamCode"}},{"kind":"Field","name":{"kind":"Name","value":"cashierMessage"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"german"}},{"kind":"Field","name":{"kind":"Name","value":"english"}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"ExportFields"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Export"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"uuid"}},{"kind":"Field","name":{"kind":"Name","value":"tssUuid"}},{"kind":"Field","name":{"kind":"Name","value":"state"}},{"kind":"Field","name":{"kind":"Name","value":"exception"}},{"kind":"Field","name":{"kind":"Name","value":"environment"}},{"kind":"Field","name":{"kind":"Name","value":"requestedAt"}},{"kind":"Field","name":{"kind":"Name","value":"startedAt"}},{"kind":"Field","name":{"kind":"Name","value":"estimatedCompletionAt"}},{"kind":"Field","name":{"kind":"Name","value":"endedAt"}},{"kind":"Field","name":{"kind":"Name","value":"failedAt"}},{"kind":"Field","name":{"kind":"Name","value":"expiresAt"}},{"kind":"Field","name":{"kind":"Name","value":"progress"}},{"kind":"Field","name":{"kind":"Name","value":"download"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"url"}},{"kind":"Field","name":{"kind":"Name","value":"expiresAt"}},{"kind":"Field","name":{"kind":"Name","value":"fileName"}}]}}]}}]} as unknown as DocumentNode;
export const UpdateExportMetadataDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"UpdateExportMetadata"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"UpdateExportMetadataInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"updateExportMetadata"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"metadata"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"key"}},{"kind":"Field","name":{"kind":"Name","value":"value"}}]}},{"kind":"Field","name":{"kind":"Name","value":"userErrors"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"UserErrorFields"}}]}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"UserErrorFields"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"UserError"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"message"}},{"kind":"Field","name":{"kind":"Name","value":"field"}},{"kind":"Field","name":{"kind":"Name","value":"retryable"}},{"kind":"Field","name":{"kind":"Name","value":"retryAfter"}},{"kind":"Field","name":{"kind":"Name","value":"upstreamCode"}},{"kind":"Field","name":{"kind":"Name","value":"cashierMessage"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"german"}},{"kind":"Field","name":{"kind":"Name","value":"english"}}]}}]}}]} as unknown as DocumentNode;
export const ViewerDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"Viewer"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"viewer"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"environment"}},{"kind":"Field","name":{"kind":"Name","value":"organizationUuid"}},{"kind":"Field","name":{"kind":"Name","value":"credential"}},{"kind":"Field","name":{"kind":"Name","value":"gatewayKey"}},{"kind":"Field","name":{"kind":"Name","value":"role"}},{"kind":"Field","name":{"kind":"Name","value":"tssUuids"}},{"kind":"Field","name":{"kind":"Name","value":"liveWritesAllowed"}},{"kind":"Field","name":{"kind":"Name","value":"sandbox"}}]}}]}}]} as unknown as DocumentNode;
export const TssDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"Tss"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"uuid"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"UUID"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"tss"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"uuid"},"value":{"kind":"Variable","name":{"kind":"Name","value":"uuid"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"TssFields"}},{"kind":"Field","name":{"kind":"Name","value":"metadata"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"key"}},{"kind":"Field","name":{"kind":"Name","value":"value"}}]}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"TssFields"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Tss"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"uuid"}},{"kind":"Field","name":{"kind":"Name","value":"state"}},{"kind":"Field","name":{"kind":"Name","value":"nextStates"}},{"kind":"Field","name":{"kind":"Name","value":"environment"}},{"kind":"Field","name":{"kind":"Name","value":"description"}},{"kind":"Field","name":{"kind":"Name","value":"serialNumber"}},{"kind":"Field","name":{"kind":"Name","value":"publicKey"}},{"kind":"Field","name":{"kind":"Name","value":"certificate"}},{"kind":"Field","name":{"kind":"Name","value":"bsiCertificationId"}},{"kind":"Field","name":{"kind":"Name","value":"signatureCounter"}},{"kind":"Field","name":{"kind":"Name","value":"transactionCounter"}},{"kind":"Field","name":{"kind":"Name","value":"registeredClientCount"}},{"kind":"Field","name":{"kind":"Name","value":"maximumRegisteredClients"}},{"kind":"Field","name":{"kind":"Name","value":"activeTransactionCount"}},{"kind":"Field","name":{"kind":"Name","value":"maximumActiveTransactions"}},{"kind":"Field","name":{"kind":"Name","value":"createdAt"}},{"kind":"Field","name":{"kind":"Name","value":"personalizedAt"}},{"kind":"Field","name":{"kind":"Name","value":"initializedAt"}},{"kind":"Field","name":{"kind":"Name","value":"disabledAt"}}]}}]} as unknown as DocumentNode;
export const TssHealthDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"TssHealth"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"uuid"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"UUID"}}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"first"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"Int"}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"after"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"String"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"tss"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"uuid"},"value":{"kind":"Variable","name":{"kind":"Name","value":"uuid"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"health"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"state"}},{"kind":"Field","name":{"kind":"Name","value":"canSign"}},{"kind":"Field","name":{"kind":"Name","value":"certificateValidFrom"}},{"kind":"Field","name":{"kind":"Name","value":"certificateValidTo"}},{"kind":"Field","name":{"kind":"Name","value":"certificateDaysLeft"}},{"kind":"Field","name":{"kind":"Name","value":"registeredClients"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"used"}},{"kind":"Field","name":{"kind":"Name","value":"maximum"}},{"kind":"Field","name":{"kind":"Name","value":"left"}}]}},{"kind":"Field","name":{"kind":"Name","value":"openTransactions"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"used"}},{"kind":"Field","name":{"kind":"Name","value":"maximum"}},{"kind":"Field","name":{"kind":"Name","value":"left"}}]}},{"kind":"Field","name":{"kind":"Name","value":"signatureCounter"}}]}},{"kind":"Field","name":{"kind":"Name","value":"openTransactions"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"first"},"value":{"kind":"Variable","name":{"kind":"Name","value":"first"}}},{"kind":"Argument","name":{"kind":"Name","value":"after"},"value":{"kind":"Variable","name":{"kind":"Name","value":"after"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"nodes"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"TransactionFields"}}]}},{"kind":"Field","name":{"kind":"Name","value":"pageInfo"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"hasNextPage"}},{"kind":"Field","name":{"kind":"Name","value":"endCursor"}}]}}]}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"TransactionFields"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Transaction"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"uuid"}},{"kind":"Field","name":{"kind":"Name","value":"number"}},{"kind":"Field","name":{"kind":"Name","value":"state"}},{"kind":"Field","name":{"kind":"Name","value":"nextMoves"}},{"kind":"Field","name":{"kind":"Name","value":"revision"}},{"kind":"Field","name":{"kind":"Name","value":"latestRevision"}},{"kind":"Field","name":{"kind":"Name","value":"environment"}},{"kind":"Field","name":{"kind":"Name","value":"tssUuid"}},{"kind":"Field","name":{"kind":"Name","value":"tssSerialNumber"}},{"kind":"Field","name":{"kind":"Name","value":"clientUuid"}},{"kind":"Field","name":{"kind":"Name","value":"clientSerialNumber"}},{"kind":"Field","name":{"kind":"Name","value":"startedAt"}},{"kind":"Field","name":{"kind":"Name","value":"endedAt"}},{"kind":"Field","name":{"kind":"Name","value":"receipt"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"type"}},{"kind":"Field","name":{"kind":"Name","value":"amountsPerVatRate"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"vatRate"}},{"kind":"Field","name":{"kind":"Name","value":"amount"}}]}},{"kind":"Field","name":{"kind":"Name","value":"amountsPerPaymentType"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"paymentType"}},{"kind":"Field","name":{"kind":"Name","value":"amount"}},{"kind":"Field","name":{"kind":"Name","value":"currencyCode"}}]}}]}},{"kind":"Field","name":{"kind":"Name","value":"order"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"lines"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"quantity"}},{"kind":"Field","name":{"kind":"Name","value":"text"}},{"kind":"Field","name":{"kind":"Name","value":"pricePerUnit"}}]}}]}},{"kind":"Field","name":{"kind":"Name","value":"other"}},{"kind":"Field","name":{"kind":"Name","value":"raw"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"processType"}},{"kind":"Field","name":{"kind":"Name","value":"processData"}},{"kind":"Field","name":{"kind":"Name","value":"text"}}]}},{"kind":"Field","name":{"kind":"Name","value":"log"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"operation"}},{"kind":"Field","name":{"kind":"Name","value":"timestamp"}},{"kind":"Field","name":{"kind":"Name","value":"timestampFormat"}}]}},{"kind":"Field","name":{"kind":"Name","value":"signature"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"value"}},{"kind":"Field","name":{"kind":"Name","value":"algorithm"}},{"kind":"Field","name":{"kind":"Name","value":"counter"}},{"kind":"Field","name":{"kind":"Name","value":"publicKey"}}]}},{"kind":"Field","name":{"kind":"Name","value":"qrCode"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"data"}}]}}]}}]} as unknown as DocumentNode;
export const TssListDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"TssList"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"first"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"Int"}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"after"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"String"}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"filter"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"TssFilter"}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"orderBy"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"TssOrder"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"tssList"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"first"},"value":{"kind":"Variable","name":{"kind":"Name","value":"first"}}},{"kind":"Argument","name":{"kind":"Name","value":"after"},"value":{"kind":"Variable","name":{"kind":"Name","value":"after"}}},{"kind":"Argument","name":{"kind":"Name","value":"filter"},"value":{"kind":"Variable","name":{"kind":"Name","value":"filter"}}},{"kind":"Argument","name":{"kind":"Name","value":"orderBy"},"value":{"kind":"Variable","name":{"kind":"Name","value":"orderBy"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"nodes"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"TssFields"}}]}},{"kind":"Field","name":{"kind":"Name","value":"pageInfo"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"hasNextPage"}},{"kind":"Field","name":{"kind":"Name","value":"endCursor"}}]}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"TssFields"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Tss"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"uuid"}},{"kind":"Field","name":{"kind":"Name","value":"state"}},{"kind":"Field","name":{"kind":"Name","value":"nextStates"}},{"kind":"Field","name":{"kind":"Name","value":"environment"}},{"kind":"Field","name":{"kind":"Name","value":"description"}},{"kind":"Field","name":{"kind":"Name","value":"serialNumber"}},{"kind":"Field","name":{"kind":"Name","value":"publicKey"}},{"kind":"Field","name":{"kind":"Name","value":"certificate"}},{"kind":"Field","name":{"kind":"Name","value":"bsiCertificationId"}},{"kind":"Field","name":{"kind":"Name","value":"signatureCounter"}},{"kind":"Field","name":{"kind":"Name","value":"transactionCounter"}},{"kind":"Field","name":{"kind":"Name","value":"registeredClientCount"}},{"kind":"Field","name":{"kind":"Name","value":"maximumRegisteredClients"}},{"kind":"Field","name":{"kind":"Name","value":"activeTransactionCount"}},{"kind":"Field","name":{"kind":"Name","value":"maximumActiveTransactions"}},{"kind":"Field","name":{"kind":"Name","value":"createdAt"}},{"kind":"Field","name":{"kind":"Name","value":"personalizedAt"}},{"kind":"Field","name":{"kind":"Name","value":"initializedAt"}},{"kind":"Field","name":{"kind":"Name","value":"disabledAt"}}]}}]} as unknown as DocumentNode;
export const ClientDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"Client"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"tssUuid"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"UUID"}}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"uuid"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"UUID"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"client"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"tssUuid"},"value":{"kind":"Variable","name":{"kind":"Name","value":"tssUuid"}}},{"kind":"Argument","name":{"kind":"Name","value":"uuid"},"value":{"kind":"Variable","name":{"kind":"Name","value":"uuid"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"ClientFields"}},{"kind":"Field","name":{"kind":"Name","value":"metadata"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"key"}},{"kind":"Field","name":{"kind":"Name","value":"value"}}]}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"ClientFields"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Client"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"uuid"}},{"kind":"Field","name":{"kind":"Name","value":"tssUuid"}},{"kind":"Field","name":{"kind":"Name","value":"serialNumber"}},{"kind":"Field","name":{"kind":"Name","value":"state"}},{"kind":"Field","name":{"kind":"Name","value":"environment"}},{"kind":"Field","name":{"kind":"Name","value":"createdAt"}},{"kind":"Field","name":{"kind":"Name","value":"updatedAt"}}]}}]} as unknown as DocumentNode;
export const ClientsDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"Clients"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"tssUuid"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"UUID"}}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"first"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"Int"}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"after"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"String"}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"filter"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"ClientFilter"}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"orderBy"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"ClientOrder"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"tss"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"uuid"},"value":{"kind":"Variable","name":{"kind":"Name","value":"tssUuid"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"clients"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"first"},"value":{"kind":"Variable","name":{"kind":"Name","value":"first"}}},{"kind":"Argument","name":{"kind":"Name","value":"after"},"value":{"kind":"Variable","name":{"kind":"Name","value":"after"}}},{"kind":"Argument","name":{"kind":"Name","value":"filter"},"value":{"kind":"Variable","name":{"kind":"Name","value":"filter"}}},{"kind":"Argument","name":{"kind":"Name","value":"orderBy"},"value":{"kind":"Variable","name":{"kind":"Name","value":"orderBy"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"nodes"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"ClientFields"}}]}},{"kind":"Field","name":{"kind":"Name","value":"pageInfo"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"hasNextPage"}},{"kind":"Field","name":{"kind":"Name","value":"endCursor"}}]}}]}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"ClientFields"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Client"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"uuid"}},{"kind":"Field","name":{"kind":"Name","value":"tssUuid"}},{"kind":"Field","name":{"kind":"Name","value":"serialNumber"}},{"kind":"Field","name":{"kind":"Name","value":"state"}},{"kind":"Field","name":{"kind":"Name","value":"environment"}},{"kind":"Field","name":{"kind":"Name","value":"createdAt"}},{"kind":"Field","name":{"kind":"Name","value":"updatedAt"}}]}}]} as unknown as DocumentNode;
export const TransactionDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"Transaction"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"tssUuid"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"UUID"}}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"uuid"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"UUID"}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"number"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"BigInt"}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"revision"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"Int"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"transaction"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"tssUuid"},"value":{"kind":"Variable","name":{"kind":"Name","value":"tssUuid"}}},{"kind":"Argument","name":{"kind":"Name","value":"uuid"},"value":{"kind":"Variable","name":{"kind":"Name","value":"uuid"}}},{"kind":"Argument","name":{"kind":"Name","value":"number"},"value":{"kind":"Variable","name":{"kind":"Name","value":"number"}}},{"kind":"Argument","name":{"kind":"Name","value":"revision"},"value":{"kind":"Variable","name":{"kind":"Name","value":"revision"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"TransactionFields"}},{"kind":"Field","name":{"kind":"Name","value":"processData"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"ProcessDataFields"}}]}},{"kind":"Field","name":{"kind":"Name","value":"metadata"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"key"}},{"kind":"Field","name":{"kind":"Name","value":"value"}}]}},{"kind":"Field","name":{"kind":"Name","value":"verification"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"valid"}},{"kind":"Field","name":{"kind":"Name","value":"status"}},{"kind":"Field","name":{"kind":"Name","value":"detail"}}]}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"TransactionFields"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Transaction"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"uuid"}},{"kind":"Field","name":{"kind":"Name","value":"number"}},{"kind":"Field","name":{"kind":"Name","value":"state"}},{"kind":"Field","name":{"kind":"Name","value":"nextMoves"}},{"kind":"Field","name":{"kind":"Name","value":"revision"}},{"kind":"Field","name":{"kind":"Name","value":"latestRevision"}},{"kind":"Field","name":{"kind":"Name","value":"environment"}},{"kind":"Field","name":{"kind":"Name","value":"tssUuid"}},{"kind":"Field","name":{"kind":"Name","value":"tssSerialNumber"}},{"kind":"Field","name":{"kind":"Name","value":"clientUuid"}},{"kind":"Field","name":{"kind":"Name","value":"clientSerialNumber"}},{"kind":"Field","name":{"kind":"Name","value":"startedAt"}},{"kind":"Field","name":{"kind":"Name","value":"endedAt"}},{"kind":"Field","name":{"kind":"Name","value":"receipt"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"type"}},{"kind":"Field","name":{"kind":"Name","value":"amountsPerVatRate"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"vatRate"}},{"kind":"Field","name":{"kind":"Name","value":"amount"}}]}},{"kind":"Field","name":{"kind":"Name","value":"amountsPerPaymentType"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"paymentType"}},{"kind":"Field","name":{"kind":"Name","value":"amount"}},{"kind":"Field","name":{"kind":"Name","value":"currencyCode"}}]}}]}},{"kind":"Field","name":{"kind":"Name","value":"order"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"lines"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"quantity"}},{"kind":"Field","name":{"kind":"Name","value":"text"}},{"kind":"Field","name":{"kind":"Name","value":"pricePerUnit"}}]}}]}},{"kind":"Field","name":{"kind":"Name","value":"other"}},{"kind":"Field","name":{"kind":"Name","value":"raw"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"processType"}},{"kind":"Field","name":{"kind":"Name","value":"processData"}},{"kind":"Field","name":{"kind":"Name","value":"text"}}]}},{"kind":"Field","name":{"kind":"Name","value":"log"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"operation"}},{"kind":"Field","name":{"kind":"Name","value":"timestamp"}},{"kind":"Field","name":{"kind":"Name","value":"timestampFormat"}}]}},{"kind":"Field","name":{"kind":"Name","value":"signature"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"value"}},{"kind":"Field","name":{"kind":"Name","value":"algorithm"}},{"kind":"Field","name":{"kind":"Name","value":"counter"}},{"kind":"Field","name":{"kind":"Name","value":"publicKey"}}]}},{"kind":"Field","name":{"kind":"Name","value":"qrCode"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"data"}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"MeterSnapshotFields"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"MeterSnapshot"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"meterType"}},{"kind":"Field","name":{"kind":"Name","value":"manufacturer"}},{"kind":"Field","name":{"kind":"Name","value":"model"}},{"kind":"Field","name":{"kind":"Name","value":"totalKilometers"}},{"kind":"Field","name":{"kind":"Name","value":"totalKilometersWithPassengers"}},{"kind":"Field","name":{"kind":"Name","value":"totalPassengerTransfers"}},{"kind":"Field","name":{"kind":"Name","value":"totalSurchargeOrBaseAmount"}},{"kind":"Field","name":{"kind":"Name","value":"totalBilledAmount"}},{"kind":"Field","name":{"kind":"Name","value":"constant"}},{"kind":"Field","name":{"kind":"Name","value":"lastBackupAt"}},{"kind":"Field","name":{"kind":"Name","value":"vehicleId"}},{"kind":"Field","name":{"kind":"Name","value":"localTime"}},{"kind":"Field","name":{"kind":"Name","value":"tariffId"}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"ProcessDataFields"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"ProcessData"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Receipt"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"type"}},{"kind":"Field","name":{"kind":"Name","value":"amountsPerVatRate"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"vatRate"}},{"kind":"Field","name":{"kind":"Name","value":"amount"}}]}},{"kind":"Field","name":{"kind":"Name","value":"amountsPerPaymentType"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"paymentType"}},{"kind":"Field","name":{"kind":"Name","value":"amount"}},{"kind":"Field","name":{"kind":"Name","value":"currencyCode"}}]}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Order"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"lines"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"quantity"}},{"kind":"Field","name":{"kind":"Name","value":"text"}},{"kind":"Field","name":{"kind":"Name","value":"pricePerUnit"}}]}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"OtherProcessData"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"content"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"TaximeterPowerUp"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"snapshot"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"MeterSnapshotFields"}}]}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"TaximeterPowerOff"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"snapshot"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"MeterSnapshotFields"}}]}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"TaximeterDriverStatus"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"status"}},{"kind":"Field","name":{"kind":"Name","value":"driverId"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"TaximeterTripReceipt"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"trip"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"meterType"}},{"kind":"Field","name":{"kind":"Name","value":"vehicleId"}},{"kind":"Field","name":{"kind":"Name","value":"tariffId"}},{"kind":"Field","name":{"kind":"Name","value":"type"}},{"kind":"Field","name":{"kind":"Name","value":"startedAt"}},{"kind":"Field","name":{"kind":"Name","value":"endedAt"}},{"kind":"Field","name":{"kind":"Name","value":"distanceKilometers"}},{"kind":"Field","name":{"kind":"Name","value":"fare"}},{"kind":"Field","name":{"kind":"Name","value":"surcharge"}},{"kind":"Field","name":{"kind":"Name","value":"totalBilled"}},{"kind":"Field","name":{"kind":"Name","value":"amountsPerVatRate"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"vatRate"}},{"kind":"Field","name":{"kind":"Name","value":"amount"}}]}},{"kind":"Field","name":{"kind":"Name","value":"amountsPerPaymentType"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"paymentType"}},{"kind":"Field","name":{"kind":"Name","value":"amount"}},{"kind":"Field","name":{"kind":"Name","value":"currencyCode"}}]}}]}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"TaximeterEmptyTrip"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"kilometerReading"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"TaximeterBreak"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"kilometerReading"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"TaximeterOther"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"freeText"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"RawProcessData"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"processType"}},{"kind":"Field","name":{"kind":"Name","value":"processData"}},{"kind":"Field","name":{"kind":"Name","value":"text"}}]}}]}}]} as unknown as DocumentNode;
export const TransactionsDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"Transactions"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"tssUuid"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"UUID"}}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"first"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"Int"}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"after"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"String"}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"filter"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"TransactionFilter"}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"orderBy"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"TransactionOrder"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"tss"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"uuid"},"value":{"kind":"Variable","name":{"kind":"Name","value":"tssUuid"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"transactions"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"first"},"value":{"kind":"Variable","name":{"kind":"Name","value":"first"}}},{"kind":"Argument","name":{"kind":"Name","value":"after"},"value":{"kind":"Variable","name":{"kind":"Name","value":"after"}}},{"kind":"Argument","name":{"kind":"Name","value":"filter"},"value":{"kind":"Variable","name":{"kind":"Name","value":"filter"}}},{"kind":"Argument","name":{"kind":"Name","value":"orderBy"},"value":{"kind":"Variable","name":{"kind":"Name","value":"orderBy"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"nodes"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"TransactionFields"}}]}},{"kind":"Field","name":{"kind":"Name","value":"pageInfo"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"hasNextPage"}},{"kind":"Field","name":{"kind":"Name","value":"endCursor"}}]}}]}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"TransactionFields"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Transaction"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"uuid"}},{"kind":"Field","name":{"kind":"Name","value":"number"}},{"kind":"Field","name":{"kind":"Name","value":"state"}},{"kind":"Field","name":{"kind":"Name","value":"nextMoves"}},{"kind":"Field","name":{"kind":"Name","value":"revision"}},{"kind":"Field","name":{"kind":"Name","value":"latestRevision"}},{"kind":"Field","name":{"kind":"Name","value":"environment"}},{"kind":"Field","name":{"kind":"Name","value":"tssUuid"}},{"kind":"Field","name":{"kind":"Name","value":"tssSerialNumber"}},{"kind":"Field","name":{"kind":"Name","value":"clientUuid"}},{"kind":"Field","name":{"kind":"Name","value":"clientSerialNumber"}},{"kind":"Field","name":{"kind":"Name","value":"startedAt"}},{"kind":"Field","name":{"kind":"Name","value":"endedAt"}},{"kind":"Field","name":{"kind":"Name","value":"receipt"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"type"}},{"kind":"Field","name":{"kind":"Name","value":"amountsPerVatRate"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"vatRate"}},{"kind":"Field","name":{"kind":"Name","value":"amount"}}]}},{"kind":"Field","name":{"kind":"Name","value":"amountsPerPaymentType"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"paymentType"}},{"kind":"Field","name":{"kind":"Name","value":"amount"}},{"kind":"Field","name":{"kind":"Name","value":"currencyCode"}}]}}]}},{"kind":"Field","name":{"kind":"Name","value":"order"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"lines"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"quantity"}},{"kind":"Field","name":{"kind":"Name","value":"text"}},{"kind":"Field","name":{"kind":"Name","value":"pricePerUnit"}}]}}]}},{"kind":"Field","name":{"kind":"Name","value":"other"}},{"kind":"Field","name":{"kind":"Name","value":"raw"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"processType"}},{"kind":"Field","name":{"kind":"Name","value":"processData"}},{"kind":"Field","name":{"kind":"Name","value":"text"}}]}},{"kind":"Field","name":{"kind":"Name","value":"log"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"operation"}},{"kind":"Field","name":{"kind":"Name","value":"timestamp"}},{"kind":"Field","name":{"kind":"Name","value":"timestampFormat"}}]}},{"kind":"Field","name":{"kind":"Name","value":"signature"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"value"}},{"kind":"Field","name":{"kind":"Name","value":"algorithm"}},{"kind":"Field","name":{"kind":"Name","value":"counter"}},{"kind":"Field","name":{"kind":"Name","value":"publicKey"}}]}},{"kind":"Field","name":{"kind":"Name","value":"qrCode"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"data"}}]}}]}}]} as unknown as DocumentNode;
export const TransactionHistoryDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"TransactionHistory"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"tssUuid"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"UUID"}}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"uuid"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"UUID"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"transaction"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"tssUuid"},"value":{"kind":"Variable","name":{"kind":"Name","value":"tssUuid"}}},{"kind":"Argument","name":{"kind":"Name","value":"uuid"},"value":{"kind":"Variable","name":{"kind":"Name","value":"uuid"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"revisions"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"TransactionFields"}},{"kind":"Field","name":{"kind":"Name","value":"signedLog"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"bytes"}},{"kind":"Field","name":{"kind":"Name","value":"message"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"kind"}},{"kind":"Field","name":{"kind":"Name","value":"operation"}},{"kind":"Field","name":{"kind":"Name","value":"signatureCounter"}},{"kind":"Field","name":{"kind":"Name","value":"loggedAt"}},{"kind":"Field","name":{"kind":"Name","value":"tssSerialNumber"}},{"kind":"Field","name":{"kind":"Name","value":"clientSerialNumber"}},{"kind":"Field","name":{"kind":"Name","value":"transactionNumber"}},{"kind":"Field","name":{"kind":"Name","value":"processType"}},{"kind":"Field","name":{"kind":"Name","value":"processData"}},{"kind":"Field","name":{"kind":"Name","value":"signatureAlgorithm"}},{"kind":"Field","name":{"kind":"Name","value":"signature"}}]}}]}}]}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"TransactionFields"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Transaction"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"uuid"}},{"kind":"Field","name":{"kind":"Name","value":"number"}},{"kind":"Field","name":{"kind":"Name","value":"state"}},{"kind":"Field","name":{"kind":"Name","value":"nextMoves"}},{"kind":"Field","name":{"kind":"Name","value":"revision"}},{"kind":"Field","name":{"kind":"Name","value":"latestRevision"}},{"kind":"Field","name":{"kind":"Name","value":"environment"}},{"kind":"Field","name":{"kind":"Name","value":"tssUuid"}},{"kind":"Field","name":{"kind":"Name","value":"tssSerialNumber"}},{"kind":"Field","name":{"kind":"Name","value":"clientUuid"}},{"kind":"Field","name":{"kind":"Name","value":"clientSerialNumber"}},{"kind":"Field","name":{"kind":"Name","value":"startedAt"}},{"kind":"Field","name":{"kind":"Name","value":"endedAt"}},{"kind":"Field","name":{"kind":"Name","value":"receipt"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"type"}},{"kind":"Field","name":{"kind":"Name","value":"amountsPerVatRate"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"vatRate"}},{"kind":"Field","name":{"kind":"Name","value":"amount"}}]}},{"kind":"Field","name":{"kind":"Name","value":"amountsPerPaymentType"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"paymentType"}},{"kind":"Field","name":{"kind":"Name","value":"amount"}},{"kind":"Field","name":{"kind":"Name","value":"currencyCode"}}]}}]}},{"kind":"Field","name":{"kind":"Name","value":"order"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"lines"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"quantity"}},{"kind":"Field","name":{"kind":"Name","value":"text"}},{"kind":"Field","name":{"kind":"Name","value":"pricePerUnit"}}]}}]}},{"kind":"Field","name":{"kind":"Name","value":"other"}},{"kind":"Field","name":{"kind":"Name","value":"raw"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"processType"}},{"kind":"Field","name":{"kind":"Name","value":"processData"}},{"kind":"Field","name":{"kind":"Name","value":"text"}}]}},{"kind":"Field","name":{"kind":"Name","value":"log"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"operation"}},{"kind":"Field","name":{"kind":"Name","value":"timestamp"}},{"kind":"Field","name":{"kind":"Name","value":"timestampFormat"}}]}},{"kind":"Field","name":{"kind":"Name","value":"signature"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"value"}},{"kind":"Field","name":{"kind":"Name","value":"algorithm"}},{"kind":"Field","name":{"kind":"Name","value":"counter"}},{"kind":"Field","name":{"kind":"Name","value":"publicKey"}}]}},{"kind":"Field","name":{"kind":"Name","value":"qrCode"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"data"}}]}}]}}]} as unknown as DocumentNode;
export const ExportDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"Export"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"tssUuid"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"UUID"}}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"uuid"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"UUID"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"export"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"tssUuid"},"value":{"kind":"Variable","name":{"kind":"Name","value":"tssUuid"}}},{"kind":"Argument","name":{"kind":"Name","value":"uuid"},"value":{"kind":"Variable","name":{"kind":"Name","value":"uuid"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"ExportFields"}},{"kind":"Field","name":{"kind":"Name","value":"metadata"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"key"}},{"kind":"Field","name":{"kind":"Name","value":"value"}}]}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"ExportFields"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Export"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"uuid"}},{"kind":"Field","name":{"kind":"Name","value":"tssUuid"}},{"kind":"Field","name":{"kind":"Name","value":"state"}},{"kind":"Field","name":{"kind":"Name","value":"exception"}},{"kind":"Field","name":{"kind":"Name","value":"environment"}},{"kind":"Field","name":{"kind":"Name","value":"requestedAt"}},{"kind":"Field","name":{"kind":"Name","value":"startedAt"}},{"kind":"Field","name":{"kind":"Name","value":"estimatedCompletionAt"}},{"kind":"Field","name":{"kind":"Name","value":"endedAt"}},{"kind":"Field","name":{"kind":"Name","value":"failedAt"}},{"kind":"Field","name":{"kind":"Name","value":"expiresAt"}},{"kind":"Field","name":{"kind":"Name","value":"progress"}},{"kind":"Field","name":{"kind":"Name","value":"download"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"url"}},{"kind":"Field","name":{"kind":"Name","value":"expiresAt"}},{"kind":"Field","name":{"kind":"Name","value":"fileName"}}]}}]}}]} as unknown as DocumentNode;
export const AwaitExportDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"AwaitExport"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"tssUuid"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"UUID"}}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"uuid"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"UUID"}}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"timeout"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"Int"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"awaitExport"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"tssUuid"},"value":{"kind":"Variable","name":{"kind":"Name","value":"tssUuid"}}},{"kind":"Argument","name":{"kind":"Name","value":"uuid"},"value":{"kind":"Variable","name":{"kind":"Name","value":"uuid"}}},{"kind":"Argument","name":{"kind":"Name","value":"timeout"},"value":{"kind":"Variable","name":{"kind":"Name","value":"timeout"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"ExportFields"}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"ExportFields"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Export"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"uuid"}},{"kind":"Field","name":{"kind":"Name","value":"tssUuid"}},{"kind":"Field","name":{"kind":"Name","value":"state"}},{"kind":"Field","name":{"kind":"Name","value":"exception"}},{"kind":"Field","name":{"kind":"Name","value":"environment"}},{"kind":"Field","name":{"kind":"Name","value":"requestedAt"}},{"kind":"Field","name":{"kind":"Name","value":"startedAt"}},{"kind":"Field","name":{"kind":"Name","value":"estimatedCompletionAt"}},{"kind":"Field","name":{"kind":"Name","value":"endedAt"}},{"kind":"Field","name":{"kind":"Name","value":"failedAt"}},{"kind":"Field","name":{"kind":"Name","value":"expiresAt"}},{"kind":"Field","name":{"kind":"Name","value":"progress"}},{"kind":"Field","name":{"kind":"Name","value":"download"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"url"}},{"kind":"Field","name":{"kind":"Name","value":"expiresAt"}},{"kind":"Field","name":{"kind":"Name","value":"fileName"}}]}}]}}]} as unknown as DocumentNode;
export const ExportsDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"Exports"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"tssUuid"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"UUID"}}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"first"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"Int"}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"after"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"String"}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"filter"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"ExportFilter"}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"orderBy"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"ExportOrder"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"tss"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"uuid"},"value":{"kind":"Variable","name":{"kind":"Name","value":"tssUuid"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"exports"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"first"},"value":{"kind":"Variable","name":{"kind":"Name","value":"first"}}},{"kind":"Argument","name":{"kind":"Name","value":"after"},"value":{"kind":"Variable","name":{"kind":"Name","value":"after"}}},{"kind":"Argument","name":{"kind":"Name","value":"filter"},"value":{"kind":"Variable","name":{"kind":"Name","value":"filter"}}},{"kind":"Argument","name":{"kind":"Name","value":"orderBy"},"value":{"kind":"Variable","name":{"kind":"Name","value":"orderBy"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"nodes"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"ExportFields"}}]}},{"kind":"Field","name":{"kind":"Name","value":"pageInfo"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"hasNextPage"}},{"kind":"Field","name":{"kind":"Name","value":"endCursor"}}]}}]}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"ExportFields"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Export"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"uuid"}},{"kind":"Field","name":{"kind":"Name","value":"tssUuid"}},{"kind":"Field","name":{"kind":"Name","value":"state"}},{"kind":"Field","name":{"kind":"Name","value":"exception"}},{"kind":"Field","name":{"kind":"Name","value":"environment"}},{"kind":"Field","name":{"kind":"Name","value":"requestedAt"}},{"kind":"Field","name":{"kind":"Name","value":"startedAt"}},{"kind":"Field","name":{"kind":"Name","value":"estimatedCompletionAt"}},{"kind":"Field","name":{"kind":"Name","value":"endedAt"}},{"kind":"Field","name":{"kind":"Name","value":"failedAt"}},{"kind":"Field","name":{"kind":"Name","value":"expiresAt"}},{"kind":"Field","name":{"kind":"Name","value":"progress"}},{"kind":"Field","name":{"kind":"Name","value":"download"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"url"}},{"kind":"Field","name":{"kind":"Name","value":"expiresAt"}},{"kind":"Field","name":{"kind":"Name","value":"fileName"}}]}}]}}]} as unknown as DocumentNode;
export const ProcessDataPreviewDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"ProcessDataPreview"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"ProcessDataInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"processDataPreview"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"processType"}},{"kind":"Field","name":{"kind":"Name","value":"processData"}},{"kind":"Field","name":{"kind":"Name","value":"text"}},{"kind":"Field","name":{"kind":"Name","value":"isExact"}},{"kind":"Field","name":{"kind":"Name","value":"warnings"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"message"}},{"kind":"Field","name":{"kind":"Name","value":"field"}}]}},{"kind":"Field","name":{"kind":"Name","value":"userErrors"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"UserErrorFields"}}]}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"UserErrorFields"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"UserError"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"message"}},{"kind":"Field","name":{"kind":"Name","value":"field"}},{"kind":"Field","name":{"kind":"Name","value":"retryable"}},{"kind":"Field","name":{"kind":"Name","value":"retryAfter"}},{"kind":"Field","name":{"kind":"Name","value":"upstreamCode"}},{"kind":"Field","name":{"kind":"Name","value":"cashierMessage"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"german"}},{"kind":"Field","name":{"kind":"Name","value":"english"}}]}}]}}]} as unknown as DocumentNode;
export const PrintoutDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"Printout"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"tssUuid"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"UUID"}}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"uuid"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"UUID"}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"number"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"BigInt"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"transaction"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"tssUuid"},"value":{"kind":"Variable","name":{"kind":"Name","value":"tssUuid"}}},{"kind":"Argument","name":{"kind":"Name","value":"uuid"},"value":{"kind":"Variable","name":{"kind":"Name","value":"uuid"}}},{"kind":"Argument","name":{"kind":"Name","value":"number"},"value":{"kind":"Variable","name":{"kind":"Name","value":"number"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"printout"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"lines"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"field"}},{"kind":"Field","name":{"kind":"Name","value":"label"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"german"}},{"kind":"Field","name":{"kind":"Name","value":"english"}}]}},{"kind":"Field","name":{"kind":"Name","value":"value"}}]}},{"kind":"Field","name":{"kind":"Name","value":"qrCode"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"data"}},{"kind":"Field","name":{"kind":"Name","value":"svg"}}]}}]}}]}}]}}]} as unknown as DocumentNode;
export const VerifyReceiptDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"VerifyReceipt"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"qr"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"String"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"verifyReceipt"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"qr"},"value":{"kind":"Variable","name":{"kind":"Name","value":"qr"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"ReceiptVerificationFields"}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"ReceiptVerificationFields"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"ReceiptVerification"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"valid"}},{"kind":"Field","name":{"kind":"Name","value":"status"}},{"kind":"Field","name":{"kind":"Name","value":"detail"}},{"kind":"Field","name":{"kind":"Name","value":"curve"}},{"kind":"Field","name":{"kind":"Name","value":"content"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"clientSerialNumber"}},{"kind":"Field","name":{"kind":"Name","value":"processType"}},{"kind":"Field","name":{"kind":"Name","value":"processData"}},{"kind":"Field","name":{"kind":"Name","value":"transactionNumber"}},{"kind":"Field","name":{"kind":"Name","value":"signatureCounter"}},{"kind":"Field","name":{"kind":"Name","value":"startTime"}},{"kind":"Field","name":{"kind":"Name","value":"logTime"}},{"kind":"Field","name":{"kind":"Name","value":"signatureAlgorithm"}},{"kind":"Field","name":{"kind":"Name","value":"logTimeFormat"}},{"kind":"Field","name":{"kind":"Name","value":"signature"}},{"kind":"Field","name":{"kind":"Name","value":"publicKey"}},{"kind":"Field","name":{"kind":"Name","value":"tssSerialNumber"}}]}},{"kind":"Field","name":{"kind":"Name","value":"proven"}},{"kind":"Field","name":{"kind":"Name","value":"notChecked"}}]}}]} as unknown as DocumentNode;
export const CompareReceiptDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"CompareReceipt"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"qr"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"String"}}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"tssUuid"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"UUID"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"verifyReceipt"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"qr"},"value":{"kind":"Variable","name":{"kind":"Name","value":"qr"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"ReceiptVerificationFields"}},{"kind":"Field","name":{"kind":"Name","value":"upstream"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"tssUuid"},"value":{"kind":"Variable","name":{"kind":"Name","value":"tssUuid"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"known"}},{"kind":"Field","name":{"kind":"Name","value":"agrees"}},{"kind":"Field","name":{"kind":"Name","value":"differences"}},{"kind":"Field","name":{"kind":"Name","value":"transaction"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"TransactionFields"}}]}}]}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"TransactionFields"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Transaction"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"uuid"}},{"kind":"Field","name":{"kind":"Name","value":"number"}},{"kind":"Field","name":{"kind":"Name","value":"state"}},{"kind":"Field","name":{"kind":"Name","value":"nextMoves"}},{"kind":"Field","name":{"kind":"Name","value":"revision"}},{"kind":"Field","name":{"kind":"Name","value":"latestRevision"}},{"kind":"Field","name":{"kind":"Name","value":"environment"}},{"kind":"Field","name":{"kind":"Name","value":"tssUuid"}},{"kind":"Field","name":{"kind":"Name","value":"tssSerialNumber"}},{"kind":"Field","name":{"kind":"Name","value":"clientUuid"}},{"kind":"Field","name":{"kind":"Name","value":"clientSerialNumber"}},{"kind":"Field","name":{"kind":"Name","value":"startedAt"}},{"kind":"Field","name":{"kind":"Name","value":"endedAt"}},{"kind":"Field","name":{"kind":"Name","value":"receipt"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"type"}},{"kind":"Field","name":{"kind":"Name","value":"amountsPerVatRate"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"vatRate"}},{"kind":"Field","name":{"kind":"Name","value":"amount"}}]}},{"kind":"Field","name":{"kind":"Name","value":"amountsPerPaymentType"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"paymentType"}},{"kind":"Field","name":{"kind":"Name","value":"amount"}},{"kind":"Field","name":{"kind":"Name","value":"currencyCode"}}]}}]}},{"kind":"Field","name":{"kind":"Name","value":"order"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"lines"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"quantity"}},{"kind":"Field","name":{"kind":"Name","value":"text"}},{"kind":"Field","name":{"kind":"Name","value":"pricePerUnit"}}]}}]}},{"kind":"Field","name":{"kind":"Name","value":"other"}},{"kind":"Field","name":{"kind":"Name","value":"raw"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"processType"}},{"kind":"Field","name":{"kind":"Name","value":"processData"}},{"kind":"Field","name":{"kind":"Name","value":"text"}}]}},{"kind":"Field","name":{"kind":"Name","value":"log"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"operation"}},{"kind":"Field","name":{"kind":"Name","value":"timestamp"}},{"kind":"Field","name":{"kind":"Name","value":"timestampFormat"}}]}},{"kind":"Field","name":{"kind":"Name","value":"signature"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"value"}},{"kind":"Field","name":{"kind":"Name","value":"algorithm"}},{"kind":"Field","name":{"kind":"Name","value":"counter"}},{"kind":"Field","name":{"kind":"Name","value":"publicKey"}}]}},{"kind":"Field","name":{"kind":"Name","value":"qrCode"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"data"}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"ReceiptVerificationFields"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"ReceiptVerification"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"valid"}},{"kind":"Field","name":{"kind":"Name","value":"status"}},{"kind":"Field","name":{"kind":"Name","value":"detail"}},{"kind":"Field","name":{"kind":"Name","value":"curve"}},{"kind":"Field","name":{"kind":"Name","value":"content"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"clientSerialNumber"}},{"kind":"Field","name":{"kind":"Name","value":"processType"}},{"kind":"Field","name":{"kind":"Name","value":"processData"}},{"kind":"Field","name":{"kind":"Name","value":"transactionNumber"}},{"kind":"Field","name":{"kind":"Name","value":"signatureCounter"}},{"kind":"Field","name":{"kind":"Name","value":"startTime"}},{"kind":"Field","name":{"kind":"Name","value":"logTime"}},{"kind":"Field","name":{"kind":"Name","value":"signatureAlgorithm"}},{"kind":"Field","name":{"kind":"Name","value":"logTimeFormat"}},{"kind":"Field","name":{"kind":"Name","value":"signature"}},{"kind":"Field","name":{"kind":"Name","value":"publicKey"}},{"kind":"Field","name":{"kind":"Name","value":"tssSerialNumber"}}]}},{"kind":"Field","name":{"kind":"Name","value":"proven"}},{"kind":"Field","name":{"kind":"Name","value":"notChecked"}}]}}]} as unknown as DocumentNode;
export const VerifyExportDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"VerifyExport"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"tssUuid"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"UUID"}}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"exportUuid"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"UUID"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"verifyExport"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"tssUuid"},"value":{"kind":"Variable","name":{"kind":"Name","value":"tssUuid"}}},{"kind":"Argument","name":{"kind":"Name","value":"exportUuid"},"value":{"kind":"Variable","name":{"kind":"Name","value":"exportUuid"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"valid"}},{"kind":"Field","name":{"kind":"Name","value":"complete"}},{"kind":"Field","name":{"kind":"Name","value":"files"}},{"kind":"Field","name":{"kind":"Name","value":"info"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"description"}},{"kind":"Field","name":{"kind":"Name","value":"manufacturer"}},{"kind":"Field","name":{"kind":"Name","value":"version"}}]}},{"kind":"Field","name":{"kind":"Name","value":"messages"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"transaction"}},{"kind":"Field","name":{"kind":"Name","value":"system"}},{"kind":"Field","name":{"kind":"Name","value":"audit"}}]}},{"kind":"Field","name":{"kind":"Name","value":"firstLogTime"}},{"kind":"Field","name":{"kind":"Name","value":"lastLogTime"}},{"kind":"Field","name":{"kind":"Name","value":"counters"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"first"}},{"kind":"Field","name":{"kind":"Name","value":"last"}}]}},{"kind":"Field","name":{"kind":"Name","value":"missingCounters"}},{"kind":"Field","name":{"kind":"Name","value":"gaps"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"first"}},{"kind":"Field","name":{"kind":"Name","value":"last"}}]}},{"kind":"Field","name":{"kind":"Name","value":"certificates"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"subject"}},{"kind":"Field","name":{"kind":"Name","value":"issuer"}},{"kind":"Field","name":{"kind":"Name","value":"validFrom"}},{"kind":"Field","name":{"kind":"Name","value":"validTo"}}]}},{"kind":"Field","name":{"kind":"Name","value":"checks"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"check"}},{"kind":"Field","name":{"kind":"Name","value":"passed"}},{"kind":"Field","name":{"kind":"Name","value":"failed"}}]}},{"kind":"Field","name":{"kind":"Name","value":"problems"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"check"}},{"kind":"Field","name":{"kind":"Name","value":"file"}},{"kind":"Field","name":{"kind":"Name","value":"message"}}]}},{"kind":"Field","name":{"kind":"Name","value":"notChecked"}}]}}]}}]} as unknown as DocumentNode;

export type SdkFunctionWrapper = <T>(action: (requestHeaders?:Record<string, string>) => Promise<T>, operationName: string, operationType?: string, variables?: any) => Promise<T>;


const defaultWrapper: SdkFunctionWrapper = (action, _operationName, _operationType, _variables) => action();

export function getSdk(client: GraphQLClient, withWrapper: SdkFunctionWrapper = defaultWrapper) {
  return {
    Authenticate(variables: AuthenticateMutationVariables, requestHeaders?: GraphQLClientRequestHeaders, signal?: RequestInit['signal']): Promise<AuthenticateMutation> {
      return withWrapper((wrappedRequestHeaders) => client.request<AuthenticateMutation>({ document: AuthenticateDocument, variables, requestHeaders: { ...requestHeaders, ...wrappedRequestHeaders }, signal }), 'Authenticate', 'mutation', variables);
    },
    ProvisionTss(variables: ProvisionTssMutationVariables, requestHeaders?: GraphQLClientRequestHeaders, signal?: RequestInit['signal']): Promise<ProvisionTssMutation> {
      return withWrapper((wrappedRequestHeaders) => client.request<ProvisionTssMutation>({ document: ProvisionTssDocument, variables, requestHeaders: { ...requestHeaders, ...wrappedRequestHeaders }, signal }), 'ProvisionTss', 'mutation', variables);
    },
    DeprovisionTss(variables: DeprovisionTssMutationVariables, requestHeaders?: GraphQLClientRequestHeaders, signal?: RequestInit['signal']): Promise<DeprovisionTssMutation> {
      return withWrapper((wrappedRequestHeaders) => client.request<DeprovisionTssMutation>({ document: DeprovisionTssDocument, variables, requestHeaders: { ...requestHeaders, ...wrappedRequestHeaders }, signal }), 'DeprovisionTss', 'mutation', variables);
    },
    CreateTss(variables: CreateTssMutationVariables, requestHeaders?: GraphQLClientRequestHeaders, signal?: RequestInit['signal']): Promise<CreateTssMutation> {
      return withWrapper((wrappedRequestHeaders) => client.request<CreateTssMutation>({ document: CreateTssDocument, variables, requestHeaders: { ...requestHeaders, ...wrappedRequestHeaders }, signal }), 'CreateTss', 'mutation', variables);
    },
    PersonalizeTss(variables: PersonalizeTssMutationVariables, requestHeaders?: GraphQLClientRequestHeaders, signal?: RequestInit['signal']): Promise<PersonalizeTssMutation> {
      return withWrapper((wrappedRequestHeaders) => client.request<PersonalizeTssMutation>({ document: PersonalizeTssDocument, variables, requestHeaders: { ...requestHeaders, ...wrappedRequestHeaders }, signal }), 'PersonalizeTss', 'mutation', variables);
    },
    InitializeTss(variables: InitializeTssMutationVariables, requestHeaders?: GraphQLClientRequestHeaders, signal?: RequestInit['signal']): Promise<InitializeTssMutation> {
      return withWrapper((wrappedRequestHeaders) => client.request<InitializeTssMutation>({ document: InitializeTssDocument, variables, requestHeaders: { ...requestHeaders, ...wrappedRequestHeaders }, signal }), 'InitializeTss', 'mutation', variables);
    },
    DisableTss(variables: DisableTssMutationVariables, requestHeaders?: GraphQLClientRequestHeaders, signal?: RequestInit['signal']): Promise<DisableTssMutation> {
      return withWrapper((wrappedRequestHeaders) => client.request<DisableTssMutation>({ document: DisableTssDocument, variables, requestHeaders: { ...requestHeaders, ...wrappedRequestHeaders }, signal }), 'DisableTss', 'mutation', variables);
    },
    ChangeAdminPin(variables: ChangeAdminPinMutationVariables, requestHeaders?: GraphQLClientRequestHeaders, signal?: RequestInit['signal']): Promise<ChangeAdminPinMutation> {
      return withWrapper((wrappedRequestHeaders) => client.request<ChangeAdminPinMutation>({ document: ChangeAdminPinDocument, variables, requestHeaders: { ...requestHeaders, ...wrappedRequestHeaders }, signal }), 'ChangeAdminPin', 'mutation', variables);
    },
    AuthenticateAdmin(variables: AuthenticateAdminMutationVariables, requestHeaders?: GraphQLClientRequestHeaders, signal?: RequestInit['signal']): Promise<AuthenticateAdminMutation> {
      return withWrapper((wrappedRequestHeaders) => client.request<AuthenticateAdminMutation>({ document: AuthenticateAdminDocument, variables, requestHeaders: { ...requestHeaders, ...wrappedRequestHeaders }, signal }), 'AuthenticateAdmin', 'mutation', variables);
    },
    LogoutAdmin(variables: LogoutAdminMutationVariables, requestHeaders?: GraphQLClientRequestHeaders, signal?: RequestInit['signal']): Promise<LogoutAdminMutation> {
      return withWrapper((wrappedRequestHeaders) => client.request<LogoutAdminMutation>({ document: LogoutAdminDocument, variables, requestHeaders: { ...requestHeaders, ...wrappedRequestHeaders }, signal }), 'LogoutAdmin', 'mutation', variables);
    },
    CreateClient(variables: CreateClientMutationVariables, requestHeaders?: GraphQLClientRequestHeaders, signal?: RequestInit['signal']): Promise<CreateClientMutation> {
      return withWrapper((wrappedRequestHeaders) => client.request<CreateClientMutation>({ document: CreateClientDocument, variables, requestHeaders: { ...requestHeaders, ...wrappedRequestHeaders }, signal }), 'CreateClient', 'mutation', variables);
    },
    RegisterClient(variables: RegisterClientMutationVariables, requestHeaders?: GraphQLClientRequestHeaders, signal?: RequestInit['signal']): Promise<RegisterClientMutation> {
      return withWrapper((wrappedRequestHeaders) => client.request<RegisterClientMutation>({ document: RegisterClientDocument, variables, requestHeaders: { ...requestHeaders, ...wrappedRequestHeaders }, signal }), 'RegisterClient', 'mutation', variables);
    },
    DeregisterClient(variables: DeregisterClientMutationVariables, requestHeaders?: GraphQLClientRequestHeaders, signal?: RequestInit['signal']): Promise<DeregisterClientMutation> {
      return withWrapper((wrappedRequestHeaders) => client.request<DeregisterClientMutation>({ document: DeregisterClientDocument, variables, requestHeaders: { ...requestHeaders, ...wrappedRequestHeaders }, signal }), 'DeregisterClient', 'mutation', variables);
    },
    SignReceipt(variables: SignReceiptMutationVariables, requestHeaders?: GraphQLClientRequestHeaders, signal?: RequestInit['signal']): Promise<SignReceiptMutation> {
      return withWrapper((wrappedRequestHeaders) => client.request<SignReceiptMutation>({ document: SignReceiptDocument, variables, requestHeaders: { ...requestHeaders, ...wrappedRequestHeaders }, signal }), 'SignReceipt', 'mutation', variables);
    },
    SignOrder(variables: SignOrderMutationVariables, requestHeaders?: GraphQLClientRequestHeaders, signal?: RequestInit['signal']): Promise<SignOrderMutation> {
      return withWrapper((wrappedRequestHeaders) => client.request<SignOrderMutation>({ document: SignOrderDocument, variables, requestHeaders: { ...requestHeaders, ...wrappedRequestHeaders }, signal }), 'SignOrder', 'mutation', variables);
    },
    SignOther(variables: SignOtherMutationVariables, requestHeaders?: GraphQLClientRequestHeaders, signal?: RequestInit['signal']): Promise<SignOtherMutation> {
      return withWrapper((wrappedRequestHeaders) => client.request<SignOtherMutation>({ document: SignOtherDocument, variables, requestHeaders: { ...requestHeaders, ...wrappedRequestHeaders }, signal }), 'SignOther', 'mutation', variables);
    },
    SignRaw(variables: SignRawMutationVariables, requestHeaders?: GraphQLClientRequestHeaders, signal?: RequestInit['signal']): Promise<SignRawMutation> {
      return withWrapper((wrappedRequestHeaders) => client.request<SignRawMutation>({ document: SignRawDocument, variables, requestHeaders: { ...requestHeaders, ...wrappedRequestHeaders }, signal }), 'SignRaw', 'mutation', variables);
    },
    SignTaximeter(variables: SignTaximeterMutationVariables, requestHeaders?: GraphQLClientRequestHeaders, signal?: RequestInit['signal']): Promise<SignTaximeterMutation> {
      return withWrapper((wrappedRequestHeaders) => client.request<SignTaximeterMutation>({ document: SignTaximeterDocument, variables, requestHeaders: { ...requestHeaders, ...wrappedRequestHeaders }, signal }), 'SignTaximeter', 'mutation', variables);
    },
    StartTransaction(variables: StartTransactionMutationVariables, requestHeaders?: GraphQLClientRequestHeaders, signal?: RequestInit['signal']): Promise<StartTransactionMutation> {
      return withWrapper((wrappedRequestHeaders) => client.request<StartTransactionMutation>({ document: StartTransactionDocument, variables, requestHeaders: { ...requestHeaders, ...wrappedRequestHeaders }, signal }), 'StartTransaction', 'mutation', variables);
    },
    UpdateTransaction(variables: UpdateTransactionMutationVariables, requestHeaders?: GraphQLClientRequestHeaders, signal?: RequestInit['signal']): Promise<UpdateTransactionMutation> {
      return withWrapper((wrappedRequestHeaders) => client.request<UpdateTransactionMutation>({ document: UpdateTransactionDocument, variables, requestHeaders: { ...requestHeaders, ...wrappedRequestHeaders }, signal }), 'UpdateTransaction', 'mutation', variables);
    },
    FinishTransaction(variables: FinishTransactionMutationVariables, requestHeaders?: GraphQLClientRequestHeaders, signal?: RequestInit['signal']): Promise<FinishTransactionMutation> {
      return withWrapper((wrappedRequestHeaders) => client.request<FinishTransactionMutation>({ document: FinishTransactionDocument, variables, requestHeaders: { ...requestHeaders, ...wrappedRequestHeaders }, signal }), 'FinishTransaction', 'mutation', variables);
    },
    CancelTransaction(variables: CancelTransactionMutationVariables, requestHeaders?: GraphQLClientRequestHeaders, signal?: RequestInit['signal']): Promise<CancelTransactionMutation> {
      return withWrapper((wrappedRequestHeaders) => client.request<CancelTransactionMutation>({ document: CancelTransactionDocument, variables, requestHeaders: { ...requestHeaders, ...wrappedRequestHeaders }, signal }), 'CancelTransaction', 'mutation', variables);
    },
    CancelOpenTransactions(variables: CancelOpenTransactionsMutationVariables, requestHeaders?: GraphQLClientRequestHeaders, signal?: RequestInit['signal']): Promise<CancelOpenTransactionsMutation> {
      return withWrapper((wrappedRequestHeaders) => client.request<CancelOpenTransactionsMutation>({ document: CancelOpenTransactionsDocument, variables, requestHeaders: { ...requestHeaders, ...wrappedRequestHeaders }, signal }), 'CancelOpenTransactions', 'mutation', variables);
    },
    UpdateTssMetadata(variables: UpdateTssMetadataMutationVariables, requestHeaders?: GraphQLClientRequestHeaders, signal?: RequestInit['signal']): Promise<UpdateTssMetadataMutation> {
      return withWrapper((wrappedRequestHeaders) => client.request<UpdateTssMetadataMutation>({ document: UpdateTssMetadataDocument, variables, requestHeaders: { ...requestHeaders, ...wrappedRequestHeaders }, signal }), 'UpdateTssMetadata', 'mutation', variables);
    },
    UpdateClientMetadata(variables: UpdateClientMetadataMutationVariables, requestHeaders?: GraphQLClientRequestHeaders, signal?: RequestInit['signal']): Promise<UpdateClientMetadataMutation> {
      return withWrapper((wrappedRequestHeaders) => client.request<UpdateClientMetadataMutation>({ document: UpdateClientMetadataDocument, variables, requestHeaders: { ...requestHeaders, ...wrappedRequestHeaders }, signal }), 'UpdateClientMetadata', 'mutation', variables);
    },
    UpdateTransactionMetadata(variables: UpdateTransactionMetadataMutationVariables, requestHeaders?: GraphQLClientRequestHeaders, signal?: RequestInit['signal']): Promise<UpdateTransactionMetadataMutation> {
      return withWrapper((wrappedRequestHeaders) => client.request<UpdateTransactionMetadataMutation>({ document: UpdateTransactionMetadataDocument, variables, requestHeaders: { ...requestHeaders, ...wrappedRequestHeaders }, signal }), 'UpdateTransactionMetadata', 'mutation', variables);
    },
    TriggerExport(variables: TriggerExportMutationVariables, requestHeaders?: GraphQLClientRequestHeaders, signal?: RequestInit['signal']): Promise<TriggerExportMutation> {
      return withWrapper((wrappedRequestHeaders) => client.request<TriggerExportMutation>({ document: TriggerExportDocument, variables, requestHeaders: { ...requestHeaders, ...wrappedRequestHeaders }, signal }), 'TriggerExport', 'mutation', variables);
    },
    CancelExport(variables: CancelExportMutationVariables, requestHeaders?: GraphQLClientRequestHeaders, signal?: RequestInit['signal']): Promise<CancelExportMutation> {
      return withWrapper((wrappedRequestHeaders) => client.request<CancelExportMutation>({ document: CancelExportDocument, variables, requestHeaders: { ...requestHeaders, ...wrappedRequestHeaders }, signal }), 'CancelExport', 'mutation', variables);
    },
    ExportAll(variables: ExportAllMutationVariables, requestHeaders?: GraphQLClientRequestHeaders, signal?: RequestInit['signal']): Promise<ExportAllMutation> {
      return withWrapper((wrappedRequestHeaders) => client.request<ExportAllMutation>({ document: ExportAllDocument, variables, requestHeaders: { ...requestHeaders, ...wrappedRequestHeaders }, signal }), 'ExportAll', 'mutation', variables);
    },
    UpdateExportMetadata(variables: UpdateExportMetadataMutationVariables, requestHeaders?: GraphQLClientRequestHeaders, signal?: RequestInit['signal']): Promise<UpdateExportMetadataMutation> {
      return withWrapper((wrappedRequestHeaders) => client.request<UpdateExportMetadataMutation>({ document: UpdateExportMetadataDocument, variables, requestHeaders: { ...requestHeaders, ...wrappedRequestHeaders }, signal }), 'UpdateExportMetadata', 'mutation', variables);
    },
    Viewer(variables?: ViewerQueryVariables, requestHeaders?: GraphQLClientRequestHeaders, signal?: RequestInit['signal']): Promise<ViewerQuery> {
      return withWrapper((wrappedRequestHeaders) => client.request<ViewerQuery>({ document: ViewerDocument, variables, requestHeaders: { ...requestHeaders, ...wrappedRequestHeaders }, signal }), 'Viewer', 'query', variables);
    },
    Tss(variables: TssQueryVariables, requestHeaders?: GraphQLClientRequestHeaders, signal?: RequestInit['signal']): Promise<TssQuery> {
      return withWrapper((wrappedRequestHeaders) => client.request<TssQuery>({ document: TssDocument, variables, requestHeaders: { ...requestHeaders, ...wrappedRequestHeaders }, signal }), 'Tss', 'query', variables);
    },
    TssHealth(variables: TssHealthQueryVariables, requestHeaders?: GraphQLClientRequestHeaders, signal?: RequestInit['signal']): Promise<TssHealthQuery> {
      return withWrapper((wrappedRequestHeaders) => client.request<TssHealthQuery>({ document: TssHealthDocument, variables, requestHeaders: { ...requestHeaders, ...wrappedRequestHeaders }, signal }), 'TssHealth', 'query', variables);
    },
    TssList(variables?: TssListQueryVariables, requestHeaders?: GraphQLClientRequestHeaders, signal?: RequestInit['signal']): Promise<TssListQuery> {
      return withWrapper((wrappedRequestHeaders) => client.request<TssListQuery>({ document: TssListDocument, variables, requestHeaders: { ...requestHeaders, ...wrappedRequestHeaders }, signal }), 'TssList', 'query', variables);
    },
    Client(variables: ClientQueryVariables, requestHeaders?: GraphQLClientRequestHeaders, signal?: RequestInit['signal']): Promise<ClientQuery> {
      return withWrapper((wrappedRequestHeaders) => client.request<ClientQuery>({ document: ClientDocument, variables, requestHeaders: { ...requestHeaders, ...wrappedRequestHeaders }, signal }), 'Client', 'query', variables);
    },
    Clients(variables: ClientsQueryVariables, requestHeaders?: GraphQLClientRequestHeaders, signal?: RequestInit['signal']): Promise<ClientsQuery> {
      return withWrapper((wrappedRequestHeaders) => client.request<ClientsQuery>({ document: ClientsDocument, variables, requestHeaders: { ...requestHeaders, ...wrappedRequestHeaders }, signal }), 'Clients', 'query', variables);
    },
    Transaction(variables: TransactionQueryVariables, requestHeaders?: GraphQLClientRequestHeaders, signal?: RequestInit['signal']): Promise<TransactionQuery> {
      return withWrapper((wrappedRequestHeaders) => client.request<TransactionQuery>({ document: TransactionDocument, variables, requestHeaders: { ...requestHeaders, ...wrappedRequestHeaders }, signal }), 'Transaction', 'query', variables);
    },
    Transactions(variables: TransactionsQueryVariables, requestHeaders?: GraphQLClientRequestHeaders, signal?: RequestInit['signal']): Promise<TransactionsQuery> {
      return withWrapper((wrappedRequestHeaders) => client.request<TransactionsQuery>({ document: TransactionsDocument, variables, requestHeaders: { ...requestHeaders, ...wrappedRequestHeaders }, signal }), 'Transactions', 'query', variables);
    },
    TransactionHistory(variables: TransactionHistoryQueryVariables, requestHeaders?: GraphQLClientRequestHeaders, signal?: RequestInit['signal']): Promise<TransactionHistoryQuery> {
      return withWrapper((wrappedRequestHeaders) => client.request<TransactionHistoryQuery>({ document: TransactionHistoryDocument, variables, requestHeaders: { ...requestHeaders, ...wrappedRequestHeaders }, signal }), 'TransactionHistory', 'query', variables);
    },
    Export(variables: ExportQueryVariables, requestHeaders?: GraphQLClientRequestHeaders, signal?: RequestInit['signal']): Promise<ExportQuery> {
      return withWrapper((wrappedRequestHeaders) => client.request<ExportQuery>({ document: ExportDocument, variables, requestHeaders: { ...requestHeaders, ...wrappedRequestHeaders }, signal }), 'Export', 'query', variables);
    },
    AwaitExport(variables: AwaitExportQueryVariables, requestHeaders?: GraphQLClientRequestHeaders, signal?: RequestInit['signal']): Promise<AwaitExportQuery> {
      return withWrapper((wrappedRequestHeaders) => client.request<AwaitExportQuery>({ document: AwaitExportDocument, variables, requestHeaders: { ...requestHeaders, ...wrappedRequestHeaders }, signal }), 'AwaitExport', 'query', variables);
    },
    Exports(variables: ExportsQueryVariables, requestHeaders?: GraphQLClientRequestHeaders, signal?: RequestInit['signal']): Promise<ExportsQuery> {
      return withWrapper((wrappedRequestHeaders) => client.request<ExportsQuery>({ document: ExportsDocument, variables, requestHeaders: { ...requestHeaders, ...wrappedRequestHeaders }, signal }), 'Exports', 'query', variables);
    },
    ProcessDataPreview(variables: ProcessDataPreviewQueryVariables, requestHeaders?: GraphQLClientRequestHeaders, signal?: RequestInit['signal']): Promise<ProcessDataPreviewQuery> {
      return withWrapper((wrappedRequestHeaders) => client.request<ProcessDataPreviewQuery>({ document: ProcessDataPreviewDocument, variables, requestHeaders: { ...requestHeaders, ...wrappedRequestHeaders }, signal }), 'ProcessDataPreview', 'query', variables);
    },
    Printout(variables: PrintoutQueryVariables, requestHeaders?: GraphQLClientRequestHeaders, signal?: RequestInit['signal']): Promise<PrintoutQuery> {
      return withWrapper((wrappedRequestHeaders) => client.request<PrintoutQuery>({ document: PrintoutDocument, variables, requestHeaders: { ...requestHeaders, ...wrappedRequestHeaders }, signal }), 'Printout', 'query', variables);
    },
    VerifyReceipt(variables: VerifyReceiptQueryVariables, requestHeaders?: GraphQLClientRequestHeaders, signal?: RequestInit['signal']): Promise<VerifyReceiptQuery> {
      return withWrapper((wrappedRequestHeaders) => client.request<VerifyReceiptQuery>({ document: VerifyReceiptDocument, variables, requestHeaders: { ...requestHeaders, ...wrappedRequestHeaders }, signal }), 'VerifyReceipt', 'query', variables);
    },
    CompareReceipt(variables: CompareReceiptQueryVariables, requestHeaders?: GraphQLClientRequestHeaders, signal?: RequestInit['signal']): Promise<CompareReceiptQuery> {
      return withWrapper((wrappedRequestHeaders) => client.request<CompareReceiptQuery>({ document: CompareReceiptDocument, variables, requestHeaders: { ...requestHeaders, ...wrappedRequestHeaders }, signal }), 'CompareReceipt', 'query', variables);
    },
    VerifyExport(variables: VerifyExportQueryVariables, requestHeaders?: GraphQLClientRequestHeaders, signal?: RequestInit['signal']): Promise<VerifyExportQuery> {
      return withWrapper((wrappedRequestHeaders) => client.request<VerifyExportQuery>({ document: VerifyExportDocument, variables, requestHeaders: { ...requestHeaders, ...wrappedRequestHeaders }, signal }), 'VerifyExport', 'query', variables);
    }
  };
}
export type Sdk = ReturnType<typeof getSdk>;