import { Field, InputType, Int } from 'type-graphql';
import { DateTime, Decimal, UUID } from '../../common/scalars.js';
import { BusinessCaseInput, ClosingPaymentInput, ClosingVatAmountInput } from './statement-input.js';
import { BuyerType, ClosingTransactionType, ReferenceType } from './terms.js';

// All members of inputs are filled by TypeGraphQL.

/** A reference. */
@InputType({ description: 'A reference to another transaction, or to a document outside the system.' })
export class ClosingReferenceInput {
  @Field(() => ReferenceType, { description: 'Kind (REF_TYP). It decides which of the other fields are needed.' })
  readonly type!: ReferenceType;

  @Field(() => DateTime, {
    nullable: true,
    description: 'Date of the document, or of the referenced closing. Not for InterneTransaktion.',
  })
  readonly date?: Date | null;

  @Field(() => String, {
    nullable: true,
    description: 'Number of the document: for ExterneRechnung, ExternerLieferschein and ExterneSonstige.',
  })
  readonly documentNumber?: string | null;

  @Field(() => String, { nullable: true, description: 'Kind of the document: for ExterneSonstige.' })
  readonly name?: string | null;

  @Field(() => Int, { nullable: true, description: 'Number of the referenced closing (REF_Z_NR): for Transaktion.' })
  readonly closingNumber?: number | null;

  @Field(() => String, { nullable: true, description: 'Register of that closing (REF_Z_KASSE_ID): for Transaktion.' })
  readonly cashRegisterId?: string | null;

  @Field(() => String, { nullable: true, description: 'Id of the transaction (REF_BON_ID): for Transaktion.' })
  readonly transactionId?: string | null;

  @Field(() => String, { nullable: true, description: '`txId` of the transaction: for InterneTransaktion.' })
  readonly txId?: string | null;
}

@InputType()
abstract class ArticleInput {
  @Field(() => String, { description: 'Article number, 1 to 50 characters.' })
  readonly number!: string;

  @Field(() => String, { nullable: true, description: 'GTIN, 1 to 50 characters.' })
  readonly gtin?: string | null;

  @Field(() => Decimal, { description: 'Quantity, at most three decimals.' })
  readonly quantity!: string;

  @Field(() => Decimal, { nullable: true, description: 'Factor of the quantity, above 0, at most three decimals.' })
  readonly quantityFactor?: string | null;

  @Field(() => String, { nullable: true, description: 'Unit of the quantity; pieces if left out.' })
  readonly quantityMeasure?: string | null;

  @Field(() => String, { nullable: true, description: 'Id of the group of goods, 1 to 40 characters.' })
  readonly groupId?: string | null;

  @Field(() => String, { nullable: true, description: 'Name of the group of goods, 1 to 50 characters.' })
  readonly groupName?: string | null;
}

/** A part of a set. */
@InputType({ description: 'A part of a set. It explains the article and has no weight in sums.' })
export class SubItemInput extends ArticleInput {
  @Field(() => String, { nullable: true, description: 'Name, 1 to 60 characters.' })
  readonly name?: string | null;

  @Field(() => ClosingVatAmountInput, { description: 'Base price.' })
  readonly amount!: ClosingVatAmountInput;
}

/** The article of a line. */
@InputType({ description: 'The article of a line.' })
export class LineItemInput extends ArticleInput {
  @Field(() => Decimal, { description: 'Price of a unit, at most five decimals.' })
  readonly pricePerUnit!: string;

  @Field(() => [ClosingVatAmountInput], { nullable: true, description: 'Base prices for each VAT key.' })
  readonly baseAmounts?: ClosingVatAmountInput[] | null;

  @Field(() => [ClosingVatAmountInput], { nullable: true, description: 'Discounts for each VAT key; negative.' })
  readonly discounts?: ClosingVatAmountInput[] | null;

  @Field(() => [ClosingVatAmountInput], { nullable: true, description: 'Surcharges for each VAT key.' })
  readonly extraAmounts?: ClosingVatAmountInput[] | null;

