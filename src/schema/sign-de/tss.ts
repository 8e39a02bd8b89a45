import { ArgsType, Field, Int, ObjectType, registerEnumType } from 'type-graphql';
import type { Schemas } from '../../received/sign-de.js';
import { connectionOf } from '../common/connection.js';
import { Environment } from '../common/environment.js';
import { known } from '../common/known.js';
import { type AnswerOrigin, metadataIn } from '../common/metadata.js';
import { encodeGlobalId, Node } from '../common/node.js';
import { CHANGING_ORDER } from '../common/order-direction.js';
import {
  environment,
  int,
  optionalCounter,
  optionalInt,
  optionalText,
  optionalTime,
  text,
  time,
  ToldField,
} from '../common/read-member.js';
import { Base64, BigInt, DateTime, UUID } from '../common/scalars.js';
import { FilterOf, listArgumentsOf, orderOf } from '../common/list-arguments.js';
import { IncludeDeleted } from './include-deleted.js';

/** Lifecycle state of a TSS (`sign-de-v2.md §6`). */
export enum TssState {
  CREATED = 'CREATED',
  UNINITIALIZED = 'UNINITIALIZED',
  INITIALIZED = 'INITIALIZED',
  DISABLED = 'DISABLED',
  DEFECTIVE = 'DEFECTIVE',
  EVICTED = 'EVICTED',
  DELETED = 'DELETED',
  UNKNOWN = 'UNKNOWN',
}
registerEnumType(TssState, {
  name: 'TssState',
  description: 'State of a TSS. There is no way back to an earlier state.',
  valuesConfig: {
    CREATED: { description: 'Just created: `createTss` may be repeated to read the PUK; next is `personalizeTss`.' },
    UNINITIALIZED: { description: 'Personalized: the admin PIN can be set; next is `initializeTss`.' },
    INITIALIZED: { description: 'In service: clients can be created and transactions signed.' },
    DISABLED: { description: 'Permanently out of service; it can still be read and exported.' },
    DEFECTIVE: {
      description: 'Broken; only the service sets this state. The TSS no longer signs and must be replaced.',
    },
    EVICTED: { description: 'Removed by the service because it was never used.' },
    DELETED: { description: 'Wiped by the weekly clean-up of the TEST environment.' },
    UNKNOWN: { description: 'A state that this version of the gateway does not know yet. Not for filters.' },
  },
});

/** Moves that a caller may request, by current state (`sign-de-v2.md §6`). */
const NEXT_STATES: Readonly<Partial<Record<string, readonly TssState[]>>> = {
  CREATED: [TssState.UNINITIALIZED],
  UNINITIALIZED: [TssState.INITIALIZED, TssState.DISABLED],
  INITIALIZED: [TssState.DISABLED],
};

/**
 * A TSS as the upstream sends it, in any of its answers. A read may lack the same members as the answer of a write.
 */
export type TssJson = Schemas['TssResponse'];

/** A technical security system. Holds the upstream's JSON and reads a field only when it is selected. */
@ObjectType({
  implements: Node,
  description: 'A technical security system (TSS, German TSE), which signs the sales of its clients.',
})
export class Tss implements Node {
  readonly #json: TssJson;

  readonly #origin: AnswerOrigin;

  constructor(json: TssJson, origin: AnswerOrigin = 'read') {
    this.#json = json;
    this.#origin = origin;
  }

