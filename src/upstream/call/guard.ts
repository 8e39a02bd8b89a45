import { abortable, reasonOf, within } from '../../coordination/abortable.js';
import { TransportError } from '../transport/transport-error.js';
import type { Signal } from '../../coordination/cancellation.js';

/** Maximum number of requests in flight. The same number of further requests may wait. */
const MAXIMUM_IN_FLIGHT = 256;
/** Number of failures in a row that opens the breaker of a host. */
const FAILURES_TO_SHUT = 10;
/** Time in milliseconds that the breaker stays open before one call tries the host again. */
const SHUT_TIME = 2_000;

/** The breaker of the host is open, so nothing was sent. */
export class HostShut extends Error {
  override readonly name = 'HostShut';
}

/** Too many requests of this gateway wait for the host, so nothing was sent. */
export class HostBusy extends Error {
  override readonly name = 'HostBusy';
}

/** How a call has entered: as one of many, or as the one call that tries a host again whose breaker was open. */
export type Entry = 'ordinary' | 'trial';

/** `shut`: no call is sent. `trying`: one call tries the host again, and the others wait for its result. */
type Breaker =
  | { readonly state: 'closed' }
  | { readonly state: 'shut'; readonly until: number }
  | { readonly state: 'trying'; readonly decided: PromiseWithResolvers<undefined> };

const CLOSED: Breaker = { state: 'closed' };

/**
 * Protects one host from calls of one kind (reads or writes). A bulkhead limits the calls in flight. A breaker stops
 * calls for a while after failures in a row. Both only count calls on their way in and out, because every read pays for
 * them: a library that wraps the work of a call makes five promises for it.
 */
export class HostGuard {
  #inFlight = 0;
  #failures = 0;
  #breaker: Breaker = CLOSED;
  /** Calls that wait for a place, in the order of their arrival. */
  readonly #queue = new Set<(value: undefined) => void>();

  /** Whether the breaker would reject a call now, or let it wait for the one call that tries the host again. */
  get isShut(): boolean {
    const breaker = this.#breaker;
    return breaker.state === 'trying' || (breaker.state === 'shut' && Date.now() < breaker.until);
  }

  /**
   * Enters as soon as the bulkhead has a free place and the breaker allows it. Whoever has entered must call
   * {@link leave} once.
   * @param longestWait maximum wait in milliseconds
   * @throws HostShut, HostBusy, or the reason of the signal if it aborts during the wait: then the call has not entered
   */
  enter(signal: Signal, longestWait: number): Entry | Promise<Entry> {
    if (this.#inFlight >= MAXIMUM_IN_FLIGHT || signal.aborted) return this.#enterLater(signal, longestWait);
    this.#inFlight += 1;
    return this.#breaker === CLOSED ? 'ordinary' : this.#passBreaker(signal, longestWait);
  }

  /** Records the end of a call. @param error why there was no answer; undefined if there was one */
  leave(entry: Entry, error?: unknown): void {
    this.#giveUpPlace();
    const isFailure = isHostFailure(error);
    if (entry === 'trial') this.#decide(isFailure);
    else if (isFailure) {
      this.#failures += 1;
      if (this.#failures >= FAILURES_TO_SHUT && this.#breaker === CLOSED) this.#shut();
    } else if (error === undefined) this.#failures = 0;
  }

  async #enterLater(signal: Signal, longestWait: number): Promise<Entry> {
    if (signal.aborted) throw reasonOf(signal);
    if (this.#queue.size >= MAXIMUM_IN_FLIGHT) throw new HostBusy();
    const end = performance.now() + longestWait;
    const { promise, resolve } = Promise.withResolvers<undefined>();
    this.#queue.add(resolve);
    try {
      await waitFor(promise, signal, longestWait);
    } catch (error) {
      // If it is not in the queue any more, it got a place in the same moment.
      if (!this.#queue.delete(resolve)) this.#giveUpPlace();
      throw error;
    }
    return this.#passBreaker(signal, end - performance.now());
  }

  /** Gives the place of a call to the next call in the queue. */
  #giveUpPlace(): void {
    const [next] = this.#queue;
    if (!next) {
      this.#inFlight -= 1;
      return;
    }
    this.#queue.delete(next);
    next(undefined);
  }

  /** Asks the breaker for a call that has a place. If the call may not pass, its place is given up. */
  #passBreaker(signal: Signal, longestWait: number): Entry | Promise<Entry> {
    const breaker = this.#breaker;
    if (breaker.state === 'closed') return 'ordinary';
    if (breaker.state === 'trying') return this.#waitForTrial(breaker.decided.promise, signal, longestWait);
    if (Date.now() < breaker.until) {
      this.#giveUpPlace();
      throw new HostShut();
    }
    this.#breaker = { state: 'trying', decided: Promise.withResolvers<undefined>() };
    return 'trial';
  }

  async #waitForTrial(decided: Promise<undefined>, signal: Signal, longestWait: number): Promise<Entry> {
    const end = performance.now() + longestWait;
    try {
      await waitFor(decided, signal, longestWait);
    } catch (error) {
      this.#giveUpPlace();
      throw error instanceof HostBusy ? new HostShut() : error; // the host is away, and not busy
    }
    return this.#passBreaker(signal, end - performance.now());
  }

  #decide(isFailure: boolean): void {
    const breaker = this.#breaker;
    if (isFailure) this.#shut();
    else {
      this.#failures = 0;
      this.#breaker = CLOSED;
    }
    if (breaker.state === 'trying') breaker.decided.resolve(undefined);
  }

  #shut(): void {
    this.#breaker = { state: 'shut', until: Date.now() + SHUT_TIME };
  }
}

/** @throws HostBusy after the longest wait, or the reason of the signal */
async function waitFor(event: Promise<undefined>, signal: Signal, longestWait: number): Promise<void> {
  const end = within(signal, longestWait);
  try {
    await abortable(event, end);
  } catch (error) {
    throw end.aborted && !signal.aborted ? new HostBusy() : error;
  }
}

const NO_FAULT_OF_HOST: ReadonlySet<string> = new Set(['deadline', 'given-up', 'too-large']);

/** Whether an error is a failure of the host and not only of one call. */
function isHostFailure(error: unknown): boolean {
  return error instanceof TransportError && !NO_FAULT_OF_HOST.has(error.kind);
}
