/** An answer of the sandbox that refuses a request; the face turns it into status and body (`sign-de-v2.md §3`). */
export class Refusal extends Error {
  override readonly name = 'Refusal';
  /** HTTP status. */
  readonly status: number;
  /** Code of the contract; `undefined` where the real service sends none (401 for a token or key that is not good). */
  readonly code: string | undefined;
  /** Seconds after which trying again makes sense, for the header Retry-After. */
  readonly retryAfter: number | undefined;

  /** @param message for humans; never holds a secret */
  constructor(status: number, code: string | undefined, message: string, retryAfter?: number) {
    super(message);
    this.status = status;
    this.code = code;
    this.retryAfter = retryAfter;
  }
}
