import { once } from 'node:events';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { Worker } from 'node:worker_threads';
import { UpstreamError } from '../../../upstream/call/upstream-error.js';
import type { ExportVerification } from '../../../tse/archive/verify-export.js';

/** Maximum number of archives that are verified at the same time. Each takes a CPU core. */
const MAXIMUM_VERIFICATIONS = 2;
/** Heap limit of one verification, in MiB: several times what a million messages need. */
const MAXIMUM_MEMORY = 512;

/** A thread needs the tsx loader if it runs from TypeScript source. The built files need no loader. */
const [SUFFIX, EXEC_ARGV] = import.meta.url.endsWith('.ts') ? ['ts', ['--import', 'tsx']] : ['js', []];

/**
 * Verifies archives of exports, each in its own worker thread: a verification takes seconds of CPU time (about 10,000
 * signatures per second), and a malicious archive may take longer. There is one instance per process.
 */
export class ExportVerifier {
  #running = 0;

  /**
   * Verifies an archive while it is received.
   * @param open opens the archive, after the check that not too many verifications are running. The stream is read no
   *   faster than it is verified, only up to the first unreadable part, and it is destroyed at the end
   * @param signal ends the work
   * @throws UpstreamError `RATE_LIMITED` if too many verifications are running; the reason of `signal`; the error of
   *   the archive's stream
   */
  async verify(open: () => Promise<Readable>, signal: AbortSignal): Promise<ExportVerification> {
    if (this.#running >= MAXIMUM_VERIFICATIONS) throw busy();
    this.#running += 1;
    try {
      return await verifyInThread(await open(), signal);
    } catch (error) {
      signal.throwIfAborted();
      throw error;
    } finally {
      this.#running -= 1;
    }
  }
}

async function verifyInThread(archive: Readable, signal: AbortSignal): Promise<ExportVerification> {
  const worker = new Worker(new URL(`./export-verifier-worker.${SUFFIX}`, import.meta.url), {
    stdin: true,
    execArgv: EXEC_ARGV,
    resourceLimits: { maxOldGenerationSizeMb: MAXIMUM_MEMORY },
  });
  try {
    // The only message is the result.
    const result = once(worker, 'message', { signal }) as Promise<[ExportVerification]>;
    if (!worker.stdin) throw new Error('The worker thread has no standard input.');
    const fed = pipeline(archive, worker.stdin, { signal }).then(() => result);
    const [verification] = await Promise.race([result, fed]);
    return verification;
  } finally {
    archive.destroy();
    await worker.terminate();
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
