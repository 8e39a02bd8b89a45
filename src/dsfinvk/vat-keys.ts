/** A predefined VAT key (`dsfinvk-v1.md §5`). */
export interface VatKey {
  readonly key: number;
  /** Rate in percent. */
  readonly percentage: number;
  /** In German, as archives have it; at most 55 characters. */
  readonly description: string;
  /** First day of tax on which the key is used, YYYY-MM-DD; absent if it always was. */
  readonly from?: string;
  /** Last day of tax on which the key is used, YYYY-MM-DD; absent while it is. */
  readonly until?: string;
}

/**
 * The predefined VAT keys. Keys 1 to 4 always have the present rates; a rate of the past has a key of its own. Keys 9,
 * 10 and all other keys below 1000 are reserved.
 */
export const VAT_KEYS: readonly VatKey[] = [
  { key: 1, percentage: 19, description: 'Regelsteuersatz' },
  { key: 2, percentage: 7, description: 'Ermäßigter Steuersatz' },
  { key: 3, percentage: 7.8, description: 'Durchschnittssatz (§ 24 Abs. 1 Nr. 3 UStG)', from: '2025-01-01' },
  { key: 4, percentage: 5.5, description: 'Durchschnittssatz (§ 24 Abs. 1 Nr. 1 UStG)' },
  { key: 5, percentage: 0, description: 'Nicht steuerbar' },
  { key: 6, percentage: 0, description: 'Umsatzsteuerfrei' },
  { key: 7, percentage: 0, description: 'Umsatzsteuer nicht ermittelbar' },
  { key: 8, percentage: 0, description: 'Nullsteuersatz (§ 12 Abs. 3 UStG)', from: '2023-01-01' },
  { key: 11, percentage: 19, description: 'Historischer Regelsteuersatz' },
  { key: 12, percentage: 7, description: 'Historischer ermäßigter Steuersatz' },
  { key: 13, percentage: 10.7, description: 'Historischer Durchschnittssatz (Nr. 3)', until: '2021-12-31' },
  { key: 14, percentage: 5.5, description: 'Historischer Durchschnittssatz (Nr. 1)' },
  { key: 21, percentage: 16, description: 'Regelsteuersatz 2020', from: '2020-07-01', until: '2020-12-31' },
  { key: 22, percentage: 5, description: 'Ermäßigter Steuersatz 2020', from: '2020-07-01', until: '2020-12-31' },
  {
    key: 23,
    percentage: 9.5,
    description: 'Durchschnittssatz (Nr. 3) 2022',
    from: '2022-01-01',
    until: '2022-12-31',
  },
  {
    key: 33,
    percentage: 9,
    description: 'Durchschnittssatz (Nr. 3) 2023 und 2024',
    from: '2023-01-01',
    until: '2024-11-30',
  },
  {
    key: 43,
    percentage: 8.4,
    description: 'Durchschnittssatz (Nr. 3) Dezember 2024',
    from: '2024-12-01',
    until: '2024-12-31',
  },
];
