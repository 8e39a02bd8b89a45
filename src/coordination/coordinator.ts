import type { BroadcastTopic, BudgetTopic, CountTopic, LockTopic } from './topics.js';

/**
 * What the gateways of one store share: locks, counts, limits of calls and broadcasts. A gateway that is alone has
 * `LocalCoordinator`. What any implementation promises is written as tests in `test/coordination/contract.ts`.
 */
export interface Coordinator {
  /**
   * What the clock of the store says, in milliseconds since 1970: the same for all who share it. It never goes back.
   */
  now(): Promise<number>;

  /**
   * Waits for the lock of this name; those who wait get it in the order in which they asked.
   * @throws WaitEnded when the signal aborts first; the lock was not taken then
   */
  acquire<Value>(topic: LockTopic<Value>, name: string, signal: AbortSignal): Promise<Lock<Value>>;

  /**
   * Changes a count, which begins with 0. Counts whose time to live is over, and those that there is no room for, are
   * forgotten and begin anew.
   * @returns what it comes to; never below 0
   */
  count(topic: CountTopic, name: string, change: 1 | 0 | -1): Promise<number>;

  /**
   * Takes the next free place in a limit of calls. Places are given in the order in which they are asked for, and no
   * window holds more of them than there may be calls.
   * @param calls most calls within the window of the topic
   * @param longestWait milliseconds that the caller can wait; when the next place is later than that, none is taken
   */
  reserve(topic: BudgetTopic, name: string, calls: number, longestWait: number): Promise<Reservation>;

  /** Closes a limit of calls for some milliseconds: all its places are gone, and the next ones come after that. */
  exhaust(topic: BudgetTopic, name: string, calls: number, milliseconds: number): Promise<void>;

  /** Tells all others, not the one who tells. @returns when the store has taken it; the others hear it soon after */
  broadcast<Message>(topic: BroadcastTopic<Message>, message: Message): Promise<void>;

  /** Is called with what others broadcast from now on, in the order in which each of them sent it. */
  listen<Message>(topic: BroadcastTopic<Message>, listener: (message: Message) => void): void;
}

/** A lease on a lock: it ends by itself when nothing is heard from the holder for too long. */
export interface Lease {
  /**
   * Makes sure that the lease outlasts what the holder is about to do, by renewing it: it then lasts for these
   * milliseconds and the topic's lease more. Before each write to the upstream the holder asks this with the write's
   * time limit, since the upstream cannot tell a late holder from the one after it.
   * @throws LeaseLost when the lease is over, whether or not somebody else holds the lock now
   */
  outlast(milliseconds: number): Promise<void>;
}

/** A lock that is held. */
export interface Lock<Value> extends Lease {
  /** The fencing token: greater than those of all holders before. */
  readonly token: number;
  /** What the last holder left; undefined when there is nothing. */
  readonly state: Value | undefined;
  /**
   * Releases the lock, and leaves something for the next holder.
   * @param state what to leave; undefined to leave nothing
   * @returns whether the store took it: not from a holder whose lease is over, who changes nothing any more
   */
  release(state: Value | undefined): Promise<boolean>;
}

/** What became of asking for a place in a limit of calls. */
export type Reservation = ({ readonly isGranted: true } & Place) | { readonly isGranted: false; readonly wait: number };

/** A place in a limit of calls. */
export interface Place {
  /** Milliseconds until the call may be made. */
  readonly wait: number;
  /** Whether the place is still there: not when the limit was closed meanwhile. */
  isValid(): Promise<boolean>;
  /** Gives the place to others. */
  giveBack(): Promise<void>;
}

/** The signal has aborted before a lock came free. Its reason is the cause. */
export class WaitEnded extends Error {
  override readonly name = 'WaitEnded';

  constructor(reason: unknown) {
    super('The lock did not come free in time.', { cause: reason });
  }
}

/** The lease of a lock was over before its holder was done, so that somebody else may hold the lock. */
export class LeaseLost extends Error {
  override readonly name = 'LeaseLost';

  constructor(topic: string) {
    super(`The lease of the lock "${topic}" is over: its holder was not heard of for too long.`);
  }
}

/**
 * Runs work while nobody else holds the lock of this name. The wait ends with the signal; work that has begun does not.
 * @param work is given the lock's lease and what was left, and may leave something else, whether or not it succeeds
 * @throws WaitEnded when the signal aborts first; the work was not begun then
 */
export async function withLock<Value, Result>(
  coordinator: Coordinator,
  topic: LockTopic<Value>,
  name: string,
  signal: AbortSignal,
  work: (lock: Lock<Value>, leave: (state: Value | undefined) => void) => Promise<Result> | Result,
): Promise<Result> {
  const lock = await coordinator.acquire(topic, name, signal);
  let { state } = lock;
  try {
    return await work(lock, (left) => {
      state = left;
    });
  } finally {
    await lock.release(state);
  }
}
