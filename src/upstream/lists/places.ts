import { LRUCache } from 'lru-cache';
import { type Caller, credentialOf } from '../access/caller.js';

/** Most places that are remembered. */
const MAXIMUM_PLACES = 10_000;

/**
 * Where parts of lists were found to begin, by credential. They are looked for there first: in the order of numbers the
 * row of a number never moves, and nowhere does one move far in a minute. What is remembered is never taken for
 * granted. One for the whole process.
 */
export class Places {
  readonly #begins = new LRUCache<string, number>({ max: MAXIMUM_PLACES });

  /** Rows that came before a part of a list when it was last found. @param part names it */
  recall(caller: Caller, part: string): number | undefined {
    return this.#begins.get(`${credentialOf(caller)} ${part}`);
  }

  /** Remembers where a part of a list begins. */
  note(caller: Caller, part: string, begin: number): void {
    this.#begins.set(`${credentialOf(caller)} ${part}`, begin);
  }
}
