/** The part of `AbortSignal` that work needs to know when it must end. Every `AbortSignal` is one. */
export interface Signal {
  /** Whether it has aborted. */
  readonly aborted: boolean;
  /** Why it has aborted. */
  readonly reason: unknown;
  addEventListener(type: 'abort', listener: () => void, options?: { readonly once?: boolean }): void;
  removeEventListener(type: 'abort', listener: () => void): void;
}

/**
 * A signal and its controller in one object. A read needs three, and each `AbortController` is an event target with a
 * map of its listeners: in a paired run, a read took 7 % less CPU without them.
 */
export class Cancellation implements Signal {
  #aborted = false;
  #reason: unknown;
  readonly #listeners: (() => void)[] = [];

  get aborted(): boolean {
    return this.#aborted;
  }

  get reason(): unknown {
    return this.#reason;
  }

  /** Calls the listener when it aborts. */
  addEventListener(_type: 'abort', listener: () => void): void {
    this.#listeners.push(listener);
  }

  /** Forgets a listener. */
  removeEventListener(_type: 'abort', listener: () => void): void {
    const index = this.#listeners.lastIndexOf(listener);
    if (index >= 0) this.#listeners.splice(index, 1);
  }

  /** Aborts. A second call does nothing. */
  abort(reason: unknown): void {
    if (this.#aborted) return;
    this.#aborted = true;
    this.#reason = reason;
    // A listener may remove others. If one throws, the others are called, and its error is reported as uncaught.
    for (let listener = this.#listeners.shift(); listener; listener = this.#listeners.shift()) {
      try {
        listener();
      } catch (error) {
        setImmediate(() => {
          throw error;
        });
      }
    }
  }
}

const abortSignals = new WeakMap<Signal, AbortSignal>();

/** Returns an `AbortSignal` for functions of Node.js that take no other signal: always the same one for a signal. */
export function toAbortSignal(signal: Signal): AbortSignal {
  if (signal instanceof AbortSignal) return signal;
  if (signal.aborted) return AbortSignal.abort(signal.reason);
  const present = abortSignals.get(signal);
  if (present) return present;
  const controller = new AbortController();
  abortSignals.set(signal, controller.signal);
  signal.addEventListener('abort', () => {
    controller.abort(signal.reason);
  });
  return controller.signal;
}
