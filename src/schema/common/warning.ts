import { Field, ObjectType, registerEnumType } from 'type-graphql';

/** Codes of things that are unusual but can be legal, each with its meaning. */
const warningCodes = {
  PAYMENTS_DIFFER_FROM_VAT_AMOUNTS:
    'The payments, all in EUR, do not add up to the VAT amounts, both as they are signed. Legal with vouchers, else a mistake.',
  ZERO_PAYMENT: 'A payment of 0.00. DSFinV-K asks tills to leave it out; it is signed as given.',
  PAYMENTS_NOT_ADDED_UP:
    'Several payments of one type and currency. DSFinV-K asks for one sum each; they are signed as given.',
  PAYMENTS_NOT_EXPECTED:
    'Payments with a kind of receipt that is not paid by its nature: ORDER, INVOICE, TRANSFER, BENEFIT_IN_KIND, ABORT, CANCELLATION. They are signed as given.',
  PAYMENTS_OUT_OF_ORDER:
    'Payments in another order than that of DSFinV-K: cash first, then EUR first, then by currency code. They are signed as given.',
  DECIMALS_CUT: 'Decimals that are cut off, not rounded, in what is signed.',
  ANNULATION_WITH_TSS:
    'A receipt of type ANNULATION. DSFinV-K rules it out for tills with a TSS: a reversal is a RECEIPT with turned signs.',
  TRIP_AMOUNTS_DIFFER: 'Fare and surcharge, or the VAT amounts, do not add up to what was billed for the trip.',
  UNKNOWN_PROCESS_TYPE: 'A process type that neither DSFinV-K nor DSFinV-TW knows. It is signed as given.',
  MALFORMED_PROCESS_DATA:
    'Ready-made process data that does not have the form of its process type. It is signed as given, and auditors will not be able to read it.',
  METADATA_NOT_STORED:
    'An earlier request has signed this already. The metadata of this one differs and was not stored. Use `updateTransactionMetadata`.',
} as const;
const warningCodeEnum = Object.fromEntries(Object.keys(warningCodes).map((code) => [code, code]));
registerEnumType(warningCodeEnum, {
  name: 'WarningCode',
  description: 'What is odd in what was to be signed. New codes can be added.',
  valuesConfig: Object.fromEntries(Object.entries(warningCodes).map(([code, description]) => [code, { description }])),
});

/** Something odd in what was asked to be signed. */
@ObjectType({
  description:
    'Something unusual in the data to sign. It can be legal, so it was signed, unless the gateway is configured to refuse it.',
})
export class Warning {
  @Field(() => warningCodeEnum, { description: 'What is odd, for programs.' })
  readonly code!: keyof typeof warningCodes; // made by the functions of process-data-warnings.ts

  @Field(() => String, { description: 'What is odd, for people. In English.' })
  readonly message!: string;

  @Field(() => [String], { description: 'Path of the field below `input`.' })
  readonly field!: readonly string[];
}
