import { z } from 'zod';
import type { Coordinator, Lease } from '../../../coordination/coordinator.js';
import { lockTopic } from '../../../coordination/topics.js';
import { exclusively } from '../../../upstream/access/exclusively.js';
import { UpstreamError } from '../../../upstream/call/upstream-error.js';

/**
 * Wrong PINs in a row after which the upstream blocks the PIN until it is set anew with the PUK (`sign-de-v2.md §5`).
 */
const BLOCKING = 5;
/** Logins of the admin of one TSS: wrong PINs in a row, which the upstream never forgets either. */
const logins = lockTopic('pin', { codec: z.number().int().min(1), lease: 30_000, timeToLive: Infinity });
/** What setting a new PIN waits for is a login under way, which has a time limit of its own. */
const NEVER = new AbortController().signal;

/**
 * Wrong admin PINs in a row, by TSS, as far as they went through this gateway: whoever tries elsewhere is not counted,
 * and neither is a try whose answer was lost. So the number of tries left may be too high, never too low.
 */
export class PinTries {
  readonly #coordinator: Coordinator;
  readonly #maximum: number;

  /**
   * @param maximum wrong PINs in a row that are sent on, 1 to 5; with 5 the upstream blocks the PIN before the gateway
   *   stops
   */
  constructor(coordinator: Coordinator, maximum: number) {
    this.#coordinator = coordinator;
    this.#maximum = maximum;
  }

  /**
   * Tries a PIN, one at a time on each TSS so that no wrong one is missed.
   * @param login sends it under the lease that it is given
   * @throws UpstreamError `TOO_MANY_WRONG_PINS` before anything is sent when there were enough wrong ones;
   *   `WRONG_ADMIN_PIN` saying how many are left
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

  /** Forgets wrong PINs: a new one was set. */
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

  /** The failure of a wrong PIN, saying how many tries are left. */
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
 * `E_UNAUTHORIZED` may be about the token as well: with it anybody who makes one up could shut out the admin
 * (`sign-de-v2.md §3`).
 */
function isWrongPin(error: unknown): error is UpstreamError {
  return error instanceof UpstreamError && error.code === 'WRONG_ADMIN_PIN' && error.upstream.code !== 'E_UNAUTHORIZED';
}
