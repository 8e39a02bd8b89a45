import type { UpstreamError } from './upstream-error.js';

/** Tries of one call, the first included. */
export const MAXIMUM_TRIES = 3;
/**
 * Longest pause before another try, in seconds. An upstream that asks for more gets no other try; the caller is told
 * how long to wait.
 */
export const LONGEST_PAUSE = 5;

/** A try that failed, and what is known of its call. */
export interface FailedTry {
  /** The failure of this try. */
  readonly error: UpstreamError;
  /** Which try of the call it was, from 1. */
  readonly attempt: number;
  /** Whether the call may be sent again after a lost answer, by its row of the endpoint list. */
  readonly isRepeatable: boolean;
  /** Whether the call is made only from the spare half of the upstream's limits: then a 429 ends it. */
  readonly isFromSpare: boolean;
  /** Whether there is a host that has not failed this call yet. */
  readonly hasOtherHost: boolean;
  /** Milliseconds until the call is given up. */
  readonly timeLeft: number;
  /** A random number from 0 to 1, which spreads the tries of many callers. */
  readonly jitter: number;
}

/** What follows: no other try, or one after a pause in milliseconds, 0 for at once. */
export type NextStep = 'give-up' | { readonly pause: number };

/**
 * What to do after a try that failed. Another one is made when the failure passes, the call may be repeated and there
 * is time for the pause.
 */
export function afterFailure(failed: FailedTry): NextStep {
  const { error, attempt, isFromSpare, timeLeft } = failed;
  const isRefusedSpare = isFromSpare && error.upstream.status === 429;
  if (attempt >= MAXIMUM_TRIES || isRefusedSpare || !isWorthRetrying(failed)) return 'give-up';
  const pause = pauseAfter(failed);
  return pause < timeLeft ? { pause } : 'give-up';
}

/** A request that was not begun may be repeated whatever it is: a PIN was not counted. */
function isWorthRetrying({ error, isRepeatable }: FailedTry): boolean {
  const { status } = error.upstream;
  const isTurnedAway = (status === 429 || status === 503) && !error.ambiguous;
  const wasNotBegun = error.code === 'UPSTREAM_UNREACHABLE' || isTurnedAway;
  return (
    error.retryable &&
    (isRepeatable || wasNotBegun) &&
    (error.retryAfter ?? 0) <= LONGEST_PAUSE &&
    error.code !== 'DEADLINE_EXCEEDED'
  );
}

/**
 * Milliseconds before the next try: what the upstream asks for; a second where it is overloaded and does not say
 * (`integration-guide.md §4`); none when there is another host; else full jitter under a doubling ceiling.
 */
function pauseAfter({ error, attempt, hasOtherHost, jitter }: FailedTry): number {
  const { retryAfter, upstream } = error;
  if (retryAfter !== undefined) return retryAfter * 1_000;
  if (upstream.status === 429 || upstream.status === 503) return 1_000;
  if (upstream.status === undefined && hasOtherHost) return 0;
  return jitter * 100 * 2 ** attempt;
}
