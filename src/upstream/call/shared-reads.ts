import { LRUCache } from 'lru-cache';
import { notInTime, timeIsUp } from './failures.js';
import { UpstreamError, type UpstreamPlace } from './upstream-error.js';
import { Cancellation, type Signal } from '../../coordination/cancellation.js';

/**
 * How long a read may be joined, in milliseconds. Joining has two risks: the answer may miss what others have written
 * in the meantime, and it may be the failure of an upstream that works again. This limit bounds both. A joined GraphQL
 * answer may itself have joined a read; then the bound is twice as long.
 */
const LONGEST_JOIN = 1_000;
/** The scope of reads that belong to no single scope. */
const ALL = '';
/** Maximum size of the kept results, in characters and in number: a write has to remove all of them. */
const MAXIMUM_KEPT = { maxSize: 16 * 1_048_576, max: 10_000 };

/** Makes a call. Its signal aborts when no reader waits any more. The call may abort it too, to end itself. */
type Read<Result> = (signal: Cancellation) => Result | Promise<Result>;

/** A read that somebody wants. */
interface Wanted<Result> {
  /** Id that a write must have to affect this read. Without it, every write affects the read. */
  readonly scope?: string | undefined;
  /** Contains the credential and the whole request: two reads with the same key are the same read. */
  readonly key: string;
  readonly place: UpstreamPlace;
  /**
   * Number of characters in a result, or undefined if the result must not be kept. Without this function, none is kept.
   */
  readonly sizeOf?: (result: Result) => number | undefined;
}

/**
 * Merges identical reads in flight, from any operations, into one call. A reader may leave at any time; the call ends
 * when the last reader has left. If the reader that started the call had too little time, the readers with more time
 * start another call together.
 *
 * A result is never older than a write that the reader may know about. When a write has ended, and before its caller
 * gets the answer, it sets a fence on its scope. A fence separates reads: a read that begins after it never joins a
 * read that began before it. Fences apply to all credentials, because several credentials may belong to one
 * organization.
 *
 * If a maximum age is set, a result is reused until it has that age or something was written.
 */
export class SharedReads {
  /** Reads in flight that may be joined, by scope and key. */
  readonly #inFlight = new Map<string, Map<string, SharedRead>>();
  /** Kept results by key. */
  readonly #kept: LRUCache<string, { readonly result: unknown }> | undefined;

  /** @param maximumAge how long a result may be reused, in milliseconds from the start of its read; 0: never */
  constructor(maximumAge = 0) {
    if (maximumAge > 0) this.#kept = new LRUCache({ ...MAXIMUM_KEPT, ttl: maximumAge });
  }

  /**
   * Returns the result of a read: a new one, a joined one or a kept one.
   * @param read makes the call; its signal aborts when no reader waits any more
   * @param giveUpAt when this reader stops waiting, by `performance.now()`. `read` ends by then, or 20 ms later (see
   *   `CoarseTimer`); a read that is joined may end later still
   * @throws UpstreamError
   */
  read<Result>(
    wanted: Wanted<Result>,
    signal: Signal,
    read: (signal: Cancellation) => Promise<Result>,
    giveUpAt?: number,
  ): Promise<Result>;
  /** Work that ends at once is returned at once, and nobody joins it. */
  read<Result>(wanted: Wanted<Result>, signal: Signal, read: Read<Result>, giveUpAt?: number): Result | Promise<Result>;
  read<Result>(
    wanted: Wanted<Result>,
    signal: Signal,
    read: Read<Result>,
    giveUpAt = Infinity,
  ): Result | Promise<Result> {
    const kept = this.#kept?.get(wanted.key);
    const running = kept ? undefined : this.#inFlight.get(wanted.scope ?? ALL)?.get(wanted.key);
    const result = kept
      ? Promise.resolve(kept.result)
      : running?.mayBeJoined
        ? this.#join(running, wanted, signal, read, giveUpAt)
        : this.#begin(wanted, signal, read, giveUpAt);
    // All results with one key come from the same call, so they have the same type.
    return result as Result | Promise<Result>;
  }

  async #join<Result>(
    running: SharedRead,
    wanted: Wanted<Result>,
    signal: Signal,
    read: Read<Result>,
    giveUpAt: number,
  ): Promise<unknown> {
    try {
      return await running.wait(signal, wanted.place, giveUpAt);
    } catch (error) {
      const hasMoreTime = running.giveUpAt + LONGEST_JOIN < giveUpAt;
      if (signal.aborted || !(isWithoutTurn(error) || (hasMoreTime && isTooLate(error)))) throw error;
    }
    return this.read(wanted, signal, read, giveUpAt);
  }

  #begin<Result>(wanted: Wanted<Result>, signal: Signal, read: Read<Result>, giveUpAt: number): unknown {
    const { scope = ALL, key, place } = wanted;
    const begun = new SharedRead(giveUpAt, () => {
      this.#remove(scope, key, begun);
    });
    const start = performance.now();
    const result = read(begun.signal);
    if (!(result instanceof Promise)) return result;
    const ofScope = this.#inFlight.get(scope);
    if (ofScope) ofScope.set(key, begun);
    else this.#inFlight.set(scope, new Map([[key, begun]]));
    begun.waitFor(this.#kept ? this.#keep(begun, wanted, result, start) : result);
    return begun.wait(signal, place);
  }

  #remove(scope: string, key: string, ended: SharedRead): void {
    const ofScope = this.#inFlight.get(scope);
    if (ofScope?.get(key) !== ended) return; // a fence was set, or a newer read began
    ofScope.delete(key);
    if (ofScope.size === 0) this.#inFlight.delete(scope);
  }

  /** Keeps a result, unless a fence was set since its read began or a newer read began. */
  async #keep<Result>(
    begun: SharedRead,
    { scope = ALL, key, sizeOf }: Wanted<Result>,
    reading: Promise<Result>,
    start: number,
  ): Promise<Result> {
    const result = await reading;
    const size = sizeOf?.(result);
    const isNewest = this.#inFlight.get(scope)?.get(key) === begun;
    if (size !== undefined && isNewest) this.#kept?.set(key, { result }, { size: size + key.length, start });
    return result;
  }

  /**
   * Sets a fence: reads that begin from now on join no earlier read and get no kept result.
   * @param scope affects reads of this scope and reads without a scope; default: all reads
   */
  fence(scope?: string): void {
    this.#kept?.clear();
    if (scope === undefined) {
      this.#inFlight.clear();
      return;
    }
    this.#inFlight.delete(scope);
    this.#inFlight.delete(ALL);
  }
}

