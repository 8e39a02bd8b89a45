import type { Clock } from './clock.js';
import { LeaseLost, type Lock, WaitEnded } from './coordinator.js';
import { LocalValues } from './local-values.js';
import { fromText, type LockTopic, toText } from './topics.js';
import type { Signal } from './cancellation.js';

/** Maximum number of states per topic. If there are more, the least recently used one is removed. */
const MAXIMUM_STATES = 10_000;

/** The holder of a lock, and the end of its lease if it is not renewed. */
interface Holder {
  readonly token: number;
  end: number;
}

/** A lock with a holder or with waiting callers. */
interface Entry {
  holder: Holder | undefined;
  /** Waiting callers, in order. Each is called when it gets the lock. */
  readonly waiting: Set<(holder: Holder) => void>;
  /** Cancels the timer for the end of the lease. */
  cancelWake: (() => void) | undefined;
}

/** Locks within one process, each with a lease. States are kept as text, as in every other store. */
export class LocalLocks {
  readonly #clock: Clock;
  readonly #entries = new Map<string, Entry>();
  readonly #states: LocalValues<string>;
  #lastToken = 0;

  constructor(clock: Clock) {
    this.#clock = clock;
    this.#states = new LocalValues(clock, MAXIMUM_STATES);
  }

  /** See {@link Coordinator.acquire}. */
  acquire<Value>(topic: LockTopic<Value>, name: string, signal: Signal): Promise<Lock<Value>> {
    return new Promise((resolve, reject) => {
      if (signal.aborted) {
        reject(new WaitEnded(signal.reason));
        return;
      }
      const key = `${topic.name} ${name}`;
      const entry = this.#entries.get(key) ?? { holder: undefined, waiting: new Set(), cancelWake: undefined };
      this.#entries.set(key, entry);
      const begin = (holder: Holder) => {
        signal.removeEventListener('abort', abort);
        resolve(this.#lockOf(topic, name, key, entry, holder));
      };
      const abort = () => {
        entry.waiting.delete(begin);
        this.#passOn(key, entry, topic.lease);
        reject(new WaitEnded(signal.reason));
      };
      signal.addEventListener('abort', abort, { once: true });
      entry.waiting.add(begin);
      this.#passOn(key, entry, topic.lease);
    });
  }

  #lockOf<Value>(topic: LockTopic<Value>, name: string, key: string, entry: Entry, holder: Holder): Lock<Value> {
    const isHeld = () => entry.holder === holder && this.#clock.now() < holder.end;
    const left = this.#states.get(topic.name, name);
    return {
      token: holder.token,
      state: left === undefined ? undefined : fromText(topic.codec, left),
      outlast: (milliseconds) => {
        if (!isHeld()) return Promise.reject(new LeaseLost(topic.name));
        holder.end = this.#clock.now() + milliseconds + topic.lease;
        return Promise.resolve();
      },
      release: (state) => {
        const isInTime = isHeld();
        if (isInTime && state === undefined) this.#states.delete(topic.name, name);
        else if (isInTime) this.#states.set(topic.name, name, toText(topic.codec, state), topic.timeToLive);
        if (entry.holder === holder) {
          entry.holder = undefined;
          this.#passOn(key, entry, topic.lease);
        }
        return Promise.resolve(isInTime);
      },
    };
  }

  /** Gives a lock that is free, or whose lease has expired, to the next waiting caller. */
  #passOn(key: string, entry: Entry, lease: number): void {
    entry.cancelWake?.();
    entry.cancelWake = undefined;
    const now = this.#clock.now();
    const [next] = entry.waiting;
    if (next && (!entry.holder || now >= entry.holder.end)) {
      entry.waiting.delete(next);
      entry.holder = { token: (this.#lastToken += 1), end: now + lease };
      next(entry.holder);
    }
    if (!entry.holder) this.#entries.delete(key);
    else if (entry.waiting.size > 0) {
      entry.cancelWake = this.#clock.wakeAt(entry.holder.end, () => {
        this.#passOn(key, entry, lease);
      });
    }
  }
}
