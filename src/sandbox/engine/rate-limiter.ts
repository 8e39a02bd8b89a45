import { LRUCache } from 'lru-cache';
import { Refusal } from './refusal.js';

const MINUTE = 60;

/** Counts calls by name over the last minute of the sandbox's clock. The counts are in memory and end at a restart. */
export class RateLimiter {
  readonly #now: () => number;
  /** The times of the last minute's calls, by name, oldest first. */
  readonly #calls = new LRUCache<string, number[]>({ max: 10_000 });

  constructor(now: () => number) {
    this.#now = now;
  }

  /**
   * Counts a call.
   * @param name what the calls are counted for, e.g. `listTransactions <tss_id>`
   * @throws Refusal 429 after `limit` calls within a minute; the refused call is not counted
   */
  count(name: string, limit: number): void {
    if (limit === Infinity) return;
    const now = this.#now();
    // Times in the future are from before the clock was moved back; they do not count.
    const calls = (this.#calls.get(name) ?? []).filter((time) => time > now - MINUTE && time <= now);
    const [oldest = now] = calls;
    if (calls.length >= limit) {
      const retryAfter = oldest + MINUTE - now;
      throw new Refusal(
        429,
        undefined,
        `At most ${limit} such calls a minute; the next in ${retryAfter} s.`,
        retryAfter,
      );
    }
    this.#calls.set(name, [...calls, now]);
  }

  /** Forgets all calls. */
  clear(): void {
    this.#calls.clear();
  }
}
