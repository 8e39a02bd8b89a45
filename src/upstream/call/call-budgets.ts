import { setTimeout as sleep } from 'node:timers/promises';
import type { Coordinator } from '../../coordination/coordinator.js';
import { budgetTopic, type BudgetTopic } from '../../coordination/topics.js';
import { timeIsUp } from './failures.js';
import { UpstreamError } from './upstream-error.js';
import { type Signal, toAbortSignal } from '../../coordination/cancellation.js';

/**
 * Length of the window, in milliseconds. It is longer than the upstream's minute, because calls that are sent a minute
 * apart may arrive closer together.
 */
const WINDOW = 61_000;

/** A rate limit of the upstream. */
export interface Budget {
  /** Identifies the limit. It contains the credential and the ids of the call. */
  readonly key: string;
  /** Maximum number of calls in the window. */
  readonly calls: number;
}

/**
 * Keeps the upstream's rate limits per minute: a call waits until the limit allows it. Each budget is a sliding window
 * that also contains reserved future calls. All gateways with the same store share the budgets, by the clock of the
 * store. Gateways with other stores but the same credential can still get a 429 from the upstream.
 */
export class CallBudgets {
  readonly #coordinator: Coordinator;
  readonly #topic: BudgetTopic;

  /** @param window how long a call counts, in milliseconds */
  constructor(coordinator: Coordinator, window = WINDOW) {
    this.#coordinator = coordinator;
    this.#topic = budgetTopic('budget', { window });
  }

  /**
   * Waits until the budget allows a call, and counts the call.
   * @param timeLeft maximum wait in milliseconds
   * @throws UpstreamError `RATE_LIMITED` as soon as the wait is known to be longer; then nothing is counted
   */
  async take(budget: Budget, timeLeft: number, signal: Signal): Promise<void> {
    const begun = performance.now();
    const place = await this.#coordinator.reserve(this.#topic, budget.key, budget.calls, timeLeft);
    if (!place.isGranted) throw rateLimited(place.wait);
    if (place.wait <= 0) return;
    try {
      await sleep(place.wait, undefined, { signal: toAbortSignal(signal) });
    } catch {
      await place.giveBack();
      throw timeIsUp({}, false);
    }
    // A 429 may have exhausted the budget during the wait. Then this reservation is void.
    if (await place.isValid()) return;
    await this.take(budget, timeLeft - (performance.now() - begun), signal);
  }

  /** Records a 429 of the upstream: the budget is used up. @param seconds how long */
  exhaust({ key, calls }: Budget, seconds: number): Promise<void> {
    return this.#coordinator.exhaust(this.#topic, key, calls, seconds * 1_000);
  }
}

function rateLimited(wait: number): UpstreamError {
  return new UpstreamError({
    code: 'RATE_LIMITED',
    message: 'The rate limit of the upstream for such calls is used up; nothing was sent.',
    retryable: true,
    retryAfter: Math.ceil(wait / 1_000),
  });
}
