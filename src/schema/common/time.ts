import { LRUCache } from 'lru-cache';

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

/** Beginnings of dates up to the hour, by hours since 1970. Cached, because the rows of a list are from few hours. */
const hours = new LRUCache<number, string>({ max: 1_000 });
/** Ends of dates, by seconds of the hour. */
const ends: string[] = [];
/** Length of an end: minutes, seconds, and no milliseconds. */
const END = '00:00.000Z'.length;

/**
 * Writes a date like `toISOString`, in a fifth of the time for whole seconds, as all dates of the upstream are.
 * @throws RangeError for an invalid date
 */
export function toIsoText(date: Date): string {
  const seconds = date.getTime() / 1000;
  if (!Number.isInteger(seconds)) return date.toISOString();
  const hour = Math.floor(seconds / 3600);
  const second = seconds - hour * 3600;
  let [begin, end] = [hours.get(hour), ends[second]];
  if (begin === undefined || end === undefined) {
    const text = date.toISOString();
    hours.set(hour, (begin = text.slice(0, -END)));
    ends[second] = end = text.slice(-END);
  }
  return begin + end;
}
