import DataLoader from 'dataloader';

/** A load on its way. A promise would be waited for, so it comes in an object. */
interface Boxed<Value> {
  readonly load: Promise<Value>;
}

/**
 * How long keys of a batch that have their answers wait for the others, in milliseconds: as long as the first took,
 * within these bounds.
 */
const WAIT_FOR_OTHERS = { shortest: 100, longest: 1_000 };

/**
 * Gathers what is asked for in one go, as a DataLoader does, but a DataLoader settles all keys of a batch when the
 * slowest of them has its answer, so that one list that hangs would hold up all others. Here keys settle together only
 * where their answers come at about the same time, so that what hangs on them is asked for in one go as well; a key
 * that is slower settles by itself.
 */
export class Loader<Key, Value, CacheKey = Key> {
  readonly #loader: DataLoader<Key, Boxed<Value>, CacheKey>;

  /** @param read begins the loads of a batch, and gives them in the order of its keys */
  constructor(
    read: (keys: readonly Key[]) => readonly Promise<Value>[],
    options: { readonly cache?: boolean; readonly cacheKeyFn?: (key: Key) => CacheKey },
  ) {
    this.#loader = new DataLoader((keys) => Promise.resolve(inStep(read(keys)).map((load) => ({ load }))), options);
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

/** Loads that settle together, as far as they come at about the same time. */
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
