import DataLoader from 'dataloader';

/** A load on its way. A promise would be waited for, so it comes in an object. */
interface Boxed<Value> {
  readonly load: Promise<Value>;
}

/**
 * Gathers what is asked for in one go, as a DataLoader does, but lets each key settle by itself: a DataLoader settles all keys of a batch when the slowest of
 * them has its answer, so that one list that hangs would hold up all others.
 */
export class Loader<Key, Value, CacheKey = Key> {
  readonly #loader: DataLoader<Key, Boxed<Value>, CacheKey>;

  /** @param read begins the loads of a batch, and gives them in the order of its keys */
  constructor(
    read: (keys: readonly Key[]) => readonly Promise<Value>[],
    options: { readonly cache?: boolean; readonly cacheKeyFn?: (key: Key) => CacheKey },
  ) {
    this.#loader = new DataLoader((keys) => Promise.resolve(read(keys).map((load) => ({ load }))), options);
  }

  /** The value of a key, which was asked for before or is with the next batch. */
  async load(key: Key): Promise<Value> {
    return (await this.#loader.load(key)).load;
  }

  /** Remembers a value, unless there is one. */
  prime(key: Key, value: Value): void {
    this.#loader.prime(key, { load: Promise.resolve(value) });
  }

  /** Forgets a key. */
  clear(key: Key): void {
    this.#loader.clear(key);
  }

  /** Forgets all keys. */
  clearAll(): void {
    this.#loader.clearAll();
  }
}
