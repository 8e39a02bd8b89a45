/** A shared lock: calls run concurrently, while a replacement of the store runs exclusively. */
export class CallGate {
  #working = 0;
  /** Resolves when the exclusive work, running or waiting, has ended. */
  #alone: Promise<unknown> | undefined;
  #whenIdle: (() => void) | undefined;

  /** Runs concurrently with other calls. */
  async together<Result>(work: () => Promise<Result> | Result): Promise<Result> {
    while (this.#alone) await this.#alone;
    this.#working += 1;
    try {
      return await work();
    } finally {
      this.#working -= 1;
      if (this.#working === 0) this.#whenIdle?.();
    }
  }

  /** Runs exclusively: after all earlier work has ended, while later work waits. */
  async alone<Result>(work: () => Promise<Result>): Promise<Result> {
    while (this.#alone) await this.#alone;
    const done = this.#idle().then(work);
    this.#alone = done.catch(() => undefined);
    try {
      return await done;
    } finally {
      this.#alone = undefined;
    }
  }

  async #idle(): Promise<void> {
    if (this.#working > 0) await new Promise<void>((resolve) => (this.#whenIdle = resolve));
    this.#whenIdle = undefined;
  }
}
