import { LRUCache } from 'lru-cache';
import { UpstreamError } from './upstream-error.js';

/** Wrong PINs in a row after which the upstream blocks the PIN until it is set anew with the PUK (`sign-de-v2.md §5`). */
const BLOCKING = 5;
/** TSS whose wrong PINs are remembered; of more, those that were tried longest ago are forgotten. */
const MAXIMUM_TSS = 10_000;

/**
 * Wrong admin PINs in a row, by TSS, as far as they went through this process: whoever tries elsewhere is not counted, and neither is a try whose answer was
 * lost. So the number of tries left may be too high, never too low.
 */
export class PinTries {
  readonly #wrong = new LRUCache<string, number>({ max: MAXIMUM_TSS });
  readonly #maximum: number;

  /** @param maximum wrong PINs in a row that are sent on, 1 to 5; with 5 the upstream blocks the PIN before the gateway stops */
  constructor(maximum: number) {
    this.#maximum = maximum;
  }

  /** Lets a try pass. @throws UpstreamError `TOO_MANY_WRONG_PINS` when there were enough wrong ones */
  check(tssId: string): void {
    const wrong = this.#wrong.get(tssId) ?? 0;
    if (wrong < this.#maximum || wrong >= BLOCKING) return;
    throw new UpstreamError({
      code: 'TOO_MANY_WRONG_PINS',
      message: `The last ${wrong} admin PINs for this TSS were wrong, and this gateway sends no more: ${BLOCKING} block it. Set a new PIN with \`changeAdminPin\` and the PUK. Nothing was sent.`,
    });
  }

  /** Forgets wrong PINs: a right one was given, or a new one set. */
  forget(tssId: string): void {
    this.#wrong.delete(tssId);
  }

  /** Counts a wrong PIN. @returns the failure, saying how many tries are left; any other failure as it is */
  after(tssId: string, failure: unknown): unknown {
    // E_UNAUTHORIZED may be about the token as well: with it anybody who makes one up could shut out the admin (`sign-de-v2.md §3`).
    const isOfPin = failure instanceof UpstreamError && failure.code === 'WRONG_ADMIN_PIN';
    if (!isOfPin || failure.upstream.code === 'E_UNAUTHORIZED') return failure;
    const wrong = (this.#wrong.get(tssId) ?? 0) + 1;
    this.#wrong.set(tssId, wrong);
    const left = Math.max(BLOCKING - wrong, 0);
    const sent = Math.max(this.#maximum - wrong, 0);
    return new UpstreamError({
      code: failure.code,
      message: `The admin PIN is wrong. By the count of this gateway, which does not see tries made elsewhere, ${left} of ${BLOCKING} tries are left until it is blocked; this gateway lets ${sent} more through.`,
      upstream: failure.upstream,
    });
  }
}
