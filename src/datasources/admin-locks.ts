import { Mutex } from 'async-mutex';
import { abortable } from './abortable.js';
import { timeIsUp } from './failures.js';

/** Locks by name, for the whole process; a lock exists only while somebody holds or awaits it. */
export class AdminLocks {
  readonly #locks = new Map<string, { readonly mutex: Mutex; users: number }>();

  /**
   * Runs work when nobody else of the same name runs. The wait ends with the signal; work that has begun does not.
   * @throws UpstreamError `DEADLINE_EXCEEDED` when the turn does not come in time; the work was not begun then
   */
  async alone<Result>(name: string, signal: AbortSignal, work: () => Promise<Result>): Promise<Result> {
    const lock = this.#locks.get(name) ?? { mutex: new Mutex(), users: 0 };
    this.#locks.set(name, lock);
    lock.users += 1;
    const turn = lock.mutex.acquire();
    try {
      const release = await abortable(turn, signal).catch((reason: unknown) => {
        // The turn still comes, and is passed on.
        void turn.then((unused) => {
          unused();
        });
        throw signal.aborted ? timeIsUp({}, false) : reason;
      });
      try {
        return await work();
      } finally {
        release();
      }
    } finally {
      lock.users -= 1;
      if (lock.users === 0) this.#locks.delete(name);
    }
  }
}
