import { LRUCache } from 'lru-cache';
import type { Clock } from './clock.js';

/**
 * Stores values by topic and name until their time to live has passed. If a topic has too many names, the least
 * recently used one is removed.
 */
export class LocalValues<Value extends object | number | string> {
  readonly #clock: Clock;
  readonly #maximum: number;
  /** One cache per topic. A cache allocates all its memory when it is created, so it is created by the first `set`. */
  readonly #topics = new Map<string, LRUCache<string, Value>>();

  /** @param maximum maximum number of names per topic */
  constructor(clock: Clock, maximum: number) {
    this.#clock = clock;
    this.#maximum = maximum;
  }

  get(topic: string, name: string): Value | undefined {
    return this.#topics.get(topic)?.get(name);
  }

  /** @param timeToLive in milliseconds; `Infinity`: until the topic has too many names */
  set(topic: string, name: string, value: Value, timeToLive: number): void {
    let values = this.#topics.get(topic);
    if (!values) {
      values = new LRUCache({ max: this.#maximum, perf: this.#clock, ttlResolution: 0 });
      this.#topics.set(topic, values);
    }
    // for lru-cache, 0 means that the entry never expires
    values.set(name, value, { ttl: timeToLive === Infinity ? 0 : timeToLive });
  }

  delete(topic: string, name: string): void {
    this.#topics.get(topic)?.delete(name);
  }
}
