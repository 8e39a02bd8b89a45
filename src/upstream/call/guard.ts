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

/** Requests in flight; the rest waits, up to as many again. */
const MAXIMUM_IN_FLIGHT = 256;
/** Failures in a row after which a host is left alone. */
const FAILURES_TO_SHUT = 10;
/** How long a host is left alone before one call tries it again, in milliseconds. */
const SHUT_TIME = 2_000;

/**
 * Protects one host from calls of one kind. It bounds what is in flight, and leaves the host alone for a while after
 * failures in a row.
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

  /** Whether a call would be turned away or would have to wait for the one that tries the host again. */
  get isShut(): boolean {
    // The breaker stays open until somebody calls, so that its state alone would keep everybody away for ever.
    const { state } = this.#breaker;
    return state === CircuitState.HalfOpen || (state === CircuitState.Open && Date.now() < this.#shutUntil);
  }

  /**
   * Runs work when the host may take it.
   * @param patience milliseconds that it may wait for its turn
   * @throws BrokenCircuitError, BulkheadRejectedError when it was not begun; the reason of the signal when that ends
   *   the wait
   */
  run<Result>(work: () => Promise<Result>, signal: AbortSignal, patience: number): Promise<Result> {
    // Work heeds the signal itself; what may have to wait for its turn must be told of it.
    if (this.#bulkhead.executionSlots > 0 && !signal.aborted) return this.#policy.execute(work);
    const end = within(signal, patience);
    let hasBegun = false;
    const begin = () => {
      hasBegun = true;
      return work();
    };
    const done = this.#policy.execute(begin, end);
    return abortable(done, end).catch((error: unknown) => {
      if (signal.aborted || !end.aborted) throw error;
      if (hasBegun) return done; // what has had its turn ends by itself
      throw new BulkheadRejectedError(0, 0);
    });
  }
}

const NO_FAULT_OF_HOST: ReadonlySet<string> = new Set(['deadline', 'given-up', 'too-large']);

/** Failures of the host, as opposed to those of one call. */
function isHostFailure(error: unknown): boolean {
  return error instanceof TransportError && !NO_FAULT_OF_HOST.has(error.kind);
}
