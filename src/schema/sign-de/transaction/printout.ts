import { Field, ObjectType, registerEnumType } from 'type-graphql';
import type { Schemas } from '../../../received/sign-de.js';
import { QrCode } from './qr-code.js';
import { counter, object, text, time, ToldField } from '../../common/read-member.js';
import { LocalizedText } from '../signing/receipt-note.js';

/**
 * The lines that a receipt of a till with a TSS must have, in the order of § 6 sentence 1 KassenSichV: no. 2, 4, 6
 * and 7, then the data to check no. 7 (`integration-guide.md §8`). Times have the form of the QR code (DSFinV-K
 * annex I).
 */
const fields = {
  START: {
    label: { german: 'Vorgangsbeginn', english: 'Start of transaction' },
    description: 'When the transaction was started (no. 2).',
    read: (json: Schemas['TxResponse']) => time(json, 'time_start').toISOString(),
  },
  END: {
    label: { german: 'Vorgangsbeendigung', english: 'End of transaction' },
    description: 'When it was finished (no. 2).',
    read: (json: Schemas['TxResponse']) => time(json, 'time_end').toISOString(),
  },
  TRANSACTION_NUMBER: {
    label: { german: 'Transaktionsnummer', english: 'Transaction number' },
    description: 'Number that the TSS gave the transaction (no. 4).',
    read: (json: Schemas['TxResponse']) => String(json.number),
  },
  CLIENT_SERIAL_NUMBER: {
    label: { german: 'Seriennummer der Kasse', english: 'Serial number of the till' },
    description: 'Serial number of the recording system (no. 6).',
    read: (json: Schemas['TxResponse']) => text(json, 'client_serial_number'),
  },
  TSS_SERIAL_NUMBER: {
    label: { german: 'Seriennummer der TSE', english: 'Serial number of the TSS' },
    description: 'Serial number of the security module (no. 6).',
    read: (json: Schemas['TxResponse']) => text(json, 'tss_serial_number'),
  },
  SIGNATURE: {
    label: { german: 'Prüfwert (Signatur)', english: 'Check value (signature)' },
    description: 'The signature in base64 (no. 7).',
    read: (json: Schemas['TxResponse']) => text(object(json, 'signature'), 'value'),
  },
  SIGNATURE_COUNTER: {
    label: { german: 'Signaturzähler', english: 'Signature counter' },
    description: 'Counter of the signature (no. 7).',
    read: (json: Schemas['TxResponse']) => counter(object(json, 'signature'), 'counter'),
  },
  SIGNATURE_ALGORITHM: {
    label: { german: 'Signaturalgorithmus', english: 'Signature algorithm' },
    description: 'Algorithm of the signature.',
    read: (json: Schemas['TxResponse']) => text(object(json, 'signature'), 'algorithm'),
  },
  LOG_TIME_FORMAT: {
    label: { german: 'Zeitformat', english: 'Time format' },
    description: 'Form of the times in the signed message.',
    read: (json: Schemas['TxResponse']) => text(object(json, 'log'), 'timestamp_format'),
  },
  PUBLIC_KEY: {
    label: { german: 'Öffentlicher Schlüssel', english: 'Public key' },
    description: 'Public key of the TSS in base64.',
    read: (json: Schemas['TxResponse']) => text(object(json, 'signature'), 'public_key'),
  },
} as const;
type PrintoutField = keyof typeof fields;
const fieldEnum = Object.fromEntries(Object.keys(fields).map((field) => [field, field]));
registerEnumType(fieldEnum, {
  name: 'PrintoutField',
  description: 'A mandatory line of a receipt (numbers are those of § 6 sentence 1 KassenSichV).',
  valuesConfig: Object.fromEntries(Object.entries(fields).map(([field, { description }]) => [field, { description }])),
});

/** A line of a receipt. */
@ObjectType({ description: 'A line of a receipt: a label and a value.' })
export class PrintoutLine {
  @Field(() => fieldEnum, { description: 'Kind of line, for programs.' })
  readonly field: PrintoutField;

  readonly #json: Schemas['TxResponse'];

  constructor(field: PrintoutField, json: Schemas['TxResponse']) {
    this.field = field;
    this.#json = json;
  }

  @Field(() => LocalizedText, { description: 'Label to print before the value.' })
  get label(): LocalizedText {
    return fields[this.field].label;
  }

  @ToldField(() => String, {
    description: 'The value. Print it unchanged; it may be wrapped to several lines.',
  })
  get value(): string {
    return fields[this.field].read(this.#json);
  }
}

/** The lines that the TSS adds to a receipt. */
@ObjectType({
  description:
    "The TSS data of a receipt. Print either all lines or the QR code. The rest is the till's own: name and address of the shop, date, what was sold, amounts and tax. If orders were signed as separate transactions, print the start of the first one as well.",
})
export class Printout {
  @Field(() => [PrintoutLine], { description: 'All mandatory lines, in the order of the law.' })
  readonly lines!: readonly PrintoutLine[]; // made by toPrintout

  @Field(() => QrCode, { description: 'The QR code that may be printed instead of the lines.' })
  readonly qrCode!: QrCode;
}

/**
 * The lines and the QR code to print for a transaction; `null` unless it is FINISHED, because before that it has no
 * receipt.
 */
export function toPrintout(json: Schemas['TxResponse'], qrCode: QrCode | null): Printout | null {
  if (json.state !== 'FINISHED' || json.time_end === undefined || qrCode === null) return null;
  // Object.keys returns the keys in the order written above.
  const lines = (Object.keys(fields) as PrintoutField[]).map((field) => new PrintoutLine(field, json));
  return { lines, qrCode };
}
