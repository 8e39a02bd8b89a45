import type { Authority } from './authority.js';
import type { Limits } from './limits.js';
import type { Random } from './random.js';
import type { RateLimiter } from './rate-limiter.js';
import type { Sign } from './sign.js';
import type { Store } from '../store/store.js';

/** What works off the exports that were triggered (`sign-de/export/export-worker.ts`). */
interface ExportWork {
  /** Goes on with everything that is not done: at the start, after `pause`, and whenever an export was triggered. */
  resume(): void;
  /** Stops after the current step. */
  pause(): Promise<void>;
  /** Stops for good. */
  close(): Promise<void>;
}

/** What every operation of the sandbox works with. */
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

/** The member `_version` of every answer: the version of the contract the sandbox follows. */
export const SERVER_VERSION = '2.2.2';
