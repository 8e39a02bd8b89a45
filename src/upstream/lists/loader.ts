import DataLoader from 'dataloader';

/** Wraps a pending load in an object, because a promise in a promise would be awaited. */
interface Boxed<Value> {
  readonly load: Promise<Value>;
}

/**
 * How long keys with an answer wait for the slower keys of their batch, in milliseconds: as long as the first answer
 * took, within these bounds.
 */
const WAIT_FOR_OTHERS = { shortest: 100, longest: 1_000 };

/**
 * Batches keys, like a DataLoader. A DataLoader settles all keys of a batch when the slowest has its answer, so one
 * list that hangs would delay all others. Here keys settle together only if their answers arrive at about the same
 * time, so that the loads that depend on them are batched too. A slower key settles by itself.
 */
export class Loader<Key, Value, CacheKey = Key> {
  readonly #loader: DataLoader<Key, Boxed<Value>, CacheKey>;

  /** @param read starts the loads of a batch, and returns them in the order of its keys */
  constructor(
    read: (keys: readonly Key[]) => readonly Promise<Value>[],
    options: { readonly cache?: boolean; readonly cacheKeyFn?: (key: Key) => CacheKey },
  ) {
    this.#loader = new DataLoader((keys) => Promise.resolve(inStep(read(keys)).map((load) => ({ load }))), options);
  }

  /** Returns the value of a key: the cached one, or that from the next batch. */
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

/** Makes loads settle together, if they settle at about the same time. */
function inStep<Value>(loads: readonly Promise<Value>[]): readonly Promise<Value>[] {
  if (loads.length < 2) return loads;
  const begun = performance.now();
  const { promise: goOn, resolve } = Promise.withResolvers<undefined>();
  let left = loads.length;
  let timer: NodeJS.Timeout | undefined;
  const note = () => {
    left -= 1;
    const { shortest, longest } = WAIT_FOR_OTHERS;
    const wait = Math.min(Math.max(performance.now() - begun, shortest), longest);
    timer ??= setTimeout(() => {
      resolve(undefined);
    }, wait);
    if (left > 0) return;
    clearTimeout(timer);
    resolve(undefined);
  };
  for (const load of loads) load.then(note, note);
  return loads.map((load) => goOn.then(() => load));
}
