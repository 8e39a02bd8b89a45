import { Mailbox } from './mailbox.js';
import { UpstreamError } from '../call/upstream-error.js';

/** News, each item under the name of what it is about. */
export type News<Item> = ReadonlyMap<string, Item>;

/** What one look at the upstream found. */
export interface Look<Item> {
  readonly news: News<Item>;
  /** Nothing more can come. */
  readonly isOver?: boolean;
  /** Milliseconds until the next look, where the watch knows better than its pace. */
  readonly nextIn?: number;
}

/** Pauses between two looks, in milliseconds. */
export interface Pace {
  /** At least this, also when something was written. */
  readonly soonest: number;
  /** When there was something new. */
  readonly shortest: number;
  /** When there has been nothing new for a while. */
  readonly longest: number;
}

/**
 * Something at the upstream that is looked at again and again.
 * @typeParam Heard answers of writes that say something about it
 */
export interface Watch<Item, Heard = never> {
  readonly pace: Pace;
  /** What a subscriber gets first that joins after the first look. */
  readonly present: News<Item>;
  /** Looks once, ending with the signal. @throws UpstreamError when the upstream does not say */
  look(signal: AbortSignal): Promise<Look<Item>>;
  /** What the answer of a write that was made through this gateway says that is new. */
  hear(answer: Heard): News<Item>;
}

/** How the pause grows when nothing is new. */
const SLOWING = 1.5;
/** Longest time of one look with all its calls and their tries, in milliseconds. */
const LOOK_TIME = 20_000;
/** Longest pause after a failure, unless the upstream asks for more, in milliseconds. */
const LONGEST_PAUSE = 60_000;
/**
 * How long the upstream may fail before the subscribers are told, in milliseconds. It is longer than a restart takes,
 * and shorter than people wait.
 */
const PATIENCE = 5 * 60_000;

/**
 * Looks at one thing for all who subscribe to it. It begins with the first of them and ends with the last, and leaves
 * no timer and no call behind. It looks less often the longer nothing is new. It waits when the upstream fails, and
 * gives up when that lasts or cannot be mended.
 */
export class Poller<Item, Heard = never> {
  readonly #watch: Watch<Item, Heard>;
  readonly #onEnd: () => void;
  readonly #onNews: () => Promise<void>;
  readonly #subscribers = new Map<Mailbox<Item>, (item: Item) => boolean>();
  readonly #stopped = new AbortController();
  #timer: NodeJS.Timeout | undefined;
  #isLooking = false;
  /** Whether something was written during the look that is under way. */
  #isStale = false;
  #lookedAt = -Infinity;
  #pause: number;
  #failures = 0;
  #failingSince: number | undefined;

  /**
   * @param onEnd called once, when it looks no more
   * @param onNews called before anybody is told what a look found that is new
   */
  constructor(watch: Watch<Item, Heard>, onEnd: () => void, onNews: () => Promise<void>) {
    this.#watch = watch;
    this.#onEnd = onEnd;
    this.#onNews = onNews;
    this.#pause = watch.pace.shortest;
  }

  /** A subscription, which the subscriber ends with `return()`. @param wants which news it is to get */
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
   * Something was written: looks again soon. An upstream that fails is left alone.
   * @param answer what the write was answered, where it was made through this gateway; it is told at once
   */
  wake(answer?: Heard): void {
    if (this.#stopped.signal.aborted) return;
    if (answer !== undefined) this.#tell(this.#watch.hear(answer));
    this.#isStale = true;
    this.#pause = this.#watch.pace.shortest;
    if (!this.#isLooking && this.#failures === 0) this.#lookIn(this.#soonest());
  }

  /** Ends all subscriptions. @param error told to the subscribers as the reason */
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
    if (this.#stopped.signal.aborted) return; // telling the news may have ended the last subscriber
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
   * Waits, twice as long each time and at least as long as the upstream asks for. Gives up when waiting cannot help or
   * takes too long.
   */
  #fail(error: unknown): void {
    this.#failures += 1;
    this.#failingSince ??= performance.now();
    const isPassing = error instanceof UpstreamError && error.retryable;
    const asked = isPassing ? (error.retryAfter ?? 0) * 1_000 : 0;
    const pause = Math.max(asked, Math.min(this.#watch.pace.shortest * 2 ** this.#failures, LONGEST_PAUSE));
    if (isPassing && performance.now() + pause < this.#failingSince + PATIENCE) this.#lookIn(pause);
    else this.end(error instanceof Error ? error : new Error(String(error)));
  }
}
