import { Cancellation, toAbortSignal } from '../../src/coordination/cancellation.js';

test('calls each listener once, with the reason set, and knows that it has aborted', () => {
  const cancellation = new Cancellation();
  const heard: unknown[] = [];
  cancellation.addEventListener('abort', () => heard.push(cancellation.reason));
  cancellation.abort('first');
  cancellation.abort('second');
  expect(heard).toEqual(['first']);
  expect(cancellation).toMatchObject({ aborted: true, reason: 'first' });
});

test('does not call a listener that was removed, also if another listener removes it', () => {
  const cancellation = new Cancellation();
  const heard: string[] = [];
  const removed = () => heard.push('removed');
  const removedLate = () => heard.push('removed late');
  cancellation.addEventListener('abort', removed);
  cancellation.addEventListener('abort', () => {
    heard.push('kept');
    cancellation.removeEventListener('abort', removedLate);
  });
  cancellation.addEventListener('abort', removedLate);
  cancellation.removeEventListener('abort', removed);
  cancellation.removeEventListener('abort', () => undefined); // was never added
  cancellation.abort(undefined);
  expect(heard).toEqual(['kept']);
});

describe('as an AbortSignal', () => {
  test('it aborts with the same reason, now or later', () => {
    const reason = new Error('late');
    const later = new Cancellation();
    const signal = toAbortSignal(later);
    expect(signal.aborted).toBe(false);
    later.abort(reason);
    expect(signal.reason).toBe(reason);
    expect(toAbortSignal(later).reason).toBe(reason);
  });

  test('it is the same signal each time, so that waits add no listeners', () => {
    const cancellation = new Cancellation();
    expect(toAbortSignal(cancellation)).toBe(toAbortSignal(cancellation));
  });

  test('an AbortSignal stays as it is', () => {
    const { signal } = new AbortController();
    expect(toAbortSignal(signal)).toBe(signal);
  });
});
