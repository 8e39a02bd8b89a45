import { Big } from 'big.js';
import { Field, ObjectType, registerEnumType } from 'type-graphql';
import type { ReceiptInput } from './receipt.js';

/** Codes of what is odd in a receipt but can be legal, each with its meaning. */
const warningCodes = {
  PAYMENTS_DIFFER_FROM_VAT_AMOUNTS:
    'The payments in EUR do not add up to the VAT amounts. Legal with vouchers or foreign currency, else a mistake.',
  ZERO_PAYMENT: 'A payment of 0.00. DSFinV-K asks tills to leave it out; it is signed as given.',
} as const;
const warningCodeEnum = Object.fromEntries(Object.keys(warningCodes).map((code) => [code, code]));
registerEnumType(warningCodeEnum, {
  name: 'WarningCode',
  description: 'What is odd in a receipt.',
  valuesConfig: Object.fromEntries(Object.entries(warningCodes).map(([code, description]) => [code, { description }])),
});

/** Something odd in what was asked to be signed. */
@ObjectType({
  description:
    'Something odd in what was to be signed. It can be legal, so it was signed all the same, unless the gateway is configured to refuse it.',
})
export class Warning {
  @Field(() => warningCodeEnum, { description: 'What is odd, for programs.' })
  readonly code!: keyof typeof warningCodes; // made by receiptWarnings

  @Field(() => String, { description: 'What is odd, for people. In English.' })
  readonly message!: string;

  @Field(() => [String], { description: 'Path of the field below `input`.' })
  readonly field!: readonly string[];
}

/** What is odd in a receipt whose amounts have been checked: a sum that differs, payments of nothing. */
export function receiptWarnings(receipt: ReceiptInput, field: readonly string[]): readonly Warning[] {
  const warnings: Warning[] = [];
  receipt.amountsPerPaymentType.forEach(({ amount }, index) => {
    if (new Big(amount).eq(0)) {
      warnings.push({
        code: 'ZERO_PAYMENT',
        message: `A payment of ${amount} should be left out.`,
        field: [...field, 'amountsPerPaymentType', String(index), 'amount'],
      });
    }
  });
  const inEuro = receipt.amountsPerPaymentType.every(({ currencyCode }) => currencyCode.toUpperCase() === 'EUR');
  const sales = sum(receipt.amountsPerVatRate.map(({ amount }) => amount));
  const payments = sum(receipt.amountsPerPaymentType.map(({ amount }) => amount));
  if (inEuro && !sales.eq(payments)) {
    warnings.push({
      code: 'PAYMENTS_DIFFER_FROM_VAT_AMOUNTS',
      message: `The VAT amounts add up to ${sales.toFixed()} EUR, the payments to ${payments.toFixed()} EUR.`,
      field: [...field, 'amountsPerPaymentType'],
    });
  }
  return warnings;
}

function sum(amounts: readonly string[]): Big {
  return amounts.reduce((total, amount) => total.plus(amount), new Big(0));
}
