import type { Schemas } from '../../contract/dsfinvk.js';
import type { WrittenNumber } from '../../json-text.js';

/** JSON whose numbers may keep the digits that a double would lose. */
export type Written<Value> = Value extends number
  ? Value | WrittenNumber
  : Value extends readonly (infer Item)[]
    ? readonly Written<Item>[]
    : Value extends object
      ? { readonly [Key in keyof Value]: Written<Value[Key]> }
      : Value;

/** Everything that an archive is written from. It is read once, at the pace of the writer. */
export interface ArchiveSource {
  /** The closings of the archive, those of one register by ascending Z_NR. */
  closings(): AsyncIterable<ArchiveClosing> | Iterable<ArchiveClosing>;
}

/** One closing, with the master data as they were when it was inserted (dsfinvk-v1.md §3). */
export interface ArchiveClosing {
  /** The body as it was inserted. */
  readonly body: Written<Schemas['CashPointClosingInsert']>;
  readonly organization: ArchiveOrganization;
  /** The MASTER register. */
  readonly register: ArchiveRegister;
  /** The SLAVE registers that are closed through it. */
  readonly slaves: readonly ArchiveRegister[];
  /** The agencies that lines and statement may name. */
  readonly agencies: readonly Schemas['PurchaserAgency'][];
  /** The VAT definitions that the closing may use. All of them are written. */
  readonly vatDefinitions: readonly Written<Schemas['VatDefinition']>[];
  /** The TSS of the register and its slaves. Their order gives their TSE_ID, from 1. */
  readonly tss: readonly ArchiveTss[];
  /** The SIGN DE transactions that `security.tss_tx_id` names, by this id in lower case. */
  readonly signedTransactions: ReadonlyMap<string, ArchiveSignedTransaction>;
  /** The targets of references of type `InterneTransaktion`, by `tx_id` in lower case. Also those of other closings. */
  readonly referenceTargets: ReadonlyMap<string, ArchiveReferenceTarget>;
}

/** The company, of the organization's data (dsfinvk-v1.md §9). */
export interface ArchiveOrganization {
  readonly name: string;
  readonly street: string;
  readonly postalCode: string;
  readonly city: string;
  /** Three letters (ISO 3166-1). */
  readonly countryCode: string;
  readonly taxNumber?: string | undefined;
  readonly vatId?: string | undefined;
}

/** A register. Its `client_id` is written as Z_KASSE_ID or TERMINAL_ID. */
export interface ArchiveRegister {
  readonly record: Schemas['CashRegister'];
  /** The client id that its TSS signs: SIGN DE's `serial_number` of the client (dsfinvk-archive.md §2). */
  readonly serialNumber: string;
}

/** A TSS, of SIGN DE or of another vendor. */
export interface ArchiveTss {
  /** Hex. */
  readonly serialNumber: string;
  /** E.g. `ecdsa-plain-SHA256`. */
  readonly signatureAlgorithm: string;
  readonly timeFormat: Schemas['SignatureTimestampFormat'];
  readonly encoding: Schemas['TransactionDataEncoding'];
  /** Base64. */
  readonly publicKey: string;
  /** Base64 of the DER bytes, in one line. */
  readonly certificate: string;
}

/** What was signed when a SIGN DE transaction ended. */
export interface ArchiveSignedTransaction {
  /** A serial number of `tss`, hex. */
  readonly tssSerialNumber: string;
  readonly number: number;
  /** Log time of the Start message, Unix seconds. */
  readonly timeStart: number;
  /** Log time of the Finish message, Unix seconds. */
  readonly timeEnd: number;
  readonly processType: string;
  /** The signed bytes. */
  readonly processData: Uint8Array;
  readonly signatureCounter: number | string;
  /** Base64. */
  readonly signature: string;
}

/** The transaction that a reference names. */
export interface ArchiveReferenceTarget {
  /** Z_KASSE_ID: the `client_id` of the closing. */
  readonly clientId: string;
  /** Z_NR of its closing. */
  readonly closingNumber: number;
  /** `export_creation_date` of its closing, Unix seconds. */
  readonly closingTime: number;
  /** BON_ID. */
  readonly transactionExportId: string;
}
