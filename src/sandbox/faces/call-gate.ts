/** Lets calls run side by side. Whoever replaces the data that they work on runs alone. */
export class CallGate {
  #working = 0;
  /** Resolves when whoever runs alone, or waits to run alone, is done. */
  #alone: Promise<unknown> | undefined;
  #whenIdle: (() => void) | undefined;

  /** Runs side by side with others. */
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

  /** Runs alone: when all earlier ones have ended, while later ones wait. */
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
