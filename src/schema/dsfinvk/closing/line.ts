import { Field, ObjectType } from 'type-graphql';
import { DateTime, Decimal, UUID, BigInt } from '../../common/scalars.js';
import { BusinessCase, Stored, ClosingVatAmount } from './statement.js';
import {
  storedBoolean,
  storedDecimal,
  storedDigits,
  storedList,
  storedObject,
  storedTerm,
  storedText,
  storedTime,
} from './stored.js';
import { ReferenceType } from './terms.js';

/** A reference of a receipt or a line. */
@ObjectType({ description: 'A reference to another transaction, or to a document outside the system.' })
export class ClosingReference extends Stored {
  @Field(() => ReferenceType, { nullable: true, description: 'Kind (REF_TYP).' })
  get type(): ReferenceType | undefined {
    return storedTerm(ReferenceType, this.json, 'type');
  }

  @Field(() => DateTime, { nullable: true, description: 'Date of the document, or of the referenced closing.' })
  get date(): Date | undefined {
    return storedTime(this.json, 'date');
  }

  @Field(() => String, { nullable: true, description: 'Number of the document outside the system.' })
  get documentNumber(): string | undefined {
    return storedText(this.json, 'external_export_id') ?? storedText(this.json, 'external_other_export_id');
  }

  @Field(() => String, { nullable: true, description: 'Kind of the document, for ExterneSonstige (REF_NAME).' })
  get name(): string | undefined {
    return storedText(this.json, 'name');
  }

  @Field(() => BigInt, { nullable: true, description: 'Number of the referenced closing, for Transaktion (REF_Z_NR).' })
  get closingNumber(): string | undefined {
    return storedDigits(this.json, 'cash_point_closing_export_id');
  }

  @Field(() => String, { nullable: true, description: 'Register of the referenced closing (REF_Z_KASSE_ID).' })
  get cashRegisterId(): string | undefined {
    return storedText(this.json, 'cash_register_export_id');
  }

  @Field(() => String, { nullable: true, description: 'Id of the referenced transaction (REF_BON_ID).' })
  get transactionId(): string | undefined {
    return storedText(this.json, 'transaction_export_id');
  }

  @Field(() => String, { nullable: true, description: '`txId` of the referenced transaction, for InterneTransaktion.' })
  get txId(): string | undefined {
    return storedText(this.json, 'tx_id');
  }
}

/** What an article and a part of a set have in common. */
@ObjectType()
abstract class Article extends Stored {
  @Field(() => String, { nullable: true, description: 'Article number.' })
  get number(): string | undefined {
    return storedText(this.json, 'number');
  }

  @Field(() => String, { nullable: true, description: 'GTIN.' })
  get gtin(): string | undefined {
    return storedText(this.json, 'gtin');
  }

  @Field(() => Decimal, { nullable: true, description: 'Quantity.' })
  get quantity(): string | undefined {
    return storedDecimal(this.json, 'quantity');
  }

  @Field(() => Decimal, { nullable: true, description: 'Factor of the quantity, e.g. the size of a pack.' })
  get quantityFactor(): string | undefined {
    return storedDecimal(this.json, 'quantity_factor');
  }

  @Field(() => String, { nullable: true, description: 'Unit of the quantity; pieces if there is none.' })
  get quantityMeasure(): string | undefined {
    return storedText(this.json, 'quantity_measure');
  }

  @Field(() => String, { nullable: true, description: 'Id of the group of goods.' })
  get groupId(): string | undefined {
    return storedText(this.json, 'group_id');
  }

  @Field(() => String, { nullable: true, description: 'Name of the group of goods.' })
  get groupName(): string | undefined {
    return storedText(this.json, 'group_name');
  }
}

/** A part of a set. */
@ObjectType({ description: 'A part of a set. It explains the article and has no weight in sums.' })
export class SubItem extends Article {
  @Field(() => String, { nullable: true, description: 'Name.' })
  get name(): string | undefined {
    return storedText(this.json, 'name');
  }

  @Field(() => ClosingVatAmount, { nullable: true, description: 'Base price.' })
  get amount(): ClosingVatAmount | undefined {
    return storedObject(this.json, 'amount_per_vat_id', (json) => new ClosingVatAmount(json));
  }
}

/** The article of a line. */
@ObjectType({ description: 'The article of a line.' })
export class LineItem extends Article {
  @Field(() => Decimal, { nullable: true, description: 'Price of a unit.' })
  get pricePerUnit(): string | undefined {
    return storedDecimal(this.json, 'price_per_unit');
  }

  @Field(() => [ClosingVatAmount], { description: 'Base prices for each VAT key.' })
  get baseAmounts(): readonly ClosingVatAmount[] {
    return storedList(this.json, 'base_amounts_per_vat_id', (json) => new ClosingVatAmount(json));
  }

  @Field(() => [ClosingVatAmount], { description: 'Discounts for each VAT key; negative.' })
  get discounts(): readonly ClosingVatAmount[] {
    return storedList(this.json, 'discounts_per_vat_id', (json) => new ClosingVatAmount(json));
  }

  @Field(() => [ClosingVatAmount], { description: 'Surcharges for each VAT key.' })
  get extraAmounts(): readonly ClosingVatAmount[] {
    return storedList(this.json, 'extra_amounts_per_vat_id', (json) => new ClosingVatAmount(json));
  }

  @Field(() => [SubItem], { description: 'Parts of a set.' })
  get subItems(): readonly SubItem[] {
    return storedList(this.json, 'sub_items', (json) => new SubItem(json));
  }
}

/** A line of a receipt. */
@ObjectType({ description: 'A line of a transaction.' })
export class ClosingLine extends Stored {
  @Field(() => String, { nullable: true, description: 'Number of the line in its transaction (POS_ZEILE).' })
  get lineId(): string | undefined {
    return storedText(this.json, 'lineitem_export_id');
  }

  @Field(() => String, { nullable: true, description: 'Text as printed (ARTIKELTEXT).' })
  get text(): string | undefined {
    return storedText(this.json, 'text');
  }

  @Field(() => BusinessCase, { nullable: true, description: 'What the line is about, and its amounts.' })
  get businessCase(): BusinessCase | undefined {
    return storedObject(this.json, 'business_case', (json) => new BusinessCase(json));
  }

  @Field(() => Boolean, { nullable: true, description: 'Whether the line cancels another one (P_STORNO).' })
  get isCancellation(): boolean | undefined {
    return storedBoolean(this.json, 'storno');
  }

  @Field(() => Boolean, { nullable: true, description: 'Whether it is consumed on the premises (INHAUS).' })
  get isInHouse(): boolean | undefined {
    return storedBoolean(this.json, 'in_house');
  }

  @Field(() => [ClosingReference], { description: 'References of the line.' })
  get references(): readonly ClosingReference[] {
    return storedList(this.json, 'references', (json) => new ClosingReference(json));
  }

  @Field(() => String, { nullable: true, description: 'Number of the voucher (GUTSCHEIN_NR).' })
  get voucherId(): string | undefined {
    return storedText(this.json, 'voucher_id');
  }

  @Field(() => LineItem, { nullable: true, description: 'The article.' })
  get item(): LineItem | undefined {
    return storedObject(this.json, 'item', (json) => new LineItem(json));
  }

  @Field(() => UUID, { nullable: true, description: 'UUID of the client that captured the line (POS_TERMINAL_ID).' })
  get sourceClientUuid(): string | undefined {
    return storedText(this.json, 'source_cash_register')?.toLowerCase();
  }
}
