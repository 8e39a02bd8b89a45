import { LRUCache } from 'lru-cache';
import { type Caller, credentialOf } from '../access/caller.js';

/** Maximum number of remembered positions. */
const MAXIMUM_PLACES = 10_000;

/**
 * Remembers, per credential, at which row a part of a list begins. The next search for this part starts there. In a
 * list sorted by number, the row with a given number never moves; in other lists, a row moves only little within a
 * minute. The position is only a hint: callers verify it. There is one instance per process.
 */
export class Places {
  /** A cache allocates all its memory when it is created, so it is created for the first position. */
  #begins: LRUCache<string, number> | undefined;

  /** @returns number of rows before the part when it was last found. @param part name of the part */
  recall(caller: Caller, part: string): number | undefined {
    return this.#begins?.get(`${credentialOf(caller)} ${part}`);
  }

  /** Remembers where a part of a list begins. */
  note(caller: Caller, part: string, begin: number): void {
    this.#begins ??= new LRUCache({ max: MAXIMUM_PLACES });
    this.#begins.set(`${credentialOf(caller)} ${part}`, begin);
  }
}
