import type { Clock } from './clock.js';
import type { Reservation } from './coordinator.js';
import { LocalValues } from './local-values.js';
import type { BudgetTopic } from './topics.js';

/** Maximum number of budgets per topic. If there are more, the least recently used one is removed. */
const MAXIMUM_BUDGETS = 10_000;

/** A past or reserved call. `at` is its time in milliseconds since 1970. */
interface Call {
  readonly at: number;
}

/** Rate limits (budgets) within one process. Each is a sliding window that also contains reserved future calls. */
export class LocalBudgets {
  readonly #clock: Clock;
  /** Calls that are counted against a budget, oldest first. */
  readonly #calls: LocalValues<readonly Call[]>;

  constructor(clock: Clock) {
    this.#clock = clock;
    this.#calls = new LocalValues(clock, MAXIMUM_BUDGETS);
  }

  /** See {@link Coordinator.reserve}. */
  reserve(topic: BudgetTopic, name: string, calls: number, longestWait: number): Reservation {
    const now = this.#clock.now();
    const counted = this.#read(topic, name).filter(({ at }) => at > now - topic.window);
    // The call that is `calls` places before the new one must have left the window.
    const at = Math.max(now, (counted.at(-calls)?.at ?? -Infinity) + topic.window);
    if (at - now > longestWait) return { isGranted: false, wait: at - now };
    const call = { at };
    this.#write(topic, name, [...counted, call]);
    return {
      isGranted: true,
      wait: at - now,
      isValid: () => Promise.resolve(this.#read(topic, name).includes(call)),
      giveBack: () => {
        const left = this.#read(topic, name).filter((other) => other !== call);
        this.#write(topic, name, left);
        return Promise.resolve();
      },
    };
  }

  /** See {@link Coordinator.exhaust}. */
  exhaust(topic: BudgetTopic, name: string, calls: number, milliseconds: number): void {
    // Fill the window with calls that all leave it after `milliseconds`.
    const at = this.#clock.now() + milliseconds - topic.window;
    this.#write(topic, name, Array<Call>(calls).fill({ at }));
  }

  #read(topic: BudgetTopic, name: string): readonly Call[] {
    return this.#calls.get(topic.name, name) ?? [];
  }

  #write({ name: topic, window }: BudgetTopic, name: string, calls: readonly Call[]): void {
    const last = calls.at(-1);
    if (last) this.#calls.set(topic, name, calls, Math.max(1, last.at + window - this.#clock.now()));
    else this.#calls.delete(topic, name);
  }
}
