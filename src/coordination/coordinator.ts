import { randomBytes } from 'node:crypto';
import { Mutex } from 'async-mutex';
import { LRUCache } from 'lru-cache';
import { abortable } from './abortable.js';
import type { PlainCaller } from '../upstream/access/caller.js';
import { timeIsUp } from '../upstream/call/failures.js';
import type { OpenedSession } from '../upstream/access/own-session.js';

/** What there are locks of, and what whoever held one leaves behind for the next. */
export interface LockedState {
  /** Admin mode of one token on one TSS. */
  readonly admin: undefined;
  /** Logins of the admin of one TSS: wrong PINs in a row. */
  readonly pin: number;
  /** One limit of calls a minute: when calls were or will be made, in milliseconds since 1970, oldest first. */
  readonly budget: readonly number[];
  /** Logins of the gateway itself: the session that was opened. */
  readonly session: OpenedSession;
}

/** A lock that is held, until it is released. */
export interface Lock<Value> {
  readonly state: Value | undefined;
  /** Releases it. @param state for the next one; undefined to leave nothing */
  release(state: Value | undefined): void;
}

/** What is broadcast to all processes of a gateway. */
export type Broadcast =
  /**
   * A write has ended, whatever came of it: at which product, and the ids in its path. Both are left out where it is only
   * known that something was written somewhere.
   */
  | { readonly topic: 'written'; readonly api?: string; readonly path?: Readonly<Record<string, string | number>> }
  /** A session was opened at the Backend: the SHA-256 of its token. */
  | { readonly topic: 'backend-session'; readonly hash: string }
  /** The gateway has logged in for itself: the SHA-256 of its token. */
  | { readonly topic: 'own-session'; readonly hash: string }
  /** A link to an archive was made: with whose credential it is fetched, and the name of that credential in links. */
  | { readonly topic: 'link'; readonly holder: string; readonly caller: PlainCaller };

/**
 * Coordinates the processes of one gateway, where there are several: locks with a state, and broadcasts. A gateway of one process has {@link LocalCoordinator}.
 */
export interface Coordinator {
  /** Random bytes that all processes know, and that are stored nowhere. */
  readonly secret: Uint8Array;
  /** Waits for the lock of this name. */
  acquire<Topic extends keyof LockedState>(topic: Topic, name: string): Promise<Lock<LockedState[Topic]>>;
  /**
   * Changes a count that all processes share, and that begins with 0. Counts that were not touched for long may be forgotten, which makes them 0 again.
   * @returns what it comes to
   */
  count(name: string, change: 1 | 0 | -1): Promise<number>;
  /** Tells the other processes. @returns when all of them have taken notice */
  broadcast(message: Broadcast): Promise<void>;
  /** Is called with what other processes broadcast. */
  listen(listener: (message: Broadcast) => void): void;
}

/**
 * Runs work when nobody else holds the lock of this name. The wait ends with the signal; work that has begun does not.
 * @param work is given what was left behind, and may leave something else, whether or not it succeeds
 * @throws UpstreamError `DEADLINE_EXCEEDED` when it does not come free in time; the work was not begun then
 */
export async function withLock<Topic extends keyof LockedState, Result>(
  coordinator: Coordinator,
  topic: Topic,
  name: string,
  signal: AbortSignal,
  work: (
    state: LockedState[Topic] | undefined,
    leave: (value: LockedState[Topic] | undefined) => void,
  ) => Promise<Result> | Result,
): Promise<Result> {
  const coming = coordinator.acquire(topic, name);
  const lock = await abortable(coming, signal).catch((reason: unknown) => {
    // It still comes, and is passed on.
    void coming.then((unused) => {
      unused.release(unused.state);
    });
    throw signal.aborted ? timeIsUp({}, false) : reason;
  });
  let { state } = lock;
  try {
    return await work(state, (value) => {
      state = value;
    });
  } finally {
    lock.release(state);
  }
}

/** Most names of one topic that something is kept of; of more, what was left longest ago is forgotten. */
const MAXIMUM_NAMES = 10_000;
/** Most counts that are kept, some 20 MB of them: two for each sale, four where the caller has a token of its own. */
const MAXIMUM_COUNTS = 100_000;

/** Locks within one process. */
export class LocalCoordinator implements Coordinator {
  readonly secret = randomBytes(32);
  readonly #states: {
    readonly [Topic in keyof LockedState]: LRUCache<string, { readonly value: LockedState[Topic] }>;
  } = {
    admin: new LRUCache({ max: MAXIMUM_NAMES }),
    pin: new LRUCache({ max: MAXIMUM_NAMES }),
    budget: new LRUCache({ max: MAXIMUM_NAMES }),
    session: new LRUCache({ max: MAXIMUM_NAMES }),
  };
  /** Made when something is counted, since it takes its room at once. */
  #counts: LRUCache<string, number> | undefined;
  readonly #maximumCounts: number;
  /** A mutex exists only while somebody holds or awaits it. */
  readonly #mutexes = new Map<string, { readonly mutex: Mutex; users: number }>();

  /** @param maximumCounts most counts that are kept; of more, what was touched longest ago is forgotten */
  constructor(maximumCounts = MAXIMUM_COUNTS) {
    this.#maximumCounts = maximumCounts;
  }

  async acquire<Topic extends keyof LockedState>(topic: Topic, name: string): Promise<Lock<LockedState[Topic]>> {
    const key = `${topic} ${name}`;
    const used = this.#mutexes.get(key) ?? { mutex: new Mutex(), users: 0 };
    this.#mutexes.set(key, used);
    used.users += 1;
    const free = await used.mutex.acquire();
    const states = this.#states[topic];
    return {
      state: states.get(name)?.value,
      release: (state) => {
        if (state === undefined) states.delete(name);
        else states.set(name, { value: state });
        used.users -= 1;
        if (used.users === 0) this.#mutexes.delete(key);
        free();
      },
    };
  }

  count(name: string, change: 1 | 0 | -1): Promise<number> {
    this.#counts ??= new LRUCache({ max: this.#maximumCounts });
    const count = (this.#counts.get(name) ?? 0) + change;
    if (count > 0) this.#counts.set(name, count);
    else this.#counts.delete(name);
    return Promise.resolve(count);
  }

  broadcast(): Promise<void> {
    return Promise.resolve();
  }

  /** There is nobody else to hear from. */
  listen(): void {
    return undefined;
  }
}
