import type { ErrorCode } from '../../errors/error-codes.js';
import type { Host } from '../endpoint.js';

/** Where at the upstream something failed. No path, since paths hold ids, and no body. */
export interface UpstreamPlace {
  readonly operation?: string;
  /** Name of the host. */
  readonly host?: Host;
  /** HTTP status; absent when no answer came. */
  readonly status?: number;
  /** The upstream's own code. */
  readonly code?: string;
  /** The upstream's id of the request, for its support. */
  readonly requestId?: string;
}

/** What an {@link UpstreamError} is made of. */
export interface UpstreamFailure {
  readonly code: ErrorCode;
  /** For people: what went wrong and what would be right. Never holds a secret, a body or a metadata value. */
  readonly message: string;
  /** Whether the same request may succeed later. */
  readonly retryable?: boolean;
  /** Seconds to wait before the next try. */
  readonly retryAfter?: number | undefined;
  /** Whether a write may have been done although no answer says so. */
  readonly ambiguous?: boolean;
  readonly upstream?: UpstreamPlace;
  /**
   * What the upstream itself said, cut to 200 characters and without values of the request; absent where it said
   * nothing that helps.
   */
  readonly reason?: string;
}

/** A call to the upstream that did not succeed, or was refused before it was made. */
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

  /** The same failure, told in another way because more is known by now. What the upstream itself said stays. */
  retold(told: Pick<UpstreamFailure, 'code' | 'message' | 'retryable'>): UpstreamError {
    return new UpstreamError({ ...this.#failure, retryable: false, ...told });
  }

  /**
   * This failure of a call of which an earlier try was lost: that try may have done what was asked for. A try that got
   * no answer either says no more than the lost one did.
   */
  after(lost: UpstreamError): UpstreamError {
    if (this.ambiguous) return this;
    return this.upstream.status === undefined ? lost : new UpstreamError({ ...this.#failure, ambiguous: true });
  }
}

/** A message that ends with the upstream's own words, if it does not hold them already. */
function withReason(message: string, reason = ''): string {
  return message.includes(reason) ? message : `${message} The upstream says: ${reason}`;
}
