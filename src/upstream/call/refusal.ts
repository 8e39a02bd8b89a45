import type { TransportAnswer } from '../transport/transport-answer.js';
import { type FailedCall, placeOf } from './failures.js';
import type { UpstreamCode } from './upstream-code.js';
import { UpstreamError, type UpstreamPlace } from './upstream-error.js';

/** Maximum `retryAfter` that callers get, in seconds: a day. */
const LONGEST_RETRY_AFTER = 86_400;

/** Maximum length of the upstream's message that callers get, in characters. */
const LONGEST_REASON = 200;

/** The members of a product's `Api` value that explain its error answers. */
interface Told {
  readonly meaningOf: (operation: string, status: number, code: string | undefined) => UpstreamCode;
  readonly confidentialPart?: (body: unknown) => unknown;
}

/** The error for an answer that is not a good one: an error status, or a good status with invalid content. */
export function refusal(
  answer: TransportAnswer,
  call: FailedCall,
  { meaningOf, confidentialPart }: Told,
): UpstreamError {
  const { status, json } = answer;
  if (status < 400) return invalidAnswer(answer, call);
  const body = typeof json === 'object' && json !== null ? json : {};
  const code = 'code' in body && typeof body.code === 'string' ? body.code : undefined;
  const row = meaningOf(call.operation ?? '', status, code);
  const said = 'message' in body && typeof body.message === 'string' ? body.message.slice(0, LONGEST_REASON) : '';
  return new UpstreamError({
    code: row.code,
    message: row.message,
    ...(row.explains &&
      said !== '' &&
      !quotes(said, confidentialPart ? confidentialPart(call.body) : call.body) && { reason: said }),
    retryable: row.retryable,
    retryAfter: parseRetryAfter(answer.retryAfter),
    ambiguous: call.isWrite && mayComeAfterWork(answer, code),
    upstream: { ...answered(call, answer), ...(code !== undefined && { code }) },
  });
}

/**
 * Whether a write may have been done although the answer has an error status. The upstream refuses a request before any
 * work. Its 503 has a code or a `Retry-After`; a 503 without both comes from a proxy that lost its connection to the
 * upstream during the request.
 */
function mayComeAfterWork({ status, retryAfter }: TransportAnswer, code: string | undefined): boolean {
  if (status === 503) return code === undefined && retryAfter === undefined;
  return status === 408 || status === 499 || status >= 500;
}

/**
 * An answer that does not match the contract. If it is not JSON, it was truncated or comes from a proxy, so the call
 * may be made again.
 */
function invalidAnswer(answer: TransportAnswer, call: FailedCall): UpstreamError {
  const isRedirect = answer.status >= 300;
  return new UpstreamError({
    code: 'UPSTREAM_ANSWER_INVALID',
    message: isRedirect
      ? `The upstream answered with a redirect (${answer.status}), which is not followed; its address may be wrong.`
      : 'The answer of the upstream does not match its contract.',
    retryable: !isRedirect && answer.json === undefined,
    ambiguous: call.isWrite,
    upstream: answered(call, answer),
  });
}

/** Where a call failed, if there was an answer. */
function answered(call: FailedCall, { status, requestId }: TransportAnswer): UpstreamPlace {
  return { ...placeOf(call), status, ...(requestId !== undefined && { requestId }) };
}

/** Whether a message of the upstream repeats a value of the request, which may be a secret or metadata. */
function quotes(message: string, value: unknown): boolean {
  if (typeof value === 'string') return value.length >= 3 && message.includes(value);
  return typeof value === 'object' && value !== null && Object.values(value).some((inner) => quotes(message, inner));
}

/** Seconds to wait, from a `Retry-After` in seconds or as a date. Any other value is ignored. */
function parseRetryAfter(header: string | undefined): number | undefined {
  const text = header?.trim() ?? '';
  const seconds = /^\d+$/.test(text)
    ? Number(text)
    : /^[A-Z][a-z]{2}, /.test(text)
      ? Math.ceil((Date.parse(text) - Date.now()) / 1000)
      : NaN;
  return Number.isNaN(seconds) ? undefined : Math.min(Math.max(seconds, 0), LONGEST_RETRY_AFTER);
}
