import { setTimeout as sleep } from 'node:timers/promises';
import type { Coordinator } from '../../coordination/coordinator.js';
import { budgetTopic, type BudgetTopic } from '../../coordination/topics.js';
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
 * sliding window, in which calls to come have their place already. All gateways of one store share it, by the clock of
 * the store; others with the same credential still meet the upstream's own refusal.
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
   * Waits until a call may be made, and counts it.
   * @param timeLeft milliseconds that there are to wait
   * @throws UpstreamError `RATE_LIMITED` as soon as it is known that this is not enough; nothing is counted then
   */
  async take(budget: Budget, timeLeft: number, signal: AbortSignal): Promise<void> {
    const begun = performance.now();
    const place = await this.#coordinator.reserve(this.#topic, budget.key, budget.calls, timeLeft);
    if (!place.isGranted) throw rateLimited(place.wait);
    if (place.wait <= 0) return;
    try {
      await sleep(place.wait, undefined, { signal });
    } catch {
      await place.giveBack();
      throw timeIsUp({}, false);
    }
    // The upstream may have closed the budget meanwhile; then the place is gone.
    if (await place.isValid()) return;
    await this.take(budget, timeLeft - (performance.now() - begun), signal);
  }

  /** Takes the upstream's word that a budget is used up, by whomever. @param seconds how long */
  exhaust({ key, calls }: Budget, seconds: number): Promise<void> {
    return this.#coordinator.exhaust(this.#topic, key, calls, seconds * 1_000);
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
