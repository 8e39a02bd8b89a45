/** BON_TYP: kinds of transactions (DSFinV-K 2.3; dsfinvk-archive.md §1). Only `Beleg` counts into the statement. */
export const BON_TYPES = [
  'Beleg',
  'AVTransfer',
  'AVBestellung',
  'AVTraining',
  'AVBelegstorno',
  'AVBelegabbruch',
  'AVSachbezug',
  'AVSonstige',
  'AVRechnung',
] as const;

/** GV_TYP: kinds of business cases (DSFinV-K 2.3). */
export const GV_TYPES = [
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
] as const;

/** ZAHLART_TYP: kinds of payments (DSFinV-K 2.3). The API's `GuthabenKarte` is written as `Guthabenkarte`. */
export const ZAHLART_TYPES = [
  'Bar',
  'Unbar',
  'ECKarte',
  'Kreditkarte',
  'ElZahlungsdienstleister',
  'Guthabenkarte',
  'Keine',
] as const;

/** TYP of itemamounts.csv (dsfinvk-archive.md §1). */
export const PRICE_TYPES = ['base_amount', 'discount', 'extra_amount'] as const;

/** REF_TYP (dsfinvk-archive.md §1). The API's `InterneTransaktion` is written as `Transaktion`. */
export const REFERENCE_TYPES = ['ExterneRechnung', 'ExternerLieferschein', 'Transaktion', 'ExterneSonstige'] as const;

/** KUNDE_TYP (dsfinvk-v1.openapi.yaml, `TransactionBuyer`). */
export const BUYER_TYPES = ['Kunde', 'Mitarbeiter'] as const;

/** TSE_ZEITFORMAT (dsfinvk-archive.md §1). */
export const TIME_FORMATS = [
  'unixTime',
  'utcTime',
  'utcTimeWithSeconds',
  'generalizedTime',
  'generalizedTimeWithMilliseconds',
] as const;

/** TSE_PD_ENCODING (dsfinvk-archive.md §1). */
export const ENCODINGS = ['UTF-8', 'ASCII'] as const;