  /** The upstream's metadata; undefined if this answer does not say. */
  get knownMetadata(): Schemas['MetadataResponse'] | undefined {
    return metadataIn(this.#json, this.#origin);
  }

  /** Whether the TSS's own count says that no transaction is open. */
  get hasNoneOpen(): boolean {
    return this.#json.number_active_transactions === 0;
  }

  get id(): string {
    return encodeGlobalId({ type: 'Tss', tssId: this.uuid });
  }

  @Field(() => UUID, { description: 'Id of the TSS at the upstream, chosen by its creator.' })
  get uuid(): string {
    return this.#json._id.toLowerCase();
  }

  @Field(() => TssState, { description: 'State of the TSS.' })
  get state(): TssState {
    return known(TssState, this.#json.state);
  }

  @Field(() => [TssState], {
    description: 'States that a caller can move the TSS to from here; empty when there is none.',
  })
  get nextStates(): readonly TssState[] {
    return NEXT_STATES[this.#json.state] ?? [];
  }

  @ToldField(() => Environment, { description: 'Whether this TSS is for tests or for real sales.' })
  get environment(): Environment {
    return environment(this.#json, '_env');
  }

  @Field(() => String, { nullable: true, description: 'Free text given at initialization; null before.' })
  get description(): string | undefined {
    return optionalText(this.#json, 'description');
  }

  @ToldField(() => String, {
    description: 'Serial number: SHA-256 of the public key, 64 hexadecimal digits. It goes on each receipt.',
  })
  get serialNumber(): string {
    return text(this.#json, 'serial_number');
  }

  @ToldField(() => Base64, { description: 'Public key as an uncompressed point (65 bytes on P-256).' })
  get publicKey(): string {
    return text(this.#json, 'public_key');
  }

  @ToldField(() => Base64, { description: 'Certificate of the public key, DER.' })
  get certificate(): string {
    return text(this.#json, 'certificate');
  }

  @Field(() => String, { nullable: true, description: 'Id of the BSI certification; null before personalization.' })
  get bsiCertificationId(): string | undefined {
    return optionalText(this.#json, 'bsi_certification_id');
  }

  @ToldField(() => String, { description: 'Signature algorithm, always `ecdsa-plain-SHA256`.' })
  get signatureAlgorithm(): string {
    return text(this.#json, 'signature_algorithm');
  }

  @ToldField(() => String, { description: 'Form of the times inside signed logs, always `unixTime`.' })
  get signatureTimestampFormat(): string {
    return text(this.#json, 'signature_timestamp_format');
  }

  @ToldField(() => String, { description: 'Encoding of the signed process data, always `UTF-8`.' })
  get transactionDataEncoding(): string {
    return text(this.#json, 'transaction_data_encoding');
  }

  @ToldField(() => String, { description: 'How updates of a transaction are signed, always `SIGNED`: each one.' })
  get supportedUpdateVariants(): string {
    return text(this.#json, 'supported_update_variants');
  }

  @Field(() => BigInt, {
    nullable: true,
    description: 'Signatures made so far, of transactions and of the system; null before personalization.',
  })
  get signatureCounter(): string | undefined {
    return optionalCounter(this.#json, 'signature_counter');
  }

  @Field(() => BigInt, { nullable: true, description: 'Transactions started so far; null if there are none.' })
  get transactionCounter(): string | undefined {
    return optionalCounter(this.#json, 'transaction_counter');
  }

  @Field(() => Int, { nullable: true, description: 'Clients that are registered now; null before personalization.' })
  get registeredClientCount(): number | undefined {
    return optionalInt(this.#json, 'number_registered_clients');
  }

  @ToldField(() => Int, { description: 'Maximum number of clients that may be registered at the same time.' })
  get maximumRegisteredClients(): number {
    return int(this.#json, 'max_number_registered_clients');
  }

  @Field(() => Int, { nullable: true, description: 'Transactions that are open now; null before personalization.' })
  get activeTransactionCount(): number | undefined {
    return optionalInt(this.#json, 'number_active_transactions');
  }

  @ToldField(() => Int, { description: 'Maximum number of transactions that may be open at the same time.' })
  get maximumActiveTransactions(): number {
    return int(this.#json, 'max_number_active_transactions');
  }

  @ToldField(() => DateTime, { description: 'When the TSS was created.' })
  get createdAt(): Date {
    return time(this.#json, 'time_creation');
  }

  @Field(() => DateTime, { nullable: true, description: 'When the TSS was personalized (became UNINITIALIZED).' })
  get personalizedAt(): Date | undefined {
    return optionalTime(this.#json, 'time_uninit');
  }

  @Field(() => DateTime, { nullable: true, description: 'When the TSS was initialized.' })
  get initializedAt(): Date | undefined {
    return optionalTime(this.#json, 'time_init');
  }

  @Field(() => DateTime, { nullable: true, description: 'When the TSS was disabled.' })
  get disabledAt(): Date | undefined {
    return optionalTime(this.#json, 'time_disable');
  }

  @Field(() => DateTime, { nullable: true, description: 'When the TSS was found defective.' })
  get defectiveAt(): Date | undefined {
    return optionalTime(this.#json, 'time_defective');
  }

  @ToldField(() => String, { description: "Version of the upstream's server that gave this answer." })
  get upstreamVersion(): string {
    return text(this.#json, '_version');
  }
}

/** A page of TSS. */
export const TssConnection = connectionOf('Tss', 'TSS', () => Tss);

/** What a list of TSS can be sorted by. */
export enum TssOrderField {
  DESCRIPTION = 'description',
  STATE = 'state',
  CREATED_AT = 'time_creation',
  INITIALIZED_AT = 'time_init',
  DISABLED_AT = 'time_disable',
}

/** Order of a list of TSS. */
export const TssOrder = orderOf('Tss', 'TSS', TssOrderField, {
  DESCRIPTION: `Alphabetically by description, as the upstream sorts text. ${CHANGING_ORDER}`,
  STATE: `By state. ${CHANGING_ORDER}`,
  CREATED_AT: 'By the time of creation; rows of the same second are in no particular order.',
  INITIALIZED_AT: `By the time of initialization. ${CHANGING_ORDER}`,
  DISABLED_AT: `By the time of disabling. ${CHANGING_ORDER}`,
});

/** Which TSS a list holds. */
@FilterOf('TSS')
export class TssFilter {
  @Field(() => [TssState], { nullable: true, description: 'Only TSS in one of these states.' })
  readonly states?: TssState[] | null;

  @IncludeDeleted('TSS')
  readonly includeDeleted!: boolean;
}

/** Arguments of every list of TSS. */
@ArgsType()
export class TssListArguments extends listArgumentsOf(
  'TSS',
  TssOrder,
  'Order of the list; by CREATED_AT, ascending, by default.',
  TssFilter,
) {}
