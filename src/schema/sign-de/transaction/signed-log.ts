import { Field, ObjectType, registerEnumType } from 'type-graphql';
import type { LogMessage, parseLogMessage } from '../../../tse/log/log-message.js';
import { Base64, BigInt, DateTime } from '../../common/scalars.js';
import { LogOperation } from './signature.js';

/** Kind of a log message (`tse-formats.md §1.1`). */
export enum LogKind {
  TRANSACTION = 'transaction',
  SYSTEM = 'system',
  AUDIT = 'audit',
}
registerEnumType(LogKind, {
  name: 'LogKind',
  description: 'What a log message is about.',
  valuesConfig: {
    TRANSACTION: { description: 'One revision of a transaction.' },
    SYSTEM: { description: 'Something that happened to the TSS, such as the registration of a client.' },
    AUDIT: { description: 'Something that the secure element says about itself.' },
  },
});

/** A log message as the TSS signed it. */
@ObjectType({ description: 'The log message that the TSS signed, byte for byte as in an export.' })
export class SignedLog {
  /** The message, DER. */
  readonly content: Uint8Array;

  constructor(content: Uint8Array) {
    this.content = content;
  }

  @Field(() => Base64, { description: 'The whole message with its signature, DER (BSI TR-03151).' })
  get bytes(): string {
    return base64(this.content);
  }
}

/** The content of a log message. */
@ObjectType('LogMessage', { description: 'Content of a log message, parsed from its bytes.' })
export class ParsedLogMessage {
  readonly #log: LogMessage;
  readonly #signature: Uint8Array;

  constructor({ log, signature }: ReturnType<typeof parseLogMessage>) {
    this.#log = log;
    this.#signature = signature;
  }

  @Field(() => LogKind, { description: 'What it is about.' })
  get kind(): string {
    return this.#log.kind;
  }

  @Field(() => BigInt, { description: 'Signature counter.' })
  get signatureCounter(): string {
    return String(this.#log.signatureCounter);
  }

  @Field(() => DateTime, { description: 'Log time, by the clock of the TSS.' })
  get loggedAt(): Date {
    const { logTime } = this.#log;
    return logTime.format === 'unixTime' ? new Date(logTime.seconds * 1_000) : toInstant(logTime.text);
  }

  @Field(() => String, { description: 'Serial number of the TSS: 64 hexadecimal digits.' })
  get tssSerialNumber(): string {
    return Buffer.from(this.#log.serialNumber).toString('hex');
  }

  @Field(() => String, { description: 'Signature algorithm, e.g. `ecdsa-plain-SHA256`.' })
  get signatureAlgorithm(): string {
    return this.#log.signatureAlgorithm;
  }

  @Field(() => Base64, { description: 'The signature: r and s concatenated.' })
  get signature(): string {
    return base64(this.#signature);
  }

  @Field(() => LogOperation, { nullable: true, description: 'What was done to the transaction; null for other kinds.' })
  get operation(): string | null {
    return this.#log.kind === 'transaction' ? this.#log.operation : null;
  }

  @Field(() => BigInt, { nullable: true, description: 'Number of the transaction; null for other kinds.' })
  get transactionNumber(): string | null {
    return this.#log.kind === 'transaction' ? String(this.#log.transactionNumber) : null;
  }

  @Field(() => String, { nullable: true, description: 'Serial number of the client; null for other kinds.' })
  get clientSerialNumber(): string | null {
    return this.#log.kind === 'transaction' ? this.#log.clientId : null;
  }

  @Field(() => String, {
    nullable: true,
    description: 'Process type; a space for a start without process data; null for other kinds.',
  })
  get processType(): string | null {
    return this.#log.kind === 'transaction' ? (this.#log.processType ?? null) : null;
  }

  @Field(() => Base64, { nullable: true, description: 'Process data exactly as signed; null for other kinds.' })
  get processData(): string | null {
    return this.#log.kind === 'transaction' ? base64(this.#log.processData) : null;
  }
}

function base64(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('base64');
}

/** Parses an ASN.1 time: `200522113302Z` (seconds are optional) or `20200522113302.123Z`. */
function toInstant(text: string): Date {
  const [whole = '', fraction = '0'] = text.replace('Z', '').split('.');
  const [, year = '', month = '', day = '', hour = '', minute = '', second = '00'] =
    /^(\d\d|\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)?$/.exec(whole) ?? [];
  // A year of two digits is after 2000: no TSE is older.
  const century = year.length === 2 ? '20' : '';
  return new Date(
    `${century}${year}-${month}-${day}T${hour}:${minute}:${second}.${fraction.slice(0, 3).padEnd(3, '0')}Z`,
  );
}
