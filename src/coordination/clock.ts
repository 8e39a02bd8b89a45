/** The clock of a store that lies in one process. */
export interface Clock {
  /** Milliseconds since 1970. It never goes back. */
  now(): number;
  /** Calls back once that time has come. @returns takes the call back */
  wakeAt(time: number, callback: () => void): () => void;
}

/** A clock that nobody sets: what the machine's said when the process began, and what has passed since then. */
export const processClock: Clock = {
  now: () => performance.timeOrigin + performance.now(),
  wakeAt(time, callback) {
    const timer = setTimeout(callback, Math.max(0, time - this.now()));
    timer.unref(); // a call to come keeps no process alive
    return () => {
      clearTimeout(timer);
    };
  },
};
