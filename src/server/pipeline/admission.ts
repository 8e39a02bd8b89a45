import { Semaphore } from 'async-mutex';
import { abortable } from '../../coordination/abortable.js';
import { UpstreamError } from '../../upstream/call/upstream-error.js';

/** Most that a query costs, in units, that never waits and is never refused: single objects and a small page. */
const CHEAP_QUERY = 25;
/** Most that a mutation costs that is never refused: all of them, unless they bring long lists with them. */
const CHEAP_MUTATION = 2_000;
/** Most that a mutation costs whose computing goes before that of all others. */
const URGENT_MUTATION = 100;

/** Units of one place. */
const UNITS = 50;
/** Places of operations under way: two of the largest at the default limit, or some hundred pages. */
const PLACES = 400;
/** Places of operations that wait: some seconds of work, which is less than the time that a query has. */
const MAXIMUM_WAITING = 2_000;
/** Units that are worked off in a second by half a core, to tell when to come again. */
const UNITS_PER_SECOND = 8_000;

/** Gives back the places of an operation; a second time it does nothing. */
export type Leave = () => void;

/** Whether a mutation computes before all others do. @param cost in units */
export function isUrgent(cost: number): boolean {
  return cost <= URGENT_MUTATION;
}

/**
 * Bounds what is worked on at once. An operation takes places by its cost; when there are none it waits, in the order
 * of arrival and for a few seconds at most; when too much waits it is refused at once. Signing, administration and
 * cheap reads take none. One for the whole process.
 */
export class Admission {
  readonly #places = new Semaphore(PLACES);
  /** Places that are waited for. */
  #waiting = 0;

  /**
   * Lets an operation in when there is room.
   * @param cost in units
   * @param signal ends waiting
   * @returns to be called when it has ended; undefined for what takes no place
   * @throws UpstreamError `OVERLOADED`: nothing was done
   */
  enter(cost: number, isMutation: boolean, signal: AbortSignal): Promise<Leave> | undefined {
    return cost <= (isMutation ? CHEAP_MUTATION : CHEAP_QUERY) ? undefined : this.#enter(cost, signal);
  }

  async #enter(cost: number, signal: AbortSignal): Promise<Leave> {
    // What costs more than all places, where that is allowed, has them for itself.
    const places = Math.min(Math.ceil(cost / UNITS), PLACES);
    const mustWait = this.#waiting > 0 || places > this.#places.getValue();
    if (mustWait && this.#waiting + places > MAXIMUM_WAITING) throw this.#overloaded();
    const waited = mustWait ? places : 0;
    this.#waiting += waited;
    const entered = this.#places.acquire(places).then(([, leave]) => {
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
      retryAfter: Math.max(1, Math.ceil((this.#waiting * UNITS) / UNITS_PER_SECOND)),
    });
  }
}
