import { z } from 'zod';
import type { Coordinator, Lease } from '../../../coordination/coordinator.js';
import { lockTopic } from '../../../coordination/topics.js';
import { exclusively } from '../../../upstream/access/exclusively.js';
import { UpstreamError } from '../../../upstream/call/upstream-error.js';

/**
 * Wrong PINs in a row after which the upstream blocks the PIN, until a new one is set with the PUK
 * (`sign-de-v2.md §5`).
 */
const BLOCKING = 5;
/** Admin logins of one TSS: the number of wrong PINs in a row. Never expires, because the upstream never forgets it. */
const logins = lockTopic('pin', { codec: z.number().int().min(1), lease: 30_000, timeToLive: Infinity });
/** Setting a new PIN only waits for a running login, which has its own time limit. */
const NEVER = new AbortController().signal;

/**
 * Counts wrong admin PINs in a row, per TSS, for logins through this gateway. Logins elsewhere, and logins whose answer
 * was lost, are not counted. So the real number of tries left may be lower than the number shown, never higher.
 */
export class PinTries {
  readonly #coordinator: Coordinator;
  readonly #maximum: number;

  /**
   * @param maximum wrong PINs in a row that are forwarded, 1 to 5; with 5 the upstream blocks the PIN before the
   *   gateway does
   */
  constructor(coordinator: Coordinator, maximum: number) {
    this.#coordinator = coordinator;
    this.#maximum = maximum;
  }

  /**
   * Tries a PIN, one login at a time per TSS, so that every wrong PIN is counted.
   * @param login sends it under the given lease
   * @throws UpstreamError `TOO_MANY_WRONG_PINS` before anything is sent, after too many wrong PINs; `WRONG_ADMIN_PIN`
   *   with the number of tries left
   */
  attempt(tssId: string, signal: AbortSignal, login: (lease: Lease) => Promise<unknown>): Promise<void> {
    return exclusively(this.#coordinator, logins, tssId, signal, async (lock, leave) => {
      const { state: wrong = 0 } = lock;
      this.#check(wrong);
      try {
        await login(lock);
      } catch (error) {
        if (!isWrongPin(error)) throw error;
        leave(wrong + 1);
        throw this.#tell(wrong + 1, error);
      }
      leave(undefined);
    });
  }

  /** Resets the count after a new PIN was set. */
  forget(tssId: string): Promise<void> {
    return exclusively(this.#coordinator, logins, tssId, NEVER, (_lock, leave) => {
      leave(undefined);
    });
  }

  #check(wrong: number): void {
    if (wrong < this.#maximum || wrong >= BLOCKING) return;
    throw new UpstreamError({
      code: 'TOO_MANY_WRONG_PINS',
      message: `The last ${wrong} admin PINs for this TSS were wrong, and this gateway sends no more: ${BLOCKING} block it. Set a new PIN with \`changeAdminPin\` and the PUK. Nothing was sent.`,
    });
  }

  /** The error for a wrong PIN, with the number of tries left. */
  #tell(wrong: number, { code, upstream }: UpstreamError): UpstreamError {
    const left = Math.max(BLOCKING - wrong, 0);
    const sent = Math.max(this.#maximum - wrong, 0);
    return new UpstreamError({
      code,
      message: `The admin PIN is wrong. By the count of this gateway, which does not see tries made elsewhere, ${left} of ${BLOCKING} tries are left until it is blocked; this gateway lets ${sent} more through.`,
      upstream,
    });
  }
}

/**
 * `E_UNAUTHORIZED` may also be about the token. If it counted, anybody with a made-up token could lock out the admin
 * (`sign-de-v2.md §3`).
 */
function isWrongPin(error: unknown): error is UpstreamError {
  return error instanceof UpstreamError && error.code === 'WRONG_ADMIN_PIN' && error.upstream.code !== 'E_UNAUTHORIZED';
}
