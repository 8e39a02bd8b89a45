/** What a column of an archive holds. Lengths count characters. */
export type Column =
  | { readonly kind: 'text'; readonly length: number; readonly values?: readonly string[] }
  | { readonly kind: 'time'; readonly length: number }
  | { readonly kind: 'flag'; readonly length: 1 }
  | { readonly kind: 'number'; readonly decimals: number };

/** Text of at most this many characters. `values` are the words that the taxonomy allows. */
export function text(length: number, values?: readonly string[]): Column {
  return values ? { kind: 'text', length, values } : { kind: 'text', length };
}

/** A time or a day in the form of ISO 8601, as text. */
export function time(length = 30): Column {
  return { kind: 'time', length };
}

/** `0` or `1`, as text. */
export const flag: Column = { kind: 'flag', length: 1 };

/** A whole number. */
export const whole: Column = { kind: 'number', decimals: 0 };

/** A number with at most this many decimals. */
export function decimal(decimals: 2 | 3 | 5): Column {
  return { kind: 'number', decimals };
}

/** **K** of dsfinvk-v1.md §10: the first columns of every table. They name the closing that a row belongs to. */
export const KEY = { Z_KASSE_ID: text(50), Z_ERSTELLUNG: time(), Z_NR: whole } as const;
