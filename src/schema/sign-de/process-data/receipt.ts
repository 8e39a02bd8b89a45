import { Field, InputType, ObjectType, registerEnumType } from 'type-graphql';
import type { Schemas } from '../../../received/sign-de.js';
import { decimalProblems } from '../../common/input/decimal-input.js';
import { unknownProblems } from '../../common/known.js';
import {
  type Json,
  objects,
  oneOf,
  optionalObjects,
  optionalText,
  text,
  ToldField,
  ToldList,
} from '../../common/read-member.js';
import { Decimal } from '../../common/scalars.js';
import type { Problem } from '../../common/user-error.js';

/** Kind of a receipt; becomes the Vorgangstyp of the signed data (`tse-formats.md §3.1`). */
export enum ReceiptType {
  RECEIPT = 'RECEIPT',
  TRAINING = 'TRAINING',
  TRANSFER = 'TRANSFER',
  ORDER = 'ORDER',
  CANCELLATION = 'CANCELLATION',
  ABORT = 'ABORT',
  BENEFIT_IN_KIND = 'BENEFIT_IN_KIND',
  INVOICE = 'INVOICE',
  OTHER = 'OTHER',
  ANNULATION = 'ANNULATION',
  UNKNOWN = 'UNKNOWN',
}
registerEnumType(ReceiptType, {
  name: 'ReceiptType',
  description: 'Kind of a receipt (DSFinV-K BON_TYP).',
  valuesConfig: {
    RECEIPT: { description: 'An ordinary receipt, including reversals and returns with reversed signs (`Beleg`).' },
    TRAINING: { description: 'A training booking (`AVTraining`).' },
    TRANSFER: { description: 'A transfer, e.g. of a table to another waiter (`AVTransfer`).' },
    ORDER: { description: 'An order (`AVBestellung`).' },
    CANCELLATION: { description: 'A receipt that was cancelled before its end (`AVBelegabbruch`).' },
    ABORT: { description: 'A receipt that was aborted before its end (`AVBelegabbruch`).' },
    BENEFIT_IN_KIND: { description: 'Consumption by the owner or staff (`AVSachbezug`).' },
    INVOICE: { description: 'An invoice made elsewhere (`AVRechnung`).' },
    OTHER: { description: 'Any other case (`AVSonstige`).' },
    ANNULATION: {
      description: 'A later reversal (`AVBelegstorno`). With a TSS, use RECEIPT with reversed signs instead.',
    },
    UNKNOWN: { description: 'A kind that this version of the gateway does not know yet. Not for inputs.' },
  },
});

/** Legal category of a VAT rate: a slot of the signed data, not a percentage. */
export enum VatRate {
  NORMAL = 'NORMAL',
  REDUCED_1 = 'REDUCED_1',
  SPECIAL_RATE_1 = 'SPECIAL_RATE_1',
  SPECIAL_RATE_2 = 'SPECIAL_RATE_2',
  NULL = 'NULL',
  UNKNOWN = 'UNKNOWN',
}
registerEnumType(VatRate, {
  name: 'VatRate',
  description: 'Legal category of a VAT rate. A temporarily changed rate stays in its category.',
  valuesConfig: {
    NORMAL: { description: 'General rate (19 %).' },
    REDUCED_1: { description: 'Reduced rate (7 %).' },
    SPECIAL_RATE_1: { description: 'Average rate of § 24 (1) no. 3 UStG (10.7 % as DSFinV-K names it).' },
    SPECIAL_RATE_2: { description: 'Average rate of § 24 (1) no. 1 UStG (5.5 %).' },
    NULL: { description: '0 %, not taxable or not determinable.' },
    UNKNOWN: { description: 'A rate that this version of the gateway does not know yet. Not for inputs.' },
  },
});

/**
 * Rates by the contract's names and by its deprecated numbers, which other clients may have sent (`sign-de-v2.md
 * §9`).
 */
const RATE_BY_NAME: ReadonlyMap<string, VatRate> = new Map([
  ...Object.entries(VatRate),
  ['19', VatRate.NORMAL],
  ['7', VatRate.REDUCED_1],
  ['10.7', VatRate.SPECIAL_RATE_1],
  ['5.5', VatRate.SPECIAL_RATE_2],
  ['0', VatRate.NULL],
]);

