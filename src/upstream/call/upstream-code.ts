import type { ErrorCode } from '../../errors/error-codes.js';

/** What an upstream's code means for callers of the gateway. `errors/error-codes.ts` describes the gateway's codes. */
export interface UpstreamCode {
  /** The gateway's code. */
  readonly code: ErrorCode;
  /** Whether the same request may succeed later. */
  readonly retryable: boolean;
  /** What is wrong, and what would be right. */
  readonly message: string;
  /** Whether the upstream's own message is added, because it names the field or the reason. */
  readonly explains?: boolean;
}

/** Error table of a product, by the upstream's codes. */
export type UpstreamCodes = Readonly<Record<string, UpstreamCode>>;

/** An error that does not go away if the same request is sent again. */
export const final = (code: ErrorCode, message: string): UpstreamCode => ({ code, retryable: false, message });

/** A temporary fault of the upstream. */
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

/**
 * What an answer with an error status means, by the upstream's code. An unknown code is accepted: then the status
 * decides.
 */
export function meaningOf(table: UpstreamCodes, status: number, upstreamCode: string | undefined): UpstreamCode {
  if (status === 401) return UNAUTHENTICATED;
  // The code comes from outside: `hasOwn` keeps it from finding inherited members such as `constructor`.
  const row = upstreamCode !== undefined && Object.hasOwn(table, upstreamCode) && table[upstreamCode];
  if (row) return row;
  if (status === 429) return RATE_LIMITED;
  const isPassing = status === 408 || status === 499 || status >= 500;
  if (isPassing) return passing(`The upstream answered with status ${status}.`);
  return final('REFUSED_BY_UPSTREAM', `The upstream refused the request with status ${status}.`);
}
