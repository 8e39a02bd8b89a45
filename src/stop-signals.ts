/** What runs until it is told to stop. */
interface Running {
  close(): Promise<void>;
}

/** How often it is looked whether npm's shell is still there, in milliseconds. */
const LOOK_FOR_SHELL = 100;

const SIGNALS = { SIGINT: 2, SIGTERM: 15 } as const;

/**
 * Ends the process in order on SIGINT or SIGTERM, and at once, with the status that shells give for it (128 and the
 * signal's number), on a second signal at whatever moment. As the first process of a container it would not hear of
 * signals that it does not listen to.
 */
export class StopSignals {
  #isStarting = false;
  #isStopping = false;
  #running: Running | undefined;

  /**
   * Listens from now on; as long as nothing is started, the first signal ends the process at once.
   * @param isRunByNpm whether npm runs this: it signals only its shell, so the end of the shell is a signal too
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
   * Starts what runs until a signal. One that comes meanwhile stops it as soon as it has started.
   * @param greet is called when it runs and is to go on
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
