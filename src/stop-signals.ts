/** Something that runs until it is stopped. */
interface Running {
  close(): Promise<void>;
}

/** Interval of checks whether npm's shell is still running, in milliseconds. */
const LOOK_FOR_SHELL = 100;

const SIGNALS = { SIGINT: 2, SIGTERM: 15 } as const;

/**
 * Stops the process cleanly on SIGINT or SIGTERM. A second signal ends it immediately, with the exit status that shells
 * use for that signal (128 plus its number). A listener is required: the first process of a container ignores signals
 * without one.
 */
export class StopSignals {
  #isStarting = false;
  #isStopping = false;
  #running: Running | undefined;

  /**
   * Listens from now on. Until `run` is called, the first signal ends the process immediately.
   * @param isRunByNpm whether npm runs this process: npm signals only its shell, so the end of the shell counts as a
   *   signal
   */
  constructor(isRunByNpm: boolean) {
    for (const [signal, number] of Object.entries(SIGNALS)) {
      process.on(signal, () => {
        this.#onSignal(number);
      });
    }
    if (isRunByNpm) this.#watchShell();
  }

  #onSignal(number: number): void {
    if (this.#isStopping || !this.#isStarting) process.exit(128 + number);
    this.#isStopping = true;
    if (this.#running) this.#stop(this.#running);
  }

  #watchShell(): void {
    const shell = process.ppid;
    const timer = setInterval(() => {
      if (process.ppid === shell) return;
      clearInterval(timer);
      if (!this.#isStopping) this.#onSignal(SIGNALS.SIGTERM);
    }, LOOK_FOR_SHELL);
    timer.unref();
  }

  /**
   * Starts something that runs until a signal. A signal during the start stops it as soon as it has started.
   * @param greet called when it is running, unless it is already stopping
   */
  async run<Started extends Running>(
    start: () => Promise<Started>,
    greet: (started: Started) => void | Promise<void>,
  ): Promise<void> {
    this.#isStarting = true;
    const started = await start();
    this.#running = started;
    if (this.#isStopping) this.#stop(started);
    else await greet(started);
  }

  #stop(running: Running): void {
    running.close().then(
      () => process.exit(0),
      (error: unknown) => {
        process.stderr.write(`${String(error)}\n`);
        process.exit(1);
      },
    );
  }
}
