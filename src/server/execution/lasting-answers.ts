import { LRUCache } from 'lru-cache';
import { type Caller, credentialOf } from '../../upstream/access/caller.js';

/** An answer that is ready to be sent. */
interface Sendable {
  readonly body: string | Buffer;
}

/** Maximum memory for answers, in bytes. */
const MAXIMUM_SIZE = 16 * 1_048_576;
/**
 * Maximum time that an answer is kept, in milliseconds. The answer itself never changes, but permissions do: a revoked
 * token gives access to kept answers for at most this time.
 */
const LIFETIME = 600_000;

/**
 * Cache of answers that can never change again, per credential that has read them. There is one instance per process.
 */
export class LastingAnswers {
  readonly #answers = new LRUCache<string, Sendable>({
    maxSize: MAXIMUM_SIZE,
    sizeCalculation: ({ body }, key) => body.length + key.length,
    ttl: LIFETIME,
  });

  /** @param key identifies the query and its variables */
  get(caller: Caller, key: string): Sendable | undefined {
    return this.#answers.get(keyOf(caller, key));
  }

  keep(caller: Caller, key: string, answer: Sendable): void {
    this.#answers.set(keyOf(caller, key), answer);
  }
}

function keyOf(caller: Caller, key: string): string {
  return `${credentialOf(caller)} ${key}`;
}
