import { LRUCache } from 'lru-cache';
import { type Caller, credentialOf } from '../../upstream/access/caller.js';

/** An answer ready to be sent. */
interface Sendable {
  readonly body: string | Buffer;
}

/** Most memory for answers, in bytes. */
const MAXIMUM_SIZE = 16 * 1_048_576;
/**
 * How long an answer is kept, in milliseconds. The answer itself never changes, but permissions do: after a token is
 * revoked, it gives access to kept answers for at most this long.
 */
const LIFETIME = 600_000;

/** Answers that can never change again, per credential that has read them. One instance per process. */
export class LastingAnswers {
  readonly #answers = new LRUCache<string, Sendable>({
    maxSize: MAXIMUM_SIZE,
    sizeCalculation: ({ body }, key) => body.length + key.length,
    ttl: LIFETIME,
  });

  /** @param asked identifies the query and its variables */
  get(caller: Caller, asked: string): Sendable | undefined {
    return this.#answers.get(keyOf(caller, asked));
  }

  keep(caller: Caller, asked: string, answer: Sendable): void {
    this.#answers.set(keyOf(caller, asked), answer);
  }
}

function keyOf(caller: Caller, asked: string): string {
  return `${credentialOf(caller)} ${asked}`;
}
