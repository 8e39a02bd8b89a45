import { registerEnumType } from 'type-graphql';

/** Makes an enum of terms of the standard, with `UNKNOWN` for terms that only a newer upstream has. */
function termsOf<Term extends string>(name: string, description: string, terms: readonly Term[]) {
  const values = Object.fromEntries([...terms, 'UNKNOWN'].map((term) => [term, term])) as {
    readonly [Each in Term | 'UNKNOWN']: Each; // as the line above makes it
  };
  registerEnumType(values, {
    name,
    description: `${description} The terms are those of the standard, in German. UNKNOWN: a term that this version of the gateway does not know; not for inputs.`,
  });
  return values;
}

/** Business cases (GV_TYP). */
export const BusinessCaseType = termsOf('BusinessCaseType', 'Kind of business case (GV_TYP).', [
  'Anfangsbestand',
  'Umsatz',
  'Pfand',
  'PfandRueckzahlung',
  'MehrzweckgutscheinKauf',
  'MehrzweckgutscheinEinloesung',
  'EinzweckgutscheinKauf',
  'EinzweckgutscheinEinloesung',
  'Forderungsentstehung',
  'Forderungsaufloesung',
  'Anzahlungseinstellung',
  'Anzahlungsaufloesung',
  'Privateinlage',
  'Privatentnahme',
  'Geldtransit',
  'DifferenzSollIst',
  'TrinkgeldAG',
  'TrinkgeldAN',
  'Auszahlung',
  'Einzahlung',
  'Rabatt',
  'Aufschlag',
  'Lohnzahlung',
  'ZuschussEcht',
  'ZuschussUnecht',
]);
/** One business case. */
export type BusinessCaseType = keyof typeof BusinessCaseType;

/** Kinds of payment (ZAHLART_TYP). */
export const ClosingPaymentType = termsOf(
  'ClosingPaymentType',
  'Kind of payment (ZAHLART_TYP). GuthabenKarte is the older spelling of Guthabenkarte.',
  ['Bar', 'Unbar', 'ECKarte', 'Kreditkarte', 'ElZahlungsdienstleister', 'GuthabenKarte', 'Guthabenkarte', 'Keine'],
);
/** One kind of payment. */
export type ClosingPaymentType = keyof typeof ClosingPaymentType;

/** Kinds of transaction (BON_TYP). */
export const ClosingTransactionType = termsOf(
  'ClosingTransactionType',
  'Kind of transaction (BON_TYP). Only Beleg counts into the statement.',
  [
    'Beleg',
    'AVTransfer',
    'AVBestellung',
    'AVTraining',
    'AVBelegstorno',
    'AVBelegabbruch',
    'AVSachbezug',
    'AVSonstige',
    'AVRechnung',
  ],
);
/** One kind of transaction. */
export type ClosingTransactionType = keyof typeof ClosingTransactionType;

/** Kinds of buyer (KUNDE_TYP). */
export const BuyerType = termsOf('BuyerType', 'Kind of buyer (KUNDE_TYP).', ['Kunde', 'Mitarbeiter']);
/** One kind of buyer. */
export type BuyerType = keyof typeof BuyerType;

/** Kinds of reference (REF_TYP). */
export const ReferenceType = termsOf('ReferenceType', 'Kind of reference (REF_TYP).', [
  'ExterneRechnung',
  'ExternerLieferschein',
  'ExterneSonstige',
  'Transaktion',
  'InterneTransaktion',
]);
/** One kind of reference. */
export type ReferenceType = keyof typeof ReferenceType;
