import type { ErrorCode } from '../../errors/error-codes.js';

/** What one code of an upstream means to callers of the gateway; `errors/error-codes.ts` tells more of our codes. */
export interface UpstreamCode {
  /** Our code. */
  readonly code: ErrorCode;
  /** Whether the same request may succeed later. */
  readonly retryable: boolean;
  /** What went wrong and what would be right. */
  readonly message: string;
  /** Whether the upstream's own message is added, because it names the field or the reason. */
  readonly explains?: boolean;
}

/** Error table of a product: what its codes mean. */
export type UpstreamCodes = Readonly<Record<string, UpstreamCode>>;

/** A failure that sending the same request again does not mend. */
export const final = (code: ErrorCode, message: string): UpstreamCode => ({ code, retryable: false, message });

/** A fault of the upstream that passes by itself. */
export const passing = (message: string): UpstreamCode => ({ code: 'UPSTREAM_ERROR', retryable: true, message });

const UNAUTHENTICATED = final(
  'UNAUTHENTICATED',
  'The access token is not accepted or has expired; log in again with `authenticate`.',
);
const RATE_LIMITED: UpstreamCode = {
  code: 'RATE_LIMITED',
  retryable: true,
  message: 'The upstream has had too many requests.',
};

/** What an answer with a failing status means, by the upstream's codes. An unknown code is passed on, never fatal. */
export function meaningOf(table: UpstreamCodes, status: number, upstreamCode: string | undefined): UpstreamCode {
  if (status === 401) return UNAUTHENTICATED;
  // A code is text from outside: only rows count, not what every object has.
  const row = upstreamCode !== undefined && Object.hasOwn(table, upstreamCode) && table[upstreamCode];
  if (row) return row;
  if (status === 429) return RATE_LIMITED;
  const isPassing = status === 408 || status === 499 || status >= 500;
  if (isPassing) return passing(`The upstream answered with status ${status}.`);
  return final('REFUSED_BY_UPSTREAM', `The upstream refused the request with status ${status}.`);
}
