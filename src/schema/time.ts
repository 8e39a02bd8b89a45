/** A Unix time of the upstream (whole seconds) as a date; an absent one stays absent. */
export function toDate(seconds: number): Date;
export function toDate(seconds: number | undefined): Date | undefined;
export function toDate(seconds: number | undefined): Date | undefined {
  return seconds === undefined ? undefined : new Date(seconds * 1000);
}
