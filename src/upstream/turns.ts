import { timeIsUp } from './call/failures.js';
import type { Signal } from '../coordination/cancellation.js';

/** A value, or a promise of it. A value that is ready is returned directly, so the caller need not wait. */
type MaybePromise<Value> = Value | Promise<Value>;

/**
 * Maximum time of computing in one turn of the event loop, in milliseconds. Signing needs about ten turns, and each may
 * be delayed by this time.
 */
const SLICE = 1;

/** The queue of jobs of one operation. */
interface JobQueue {
  readonly jobs: Job[];
  readonly stopListening: () => void;
}

interface Job {
  /** Does the work. */
  readonly run: () => void;
  readonly reject: (error: Error) => void;
  /** True if `run` only starts the work, and the work continues after `run` has returned. */
  readonly continuesAfterRun: boolean;
}

/**
 * Runs heavy computing in slices: at most one millisecond per turn of the event loop, so that signing and health checks
 * run between the slices. While the slice has time left, a job runs immediately. After that, jobs wait, and the waiting
 * operations run one job each in turn: a small operation does not wait for a large one. When the signal of an operation
 * aborts, its waiting jobs are rejected.
 */
export class Turns {
  /** Queues by the abort signal of their operation. The first entry is served next. */
  readonly #queues = new Map<Signal, JobQueue>();
  /**
   * When the slice of this turn of the event loop began, by `performance.now()`; undefined until {@link isSliceOver} is
   * read.
   */
  #began: number | undefined;

  /**
   * Runs work: now, or later if the slice is used up.
   * @param work must not take longer than a few milliseconds
   * @throws UpstreamError `DEADLINE_EXCEEDED` if the signal aborts before the work starts; also what `work` throws
   */
  compute<Result>(signal: Signal, work: () => Result): MaybePromise<Result> {
    if (signal.aborted) throw timeIsUp({}, false);
    if (!this.isSliceOver) return work();
    return new Promise<Result>((resolve, reject) => {
      const run = () => {
        try {
          resolve(work());
        } catch (error) {
          reject(error instanceof Error ? error : new Error(String(error)));
        }
      };
      this.#enqueue(signal, { run, reject, continuesAfterRun: false });
    });
  }

  /**
   * Waits for time in a slice, for work that cannot be passed to {@link compute} as a function. The caller works when
   * the promise resolves, and continues only while {@link isSliceOver} is false.
   * @returns undefined if the caller may start immediately
   * @throws UpstreamError `DEADLINE_EXCEEDED` if the signal aborts before
   */
  take(signal: Signal): Promise<void> | undefined {
    if (signal.aborted) throw timeIsUp({}, false);
    if (!this.isSliceOver) return undefined;
    return new Promise((resolve, reject) => {
      this.#enqueue(signal, { run: resolve, reject, continuesAfterRun: true });
    });
  }

  /** Like {@link take}, but always returns a promise. If the signal has already aborted, the promise rejects. */
  async whenFree(signal: Signal): Promise<void> {
    await this.take(signal);
  }

  /** Whether the slice of this turn of the event loop is used up. */
  get isSliceOver(): boolean {
    if (this.#began === undefined) this.#begin();
    return this.#began !== undefined && performance.now() - this.#began > SLICE;
  }

  #begin(): void {
    this.#began = performance.now();
    setImmediate(this.#onTurn);
  }

  /** Runs in the turn of the event loop after each turn with work. */
  readonly #onTurn = () => {
    this.#began = undefined;
    // If a job only starts its work, that work continues when this function has returned. So return now.
    while (this.#queues.size > 0 && !this.isSliceOver) if (this.#serveNext()?.continuesAfterRun) return;
  };

  #serveNext(): Job | undefined {
    for (const [signal, queue] of this.#queues) {
      this.#queues.delete(signal);
      const job = queue.jobs.shift();
      if (queue.jobs.length > 0) this.#queues.set(signal, queue);
      else queue.stopListening();
      job?.run();
      return job;
    }
    return undefined;
  }

  #enqueue(signal: Signal, job: Job): void {
    const queue = this.#queues.get(signal);
    if (queue) queue.jobs.push(job);
    else this.#queues.set(signal, this.#open(signal, job));
  }

  #open(signal: Signal, job: Job): JobQueue {
    const abort = () => {
      this.#queues.delete(signal);
      const error = timeIsUp({}, false);
      for (const { reject } of queue.jobs.splice(0)) reject(error);
    };
    const stopListening = () => {
      signal.removeEventListener('abort', abort);
    };
    const queue: JobQueue = { jobs: [job], stopListening };
    signal.addEventListener('abort', abort, { once: true });
    return queue;
  }
}

/** The only instance: a process has one event loop. */
export const turns = new Turns();

const NEVER = new AbortController().signal;

/** Waits for time in a slice, for work that is never aborted. */
export function takeTurn(): Promise<void> | undefined {
  return turns.take(NEVER);
}
