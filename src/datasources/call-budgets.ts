import { setTimeout as sleep } from 'node:timers/promises';
import { LRUCache } from 'lru-cache';
import { timeIsUp } from './failures.js';
import { UpstreamError } from './upstream-error.js';

/** Longer than the upstream's minute, since what is sent a minute apart may arrive closer together. In milliseconds. */
const WINDOW = 61_000;

/** Something that the upstream limits. */
export interface Budget {
  /** Whose and of what: with the credential and the ids in it. */
  readonly key: string;
  /** Calls that it takes within the window. */
  readonly calls: number;
}

/**
 * Keeps the upstream's limits of calls a minute, so that nobody is refused who could have waited: a sliding window for each budget, in which calls to
 * come have their place already. One for the whole process; several processes with one credential still meet the upstream's own refusal.
 */
export class CallBudgets {
  readonly #window: number;
  /** When calls were or will be made, oldest first. A budget that was not used for long may be forgotten. */
  readonly #calls = new LRUCache<string, readonly number[]>({ max: 10_000 });

  /** @param window how long a call counts, in milliseconds */
  constructor(window = WINDOW) {
    this.#window = window;
  }

  /**
   * Waits until a call may be made, and counts it.
   * @param timeLeft milliseconds that there are to wait
   * @throws UpstreamError `RATE_LIMITED` as soon as it is known that this is not enough; nothing is counted then
   */
  async take({ key, calls }: Budget, timeLeft: number, signal: AbortSignal): Promise<void> {
    const now = performance.now();
    const counted = (this.#calls.get(key) ?? []).filter((time) => time > now - this.#window);
    const turn = Math.max(now, (counted.at(-calls) ?? -Infinity) + this.#window);
    if (turn - now > timeLeft) throw rateLimited(turn - now);
    this.#calls.set(key, [...counted, turn]);
    if (turn === now) return;
    try {
      await sleep(turn - now, undefined, { signal });
    } catch {
      const others = this.#calls.get(key) ?? [];
      if (others.includes(turn)) this.#calls.set(key, others.toSpliced(others.lastIndexOf(turn), 1));
      throw timeIsUp({}, false);
    }
    // The upstream may have closed the budget meanwhile; then the place is gone.
    if (this.#calls.get(key)?.includes(turn)) return;
    await this.take({ key, calls }, timeLeft - (performance.now() - now), signal);
  }

  /** Takes the upstream's word that a budget is used up, by whomever. @param seconds how long */
  exhaust({ key, calls }: Budget, seconds: number): void {
    const reopens = performance.now() + seconds * 1_000;
    this.#calls.set(key, Array<number>(calls).fill(reopens - this.#window));
  }
}

function rateLimited(wait: number): UpstreamError {
  return new UpstreamError({
    code: 'RATE_LIMITED',
    message: 'The upstream takes no more such calls this minute; nothing was sent.',
    retryable: true,
    retryAfter: Math.ceil(wait / 1_000),
  });
}
