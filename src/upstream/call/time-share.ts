/**
 * Part of the time left to an operation that one read may take, with all its waits and tries. The other half is for the
 * reads that follow, however deep a query is nested.
 */
const SHARE_OF_READ = 1 / 2;
/** How much time a write leaves for reading back what became of it: at most so many milliseconds, and such a part. */
const TIME_TO_READ_BACK = { most: 5_000, part: 1 / 4 };
/** Part of a call's time that a try may take while there is another host to fall over to. */
const SHARE_OF_FIRST_HOST = 2 / 3;

/**
 * When a call that begins now is given up, by `performance.now()`. A call that hangs must leave time for what follows.
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
