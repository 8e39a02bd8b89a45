import { UpstreamError } from './upstream-error.js';

/** Counts what one GraphQL operation reads of its upstreams, and bounds it. */
export class ReadCount {
  readonly #maximum: number;
  #reads = 0;
  #lastingReads = 0;
  #hasWritten = false;

  /** @param maximum most reads of one operation */
  constructor(maximum: number) {
    this.#maximum = maximum;
  }

  /**
   * Counts a read. An operation that has begun to write is let through: what it reads says what became of that.
   * @throws UpstreamError `CALL_LIMIT_EXCEEDED`
   */
  count(operation: string): void {
    this.#reads += 1;
    if (this.#hasWritten || this.#reads <= this.#maximum) return;
    throw new UpstreamError({
      code: 'CALL_LIMIT_EXCEEDED',
      message: `This operation has asked the upstream ${this.#maximum} times, which is the most that one may; this was not read. Ask for less at once.`,
      upstream: { operation },
    });
  }

  /** Takes down that the operation writes. */
  noteWrite(): void {
    this.#hasWritten = true;
  }

  /** Takes down that what a read gave does not change any more. */
  noteLasting(): void {
    this.#lastingReads += 1;
  }

  /** Whether something was read, and nothing that can still change. */
  get isLasting(): boolean {
    return this.#reads > 0 && this.#lastingReads === this.#reads;
  }
}
