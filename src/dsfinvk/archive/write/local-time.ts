/** Times of an archive are those of Germany, where the registers are. */
const parts = new Intl.DateTimeFormat('en', {
  timeZone: 'Europe/Berlin',
  timeZoneName: 'longOffset',
});

/** Offsets change at full hours of UTC only, so one lookup serves an hour. */
let latest = { hour: NaN, offset: '' };

function offsetAt(seconds: number): string {
  const hour = Math.floor(seconds / 3600);
  if (hour !== latest.hour) {
    const name = parts.formatToParts(hour * 3_600_000).find(({ type }) => type === 'timeZoneName')?.value ?? 'GMT';
    latest = { hour, offset: name.slice('GMT'.length) || '+00:00' };
  }
  return latest.offset;
}

/**
 * Local time with its offset, `2026-12-01T02:03:04+01:00` (dsfinvk-archive.md §2).
 * @param seconds Unix time
 */
export function localTime(seconds: number): string {
  const offset = offsetAt(seconds);
  const [hours = 0, minutes = 0] = offset.slice(1).split(':').map(Number);
  const shift = (hours * 60 + minutes) * (offset.startsWith('-') ? -60 : 60);
  return `${new Date((seconds + shift) * 1000).toISOString().slice(0, 19)}${offset}`;
}

/**
 * The time of a TSE, `2026-12-01T01:03:04.000Z` (dsfinvk-archive.md §2).
 * @param seconds Unix time
 */
export function tseTime(seconds: number): string {
  return new Date(seconds * 1000).toISOString();
}
