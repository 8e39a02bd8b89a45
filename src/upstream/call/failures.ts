import { LeaseLost } from '../../coordination/coordinator.js';
import { TransportError } from '../transport/transport-error.js';
import { HostBusy, HostShut } from './guard.js';
import { UpstreamError, type UpstreamFailure, type UpstreamPlace } from './upstream-error.js';
import type { Signal } from '../../coordination/cancellation.js';

/** The call that failed. */
export interface FailedCall extends UpstreamPlace {
  readonly isWrite: boolean;
  readonly body: unknown;
}

/**
 * The error of a call that got no answer. It says "nothing was sent" only if that is certain.
 * @param error what the guard or the transport threw
 * @param wasSent whether the request was passed to the transport
 * @returns an unexpected error unchanged
 */
export function noAnswer(error: unknown, call: FailedCall, wasSent: boolean, signal: Signal): unknown {
  const fail = (failure: UpstreamFailure) =>
    new UpstreamError({ retryable: true, upstream: placeOf(call), ...failure });
  if (error instanceof HostShut) {
    return fail({
      code: 'UPSTREAM_UNREACHABLE',
      message: 'The upstream has not answered for a while, so nothing was sent. Try again in a few seconds.',
    });
  }
  if (error instanceof HostBusy) {
    return fail({
      code: 'RATE_LIMITED',
      message: 'Too many requests of this gateway wait for the upstream; nothing was sent.',
      retryAfter: 1,
    });
  }
  if (error instanceof LeaseLost) {
    return fail({
      code: 'DEADLINE_EXCEEDED',
      message:
        'The gateway paused for too long and lost its lock, so another step may have begun. Nothing more was sent. Send it again.',
    });
  }
  if (signal.aborted) return timeIsUp(placeOf(call), wasSent && call.isWrite);
  if (!(error instanceof TransportError)) return error;
  switch (error.kind) {
    case 'unreachable':
      return fail({ code: 'UPSTREAM_UNREACHABLE', message: 'The upstream cannot be reached; nothing was sent.' });
    case 'timeout':
    case 'given-up':
      return notInTime(placeOf(call), call.isWrite);
    case 'lost':
      return fail({
        code: 'UPSTREAM_ANSWER_LOST',
        message: 'The connection broke before the answer was complete.',
        ambiguous: call.isWrite,
      });
    case 'too-large':
      return fail({
        code: 'UPSTREAM_ANSWER_INVALID',
        message: 'The answer of the upstream is too large for this gateway.',
        retryable: false,
        ambiguous: call.isWrite,
      });
    case 'deadline':
      return timeIsUp(placeOf(call), call.isWrite);
  }
}

/** No answer came in the time of one call. @param ambiguous whether a write was sent before */
export function notInTime(upstream: UpstreamPlace, ambiguous = false): UpstreamError {
  return new UpstreamError({
    code: 'UPSTREAM_TIMEOUT',
    message: 'The upstream did not answer in time.',
    retryable: true,
    ambiguous,
    upstream,
  });
}

/**
 * The operation needs a credential, and the caller has none.
 * @param takesGatewayKeys whether a gateway key is accepted too
 */
export function noCredential(takesGatewayKeys: boolean): UpstreamError {
  const token = 'log in with `authenticate` and send its access token as "Authorization: Bearer …"';
  return new UpstreamError({
    code: 'UNAUTHENTICATED',
    message: takesGatewayKeys
      ? `No credential: send a key of this gateway as "Authorization: Gateway-Key …", which whoever runs it hands out, or ${token}.`
      : `No credential: ${token}.`,
  });
}

/**
 * The upstream refused the gateway's own credential. The caller cannot fix that.
 * @param refusal the upstream's error
 */
export function ownCredentialRefused(refusal: UpstreamError): UpstreamError {
  return refusal.withCode({
    code: 'GATEWAY_CREDENTIALS_REFUSED',
    message:
      "The upstream does not accept this gateway's own API key, or the session that it opened with it. Whoever runs the gateway has to mend that; your credential is fine.",
  });
}

/**
 * The deadline of the operation has passed, or the caller has disconnected.
 * @param upstream where the call failed; `{}` if no call was made
 * @param ambiguous whether a write was sent before
 */
export function timeIsUp(upstream: UpstreamPlace, ambiguous: boolean): UpstreamError {
  return new UpstreamError({
    code: 'DEADLINE_EXCEEDED',
    message: 'The time of the whole operation is up.',
    retryable: true,
    ambiguous,
    upstream,
  });
}

/** Where a call failed. */
export function placeOf(call: FailedCall): UpstreamPlace {
  const { operation, host } = call;
  return {
    ...(operation !== undefined && { operation }),
    ...(host !== undefined && { host }),
  };
}
