import { Semaphore } from 'async-mutex';

/** More calls than are ever worked on at once. */
const ALL = 1_000_000;

/** Lets calls work side by side, and whoever replaces what they work on work alone. */
export class CallGate {
  readonly #places = new Semaphore(ALL);

  /** Works together with others of its kind. */
  together<Result>(work: () => Promise<Result> | Result): Promise<Result> {
    return this.#places.runExclusive(async () => work());
  }

  /** Works when all that came before have ended, while those that come later wait. */
  alone<Result>(work: () => Promise<Result>): Promise<Result> {
    return this.#places.runExclusive(work, ALL);
  }
}
