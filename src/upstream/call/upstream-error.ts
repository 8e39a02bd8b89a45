import type { ErrorCode } from '../../errors/error-codes.js';
import type { Host } from '../endpoint.js';

/** Where a call failed at the upstream. It has no path, because paths contain ids, and no body. */
export interface UpstreamPlace {
  readonly operation?: string;
  /** Name of the host. */
  readonly host?: Host;
  /** HTTP status; absent if there was no answer. */
  readonly status?: number;
  /** The upstream's error code. */
  readonly code?: string;
  /** The upstream's request id, for questions to its support. */
  readonly requestId?: string;
}

/** Data of an {@link UpstreamError}. */
export interface UpstreamFailure {
  readonly code: ErrorCode;
  /** For people: what is wrong, and what would be right. Never contains a secret, a body or a metadata value. */
  readonly message: string;
  /** Whether the same request may succeed later. */
  readonly retryable?: boolean;
  /** Seconds to wait before the next try. */
  readonly retryAfter?: number | undefined;
  /** Whether a write may have been done although no answer confirms it. */
  readonly ambiguous?: boolean;
  readonly upstream?: UpstreamPlace;
  /**
   * The upstream's own message, cut to 200 characters and without values of the request; absent if it does not help.
   */
  readonly reason?: string;
}

/** A call to the upstream that failed, or that the gateway rejected before it was sent. */
export class UpstreamError extends Error {
  override readonly name = 'UpstreamError';
  readonly code: ErrorCode;
  readonly retryable: boolean;
  readonly retryAfter: number | undefined;
  readonly ambiguous: boolean;
  readonly upstream: UpstreamPlace;
  readonly #failure: UpstreamFailure;

  constructor(failure: UpstreamFailure) {
    super(withReason(failure.message, failure.reason));
    this.#failure = failure;
    this.code = failure.code;
    this.retryable = failure.retryable ?? false;
    this.retryAfter = failure.retryAfter;
    this.ambiguous = failure.ambiguous ?? false;
    this.upstream = failure.upstream ?? {};
  }

  /** The same failure with another code and message, for when more is known. The upstream's own message stays. */
  withCode(changes: Pick<UpstreamFailure, 'code' | 'message' | 'retryable'>): UpstreamError {
    return new UpstreamError({ ...this.#failure, retryable: false, ...changes });
  }

  /**
   * The error of a call if this try failed and the answer of an earlier try was lost. The lost try may have done the
   * write, so the result is ambiguous. If this try got no answer either, the error of the lost try is returned.
   */
  after(lost: UpstreamError): UpstreamError {
    if (this.ambiguous) return this;
    return this.upstream.status === undefined ? lost : new UpstreamError({ ...this.#failure, ambiguous: true });
  }
}

/** Adds the upstream's own message, unless the message already contains it. */
function withReason(message: string, reason = ''): string {
  return message.includes(reason) ? message : `${message} The upstream says: ${reason}`;
}
