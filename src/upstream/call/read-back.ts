import { UpstreamError } from './upstream-error.js';

/**
 * Makes a write. If its answer is lost, reads back whether the write was done.
 * @param read reads the current state
 * @param isDone whether this state shows that the write was done
 * @throws UpstreamError the error of the write; ambiguous if the read did not show that it was done
 */
export async function readBack<Written, Found>(
  write: () => Promise<Written>,
  read: () => Promise<Found>,
  isDone: (found: Found) => boolean,
): Promise<Written | Found> {
  try {
    return await write();
  } catch (error) {
    if (!(error instanceof UpstreamError) || !error.ambiguous) throw error;
    // If the read fails, the outcome of the write stays unknown.
    const found = await read().catch(() => undefined);
    if (found !== undefined && isDone(found)) return found;
    throw error;
  }
}
