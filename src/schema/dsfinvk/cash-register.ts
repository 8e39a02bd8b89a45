import { ArgsType, Field, Int, ObjectType, registerEnumType } from 'type-graphql';
import type { Schemas } from '../../received/dsfinvk.js';
import { connectionOf } from '../common/connection.js';
import { Environment } from '../common/environment.js';
import { orderArgumentsOf, orderOf } from '../common/list-arguments.js';
import { encodeGlobalId, Node } from '../common/node.js';
import { environment, int, oneOf, optionalObject, optionalText, text, time, ToldField } from '../common/read-member.js';
import { Base64, DateTime, UUID } from '../common/scalars.js';

/** Kind of a cash register (`dsfinvk-v1.md §6`). */
export enum CashRegisterKind {
  MASTER = 'MASTER',
  SLAVE_WITHOUT_TSS = 'SLAVE_WITHOUT_TSS',
  SLAVE_WITH_TSS = 'SLAVE_WITH_TSS',
  UNKNOWN = 'UNKNOWN',
}
registerEnumType(CashRegisterKind, {
  name: 'CashRegisterKind',
  description: 'Kind of a cash register. It cannot be changed.',
  valuesConfig: {
    MASTER: { description: 'Closes the day. Signs with a TSS of SIGN DE, or with one of another vendor.' },
    SLAVE_WITHOUT_TSS: { description: 'A terminal without a TSS of its own. Its master closes the day.' },
    SLAVE_WITH_TSS: { description: 'A terminal with its own TSS of SIGN DE. Its master closes the day.' },
    UNKNOWN: { description: 'A kind that this version of the gateway does not know yet.' },
  },
});

/** The software of a cash register. */
@ObjectType({ description: 'The software of a cash register. It has a brand, a version or both.' })
export class CashRegisterSoftware {
  @Field(() => String, { nullable: true, description: 'Name of the software.' })
  readonly brand: string | undefined;

  @Field(() => String, { nullable: true, description: 'Version of the software.' })
  readonly version: string | undefined;

  constructor(json: Readonly<Record<string, unknown>>) {
    this.brand = json.brand === null ? undefined : optionalText(json, 'brand');
    this.version = json.version === null ? undefined : optionalText(json, 'version');
  }
}

/** A TSS of another vendor. */
@ObjectType({ description: 'A TSS of another vendor than fiskaly, as stated for a MASTER register.' })
export class ExternalTss {
  readonly #json: Schemas['CashRegister'];

  constructor(json: Schemas['CashRegister']) {
    this.#json = json;
  }

