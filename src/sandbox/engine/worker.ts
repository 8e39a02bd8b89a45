import { setImmediate } from 'node:timers/promises';

/**
 * Processes jobs in lanes, one job of a lane at a time. Its whole state is in the store: after a restart it continues
 * with the jobs that are not finished.
 */
export abstract class Worker<Job> {
  /** What a job is called in messages, e.g. `an export`. */
  protected abstract readonly name: string;
  readonly #running = new Map<number, Promise<void>>();
  #paused = false;
  #closed = false;

  /** The lanes that have unfinished jobs. */
  protected abstract lanes(): readonly number[];
  /** The next unfinished job of a lane. */
  protected abstract next(lane: number): Job | undefined;
  /** Works on a job until it is finished, or until {@link isPaused}. */
  protected abstract work(job: Job): Promise<void>;

  /** Whether to stop after the current step. */
  protected get isPaused(): boolean {
    return this.#paused;
  }

  /** Starts work on all unfinished jobs. Call it at the start, after {@link pause}, and after each new job. */
  resume(): void {
    if (this.#closed) return;
    this.#paused = false;
    for (const lane of this.lanes()) {
      if (!this.#running.has(lane)) this.#running.set(lane, this.#workOff(lane));
    }
  }

  /** Stops after the current step until {@link resume}. Unfinished jobs stay in the store. */
  async pause(): Promise<void> {
    this.#paused = true;
    await Promise.all(this.#running.values());
  }

  /** Stops permanently. */
  async close(): Promise<void> {
    this.#closed = true;
    await this.pause();
  }

  async #workOff(lane: number): Promise<void> {
    try {
      await setImmediate();
      for (let job = this.#next(lane); job; job = this.#next(lane)) await this.work(job);
    } catch (error) {
      console.error(`fiskaly-graphql sandbox: ${this.name} is late; it is tried again within a minute:`, error);
    } finally {
      this.#running.delete(lane);
    }
  }

  #next(lane: number): Job | undefined {
    return this.#paused ? undefined : this.next(lane);
  }
}
