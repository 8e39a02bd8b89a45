import type { BroadcastTopic, BudgetTopic, CountTopic, LockTopic } from './topics.js';
import type { Signal } from './cancellation.js';

/**
 * What the gateways with the same store share: locks, counts, rate limits and broadcasts. A single gateway uses
 * `LocalCoordinator`. The tests in `test/coordination/contract.ts` define what every implementation must do.
 */
export interface Coordinator {
  /**
   * Time of the store's clock, in milliseconds since 1970. It is the same for all gateways with this store, and never
   * goes back.
   */
  now(): Promise<number>;

  /**
   * Waits for the lock with this name. Waiting callers get it in the order of their requests.
   * @throws WaitEnded if the signal aborts first; then the lock was not taken
   */
  acquire<Value>(topic: LockTopic<Value>, name: string, signal: Signal): Promise<Lock<Value>>;

  /**
   * Changes a count, which starts at 0. A count is removed, and starts at 0 again, when its time to live has passed or
   * when there are too many counts.
   * @returns the new count; never below 0
   */
  count(topic: CountTopic, name: string, change: 1 | 0 | -1): Promise<number>;

  /**
   * Reserves the next free place for a call in a rate limit. Places are given in the order of the requests, and no
   * window has more places than calls are allowed.
   * @param calls maximum number of calls in the window of the topic
   * @param longestWait how long the caller can wait, in milliseconds; if the next place is later, none is reserved
   */
  reserve(topic: BudgetTopic, name: string, calls: number, longestWait: number): Promise<Reservation>;

  /**
   * Closes a rate limit for a number of milliseconds: all its places become invalid, and the next ones come after that
   * time.
   */
  exhaust(topic: BudgetTopic, name: string, calls: number, milliseconds: number): Promise<void>;

  /**
   * Sends a message to all other gateways. @returns when the store has accepted it; the others receive it soon after
   */
  broadcast<Message>(topic: BroadcastTopic<Message>, message: Message): Promise<void>;

  /**
   * Registers a listener for the messages of other gateways, from now on. The messages of one sender arrive in order.
   */
  listen<Message>(topic: BroadcastTopic<Message>, listener: (message: Message) => void): void;
}

/** A lease on a lock. It expires if the holder does not renew it. */
export interface Lease {
  /**
   * Renews the lease, so that it lasts longer than the holder's next step: it then expires after `milliseconds` plus
   * the topic's lease. Before each write to the upstream, the holder calls this with the write's time limit, because
   * the upstream cannot tell a late holder from its successor.
   * @throws LeaseLost if the lease has expired, even if nobody else holds the lock now
   */
  outlast(milliseconds: number): Promise<void>;
}

/** A lock that is held. */
export interface Lock<Value> extends Lease {
  /** The fencing token. It is greater than the tokens of all earlier holders. */
  readonly token: number;
  /** The state that the last holder left; undefined if there is none. */
  readonly state: Value | undefined;
  /**
   * Releases the lock, and leaves a state for the next holder.
   * @param state the new state; undefined removes it
   * @returns whether the store accepted it; a holder whose lease has expired changes nothing
   */
  release(state: Value | undefined): Promise<boolean>;
}

/** The result of {@link Coordinator.reserve}. */
export type Reservation = ({ readonly isGranted: true } & Place) | { readonly isGranted: false; readonly wait: number };

/** A reserved place for a call in a rate limit. */
export interface Place {
  /** Milliseconds until the call may be made. */
  readonly wait: number;
  /** Whether the place is still valid. It is not if the limit was closed in the meantime. */
  isValid(): Promise<boolean>;
  /** Makes the place free for other calls. */
  giveBack(): Promise<void>;
}

/** The signal aborted before the lock became free. `cause` is the reason of the signal. */
export class WaitEnded extends Error {
  override readonly name = 'WaitEnded';

  constructor(reason: unknown) {
    super('The lock did not come free in time.', { cause: reason });
  }
}

/** The lease expired before its holder was done. Somebody else may hold the lock now. */
export class LeaseLost extends Error {
  override readonly name = 'LeaseLost';

  constructor(topic: string) {
    super(`The lease of the lock "${topic}" is over: its holder was not heard of for too long.`);
  }
}

/**
 * Runs work under the lock with this name. The signal ends the wait for the lock, but not work that has started.
 * @param work gets the lock and its state. It may leave a new state, whether it succeeds or not
 * @throws WaitEnded if the signal aborts first; then the work was not started
 */
export async function withLock<Value, Result>(
  coordinator: Coordinator,
  topic: LockTopic<Value>,
  name: string,
  signal: Signal,
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
