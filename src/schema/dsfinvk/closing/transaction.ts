import { Field, ObjectType } from 'type-graphql';
import { PageInfo } from '../../common/connection.js';
import type { Json } from '../../common/read-member.js';
import { BigInt, DateTime, Decimal, UUID } from '../../common/scalars.js';
import { ClosingLine, ClosingReference } from './line.js';
import { ClosingPayment, Stored, ClosingVatAmount } from './statement.js';
import {
  storedBoolean,
  storedDecimal,
  storedDigits,
  storedList,
  storedObject,
  storedTerm,
  storedText,
  storedTexts,
  storedTime,
} from './stored.js';
import { BuyerType, ClosingTransactionType } from './terms.js';

/** Who operated the register. */
@ObjectType({ description: 'Who operated the register.' })
export class ClosingUser extends Stored {
  @Field(() => String, { nullable: true, description: 'Id (BEDIENER_ID).' })
  get userId(): string | undefined {
    return storedText(this.json, 'user_export_id');
  }

  @Field(() => String, { nullable: true, description: 'Name (BEDIENER_NAME).' })
  get name(): string | undefined {
    return storedText(this.json, 'name');
  }
}

/** Who bought. */
@ObjectType({ description: 'Who got the goods or the service.' })
export class ClosingBuyer extends Stored {
  @Field(() => String, { nullable: true, description: 'Number of the customer (KUNDE_ID).' })
  get buyerId(): string | undefined {
    return storedText(this.json, 'buyer_export_id');
  }

  @Field(() => String, { nullable: true, description: 'Name (KUNDE_NAME).' })
  get name(): string | undefined {
    return storedText(this.json, 'name');
  }

  @Field(() => BuyerType, { nullable: true, description: 'Kind (KUNDE_TYP).' })
  get type(): BuyerType | undefined {
    return storedTerm(BuyerType, this.json, 'type');
  }

  @Field(() => String, { nullable: true, description: 'Street and number.' })
  get street(): string | undefined {
    return this.#ofAddress('street');
  }

  @Field(() => String, { nullable: true, description: 'Postal code.' })
  get postalCode(): string | undefined {
    return this.#ofAddress('postal_code');
  }

  @Field(() => String, { nullable: true, description: 'City.' })
  get city(): string | undefined {
    return this.#ofAddress('city');
  }

  @Field(() => String, { nullable: true, description: 'Country (ISO 3166-1 alpha-3).' })
  get countryCode(): string | undefined {
    return this.#ofAddress('country_code');
  }

  @Field(() => String, { nullable: true, description: 'VAT id number (KUNDE_USTID).' })
  get vatIdNumber(): string | undefined {
    return storedText(this.json, 'vat_id_number');
  }

  #ofAddress(name: string): string | undefined {
    return storedObject(this.json, 'address', (json) => storedText(json, name));
  }
}

/** How a transaction was signed. */
@ObjectType({
  description: 'How a transaction was signed: with SIGN DE, with a TSS of another vendor, or not at all.',
})
export class ClosingSecurity extends Stored {
  @Field(() => String, { nullable: true, description: 'UUID of the signed transaction at SIGN DE.' })
  get transactionUuid(): string | undefined {
    return storedText(this.json, 'tss_tx_id')?.toLowerCase();
  }

  @Field(() => String, { nullable: true, description: 'Why it was not signed (TSE_TA_FEHLER).' })
  get errorMessage(): string | undefined {
    return storedText(this.json, 'error_message');
  }

  @Field(() => String, { nullable: true, description: 'Number of the transaction at the other TSS (TSE_TANR).' })
  get number(): string | undefined {
    return storedText(this.json, 'tx_number');
  }

  @Field(() => String, { nullable: true, description: 'When the other TSS started it, as it was given.' })
  get startedAt(): string | undefined {
    return storedText(this.json, 'tx_start');
  }

  @Field(() => String, { nullable: true, description: 'When the other TSS finished it, as it was given.' })
  get finishedAt(): string | undefined {
    return storedText(this.json, 'tx_end');
  }

  @Field(() => String, { nullable: true, description: 'Process type, e.g. `Kassenbeleg-V1`.' })
  get processType(): string | undefined {
    return storedText(this.json, 'process_type');
  }

  @Field(() => String, { nullable: true, description: 'Process data.' })
  get processData(): string | undefined {
    return storedText(this.json, 'process_data');
  }

  @Field(() => String, { nullable: true, description: 'Signature counter.' })
  get signatureCounter(): string | undefined {
    return storedText(this.json, 'signature_counter');
  }

  @Field(() => String, { nullable: true, description: 'Signature, in base64.' })
  get signature(): string | undefined {
    return storedText(this.json, 'signature');
  }
}

/** A receipt or another transaction of a closing. */
@ObjectType({ description: 'A receipt or another transaction of a closing.' })
export class ClosingTransaction {
  /** The register that closed it, for transactions that name no other one. */
  readonly closingClientUuid: string | undefined;
  readonly #head: Json;
  readonly #data: Json;
  readonly #security: Json;

