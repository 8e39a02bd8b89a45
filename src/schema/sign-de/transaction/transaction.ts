import { Field, Int, ObjectType, registerEnumType } from 'type-graphql';
import type { Schemas } from '../../../received/sign-de.js';
import { type VerifiableTransaction, verifyTransaction } from '../../../tse/receipt/verify-transaction.js';
import { connectionOf } from '../../common/connection.js';
import { Environment } from '../../common/environment.js';
import { known } from '../../common/known.js';
import { type AnswerOrigin, metadataIn } from '../../common/metadata.js';
import { encodeGlobalId, Node } from '../../common/node.js';
import { Order } from '../process-data/order.js';
import { type ProcessData, ProcessDataUnion, toProcessData } from '../process-data/process-data.js';
import { Printout, toPrintout } from './printout.js';
import { QrCode } from './qr-code.js';
import { RawProcessData } from '../process-data/raw.js';
import {
  counter,
  environment,
  object,
  optionalObject,
  optionalText,
  optionalTime,
  text,
  time,
  ToldField,
} from '../../common/read-member.js';
import { Receipt } from '../process-data/receipt.js';
import { BigInt, DateTime, JSONObject, UUID } from '../../common/scalars.js';
import { Signature, TransactionLog } from './signature.js';
import { nextMoves, TransactionMove } from './transaction-move.js';
import { Verification } from './verification.js';

/** Lifecycle state of a transaction (`sign-de-v2.md §8`). */
export enum TransactionState {
  ACTIVE = 'ACTIVE',
  FINISHED = 'FINISHED',
  CANCELLED = 'CANCELLED',
  UNKNOWN = 'UNKNOWN',
}
registerEnumType(TransactionState, {
  name: 'TransactionState',
  description: 'State of a transaction.',
  valuesConfig: {
    ACTIVE: { description: 'Started and open. It stays open until a till ends it.' },
    FINISHED: { description: 'Finished. This is final; it has a QR code.' },
    CANCELLED: { description: 'Cancelled. This is final.' },
    UNKNOWN: { description: 'A state that this version of the gateway does not know yet. Not for filters.' },
  },
});

/** A transaction at one revision. Holds the upstream's JSON and reads a field only when it is selected. */
@ObjectType({
  implements: Node,
  description:
    'A business case that the TSS signed: the transaction at its newest revision, or one revision of it, if it was asked for by number. The two have different `id`s, even while the revision is the newest. The `id` of the transaction always means its newest revision; the `id` of a revision always means that revision.',
})
export class Transaction implements Node {
  readonly #json: Schemas['TxResponse'];

  readonly #origin: AnswerOrigin;
  #qrCode: QrCode | undefined;
  #verification: Verification | undefined;

  readonly #isRevision: boolean;

  /**
   * @param isRevision whether the object is this one revision; otherwise it is the transaction at its newest revision
   */
  constructor(json: Schemas['TxResponse'], origin: AnswerOrigin = 'read', isRevision = false) {
    this.#json = json;
    this.#origin = origin;
    this.#isRevision = isRevision || json.revision < json.latest_revision;
  }

  /** This revision as a separate object. */
  get asRevision(): Transaction {
    return this.#isRevision ? this : new Transaction(this.#json, this.#origin, true);
  }

