import { Field, ObjectType, registerEnumType } from 'type-graphql';
import { canonicalBase64 } from '../../../tse/receipt/verification.js';
import { parseQrPayload, type QrPayload, QrPayloadError } from '../../../tse/receipt/qr-code.js';
import { type ScannedReceipt, verifyScan } from '../../../tse/receipt/scanned-receipt.js';
import { readPublicPoint, tssSerialNumber } from '../../../tse/signature/signature.js';
import { ReceiptCorrection, toCorrection } from '../signing/receipt-correction.js';
import { Base64, DateTime } from '../../common/scalars.js';
import { Transaction } from '../transaction/transaction.js';
import { Verification } from '../transaction/verification.js';

/** Members of a payload by their names in the schema, in order. */
const fieldNames = {
  CLIENT_SERIAL_NUMBER: 'clientSerialNumber',
  PROCESS_TYPE: 'processType',
  PROCESS_DATA: 'processData',
  TRANSACTION_NUMBER: 'transactionNumber',
  SIGNATURE_COUNTER: 'signatureCounter',
  START_TIME: 'startTime',
  LOG_TIME: 'logTime',
  SIGNATURE_ALGORITHM: 'signatureAlgorithm',
  LOG_TIME_FORMAT: 'logTimeFormat',
  SIGNATURE: 'signature',
  PUBLIC_KEY: 'publicKey',
} as const satisfies Readonly<Record<string, keyof QrPayload>>;
type QrField = keyof typeof fieldNames;
// Object.keys gives the keys in the order written above.
const qrFields = Object.keys(fieldNames) as QrField[];

const qrFieldDescriptions: Readonly<Record<QrField, string>> = {
  CLIENT_SERIAL_NUMBER: 'Serial number of the till.',
  PROCESS_TYPE: 'Process type.',
  PROCESS_DATA: 'Process data.',
  TRANSACTION_NUMBER: 'Transaction number.',
  SIGNATURE_COUNTER: 'Signature counter of the finish.',
  START_TIME: 'When the transaction was started.',
  LOG_TIME: 'When it was finished.',
  SIGNATURE_ALGORITHM: 'Signature algorithm.',
  LOG_TIME_FORMAT: 'Form of the time in the signed message.',
  SIGNATURE: 'The signature.',
  PUBLIC_KEY: 'Public key of the TSS.',
};
const qrFieldEnum = Object.fromEntries(qrFields.map((field) => [field, field]));
registerEnumType(qrFieldEnum, {
  name: 'QrField',
  description: "A field of a receipt's QR code (DSFinV-K annex I).",
  valuesConfig: Object.fromEntries(
    Object.entries(qrFieldDescriptions).map(([field, description]) => [field, { description }]),
  ),
});

const limitations = {
  START_TIME: 'When the transaction was started: the signature of the finish does not cover it. `upstream` shows it.',
  KEY_OWNER: 'Whether the key belongs, and belonged at that time, to a certified TSE: the code holds no certificate.',
  PAPER: 'Whether the rest of the printed receipt agrees with the code.',
  COPY: 'Whether it is the receipt itself: a copy has the same code.',
} as const;
const limitationEnum = Object.fromEntries(Object.keys(limitations).map((name) => [name, name]));
registerEnumType(limitationEnum, {
  name: 'ReceiptLimitation',
  description: 'Facts that the QR code of a receipt alone cannot prove.',
  valuesConfig: Object.fromEntries(Object.entries(limitations).map(([name, description]) => [name, { description }])),
});

/** The content of a QR code. */
@ObjectType({ description: 'Content of the QR code of a receipt.' })
export class QrContent {
  @Field(() => String, { description: 'Serial number of the till.' })
  readonly clientSerialNumber!: string; // made by ReceiptVerification

  @Field(() => String, { description: 'Process type, e.g. `Kassenbeleg-V1`.' })
  readonly processType!: string;

  @Field(() => String, { description: 'Process data as text.' })
  readonly processData!: string;

  @Field(() => String, { description: 'Transaction number, digits.' })
  readonly transactionNumber!: string;

  @Field(() => String, { description: 'Signature counter, digits.' })
  readonly signatureCounter!: string;

  @Field(() => DateTime, { description: 'When the transaction was started. No signature in the code covers it.' })
  readonly startTime!: Date;