  constructor(json: Json, closingClientUuid: string | undefined) {
    this.closingClientUuid = closingClientUuid;
    this.#head = storedObject(json, 'head', (head) => head) ?? {};
    this.#data = storedObject(json, 'data', (data) => data) ?? {};
    this.#security = storedObject(json, 'security', (security) => security) ?? {};
  }

  @Field(() => String, { nullable: true, description: 'Id of the transaction on its register (BON_ID).' })
  get transactionId(): string | undefined {
    return storedText(this.#head, 'transaction_export_id');
  }

  @Field(() => String, { nullable: true, description: 'Id to which references of other transactions refer.' })
  get txId(): string | undefined {
    return storedText(this.#head, 'tx_id');
  }

  @Field(() => BigInt, { nullable: true, description: 'Number as printed (BON_NR).' })
  get number(): string | undefined {
    return storedDigits(this.#head, 'number');
  }

  @Field(() => ClosingTransactionType, { nullable: true, description: 'Kind (BON_TYP).' })
  get type(): ClosingTransactionType | undefined {
    return storedTerm(ClosingTransactionType, this.#head, 'type');
  }

  @Field(() => String, { nullable: true, description: 'Name, for AVSonstige (BON_NAME).' })
  get name(): string | undefined {
    return storedText(this.#head, 'name');
  }

  @Field(() => Boolean, { nullable: true, description: 'Whether it reverses a whole receipt (BON_STORNO).' })
  get isReversal(): boolean | undefined {
    return storedBoolean(this.#head, 'storno');
  }

  @Field(() => DateTime, { nullable: true, description: 'When it began (BON_START).' })
  get startedAt(): Date | undefined {
    return storedTime(this.#head, 'timestamp_start');
  }

  @Field(() => DateTime, { nullable: true, description: 'When it ended (BON_ENDE).' })
  get endedAt(): Date | undefined {
    return storedTime(this.#head, 'timestamp_end');
  }

  @Field(() => UUID, { nullable: true, description: 'UUID of the client on which it took place (TERMINAL_ID).' })
  get clientUuid(): string | undefined {
    return storedText(this.#head, 'closing_client_id')?.toLowerCase();
  }

  @Field(() => ClosingUser, { nullable: true, description: 'Who operated the register.' })
  get user(): ClosingUser | undefined {
    return storedObject(this.#head, 'user', (json) => new ClosingUser(json));
  }

  @Field(() => ClosingBuyer, { nullable: true, description: 'Who got the goods or the service.' })
  get buyer(): ClosingBuyer | undefined {
    return storedObject(this.#head, 'buyer', (json) => new ClosingBuyer(json));
  }

  @Field(() => [ClosingReference], { description: 'References of the transaction.' })
  get references(): readonly ClosingReference[] {
    return storedList(this.#head, 'references', (json) => new ClosingReference(json));
  }

  @Field(() => [String], { description: 'Tables, departments and the like (ABRECHNUNGSKREIS).' })
  get allocationGroups(): readonly string[] {
    return storedTexts(this.#head, 'allocation_groups');
  }

  @Field(() => Decimal, { nullable: true, description: 'Gross amount (UMS_BRUTTO).' })
  get fullAmount(): string | undefined {
    return storedDecimal(this.#data, 'full_amount_incl_vat');
  }

  @Field(() => [ClosingPayment], { description: 'Payments.' })
  get payments(): readonly ClosingPayment[] {
    return storedList(this.#data, 'payment_types', (json) => new ClosingPayment(json));
  }

  @Field(() => [ClosingVatAmount], { description: 'Amounts for each VAT key, as printed.' })
  get amountsPerVatKey(): readonly ClosingVatAmount[] {
    return storedList(this.#data, 'amounts_per_vat_id', (json) => new ClosingVatAmount(json));
  }

  @Field(() => String, { nullable: true, description: 'Note (BON_NOTIZ).' })
  get notes(): string | undefined {
    return storedText(this.#data, 'notes');
  }

  @Field(() => [ClosingLine], { description: 'Lines.' })
  get lines(): readonly ClosingLine[] {
    return storedList(this.#data, 'lines', (json) => new ClosingLine(json));
  }

  @Field(() => ClosingSecurity, { description: 'How it was signed.' })
  get security(): ClosingSecurity {
    return new ClosingSecurity(this.#security);
  }
}

/** A page of transactions. It has no edges, because a transaction of a closing cannot be fetched by a global id. */
@ObjectType({ description: 'A page of transactions of a closing.' })
export class ClosingTransactionPage {
  @Field(() => [ClosingTransaction], { description: 'The transactions of the page.' })
  readonly nodes!: readonly ClosingTransaction[]; // made by the resolver

  @Field(() => PageInfo, { description: 'Where the page ends and whether transactions follow.' })
  readonly pageInfo!: PageInfo;
}
