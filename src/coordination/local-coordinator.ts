import { type Clock, processClock } from './clock.js';
import type { Coordinator, Lock, Reservation } from './coordinator.js';
import { LocalBudgets } from './local-budgets.js';
import { LocalLocks } from './local-locks.js';
import { LocalValues } from './local-values.js';
import { type BroadcastTopic, type BudgetTopic, type CountTopic, fromText, type LockTopic, toText } from './topics.js';
import type { Signal } from './cancellation.js';

/**
 * Maximum number of counts per topic; they take about 20 MB. A sale needs two, or four if the caller has its own token.
 */
const MAXIMUM_COUNTS = 100_000;

/** A store within one process. Gateways of this process that get the same store share it, as machines share theirs. */
export class LocalStore {
  readonly clock: Clock;
  readonly locks: LocalLocks;
  readonly budgets: LocalBudgets;
  readonly counts: LocalValues<number>;
  /** Delivers a broadcast to each gateway that shares the store. */
  readonly members = new Set<(topic: string, text: string) => void>();

  /** @param maximumCounts maximum number of counts per topic; the least recently used one is removed */
  constructor({ clock = processClock, maximumCounts = MAXIMUM_COUNTS } = {}) {
    this.clock = clock;
    this.locks = new LocalLocks(clock);
    this.budgets = new LocalBudgets(clock);
    this.counts = new LocalValues(clock, maximumCounts);
  }
}

/** Coordinates the gateways of one process; usually there is only one. */
export class LocalCoordinator implements Coordinator {
  readonly #store: LocalStore;
  readonly #listeners = new Map<string, ((text: string) => void)[]>();
  readonly #hear = (topic: string, text: string) => {
    for (const listener of this.#listeners.get(topic) ?? []) listener(text);
  };

  constructor(store = new LocalStore()) {
    this.#store = store;
    store.members.add(this.#hear);
  }

  now(): Promise<number> {
    return Promise.resolve(this.#store.clock.now());
  }

  acquire<Value>(topic: LockTopic<Value>, name: string, signal: Signal): Promise<Lock<Value>> {
    return this.#store.locks.acquire(topic, name, signal);
  }

  count(topic: CountTopic, name: string, change: 1 | 0 | -1): Promise<number> {
    const { counts } = this.#store;
    const count = Math.max(0, (counts.get(topic.name, name) ?? 0) + change);
    if (count === 0) counts.delete(topic.name, name);
    else counts.set(topic.name, name, count, topic.timeToLive);
    return Promise.resolve(count);
  }

  reserve(topic: BudgetTopic, name: string, calls: number, longestWait: number): Promise<Reservation> {
    return Promise.resolve(this.#store.budgets.reserve(topic, name, calls, longestWait));
  }

  exhaust(topic: BudgetTopic, name: string, calls: number, milliseconds: number): Promise<void> {
    this.#store.budgets.exhaust(topic, name, calls, milliseconds);
    return Promise.resolve();
  }

  broadcast<Message>(topic: BroadcastTopic<Message>, message: Message): Promise<void> {
    const { members } = this.#store;
    if (members.size > 1) {
      const text = toText(topic.codec, message);
      for (const tell of members) if (tell !== this.#hear) tell(topic.name, text);
    }
    return Promise.resolve();
  }

  listen<Message>(topic: BroadcastTopic<Message>, listener: (message: Message) => void): void {
    const listeners = this.#listeners.get(topic.name) ?? [];
    this.#listeners.set(topic.name, listeners);
    listeners.push((text) => {
      const message = fromText(topic.codec, text);
      if (message !== undefined) listener(message);
    });
  }
}
