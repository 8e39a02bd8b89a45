import type { Authority } from './authority.js';
import type { Limits } from './limits.js';
import type { Random } from './random.js';
import type { RateLimiter } from './rate-limiter.js';
import type { Sign } from './sign.js';
import type { Store } from '../store/store.js';

/** Processes jobs that are kept in the store (`worker.ts`). */
interface Work {
  /** Continues all unfinished jobs. Called at the start, after `pause`, and after each new job. */
  resume(): void;
  /** Stops after the current step. */
  pause(): Promise<void>;
  /** Stops for good. */
  close(): Promise<void>;
}

/** The parts that every operation of the sandbox uses. */
export interface Engine {
  readonly store: Store;
  /** The sandbox's clock, whole Unix seconds. */
  readonly now: () => number;
  readonly limits: Limits;
  readonly rates: RateLimiter;
  readonly random: Random;
  readonly sign: Sign;
  readonly authority: Authority;
  /** Exports of SIGN DE. */
  readonly exports: Work;
  /** Cash point closings. */
  readonly closings: Work;
  /** Exports of DSFinV-K. */
  readonly dsfinvkExports: Work;
}

/** The member `_version` of every answer: the version of the contract that the sandbox follows. */
export const SERVER_VERSION = '2.2.2';
