import { timeIsUp } from './call/failures.js';

/** A value, or a promise of it: what needs no waiting is not made to wait. */
type MaybePromise<Value> = Value | Promise<Value>;

/** How long computing may hold one turn of the event loop, in milliseconds. Signing takes some ten short turns. */
const SLICE = 1;

/** Work of one operation that waits. */
interface Line {
  readonly jobs: Job[];
  readonly leave: () => void;
}

interface Job {
  /** Does the work. */
  readonly run: () => void;
  readonly reject: (error: Error) => void;
  /** Whether the work only begins with it. */
  readonly goesOnAfter: boolean;
}

/**
 * Computing that takes longer than reading a field, cut into slices: one millisecond per turn of the event loop, so
 * that signing and health get in between. While a slice lasts, jobs are done at once. After that operations take
 * turns, a job each, so that a small one does not wait for a large one. What waits ends with the signal of its
 * operation.
 */
export class Turns {
  /** By the signal of the operation, whose turn comes next first. */
  readonly #lines = new Map<AbortSignal, Line>();
  /** When the slice of this turn of the event loop began, by `performance.now()`; undefined before somebody asks. */
  #began: number | undefined;

  /**
   * Does a piece of work, now or when its turn comes.
   * @param work takes milliseconds at most
   * @throws UpstreamError `DEADLINE_EXCEEDED` when the signal aborts before; whatever `work` throws
   */
  compute<Result>(signal: AbortSignal, work: () => Result): MaybePromise<Result> {
    if (signal.aborted) throw timeIsUp({}, false);
    if (!this.isOver) return work();
    return new Promise<Result>((resolve, reject) => {
      const run = () => {
        try {
          resolve(work());
        } catch (error) {
          reject(error instanceof Error ? error : new Error(String(error)));
        }
      };
      this.#queue(signal, { run, reject, goesOnAfter: false });
    });
  }

  /**
   * Waits for a turn, for work that cannot be handed over. It is done right after, while {@link isOver} is false.
   * @returns undefined where there is room at once
   * @throws UpstreamError `DEADLINE_EXCEEDED` when the signal aborts before
   */
  take(signal: AbortSignal): Promise<void> | undefined {
    if (signal.aborted) throw timeIsUp({}, false);
    if (!this.isOver) return undefined;
    return new Promise((resolve, reject) => {
      this.#queue(signal, { run: resolve, reject, goesOnAfter: true });
    });
  }

  /** As {@link take}, without throwing at once. */
  async whenFree(signal: AbortSignal): Promise<void> {
    await this.take(signal);
  }

  /** Whether the slice of this turn of the event loop is used up. */
  get isOver(): boolean {
    if (this.#began === undefined) this.#begin();
    return this.#began !== undefined && performance.now() - this.#began > SLICE;
  }

  #begin(): void {
    this.#began = performance.now();
    setImmediate(this.#onTurn);
  }

  /** Once in each turn of the event loop that follows one with work. */
  readonly #onTurn = () => {
    this.#began = undefined;
    // What goes on after its job runs only when this function has returned.
    while (this.#lines.size > 0 && !this.isOver) if (this.#serveNext()?.goesOnAfter) return;
  };

  #serveNext(): Job | undefined {
    for (const [signal, line] of this.#lines) {
      this.#lines.delete(signal);
      const job = line.jobs.shift();
      if (line.jobs.length > 0) this.#lines.set(signal, line);
      else line.leave();
      job?.run();
      return job;
    }
    return undefined;
  }

  #queue(signal: AbortSignal, job: Job): void {
    const line = this.#lines.get(signal);
    if (line) line.jobs.push(job);
    else this.#lines.set(signal, this.#open(signal, job));
  }

  #open(signal: AbortSignal, job: Job): Line {
    const abort = () => {
      this.#lines.delete(signal);
      const error = timeIsUp({}, false);
      for (const { reject } of line.jobs.splice(0)) reject(error);
    };
    const leave = () => {
      signal.removeEventListener('abort', abort);
    };
    const line: Line = { jobs: [job], leave };
    signal.addEventListener('abort', abort, { once: true });
    return line;
  }
}

/** The turns of this process, which has one event loop. */
export const turns = new Turns();

const NEVER = new AbortController().signal;

/** Waits for a turn, for what is worked to its end in any case. */
export function takeTurn(): Promise<void> | undefined {
  return turns.take(NEVER);
}
