import type { LogTime } from './log-message.js';

/** The last instant that a `Date` can hold, in milliseconds. */
const LAST_INSTANT = 8_640_000_000_000_000;

/**
 * The instant of a log time, in milliseconds since 1970; `undefined` if that date or time does not exist. UTCTime
 * covers the years 1950 to 2049 (X.680).
 */
export function logTimeInMilliseconds(time: LogTime): number | undefined {
  if (time.format === 'unixTime') return time.seconds * 1_000 <= LAST_INSTANT ? time.seconds * 1_000 : undefined;
  const [, head = '', minutes = '', seconds = '00', fraction = ''] =
    /^(\d{8}|\d{10})(\d\d)(\d\d)?(\.\d+)?Z$/.exec(time.text) ?? [];
  const date = time.format === 'utcTime' ? `${Number(head.slice(0, 2)) < 50 ? '20' : '19'}${head}` : head;
  const [year, month, day, hour] = [date.slice(0, 4), date.slice(4, 6), date.slice(6, 8), date.slice(8, 10)];
  const instant = Date.parse(`${year}-${month}-${day}T${hour}:${minutes}:${seconds}${fraction.slice(0, 4)}Z`);
  return Number.isNaN(instant) ? undefined : instant;
}
