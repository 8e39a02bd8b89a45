import { Field, ObjectType, registerEnumType } from 'type-graphql';
import type { Schemas } from '../contract.js';
import { QrCode } from './qr-code.js';
import { LocalizedText } from './receipt-note.js';

/**
 * What must stand on a receipt of a till with a TSS, in the order of § 6 sentence 1 KassenSichV: no. 2, 4, 6 and 7, then what is needed to check no. 7
 * (`integration-guide.md §8`).
 */
const fields = {
  START: {
    label: { german: 'Vorgangsbeginn', english: 'Start of transaction' },
    description: 'When the transaction was started (no. 2).',
  },
  END: {
    label: { german: 'Vorgangsbeendigung', english: 'End of transaction' },
    description: 'When it was finished (no. 2).',
  },
  TRANSACTION_NUMBER: {
    label: { german: 'Transaktionsnummer', english: 'Transaction number' },
    description: 'Number that the TSS gave the transaction (no. 4).',
  },
  CLIENT_SERIAL_NUMBER: {
    label: { german: 'Seriennummer der Kasse', english: 'Serial number of the till' },
    description: 'Serial number of the recording system (no. 6).',
  },
  TSS_SERIAL_NUMBER: {
    label: { german: 'Seriennummer der TSE', english: 'Serial number of the TSS' },
    description: 'Serial number of the security module (no. 6).',
  },
  SIGNATURE: {
    label: { german: 'Prüfwert (Signatur)', english: 'Check value (signature)' },
    description: 'The signature in base64 (no. 7).',
  },
  SIGNATURE_COUNTER: {
    label: { german: 'Signaturzähler', english: 'Signature counter' },
    description: 'Counter of the signature (no. 7).',
  },
  SIGNATURE_ALGORITHM: {
    label: { german: 'Signaturalgorithmus', english: 'Signature algorithm' },
    description: 'Algorithm of the signature.',
  },
  LOG_TIME_FORMAT: {
    label: { german: 'Zeitformat', english: 'Time format' },
    description: 'Form of the times in what was signed.',
  },
  PUBLIC_KEY: {
    label: { german: 'Öffentlicher Schlüssel', english: 'Public key' },
    description: 'Public key of the TSS in base64.',
  },
} as const;
type PrintoutField = keyof typeof fields;
const fieldEnum = Object.fromEntries(Object.keys(fields).map((field) => [field, field]));
registerEnumType(fieldEnum, {
  name: 'PrintoutField',
  description: 'What must stand on a receipt (numbers are those of § 6 sentence 1 KassenSichV).',
  valuesConfig: Object.fromEntries(Object.entries(fields).map(([field, { description }]) => [field, { description }])),
});

/** A line of a receipt. */
@ObjectType({ description: 'A line of a receipt: what it is and its value.' })
export class PrintoutLine {
  @Field(() => fieldEnum, { description: 'What it is, for programs.' })
  readonly field!: PrintoutField; // made by toPrintout

  @Field(() => LocalizedText, { description: 'What it is, to be printed before the value.' })
  readonly label!: LocalizedText;

  @Field(() => String, { description: 'The value. Print it unaltered; it may be broken into several lines.' })
  readonly value!: string;
}

/** What the TSS adds to a receipt. */
@ObjectType({
  description:
    "The TSS data of a receipt. Print either all lines or the QR code. The rest is the till's own: name and address of the shop, date, what was sold, amounts and tax. Where orders were signed as transactions of their own, print the start of the first of them as well.",
})
export class Printout {
  @Field(() => [PrintoutLine], { description: 'All that must be printed, in the order of the law.' })
  readonly lines!: readonly PrintoutLine[]; // made by toPrintout

  @Field(() => QrCode, { description: 'The QR code that may be printed in place of the lines.' })
  readonly qrCode!: QrCode;
}

/** What is to be printed for a transaction with its QR code; `null` unless it is FINISHED, for there is no receipt before that. */
export function toPrintout(json: Schemas['TxResponse'], qrCode: QrCode | null): Printout | null {
  const { state, time_start: start, time_end: end, signature, log } = json;
  if (state !== 'FINISHED' || qrCode === null || end === undefined) return null;
  const values: Readonly<Record<PrintoutField, string>> = {
    START: printedTime(start),
    END: printedTime(end),
    TRANSACTION_NUMBER: String(json.number),
    CLIENT_SERIAL_NUMBER: json.client_serial_number,
    TSS_SERIAL_NUMBER: json.tss_serial_number,
    SIGNATURE: signature.value,
    SIGNATURE_COUNTER: String(signature.counter),
    SIGNATURE_ALGORITHM: signature.algorithm,
    LOG_TIME_FORMAT: log.timestamp_format,
    PUBLIC_KEY: signature.public_key,
  };
  // Object.keys gives the keys in the order written above.
  const lines = (Object.keys(fields) as PrintoutField[]).map((field) => ({
    field,
    label: fields[field].label,
    value: values[field],
  }));
  return { lines, qrCode };
}

/** `YYYY-MM-DDThh:mm:ss.fffZ`, as in the QR code (DSFinV-K annex I). */
function printedTime(seconds: number): string {
  return new Date(seconds * 1_000).toISOString();
}
