/** The part of `AbortSignal` that work needs to know when it must end. Every `AbortSignal` is one. */
export interface Signal {
  readonly aborted: boolean;
  /** Why it has aborted. */
  readonly reason: unknown;
  addEventListener(type: 'abort', listener: () => void, options?: { readonly once?: boolean }): void;
  removeEventListener(type: 'abort', listener: () => void): void;
}

/**
 * A signal and its controller in one object. A read needs three, and each `AbortController` is an event target with a
 * map of its listeners, which costs as much as the rest of a merge of reads.
 */
export class Cancellation implements Signal {
  aborted = false;
  reason: unknown;
  readonly #listeners: (() => void)[] = [];

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
    if (this.aborted) return;
    this.aborted = true;
    this.reason = reason;
    // A listener may remove others.
    for (let listener = this.#listeners.shift(); listener; listener = this.#listeners.shift()) listener();
  }
}

/** Returns an `AbortSignal` for functions of Node.js that take no other signal. */
export function toAbortSignal(signal: Signal): AbortSignal {
  if (signal instanceof AbortSignal) return signal;
  const controller = new AbortController();
  if (signal.aborted) controller.abort(signal.reason);
  signal.addEventListener('abort', () => {
    controller.abort(signal.reason);
  });
  return controller.signal;
}