/** How a part of a receipt was paid. */
export enum PaymentType {
  CASH = 'CASH',
  NON_CASH = 'NON_CASH',
  UNKNOWN = 'UNKNOWN',
}
registerEnumType(PaymentType, {
  name: 'PaymentType',
  description: 'How a part of a receipt was paid.',
  valuesConfig: {
    CASH: { description: 'In cash (`Bar`).' },
    NON_CASH: { description: 'In any other way: card, voucher, transfer … (`Unbar`).' },
    UNKNOWN: { description: 'A way that this version of the gateway does not know yet. Not for inputs.' },
  },
});

/** Gross amount of one VAT rate. */
@ObjectType({ description: 'Gross amount of one VAT rate on a receipt.' })
export class VatAmount {
  readonly #json: Json;

  constructor(json: Json) {
    this.#json = json;
  }

  @ToldField(() => VatRate, { description: 'The rate.' })
  get vatRate(): VatRate {
    return RATE_BY_NAME.get(text(this.#json, 'vat_rate')) ?? VatRate.UNKNOWN;
  }

  @ToldField(() => Decimal, { description: 'Gross amount in EUR, negative for returns.' })
  get amount(): string {
    return text(this.#json, 'amount');
  }
}

/** Amount paid in one way. */
@ObjectType({ description: 'Amount paid in one way on a receipt.' })
export class PaymentAmount {
  readonly #json: Json;
  readonly #paymentType: PaymentType | undefined;

  /** @param paymentType for amounts that do not hold it */
  constructor(json: Json, paymentType?: PaymentType) {
    this.#json = json;
    this.#paymentType = paymentType;
  }

  @ToldField(() => PaymentType, { description: 'How it was paid.' })
  get paymentType(): PaymentType {
    return this.#paymentType ?? oneOf(PaymentType, this.#json, 'payment_type');
  }

  @ToldField(() => Decimal, { description: 'Amount in its currency, negative for money given out.' })
  get amount(): string {
    return text(this.#json, 'amount');
  }

  @ToldField(() => String, { description: 'Currency, ISO 4217.' })
  get currencyCode(): string {
    return optionalText(this.#json, 'currency_code') ?? 'EUR';
  }
}

/** Process data of a receipt (`Kassenbeleg-V1`). */
@ObjectType({ description: 'Receipt data of a transaction (process type `Kassenbeleg-V1`).' })
export class Receipt {
  readonly #json: Json;

  constructor(json: Json) {
    this.#json = json;
  }

  @ToldField(() => ReceiptType, { description: 'Kind of the receipt.' })
  get type(): ReceiptType {
    return oneOf(ReceiptType, this.#json, 'receipt_type');
  }

  @ToldList(() => VatAmount, { description: 'Gross amounts by VAT rate, as they were sent.' })
  get amountsPerVatRate(): readonly (VatAmount | Error)[] {
    return objects(this.#json, 'amounts_per_vat_rate', toVatAmount);
  }

  @ToldList(() => PaymentAmount, { description: 'Amounts by way of payment, as they were sent.' })
  get amountsPerPaymentType(): readonly (PaymentAmount | Error)[] {
    return optionalObjects(this.#json, 'amounts_per_payment_type', toPaymentAmount);
  }
}

/** Reads an amount of one VAT rate from the upstream's JSON. */
export const toVatAmount = (json: Json): VatAmount => new VatAmount(json);

const toPaymentAmount = (json: Json): PaymentAmount => new PaymentAmount(json);

/** Gross amount of one VAT rate, to be signed. */
@InputType({ description: 'Gross amount of one VAT rate on a receipt.' })
export class VatAmountInput {
  @Field(() => VatRate, { description: 'The rate.' })
  readonly vatRate!: VatRate; // filled by TypeGraphQL

  @Field(() => Decimal, {
    description:
      'Gross amount in EUR with 2 to 5 decimals, e.g. `"21.42"`; negative for returns. In the signed data, decimals after the second are cut off.',
  })
  readonly amount!: string;
}

/** Amount paid in one way, to be signed. */
@InputType({ description: 'Amount paid in one way on a receipt.' })
export class PaymentAmountInput {
  @Field(() => PaymentType, { description: 'How it was paid.' })
  readonly paymentType!: PaymentType; // filled by TypeGraphQL

  @Field(() => Decimal, {
    description: 'Amount in its currency with 2 to 5 decimals, e.g. `"21.42"`; negative for money given out.',
  })
  readonly amount!: string;

  @Field(() => String, { defaultValue: 'EUR', description: 'Currency, three letters of ISO 4217.' })
  readonly currencyCode!: string;
}

/** A receipt to be signed. */
@InputType({ description: 'A receipt to be signed (process type `Kassenbeleg-V1`).' })
export class ReceiptInput {
  @Field(() => ReceiptType, { defaultValue: ReceiptType.RECEIPT, description: 'Kind of the receipt.' })
  readonly type!: ReceiptType; // filled by TypeGraphQL

  @Field(() => [VatAmountInput], {
    description: 'Gross amounts by VAT rate; entries of the same rate are added up. Up to 100; may be empty.',
  })
  readonly amountsPerVatRate!: VatAmountInput[];

  @Field(() => [PaymentAmountInput], {
    defaultValue: [],
    description:
      'Amounts by way of payment, in the order in which they are to be signed. Up to 100; empty when nothing was paid.',
  })
  readonly amountsPerPaymentType!: PaymentAmountInput[];
}

/** Converts a receipt to the upstream's form. {@link receiptProblems} must have found nothing. */
export function fromReceiptInput(input: ReceiptInput): Schemas['StandardV1Receipt'] {
  return {
    // UNKNOWN, here and below, is a problem of the input.
    receipt_type: input.type as Schemas['ReceiptType'],
    amounts_per_vat_rate: input.amountsPerVatRate.map(({ vatRate, amount }) => ({
      vat_rate: vatRate as Schemas['VatRate'],
      amount,
    })),
    amounts_per_payment_type: input.amountsPerPaymentType.map(({ paymentType, amount, currencyCode }) => ({
      payment_type: paymentType as Schemas['AmountPerPaymentType']['payment_type'],
      amount,
      currency_code: currencyCode.toUpperCase(),
    })),
  };
}

/** Maximum number of rows of a receipt, far more than any till sends. */
const MAXIMUM_ROWS = 100;

/** Finds the mistakes because of which a receipt cannot be signed. */
export function receiptProblems(input: ReceiptInput, field: readonly string[]): readonly Problem[] {
  const tooMany = (['amountsPerVatRate', 'amountsPerPaymentType'] as const)
    .filter((list) => input[list].length > MAXIMUM_ROWS)
    .map((list) => ({
      field: [...field, list],
      message: `At most ${MAXIMUM_ROWS} entries, but there are ${input[list].length}.`,
    }));
  const amounts = input.amountsPerVatRate.flatMap(({ vatRate, amount }, index) => {
    const path = [...field, 'amountsPerVatRate', String(index)];
    return [...unknownProblems(vatRate, [...path, 'vatRate']), ...decimalProblems(amount, [...path, 'amount'], 2, 5)];
  });
  const payments = input.amountsPerPaymentType.flatMap(({ paymentType, amount, currencyCode }, index) => {
    const path = [...field, 'amountsPerPaymentType', String(index)];
    return [
      ...unknownProblems(paymentType, [...path, 'paymentType']),
      ...decimalProblems(amount, [...path, 'amount'], 2, 5),
      ...currencyProblems(currencyCode, [...path, 'currencyCode']),
    ];
  });
  return [...unknownProblems(input.type, [...field, 'type']), ...tooMany, ...amounts, ...payments];
}

/** Checks a currency (`sign-de-v2.md §9`). */
export function currencyProblems(currencyCode: string, field: readonly string[]): readonly Problem[] {
  return /^[A-Z]{3}$/i.test(currencyCode)
    ? []
    : [{ field, message: 'A currency is three letters of ISO 4217, like "EUR" or "CHF".' }];
}
