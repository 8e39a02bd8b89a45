import { timeIsUp } from './failures.js';
import { UpstreamError, type UpstreamPlace } from './upstream-error.js';

/**
 * How long a read may be joined, in milliseconds. Whoever joins an answer has no more time than whoever began, may miss what was written beside this gateway meanwhile, and fails
 * with an upstream that may be well again: so by no more than this, twice where an answer that is joined has itself joined a read.
 */
const LONGEST_JOIN = 1_000;
/** The scope of reads over all TSS. */
const ALL = '';

/**
 * Merges identical reads in flight, of whatever operations, into one call. Whoever waits for it may leave at any time, and the call ends when nobody waits any more. Where
 * whoever began it had not the time to wait for its turn, those who have begin another one together.
 *
 * What is read is never older than what the reader may know: a write fences its TSS when it has ended, before it is answered, and a read that begins after a fence
 * joins none that began before it. Fences hold for all credentials, since several may belong to one organization. One for the whole process.
 */
export class SharedReads {
  /** Reads in flight that may be joined, by scope (a TSS, or all) and key. */
  readonly #inFlight = new Map<string, Map<string, SharedRead<unknown>>>();

  /**
   * The result of a read, made or joined.
   * @param key names the credential and all that is asked for: two reads of one key are the same
   * @param read makes the call; its signal aborts when nobody waits for it
   * @throws UpstreamError
   */
  async read<Result>(
    {
      tssId = ALL,
      key,
      place,
    }: { readonly tssId?: string | undefined; readonly key: string; readonly place: UpstreamPlace },
    signal: AbortSignal,
    read: (signal: AbortSignal) => Promise<Result>,
  ): Promise<Result> {
    for (;;) {
      const running = this.#inFlight.get(tssId)?.get(key);
      if (!running?.mayBeJoined) return this.#begin(tssId, key, read).wait(signal, place);
      try {
        // Under one key there is nothing but results of the same call.
        return await (running as SharedRead<Result>).wait(signal, place);
      } catch (error) {
        if (signal.aborted || !isImpatience(error)) throw error;
      }
    }
  }

  #begin<Result>(tssId: string, key: string, read: (signal: AbortSignal) => Promise<Result>): SharedRead<Result> {
    const scope = this.#inFlight.get(tssId) ?? new Map<string, SharedRead<unknown>>();
    const begun = new SharedRead(read, () => {
      if (scope.get(key) === begun) scope.delete(key);
      if (scope.size === 0 && this.#inFlight.get(tssId) === scope) this.#inFlight.delete(tssId);
    });
    scope.set(key, begun);
    this.#inFlight.set(tssId, scope);
    return begun;
  }

  /** Lets no read that begins from now on join one of this TSS, or of all, that has begun. */
  fence(tssId: string): void {
    this.#inFlight.delete(tssId);
    this.#inFlight.delete(ALL);
  }
}

/** Whether whoever began a call had not the time to wait for a turn in the upstream's limits, which says nothing about the others. All else is one for all. */
function isImpatience(error: unknown): boolean {
  return error instanceof UpstreamError && error.code === 'RATE_LIMITED' && error.upstream.host === undefined;
}

/** A call that several may wait for. */
class SharedRead<Result> {
  readonly #controller = new AbortController();
  readonly #result: Promise<Result>;
  readonly #onEnd: () => void;
  readonly #begun = performance.now();
  #waiters = 0;

  /** @param onEnd is told when it has ended, or nobody waits for it any more */
  constructor(read: (signal: AbortSignal) => Promise<Result>, onEnd: () => void) {
    this.#onEnd = onEnd;
    this.#result = read(this.#controller.signal).finally(onEnd);
  }

  /** Whether it has begun only just. */
  get mayBeJoined(): boolean {
    return performance.now() - this.#begun < LONGEST_JOIN;
  }

  wait(signal: AbortSignal, place: UpstreamPlace): Promise<Result> {
    this.#waiters += 1;
    return new Promise((resolve, reject) => {
      const leave = () => {
        this.#waiters -= 1;
        if (this.#waiters > 0) {
          reject(timeIsUp(place, false));
          return;
        }
        // The last one hears from the call itself how it ended, which nobody may join any more.
        this.#onEnd();
        this.#controller.abort(signal.reason);
      };
      if (signal.aborted) leave();
      else signal.addEventListener('abort', leave, { once: true });
      const stay = () => {
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
}
