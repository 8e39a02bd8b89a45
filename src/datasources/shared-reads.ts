import { timeIsUp } from './failures.js';
import { UpstreamError, type UpstreamPlace } from './upstream-error.js';

/** The scope of reads over all TSS. */
const ALL = '';

/**
 * Merges identical reads in flight, of whatever operations, into one call. Whoever waits for it keeps its own deadline, and the call ends when nobody waits any more.
 *
 * What is read is never older than what the reader may know: a write fences its TSS, before it is sent and when it has ended, and a read that begins after a fence
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
  read<Result>(
    {
      tssId = ALL,
      key,
      place,
    }: { readonly tssId?: string | undefined; readonly key: string; readonly place: UpstreamPlace },
    signal: AbortSignal,
    read: (signal: AbortSignal) => Promise<Result>,
  ): Promise<Result> {
    const scope = this.#inFlight.get(tssId) ?? new Map<string, SharedRead<unknown>>();
    const running = scope.get(key);
    // Under one key there is nothing but results of the same call.
    if (running) return (running as SharedRead<Result>).join(signal, place, read);
    const begun = new SharedRead(read, () => {
      if (scope.get(key) === begun) scope.delete(key);
      if (scope.size === 0 && this.#inFlight.get(tssId) === scope) this.#inFlight.delete(tssId);
    });
    scope.set(key, begun);
    this.#inFlight.set(tssId, scope);
    return begun.wait(signal, place);
  }

  /** Lets no read that begins from now on join one of this TSS, or of all, that has begun. */
  fence(tssId: string): void {
    this.#inFlight.delete(tssId);
    this.#inFlight.delete(ALL);
  }
}

/** Failures of one waiter's patience, which say nothing about the others'. */
const IMPATIENCE: ReadonlySet<string> = new Set(['DEADLINE_EXCEEDED', 'RATE_LIMITED']);

/** A call that several may wait for. */
class SharedRead<Result> {
  readonly #controller = new AbortController();
  readonly #result: Promise<Result>;
  #waiters = 0;

  constructor(read: (signal: AbortSignal) => Promise<Result>, onEnd: () => void) {
    this.#result = read(this.#controller.signal).finally(onEnd);
  }

  /** Waits for a call that another has begun, and makes one of one's own where the other was only less patient. */
  async join(
    signal: AbortSignal,
    place: UpstreamPlace,
    read: (signal: AbortSignal) => Promise<Result>,
  ): Promise<Result> {
    try {
      return await this.wait(signal, place);
    } catch (error) {
      if (signal.aborted || !(error instanceof UpstreamError) || !IMPATIENCE.has(error.code)) throw error;
      return read(signal);
    }
  }

  wait(signal: AbortSignal, place: UpstreamPlace): Promise<Result> {
    this.#waiters += 1;
    return new Promise((resolve, reject) => {
      const leave = () => {
        this.#waiters -= 1;
        // The last one hears from the call itself how it ended.
        if (this.#waiters === 0) this.#controller.abort(signal.reason);
        else reject(timeIsUp(place, false));
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