  /** The upstream's metadata; undefined if this answer does not say. */
  get knownMetadata(): Schemas['MetadataResponse'] | undefined {
    return metadataIn(this.#json, this.#origin);
  }

  get #schema(): Readonly<Record<string, unknown>> {
    return optionalObject(this.#json, 'schema') ?? {};
  }

  get #standard(): Readonly<Record<string, unknown>> {
    return optionalObject(this.#schema, 'standard_v1') ?? {};
  }

  get id(): string {
    // A revision and the transaction are different objects, because the newest revision changes (docs/decisions/0047).
    return encodeGlobalId({
      type: 'Transaction',
      tssId: this.tssUuid,
      transactionId: this.uuid,
      ...(this.#isRevision && { revision: this.revision }),
    });
  }

  @Field(() => UUID, { description: 'Id of the transaction at the upstream, chosen by the till; unique on its TSS.' })
  get uuid(): string {
    return this.#json._id.toLowerCase();
  }

  @Field(() => BigInt, {
    description: 'Transaction number, assigned by the TSS; goes on the receipt. It is not the number of the document.',
  })
  get number(): string {
    return String(this.#json.number);
  }

  @Field(() => TransactionState, { description: 'State of the transaction.' })
  get state(): TransactionState {
    return known(TransactionState, this.#json.state);
  }

  @ToldField(() => [TransactionMove], {
    description: 'Moves that are allowed at this revision; none once the transaction has ended.',
  })
  get nextMoves(): readonly TransactionMove[] {
    return nextMoves(this.#json);
  }

  @Field(() => Int, { description: 'Revision that is shown here: 1 is the start, each further write adds 1.' })
  get revision(): number {
    return this.#json.revision;
  }

  @Field(() => Int, { description: 'Newest revision of the transaction; the next write is this plus 1.' })
  get latestRevision(): number {
    return this.#json.latest_revision;
  }

  @ToldField(() => Environment, { description: 'Whether this transaction is a test or a real sale.' })
  get environment(): Environment {
    return environment(this.#json, '_env');
  }

  @Field(() => UUID, { description: 'Id of the TSS that signed.' })
  get tssUuid(): string {
    return this.#json.tss_id.toLowerCase();
  }

  @ToldField(() => String, { description: 'Serial number of the TSS; goes on the receipt.' })
  get tssSerialNumber(): string {
    return text(this.#json, 'tss_serial_number');
  }

  @ToldField(() => UUID, { description: 'Id of the client that wrote this revision.' })
  get clientUuid(): string {
    return text(this.#json, 'client_id').toLowerCase();
  }

  @ToldField(() => String, {
    description: 'Serial number of the client that wrote this revision; goes on the receipt.',
  })
  get clientSerialNumber(): string {
    return text(this.#json, 'client_serial_number');
  }

  @ToldField(() => DateTime, {
    description: 'When the transaction was started (log time of the start); goes on the receipt.',
  })
  get startedAt(): Date {
    return time(this.#json, 'time_start');
  }

  @Field(() => DateTime, {
    nullable: true,
    description: 'When it was finished or cancelled; goes on the receipt. Null while it is open.',
  })
  get endedAt(): Date | undefined {
    return optionalTime(this.#json, 'time_end');
  }

  @Field(() => ProcessDataUnion, {
    nullable: true,
    description: 'Process data, typed by its kind; null for a start without process data.',
  })
  get processData(): ProcessData | null {
    return toProcessData(optionalObject(this.#json, 'schema'));
  }

  @Field(() => Receipt, {
    nullable: true,
    description: 'The receipt; null if the process data is of another kind.',
  })
  get receipt(): Receipt | null {
    const receipt = optionalObject(this.#standard, 'receipt');
    return receipt ? new Receipt(receipt) : null;
  }

  @Field(() => Order, { nullable: true, description: 'The order; null if the process data is of another kind.' })
  get order(): Order | null {
    const order = optionalObject(this.#standard, 'order');
    return order ? new Order(order) : null;
  }

  @Field(() => JSONObject, {
    nullable: true,
    description: 'The JSON object of any other business case; null if the process data is of another kind.',
  })
  get other(): Schemas['StandardV1Other'] | null {
    return optionalObject(this.#standard, 'other') ?? null;
  }

  @Field(() => RawProcessData, {
    nullable: true,
    description: 'Process data of any kind, exactly as signed; null for a start without process data.',
  })
  get raw(): RawProcessData | null {
    const raw = optionalObject(this.#schema, 'raw');
    return raw ? new RawProcessData(raw) : null;
  }

  @ToldField(() => TransactionLog, { description: 'Facts of the signed log message of this revision.' })
  get log(): TransactionLog {
    return new TransactionLog(object(this.#json, 'log'));
  }

  @ToldField(() => Signature, { description: 'Signature of this revision.' })
  get signature(): Signature {
    return new Signature(object(this.#json, 'signature'));
  }

  @Field(() => QrCode, { nullable: true, description: 'QR code to print; null while the transaction is open.' })
  get qrCode(): QrCode | null {
    const data = optionalText(this.#json, 'qr_code_data');
    if (data === undefined) return null;
    return (this.#qrCode ??= new QrCode(data)); // one for all fields that draw it
  }

  @Field(() => Printout, {
    nullable: true,
    description:
      'The TSS data that the law requires on a receipt, ready to print. Null unless this is the finished revision: an open transaction has no receipt yet, and a cancelled one has none. If a sale could not be signed, `receiptNote` of the mutation says what to print instead.',
  })
  get printout(): Printout | null {
    return toPrintout(this.#json, this.qrCode);
  }

  @ToldField(() => Verification, { description: 'Result of checking the signature of this revision.' })
  get verification(): Verification {
    return (this.#verification ??= new Verification(verifyTransaction(toVerifiable(this.#json))));
  }

  @ToldField(() => String, { description: "Version of the upstream's server that gave this answer." })
  get upstreamVersion(): string {
    return text(this.#json, '_version');
  }
}

/**
 * The data needed to check a signature.
 * @throws GraphQLError `UPSTREAM_ANSWER_INVALID` when some of it is missing
 */
function toVerifiable(json: Schemas['TxResponse']): VerifiableTransaction {
  const [signature, log] = [object(json, 'signature'), object(json, 'log')];
  return {
    number: json.number,
    tss_serial_number: text(json, 'tss_serial_number'),
    client_serial_number: text(json, 'client_serial_number'),
    schema: optionalObject(json, 'schema'),
    signature: {
      value: text(signature, 'value'),
      algorithm: text(signature, 'algorithm'),
      counter: counter(signature, 'counter'),
      public_key: text(signature, 'public_key'),
    },
    log: {
      operation: text(log, 'operation'),
      timestamp: time(log, 'timestamp').getTime() / 1_000,
      timestamp_format: text(log, 'timestamp_format'),
    },
  };
}

/** A page of transactions. */
export const TransactionConnection = connectionOf('Transaction', 'transactions', () => Transaction);
