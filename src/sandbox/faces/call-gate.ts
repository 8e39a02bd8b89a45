/** Lets calls work side by side, and whoever replaces what they work on work alone. */
export class CallGate {
  #working = 0;
  /** Resolves when whoever works alone, or waits to, is done. */
  #alone: Promise<unknown> | undefined;
  #whenIdle: (() => void) | undefined;

  /** Works together with others of its kind. */
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

  /** Works when all that came before have ended, while those that come later wait. */
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
