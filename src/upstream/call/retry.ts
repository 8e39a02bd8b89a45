import type { UpstreamError } from './upstream-error.js';

/** Maximum number of tries of one call, including the first. */
export const MAXIMUM_TRIES = 3;
/**
 * Maximum pause before another try, in seconds. If the upstream asks for a longer one, there is no other try, and the
 * caller gets the `retryAfter`.
 */
export const LONGEST_PAUSE = 5;

/** A failed try, and the state of its call. */
export interface FailedTry {
  /** The error of this try. */
  readonly error: UpstreamError;
  /** Number of the try within its call, from 1. */
  readonly attempt: number;
  /** Whether the endpoint list allows to send the call again after a lost answer. */
  readonly isRepeatable: boolean;
  /** Whether the call may use only the spare half of the rate limit: then a 429 ends it. */
  readonly usesSpareHalf: boolean;
  /** Whether there is a host that has not failed in this call yet. */
  readonly hasOtherHost: boolean;
  /** Milliseconds until the call is given up. */
  readonly timeLeft: number;
  /** A random number from 0 to 1, which spreads the retries of many callers. */
  readonly jitter: number;
}

/** The next step: no other try, or one after a pause in milliseconds (0: immediately). */
export type NextStep = 'give-up' | { readonly pause: number };

/**
 * Decides what to do after a failed try. There is another try if the failure is temporary, the call may be repeated,
 * and there is time for the pause.
 */
export function afterFailure(failed: FailedTry): NextStep {
  const { error, attempt, usesSpareHalf, timeLeft } = failed;
  const isRefusedSpare = usesSpareHalf && error.upstream.status === 429;
  if (attempt >= MAXIMUM_TRIES || isRefusedSpare || !isWorthRetrying(failed)) return 'give-up';
  const pause = pauseAfter(failed);
  return pause < timeLeft ? { pause } : 'give-up';
}

/** Every request that the upstream has not started to process may be repeated: e.g. its PIN was not counted. */
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
 * Milliseconds before the next try: the upstream's `Retry-After`; a second if it is overloaded and sends none
 * (`integration-guide.md §4`); 0 if there is another host; else full jitter under a doubling ceiling.
 */
function pauseAfter({ error, attempt, hasOtherHost, jitter }: FailedTry): number {
  const { retryAfter, upstream } = error;
  if (retryAfter !== undefined) return retryAfter * 1_000;
  if (upstream.status === 429 || upstream.status === 503) return 1_000;
  if (upstream.status === undefined && hasOtherHost) return 0;
  return jitter * 100 * 2 ** attempt;
}
