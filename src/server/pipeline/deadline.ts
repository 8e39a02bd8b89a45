import { turns } from '../../upstream/turns.js';

/**
 * The one deadline of an operation. Its signal goes down to every upstream call, so that nothing works on for an answer
 * that nobody waits for.
 */
export class Deadline {
  readonly #controller = new AbortController();
  #timer: NodeJS.Timeout | undefined;
  #end = Infinity;
  #goesFirst = false;

  /** Aborts when time is up or the caller has gone. */
  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  /**
   * Starts the clock.
   * @param milliseconds time that the whole operation may take from now
   * @param goesFirst whether what the operation computes waits for nobody: for signing, which computes little
   */
  start(milliseconds: number, goesFirst = false): void {
    this.#goesFirst = goesFirst;
    this.#end = performance.now() + milliseconds;
    this.#timer = setTimeout(() => {
      this.#controller.abort(new DOMException(`The operation took longer than ${milliseconds} ms.`, 'TimeoutError'));
    }, milliseconds);
    this.#timer.unref();
  }

  /** Milliseconds until time is up; without limit as long as the clock has not been started. */
  get timeLeft(): number {
    return this.#end - performance.now();
  }

  /**
   * Computes what takes longer than reading a field, when the event loop has room.
   * @throws UpstreamError `DEADLINE_EXCEEDED` when time is up before
   */
  compute<Result>(work: () => Result): Result | Promise<Result> {
    return this.#goesFirst ? work() : turns.compute(this.signal, work);
  }

  /** Waits until the event loop has room, where it has none. @throws UpstreamError as {@link compute} */
  takeTurn(): Promise<void> | undefined {
    return this.#goesFirst ? undefined : turns.take(this.signal);
  }

  /** Ends at once: the caller has gone. */
  abort(): void {
    this.#controller.abort(new DOMException('The caller has closed the connection.', 'AbortError'));
  }

  /** The operation is over; the clock stops. */
  clear(): void {
    clearTimeout(this.#timer);
  }
}
