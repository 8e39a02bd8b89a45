import { randomUUID } from 'node:crypto';
import { takeTurn } from '../../upstream/turns.js';
import { encodeInTurns } from './json-in-turns.js';

/**
 * Answers on Apollo's path that are too large for one string: for 20 MB, V8 takes a third of a second to concatenate,
 * measure and encode it, in one go. Apollo accepts only strings, so it gets a short placeholder, which is replaced by
 * the bytes when the response is sent.
 */
export class LargeAnswers {
  readonly #named = new Map<string, Buffer>();

  /** The text of an answer, or a placeholder for its bytes. */
  async stringify(result: unknown): Promise<string> {
    const answer = await encodeInTurns(result, takeTurn);
    if (typeof answer === 'string') return answer;
    const name = randomUUID();
    this.#named.set(name, answer);
    return name;
  }

  /** The bytes, if the payload is a placeholder; otherwise the payload. */
  take(payload: unknown): unknown {
    const bytes = typeof payload === 'string' ? this.#named.get(payload) : undefined;
    if (!bytes || typeof payload !== 'string') return payload;
    this.#named.delete(payload);
    return bytes;
  }
}
