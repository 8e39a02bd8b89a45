import { STATUS_CODES } from 'node:http';
import type { Schemas } from '../../contract/sign-de.js';

/** Thrown to refuse a request. The face turns it into a status and an error body (`sign-de-v2.md §3`). */
export class Refusal extends Error {
  override readonly name = 'Refusal';
  /** HTTP status. */
  readonly status: number;
  /** Code of the contract; `undefined` if the real service sends none (401 for a bad token or key). */
  readonly code: string | undefined;
  /** Value of the header Retry-After: a number of seconds, or a time. */
  readonly retryAfter: number | Date | undefined;

  /** @param message for humans; never holds a secret */
  constructor(status: number, code: string | undefined, message: string, retryAfter?: number | Date) {
    super(message);
    this.status = status;
    this.code = code;
    this.retryAfter = retryAfter;
  }

  /** The headers of the answer. */
  get headers(): Readonly<Record<string, string>> {
    const { retryAfter } = this;
    if (retryAfter === undefined) return {};
    return { 'Retry-After': retryAfter instanceof Date ? retryAfter.toUTCString() : String(retryAfter) };
  }

  /** The error body of the contract. */
  get body(): Schemas['Error'] {
    return {
      status_code: this.status,
      error: STATUS_CODES[this.status] ?? OTHER_STATUSES.get(this.status) ?? 'Error',
      ...(this.code !== undefined && { code: this.code }),
      message: this.message,
    };
  }
}

/** Reason phrases of the contract's statuses that Node.js does not know. */
const OTHER_STATUSES: ReadonlyMap<number, string> = new Map([
  [432, 'Use Middleware'],
  [499, 'Client Closed Request'],
]);
