import { Semaphore } from 'async-mutex';
import { abortable } from '../../coordination/abortable.js';
import { UpstreamError } from '../../upstream/call/upstream-error.js';
import type { Signal } from '../../coordination/cancellation.js';

/** Maximum cost of a query that is always admitted at once, in units: single objects and a small page. */
const CHEAP_QUERY = 25;
/**
 * Maximum cost of a mutation that is always admitted at once, in units: all mutations that do not return long lists.
 */
const CHEAP_MUTATION = 2_000;
/** Maximum cost of a mutation whose CPU work runs before other operations, in units. */
const URGENT_MUTATION = 100;

/** Units of cost per slot. */
const UNITS_PER_SLOT = 50;
/** Slots for running operations: enough for two operations of the default cost limit, or about a hundred pages. */
const SLOTS = 400;
/**
 * Maximum number of slots for which operations may wait: a few seconds of work, which is less than the timeout of a
 * query.
 */
const MAXIMUM_WAITING = 2_000;
/** Units that half a CPU core processes per second. Used to estimate `retryAfter`. */
const UNITS_PER_SECOND = 8_000;

/** Gives back the slots of an operation. Calling it again does nothing. */
export type Leave = () => void;

/** Whether the CPU work of a mutation runs before other operations. @param cost in units */
export function isUrgent(cost: number): boolean {
  return cost <= URGENT_MUTATION;
}

/**
 * Limits how much work runs at the same time. An operation takes slots in proportion to its cost. If no slots are free,
 * the operation waits in order of arrival, for at most a few seconds. If too many operations wait, it fails at once
 * with `OVERLOADED`. Signing, administration and cheap reads take no slots. There is one instance per process.
 */
export class Admission {
  readonly #slots = new Semaphore(SLOTS);
  /** Number of slots for which operations wait. */
  #waiting = 0;

  /**
   * Admits an operation when enough slots are free.
   * @param cost in units
   * @param signal ends the wait
   * @returns a function to call when the operation has ended; undefined for an operation that takes no slots
   * @throws UpstreamError `OVERLOADED`: nothing was done
   */
  enter(cost: number, isMutation: boolean, signal: Signal): Promise<Leave> | undefined {
    return cost <= (isMutation ? CHEAP_MUTATION : CHEAP_QUERY) ? undefined : this.#enter(cost, signal);
  }

  async #enter(cost: number, signal: Signal): Promise<Leave> {
    // The cost limit may allow an operation that needs more than all slots. Such an operation runs alone.
    const slots = Math.min(Math.ceil(cost / UNITS_PER_SLOT), SLOTS);
    const mustWait = this.#waiting > 0 || slots > this.#slots.getValue();
    if (mustWait && this.#waiting + slots > MAXIMUM_WAITING) throw this.#overloaded();
    const waited = mustWait ? slots : 0;
    this.#waiting += waited;
    const entered = this.#slots.acquire(slots).then(([, leave]) => {
      this.#waiting -= waited;
      return leave;
    });
    try {
      return await abortable(entered, signal);
    } catch {
      void entered.then((leave) => {
        leave();
      });
      throw this.#overloaded();
    }
  }

  #overloaded(): UpstreamError {
    return new UpstreamError({
      code: 'OVERLOADED',
      message:
        'The gateway is overloaded, so nothing was done. Send the same request again after the number of seconds in "retryAfter", or request less at once.',
      retryable: true,
      retryAfter: Math.max(1, Math.ceil((this.#waiting * UNITS_PER_SLOT) / UNITS_PER_SECOND)),
    });
  }
}
