import { Field, ObjectType, registerEnumType } from 'type-graphql';

/** Codes of things that are unusual but can be legal, each with its meaning. */
const warningCodes = {
  PAYMENTS_DIFFER_FROM_VAT_AMOUNTS:
    'The payments, all in EUR, do not add up to the VAT amounts, both as they are signed. Legal with vouchers, otherwise a mistake.',
  ZERO_PAYMENT: 'A payment of 0.00. DSFinV-K asks tills to leave it out; it is signed as given.',
  PAYMENTS_NOT_ADDED_UP:
    'Several payments of one type and currency. DSFinV-K asks for one sum each; they are signed as given.',
  PAYMENTS_NOT_EXPECTED:
    'Payments on a kind of receipt that normally has none: ORDER, INVOICE, TRANSFER, BENEFIT_IN_KIND, ABORT, CANCELLATION. They are signed as given.',
  PAYMENTS_OUT_OF_ORDER:
    'Payments that are not in the order of DSFinV-K: cash first, then EUR first, then by currency code. They are signed as given.',
  DECIMALS_CUT: 'More decimals than are signed. The rest is cut off, not rounded.',
  ANNULATION_WITH_TSS:
    'A receipt of type ANNULATION. DSFinV-K does not allow it for tills with a TSS: a reversal is a RECEIPT with reversed signs.',
  TRIP_AMOUNTS_DIFFER: 'Fare and surcharge, or the VAT amounts, do not add up to the billed total of the trip.',
  UNKNOWN_PROCESS_TYPE: 'A process type that is neither in DSFinV-K nor in DSFinV-TW. It is signed as given.',
  MALFORMED_PROCESS_DATA:
    'Ready-made process data that does not have the form of its process type. It is signed as given, and auditors will not be able to read it.',
  METADATA_NOT_STORED:
    'An earlier request has already signed this. The metadata of this request differs and was not stored. Use `updateTransactionMetadata`.',
} as const;
const warningCodeEnum = Object.fromEntries(Object.keys(warningCodes).map((code) => [code, code]));
registerEnumType(warningCodeEnum, {
  name: 'WarningCode',
  description: 'Kind of oddity in the data to sign. New codes can be added.',
  valuesConfig: Object.fromEntries(Object.entries(warningCodes).map(([code, description]) => [code, { description }])),
});

/** An oddity in the data to sign. */
@ObjectType({
  description:
    'Something unusual in the data to sign. It can be legal, so it was signed, unless the gateway is configured to refuse it.',
})
export class Warning {
  @Field(() => warningCodeEnum, { description: 'Kind of oddity, for programs.' })
  readonly code!: keyof typeof warningCodes; // made by the functions of process-data-warnings.ts

  @Field(() => String, { description: 'Description of the oddity, for people. In English.' })
  readonly message!: string;

  @Field(() => [String], { description: 'Path of the field below `input`.' })
  readonly field!: readonly string[];
}