  @ToldField(() => String, { description: 'Serial number, in hexadecimal digits.' })
  get serialNumber(): string {
    return text(this.#json, 'serial_number');
  }

  @ToldField(() => String, { description: 'Signature algorithm.' })
  get signatureAlgorithm(): string {
    return text(this.#json, 'signature_algorithm');
  }

  @ToldField(() => String, { description: 'Format of the times that it signs, e.g. `unixTime` (TSE_ZEITFORMAT).' })
  get signatureTimestampFormat(): string {
    return text(this.#json, 'signature_timestamp_format');
  }

  @ToldField(() => String, { description: 'Encoding of the process data: `UTF-8` or `ASCII` (TSE_PD_ENCODING).' })
  get transactionDataEncoding(): string {
    return text(this.#json, 'transaction_data_encoding');
  }

  @ToldField(() => Base64, { description: 'Public key.' })
  get publicKey(): string {
    return text(this.#json, 'public_key');
  }

  @ToldField(() => Base64, { description: 'Certificate.' })
  get certificate(): string {
    return text(this.#json, 'certificate');
  }
}

/** A register or terminal. Holds the upstream's JSON and reads a field only when it is selected. */
@ObjectType({
  implements: Node,
  description:
    'A cash register or terminal in DSFinV-K. With a TSS of SIGN DE it has the UUID of its client; see `Client.cashRegister`.',
})
export class CashRegister implements Node {
  /** The upstream's JSON, for the fields that need other calls. */
  readonly json: Schemas['CashRegister'];

  constructor(json: Schemas['CashRegister']) {
    this.json = json;
  }

  get id(): string {
    return encodeGlobalId({ type: 'CashRegister', ownId: this.json._id });
  }

  @Field(() => UUID, { description: 'UUID of its client of SIGN DE, or any UUID if there is none.' })
  get clientUuid(): string {
    return this.json._id;
  }

  @ToldField(() => CashRegisterKind, { description: 'Whether it closes the day, and whether it has a TSS.' })
  get kind(): CashRegisterKind {
    return oneOf(CashRegisterKind, this.json, 'cash_register_type');
  }

  @Field(() => UUID, { nullable: true, description: 'UUID of its TSS of SIGN DE; null if it has none.' })
  get tssUuid(): string | undefined {
    return optionalText(this.json, 'tss_id')?.toLowerCase();
  }

  @Field(() => UUID, { nullable: true, description: 'UUID of the register that closes its day; null for a MASTER.' })
  get masterClientUuid(): string | undefined {
    return optionalText(this.json, 'master_client_id')?.toLowerCase();
  }

  @Field(() => String, { nullable: true, description: 'Serial number of a terminal without a TSS, if one was given.' })
  get terminalSerialNumber(): string | undefined {
    return this.kind === CashRegisterKind.SLAVE_WITHOUT_TSS ? optionalText(this.json, 'serial_number') : undefined;
  }

  @Field(() => ExternalTss, { nullable: true, description: 'The TSS of another vendor; null if it has none.' })
  get externalTss(): ExternalTss | undefined {
    const isExternal = this.kind === CashRegisterKind.MASTER && this.json.public_key !== undefined;
    return isExternal ? new ExternalTss(this.json) : undefined;
  }

  @ToldField(() => String, { description: 'Manufacturer.' })
  get brand(): string {
    return text(this.json, 'brand');
  }

  @ToldField(() => String, { description: 'Model.' })
  get model(): string {
    return text(this.json, 'model');
  }

  @Field(() => CashRegisterSoftware, { nullable: true, description: 'Its software.' })
  get software(): CashRegisterSoftware | undefined {
    const json = optionalObject(this.json, 'software');
    return json && new CashRegisterSoftware(json);
  }

  @ToldField(() => String, { description: 'Base currency (ISO 4217), to which foreign payments are converted.' })
  get baseCurrencyCode(): string {
    return text(this.json, 'base_currency_code');
  }

  @Field(() => Boolean, {
    description: 'Whether it cannot tell the VAT of a receivable when that is settled (KEINE_UST_ZUORDNUNG).',
  })
  get vatNotDeterminable(): boolean {
    return optionalObject(this.json, 'processing_flags')?.UmsatzsteuerNichtErmittelbar === true;
  }

  @ToldField(() => Int, { description: 'Number of this version: 0 at first, one more after each change.' })
  get revision(): number {
    return int(this.json, 'revision');
  }

  @ToldField(() => DateTime, { description: 'When it was created.' })
  get createdAt(): Date {
    return time(this.json, 'time_creation');
  }

  @ToldField(() => DateTime, { description: 'When it was last changed.' })
  get updatedAt(): Date {
    return time(this.json, 'time_update');
  }

  @ToldField(() => Environment, { description: 'Whether it is for tests or for real sales.' })
  get environment(): Environment {
    return environment(this.json, '_env');
  }

  @ToldField(() => String, { description: "Version of the upstream's server that gave this answer." })
  get upstreamVersion(): string {
    return text(this.json, '_version');
  }
}

/** A page of cash registers. */
export const CashRegisterConnection = connectionOf('CashRegister', 'cash registers', () => CashRegister);

/** What a list of cash registers can be sorted by. */
export enum CashRegisterOrderField {
  KIND = 'cash_register_type',
  CREATED_AT = 'time_creation',
  UPDATED_AT = 'time_update',
}

/** Order of a list of cash registers. */
export const CashRegisterOrder = orderOf('CashRegister', 'cash registers', CashRegisterOrderField, {
  KIND: 'By the kind, as the upstream sorts text.',
  CREATED_AT: 'By the time of creation.',
  UPDATED_AT: 'By the time of the last change.',
});

/** Arguments of every list of cash registers. */
@ArgsType()
export class CashRegisterListArguments extends orderArgumentsOf(
  CashRegisterOrder,
  'Order of the list; by CREATED_AT, ascending, by default.',
) {}
