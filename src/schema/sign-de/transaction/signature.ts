import { ObjectType, registerEnumType } from 'type-graphql';
import { counter, type Json, oneOf, text, time, ToldField } from '../../common/read-member.js';
import { Base64, BigInt, DateTime } from '../../common/scalars.js';

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

/** Content of the signed log message of one revision. */
@ObjectType({ description: 'Facts of the signed log message of one revision.' })
export class TransactionLog {
  readonly #json: Json;

  constructor(json: Json) {
    this.#json = json;
  }

  @ToldField(() => LogOperation, { description: 'What the TSS did.' })
  get operation(): LogOperation {
    return oneOf(LogOperation, this.#json, 'operation');
  }

  @ToldField(() => DateTime, { description: 'When it did so (log time), by its own clock, to the second.' })
  get timestamp(): Date {
    return time(this.#json, 'timestamp');
  }

  @ToldField(() => String, { description: 'Form of the time inside the message, always `unixTime`.' })
  get timestampFormat(): string {
    return text(this.#json, 'timestamp_format');
  }
}

/** Signature of one revision. */
@ObjectType({
  description:
    'Signature of one revision of a transaction. In the result of a mutation with the outcome `SIGNED`, value and counter are never null.',
})
export class Signature {
  readonly #json: Json;

  constructor(json: Json) {
    this.#json = json;
  }

  @ToldField(() => Base64, { description: 'The signature: r and s concatenated, 64 bytes.' })
  get value(): string {
    return text(this.#json, 'value');
  }

  @ToldField(() => String, { description: 'Algorithm, always `ecdsa-plain-SHA256`.' })
  get algorithm(): string {
    return text(this.#json, 'algorithm');
  }

  @ToldField(() => BigInt, {
    description:
      'Signature counter: increases by one with every message that the TSS signs, including system messages.',
  })
  get counter(): string {
    return counter(this.#json, 'counter');
  }

  @ToldField(() => Base64, { description: 'Public key of the TSS as an uncompressed point.' })
  get publicKey(): string {
    return text(this.#json, 'public_key');
  }
}
