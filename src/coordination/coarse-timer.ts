/** Maximum delay of a timer, in milliseconds, besides that of a busy event loop. */
const TICK = 20;

/** Timers that may still run. Cleared timers are removed at the next tick. */
let timers: CoarseTimer[] = [];
let isTicking = false;

/**
 * A timer for time limits of seconds, which nearly always is cleared. It calls back up to 20 ms late, and does not keep
 * the process alive. One timer of Node.js drives all of them, because each request would need two, and each costs more
 * than to check a time.
 */
export class CoarseTimer {
  readonly #end: number;
  #onTime: (() => void) | undefined;

  /** Starts the timer. @param onTime called once when the time has passed, unless the timer was cleared before */
  constructor(milliseconds: number, onTime: () => void) {
    this.#end = performance.now() + milliseconds;
    this.#onTime = onTime;
    timers.push(this);
    if (isTicking) return;
    isTicking = true;
    setTimeout(tick, TICK).unref();
  }

  /** Stops the timer. It no longer refers to what it would have called. */
  clear(): void {
    this.#onTime = undefined;
  }

  /** Calls back if the time has passed. @returns whether the timer still runs */
  check(now: number): boolean {
    if (!this.#onTime) return false;
    if (now < this.#end) return true;
    // Not from here: an error in one callback must not stop the other timers. The timer may still be cleared before.
    setImmediate(() => {
      const onTime = this.#onTime;
      this.#onTime = undefined;
      onTime?.();
    });
    return false;
  }
}

function tick(): void {
  const now = performance.now();
  timers = timers.filter((timer) => timer.check(now));
  isTicking = timers.length > 0;
  if (isTicking) setTimeout(tick, TICK).unref();
}
