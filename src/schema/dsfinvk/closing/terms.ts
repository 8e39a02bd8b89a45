import { registerEnumType } from 'type-graphql';

/** Names of an enum in the schema, each with the term of the standard and what it means. */
type Terms = Readonly<Record<string, readonly [term: string, meaning: string]>>;
/** The terms of the standard by their names in the schema. */
type TermsOf<Names extends Terms> = { readonly [Name in keyof Names]: Names[Name][0] } & {
  readonly UNKNOWN: 'UNKNOWN';
};

/** Makes an enum of terms of the standard, with `UNKNOWN` for terms that only a newer upstream has. */
function termsOf<const Names extends Terms>(name: string, description: string, names: Names): TermsOf<Names> {
  const terms = Object.entries<readonly [string, string]>(names);
  const values: Record<string, string> = Object.fromEntries(terms.map(([key, [term]]) => [key, term]));
  values.UNKNOWN = 'UNKNOWN';
  registerEnumType(values, {
    name,
    description,
    valuesConfig: {
      ...Object.fromEntries(terms.map(([key, [term, meaning]]) => [key, { description: `${term}: ${meaning}` }])),
      UNKNOWN: { description: 'A term that this version of the gateway does not know yet. Not for inputs.' },
    },
  });
  return values as TermsOf<Names>; // as they were made above
}

/** Business cases (GV_TYP; DSFinV-K, annex C). */
export const BusinessCaseType = termsOf('BusinessCaseType', 'Kind of business case (GV_TYP).', {
  OPENING_BALANCE: ['Anfangsbestand', 'the cash in the drawer at the beginning.'],
  SALE: ['Umsatz', 'a sale of goods or services.'],
  DEPOSIT: ['Pfand', 'a deposit, e.g. for bottles.'],
  DEPOSIT_REFUND: ['PfandRueckzahlung', 'a deposit that is paid back; negative.'],
  MULTI_PURPOSE_VOUCHER_SALE: ['MehrzweckgutscheinKauf', 'the sale of a multi-purpose voucher.'],
  MULTI_PURPOSE_VOUCHER_REDEMPTION: ['MehrzweckgutscheinEinloesung', 'the redemption of a multi-purpose voucher.'],
  SINGLE_PURPOSE_VOUCHER_SALE: ['EinzweckgutscheinKauf', 'the sale of a single-purpose voucher.'],
  SINGLE_PURPOSE_VOUCHER_REDEMPTION: ['EinzweckgutscheinEinloesung', 'the redemption of a single-purpose voucher.'],
  RECEIVABLE_CREATION: ['Forderungsentstehung', 'a sale on account; negative.'],
  RECEIVABLE_SETTLEMENT: ['Forderungsaufloesung', 'the payment of a sale on account.'],
  PREPAYMENT: ['Anzahlungseinstellung', 'a prepayment.'],
  PREPAYMENT_SETTLEMENT: ['Anzahlungsaufloesung', 'a prepayment that is set off; negative.'],
  PRIVATE_CONTRIBUTION: ['Privateinlage', 'money of the owner that is put in.'],
  PRIVATE_WITHDRAWAL: ['Privatentnahme', 'money that the owner takes out.'],
  CASH_TRANSIT: ['Geldtransit', 'cash on its way to the bank, the safe or another register.'],
  CASH_DIFFERENCE: ['DifferenzSollIst', 'the difference between counted and expected cash.'],
  TIP_TO_OWNER: ['TrinkgeldAG', 'a tip to the owner; taxed.'],
  TIP_TO_STAFF: ['TrinkgeldAN', 'a tip to the staff; not taxed.'],
  PAY_OUT: ['Auszahlung', 'another payment out of the drawer.'],
  PAY_IN: ['Einzahlung', 'another payment into the drawer.'],
  DISCOUNT: ['Rabatt', 'a discount; negative.'],
  SURCHARGE: ['Aufschlag', 'a surcharge.'],
  WAGE: ['Lohnzahlung', 'a wage that is paid out of the drawer.'],
  GENUINE_SUBSIDY: ['ZuschussEcht', 'a subsidy without a service in return.'],
  THIRD_PARTY_PAYMENT: ['ZuschussUnecht', 'a part of the price that a third party pays.'],
});
/** One business case. */
export type BusinessCaseType = (typeof BusinessCaseType)[keyof typeof BusinessCaseType];

/** Kinds of payment (ZAHLART_TYP; DSFinV-K, annex D). */
export const ClosingPaymentType = termsOf('ClosingPaymentType', 'Kind of payment (ZAHLART_TYP).', {
  CASH: ['Bar', 'cash.'],
  NON_CASH: ['Unbar', 'not in cash, of no other kind.'],
  DEBIT_CARD: ['ECKarte', 'a debit card.'],
  CREDIT_CARD: ['Kreditkarte', 'a credit card.'],
  PAYMENT_SERVICE: ['ElZahlungsdienstleister', 'an electronic payment service.'],
  PREPAID_CARD_OLD: ['GuthabenKarte', 'the older spelling of Guthabenkarte; exported as the newer one.'],
  PREPAID_CARD: ['Guthabenkarte', 'electronic money; not a voucher of the shop.'],
  NONE: ['Keine', 'nothing is left to pay.'],
});
/** One kind of payment. */
export type ClosingPaymentType = (typeof ClosingPaymentType)[keyof typeof ClosingPaymentType];

/** Kinds of transaction (BON_TYP). */
export const ClosingTransactionType = termsOf('ClosingTransactionType', 'Kind of transaction (BON_TYP).', {
  RECEIPT: ['Beleg', 'a receipt. Only receipts count into the statement.'],
  TRANSFER: ['AVTransfer', 'a transfer between tables or registers.'],
  ORDER: ['AVBestellung', 'an order that is not paid yet.'],
  TRAINING: ['AVTraining', 'a training receipt.'],
  RECEIPT_CANCELLATION: ['AVBelegstorno', 'a cancelled receipt; not with a TSS.'],
  RECEIPT_ABORT: ['AVBelegabbruch', 'a receipt that was not finished.'],
  BENEFIT_IN_KIND: ['AVSachbezug', 'a benefit in kind for staff.'],
  OTHER: ['AVSonstige', 'anything else; it needs a name.'],
  INVOICE: ['AVRechnung', 'an invoice that is paid later.'],
});
/** One kind of transaction. */
export type ClosingTransactionType = (typeof ClosingTransactionType)[keyof typeof ClosingTransactionType];

/** Kinds of buyer (KUNDE_TYP). */
export const BuyerType = termsOf('BuyerType', 'Kind of buyer (KUNDE_TYP).', {
  CUSTOMER: ['Kunde', 'a customer.'],
  EMPLOYEE: ['Mitarbeiter', 'an employee.'],
});
/** One kind of buyer. */
export type BuyerType = (typeof BuyerType)[keyof typeof BuyerType];

/** Kinds of reference (REF_TYP). */
export const ReferenceType = termsOf('ReferenceType', 'Kind of reference (REF_TYP).', {
  EXTERNAL_INVOICE: ['ExterneRechnung', 'an invoice of another system.'],
  EXTERNAL_DELIVERY_NOTE: ['ExternerLieferschein', 'a delivery note of another system.'],
  EXTERNAL_OTHER: ['ExterneSonstige', 'another document of another system.'],
  TRANSACTION: ['Transaktion', 'a transaction of a closing, by register, number and id.'],
  INTERNAL_TRANSACTION: ['InterneTransaktion', 'a transaction that is stored here, by its txId.'],
});
/** One kind of reference. */
export type ReferenceType = (typeof ReferenceType)[keyof typeof ReferenceType];
