import { randomUUID } from 'node:crypto';
import { takeTurn } from '../../upstream/turns.js';
import { encodeInTurns } from './json-in-turns.js';

/**
 * Answers of Apollo's way that are too large for a text: V8 puts a text of twenty megabytes together, measures and
 * encodes it in one go, which takes a third of a second. Apollo takes nothing but text, so it is given a name, in whose
 * place the bytes are sent.
 */
export class LargeAnswers {
  readonly #named = new Map<string, Buffer>();

  /** The text of an answer, or the name of its bytes. */
  async stringify(result: unknown): Promise<string> {
    const answer = await encodeInTurns(result, takeTurn);
    if (typeof answer === 'string') return answer;
    const name = randomUUID();
    this.#named.set(name, answer);
    return name;
  }

  /** What is to be sent: the bytes, where it is their name. */
  take(payload: unknown): unknown {
    const bytes = typeof payload === 'string' ? this.#named.get(payload) : undefined;
    if (!bytes || typeof payload !== 'string') return payload;
    this.#named.delete(payload);
    return bytes;
  }
}
