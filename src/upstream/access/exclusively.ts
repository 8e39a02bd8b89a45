import { type Coordinator, type Lock, WaitEnded, withLock } from '../../coordination/coordinator.js';
import type { LockTopic } from '../../coordination/topics.js';
import { timeIsUp } from '../call/failures.js';
import type { Signal } from '../../coordination/cancellation.js';

/**
 * Like `withLock`, for work of an operation.
 * @throws UpstreamError `DEADLINE_EXCEEDED` if the lock does not become free in time; then the work was not started
 */
export async function exclusively<Value, Result>(
  coordinator: Coordinator,
  topic: LockTopic<Value>,
  name: string,
  signal: Signal,
  work: (lock: Lock<Value>, leave: (state: Value | undefined) => void) => Promise<Result> | Result,
): Promise<Result> {
  try {
    return await withLock(coordinator, topic, name, signal, work);
  } catch (error) {
    throw error instanceof WaitEnded ? timeIsUp({}, false) : error;
  }
}