  @Field(() => DateTime, { description: 'When it was finished.' })
  readonly logTime!: Date;

  @Field(() => String, { description: 'Signature algorithm, e.g. `ecdsa-plain-SHA256`.' })
  readonly signatureAlgorithm!: string;

  @Field(() => String, { description: 'Form of the time in the signed message, e.g. `unixTime`.' })
  readonly logTimeFormat!: string;

  @Field(() => Base64, { description: 'The signature.' })
  readonly signature!: string;

  @Field(() => Base64, { description: 'Public key of the TSS.' })
  readonly publicKey!: string;

  @Field(() => String, {
    nullable: true,
    description: 'Serial number of the TSS, computed from its key; null if the key is invalid.',
  })
  readonly tssSerialNumber!: string | null;
}

/** Comparison of a receipt with the upstream. */
@ObjectType({ description: 'Comparison of the QR code of a receipt with the transaction at the upstream.' })
export class ReceiptComparison {
  @Field(() => Boolean, { description: 'Whether the upstream has a transaction of this TSS with this number.' })
  readonly known!: boolean; // made by compare and the resolver

  @Field(() => Boolean, { description: 'Whether it is known and all fields match the upstream.' })
  readonly agrees!: boolean;

  @Field(() => [qrFieldEnum], {
    description: 'Fields that differ from the upstream; all fields if the transaction is not finished there.',
  })
  readonly differences!: readonly string[];

  @Field(() => Transaction, { nullable: true, description: 'The transaction as the upstream has it.' })
  readonly transaction!: Transaction | null;
}

/** Result of checking the QR code of a receipt. */
@ObjectType({
  description: 'Result of checking the QR code of a receipt with its own signature and public key alone.',
})
export class ReceiptVerification extends Verification {
  readonly #scan: ScannedReceipt;

  /** @param scanned the text that a scanner read */
  constructor(scanned: string) {
    const scan = verifyScan(scanned);
    super(scan.verification);
    this.#scan = scan;
  }

  /** The payload; undefined when it cannot be read. */
  get payload(): QrPayload | undefined {
    return this.#scan.payload;
  }

  @Field(() => [ReceiptCorrection], {
    description:
      'Changes by a scanner that the gateway undid to get a valid signature. Empty if the scanned text itself is valid, or if no reading is.',
  })
  get corrections(): readonly ReceiptCorrection[] {
    return this.#scan.corrections.map(toCorrection);
  }

  @Field(() => [ReceiptCorrection], {
    description: 'Changes by scanners that were undone without getting a valid signature. Empty if it is valid.',
  })
  get tried(): readonly ReceiptCorrection[] {
    return this.#scan.tried.map(toCorrection);
  }

  @Field(() => QrContent, { nullable: true, description: 'Content of the code; null if it cannot be read.' })
  get content(): QrContent | null {
    const { payload } = this;
    if (!payload) return null;
    const { startTime, logTime, ...rest } = payload;
    const point = readPublicPoint(canonicalBase64(rest.publicKey) ?? new Uint8Array());
    return {
      ...rest,
      startTime: new Date(startTime),
      logTime: new Date(logTime),
      tssSerialNumber: point ? Buffer.from(tssSerialNumber(point)).toString('hex') : null,
    };
  }

  @Field(() => [qrFieldEnum], {
    description: 'Fields that the signature proves to be unchanged; none unless it is valid.',
  })
  get proven(): readonly string[] {
    return this.valid ? qrFields.filter((field) => field !== 'START_TIME') : [];
  }

  @Field(() => [limitationEnum], {
    description: 'Facts that were not checked, because the code alone cannot prove them.',
  })
  get notChecked(): readonly string[] {
    return Object.keys(limitations);
  }
}

/** Fields that differ between a payload and the QR code of a transaction at the upstream. */
export function differencesTo(payload: QrPayload, known: string | undefined): readonly string[] {
  const other = known === undefined ? undefined : parse(known);
  return qrFields.filter((field) => payload[fieldNames[field]] !== other?.[fieldNames[field]]);
}

function parse(text: string): QrPayload | undefined {
  try {
    return parseQrPayload(text);
  } catch (error) {
    if (error instanceof QrPayloadError) return undefined;
    throw error;
  }
}
