import type { Clock } from '../../src/coordination/clock.js';

/** A clock that stands still until a test lets time pass. */
export class TestClock implements Clock {
  #now = 1_700_000_000_000;
  #onCall: (() => void) | undefined;
  readonly #calls = new Set<{ readonly time: number; readonly callback: () => void }>();

  now(): number {
    return this.#now;
  }

  /** Resolves when somebody begins to wait for a time to come. */
  get awaited(): Promise<void> {
    return new Promise((resolve) => {
      this.#onCall = resolve;
    });
  }

  wakeAt(time: number, callback: () => void): () => void {
    const call = { time, callback };
    this.#calls.add(call);
    this.#onCall?.();
    return () => {
      this.#calls.delete(call);
    };
  }

  /** Lets milliseconds pass; what is to be woken is, in its order and at its time. */
  pass(milliseconds: number): void {
    const end = this.#now + milliseconds;
    for (;;) {
      const [next] = [...this.#calls].sort((one, other) => one.time - other.time);
      if (!next || next.time > end) break;
      this.#calls.delete(next);
      this.#now = Math.max(this.#now, next.time);
      next.callback();
    }
    this.#now = end;
  }
}
