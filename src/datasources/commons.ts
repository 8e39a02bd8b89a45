import { randomBytes } from 'node:crypto';
import { Mutex } from 'async-mutex';
import { LRUCache } from 'lru-cache';
import { abortable } from './abortable.js';
import type { PlainCaller } from './caller.js';
import { timeIsUp } from './failures.js';
import type { OpenedSession } from './session.js';

/** What there are turns of, and what the last one whose turn it was left behind for the next. */
export interface Left {
  /** Admin mode of one token on one TSS. */
  readonly admin: undefined;
  /** Logins of the admin of one TSS: wrong PINs in a row. */
  readonly pin: number;
  /** One limit of calls a minute: when calls were or will be made, in milliseconds since 1970, oldest first. */
  readonly budget: readonly number[];
  /** Logins of the gateway itself: the session that was opened. */
  readonly session: OpenedSession;
}

/** One turn, until it is ended. */
export interface Turn<Value> {
  readonly left: Value | undefined;
  /** Ends it. @param leave for the next one; undefined to leave nothing */
  end(leave: Value | undefined): void;
}

/** What all processes of a gateway are told. */
export type News =
  /** A write to something on a TSS has ended, whatever came of it; the export that it was about, where it was one. */
  | { readonly topic: 'written'; readonly tssId: string; readonly exportId?: string }
  /** A session was opened at the Backend: the SHA-256 of its token. */
  | { readonly topic: 'backend-session'; readonly hash: string }
  /** The gateway has logged in for itself: the SHA-256 of its token. */
  | { readonly topic: 'own-session'; readonly hash: string }
  /** A link to an archive was made: with whose credential it is fetched, and the name of that credential in links. */
  | { readonly topic: 'link'; readonly holder: string; readonly caller: PlainCaller };

/**
 * What the processes of one gateway have in common, where there are several: turns that are taken one after another in all of them, and news. A gateway of one
 * process has {@link LocalCommons}.
 */
export interface Commons {
  /** Random bytes that all processes know, and that are stored nowhere. */
  readonly secret: Uint8Array;
  /** Waits for a turn of this name. */
  acquire<Topic extends keyof Left>(topic: Topic, name: string): Promise<Turn<Left[Topic]>>;
  /** Tells the other processes. @returns when all of them have taken notice */
  announce(news: News): Promise<void>;
  /** Is called with news of other processes. */
  listen(listener: (news: News) => void): void;
}

/**
 * Runs work when nobody else has a turn of this name. The wait ends with the signal; work that has begun does not.
 * @param work is given what was left behind, and may leave something else, whether or not it succeeds
 * @throws UpstreamError `DEADLINE_EXCEEDED` when the turn does not come in time; the work was not begun then
 */
export async function alone<Topic extends keyof Left, Result>(
  commons: Commons,
  topic: Topic,
  name: string,
  signal: AbortSignal,
  work: (left: Left[Topic] | undefined, leave: (value: Left[Topic] | undefined) => void) => Promise<Result> | Result,
): Promise<Result> {
  const coming = commons.acquire(topic, name);
  const turn = await abortable(coming, signal).catch((reason: unknown) => {
    // The turn still comes, and is passed on.
    void coming.then((unused) => {
      unused.end(unused.left);
    });
    throw signal.aborted ? timeIsUp({}, false) : reason;
  });
  let { left } = turn;
  try {
    return await work(left, (value) => {
      left = value;
    });
  } finally {
    turn.end(left);
  }
}

/** Most names of one topic that something is kept of; of more, what was left longest ago is forgotten. */
const MAXIMUM_NAMES = 10_000;

/** Turns within one process. */
export class LocalCommons implements Commons {
  readonly secret = randomBytes(32);
  readonly #left: { readonly [Topic in keyof Left]: LRUCache<string, { readonly value: Left[Topic] }> } = {
    admin: new LRUCache({ max: MAXIMUM_NAMES }),
    pin: new LRUCache({ max: MAXIMUM_NAMES }),
    budget: new LRUCache({ max: MAXIMUM_NAMES }),
    session: new LRUCache({ max: MAXIMUM_NAMES }),
  };
  /** A lock exists only while somebody holds or awaits it. */
  readonly #locks = new Map<string, { readonly mutex: Mutex; users: number }>();

  async acquire<Topic extends keyof Left>(topic: Topic, name: string): Promise<Turn<Left[Topic]>> {
    const key = `${topic} ${name}`;
    const lock = this.#locks.get(key) ?? { mutex: new Mutex(), users: 0 };
    this.#locks.set(key, lock);
    lock.users += 1;
    const release = await lock.mutex.acquire();
    const kept = this.#left[topic];
    return {
      left: kept.get(name)?.value,
      end: (leave) => {
        if (leave === undefined) kept.delete(name);
        else kept.set(name, { value: leave });
        lock.users -= 1;
        if (lock.users === 0) this.#locks.delete(key);
        release();
      },
    };
  }

  announce(): Promise<void> {
    return Promise.resolve();
  }

  /** There is nobody else to hear from. */
  listen(): void {
    return undefined;
  }
}
