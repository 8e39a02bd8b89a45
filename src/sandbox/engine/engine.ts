import type { Authority } from './authority.js';
import type { Limits } from './limits.js';
import type { Random } from './random.js';
import type { RateLimiter } from './rate-limiter.js';
import type { Sign } from './sign.js';
import type { Store } from '../store/store.js';

/** Processes triggered exports (`sign-de/export/export-worker.ts`). */
interface ExportWork {
  /** Continues all unfinished exports. Called at the start, after `pause`, and after each triggered export. */
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
  readonly exports: ExportWork;
}

/** The member `_version` of every answer: the version of the contract that the sandbox follows. */
export const SERVER_VERSION = '2.2.2';
