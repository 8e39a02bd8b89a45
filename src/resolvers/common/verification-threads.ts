import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { Worker } from 'node:worker_threads';
import { UpstreamError } from '../../upstream/call/upstream-error.js';

/** Heap limit of one verification, in MiB: several times what a million messages need. */
const MAXIMUM_MEMORY = 512;

/** A thread needs the tsx loader if it runs from TypeScript source. The built files need no loader. */
const [SUFFIX, EXEC_ARGV] = import.meta.url.endsWith('.ts') ? ['ts', ['--import', 'tsx']] : ['js', []];

/** How archives of one kind are verified. */
export interface VerificationThreadSettings {
  /** The module of the thread, without suffix. It reads the archive from its standard input and posts the result. */
  readonly module: URL;
  /** Maximum number of archives that are verified at the same time. Each takes a CPU core. */
  readonly maximum: number;
  /** Whether the thread needs a folder for temporary files. It gets its path as `workerData`. */
  readonly needsFolder: boolean;
}

/**
 * Verifies archives, each in its own worker thread: a verification takes seconds of CPU time, and a malicious archive
 * may take longer. There is one instance for each kind of archive and process.
 */
export class VerificationThreads<Result> {
  readonly #settings: VerificationThreadSettings;
  #running = 0;

  constructor(settings: VerificationThreadSettings) {
    this.#settings = settings;
  }

  /**
   * Verifies an archive while it is received.
   * @param open opens the archive, after the check that not too many verifications are running. The stream is read no
   *   faster than it is verified, only up to the first unreadable part, and it is destroyed at the end
   * @param signal ends the work
   * @throws UpstreamError `RATE_LIMITED` if too many verifications are running; the reason of `signal`; the error of
   *   the archive's stream
   */
  async verify(open: () => Promise<Readable>, signal: AbortSignal): Promise<Result> {
    if (this.#running >= this.#settings.maximum) throw busy();
    this.#running += 1;
    // The folder is made and removed here, because a thread that is ended cannot clean up.
    let folder: string | undefined;
    try {
      if (this.#settings.needsFolder) folder = await mkdtemp(path.join(tmpdir(), 'verify-'));
      return await this.#verifyInThread(await open(), folder, signal);
    } catch (error) {
      signal.throwIfAborted();
      throw error;
    } finally {
      this.#running -= 1;
      if (folder !== undefined) await rm(folder, { recursive: true, force: true });
    }
  }

  async #verifyInThread(archive: Readable, folder: string | undefined, signal: AbortSignal): Promise<Result> {
    const worker = new Worker(new URL(`${this.#settings.module.href}.${SUFFIX}`), {
      stdin: true,
      workerData: folder,
      execArgv: EXEC_ARGV,
      resourceLimits: { maxOldGenerationSizeMb: MAXIMUM_MEMORY },
    });
    try {
      // The only message is the result.
      const result = once(worker, 'message', { signal }) as Promise<[Result]>;
      if (!worker.stdin) throw new Error('The worker thread has no standard input.');
      const fed = pipeline(archive, worker.stdin, { signal }).then(() => result);
      const [verification] = await Promise.race([result, fed]);
      return verification;
    } finally {
      archive.destroy();
      await worker.terminate();
    }
  }
}

function busy(): UpstreamError {
  return new UpstreamError({
    code: 'RATE_LIMITED',
    message: 'This gateway is already verifying the maximum number of archives. Try again later. Nothing was read.',
    retryable: true,
    retryAfter: 5,
  });
}
