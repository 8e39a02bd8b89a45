import { UpstreamError } from '../call/upstream-error.js';

/** Most different things of which news may wait for one subscriber. */
const MAXIMUM_WAITING = 1_000;

/**
 * News on its way to one subscriber, who reads it as an async iterator, one item at a time. Newer news replaces older
 * news of the same thing that a slow subscriber has not fetched yet. So it gets the newest state, and memory stays
 * bounded. When news of too many things waits, the subscriber is told so and the subscription ends; nothing is left out
 * silently.
 */
export class Mailbox<Item> implements AsyncIterableIterator<Item, undefined> {
  readonly #waiting = new Map<string, Item>();
  readonly #onClose: () => void;
  #reader: PromiseWithResolvers<IteratorResult<Item, undefined>> | undefined;
  #isClosed = false;
  #error: Error | undefined;

  /** @param onClose called once, when nothing can come any more */
  constructor(onClose: () => void) {
    this.#onClose = onClose;
  }

  /** Leaves an item. @param name what it is about */
  put(name: string, item: Item): void {
    if (this.#isClosed) return;
    if (this.#reader) {
      this.#reader.resolve({ done: false, value: item });
      this.#reader = undefined;
      return;
    }
    this.#waiting.set(name, item);
    if (this.#waiting.size <= MAXIMUM_WAITING) return;
    this.#waiting.clear();
    this.end(tooSlow());
  }

  /** Nothing more comes. What waits can still be fetched; after it comes the error, if there is one. */
  end(error?: Error): void {
    if (this.#isClosed) return;
    this.#isClosed = true;
    this.#error = error;
    const reader = this.#reader;
    this.#reader = undefined;
    if (reader) {
      this.#error = undefined;
      if (error) reader.reject(error);
      else reader.resolve(DONE);
    }
    this.#onClose();
  }

  /** The next item, as soon as there is one. */
  next(): Promise<IteratorResult<Item, undefined>> {
    for (const [name, value] of this.#waiting) {
      this.#waiting.delete(name);
      return Promise.resolve({ done: false, value });
    }
    const error = this.#error;
    this.#error = undefined;
    if (error) return Promise.reject(error);
    if (this.#isClosed) return Promise.resolve(DONE);
    this.#reader ??= Promise.withResolvers();
    return this.#reader.promise;
  }

  /** The subscriber wants no more. A read that is under way ends too, which it would not with a generator. */
  return(): Promise<IteratorResult<Item, undefined>> {
    this.#waiting.clear();
    this.end();
    this.#error = undefined;
    return Promise.resolve(DONE);
  }

  [Symbol.asyncIterator](): this {
    return this;
  }
}

const DONE = { done: true, value: undefined } as const;

function tooSlow(): UpstreamError {
  return new UpstreamError({
    code: 'SUBSCRIBER_TOO_SLOW',
    message: `News of more than ${MAXIMUM_WAITING} things waits to be fetched; read the present state, and subscribe again.`,
    retryable: true,
  });
}
