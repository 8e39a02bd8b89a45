/** The clock of a store within one process. */
export interface Clock {
  /** Milliseconds since 1970. The clock never goes back. */
  now(): number;
  /** Calls `callback` at that time. @returns a function that cancels the call */
  wakeAt(time: number, callback: () => void): () => void;
}

/** A clock that nobody can set: the machine's time at the start of the process, plus the time since then. */
export const processClock: Clock = {
  now: () => performance.timeOrigin + performance.now(),
  wakeAt(time, callback) {
    const timer = setTimeout(callback, Math.max(0, time - this.now()));
    timer.unref(); // a pending call must not keep the process alive
    return () => {
      clearTimeout(timer);
    };
  },
};
