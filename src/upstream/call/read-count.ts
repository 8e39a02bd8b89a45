import { UpstreamError } from './upstream-error.js';

/** Counts the upstream reads of one GraphQL operation, and limits them. */
export class ReadCount {
  readonly #maximum: number;
  #reads = 0;
  #lastingReads = 0;
  #hasWritten = false;

  /** @param maximum maximum number of reads in one operation */
  constructor(maximum: number) {
    this.#maximum = maximum;
  }

  /**
   * Counts a read. After its first write, an operation has no limit: its reads find out the outcome of the write.
   * @throws UpstreamError `CALL_LIMIT_EXCEEDED`
   */
  count(operation: string): void {
    this.#reads += 1;
    if (this.#hasWritten || this.#reads <= this.#maximum) return;
    throw new UpstreamError({
      code: 'CALL_LIMIT_EXCEEDED',
      message: `This operation has reached the limit of ${this.#maximum} upstream reads, so this was not read. Ask for less at once.`,
      upstream: { operation },
    });
  }

  /** Notes that the operation writes. */
  noteWrite(): void {
    this.#hasWritten = true;
  }

  /** Notes that the result of a read can never change. */
  noteLasting(): void {
    this.#lastingReads += 1;
  }

  /** Whether there was at least one read, and no result can still change. */
  get isLasting(): boolean {
    return this.#reads > 0 && this.#lastingReads === this.#reads;
  }
}
