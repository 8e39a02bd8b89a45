import { Mailbox } from './mailbox.js';
import { UpstreamError } from '../call/upstream-error.js';

/** News by the name of the object that each item is about. */
export type News<Item> = ReadonlyMap<string, Item>;

/** The result of one look at the upstream. */
export interface Look<Item> {
  readonly news: News<Item>;
  /** Whether no more news can come. */
  readonly isOver?: boolean;
  /** Milliseconds until the next look. Default: by the pace. */
  readonly nextIn?: number;
}

/** Pauses between two looks, in milliseconds. */
export interface Pace {
  /** Minimum, also after a write. */
  readonly soonest: number;
  /** After a look with news. */
  readonly shortest: number;
  /** Maximum, when there has been no news for a while. */
  readonly longest: number;
}

/**
 * An object of the upstream, or several, that the gateway polls.
 * @typeParam Heard answers of writes that contain news
 */
export interface Watch<Item, Heard = never> {
  readonly pace: Pace;
  /** Items that a subscriber gets first if it joins after the first look. */
  readonly present: News<Item>;
  /** Looks once. The signal aborts the look. @throws UpstreamError if the read fails */
  look(signal: AbortSignal): Promise<Look<Item>>;
  /** Returns the news in the answer of a write through this gateway. */
  hear(answer: Heard): News<Item>;
}

/** Factor by which the pause grows after each look without news. */
const SLOWING = 1.5;
/** Maximum time of one look with all its calls and retries, in milliseconds. */
const LOOK_TIME = 20_000;
/** Maximum pause after a failure, in milliseconds, unless the upstream asks for more. */
const LONGEST_PAUSE = 60_000;
/**
 * How long the upstream may fail before the subscriptions end with its error, in milliseconds. It is longer than a
 * restart of the upstream, and shorter than people wait.
 */
const LONGEST_FAILURE = 5 * 60_000;

/**
 * Polls one watch for all its subscribers. It starts with the first subscriber, ends with the last, and leaves no timer
 * and no call behind. The pause grows while there is no news. If the upstream fails, it waits, and gives up if the
 * failure lasts or is permanent.
 */
export class Poller<Item, Heard = never> {
  readonly #watch: Watch<Item, Heard>;
  readonly #onEnd: () => void;
  readonly #onNews: () => Promise<void>;
  readonly #subscribers = new Map<Mailbox<Item>, (item: Item) => boolean>();
  readonly #stopped = new AbortController();
  #timer: NodeJS.Timeout | undefined;
  #isLooking = false;
  /** Whether something was written during the current look. */
  #isStale = false;
  #lookedAt = -Infinity;
  #pause: number;
  #failures = 0;
  #failingSince: number | undefined;

  /**
   * @param onEnd called once, when polling has ended
   * @param onNews called after a look with news, before the subscribers get it
   */
  constructor(watch: Watch<Item, Heard>, onEnd: () => void, onNews: () => Promise<void>) {
    this.#watch = watch;
    this.#onEnd = onEnd;
    this.#onNews = onNews;
    this.#pause = watch.pace.shortest;
  }

  /** Adds a subscription. The subscriber ends it with `return()`. @param wants whether the subscriber wants an item */
  subscribe(wants: (item: Item) => boolean = () => true): Mailbox<Item> {
    const mailbox = new Mailbox<Item>(() => {
      this.#subscribers.delete(mailbox);
      if (this.#subscribers.size === 0) this.end();
    });
    this.#subscribers.set(mailbox, wants);
    if (this.#subscribers.size === 1) this.#lookIn(0);
    for (const [name, item] of this.#watch.present) if (wants(item)) mailbox.put(name, item);
    return mailbox;
  }

  /**
   * Call this after a write: looks again soon. While the upstream fails, the next look is not made earlier.
   * @param answer the answer of the write, if it went through this gateway; the subscribers get its news immediately
   */
  wake(answer?: Heard): void {
    if (this.#stopped.signal.aborted) return;
    if (answer !== undefined) this.#tell(this.#watch.hear(answer));
    this.#isStale = true;
    this.#pause = this.#watch.pace.shortest;
    if (!this.#isLooking && this.#failures === 0) this.#lookIn(this.#soonest());
  }

  /** Ends all subscriptions. @param error the reason that the subscribers get */
  end(error?: Error): void {
    if (this.#stopped.signal.aborted) return;
    clearTimeout(this.#timer);
    this.#stopped.abort();
    this.#onEnd();
    for (const mailbox of this.#subscribers.keys()) mailbox.end(error);
  }

  #tell(news: News<Item>): void {
    for (const [mailbox, wants] of this.#subscribers) {
      for (const [name, item] of news) if (wants(item)) mailbox.put(name, item);
    }
  }

  #lookIn(milliseconds: number): void {
    clearTimeout(this.#timer);
    if (this.#stopped.signal.aborted) return; // the last subscriber may have left when it got its news
    this.#timer = setTimeout(() => void this.#look(), milliseconds);
  }

  /** Milliseconds until another look is allowed. */
  #soonest(): number {
    return Math.max(0, this.#lookedAt + this.#watch.pace.soonest - performance.now());
  }

  async #look(): Promise<void> {
    this.#isLooking = true;
    this.#isStale = false;
    this.#lookedAt = performance.now();
    try {
      const found = await this.#watch.look(AbortSignal.any([this.#stopped.signal, AbortSignal.timeout(LOOK_TIME)]));
      if (found.news.size > 0) await this.#onNews();
      if (this.#stopped.signal.aborted) return;
      this.#failures = 0;
      this.#failingSince = undefined;
      this.#tell(found.news);
      if (found.isOver) this.end();
      else this.#lookIn(this.#pauseAfter(found));
    } catch (error) {
      if (!this.#stopped.signal.aborted) this.#fail(error);
    } finally {
      this.#isLooking = false;
    }
  }

  #pauseAfter({ news, nextIn }: Look<Item>): number {
    const { shortest, longest } = this.#watch.pace;
    this.#pause = news.size > 0 ? shortest : Math.min(this.#pause * SLOWING, longest);
    if (this.#isStale) return this.#soonest();
    return nextIn ?? this.#pause;
  }

  /**
   * Waits: twice as long after each failure, and at least as long as the upstream asks for. Gives up if waiting cannot
   * help or takes too long.
   */
  #fail(error: unknown): void {
    this.#failures += 1;
    this.#failingSince ??= performance.now();
    const isPassing = error instanceof UpstreamError && error.retryable;
    const asked = isPassing ? (error.retryAfter ?? 0) * 1_000 : 0;
    const pause = Math.max(asked, Math.min(this.#watch.pace.shortest * 2 ** this.#failures, LONGEST_PAUSE));
    if (isPassing && performance.now() + pause < this.#failingSince + LONGEST_FAILURE) this.#lookIn(pause);
    else this.end(error instanceof Error ? error : new Error(String(error)));
  }
}
