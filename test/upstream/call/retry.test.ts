import type { ErrorCode } from '../../../src/errors/error-codes.js';
import { afterFailure, type FailedTry } from '../../../src/upstream/call/retry.js';
import { UpstreamError, type UpstreamFailure } from '../../../src/upstream/call/upstream-error.js';

const failed = (failure: Partial<UpstreamFailure> & { readonly code: ErrorCode }, known: Partial<FailedTry> = {}) =>
  afterFailure({
    error: new UpstreamError({ message: 'It failed.', retryable: true, ...failure }),
    attempt: 1,
    isRepeatable: true,
    usesSpareHalf: false,
    hasOtherHost: false,
    timeLeft: 10_000,
    jitter: 0.5,
    ...known,
  });

const lost = { code: 'UPSTREAM_ANSWER_LOST', ambiguous: true } as const;
const unreachable = { code: 'UPSTREAM_UNREACHABLE' } as const;
const fault = { code: 'UPSTREAM_ERROR', upstream: { status: 500 } } as const;
const limited = { code: 'RATE_LIMITED', upstream: { status: 429 } } as const;
const overloaded = { code: 'UPSTREAM_ERROR', upstream: { status: 503 } } as const;

describe('another try is made', () => {
  test.each<[string, ReturnType<typeof failed>, number]>([
    ['at once when another host is left and the first gave no answer', failed(lost, { hasOtherHost: true }), 0],
    ['after a random pause when no other host is left', failed(lost), 100],
    ['after twice that the second time', failed(lost, { attempt: 2 }), 200],
    ['after a random pause when a host answered with a fault', failed(fault, { hasOtherHost: true }), 100],
    ['after a second when the upstream is overloaded and does not say how long', failed(overloaded), 1_000],
    ['after a second when the upstream has had too many requests', failed(limited), 1_000],
    ['after as long as the upstream asks for', failed({ ...limited, retryAfter: 3 }), 3_000],
    ['after the longest pause that is kept', failed({ ...limited, retryAfter: 5 }), 5_000],
    ['at once when the upstream asks for no pause', failed({ ...overloaded, retryAfter: 0 }), 0],
    ['of what may not be repeated, when nothing was sent', failed(unreachable, { isRepeatable: false }), 100],
    ['of what may not be repeated, when it was turned away', failed(limited, { isRepeatable: false }), 1_000],
  ])('%s', (_case, step, pause) => {
    expect(step).toEqual({ pause });
  });
});

describe('no other try is made', () => {
  test.each<[string, ReturnType<typeof failed>]>([
    ['after the third', failed(unreachable, { attempt: 3 })],
    ['when the same request cannot succeed later', failed({ ...fault, retryable: false })],
    ['of what may not be repeated, when its answer was lost', failed(lost, { isRepeatable: false })],
    ['of what may not be repeated, after a fault of the upstream', failed(fault, { isRepeatable: false })],
    [
      'of what may not be repeated, after a bare 503 of a proxy',
      failed({ ...overloaded, ambiguous: true }, { isRepeatable: false }),
    ],
    ['when the upstream asks for a longer pause than callers wait', failed({ ...limited, retryAfter: 6 })],
    ['when the pause would outlast the time of the call', failed(limited, { timeLeft: 1_000 })],
    ['when no time is left at all', failed(lost, { hasOtherHost: true, timeLeft: 0 })],
    ["when the operation's own time is up", failed({ code: 'DEADLINE_EXCEEDED' })],
    ['when a call from the spare half of a limit is refused', failed(limited, { usesSpareHalf: true })],
  ])('%s', (_case, step) => {
    expect(step).toBe('give-up');
  });
});
