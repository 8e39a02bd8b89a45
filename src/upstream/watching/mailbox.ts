import { UpstreamError } from '../call/upstream-error.js';

/** Maximum number of objects with news that wait for one subscriber. */
const MAXIMUM_WAITING = 1_000;

/**
 * Queue of news for one subscriber, who reads it as an async iterator. A newer item replaces an older one about the
 * same object that the subscriber has not read yet. So a slow subscriber gets the newest state, and memory stays
 * bounded. If news about too many objects waits, the subscription ends with an error: nothing is dropped silently.
 */
export class Mailbox<Item> implements AsyncIterableIterator<Item, undefined> {
  readonly #waiting = new Map<string, Item>();
  readonly #onClose: () => void;
  #reader: PromiseWithResolvers<IteratorResult<Item, undefined>> | undefined;
  #isClosed = false;
  #error: Error | undefined;

  /** @param onClose called once, when no more items can come */
  constructor(onClose: () => void) {
    this.#onClose = onClose;
  }

  /** Adds an item. @param name name of the object that it is about */
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

  /** Closes the mailbox. Waiting items can still be read; after them comes the error, if there is one. */
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

  /** Waits for the next item. */
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

  /** The subscriber wants no more items. A pending `next` ends too; with a generator it would not. */
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
    message: `News about more than ${MAXIMUM_WAITING} objects has not been read; read the current state, and subscribe again.`,
    retryable: true,
  });
}