  @Field(() => [SubItemInput], { nullable: true, description: 'Parts of a set; at least one.' })
  readonly subItems?: SubItemInput[] | null;
}

/** A line. */
@InputType({ description: 'A line of a transaction.' })
export class ClosingLineInput {
  @Field(() => String, { description: 'Number of the line in its transaction (POS_ZEILE), 1 to 50 characters.' })
  readonly lineId!: string;

  @Field(() => String, { description: 'Text as printed (ARTIKELTEXT), up to 255 characters.' })
  readonly text!: string;

  @Field(() => BusinessCaseInput, { description: 'What the line is about, and its amounts.' })
  readonly businessCase!: BusinessCaseInput;

  @Field(() => Boolean, { defaultValue: false, description: 'Whether the line cancels another one (P_STORNO).' })
  readonly isCancellation!: boolean;

  @Field(() => Boolean, {
    nullable: true,
    description: 'Whether it is consumed on the premises. Upstream default: yes.',
  })
  readonly isInHouse?: boolean | null;

  @Field(() => [ClosingReferenceInput], { nullable: true, description: 'References of the line; at least one.' })
  readonly references?: ClosingReferenceInput[] | null;

  @Field(() => String, { nullable: true, description: 'Number of the voucher (GUTSCHEIN_NR), 1 to 50 characters.' })
  readonly voucherId?: string | null;

  @Field(() => LineItemInput, { nullable: true, description: 'The article.' })
  readonly item?: LineItemInput | null;

  @Field(() => UUID, { nullable: true, description: 'UUID of the client that captured the line (POS_TERMINAL_ID).' })
  readonly sourceClientUuid?: string | null;
}

/** Who operated the register. */
@InputType({ description: 'Who operated the register.' })
export class ClosingUserInput {
  @Field(() => String, { description: 'Id (BEDIENER_ID), 1 to 50 characters.' })
  readonly userId!: string;

  @Field(() => String, { nullable: true, description: 'Name (BEDIENER_NAME), 1 to 50 characters.' })
  readonly name?: string | null;
}

/** Who bought. */
@InputType({ description: 'Who got the goods or the service.' })
export class ClosingBuyerInput {
  @Field(() => String, { description: 'Number of the customer (KUNDE_ID), 1 to 50 characters.' })
  readonly buyerId!: string;

  @Field(() => String, { description: 'Name (KUNDE_NAME), 1 to 50 characters.' })
  readonly name!: string;

  @Field(() => BuyerType, { description: 'Kind (KUNDE_TYP).' })
  readonly type!: BuyerType;

  @Field(() => String, { nullable: true, description: 'Street and number, 1 to 60 characters.' })
  readonly street?: string | null;

  @Field(() => String, { nullable: true, description: 'Postal code, 1 to 10 characters.' })
  readonly postalCode?: string | null;

  @Field(() => String, { nullable: true, description: 'City, 1 to 62 characters.' })
  readonly city?: string | null;

  @Field(() => String, { nullable: true, description: 'Country (ISO 3166-1 alpha-3), e.g. `DEU`.' })
  readonly countryCode?: string | null;

  @Field(() => String, { nullable: true, description: 'VAT id number, e.g. `DE123456789`.' })
  readonly vatIdNumber?: string | null;
}

/** A transaction that another TSS has signed. */
@InputType({ description: 'The signature of a TSS of another vendor.' })
export class ExternalSignatureInput {
  @Field(() => String, { description: 'Number of the transaction, in digits (TSE_TANR).' })
  readonly number!: string;

  @Field(() => String, { description: 'When it began: UTC with milliseconds, e.g. `2026-01-31T10:00:00.000Z`.' })
  readonly startedAt!: string;

  @Field(() => String, { description: 'When it ended: UTC with milliseconds.' })
  readonly finishedAt!: string;

  @Field(() => String, { nullable: true, description: 'Kassenbeleg-V1, Bestellung-V1 or SonstigerVorgang.' })
  readonly processType?: string | null;

