import { setTimeout as sleep } from 'node:timers/promises';
import { withLock, type Coordinator } from '../../coordination/coordinator.js';
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
 * Keeps the upstream's limits of calls a minute: a call that can wait for its turn is not refused. Each budget is a
 * sliding window, in which calls to come have their place already. All processes of a gateway share it. Several
 * gateways with one credential still meet the upstream's own refusal.
 */
export class CallBudgets {
  readonly #coordinator: Coordinator;
  readonly #window: number;

  /** @param window how long a call counts, in milliseconds */
  constructor(coordinator: Coordinator, window = WINDOW) {
    this.#coordinator = coordinator;
    this.#window = window;
  }

  /**
   * Waits until a call may be made, and counts it.
   * @param timeLeft milliseconds that there are to wait
   * @throws UpstreamError `RATE_LIMITED` as soon as it is known that this is not enough; nothing is counted then
   */
  async take({ key, calls }: Budget, timeLeft: number, signal: AbortSignal): Promise<void> {
    const begun = now();
    const turn = await this.#change(key, (times) => {
      const counted = times.filter((time) => time > now() - this.#window);
      const free = Math.max(now(), (counted.at(-calls) ?? -Infinity) + this.#window);
      if (free - now() > timeLeft) throw rateLimited(free - now());
      return [free, [...counted, free]];
    });
    const wait = turn - now();
    if (wait <= 0) return;
    try {
      await sleep(wait, undefined, { signal });
    } catch {
      await this.#change(key, (times) => [
        undefined,
        times.includes(turn) ? times.toSpliced(times.lastIndexOf(turn), 1) : times,
      ]);
      throw timeIsUp({}, false);
    }
    // The upstream may have closed the budget meanwhile; then the place is gone.
    if (await this.#change(key, (times) => [times.includes(turn), times])) return;
    await this.take({ key, calls }, timeLeft - (now() - begun), signal);
  }

  /** Takes the upstream's word that a budget is used up, by whomever. @param seconds how long */
  async exhaust({ key, calls }: Budget, seconds: number): Promise<void> {
    const reopens = now() + seconds * 1_000;
    await this.#change(key, () => [undefined, Array<number>(calls).fill(reopens - this.#window)]);
  }

  /**
   * Looks at the calls of a budget and changes them, while nobody else does. That takes no time, so the wait for it has
   * no limit.
   */
  #change<Result>(
    key: string,
    change: (times: readonly number[]) => readonly [Result, readonly number[]],
  ): Promise<Result> {
    return withLock(this.#coordinator, 'budget', key, NEVER, (times = [], leave) => {
      const [result, changed] = change(times);
      leave(changed);
      return result;
    });
  }
}

const NEVER = new AbortController().signal;

/**
 * Milliseconds since 1970, by a clock that nobody sets. Processes of one machine differ by a few milliseconds.
 */
function now(): number {
  return performance.timeOrigin + performance.now();
}

function rateLimited(wait: number): UpstreamError {
  return new UpstreamError({
    code: 'RATE_LIMITED',
    message: 'The upstream takes no more such calls this minute; nothing was sent.',
    retryable: true,
    retryAfter: Math.ceil(wait / 1_000),
  });
}
