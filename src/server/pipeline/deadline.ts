import { CoarseTimer } from '../../coordination/coarse-timer.js';
import { turns } from '../../upstream/turns.js';
import { Cancellation } from '../../coordination/cancellation.js';

/**
 * The deadline of one operation. All upstream calls of the operation get the signal, so that no work continues if
 * nobody waits for the answer.
 */
export class Deadline {
  /** Aborts when the time is up or the caller has disconnected. */
  readonly signal: Cancellation;
  #timer: CoarseTimer | undefined;
  #end = Infinity;
  #goesFirst = false;

  /** @param signal the signal of work that others wait for too; default: a new one */
  constructor(signal = new Cancellation()) {
    this.signal = signal;
  }

  /**
   * Starts the clock.
   * @param milliseconds time for the whole operation, from now
   * @param goesFirst whether the CPU work of the operation skips the queue of turns. Used for signing, which computes
   *   little
   */
  start(milliseconds: number, goesFirst = false): void {
    this.#goesFirst = goesFirst;
    this.#end = performance.now() + milliseconds;
    this.#timer = new CoarseTimer(milliseconds, () => {
      this.signal.abort(new DOMException(`The operation took longer than ${milliseconds} ms.`, 'TimeoutError'));
    });
  }

  /** Milliseconds until the time is up. Infinity before the clock is started. */
  get timeLeft(): number {
    return this.#end - performance.now();
  }

  /**
   * Runs CPU work that takes longer than reading a field, when it is the turn of this operation (see `Turns`).
   * @throws UpstreamError `DEADLINE_EXCEEDED` if the time is up, or the caller has disconnected, before the work begins
   */
  compute<Result>(work: () => Result): Result | Promise<Result> {
    return this.#goesFirst ? work() : turns.compute(this.signal, work);
  }

  /**
   * Waits for a turn of this operation on the event loop.
   * @returns undefined if the operation need not wait
   * @throws UpstreamError see {@link compute}
   */
  takeTurn(): Promise<void> | undefined {
    return this.#goesFirst ? undefined : turns.take(this.signal);
  }

  /** Aborts the operation because the caller has disconnected. */
  abort(): void {
    this.signal.abort(new DOMException('The caller has closed the connection.', 'AbortError'));
  }

  /** Stops the clock when the operation has ended. */
  clear(): void {
    this.#timer?.clear();
  }
}