/**
 * Whether the reader that began the call had too little time to wait for the rate limit. Other readers may have more
 * time; every other failure is the same for all.
 */
function isWithoutTurn(error: unknown): boolean {
  return error instanceof UpstreamError && error.code === 'RATE_LIMITED' && error.upstream.host === undefined;
}

/** Whether the time of the reader that began the call was too short for the answer. */
function isTooLate(error: unknown): boolean {
  return error instanceof UpstreamError && error.code === 'UPSTREAM_TIMEOUT';
}

/** A call that several readers may wait for. */
class SharedRead {
  /** Aborts when no reader waits any more. */
  readonly signal = new Cancellation();
  readonly #waiters: Waiter[] = [];
  readonly #onEnd: () => void;
  readonly #begun = performance.now();
  /** When the reader that began the call gives up, by `performance.now()`. */
  readonly giveUpAt: number;

  /** @param onEnd called when the call has ended or no reader waits any more */
  constructor(giveUpAt: number, onEnd: () => void) {
    this.giveUpAt = giveUpAt;
    this.#onEnd = onEnd;
  }

  /** Whether the call began recently enough to be joined. */
  get mayBeJoined(): boolean {
    return performance.now() - this.#begun < LONGEST_JOIN;
  }

  /** Gives the result of the call to all readers. */
  waitFor(call: Promise<unknown>): void {
    call.then(
      (result) => {
        this.#onEnd();
        for (const waiter of this.#waiters) waiter.succeed(result);
      },
      (error: unknown) => {
        this.#onEnd();
        for (const waiter of this.#waiters) waiter.fail(error);
      },
    );
  }

  /** @param giveUpAt when this reader leaves if the call has not ended, by `performance.now()` */
  wait(signal: Signal, place: UpstreamPlace, giveUpAt = Infinity): Promise<unknown> {
    return new Promise((resolve, reject) => {
      const waiter = new Waiter(this, signal, place, resolve, reject);
      this.#waiters.push(waiter);
      waiter.listen(giveUpAt < this.giveUpAt ? giveUpAt : undefined);
    });
  }

  /** The signal of a reader has aborted. */
  leave(waiter: Waiter, reason: unknown): void {
    // The last reader gets its error from the call itself, which ends now.
    if (this.#waiters.length === 1) this.#end(reason);
    else this.#remove(waiter, timeIsUp(waiter.place, false));
  }

  /** The time of a reader is up. */
  giveUp(waiter: Waiter): void {
    this.#remove(waiter, notInTime(waiter.place));
    if (this.#waiters.length === 0) this.#end(undefined);
  }

  #remove(waiter: Waiter, error: UpstreamError): void {
    this.#waiters.splice(this.#waiters.indexOf(waiter), 1);
    waiter.fail(error);
  }

  /** Ends a call that no reader waits for. Nobody may join it any more. */
  #end(reason: unknown): void {
    this.#onEnd();
    this.signal.abort(reason);
  }
}

/** One reader of a {@link SharedRead}. */
class Waiter {
  readonly #read: SharedRead;
  readonly #signal: Signal;
  readonly #resolve: (result: unknown) => void;
  readonly #reject: (error: unknown) => void;
  readonly place: UpstreamPlace;
  readonly #onAbort = () => {
    this.#read.leave(this, this.#signal.reason);
  };
  #timer: NodeJS.Timeout | undefined;

  constructor(
    read: SharedRead,
    signal: Signal,
    place: UpstreamPlace,
    resolve: (result: unknown) => void,
    reject: (error: unknown) => void,
  ) {
    this.#read = read;
    this.#signal = signal;
    this.#resolve = resolve;
    this.#reject = reject;
    this.place = place;
  }

  /** @param giveUpAt when this reader leaves, by `performance.now()`; undefined: it waits until the call ends */
  listen(giveUpAt: number | undefined): void {
    if (giveUpAt !== undefined) {
      this.#timer = setTimeout(() => {
        this.#read.giveUp(this);
      }, giveUpAt - performance.now());
    }
    if (this.#signal.aborted) this.#onAbort();
    else this.#signal.addEventListener('abort', this.#onAbort);
  }

  succeed(result: unknown): void {
    this.#stopListening();
    this.#resolve(result);
  }

  fail(error: unknown): void {
    this.#stopListening();
    this.#reject(error);
  }

  #stopListening(): void {
    clearTimeout(this.#timer);
    this.#signal.removeEventListener('abort', this.#onAbort);
  }
}
