import { UpstreamError } from './upstream-error.js';

/**
 * Makes a write, and when its answer is lost looks whether it was done.
 * @param read what there is now
 * @param isDone whether that shows that the write was done
 * @throws UpstreamError of the write, ambiguous when it could not be settled
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
    // What cannot be read settles nothing.
    const found = await read().catch(() => undefined);
    if (found !== undefined && isDone(found)) return found;
    throw error;
  }
}
