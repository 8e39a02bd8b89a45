import {
  bulkhead,
  BulkheadRejectedError,
  circuitBreaker,
  CircuitState,
  ConsecutiveBreaker,
  handleWhen,
  wrap,
} from 'cockatiel';
import { abortable, within } from '../../coordination/abortable.js';
import { TransportError } from '../transport/transport-error.js';

/** Maximum number of requests in flight. The same number of further requests may wait. */
const MAXIMUM_IN_FLIGHT = 256;
/** Number of failures in a row that opens the breaker of a host. */
const FAILURES_TO_SHUT = 10;
/** Time in milliseconds that the breaker stays open before one call tries the host again. */
const SHUT_TIME = 2_000;

/**
 * Protects one host from calls of one kind (reads or writes). A bulkhead limits the calls in flight. A breaker stops
 * calls for a while after failures in a row.
 */
export class HostGuard {
  readonly #breaker = circuitBreaker(handleWhen(isHostFailure), {
    halfOpenAfter: SHUT_TIME,
    breaker: new ConsecutiveBreaker(FAILURES_TO_SHUT),
  });
  readonly #bulkhead = bulkhead(MAXIMUM_IN_FLIGHT, MAXIMUM_IN_FLIGHT);
  readonly #policy = wrap(this.#bulkhead, this.#breaker);
  #shutUntil = 0;

  constructor() {
    this.#breaker.onBreak(() => {
      this.#shutUntil = Date.now() + SHUT_TIME;
    });
  }

  /** Whether the breaker would reject a call now, or let it wait for the one call that tries the host again. */
  get isShut(): boolean {
    // The breaker leaves the state Open only when a call is made. So the state alone would report "shut" forever.
    const { state } = this.#breaker;
    return state === CircuitState.HalfOpen || (state === CircuitState.Open && Date.now() < this.#shutUntil);
  }

  /**
   * Runs work as soon as the bulkhead has a free slot and the breaker allows it.
   * @param longestWait maximum wait in milliseconds
   * @throws BrokenCircuitError, BulkheadRejectedError if the work was not started; the reason of the signal if it
   *   aborts during the wait
   */
  run<Result>(work: () => Promise<Result>, signal: AbortSignal, longestWait: number): Promise<Result> {
    // Work that starts immediately listens to the signal itself. A wait in the queue must be aborted here.
    if (this.#bulkhead.executionSlots > 0 && !signal.aborted) return this.#policy.execute(work);
    const end = within(signal, longestWait);
    let hasBegun = false;
    const begin = () => {
      hasBegun = true;
      return work();
    };
    const done = this.#policy.execute(begin, end);
    return abortable(done, end).catch((error: unknown) => {
      if (signal.aborted || !end.aborted) throw error;
      if (hasBegun) return done; // work that has started ends by itself
      throw new BulkheadRejectedError(0, 0);
    });
  }
}

const NO_FAULT_OF_HOST: ReadonlySet<string> = new Set(['deadline', 'given-up', 'too-large']);

/** Whether an error is a failure of the host and not only of one call. */
function isHostFailure(error: unknown): boolean {
  return error instanceof TransportError && !NO_FAULT_OF_HOST.has(error.kind);
}
