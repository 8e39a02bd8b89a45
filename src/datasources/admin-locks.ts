import { Mutex } from 'async-mutex';

/** Locks by name, for the whole process; a lock exists only while somebody holds or awaits it. */
export class AdminLocks {
  readonly #locks = new Map<string, { readonly mutex: Mutex; users: number }>();

  /** Runs work when nobody else of the same name runs. */
  async alone<Result>(name: string, work: () => Promise<Result>): Promise<Result> {
    const lock = this.#locks.get(name) ?? { mutex: new Mutex(), users: 0 };
    this.#locks.set(name, lock);
    lock.users += 1;
    try {
      return await lock.mutex.runExclusive(work);
    } finally {
      lock.users -= 1;
      if (lock.users === 0) this.#locks.delete(name);
    }
  }
}
