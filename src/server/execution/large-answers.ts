import { randomUUID } from 'node:crypto';
import { takeTurn } from '../../upstream/turns.js';
import { encodeInTurns } from './json-in-turns.js';

/**
 * Stores answers on Apollo's path that are too large for one string: V8 concatenates, measures and encodes a string of
 * 20 MB at once, which blocks the event loop for a third of a second. Apollo accepts only strings. So it gets a short
 * placeholder, and the bytes replace the placeholder when the response is sent.
 */
export class LargeAnswers {
  readonly #named = new Map<string, Buffer>();

  /** Returns the text of an answer, or a placeholder for its bytes. */
  async stringify(result: unknown): Promise<string> {
    const answer = await encodeInTurns(result, takeTurn);
    if (typeof answer === 'string') return answer;
    const name = randomUUID();
    this.#named.set(name, answer);
    return name;
  }

  /** Returns the bytes if the payload is a placeholder, otherwise the payload. */
  take(payload: unknown): unknown {
    const bytes = typeof payload === 'string' ? this.#named.get(payload) : undefined;
    if (!bytes || typeof payload !== 'string') return payload;
    this.#named.delete(payload);
    return bytes;
  }
}
