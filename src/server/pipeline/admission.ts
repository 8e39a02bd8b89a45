import { Semaphore } from 'async-mutex';
import { abortable } from '../../coordination/abortable.js';
import { UpstreamError } from '../../upstream/call/upstream-error.js';

/** Highest cost of a query, in units, that is always admitted at once: single objects and a small page. */
const CHEAP_QUERY = 25;
/**
 * Highest cost of a mutation, in units, that is always admitted at once: all mutations, unless they return long lists.
 */
const CHEAP_MUTATION = 2_000;
/** Highest cost of a mutation, in units, whose CPU work runs before that of other operations. */
const URGENT_MUTATION = 100;

/** Units per slot. */
const UNITS_PER_SLOT = 50;
/** Slots for running operations: enough for two operations of the default cost limit, or about a hundred pages. */
const SLOTS = 400;
/** Most slots that waiting operations may ask for: a few seconds of work, which is less than a query's timeout. */
const MAXIMUM_WAITING = 2_000;
/** Units that half a CPU core works off per second. Used to estimate `retryAfter`. */
const UNITS_PER_SECOND = 8_000;

/** Gives back the slots of an operation. Calling it again does nothing. */
export type Leave = () => void;

/** Whether a mutation's CPU work runs before that of other operations. @param cost in units */
export function isUrgent(cost: number): boolean {
  return cost <= URGENT_MUTATION;
}

/**
 * Bounds how much work runs at the same time. An operation takes slots in proportion to its cost. When none are free,
 * it waits in order of arrival, for at most a few seconds. When too many wait, it fails at once with `OVERLOADED`.
 * Signing, administration and cheap reads take no slots. There is one instance per process.
 */
export class Admission {
  readonly #slots = new Semaphore(SLOTS);
  /** Slots that waiting operations have asked for. */
  #waiting = 0;

  /**
   * Admits an operation when there are free slots.
   * @param cost in units
   * @param signal ends the wait
   * @returns a function to call when the operation has ended; undefined for an operation that takes no slots
   * @throws UpstreamError `OVERLOADED`: nothing was done
   */
  enter(cost: number, isMutation: boolean, signal: AbortSignal): Promise<Leave> | undefined {
    return cost <= (isMutation ? CHEAP_MUTATION : CHEAP_QUERY) ? undefined : this.#enter(cost, signal);
  }

  async #enter(cost: number, signal: AbortSignal): Promise<Leave> {
    // An operation that costs more than all slots together, where the limit allows it, runs alone.
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
        'The gateway works on as much as it can, so nothing was done. Send the same again after the seconds in "retryAfter", or ask for less at once.',
      retryable: true,
      retryAfter: Math.max(1, Math.ceil((this.#waiting * UNITS_PER_SLOT) / UNITS_PER_SECOND)),
    });
  }
}
