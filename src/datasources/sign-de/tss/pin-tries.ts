import { z } from 'zod';
import type { Coordinator, Lease } from '../../../coordination/coordinator.js';
import { lockTopic } from '../../../coordination/topics.js';
import { exclusively } from '../../../upstream/access/exclusively.js';
import { UpstreamError } from '../../../upstream/call/upstream-error.js';
import type { Signal } from '../../../coordination/cancellation.js';

/**
 * Number of wrong PINs in a row after which the upstream blocks the PIN, until a new PIN is set with the PUK
 * (`sign-de-v2.md §5`).
 */
const BLOCKING = 5;
/**
 * Lock for admin logins of one TSS. Its value is the number of wrong PINs in a row. The value never expires, because
 * the upstream never forgets this number.
 */
const logins = lockTopic('pin', { codec: z.number().int().min(1), lease: 30_000, timeToLive: Infinity });
/** Never aborts. Resetting the count only waits for a running login, which has its own time limit. */
const NEVER = new AbortController().signal;

/**
 * Counts wrong admin PINs in a row, per TSS, for logins through this gateway. Logins that do not use this gateway, and
 * logins whose answer was lost, are not counted. So the real number of remaining tries may be lower than the number in
 * the message, but never higher.
 */
export class PinTries {
  readonly #coordinator: Coordinator;
  readonly #maximum: number;

  /**
   * @param maximum maximum number of wrong PINs in a row that are forwarded, 1 to 5. With 5, the upstream blocks the
   *   PIN before the gateway does
   */
  constructor(coordinator: Coordinator, maximum: number) {
    this.#coordinator = coordinator;
    this.#maximum = maximum;
  }

  /**
   * Tries a PIN, one login at a time per TSS, so that every wrong PIN is counted.
   * @param login sends the PIN under the given lease
   * @throws UpstreamError `TOO_MANY_WRONG_PINS` after too many wrong PINs, before anything is sent; `WRONG_ADMIN_PIN`
   *   with the number of remaining tries
   */
  attempt(tssId: string, signal: Signal, login: (lease: Lease) => Promise<unknown>): Promise<void> {
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
      message: `The last ${wrong} admin PINs for this TSS were wrong, so this gateway sends no further PIN: after ${BLOCKING} wrong PINs, the upstream blocks the PIN. Set a new PIN with \`changeAdminPin\` and the PUK. Nothing was sent.`,
    });
  }

  /** Creates the error for a wrong PIN, with the number of remaining tries. */
  #tell(wrong: number, { code, upstream }: UpstreamError): UpstreamError {
    const left = Math.max(BLOCKING - wrong, 0);
    const sent = Math.max(this.#maximum - wrong, 0);
    return new UpstreamError({
      code,
      message: `The admin PIN is wrong. According to this gateway, ${left} of ${BLOCKING} tries are left until it is blocked. The gateway cannot see tries that were made elsewhere. It forwards ${sent} more tries.`,
      upstream,
    });
  }
}

/**
 * Whether the PIN was wrong. `E_UNAUTHORIZED` may mean an invalid token. If the gateway counted it, anybody with an
 * invented token could lock out the admin (`sign-de-v2.md §3`).
 */
function isWrongPin(error: unknown): error is UpstreamError {
  return error instanceof UpstreamError && error.code === 'WRONG_ADMIN_PIN' && error.upstream.code !== 'E_UNAUTHORIZED';
}
