import { LRUCache } from 'lru-cache';
import { type Caller, credentialOf } from '../../upstream/access/caller.js';

/** An answer ready to be sent. */
interface Sendable {
  readonly body: string | Buffer;
}

/** Most that is kept, in bytes. */
const MAXIMUM_SIZE = 16 * 1_048_576;
/**
 * How long an answer is kept, in milliseconds. What it says does not change, but who may see it does: a token that is
 * revoked sees no longer than this what it has seen before.
 */
const LIFETIME = 600_000;

/**
 * Answers to queries that cannot come out otherwise any more, for the credential that has read them. One for the whole
 * process.
 */
export class LastingAnswers {
  readonly #answers = new LRUCache<string, Sendable>({
    maxSize: MAXIMUM_SIZE,
    sizeCalculation: ({ body }, key) => body.length + key.length,
    ttl: LIFETIME,
  });

  /** @param asked names all that is asked for */
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
