import { once } from 'node:events';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { Worker } from 'node:worker_threads';
import { UpstreamError } from '../../../upstream/call/upstream-error.js';
import type { ExportVerification } from '../../../tse/archive/verify-export.js';

/** Archives verified at the same time; each takes a CPU core. */
const MAXIMUM_VERIFICATIONS = 2;
/** Heap limit of one verification, in MiB: several times what a million messages need. */
const MAXIMUM_MEMORY = 512;

/** Run from TypeScript source, a thread needs the tsx loader; the build needs none. */
const [SUFFIX, EXEC_ARGV] = import.meta.url.endsWith('.ts') ? ['ts', ['--import', 'tsx']] : ['js', []];

/**
 * Verifies archives of exports, each in its own worker thread: it takes seconds of CPU (about 10,000 signatures per
 * second), and an archive can be crafted to take longer. One instance per process.
 */
export class ExportVerifier {
  #running = 0;

  /**
   * Verifies an archive while it is received.
   * @param open opens the archive once there is room. The stream is read no faster than it is verified, read only as
   *   far as it is readable, and destroyed at the end
   * @param signal ends the work
   * @throws UpstreamError `RATE_LIMITED` when too many verifications are running; the reason of `signal`; the error of
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
    if (!worker.stdin) throw new Error('The thread was to have an input.');
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
    message: 'This gateway is verifying as many archives as it can; try again later. Nothing was read.',
    retryable: true,
    retryAfter: 5,
  });
}
