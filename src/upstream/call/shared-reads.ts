import { LRUCache } from 'lru-cache';
import { notInTime, timeIsUp } from './failures.js';
import { UpstreamError, type UpstreamPlace } from './upstream-error.js';

/**
 * How long a read may be joined, in milliseconds. Joining has a price: the answer may miss what others wrote
 * meanwhile, and it may be the failure of an upstream that is well again. This bounds both; where a whole answer is
 * joined that has itself joined a read, by twice as much.
 */
const LONGEST_JOIN = 1_000;
/** The scope of reads of no one scope. */
const ALL = '';
/** Most that is kept of results, in characters, and in number: a write has to drop them all. */
const MAXIMUM_KEPT = { maxSize: 16 * 1_048_576, max: 10_000 };

/** What is read. */
interface Wanted<Result> {
  /** The id that sets apart what it is about; all when left out. */
  readonly scope?: string | undefined;
  /** Names the credential and all that is asked for: two reads of one key are the same. */
  readonly key: string;
  readonly place: UpstreamPlace;
  /** Characters in a result; undefined for one that is not to be kept. Left out, none is. */
  readonly sizeOf?: (result: Result) => number | undefined;
}

/**
 * Merges identical reads in flight, of any operations, into one call. A reader may leave at any time; the call ends
 * when the last one has left. If the reader that began the call had too little time, those that have more begin
 * another call together.
 *
 * What is read is never older than what the reader may know. A write fences its scope when it has ended, before it is
 * answered; a read that begins after a fence joins none that began before it. Fences hold for all credentials, since
 * several may belong to one organization.
 *
 * Where an age is allowed, a result is given again until it is so old or something was written.
 */
export class SharedReads {
  /** Reads in flight that may be joined, by scope and key. */
  readonly #inFlight = new Map<string, Map<string, SharedRead<unknown>>>();
  /** Results by key. */
  readonly #kept: LRUCache<string, { readonly result: unknown }> | undefined;

  /** @param maximumAge milliseconds, from its beginning, for which a result may be given again; none when 0 */
  constructor(maximumAge = 0) {
    if (maximumAge > 0) this.#kept = new LRUCache({ ...MAXIMUM_KEPT, ttl: maximumAge });
  }

  /**
   * The result of a read, made, joined or kept.
   * @param read makes the call; its signal aborts when nobody waits for it
   * @param giveUpAt when this reader waits no longer, by `performance.now()`: `read` ends by then, a read that is
   *   joined may not
   * @throws UpstreamError
   */
  async read<Result>(
    wanted: Wanted<Result>,
    signal: AbortSignal,
    read: (signal: AbortSignal) => Promise<Result>,
    giveUpAt = Infinity,
  ): Promise<Result> {
    const { scope = ALL, key, place } = wanted;
    // Under one key there is nothing but results of the same call.
    const kept = this.#kept?.get(key) as { readonly result: Result } | undefined;
    if (kept) return kept.result;
    for (;;) {
      const running = this.#inFlight.get(scope)?.get(key);
      if (!running?.mayBeJoined) return this.#begin(scope, wanted, read, giveUpAt).wait(signal, place);
      try {
        return await (running as SharedRead<Result>).wait(signal, place, giveUpAt);
      } catch (error) {
        const hasMoreTime = running.giveUpAt + LONGEST_JOIN < giveUpAt;
        if (signal.aborted || !(isWithoutTurn(error) || (hasMoreTime && isTooLate(error)))) throw error;
      }
    }
  }

  #begin<Result>(
    scope: string,
    { key, sizeOf }: Wanted<Result>,
    read: (signal: AbortSignal) => Promise<Result>,
    giveUpAt: number,
  ): SharedRead<Result> {
    const ofScope = this.#inFlight.get(scope) ?? new Map<string, SharedRead<unknown>>();
    const isNewest = () => this.#inFlight.get(scope)?.get(key) === begun; // neither fenced nor followed by another
    const keeping = async (signal: AbortSignal) => {
      const start = performance.now();
      const result = await read(signal);
      const size = sizeOf?.(result);
      if (size !== undefined && isNewest()) this.#kept?.set(key, { result }, { size: size + key.length, start });
      return result;
    };
    const begun = new SharedRead(this.#kept && sizeOf ? keeping : read, giveUpAt, () => {
      if (ofScope.get(key) === begun) ofScope.delete(key);
      if (ofScope.size === 0 && this.#inFlight.get(scope) === ofScope) this.#inFlight.delete(scope);
    });
    ofScope.set(key, begun);
    this.#inFlight.set(scope, ofScope);
    return begun;
  }

  /**
   * Lets no read that begins from now on join one that has begun, or have what was kept.
   * @param scope fences reads of this scope and of no one scope; all reads when left out
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
 * Whether the reader that began a call had no time to wait for a turn in the upstream's limits. That says nothing about
 * the other readers; any other failure is the same for all.
 */
function isWithoutTurn(error: unknown): boolean {
  return error instanceof UpstreamError && error.code === 'RATE_LIMITED' && error.upstream.host === undefined;
}

/** Whether no answer came in the time that whoever began a call had for it. */
function isTooLate(error: unknown): boolean {
  return error instanceof UpstreamError && error.code === 'UPSTREAM_TIMEOUT';
}

/** A call that several may wait for. */
class SharedRead<Result> {
  readonly #controller = new AbortController();
  readonly #result: Promise<Result>;
  readonly #onEnd: () => void;
  readonly #begun = performance.now();
  /** When whoever began it gives up. */
  readonly giveUpAt: number;
  #waiters = 0;

  /** @param onEnd is told when it has ended, or nobody waits for it any more */
  constructor(read: (signal: AbortSignal) => Promise<Result>, giveUpAt: number, onEnd: () => void) {
    this.giveUpAt = giveUpAt;
    this.#onEnd = onEnd;
    this.#result = read(this.#controller.signal).finally(onEnd);
  }

  /** Whether it has begun only just. */
  get mayBeJoined(): boolean {
    return performance.now() - this.#begun < LONGEST_JOIN;
  }

  /** @param giveUpAt when whoever waits leaves, if the call has not ended by then */
  wait(signal: AbortSignal, place: UpstreamPlace, giveUpAt = Infinity): Promise<Result> {
    this.#waiters += 1;
    return new Promise((resolve, reject) => {
      const timer =
        giveUpAt < this.giveUpAt
          ? setTimeout(() => {
              signal.removeEventListener('abort', leave);
              reject(notInTime(place));
              this.#waiters -= 1;
              if (this.#waiters === 0) this.#end(undefined);
            }, giveUpAt - performance.now())
          : undefined;
      const leave = () => {
        clearTimeout(timer);
        this.#waiters -= 1;
        if (this.#waiters > 0) {
          reject(timeIsUp(place, false));
          return;
        }
        // The last one hears from the call itself how it ended.
        this.#end(signal.reason);
      };
      if (signal.aborted) leave();
      else signal.addEventListener('abort', leave, { once: true });
      const stay = () => {
        clearTimeout(timer);
        signal.removeEventListener('abort', leave);
      };
      this.#result.then(
        (result) => {
          stay();
          resolve(result);
        },
        (error: unknown) => {
          stay();
          reject(error instanceof Error ? error : new Error(String(error)));
        },
      );
    });
  }

  /** Ends the call, which nobody waits for and nobody may join any more. */
  #end(reason: unknown): void {
    this.#onEnd();
    this.#controller.abort(reason);
  }
}
