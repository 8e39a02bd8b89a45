/** Part of the time left to an operation that one read may take, with all its waits and tries: however deep a query is nested, what is asked for next has the other half. */
const SHARE_OF_READ = 1 / 2;
/** Most of the time left that a write leaves for reading back what became of it, in milliseconds, and as a part of that time. */
const TIME_TO_READ_BACK = { most: 5_000, part: 1 / 4 };
/** Part of a call's time that a try may take while there is another host to fall over to. */
const SHARE_OF_FIRST_HOST = 2 / 3;

/**
 * When a call that begins now is given up, by `performance.now()`, so that one that hangs does not take the time of what comes after it.
 * @param timeLeft milliseconds until the operation's deadline
 */
function giveUpAt(timeLeft: number, isRead: boolean): number {
  const own = isRead
    ? timeLeft * SHARE_OF_READ
    : timeLeft - Math.min(TIME_TO_READ_BACK.most, timeLeft * TIME_TO_READ_BACK.part);
  return performance.now() + own;
}

/** The time that one GraphQL operation has. */
export class Deadline {
  /** Ends all work when the time is over or the caller has gone. */
  readonly signal: AbortSignal;
  /** Milliseconds until then; `Infinity` where that is not known. */
  readonly timeLeft: () => number;

  constructor(signal: AbortSignal, timeLeft: () => number) {
    this.signal = signal;
    this.timeLeft = timeLeft;
  }

  /**
   * When a call that begins now is given up, by `performance.now()`.
   * @param signal that of the call: with another one than the operation's, it has all the time until that ends
   */
  giveUpAt(signal: AbortSignal, isRead: boolean): number {
    return signal === this.signal ? giveUpAt(this.timeLeft(), isRead) : Infinity;
  }
}

/** Milliseconds that one try may take, its wait for its turn included. @param timeLeft until the call is given up */
export function timeOfTry(timeLeft: number, hasOtherHost: boolean): number {
  return hasOtherHost ? timeLeft * SHARE_OF_FIRST_HOST : timeLeft;
}
