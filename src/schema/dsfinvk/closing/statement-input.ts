import { Field, InputType } from 'type-graphql';
import { BigInt, Decimal, UUID } from '../../common/scalars.js';
import { BusinessCaseType, ClosingPaymentType } from './terms.js';

// All members of inputs are filled by TypeGraphQL.

/** The amounts of one VAT key. */
@InputType({ description: 'The amounts of one VAT key.' })
export class ClosingVatAmountInput {
  @Field(() => BigInt, { description: 'The VAT key.' })
  readonly vatKey!: string;

  @Field(() => Decimal, { nullable: true, description: 'Gross amount.' })
  readonly gross?: string | null;

  @Field(() => Decimal, { nullable: true, description: 'Net amount; only together with `vat`.' })
  readonly net?: string | null;

  @Field(() => Decimal, { nullable: true, description: 'Tax; only together with `net`.' })
  readonly vat?: string | null;
}

/** A business case with its amounts. */
@InputType({ description: 'A business case with its amounts.' })
export class BusinessCaseInput {
  @Field(() => BusinessCaseType, { description: 'Kind (GV_TYP).' })
  readonly type!: BusinessCaseType;

  @Field(() => String, { nullable: true, description: 'Finer split (GV_NAME), 1 to 40 characters.' })
  readonly name?: string | null;

  @Field(() => UUID, { nullable: true, description: 'UUID of the purchaser agency, for sales for a third party.' })
  readonly purchaserAgencyUuid?: string | null;

  @Field(() => [ClosingVatAmountInput], {
    description:
      'Amounts for each VAT key, up to five decimals. In the statement with all three amounts; in lines also gross alone, or net and tax.',
  })
  readonly amountsPerVatKey!: ClosingVatAmountInput[];
}

/** A payment. */
@InputType({ description: 'A payment, or the sum of payments of a kind and currency.' })
export class ClosingPaymentInput {
  @Field(() => ClosingPaymentType, { description: 'Kind (ZAHLART_TYP).' })
  readonly type!: ClosingPaymentType;

  @Field(() => String, { nullable: true, description: 'Finer split (ZAHLART_NAME), 1 to 60 characters.' })
  readonly name?: string | null;

  @Field(() => String, { description: 'Currency (ISO 4217), e.g. `EUR`.' })
  readonly currencyCode!: string;

  @Field(() => Decimal, { description: 'Amount in the base currency, at most two decimals.' })
  readonly amount!: string;

  @Field(() => Decimal, { nullable: true, description: 'Amount in the foreign currency, at most two decimals.' })
  readonly foreignAmount?: string | null;
}

/** Cash of one currency. */
@InputType({ description: 'Cash of one currency.' })
export class CashAmountInput {
  @Field(() => String, { description: 'Currency (ISO 4217), e.g. `EUR`.' })
  readonly currencyCode!: string;

  @Field(() => Decimal, { description: 'Amount, at most two decimals.' })
  readonly amount!: string;
}

/** The payments of a closing. */
@InputType({ description: 'The payments of a closing.' })
export class StatementPaymentInput {
  @Field(() => Decimal, { description: 'Sum of all payments (Z_SE_ZAHLUNGEN).' })
  readonly fullAmount!: string;

  @Field(() => Decimal, { description: 'Sum of the cash payments, with their signs (Z_SE_BARZAHLUNGEN).' })
  readonly cashAmount!: string;

  @Field(() => [CashAmountInput], { description: 'Cash in each currency.' })
  readonly cashAmountsPerCurrency!: CashAmountInput[];

  @Field(() => [ClosingPaymentInput], { description: 'Sums for each kind of payment and currency; at least one.' })
  readonly amountsPerPaymentType!: ClosingPaymentInput[];
}
