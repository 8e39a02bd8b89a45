import { LRUCache } from 'lru-cache';
import type { Clock } from './clock.js';

/**
 * What is kept by topic and name until its time to live is over. Of too many names, the one used longest ago is
 * forgotten.
 */
export class LocalValues<Value extends object | number | string> {
  readonly #clock: Clock;
  readonly #maximum: number;
  /** Made when something is set, since each takes its room at once. */
  readonly #topics = new Map<string, LRUCache<string, Value>>();

  /** @param maximum most names of one topic */
  constructor(clock: Clock, maximum: number) {
    this.#clock = clock;
    this.#maximum = maximum;
  }

  get(topic: string, name: string): Value | undefined {
    return this.#topics.get(topic)?.get(name);
  }

  /** @param timeToLive in milliseconds; `Infinity` for as long as there is room */
  set(topic: string, name: string, value: Value, timeToLive: number): void {
    let values = this.#topics.get(topic);
    if (!values) {
      values = new LRUCache({ max: this.#maximum, perf: this.#clock, ttlResolution: 0 });
      this.#topics.set(topic, values);
    }
    values.set(name, value, { ttl: timeToLive === Infinity ? 0 : timeToLive }); // 0 is without end
  }

  delete(topic: string, name: string): void {
    this.#topics.get(topic)?.delete(name);
  }
}
