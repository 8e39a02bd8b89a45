import type { Signal } from '../../coordination/cancellation.js';

/**
 * Share of an operation's remaining time that one read may use, including all its waits and retries. The rest is for
 * later reads of a nested query.
 */
const SHARE_OF_READ = 1 / 2;
/**
 * Time that a write reserves for reading back its outcome: `part` of the remaining time, but at most `most`
 * milliseconds.
 */
const TIME_TO_READ_BACK = { most: 5_000, part: 1 / 4 };
/** Share of a call's remaining time that one try may use if the call can fail over to another host. */
const SHARE_OF_FIRST_HOST = 2 / 3;

/**
 * Returns the time at which a call that starts now is given up, as a value of `performance.now()`. A call that hangs
 * must leave time for later calls.
 * @param timeLeft milliseconds until the operation's deadline
 */
function giveUpAt(timeLeft: number, isRead: boolean): number {
  const own = isRead
    ? timeLeft * SHARE_OF_READ
    : timeLeft - Math.min(TIME_TO_READ_BACK.most, timeLeft * TIME_TO_READ_BACK.part);
  return performance.now() + own;
}

/** The deadline of one GraphQL operation. */
export class Deadline {
  /** Aborts all work when the time is up or the caller has disconnected. */
  readonly signal: Signal;
  /** Milliseconds until the deadline; `Infinity` if there is none. */
  readonly timeLeft: () => number;

  constructor(signal: Signal, timeLeft: () => number) {
    this.signal = signal;
    this.timeLeft = timeLeft;
  }

  /**
   * Returns the time at which a call that starts now is given up, as a value of `performance.now()`.
   * @param signal the signal of the call. If it is not the signal of the operation, the deadline does not apply, and
   *   the result is `Infinity`
   */
  giveUpAt(signal: Signal, isRead: boolean): number {
    return signal === this.signal ? giveUpAt(this.timeLeft(), isRead) : Infinity;
  }
}

/**
 * Maximum time of one try in milliseconds, including its wait in the queue of the host.
 * @param timeLeft milliseconds until the call is given up
 */
export function timeOfTry(timeLeft: number, hasOtherHost: boolean): number {
  return hasOtherHost ? timeLeft * SHARE_OF_FIRST_HOST : timeLeft;
}
