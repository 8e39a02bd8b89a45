/**
 * The one deadline of an operation. Its signal goes down to every upstream call, so that nothing works on for an answer that nobody
 * waits for.
 */
export class Deadline {
  readonly #controller = new AbortController();
  #timer: NodeJS.Timeout | undefined;
  #end = Infinity;

  /** Aborts when time is up or the caller has gone. */
  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  /** Starts the clock. @param milliseconds time that the whole operation may take from now */
  start(milliseconds: number): void {
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

  /** Ends at once: the caller has gone. */
  abort(): void {
    this.#controller.abort(new DOMException('The caller has closed the connection.', 'AbortError'));
  }

  /** The operation is over; the clock stops. */
  clear(): void {
    clearTimeout(this.#timer);
  }
}
