import { type Coordinator, type Lock, WaitEnded, withLock } from '../../coordination/coordinator.js';
import type { LockTopic } from '../../coordination/topics.js';
import { timeIsUp } from '../call/failures.js';

/**
 * As `withLock`, for work of an operation.
 * @throws UpstreamError `DEADLINE_EXCEEDED` when the lock does not come free in time; the work was not begun then
 */
export async function exclusively<Value, Result>(
  coordinator: Coordinator,
  topic: LockTopic<Value>,
  name: string,
  signal: AbortSignal,
  work: (lock: Lock<Value>, leave: (state: Value | undefined) => void) => Promise<Result> | Result,
): Promise<Result> {
  try {
    return await withLock(coordinator, topic, name, signal, work);
  } catch (error) {
    throw error instanceof WaitEnded ? timeIsUp({}, false) : error;
  }
}
