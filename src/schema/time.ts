/** A Unix time of the upstream (whole seconds) as a date; an absent one stays absent. */
export function toDate(seconds: number): Date;
export function toDate(seconds: number | undefined): Date | undefined;
export function toDate(seconds: number | undefined): Date | undefined {
  return seconds === undefined ? undefined : new Date(seconds * 1000);
}

/** A date as the upstream's Unix time; parts of a second are dropped. */
export function toSeconds(date: Date): number {
  return Math.floor(date.getTime() / 1000);
}
