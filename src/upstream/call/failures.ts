import { BrokenCircuitError, BulkheadRejectedError } from 'cockatiel';
import type { Schemas } from '../../contract/read-contract.js';
import { LeaseLost } from '../../coordination/coordinator.js';
import { errorRow } from '../../datasources/sign-de/error-table.js';
import type { TransportAnswer } from '../transport/transport.js';
import { TransportError } from '../transport/transport-error.js';
import { UpstreamError, type UpstreamFailure, type UpstreamPlace } from './upstream-error.js';

/** Longest wait that is passed on, in seconds: a day. */
const LONGEST_RETRY_AFTER = 86_400;

/** Most that is passed on of what the upstream says, in characters. */
const LONGEST_REASON = 200;

/** The call that failed. */
export interface FailedCall extends UpstreamPlace {
  readonly isWrite: boolean;
  readonly body: unknown;
}

/**
 * A call without an answer. What happened at the upstream is known only when nothing was sent.
 * @param error what the guard or the transport threw
 * @param wasSent whether the request was given to the transport
 * @returns anything unexpected as it is
 */
export function noAnswer(error: unknown, call: FailedCall, wasSent: boolean, signal: AbortSignal): unknown {
  const fail = (failure: UpstreamFailure) =>
    new UpstreamError({ retryable: true, upstream: placeOf(call), ...failure });
  if (error instanceof BrokenCircuitError) {
    return fail({
      code: 'UPSTREAM_UNREACHABLE',
      message: 'The upstream has not answered for a while, so nothing was sent; it is tried again in a few seconds.',
    });
  }
  if (error instanceof BulkheadRejectedError) {
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
        'This step paused for too long and lost its lock, so another may have begun; nothing more was sent. Send it again.',
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
        message: 'The answer of the upstream is larger than this gateway reads.',
        retryable: false,
        ambiguous: call.isWrite,
      });
    case 'deadline':
      return timeIsUp(placeOf(call), call.isWrite);
  }
}

/** No answer came in the time that one call has. @param ambiguous whether a write was sent before */
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
 * The caller has no credential, and what it asks for needs one.
 * @param takesGatewayKeys whether a gateway key would do as well
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

/** The upstream does not take the gateway's own credential, which is none of its caller's. @param refusal what the upstream said */
export function ownCredentialRefused(refusal: UpstreamError): UpstreamError {
  return refusal.retold({
    code: 'GATEWAY_CREDENTIALS_REFUSED',
    message:
      "The upstream does not accept this gateway's own API key, or the session that it opened with it. Whoever runs the gateway has to mend that; your credential is fine.",
  });
}

/** The operation's own deadline is over, or its caller has gone. @param ambiguous whether a write was sent before */
export function timeIsUp(upstream: UpstreamPlace, ambiguous: boolean): UpstreamError {
  return new UpstreamError({
    code: 'DEADLINE_EXCEEDED',
    message: 'The time of the whole operation is up.',
    retryable: true,
    ambiguous,
    upstream,
  });
}

/** An answer that is not the one that the contract promises: a failing status, or a good one with something else in it. */
export function refusal(answer: TransportAnswer, call: FailedCall): UpstreamError {
  const { status, json } = answer;
  if (status < 400) return invalidAnswer(answer, call);
  const body = typeof json === 'object' && json !== null ? json : {};
  const code = 'code' in body && typeof body.code === 'string' ? body.code : undefined;
  const row = errorRow(call.operation ?? '', status, code);
  const said = 'message' in body && typeof body.message === 'string' ? body.message.slice(0, LONGEST_REASON) : '';
  return new UpstreamError({
    code: row.code,
    message: row.message,
    ...(row.explains && said !== '' && !quotes(said, withoutNames(call.body)) && { reason: said }),
    retryable: row.retryable,
    retryAfter: parseRetryAfter(answer.retryAfter),
    ambiguous: call.isWrite && mayComeAfterWork(answer, code),
    upstream: { ...placeOf(call, answer), ...(code !== undefined && { code }) },
  });
}

/**
 * Whether a failing status may come after what was asked for was done. Refusals come before any work, those of the contract with 503 too; they name a code
 * or a `Retry-After`. A bare 503 is what a proxy says whose upstream went away in the middle.
 */
function mayComeAfterWork({ status, retryAfter }: TransportAnswer, code: string | undefined): boolean {
  if (status === 503) return code === undefined && retryAfter === undefined;
  return status === 408 || status === 499 || status >= 500;
}

/** An answer that the contract does not know. One that is no JSON was cut or comes from something in between, so it may be asked for again. */
function invalidAnswer(answer: TransportAnswer, call: FailedCall): UpstreamError {
  const isRedirect = answer.status >= 300;
  return new UpstreamError({
    code: 'UPSTREAM_ANSWER_INVALID',
    message: isRedirect
      ? `The upstream answered with a redirect (${answer.status}), which is not followed; its address may be wrong.`
      : 'The upstream answered with something that its contract does not know.',
    retryable: !isRedirect && answer.json === undefined,
    ambiguous: call.isWrite,
    upstream: placeOf(call, answer),
  });
}

function placeOf(call: FailedCall, answer?: TransportAnswer): UpstreamPlace {
  const { operation, host } = call;
  return {
    ...(operation !== undefined && { operation }),
    ...(host !== undefined && { host }),
    ...(answer && { status: answer.status }),
    ...(answer?.requestId !== undefined && { requestId: answer.requestId }),
  };
}

/** A body without those members of a write to a transaction that are no secret and that a reason may well name: state, client and all of a receipt. */
function withoutNames(body: unknown): unknown {
  if (typeof body !== 'object' || body === null || !('client_id' in body)) return body;
  const { metadata, schema } = body as Partial<Schemas['TxRequest']>; // what has a client is a write to a transaction
  const isReceipt = schema && 'standard_v1' in schema && 'receipt' in schema.standard_v1;
  return { metadata, ...(!isReceipt && { schema }) };
}

/** Whether a message of the upstream repeats a value of the request, which may be a secret or metadata. */
function quotes(message: string, value: unknown): boolean {
  if (typeof value === 'string') return value.length >= 3 && message.includes(value);
  return typeof value === 'object' && value !== null && Object.values(value).some((inner) => quotes(message, inner));
}

/** Seconds to wait, from `Retry-After` as seconds or as a date; anything else is as if it were not there. */
function parseRetryAfter(header: string | undefined): number | undefined {
  const text = header?.trim() ?? '';
  const seconds = /^\d+$/.test(text)
    ? Number(text)
    : /^[A-Z][a-z]{2}, /.test(text)
      ? Math.ceil((Date.parse(text) - Date.now()) / 1000)
      : NaN;
  return Number.isNaN(seconds) ? undefined : Math.min(Math.max(seconds, 0), LONGEST_RETRY_AFTER);
}
