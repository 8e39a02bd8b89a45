import { jest } from '@jest/globals';
import fc from 'fast-check';
import { type Entry, HostBusy, HostGuard, HostShut } from '../../../src/upstream/call/guard.js';
import { TransportError } from '../../../src/upstream/transport/transport-error.js';

const LOST = new TransportError('lost', undefined);
const never = new AbortController().signal;

afterEach(() => {
  jest.restoreAllMocks();
});

/** Enters without a wait. */
function enter(guard: HostGuard): Entry {
  const entry = guard.enter(never, 0);
  if (typeof entry !== 'string') throw new Error('The call waits.');
  return entry;
}

/** A guard whose breaker is open. @returns the guard, and a function that lets the time pass until it is tried again */
function shutGuard(): { readonly guard: HostGuard; readonly pass: () => void } {
  const now = Date.now();
  const clock = jest.spyOn(Date, 'now').mockReturnValue(now);
  const guard = new HostGuard();
  for (let failure = 0; failure < 10; failure += 1) guard.leave(enter(guard), LOST);
  return { guard, pass: () => void clock.mockReturnValue(now + 2_000) };
}

describe('the breaker', () => {
  test('opens after ten failures in a row, and rejects calls for two seconds', () => {
    const { guard, pass } = shutGuard();
    expect(guard.isShut).toBe(true);
    expect(() => guard.enter(never, 1_000)).toThrow(HostShut);
    pass();
    expect(guard.isShut).toBe(false);
    expect(enter(guard)).toBe('trial');
  });

  test('starts to count again after an answer, and does not count what is no fault of the host', () => {
    const guard = new HostGuard();
    for (let round = 0; round < 3; round += 1) {
      for (let failure = 0; failure < 9; failure += 1) guard.leave(enter(guard), LOST);
      for (const kind of ['deadline', 'given-up', 'too-large'] as const) {
        guard.leave(enter(guard), new TransportError(kind, undefined));
      }
      guard.leave(enter(guard), new Error('a lost lease'));
      guard.leave(enter(guard));
    }
    expect(guard.isShut).toBe(false);
  });

  test('lets one call try the host, and all others enter when it has an answer', async () => {
    const { guard, pass } = shutGuard();
    pass();
    const trial = enter(guard);
    expect(guard.isShut).toBe(true);
    const others = [guard.enter(never, 10_000), guard.enter(never, 10_000)];
    guard.leave(trial);
    expect(await Promise.all(others.map((other) => Promise.resolve(other)))).toEqual(['ordinary', 'ordinary']);
    expect(guard.isShut).toBe(false);
  });

  test('stays open when the trial fails, and tells those who waited for it', async () => {
    const { guard, pass } = shutGuard();
    pass();
    const trial = enter(guard);
    const other = guard.enter(never, 10_000);
    guard.leave(trial, LOST);
    await expect(other).rejects.toThrow(HostShut);
    expect(() => guard.enter(never, 1_000)).toThrow(HostShut);
  });

  test('is not decided by calls that entered before it opened', () => {
    const now = Date.now();
    const clock = jest.spyOn(Date, 'now').mockReturnValue(now);
    const guard = new HostGuard();
    const early = [enter(guard), enter(guard)];
    for (let failure = 0; failure < 10; failure += 1) guard.leave(enter(guard), LOST);
    clock.mockReturnValue(now + 2_000);
    const trial = enter(guard);
    guard.leave(early[0] ?? 'ordinary', LOST);
    guard.leave(early[1] ?? 'ordinary');
    expect(guard.isShut).toBe(true);
    guard.leave(trial);
    expect(guard.isShut).toBe(false);
  });

  test('does not keep a call longer than it can wait, and the place of that call is free again', async () => {
    const { guard, pass } = shutGuard();
    pass();
    const trial = enter(guard);
    await expect(guard.enter(never, 1)).rejects.toThrow(HostShut); // the host is away, and not busy
    const gone = new AbortController();
    const waiting = guard.enter(gone.signal, 10_000);
    gone.abort(new Error('gone'));
    await expect(waiting).rejects.toThrow('gone');
    guard.leave(trial);
    const entries = Array.from({ length: 256 }, () => enter(guard));
    expect(entries).toHaveLength(256);
  });
});

describe('the bulkhead', () => {
  test('lets 256 calls in, lets 256 more wait in order, and rejects the others', async () => {
    const guard = new HostGuard();
    const inside = Array.from({ length: 256 }, () => enter(guard));
    const order: number[] = [];
    const waiting = Array.from({ length: 256 }, async (_, index) => {
      const entry = await guard.enter(never, 60_000);
      order.push(index);
      return entry;
    });
    await expect(guard.enter(never, 60_000)).rejects.toThrow(HostBusy);
    for (const entry of inside) guard.leave(entry);
    for (const entry of await Promise.all(waiting)) guard.leave(entry);
    expect(order).toEqual(Array.from({ length: 256 }, (_, index) => index));
  });

  test('rejects a call whose signal has aborted before', async () => {
    await expect(new HostGuard().enter(AbortSignal.abort(new Error('late')), 1_000)).rejects.toThrow('late');
  });

  test('loses no place, whatever happens to those who wait', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.constantFrom('leave', 'abort', 'both'), { maxLength: 40 }), async (events) => {
        const guard = new HostGuard();
        const inside = Array.from({ length: 256 }, () => enter(guard));
        const entered: Entry[] = [];
        const callers = events.map(() => new AbortController());
        const waiting = callers.map(({ signal }) =>
          Promise.resolve(guard.enter(signal, 60_000)).then(
            (entry) => void entered.push(entry),
            () => undefined,
          ),
        );
        for (const [index, event] of events.entries()) {
          if (event !== 'abort') guard.leave(inside.pop() ?? 'ordinary');
          if (event !== 'leave') callers[index]?.abort();
          if (index % 3 === 0) await Promise.resolve();
        }
        for (const caller of callers) caller.abort();
        await Promise.all(waiting);
        for (const entry of [...inside, ...entered]) guard.leave(entry);
        for (let place = 0; place < 256; place += 1) enter(guard);
        await expect(guard.enter(never, 1)).rejects.toThrow(HostBusy);
      }),
      { numRuns: 50 },
    );
  });
});