  @Field(() => String, { nullable: true, description: 'Process data.' })
  readonly processData?: string | null;

  @Field(() => String, { description: 'Signature counter, in digits.' })
  readonly signatureCounter!: string;

  @Field(() => String, { description: 'Signature in base64, up to 512 characters.' })
  readonly signature!: string;

  @Field(() => String, { nullable: true, description: 'A problem between register and TSS, up to 200 characters.' })
  readonly errorMessage?: string | null;
}

/** How a transaction was signed. */
@InputType({ description: 'How a transaction was signed. Give exactly one of the three.' })
export class ClosingSecurityInput {
  @Field(() => UUID, { nullable: true, description: 'UUID of the signed transaction at SIGN DE.' })
  readonly transactionUuid?: string | null;

  @Field(() => String, { nullable: true, description: 'Why it was not signed (TSE_TA_FEHLER), 1 to 200 characters.' })
  readonly outage?: string | null;

  @Field(() => ExternalSignatureInput, { nullable: true, description: 'The signature of another TSS.' })
  readonly external?: ExternalSignatureInput | null;
}

/** A transaction of a closing. */
@InputType({ description: 'A receipt or another transaction of a closing.' })
export class ClosingTransactionInput {
  @Field(() => String, {
    description: 'Id of the transaction (BON_ID), 1 to 40 characters; never repeats on a register.',
  })
  readonly transactionId!: string;

  @Field(() => String, { nullable: true, description: 'Id to which references of other transactions refer.' })
  readonly txId?: string | null;

  @Field(() => Int, { description: 'Number as printed (BON_NR).' })
  readonly number!: number;

  @Field(() => ClosingTransactionType, { description: 'Kind (BON_TYP).' })
  readonly type!: ClosingTransactionType;

  @Field(() => String, { nullable: true, description: 'Name (BON_NAME), 1 to 60 characters; needed for AVSonstige.' })
  readonly name?: string | null;

  @Field(() => Boolean, { defaultValue: false, description: 'Whether it reverses a whole receipt (BON_STORNO).' })
  readonly isReversal!: boolean;

  @Field(() => DateTime, { description: 'When it began (BON_START).' })
  readonly startedAt!: Date;

  @Field(() => DateTime, { description: 'When it ended (BON_ENDE).' })
  readonly endedAt!: Date;

  @Field(() => UUID, { nullable: true, description: 'UUID of the client on which it took place (TERMINAL_ID).' })
  readonly clientUuid?: string | null;

  @Field(() => ClosingUserInput, { nullable: true, description: 'Who operated the register.' })
  readonly user?: ClosingUserInput | null;

  @Field(() => ClosingBuyerInput, { nullable: true, description: 'Who got the goods or the service.' })
  readonly buyer?: ClosingBuyerInput | null;

  @Field(() => [ClosingReferenceInput], { nullable: true, description: 'References; at least one.' })
  readonly references?: ClosingReferenceInput[] | null;

  @Field(() => [String], { nullable: true, description: 'Tables, departments and the like, 1 to 50 characters each.' })
  readonly allocationGroups?: string[] | null;

  @Field(() => Decimal, { description: 'Gross amount (UMS_BRUTTO), at most two decimals.' })
  readonly fullAmount!: string;

  @Field(() => [ClosingPaymentInput], { nullable: true, description: 'Payments.' })
  readonly payments?: ClosingPaymentInput[] | null;

  @Field(() => [ClosingVatAmountInput], {
    nullable: true,
    description: 'Amounts for each VAT key as printed: all three amounts, at most two decimals.',
  })
  readonly amountsPerVatKey?: ClosingVatAmountInput[] | null;

  @Field(() => String, { nullable: true, description: 'Note (BON_NOTIZ), 1 to 255 characters.' })
  readonly notes?: string | null;

  @Field(() => [ClosingLineInput], { nullable: true, description: 'Lines.' })
  readonly lines?: ClosingLineInput[] | null;

  @Field(() => ClosingSecurityInput, { description: 'How it was signed.' })
  readonly security!: ClosingSecurityInput;
}
