import { Field, ObjectType, registerEnumType } from 'type-graphql';
import type { Schemas } from '../contract.js';
import { known } from './known.js';
import { Base64, BigInt, DateTime } from './scalars.js';
import { toDate } from './time.js';

/** TSE operation behind a revision. */
export enum LogOperation {
  START = 'Start',
  UPDATE = 'Update',
  FINISH = 'Finish',
  UNKNOWN = 'UNKNOWN',
}
registerEnumType(LogOperation, {
  name: 'LogOperation',
  description: 'Operation of the TSS behind a revision of a transaction.',
  valuesConfig: {
    START: { description: 'The transaction was started.' },
    UPDATE: { description: 'Its data was updated.' },
    FINISH: { description: 'It was finished or cancelled.' },
    UNKNOWN: { description: 'An operation that this version of the gateway does not know yet.' },
  },
});

/** Facts of the signed log message of one revision. */
@ObjectType({ description: 'Facts of the signed log message of one revision.' })
export class TransactionLog {
  readonly #json: Schemas['TxLog'];

  constructor(json: Schemas['TxLog']) {
    this.#json = json;
  }

  @Field(() => LogOperation, { description: 'What the TSS did.' })
  get operation(): LogOperation {
    return known(LogOperation, this.#json.operation);
  }

  @Field(() => DateTime, { description: 'When it did so (log time), by its own clock, to the second.' })
  get timestamp(): Date {
    return toDate(this.#json.timestamp);
  }

  @Field(() => String, { description: 'Form of the time inside the message, always `unixTime`.' })
  get timestampFormat(): string {
    return this.#json.timestamp_format;
  }
}

/** Signature of one revision. */
@ObjectType({ description: 'Signature of one revision of a transaction.' })
export class Signature {
  readonly #json: Schemas['TxSignature'];

  constructor(json: Schemas['TxSignature']) {
    this.#json = json;
  }

  @Field(() => Base64, { description: 'The signature: r and s side by side, 64 bytes.' })
  get value(): string {
    return this.#json.value;
  }

  @Field(() => String, { description: 'Algorithm, always `ecdsa-plain-SHA256`.' })
  get algorithm(): string {
    return this.#json.algorithm;
  }

  @Field(() => BigInt, {
    description: 'Signature counter: rises by one with every message the TSS signs, those of the system included.',
  })
  get counter(): string {
    // Fresh writes carry a number, repeated ones a string (integration-guide.md §12).
    return String(this.#json.counter);
  }

  @Field(() => Base64, { description: 'Public key of the TSS as an uncompressed point.' })
  get publicKey(): string {
    return this.#json.public_key;
  }
}
