import { Field, ObjectType } from 'type-graphql';
import type { Json } from '../../common/read-member.js';
import { BigInt, Decimal, UUID } from '../../common/scalars.js';
import { storedDecimal, storedDigits, storedList, storedTerm, storedText } from './stored.js';
import { BusinessCaseType, ClosingPaymentType } from './terms.js';

/** Base of all types of a stored closing: they hold the upstream's JSON and read a field only when it is selected. */
export abstract class Stored {
  protected readonly json: Json;

  constructor(json: Json) {
    this.json = json;
  }
}

/** The amounts of one VAT key. */
@ObjectType({ description: 'The amounts of one VAT key. Lines may have only the gross amount, or only net and tax.' })
export class ClosingVatAmount extends Stored {
  @Field(() => BigInt, { nullable: true, description: 'The VAT key.' })
  get vatKey(): string | undefined {
    return storedDigits(this.json, 'vat_definition_export_id');
  }

  @Field(() => Decimal, { nullable: true, description: 'Gross amount.' })
  get gross(): string | undefined {
    return storedDecimal(this.json, 'incl_vat');
  }

  @Field(() => Decimal, { nullable: true, description: 'Net amount.' })
  get net(): string | undefined {
    return storedDecimal(this.json, 'excl_vat');
  }

  @Field(() => Decimal, { nullable: true, description: 'Tax.' })
  get vat(): string | undefined {
    return storedDecimal(this.json, 'vat');
  }
}

/** A sum of the statement, or the business case of a line. */
@ObjectType({ description: 'A business case with its amounts: a sum of the statement, or what a line is about.' })
export class BusinessCase extends Stored {
  @Field(() => BusinessCaseType, { nullable: true, description: 'Kind (GV_TYP).' })
  get type(): BusinessCaseType | undefined {
    return storedTerm(BusinessCaseType, this.json, 'type');
  }

  @Field(() => String, { nullable: true, description: 'Finer split (GV_NAME).' })
  get name(): string | undefined {
    return storedText(this.json, 'name');
  }

  @Field(() => UUID, { nullable: true, description: 'UUID of the purchaser agency, if it was for a third party.' })
  get purchaserAgencyUuid(): string | undefined {
    return storedText(this.json, 'purchaser_agency_id')?.toLowerCase();
  }

  @Field(() => [ClosingVatAmount], { description: 'Amounts for each VAT key.' })
  get amountsPerVatKey(): readonly ClosingVatAmount[] {
    return storedList(this.json, 'amounts_per_vat_id', (json) => new ClosingVatAmount(json));
  }
}

/** A payment. */
@ObjectType({ description: 'A payment, or the sum of payments of a kind and currency.' })
export class ClosingPayment extends Stored {
  @Field(() => ClosingPaymentType, { nullable: true, description: 'Kind (ZAHLART_TYP).' })
  get type(): ClosingPaymentType | undefined {
    return storedTerm(ClosingPaymentType, this.json, 'type');
  }

  @Field(() => String, { nullable: true, description: 'Finer split (ZAHLART_NAME).' })
  get name(): string | undefined {
    return storedText(this.json, 'name');
  }

  @Field(() => String, { nullable: true, description: 'Currency (ISO 4217).' })
  get currencyCode(): string | undefined {
    return storedText(this.json, 'currency_code');
  }

  @Field(() => Decimal, { nullable: true, description: 'Amount in the base currency.' })
  get amount(): string | undefined {
    return storedDecimal(this.json, 'amount');
  }

  @Field(() => Decimal, { nullable: true, description: 'Amount in the foreign currency, if it was paid in one.' })
  get foreignAmount(): string | undefined {
    return storedDecimal(this.json, 'foreign_amount');
  }
}

/** Cash of one currency. */
@ObjectType({ description: 'Cash of one currency.' })
export class CashAmount extends Stored {
  @Field(() => String, { nullable: true, description: 'Currency (ISO 4217).' })
  get currencyCode(): string | undefined {
    return storedText(this.json, 'currency_code');
  }

  @Field(() => Decimal, { nullable: true, description: 'Amount in this currency.' })
  get amount(): string | undefined {
    return storedDecimal(this.json, 'amount');
  }
}

/** The payments of a closing. */
@ObjectType({ description: 'The payments of a closing.' })
export class StatementPayment extends Stored {
  @Field(() => Decimal, { nullable: true, description: 'Sum of all payments (Z_SE_ZAHLUNGEN).' })
  get fullAmount(): string | undefined {
    return storedDecimal(this.json, 'full_amount');
  }

  @Field(() => Decimal, { nullable: true, description: 'Sum of the cash payments (Z_SE_BARZAHLUNGEN).' })
  get cashAmount(): string | undefined {
    return storedDecimal(this.json, 'cash_amount');
  }

  @Field(() => [CashAmount], { description: 'Cash in each currency.' })
  get cashAmountsPerCurrency(): readonly CashAmount[] {
    return storedList(this.json, 'cash_amounts_by_currency', (json) => new CashAmount(json));
  }

  @Field(() => [ClosingPayment], { description: 'Sums for each kind of payment and currency.' })
  get amountsPerPaymentType(): readonly ClosingPayment[] {
    return storedList(this.json, 'payment_types', (json) => new ClosingPayment(json));
  }
}
